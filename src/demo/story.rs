//! The story: from what the schools need to what the contract saved. A step does what is left to do in the tender's
//! present state, as the people concerned, so that whoever has done a part of it by hand finds the rest done.

use super::people::{CHAIR, CLERK, EVALUATORS, FIRMS, KEY_HOLDERS, REVIEWER, STAFF, TENDER_LEAD};
use super::scenario::School;
use super::stage::{Stage, at, day, unless_done};
use super::tender_world;
use crate::award::{self, NewBallot, NewVote, Recording};
use crate::evaluation::{self, AgreedScore, NewScore, priced_lot};
use crate::platform::error::Result;
use crate::tender::{self, TenderLot};
use crate::{bid, contract};
use ::entity::ballot::Motion;
use ::entity::contract::ContractState;
use ::entity::ids::QuestionId;
use ::entity::price_enquiry::EnquiryOutcome;
use ::entity::tender::{Model as Tender, TenderState};
use ::entity::tender_question;
use ::entity::vote::Choice;
use chrono::{Datelike as _, Duration, NaiveDate, Weekday};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The state's words for the banner, and what the next step does.
pub async fn place(stage: &Stage) -> Result<(String, Option<String>)> {
    let tender = tender::by_reference(stage.app.db.read(), &stage.tender).await?;
    let now = tender::phase(&tender, stage.app.clock.now());
    let next = match now {
        TenderState::Draft => "the chair opens the tender for demand",
        TenderState::Pooling => "the schools give and sign their demand",
        TenderState::Review => "the reviewer publishes the tender",
        TenderState::Open => "three firms submit sealed bids, and the deadline passes",
        TenderState::Sealed => "two key-holders open the bids",
        TenderState::Compliance => "the tender lead checks the bids",
        TenderState::Scoring => "the evaluators score",
        TenderState::Moderation => "the panel agrees the scores and opens the prices",
        TenderState::Priced => "the tender lead recommends, and the vote opens",
        TenderState::Recommended => "the schools vote, and the clerk records it",
        TenderState::Ratified => "every bidder hears, and the standstill begins",
        TenderState::Standstill => "the standstill ends, and the contract is drawn up",
        TenderState::Contracting => "everybody signs",
        TenderState::Live if !first_year_is_paid(stage).await? => "a year passes, and the schools enter what they paid",
        _ => "",
    };
    let state = tender::rules::states::words(now);
    Ok((format!("Catering tender: {}", state.to_lowercase()), Some(next.to_owned()).filter(|next| !next.is_empty())))
}

pub async fn step(stage: &Stage) -> Result<()> {
    let tender = tender::by_reference(stage.app.db.read(), &stage.tender).await?;
    match tender::phase(&tender, stage.app.clock.now()) {
        TenderState::Draft => tender::pool(&stage.head(CHAIR).await?, &stage.tender).await,
        TenderState::Pooling => give_demand(stage).await,
        TenderState::Review => publish(stage).await,
        TenderState::Open => submit_bids(stage, &tender).await,
        TenderState::Sealed => open_bids(stage).await,
        TenderState::Compliance => check_bids(stage).await,
        TenderState::Scoring => score(stage).await,
        TenderState::Moderation => moderate(stage).await,
        TenderState::Priced => recommend(stage).await,
        TenderState::Recommended => vote(stage).await,
        TenderState::Ratified => tell_bidders(stage).await,
        TenderState::Standstill => draw_up(stage).await,
        TenderState::Contracting => sign(stage).await,
        TenderState::Live => pay_first_year(stage).await,
        _ => Ok(()),
    }
}

/// The next working day after so many days.
fn working_day_in(stage: &Stage, days: i64) -> NaiveDate {
    let mut day = crate::platform::words::london_day(stage.app.clock.now()) + Duration::days(days);
    while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        day += Duration::days(1);
    }
    day
}

fn next_morning(stage: &Stage, days: i64) {
    stage.go_to_instant(at(working_day_in(stage, days), 10));
}

fn taking_part(stage: &Stage) -> impl Iterator<Item = &School> {
    stage.scenario.schools.iter().filter(|school| school.takes_part("catering"))
}

async fn give_demand(stage: &Stage) -> Result<()> {
    next_morning(stage, 14);
    for school in taking_part(stage) {
        unless_done(tender_world::commit(stage, &school.id).await)?;
    }
    tender::send_to_review(&stage.head(CHAIR).await?, &stage.tender).await
}

async fn publish(stage: &Stage) -> Result<()> {
    next_morning(stage, 2);
    tender::publish(&stage.head(REVIEWER).await?, &stage.tender).await
}

/// A question and its answer, three bids, and the deadline.
async fn submit_bids(stage: &Stage, tender: &Tender) -> Result<()> {
    stage.go_to_instant(at(day(2027, 2, 10), 11));
    let asker = stage.person(FIRMS[2].person).await?;
    let question = "Do the kitchen staff stay employed by the schools?";
    unless_done(tender::ask(&asker, &stage.tender, question).await)?;
    let lead = stage.manager(TENDER_LEAD).await?;
    for open in unanswered(stage, tender).await? {
        tender::answer(&lead, &stage.tender, open, "Yes. Only the management is bought.").await?;
    }
    stage.go_to_instant(at(day(2027, 3, 10), 15));
    for firm in FIRMS.iter().take(3) {
        super::bids::submit(stage, firm).await?;
    }
    if let Some(deadline) = tender.deadline_at {
        stage.go_to_instant(deadline + Duration::minutes(1));
    }
    Ok(())
}

async fn open_bids(stage: &Stage) -> Result<()> {
    for school in KEY_HOLDERS {
        let holder = stage.manager(school).await?;
        unless_done(tender::declare(&holder, &stage.tender, None).await)?;
        unless_done(bid::confirm_opening(&holder, &stage.tender, "", "").await)?;
    }
    Ok(())
}

async fn check_bids(stage: &Stage) -> Result<()> {
    next_morning(stage, 1);
    let lead = stage.manager(TENDER_LEAD).await?;
    super::bids::check(stage, &lead).await?;
    bid::finish_compliance(&lead, &stage.tender).await.map(|_| ())
}

/// Each evaluator scores as the scenario says, the last of them one point lower on the first question.
async fn score(stage: &Stage) -> Result<()> {
    next_morning(stage, 2);
    for (index, school) in EVALUATORS.iter().enumerate() {
        let evaluator = stage.manager(school).await?;
        unless_done(tender::declare(&evaluator, &stage.tender, None).await)?;
        for given in super::bids::given_scores(stage).await? {
            let lower = i32::from(index == 2 && given.code == "menus");
            let new = NewScore { score: given.score - lower, reason: given.reason.clone() };
            let lot = the_lot(stage).await?;
            unless_done(evaluation::save_score(&evaluator, &lot, &given.mark, &given.code, new).await)?;
        }
        unless_done(evaluation::submit_scores(&evaluator, &the_lot(stage).await?).await)?;
    }
    Ok(())
}

async fn moderate(stage: &Stage) -> Result<()> {
    next_morning(stage, 2);
    let lead = stage.manager(TENDER_LEAD).await?;
    let lot = the_lot(stage).await?;
    for given in super::bids::given_scores(stage).await? {
        let agreed = AgreedScore { score: given.score, reason: given.reason, explanation: None };
        evaluation::agree(&lead, &lot, &given.mark, &given.code, agreed).await?;
    }
    unless_done(evaluation::confirm_prices(&lead, &lot).await)?;
    let evaluator = stage.manager(EVALUATORS[0]).await?;
    unless_done(evaluation::confirm_prices(&evaluator, &lot).await)
}

/// Birch explains its low price; Alder is recommended; the vote opens for a week.
async fn recommend(stage: &Stage) -> Result<()> {
    next_morning(stage, 2);
    let lead = stage.manager(TENDER_LEAD).await?;
    explain_low_prices(stage, &the_lot(stage).await?).await?;
    let reasons = "Alder has the best total. Its menus scored highest, every kitchen has its own named manager, and the \
price is a third of what the schools pay now. It is not the cheapest: Birch is, with much weaker answers.";
    award::recommend(&lead, &stage.tender, reasons).await?;
    open_ballot(stage).await
}

/// The tender's only lot.
async fn the_lot(stage: &Stage) -> Result<TenderLot> {
    let connection = stage.app.db.read();
    tender::lot_at(connection, tender::by_reference(connection, &stage.tender).await?, None).await
}

async fn explain_low_prices(stage: &Stage, of: &TenderLot) -> Result<()> {
    let lead = stage.manager(TENDER_LEAD).await?;
    let lot = priced_lot(&lead, &of.tender, of.lot.id).await?;
    for flagged in &lot.ranking.flags {
        let Some(bid) = lot.bids.iter().find(|bid| bid.opened.bid.to_string() == flagged.bid) else { continue };
        let mark = evaluation::mark_of(&bid.opened.label);
        unless_done(evaluation::ask_about_price(&lead, of, &mark).await)?;
        let firm = FIRMS.iter().find(|firm| firm.name == bid.opened.provider_name).unwrap_or(&FIRMS[1]);
        let person = stage.person(firm.person).await?;
        let (row, _, _) = evaluation::enquiry_of(&person, bid.opened.bid).await?;
        let answer = "We already manage kitchens in the next town with the same area manager.";
        unless_done(evaluation::explain_price(&person, &row, answer).await)?;
        let reason = "The explanation is plausible: the area manager's cost is shared.";
        let accepted = EnquiryOutcome::Accepted;
        unless_done(evaluation::close_enquiry(&lead, of, &mark, accepted, reason).await)?;
    }
    Ok(())
}

async fn open_ballot(stage: &Stage) -> Result<()> {
    let closes_on = working_day_in(stage, 8);
    let new = NewBallot { motion: Motion::Accept, closes_on, closes_hour: 17, grounds: None };
    award::open_ballot(&stage.person(CLERK).await?, &stage.tender, new).await.map(|_| ())
}

/// Seven schools vote for, one against, one abstains; the clerk records it after closing.
async fn vote(stage: &Stage) -> Result<()> {
    if !has_open_ballot(stage).await? {
        open_ballot(stage).await?;
    }
    for (index, staff) in STAFF.iter().enumerate() {
        let governor = stage.person(staff.governor).await?;
        unless_done(tender::declare(&governor, &stage.tender, None).await)?;
        let choice = match index {
            4 => Choice::Abstain,
            8 => Choice::Against,
            _ => Choice::For,
        };
        unless_done(award::cast(&governor, &stage.tender, NewVote { choice, reason: None }).await)?;
    }
    next_morning(stage, 12);
    let recording = Recording { reason: "The vote accepted the bid ranked first.".to_owned(), casting_vote: None };
    award::record_vote(&stage.person(CLERK).await?, &stage.tender, recording).await.map(|_| ())
}

async fn tell_bidders(stage: &Stage) -> Result<()> {
    next_morning(stage, 1);
    award::send_outcomes_and_start_standstill(&stage.head(CHAIR).await?, &stage.tender).await.map(|_| ())
}

async fn draw_up(stage: &Stage) -> Result<()> {
    let lot = the_lot(stage).await?.lot;
    if let Some(ends) = lot.standstill_ends_at {
        stage.go_to_instant(ends + Duration::hours(10));
    }
    award::start_contracting(&stage.head(CHAIR).await?, &stage.tender).await.map(|_| ())
}

/// The provider and every joining body sign; the last signature starts the contract.
async fn sign(stage: &Stage) -> Result<()> {
    next_morning(stage, 5);
    let Some(held) = catering(stage).await? else { return Ok(()) };
    let id = held.contract.id;
    let firm = FIRMS.iter().find(|firm| firm.name == held.provider.name).unwrap_or(&FIRMS[0]);
    unless_done(contract::sign_for_provider(&stage.person(firm.person).await?, id).await)?;
    for school in taking_part(stage) {
        let row = stage.school(&school.id).await?;
        let governor = stage.governor(&school.id).await?;
        unless_done(contract::sign_for_body(&governor, id, row.id, "Minute 3 of May 2027").await)?;
    }
    Ok(())
}

/// The contract that came of the catering tender.
async fn catering(stage: &Stage) -> Result<Option<contract::Held>> {
    let held = contract::of_cluster(stage.app.db.read(), stage.cluster().await?.id).await?;
    Ok(held.into_iter().find(|held| held.category.slug == "catering"))
}

async fn first_year_is_paid(stage: &Stage) -> Result<bool> {
    let Some(held) = catering(stage).await? else { return Ok(true) };
    let is_paid = |part: &contract::Part| part.spends.iter().any(|spend| spend.contract_year == 1);
    Ok(held.contract.state != ContractState::Live || held.parts.iter().all(is_paid))
}

/// A year after the start every school enters what it was invoiced.
async fn pay_first_year(stage: &Stage) -> Result<()> {
    stage.go_to_instant(at(day(2028, 9, 4), 10));
    super::past::catering_first_year(stage).await
}

async fn unanswered(stage: &Stage, tender: &Tender) -> Result<Vec<QuestionId>> {
    let open = tender_question::Entity::find()
        .filter(tender_question::Column::TenderId.eq(tender.id))
        .filter(tender_question::Column::AnsweredAt.is_null());
    Ok(open.all(stage.app.db.read()).await?.into_iter().map(|question| question.id).collect())
}

async fn has_open_ballot(stage: &Stage) -> Result<bool> {
    let clerk = stage.person(CLERK).await?;
    let scene = award::scene(&clerk, &stage.tender).await?;
    Ok(award::poll(&clerk, &scene, scene.award.id).await?.is_some_and(|poll| poll.open))
}
