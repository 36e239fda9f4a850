//! Too few schools, declared interests, ties, and votes of those who were not there.

use super::{committee_of, told};
use clusterbuy::committee::{self, Attendance, ItemRecord, NewInterest};
use entity::committee_item::DecisionKind;
use entity::vote::{Capacity, Choice};
use support::both;

both! {
    async fn four_of_nine_schools_decide_nothing_and_the_page_says_so(world: World) {
        let committee = committee_of(&world, 9).await;
        let number = committee.meets(&world, DecisionKind::StartTender, None).await;
        committee.votes(&world, number, (4, 4)).await;
        let said = "4 of 9 schools were there. 5 are needed, so there is no decision";
        let mut clerk = committee.clerk.returning(&world).await;
        clerk.get("/clusters/northgate/meetings/1").await;
        clerk.gets(200).sees("Not quorate").sees(said);
        committee.publishes(&world, number).await;
        let mut voter = committee.representatives[0].returning(&world).await;
        voter.get("/clusters/northgate/meetings/1").await;
        voter.gets(200).sees("The meeting was not quorate and decided nothing").sees(said);
        let read = world.app.db.read();
        let decided = committee::decided(read, committee.northgate.cluster.id, DecisionKind::StartTender, None).await;
        assert_eq!(decided.unwrap(), None);
    }

    async fn who_declares_an_interest_withdraws_and_an_unconflicted_substitute_votes(world: World) {
        let committee = committee_of(&world, 3).await;
        let number = committee.meets(&world, DecisionKind::Other, None).await;
        let clerk = committee.clerk.context(&world).await;
        let (one, two) = (committee.school(0), committee.school(1));
        let schools = vec![
            (one, Capacity::Representative),
            (one, Capacity::Substitute),
            (two, Capacity::Representative),
        ];
        let attendance = Attendance { schools, ..Attendance::default() };
        committee::record_attendance(&clerk, "northgate", number, attendance).await.unwrap();
        let interest = |school| NewInterest { school, capacity: Capacity::Representative, words: "Owns a bidder".to_owned() };
        let record = |interests, votes: &[_]| ItemRecord {
            interests,
            votes: votes.iter().map(|school| (*school, Choice::For)).collect(),
            casting_vote: None,
        };
        let withdrew = committee::record_item(&clerk, "northgate", number, 1, record(vec![interest(two)], &[one, two])).await;
        assert_eq!(told(withdrew), "School 2 withdrew because of an interest, so it has no vote");
        let absent = committee::record_item(&clerk, "northgate", number, 1, record(Vec::new(), &[committee.school(2)])).await;
        assert_eq!(told(absent), "School 3 was not there, so it has no vote");

        let kept = record(vec![interest(one)], &[one, two]);
        committee::record_item(&clerk, "northgate", number, 1, kept).await.unwrap();
        committee.publishes(&world, number).await;
        let mut voter = committee.representatives[0].returning(&world).await;
        voter.get("/clusters/northgate/meetings/1/items/1").await;
        voter.gets(200).sees("School 1, representative: Owns a bidder").sees("For, by its substitute").sees("Carried");
        let rows = voter.page().table("How each school voted");
        assert_eq!(rows[3][1], "did not vote", "{rows:?}");
    }

    async fn a_meeting_that_loses_its_quorum_by_an_interest_decides_nothing_on_that_item(world: World) {
        let committee = committee_of(&world, 4).await;
        let number = committee.meets(&world, DecisionKind::Other, None).await;
        committee.votes(&world, number, (2, 2)).await;
        let clerk = committee.clerk.context(&world).await;
        let interest = NewInterest {
            school: committee.school(0),
            capacity: Capacity::Representative,
            words: "Works for a bidder".to_owned(),
        };
        let votes = [(committee.school(1), Choice::For)].into();
        let record = ItemRecord { interests: vec![interest], votes, casting_vote: None };
        committee::record_item(&clerk, "northgate", number, 1, record).await.unwrap();
        committee.publishes(&world, number).await;
        let mut voter = committee.representatives[0].returning(&world).await;
        voter.get("/clusters/northgate/meetings/1/items/1").await;
        voter.gets(200).sees("1 of 4 schools were there without an interest. 2 are needed, so there is no decision");
        voter.follow("Extract for School 1").await;
        voter.gets(200).sees("withdrew because of a declared interest");
    }

    async fn a_tie_is_not_carried_where_the_agreement_gives_no_casting_vote(world: World) {
        let committee = committee_of(&world, 4).await;
        let number = committee.meets(&world, DecisionKind::Other, None).await;
        committee.votes(&world, number, (4, 2)).await;
        committee.publishes(&world, number).await;
        let mut voter = committee.substitutes[3].returning(&world).await;
        voter.get("/clusters/northgate/meetings/1").await;
        voter.gets(200).sees("Tied, so not carried");
    }

    async fn minutes_are_written_before_they_are_published_and_by_the_clerk(world: World) {
        let committee = committee_of(&world, 2).await;
        let number = committee.meets(&world, DecisionKind::Other, None).await;
        let clerk = committee.clerk.context(&world).await;
        assert_eq!(told(committee::publish(&clerk, "northgate", number).await), "Write the minutes first");
        let mut chair = committee.northgate.chair.returning(&world).await;
        chair.get("/clusters/northgate/meetings/1/minutes").await;
        chair.gets(403).sees("You need the role of clerk for this.");
        let mut voter = committee.representatives[0].returning(&world).await;
        voter.get("/clusters/northgate/meetings/1").await;
        assert!(!voter.page().says("Record the meeting"));
        assert_eq!(voter.tamper("/clusters/northgate/meetings/1/attendance", &[]).await.status, 403);
    }
}
