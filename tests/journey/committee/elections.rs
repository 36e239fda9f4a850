//! Electing a chair: online, and at a meeting.

use super::{Committee, committee_of, told};
use chrono::Duration;
use clusterbuy::cluster;
use clusterbuy::committee::{self, Attendance, MeetingBallots, NewElection};
use entity::committee_item::DecisionKind;
use entity::membership::Role;
use entity::vote::Capacity;
use support::{Person, World, both};

async fn chair_of(world: &World, committee: &Committee) -> Vec<String> {
    let officers = cluster::officers(world.app.db.read(), committee.northgate.cluster.id).await.unwrap();
    officers.into_iter().filter(|officer| officer.role == Role::Chair).map(|officer| officer.name).collect()
}

fn online(world: &World) -> NewElection {
    NewElection {
        office: Role::Chair,
        nominations_until: world.now() + Duration::days(3),
        closes_at: Some(world.now() + Duration::days(6)),
        meeting: None,
        term_ends_on: "2027-08-31".parse().unwrap(),
    }
}

async fn votes(world: &World, voter: &Person, id: entity::ids::ElectionId, for_whom: &Person) {
    committee::cast(&voter.context(world).await, "northgate", id, Some(for_whom.account)).await.unwrap();
}

both! {
    async fn the_schools_elect_a_chair_online_who_takes_office(world: World) {
        let mut committee = committee_of(&world, 3).await;
        let mut clerk = committee.clerk.clone();
        clerk.get("/clusters/northgate/committee").await;
        clerk.follow("Elections of the chair and the vice-chair").await;
        let form = clerk.form("Open the election").choose("office", "chair").date("until", "26 11 2026");
        let form = form.fill("until_time", "5pm").date("term", "31 8 2027");
        form.submit().await;
        clerk.is_told("Enter when the online vote closes, or choose the meeting that elects");
        let form = clerk.form("Open the election").date("closes", "30 11 2026").fill("closes_time", "midday");
        form.submit().await;
        clerk.gets(200).sees("The election is open");
        let path = clerk.page().path.clone();
        let letters = world.letters().await;
        assert!(letters.iter().all(|letter| letter.subject == "Who should be cluster chair? Northgate Schools"));

        let voter = &mut committee.representatives[0];
        voter.get(&path).await;
        voter.form("Put forward").fill("nominee", "Rae Voter 1, School 1").submit().await;
        voter.gets(200).sees("They stand for election");
        voter.form("Put forward").fill("nominee", "Rae Voter 2, School 2").submit().await;
        assert_eq!(voter.page().table("Who stands").len(), 3);
        assert!(!voter.offers("Confirm vote"), "voting is not open yet");
        world.advance(Duration::days(4));
        let mut clerk = clerk.returning(&world).await;
        let mut voter = voter.returning(&world).await;
        voter.get("/home").await;
        voter.follow("Vote for the cluster chair of Northgate Schools").await;
        voter.form("Confirm vote").submit().await;
        voter.is_told("Choose whom your school votes for, or abstain");
        voter.form("Confirm vote").choose("nominee", "Rae Voter 2").submit().await;
        voter.gets(200).sees("1 of 3 schools have voted").sees("How they voted shows once the result is recorded");
        clerk.get(&path).await;
        assert!(!clerk.offers("Record the result"), "voting has not closed");
        let mut other = committee.representatives[1].returning(&world).await;
        other.get(&path).await;
        other.form("Confirm vote").choose("nominee", "Rae Voter 2").submit().await;
        let refused = committee::cast(&committee.substitutes[1].context(&world).await, "northgate",
            path.rsplit('/').next().unwrap().parse().unwrap(), None).await;
        assert_eq!(told(refused), "Your school's representative has voted");

        world.advance(Duration::days(4));
        let mut clerk = clerk.returning(&world).await;
        clerk.get("/home").await;
        clerk.follow("Record who is elected cluster chair").await;
        clerk.form("Record the result").submit().await;
        clerk.gets(200).sees("Rae Voter 2 is elected with 2 votes");
        assert_eq!(chair_of(&world, &committee).await, ["Rae Voter 2"]);
        world.advance(Duration::days(240));
        let mut chair = world.person("Rae Voter 2", &[]).await;
        chair.get("/home").await;
        chair.sees("Open the election of the cluster chair of Northgate Schools");
    }

    async fn too_few_votes_and_equal_votes_elect_nobody(world: World) {
        let committee = committee_of(&world, 5).await;
        let (ann, bob) = (&committee.representatives[0], &committee.representatives[1]);
        for (votes_for, outcome) in [
            (vec![ann, ann], "2 of 5 schools took part. 3 are needed, so nobody is elected"),
            (vec![ann, ann, bob, bob], "The votes are equal, so nobody is elected. Hold another vote"),
        ] {
            let id = committee::open_election(&committee.clerk.context(&world).await, "northgate", online(&world)).await.unwrap();
            for nominee in [ann, bob] {
                committee::put_forward(&ann.context(&world).await, "northgate", id, nominee.account).await.unwrap();
            }
            let twice = committee::put_forward(&bob.context(&world).await, "northgate", id, ann.account).await;
            assert_eq!(told(twice), "This person stands already");
            world.advance(Duration::days(4));
            for (voter, nominee) in committee.representatives.iter().zip(votes_for) {
                votes(&world, voter, id, nominee).await;
            }
            let clerk = committee.clerk.context(&world).await;
            let early = committee::record_election(&clerk, "northgate", id, &MeetingBallots::new()).await;
            assert!(told(early).starts_with("Voting closes at"));
            world.advance(Duration::days(3));
            let clerk = committee.clerk.context(&world).await;
            let result = committee::record_election(&clerk, "northgate", id, &MeetingBallots::new()).await.unwrap();
            assert_eq!((result.elected, result.outcome.as_str()), (None, outcome));
        }
        assert_eq!(chair_of(&world, &committee).await, ["Chris Chair"]);
    }

    async fn a_meeting_elects_and_only_those_who_may_hold_the_office_stand(world: World) {
        let committee = committee_of(&world, 3).await;
        let number = committee.plans(&world, DecisionKind::Other, None).await;
        let clerk = committee.clerk.clone();
        let new = NewElection { closes_at: None, meeting: Some(number), ..online(&world) };
        let id = committee::open_election(&clerk.context(&world).await, "northgate", new).await.unwrap();
        let twice = committee::open_election(&clerk.context(&world).await, "northgate", online(&world)).await;
        assert_eq!(told(twice), "An election of this office is open already");
        let stranger = committee::put_forward(&clerk.context(&world).await, "northgate", id, clerk.account).await;
        assert_eq!(told(stranger), "Choose somebody who may hold this office");
        let ann = &committee.representatives[0];
        committee::put_forward(&ann.context(&world).await, "northgate", id, ann.account).await.unwrap();
        committee::call(&clerk.context(&world).await, "northgate", number, None).await.unwrap();
        world.advance(Duration::days(8) + Duration::hours(7));
        let mut clerk = clerk.returning(&world).await;
        let schools = (0..2).map(|at| (committee.school(at), Capacity::Substitute)).collect();
        let attendance = Attendance { schools, ..Attendance::default() };
        committee::record_attendance(&clerk.context(&world).await, "northgate", number, attendance).await.unwrap();
        clerk.get("/clusters/northgate/meetings/1").await;
        clerk.follow("Election of the cluster chair").await;
        let form = clerk.form("Record the result").fill("School 1", "Rae Voter 1");
        form.fill("School 2", "Abstain").submit().await;
        clerk.gets(200).sees("Rae Voter 1 is elected with 1 vote");
        assert_eq!(chair_of(&world, &committee).await, ["Rae Voter 1"]);
        committee.publishes(&world, number).await;
        clerk.get("/clusters/northgate/meetings/1").await;
        clerk.gets(200).sees("Rae Voter 1 is elected with 1 vote.");
    }

    async fn somebody_who_stands_can_take_it_back_and_an_election_can_be_called_off(world: World) {
        let committee = committee_of(&world, 2).await;
        let mut clerk = committee.clerk.clone();
        let id = committee::open_election(&clerk.context(&world).await, "northgate", online(&world)).await.unwrap();
        let (ann, mut bob) = (&committee.representatives[0], committee.representatives[1].clone());
        committee::put_forward(&ann.context(&world).await, "northgate", id, bob.account).await.unwrap();
        bob.get(&format!("/clusters/northgate/elections/{id}")).await;
        bob.form("Take back Rae Voter 2").submit().await;
        bob.gets(200).sees("They stand no longer").sees("Nobody stands yet");
        clerk.get(&format!("/clusters/northgate/elections/{id}")).await;
        clerk.form("Call it off").fill("reason", "Nobody stands").submit().await;
        clerk.gets(200).sees("Called off").sees("Nobody stands");
        assert_eq!(chair_of(&world, &committee).await, ["Chris Chair"]);
    }
}
