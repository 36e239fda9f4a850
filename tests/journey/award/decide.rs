//! From the recommendation to the schools' decision.

use chrono::Duration;
use clusterbuy::account::Grant;
use clusterbuy::award::{self, JoinDecision, Recording};
use clusterbuy::platform::error::Error;
use entity::ballot::Motion;
use entity::joining::JoinState;
use entity::membership::Role;
use entity::money::Money;
use entity::tender::TenderState;
use entity::vote::Choice;
use entity::{agreement, consensus, joining, price_confirmation, price_enquiry, score};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use support::both;
use support::deciding::{REFERENCE, ballot, cast_of, closing, declare, of, recording, refusal, vote};

both! {
    async fn the_first_bid_is_recommended_once_every_low_price_is_explained_and_however_many_ask(world: World) {
        let cast = cast_of(&world).await;
        let tx = world.app.db.begin_write().await.unwrap();
        let open = price_enquiry::Entity::update_many().col_expr(price_enquiry::Column::ClosedAt, Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None));
        open.exec(&tx).await.unwrap();
        tx.commit().await.unwrap();
        let lead = of(&cast.lead, &world).await;
        let early = award::recommend(&lead, REFERENCE, "Best").await;
        assert_eq!(refusal(early), "Close the enquiry about the low price first: Birch Meals");
        let tx = world.app.db.begin_write().await.unwrap();
        let close = price_enquiry::Entity::update_many().col_expr(price_enquiry::Column::ClosedAt, Expr::value(Some(world.now())));
        close.exec(&tx).await.unwrap();
        tx.commit().await.unwrap();

        let both = tokio::join!(award::recommend(&lead, REFERENCE, "One"), award::recommend(&lead, REFERENCE, "Two"));
        assert_eq!([both.0.is_ok(), both.1.is_ok()].into_iter().filter(|done| *done).count(), 1);
        assert_eq!(world.count_of::<entity::award::Entity>().await, 1);
        assert_eq!(cast.state(&world).await, TenderState::Recommended);
        let clerk = of(&cast.clerk, &world).await;
        assert!(matches!(award::recommend(&clerk, REFERENCE, "Best").await, Err(Error::Forbidden(_))));
    }

    async fn a_vote_opens_with_mail_to_every_voter_and_closes_on_a_working_day(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        let clerk = of(&cast.clerk, &world).await;
        let mut new = ballot(Motion::Accept);
        new.closes_on = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        assert_eq!(refusal(award::open_ballot(&clerk, REFERENCE, new.clone()).await), "Deadline must be on a working day between 9am and 5pm");
        new.closes_on = world.now().date_naive();
        new.closes_hour = 9;
        assert_eq!(refusal(award::open_ballot(&clerk, REFERENCE, new).await), "Voting must close later than now");
        let mut unexplained = ballot(Motion::SendBack);
        unexplained.grounds = None;
        assert_eq!(refusal(award::open_ballot(&clerk, REFERENCE, unexplained).await), "Enter the recorded error, or the reason to end the tender");
        world.letters().await;
        cast.open(&world, Motion::Accept).await;
        let letters = world.letters().await;
        assert_eq!(letters.len(), 9);
        assert!(letters.iter().all(|letter| letter.subject == "Vote by 5pm 1 December: award catering"), "{letters:#?}");
        assert!(letters[0].text.contains("/tenders/DA-2027-001/decision#vote"));
        let again = award::open_ballot(&clerk, REFERENCE, ballot(Motion::Accept)).await;
        assert_eq!(refusal(again), "Record vote 1 before you open another");
    }

    async fn a_school_has_one_vote_however_often_and_by_whom_it_is_cast(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        cast.open(&world, Motion::Accept).await;
        let school = cast.priced.school("rowley-view");
        let grant = Grant::cluster(Role::Substitute, cast.priced.cluster.id, Some(school));
        let substitute = world.person("Sue Substitute", &[grant]).await;
        declare(&world, &cast.priced, substitute.account, false).await;
        let stands_in = of(&substitute, &world).await;
        assert!(!award::cast(&stands_in, REFERENCE, vote(Choice::Against)).await.unwrap());

        let voter = of(&cast.representatives[0], &world).await;
        let both = tokio::join!(
            award::cast(&voter, REFERENCE, vote(Choice::For)),
            award::cast(&voter, REFERENCE, vote(Choice::Abstain)),
        );
        assert!(both.0.unwrap() && both.1.unwrap(), "both replace the substitute's");
        assert_eq!(world.count_of::<entity::vote::Entity>().await, 1);
        let late = award::cast(&stands_in, REFERENCE, vote(Choice::Against)).await;
        assert_eq!(refusal(late), "Your school's representative has voted");
    }

    async fn who_declared_nothing_or_an_interest_cannot_vote_and_a_substitute_may(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        cast.open(&world, Motion::Accept).await;
        let cluster = cast.priced.cluster.id;
        let school = Some(cast.priced.school("old-church"));
        let undeclared = world.person("Una Undeclared", &[Grant::cluster(Role::Substitute, cluster, school)]).await;
        let refused = award::cast(&of(&undeclared, &world).await, REFERENCE, vote(Choice::For)).await;
        assert!(matches!(refused, Err(Error::Refused { field: Some(field), .. }) if field == "declaration"));

        cast.votes(&world, 6, Choice::For).await;
        let tx = world.app.db.begin_write().await.unwrap();
        let found = entity::declaration::Entity::find().all(&tx).await.unwrap();
        let own = found.into_iter().find(|one| one.account_id == cast.representatives[6].account).unwrap();
        let interested = entity::declaration::Model { has_interest: true, ..own };
        interested.into_active_model().reset_all().update(&tx).await.unwrap();
        tx.commit().await.unwrap();
        let voter = of(&cast.representatives[6], &world).await;
        let refused = award::cast(&voter, REFERENCE, vote(Choice::Against)).await;
        assert_eq!(refusal(refused), "You declared an interest in a bidder, so you cannot vote. Your school's substitute may");

        declare(&world, &cast.priced, undeclared.account, false).await;
        award::cast(&of(&undeclared, &world).await, REFERENCE, vote(Choice::Against)).await.unwrap();
        for representative in 0..4 {
            cast.votes(&world, representative, Choice::For).await;
        }
        world.clock.set(closing());
        let counted = award::record_vote(&of(&cast.clerk, &world).await, REFERENCE, recording()).await.unwrap();
        assert_eq!((counted.votes_for, counted.votes_against, counted.counted, counted.quorum), (4, 1, 5, 5));
        assert!(counted.minute.contains("Old Church: Against, by its substitute."), "{}", counted.minute);
    }

    async fn nothing_is_counted_before_closing_and_nothing_cast_after_it(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        cast.open(&world, Motion::Accept).await;
        let clerk = of(&cast.clerk, &world).await;
        let early = award::record_vote(&clerk, REFERENCE, recording()).await;
        assert_eq!(refusal(early), "Voting closes at 5pm GMT on Tuesday 1 December 2026. It can be recorded then");
        world.clock.set(closing() - Duration::seconds(1));
        cast.votes(&world, 0, Choice::For).await;
        world.clock.set(closing());
        let voter = of(&cast.representatives[1], &world).await;
        let late = award::cast(&voter, REFERENCE, vote(Choice::For)).await;
        assert_eq!(refusal(late), "Voting closed at 5pm GMT on Tuesday 1 December 2026");
        assert_eq!(world.count_of::<entity::vote::Entity>().await, 1);
    }

    async fn a_vote_without_quorum_decides_nothing_and_the_next_one_has_the_next_number(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        let counted = cast.decide(&world, Motion::Accept, 4).await;
        assert_eq!(counted.outcome, "4 of 9 schools voted. 5 are needed, so there is no decision");
        assert_eq!(cast.state(&world).await, TenderState::Recommended);
        let clerk = of(&cast.clerk, &world).await;
        let again = award::record_vote(&clerk, REFERENCE, recording()).await;
        assert_eq!(refusal(again), "This vote is recorded already");
        let mut new = ballot(Motion::Accept);
        new.closes_on = chrono::NaiveDate::from_ymd_opt(2026, 12, 8).unwrap();
        assert_eq!(award::open_ballot(&clerk, REFERENCE, new).await.unwrap(), 2);
    }

    async fn a_tie_waits_for_the_chairs_casting_vote_where_the_agreement_gives_one(world: World) {
        let cast = cast_of(&world).await;
        let tx = world.app.db.begin_write().await.unwrap();
        agreement::Entity::update_many().col_expr(agreement::Column::CastingVote, Expr::value(true)).exec(&tx).await.unwrap();
        tx.commit().await.unwrap();
        cast.recommend(&world).await;
        cast.open(&world, Motion::Accept).await;
        for (representative, choice) in [Choice::For, Choice::For, Choice::For, Choice::Against, Choice::Against, Choice::Against].into_iter().enumerate() {
            cast.votes(&world, representative, choice).await;
        }
        world.clock.set(closing());
        let clerk = of(&cast.clerk, &world).await;
        let open = award::record_vote(&clerk, REFERENCE, recording()).await;
        assert_eq!(refusal(open), "The votes are equal: choose the chair's casting vote");
        let broken = Recording { casting_vote: Some(Choice::For), ..recording() };
        assert!(award::record_vote(&clerk, REFERENCE, broken).await.unwrap().carried);
        assert_eq!(cast.state(&world).await, TenderState::Ratified);
    }

    async fn two_votes_of_one_representative_at_once_leave_one_vote(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        cast.open(&world, Motion::Accept).await;
        let voter = of(&cast.representatives[0], &world).await;
        let both = tokio::join!(
            award::cast(&voter, REFERENCE, vote(Choice::For)),
            award::cast(&voter, REFERENCE, vote(Choice::Against)),
        );
        assert!(both.0.is_ok() || both.1.is_ok());
        assert_eq!(world.count_of::<entity::vote::Entity>().await, 1);
    }

    async fn two_who_record_a_vote_at_once_ratify_once(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        cast.open(&world, Motion::Accept).await;
        for representative in 0..5 {
            cast.votes(&world, representative, Choice::For).await;
        }
        world.clock.set(closing());
        let clerk = of(&cast.clerk, &world).await;
        let both = tokio::join!(
            award::record_vote(&clerk, REFERENCE, recording()),
            award::record_vote(&clerk, REFERENCE, recording()),
        );
        assert_eq!([both.0.is_ok(), both.1.is_ok()].into_iter().filter(|done| *done).count(), 1);
        assert_eq!(world.count_of::<joining::Entity>().await, 8, "Grace has its own caterer");
    }

    async fn a_vote_that_sends_back_reopens_the_scores_and_one_that_ends_says_why(world: World) {
        let cast = cast_of(&world).await;
        let tx = world.app.db.begin_write().await.unwrap();
        let agreed = consensus::Entity::find().one(&tx).await.unwrap().unwrap();
        let given = score::Model {
            bid_id: agreed.bid_id,
            criterion_id: agreed.criterion_id,
            evaluator_id: agreed.recorded_by,
            score: 3,
            reason: "Clear".to_owned(),
            saved_at: world.now(),
            submitted_at: Some(world.now()),
        };
        given.into_active_model().insert(&tx).await.unwrap();
        let confirmed = price_confirmation::Model {
            lot_id: cast.priced.lot.id,
            account_id: cast.lead.account,
            as_lead: true,
            confirmed_at: world.now(),
        };
        confirmed.into_active_model().insert(&tx).await.unwrap();
        tx.commit().await.unwrap();
        cast.recommend(&world).await;
        cast.decide(&world, Motion::SendBack, 5).await;
        assert_eq!(cast.state(&world).await, TenderState::Scoring);
        let score = score::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        assert_eq!(score.submitted_at, None);
        assert_eq!(world.count_of::<price_confirmation::Entity>().await, 0);
        let award = entity::award::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        assert_eq!(award.state, entity::award::AwardState::SentBack);
    }

    async fn a_vote_that_ends_the_tender_gives_its_reason_to_the_public(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        cast.decide(&world, Motion::EndTender, 5).await;
        let tender = entity::tender::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        assert_eq!((tender.state, tender.ended_reason.as_deref()), (TenderState::Cancelled, Some("A score was entered for the wrong bid")));
    }

    async fn a_school_above_its_mandate_decides_and_the_others_shares_follow_the_bid(world: World) {
        let cast = cast_of(&world).await;
        world.authorise(&cast.priced, "old-church", 1_726).await;
        world.authorise(&cast.priced, "st-josephs", 1_436).await;
        cast.head(&world, "old-church").await;
        cast.ratified(&world).await;
        let mut head = world.person("Head of Old Church", &[]).await;
        assert_eq!(world.letter_to(&head.email, "Does your school join? Catering contract").await.to_email, head.email);
        let chair = of(&cast.chair, &world).await;
        let early = award::send_outcomes_and_start_standstill(&chair, REFERENCE).await;
        assert_eq!(refusal(early), "These schools have not decided whether they join: Old Church");

        head.get("/home").await;
        head.follow("Decide whether your school joins: Catering").await;
        head.gets(200).sees("Its share is £1,726.13 a year");
        head.form("Record our decision").choose("Our governing body", "agrees to join").fill("up_to", "1700").submit().await;
        head.gets(422).is_told("Enter the minute of your body's decision, like FGB 14/2027");
        let form = head.form("Record our decision").fill("Minute of the decision", "FGB 14/2026");
        form.submit().await;
        head.gets(422).is_told("Enter at least your school's share, £1,726.13 a year");
        assert_eq!(head.form("Record our decision").value("up_to"), "1700");
        head.form("Record our decision").choose("Our governing body", "does not join").submit().await;
        head.gets(200).sees("6 of 8 schools are in, 1 still to decide, 1 not joining");
        assert!(!head.page().says("may be withdrawn"), "7 are the fewest for which the bid is binding");

        let rows = joining::Entity::find().all(world.app.db.read()).await.unwrap();
        let state = |id: &str| rows.iter().find(|row| row.school_id == cast.priced.school(id)).unwrap().state;
        assert_eq!(state("old-church"), JoinState::Left);
        assert_eq!(state("st-josephs"), JoinState::Undecided, "its share has grown past what its body authorised");
        let joseph = of(&cast.head(&world, "st-josephs").await, &world).await;
        let decision = JoinDecision { up_to: Some(Money(20_000_000)), minute_reference: "FGB 3".to_owned() };
        let urn = cast.priced.darlaston.school("st-josephs").urn;
        award::decide_joining(&joseph, REFERENCE, urn, decision).await.unwrap();
        award::send_outcomes_and_start_standstill(&of(&cast.chair, &world).await, REFERENCE).await.unwrap();
        world.letters().await;
    }
}
