//! What happens to an award after the bidders were told: a wrong score corrected by two people, a winner that withdraws.

use chrono::Duration;
use clusterbuy::account::Grant;
use clusterbuy::award::{self, Corrected, JoinDecision, NewBallot, NewCorrection};
use clusterbuy::platform::error::Error;
use entity::award::AwardState;
use entity::ballot::Motion;
use entity::ids::{CorrectionId, CriterionId};
use entity::joining::JoinState;
use entity::membership::Role;
use entity::money::Money;
use entity::tender::TenderState;
use entity::vote::Choice;
use entity::{
    award as awards, award_correction, ballot, contract, criterion, joining, past_award, sent_outcome, tender,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use support::deciding::{Cast, REFERENCE, cast_of, of, recording, refusal, vote};
use support::{Person, World, both};

async fn criterion(world: &World, code: &str) -> CriterionId {
    let found = criterion::Entity::find().filter(criterion::Column::Code.eq(code)).one(world.app.db.read()).await;
    found.unwrap().unwrap().id
}

/// Cedar's menus were scored 4 of 5, each point 4 marks; Alder leads by 4.15.
async fn correction(world: &World, cast: &Cast, score: i32) -> NewCorrection {
    NewCorrection {
        bid: cast.priced.bids["cedar"].id,
        criterion: criterion(world, "menus").await,
        score,
        reason: "Every allergen is named".to_owned(),
        because: "The minutes of the panel say otherwise than the form".to_owned(),
    }
}

/// Alder's menus should have been scored two points lower, so that Cedar leads.
async fn overrated(world: &World, cast: &Cast) -> NewCorrection {
    NewCorrection { bid: cast.priced.bids["alder"].id, ..correction(world, cast, 3).await }
}

async fn proposed(world: &World) -> CorrectionId {
    award_correction::Entity::find().one(world.app.db.read()).await.unwrap().unwrap().id
}

async fn reviewer(world: &World, cast: &Cast) -> Person {
    let grant = Grant::tender(Role::Reviewer, cast.priced.tender.id, Some(cast.priced.school("salisbury")));
    world.person("Ria Reviewer", &[grant]).await
}

async fn award_row(world: &World) -> awards::Model {
    awards::Entity::find().one(world.app.db.read()).await.unwrap().unwrap()
}

/// The next vote on the recommendation: opened, supported by six schools, recorded after its close.
async fn voted(world: &World, cast: &Cast) -> i32 {
    let closes_on = (world.now() + Duration::days(7)).date_naive();
    let new = NewBallot { motion: Motion::Accept, closes_on, closes_hour: 17, grounds: None };
    let number = award::open_ballot(&of(&cast.clerk, world).await, REFERENCE, new).await.unwrap();
    for representative in &cast.representatives[..6] {
        award::cast(&of(representative, world).await, REFERENCE, vote(Choice::For)).await.unwrap();
    }
    world.advance(Duration::days(8));
    assert!(award::record_vote(&of(&cast.clerk, world).await, REFERENCE, recording()).await.unwrap().carried);
    number
}

/// Every school whose share is above its mandate decides to join.
async fn settle(world: &World, cast: &Cast) {
    let undecided = joining::Entity::find().filter(joining::Column::State.eq(JoinState::Undecided));
    for row in undecided.all(world.app.db.read()).await.unwrap() {
        let school = cast.priced.darlaston.schools.values().find(|school| school.id == row.school_id).unwrap();
        let head = world.at_school(&format!("Head of {}", school.name), Role::Headteacher, school).await;
        let decision = JoinDecision { up_to: Some(Money(90_000 * 10_000)), minute_reference: "FGB 2".to_owned() };
        award::decide_joining(&of(&head, world).await, REFERENCE, school.urn, decision).await.unwrap();
    }
}

async fn told(world: &World, cast: &Cast) {
    award::send_outcomes_and_start_standstill(&of(&cast.chair, world).await, REFERENCE).await.unwrap();
    world.letters().await;
}

both! {
    async fn a_wrong_score_is_corrected_by_two_people_of_different_schools_and_everybody_is_told_anew(world: World) {
        let cast = cast_of(&world).await;
        let ria = reviewer(&world, &cast).await;
        cast.ratified(&world).await;
        let early = award::propose_correction(&of(&cast.lead, &world).await, REFERENCE, correction(&world, &cast, 4).await).await;
        assert!(refusal(early).starts_with("A wrong score is corrected after the outcomes are sent"));
        told(&world, &cast).await;
        let mut lead = cast.lead.returning(&world).await;
        lead.get(&cast.priced.page("decision")).await;
        lead.follow("Correct a wrong score").await;
        lead.form("Propose the correction").submit().await;
        lead.gets(422).is_told("Choose the score that is wrong");
        let form = lead.form("Propose the correction").fill("Which score is wrong", "menus, Cedar Kitchens: 4 of 5");
        let form = form.fill("The score as it should be", "9").fill("Reason for the score", "Every allergen is named");
        form.fill("What the error was, and what shows it", "The minutes say 4").submit().await;
        lead.gets(422).is_told("Enter a whole number from 0 to 5");
        lead.form("Propose the correction").fill("The score as it should be", "5").submit().await;
        lead.gets(200).sees("You proposed this, so another person of a different school must confirm it");
        let id = proposed(&world).await;
        let chair = of(&cast.chair, &world).await;
        let same = award::decide_correction(&chair, REFERENCE, id, true).await;
        assert_eq!(refusal(same), "You are of the same school as who proposed it, so a person of another school must confirm it");
        let twice = award::propose_correction(&chair, REFERENCE, correction(&world, &cast, 4).await).await;
        assert_eq!(refusal(twice), "A correction waits for a second person already");
        assert!(world.letter_to("ria.reviewer@example.org", "Correct a wrong score").await.text.contains("/correction"));
        let mut cedar = cast.bidder(&world, "cedar").await;
        let page = format!("/bids/{}/outcome", cast.priced.bids["cedar"].id);
        let mut ria = ria.returning(&world).await;
        ria.get("/home").await;
        ria.sees("Confirm the correction of a score");
        ria.get(&cast.priced.page("correction")).await;
        ria.form("Confirm the correction").submit().await;
        ria.gets(200);
        assert_eq!(cast.state(&world).await, TenderState::Ratified);
        assert_eq!(cast.lot(&world).await.standstill_from, None, "the notice no longer holds");
        let letter = world.letter_to("bo.cedar@example.org", "Award corrected").await;
        assert!(!letter.text.contains("80.14") && !letter.text.contains("84.14"));
        world.letters().await;
        cedar.get(&page).await;
        cedar.sees("The award is being decided again");
        world.advance(Duration::days(1));
        told(&world, &cast).await;
        let mut cedar = cedar.returning(&world).await;
        assert_eq!(cast.state(&world).await, TenderState::Standstill);
        cedar.get(&page).await;
        cedar.sees("with a total of 84.14").sees("Every allergen is named").sees("Day 1 of 8 working days");
        assert_eq!(world.count_of::<sent_outcome::Entity>().await, 6, "both times stay");
        assert_eq!(world.count_of::<past_award::Entity>().await, 1);
    }

    async fn a_correction_that_changes_the_winner_goes_to_the_schools_again(world: World) {
        let cast = cast_of(&world).await;
        let ria = reviewer(&world, &cast).await;
        cast.standstill(&world).await;
        let lead = of(&cast.lead, &world).await;
        award::propose_correction(&lead, REFERENCE, overrated(&world, &cast).await).await.unwrap();
        let id = proposed(&world).await;
        let dropped = award::decide_correction(&of(&ria, &world).await, REFERENCE, id, false).await.unwrap();
        assert_eq!(dropped, Corrected::Dropped);
        award::propose_correction(&lead, REFERENCE, overrated(&world, &cast).await).await.unwrap();
        let open = award_correction::Entity::find().filter(award_correction::Column::Confirmed.is_null());
        let id = open.one(world.app.db.read()).await.unwrap().unwrap().id;
        let done = award::decide_correction(&of(&ria, &world).await, REFERENCE, id, true).await.unwrap();
        assert_eq!(done, Corrected::AnotherWinner);
        assert_eq!(cast.state(&world).await, TenderState::Recommended);
        let now = award_row(&world).await;
        assert_eq!((now.bid_id, now.state), (cast.priced.bids["cedar"].id, AwardState::Recommended));
        assert_eq!(voted(&world, &cast).await, 2, "the next number, the first vote stays");
        assert_eq!(cast.state(&world).await, TenderState::Ratified);
        assert_eq!(world.count_of::<ballot::Entity>().await, 2);
        world.letters().await;
    }

    async fn the_winner_withdraws_and_the_schools_vote_on_the_next_of_the_same_ranking(world: World) {
        let cast = cast_of(&world).await;
        let last = cast.standstill(&world).await;
        world.clock.set((last + Duration::days(1)).and_time(chrono::NaiveTime::MIN).and_utc());
        award::start_contracting(&of(&cast.chair, &world).await, REFERENCE).await.unwrap();
        world.letters().await;
        let early = award::take_next_ranked(&of(&cast.lead, &world).await, REFERENCE, "Next").await;
        assert!(refusal(early).starts_with("The winner has not withdrawn"));
        let cedar = cast.bidder(&world, "cedar").await;
        let not_won = award::withdraw_won_bid(&of(&cedar, &world).await, cast.priced.bids["cedar"].id, "No").await;
        assert_eq!(refusal(not_won), "Only the successful bidder can withdraw here");
        let mut alder = cast.bidder(&world, "alder").await;
        let page = format!("/bids/{}/outcome", cast.priced.bids["alder"].id);
        alder.get(&page).await;
        alder.form("Withdraw the bid").submit().await;
        alder.gets(422).is_told("Enter why you withdraw");
        alder.form("Withdraw the bid").fill("Why you withdraw", "We lost our kitchen").submit().await;
        alder.gets(200).sees("You withdrew your bid on");
        assert_eq!(world.count_of::<contract::Entity>().await, 0, "what was drawn up is set aside");
        assert!(world.letter_to("lee.lead@example.org", "The winner withdrew").await.text.contains("/withdrawal"));
        let mut lead = cast.lead.returning(&world).await;
        lead.get("/home").await;
        lead.sees("The winner withdrew, put the next bid to the schools");
        lead.get(&cast.priced.page("withdrawal")).await;
        lead.sees("We lost our kitchen").sees("Cedar Kitchens is next in the ranking");
        lead.form("Put Cedar Kitchens to the schools").submit().await;
        lead.gets(422).is_told("Enter the reasons, for every school to read");
        lead.form("Put Cedar Kitchens to the schools").fill("Why this bid", "Second by 4.15 marks").submit().await;
        lead.gets(200).sees("Cedar Kitchens is next in the ranking, with a total of 80.14: Alder Catering withdrew");
        assert_eq!(cast.state(&world).await, TenderState::Recommended);
        world.letters().await;
        assert_eq!(voted(&world, &cast).await, 2);
        settle(&world, &cast).await;
        told(&world, &cast).await;
        let (mut alder, mut cedar) = (alder.returning(&world).await, cedar.returning(&world).await);
        alder.get(&page).await;
        alder.sees("You withdrew your bid, which had been ranked first.").does_not_see("Challenge the award");
        cedar.get(&format!("/bids/{}/outcome", cast.priced.bids["cedar"].id)).await;
        cedar.sees("Your bid is successful, with a total of 80.14");
    }

    async fn chair_and_clerk_record_a_withdrawal_together_and_an_expired_bid_is_not_next(world: World) {
        let cast = cast_of(&world).await;
        cast.standstill(&world).await;
        world.letters().await;
        let mut chair = cast.chair.returning(&world).await;
        chair.get(&cast.priced.page("withdrawal")).await;
        let form = chair.form("Record the withdrawal").fill("The bidder's reason", "Its kitchen burnt down");
        form.submit().await;
        chair.gets(422).is_told("Enter what shows it, like the letter of 3 December 2026");
        chair.form("Record the withdrawal").fill("What shows it", "Letter of 3 December 2026").submit().await;
        chair.gets(200).sees("It waits for the other of chair and clerk");
        let alone = award::decide_withdrawal(&of(&cast.chair, &world).await, REFERENCE, true).await;
        assert_eq!(refusal(alone), "One of chair and clerk records it, so the other must confirm it");
        let lead = award::record_withdrawal(&of(&cast.lead, &world).await, REFERENCE, "x", "y").await;
        assert!(matches!(lead, Err(Error::Forbidden(_))));
        let mut clerk = cast.clerk.returning(&world).await;
        clerk.get("/home").await;
        clerk.sees("Confirm that the winner withdraws");
        clerk.get(&cast.priced.page("withdrawal")).await;
        clerk.form("Confirm that the bid is withdrawn").submit().await;
        clerk.gets(200).sees("Cedar Kitchens is next in the ranking");
        world.clock.set("2027-07-01T09:00:00Z".parse().unwrap());
        let late = award::take_next_ranked(&of(&cast.lead, &world).await, REFERENCE, "Next").await;
        assert_eq!(refusal(late), "No other bid of the ranking stands and can still be accepted");
        let signed = award::start_contracting(&of(&cast.chair, &world).await, REFERENCE).await;
        assert!(refusal(signed).starts_with("Alder Catering has withdrawn its bid"));
        world.letters().await;
    }

    async fn below_the_smallest_number_of_schools_the_winner_reads_that_it_may_withdraw(world: World) {
        let cast = cast_of(&world).await;
        cast.standstill(&world).await;
        let tx = world.app.db.begin_write().await.unwrap();
        let more = tender::ActiveModel { id: Set(cast.priced.tender.id), minimum_schools: Set(9), ..Default::default() };
        more.update(&tx).await.unwrap();
        tx.commit().await.unwrap();
        let mut alder = cast.bidder(&world, "alder").await;
        alder.get(&format!("/bids/{}/outcome", cast.priced.bids["alder"].id)).await;
        alder.gets(200).sees("8 schools joined, and your bid is binding for 9 or more");
        world.letters().await;
    }
}
