//! After the decision: outcomes, standstill, challenge, contract.

use chrono::{Duration, NaiveDate};
use clusterbuy::account::Grant;
use clusterbuy::award;
use clusterbuy::platform::error::Error;
use entity::challenge::{self, ChallengeOutcome};
use entity::membership::Role;
use entity::tender::TenderState;
use entity::{contract, outcome, school_schedule};
use sea_orm::{EntityTrait, QueryOrder};
use support::deciding::{REFERENCE, cast_of, of, refusal};
use support::{World, both};

async fn the_challenge(world: &World) -> challenge::Model {
    let latest = challenge::Entity::find().order_by_desc(challenge::Column::RaisedAt);
    latest.one(world.app.db.read()).await.unwrap().unwrap()
}

both! {
    async fn every_bidder_is_told_at_the_same_instant_and_eight_working_days_stand_still(world: World) {
        let cast = cast_of(&world).await;
        for bid in ["alder", "birch", "cedar"] {
            cast.bidder(&world, bid).await;
        }
        cast.ratified(&world).await;
        world.letters().await;
        let chair = of(&cast.chair, &world).await;
        let last = award::send_outcomes_and_start_standstill(&chair, REFERENCE).await.unwrap();
        assert_eq!(last, NaiveDate::from_ymd_opt(2026, 12, 10).unwrap(), "1 December is the first of eight working days");
        let letters = world.letters().await;
        let mut to: Vec<_> = letters.iter().map(|letter| letter.to_email.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["bo.alder@example.org", "bo.birch@example.org", "bo.cedar@example.org"]);
        assert!(letters.iter().all(|letter| letter.subject == "Outcome of DA-2027-001"));
        let told = outcome::Entity::find().all(world.app.db.read()).await.unwrap();
        assert!(told.iter().all(|one| one.sent_at == world.now()));
        assert_eq!(told.iter().filter(|one| one.won).count(), 1);
        assert_eq!(cast.state(&world).await, TenderState::Standstill);
        let twice = award::send_outcomes_and_start_standstill(&chair, REFERENCE).await;
        assert!(matches!(twice, Err(Error::Refused { .. })), "{twice:?}");
    }

    async fn a_bidder_reads_its_own_outcome_with_the_winners_marks_and_nobody_elses(world: World) {
        let cast = cast_of(&world).await;
        let page = format!("/bids/{}/outcome", cast.priced.bids["birch"].id);
        cast.ratified(&world).await;
        let mut birch = cast.bidder(&world, "birch").await;
        birch.get(&page).await;
        birch.gets(404);
        award::send_outcomes_and_start_standstill(&of(&cast.chair, &world).await, REFERENCE).await.unwrap();
        birch.get("/home").await;
        birch.follow("Read the outcome of DA-2027-001 Catering").await;
        birch.gets(200).is_at(&page).sees("it was ranked 3, with a total of 73.29");
        assert_eq!(birch.page().value_of("Successful bidder"), "Alder Catering");
        assert_eq!(birch.page().value_of("Contract value"), "£36,000 in total, excluding VAT, for 8 schools");
        let marks = birch.page().table("Scores and marks");
        assert_eq!(marks[1], ["menus", "20", "3 of 5", "12.00", "5 of 5", "20.00"]);
        assert_eq!(marks[5], ["Price", "40", "–", "37.29", "–", "34.29"]);
        birch.sees("birch on menus").does_not_see("Cedar").does_not_see("alder on menus");
        birch.form("Acknowledge").submit().await;
        birch.gets(200).sees("You acknowledged this on");
        for other in ["alder", "cedar"] {
            birch.get(&format!("/bids/{}/outcome", cast.priced.bids[other].id)).await;
            birch.gets(404);
        }
        world.letters().await;
    }

    async fn a_challenge_stops_signing_until_a_reviewer_decides_and_the_days_left_run_on(world: World) {
        let cast = cast_of(&world).await;
        let grant = Grant::tender(Role::Reviewer, cast.priced.tender.id, Some(cast.priced.school("salisbury")));
        cast.standstill(&world).await;
        world.person("Ria Reviewer", &[grant]).await;
        world.letters().await;
        world.advance(Duration::days(2));
        let mut cedar = cast.bidder(&world, "cedar").await;
        cedar.get(&format!("/bids/{}/outcome", cast.priced.bids["cedar"].id)).await;
        cedar.form("Challenge the award").submit().await;
        cedar.gets(422).is_told("Enter what was wrong, and with which score or rule");
        cedar.form("Challenge the award").fill("What was wrong", "Our food safety score").submit().await;
        cedar.gets(200).sees("It is with the reviewer");
        assert_eq!(cast.state(&world).await, TenderState::Challenged);
        assert!(world.letter_to("ria.reviewer@example.org", "Challenge of the award").await.text.contains("/challenges"));
        let again = award::challenge(&of(&cedar, &world).await, cast.priced.bids["cedar"].id, "Again").await;
        assert_eq!(refusal(again), "You have challenged this award already");

        world.advance(Duration::days(20));
        let chair = of(&cast.chair, &world).await;
        assert_eq!(refusal(award::start_contracting(&chair, REFERENCE).await), "A challenge is not decided yet");
        let mut reviewer = world.person("Ria Reviewer", &[]).await;
        reviewer.get("/home").await;
        reviewer.follow("Decide the challenge: Catering").await;
        reviewer.sees("Our food safety score");
        reviewer.form("Record the decision").choose("What comes of it", "Dismiss it").submit().await;
        reviewer.gets(422).is_told("Enter the reasons for the decision");
        reviewer.form("Record the decision").fill("Reasons", "Scored as published").submit().await;
        reviewer.gets(200).sees("Dismissed");
        assert_eq!(cast.state(&world).await, TenderState::Standstill);
        let ends = cast.lot(&world).await.standstill_ends_at.unwrap();
        assert_eq!(ends.to_string(), "2027-01-06 00:00:00 UTC", "six working days were left, from 23 December");
        world.letters().await;
    }

    async fn a_challenge_that_is_upheld_opens_the_scores_or_ends_the_tender(world: World) {
        let cast = cast_of(&world).await;
        let cedar = cast.bidder(&world, "cedar").await;
        let grant = Grant::tender(Role::Reviewer, cast.priced.tender.id, Some(cast.priced.school("salisbury")));
        let reviewer = world.person("Ria Reviewer", &[grant]).await;
        cast.standstill(&world).await;
        let bid = cast.priced.bids["cedar"].id;
        award::challenge(&of(&cedar, &world).await, bid, "The wrong score").await.unwrap();
        let id = the_challenge(&world).await.id;
        let judge = of(&reviewer, &world).await;
        award::decide_challenge(&judge, REFERENCE, id, ChallengeOutcome::Rescore, "It was entered wrongly").await.unwrap();
        assert_eq!(cast.state(&world).await, TenderState::Scoring);
        assert_eq!(cast.lot(&world).await.standstill_from, None);
        let twice = award::decide_challenge(&judge, REFERENCE, id, ChallengeOutcome::Cancel, "No").await;
        assert!(matches!(twice, Err(Error::Stale(_))), "{twice:?}");
        world.letters().await;
    }

    async fn when_the_standstill_is_over_the_contract_is_drawn_up_for_the_schools_that_are_in(world: World) {
        let cast = cast_of(&world).await;
        let last = cast.standstill(&world).await;
        let chair = of(&cast.chair, &world).await;
        let early = award::start_contracting(&chair, REFERENCE).await;
        assert_eq!(refusal(early), "The standstill runs until the end of Thursday 10 December 2026");
        world.clock.set((last + Duration::days(1)).and_time(chrono::NaiveTime::MIN).and_utc());
        let chair = of(&cast.chair, &world).await;
        let both = tokio::join!(award::start_contracting(&chair, REFERENCE), award::start_contracting(&chair, REFERENCE));
        assert_eq!([both.0.is_ok(), both.1.is_ok()].into_iter().filter(|done| *done).count(), 1);
        assert_eq!(cast.state(&world).await, TenderState::Contracting);
        assert_eq!(world.count_of::<contract::Entity>().await, 1);
        let parts = school_schedule::Entity::find().order_by_asc(school_schedule::Column::Position);
        let parts = parts.all(world.app.db.read()).await.unwrap();
        let costs: Vec<_> = parts.iter().map(|part| part.yearly_cost.to_string()).collect();
        let expected = &cast.priced.darlaston.figures["expected"]["sharing_rules"]["catering"]["proportional"]["shares"];
        let ids = ["rowley-view", "moorcroft-wood", "pinfold-street", "salisbury", "kings-hill", "old-church", "rough-hay", "st-josephs"];
        assert_eq!(costs, ids.map(|id| expected[id].as_str().unwrap().to_owned()));
        assert_eq!(parts[2].baseline.unwrap().to_string(), "5092.90");
        world.letters().await;
    }

    async fn the_public_reads_the_winner_its_total_and_dates_once_every_bidder_is_told(world: World) {
        let cast = cast_of(&world).await;
        cast.ratified(&world).await;
        let anybody = world.platform();
        assert_eq!(award::public_section(&anybody, &cast.priced.lot_now(&world).await).await.unwrap(), None);
        award::send_outcomes_and_start_standstill(&of(&cast.chair, &world).await, REFERENCE).await.unwrap();
        let shown = award::public_section(&anybody, &cast.priced.lot_now(&world).await).await.unwrap().unwrap();
        assert_eq!((shown.winner.as_str(), shown.contract_value.as_str(), shown.schools), ("Alder Catering", "36000.00", 8));
        assert_eq!(shown.standstill_last_day, NaiveDate::from_ymd_opt(2026, 12, 10).unwrap());
        let written = serde_json::to_string(&shown).unwrap();
        for secret in ["Birch", "Cedar", "29700", "46800", "73.29", "80.14"] {
            assert!(!written.contains(secret), "{secret} in {written}");
        }
    }

    async fn savings_are_forecast_from_open_prices_on(world: World) {
        let cast = cast_of(&world).await;
        let forecast = award::forecast(&world.platform(), &cast.priced.alone(&world).await).await.unwrap().unwrap().schools;
        assert_eq!(forecast.len(), 8);
        let pinfold = forecast.iter().find(|one| one.school.id == cast.priced.school("pinfold-street")).unwrap();
        assert_eq!((pinfold.share.pounds(), pinfold.baseline.as_ref().unwrap().amount.pounds()), ("1697.64".to_owned(), "5092.90".to_owned()));
    }
}
