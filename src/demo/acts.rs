//! What the people of a cast do to a tender, act by act. None of them moves the clock: whoever tells the story does.

use super::scenario::School;
use super::stage::{Stage, unless_done};
use super::tender_world;
use crate::award::{self, NewBallot, NewVote, Recording};
use crate::evaluation::{self, AgreedScore, NewScore, priced_lot};
use crate::platform::error::{Error, Result};
use crate::platform::{law, words};
use crate::tender::{self, TenderLot};
use crate::{bid, contract};
use ::entity::ballot::Motion;
use ::entity::ids::QuestionId;
use ::entity::price_enquiry::EnquiryOutcome;
use ::entity::tender::Model as Tender;
use ::entity::tender_question;
use ::entity::vote::Choice;
use chrono::{Duration, NaiveDate};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The next working day after so many days.
pub fn working_day_in(stage: &Stage, days: i64) -> NaiveDate {
    let mut day = words::london_day(stage.app.clock.now()) + Duration::days(days);
    while law::is_working_day(day) == Ok(false) {
        day += Duration::days(1);
    }
    day
}

fn taking_part(stage: &Stage) -> impl Iterator<Item = &School> {
    stage.scenario.schools.iter().filter(|school| school.takes_part("catering"))
}

pub async fn pool(stage: &Stage) -> Result<()> {
    tender::pool(&stage.head(stage.cast.chair).await?, &stage.tender).await
}

pub async fn give_demand(stage: &Stage) -> Result<()> {
    for school in taking_part(stage) {
        unless_done(tender_world::commit(stage, &school.id).await)?;
    }
    tender::send_to_review(&stage.head(stage.cast.chair).await?, &stage.tender).await
}

pub async fn publish(stage: &Stage) -> Result<()> {
    tender::publish(&stage.head(stage.cast.reviewer).await?, &stage.tender).await
}

/// The last of the firms asks a question.
pub async fn ask(stage: &Stage, question: &str) -> Result<()> {
    let asker = stage.cast.firms.last().ok_or_else(|| Error::internal("a cast without firms"))?;
    unless_done(tender::ask(&stage.person(asker.person).await?, &stage.tender, question).await)
}

/// The tender lead answers whatever is unanswered.
pub async fn answer(stage: &Stage, answer: &str) -> Result<()> {
    let lead = stage.manager(stage.cast.tender_lead).await?;
    let tender = tender::by_reference(lead.read(), &stage.tender).await?;
    for open in unanswered(stage, &tender).await? {
        tender::answer(&lead, &stage.tender, open, answer).await?;
    }
    Ok(())
}

pub async fn submit_bids(stage: &Stage) -> Result<()> {
    for firm in stage.cast.firms {
        super::bids::submit(stage, firm).await?;
    }
    Ok(())
}

pub async fn open_bids(stage: &Stage) -> Result<()> {
    for school in stage.cast.key_holders {
        let holder = stage.manager(school).await?;
        unless_done(tender::declare(&holder, &stage.tender, None).await)?;
        unless_done(bid::confirm_opening(&holder, &stage.tender, "", "").await)?;
    }
    Ok(())
}

pub async fn check_bids(stage: &Stage) -> Result<()> {
    let lead = stage.manager(stage.cast.tender_lead).await?;
    super::bids::check(stage, &lead).await?;
    bid::finish_compliance(&lead, &stage.tender).await.map(|_| ())
}

/// Each evaluator scores as the scenario says, the last of them one point lower on the first question.
pub async fn score(stage: &Stage) -> Result<()> {
    for (index, school) in stage.cast.evaluators.iter().enumerate() {
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

pub async fn moderate(stage: &Stage) -> Result<()> {
    let lead = stage.manager(stage.cast.tender_lead).await?;
    let lot = the_lot(stage).await?;
    for given in super::bids::given_scores(stage).await? {
        let agreed = AgreedScore { score: given.score, reason: given.reason, explanation: None, higher: None };
        evaluation::agree(&lead, &lot, &given.mark, &given.code, agreed).await?;
    }
    unless_done(evaluation::confirm_prices(&lead, &lot).await)?;
    let first = stage.cast.evaluators.first().ok_or_else(|| Error::internal("a cast without evaluators"))?;
    let evaluator = stage.manager(first).await?;
    unless_done(evaluation::confirm_prices(&evaluator, &lot).await)
}

/// Birch explains its low price; Alder is recommended; the vote opens for a week.
pub async fn recommend(stage: &Stage) -> Result<()> {
    let lead = stage.manager(stage.cast.tender_lead).await?;
    explain_low_prices(stage, &the_lot(stage).await?).await?;
    let reasons = "It has the best total. Its menus scored highest, every kitchen has its own named manager, and the price \
is a third of what the schools pay now. It is not the cheapest: the cheapest bid has much weaker answers.";
    award::recommend(&lead, &stage.tender, reasons).await?;
    open_ballot(stage).await
}

/// The tender's only lot.
pub async fn the_lot(stage: &Stage) -> Result<TenderLot> {
    let connection = stage.app.db.read();
    tender::lot_at(connection, tender::by_reference(connection, &stage.tender).await?, None).await
}

async fn explain_low_prices(stage: &Stage, of: &TenderLot) -> Result<()> {
    let lead = stage.manager(stage.cast.tender_lead).await?;
    let lot = priced_lot(&lead, &of.tender, of.lot.id).await?;
    for flagged in &lot.ranking.flags {
        let Some(bid) = lot.bids.iter().find(|bid| bid.opened.bid.to_string() == flagged.bid) else { continue };
        let mark = evaluation::mark_of(&bid.opened.label);
        unless_done(evaluation::ask_about_price(&lead, of, &mark).await)?;
        let firm = firm_of(stage, &bid.opened.provider_name)?;
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
    award::open_ballot(&stage.clerk().await?, &stage.tender, new).await.map(|_| ())
}

/// The fifth school abstains, the ninth is against, the others are for it.
pub async fn vote(stage: &Stage) -> Result<()> {
    if !has_open_ballot(stage).await? {
        open_ballot(stage).await?;
    }
    for (index, staff) in stage.cast.staff.iter().enumerate() {
        let governor = stage.person(staff.governor).await?;
        unless_done(tender::declare(&governor, &stage.tender, None).await)?;
        let choice = match index {
            4 => Choice::Abstain,
            8 => Choice::Against,
            _ => Choice::For,
        };
        unless_done(award::cast(&governor, &stage.tender, NewVote { choice, reason: None }).await)?;
    }
    Ok(())
}

/// The clerk records the vote after it has closed.
pub async fn record_vote(stage: &Stage) -> Result<()> {
    let recording = Recording { reason: "The vote accepted the bid ranked first.".to_owned(), casting_vote: None };
    award::record_vote(&stage.clerk().await?, &stage.tender, recording).await.map(|_| ())
}

pub async fn tell_bidders(stage: &Stage) -> Result<()> {
    award::send_outcomes_and_start_standstill(&stage.head(stage.cast.chair).await?, &stage.tender).await.map(|_| ())
}

/// The contract is drawn up; the standstill has to be over.
pub async fn draw_up(stage: &Stage) -> Result<()> {
    award::start_contracting(&stage.head(stage.cast.chair).await?, &stage.tender).await.map(|_| ())
}

/// The provider and every joining body sign; the last signature starts the contract.
pub async fn sign(stage: &Stage) -> Result<()> {
    let Some(held) = drawn_up(stage).await? else { return Ok(()) };
    let id = held.contract.id;
    let firm = firm_of(stage, &held.provider.name)?;
    unless_done(contract::sign_for_provider(&stage.person(firm.person).await?, id).await)?;
    for school in taking_part(stage) {
        let row = stage.school(&school.id).await?;
        let governor = stage.governor(&school.id).await?;
        unless_done(contract::sign_for_body(&governor, id, row.id, "FGB minute 3").await)?;
    }
    Ok(())
}

/// The contract that came of the tender.
pub async fn drawn_up(stage: &Stage) -> Result<Option<contract::Held>> {
    let tender = tender::by_reference(stage.app.db.read(), &stage.tender).await?;
    let lots = tender::lots(stage.app.db.read(), tender.id).await?;
    let held = contract::of_cluster(stage.app.db.read(), stage.cluster().await?.id).await?;
    let is_of = |held: &contract::Held| lots.iter().any(|lot| held.contract.lot_id == Some(lot.id));
    Ok(held.into_iter().find(is_of))
}

fn firm_of(stage: &Stage, name: &str) -> Result<&'static super::people::Firm> {
    let found = stage.cast.firms.iter().find(|firm| firm.name == name);
    found.ok_or_else(|| Error::internal(format!("{name} is not of the cast")))
}

async fn unanswered(stage: &Stage, tender: &Tender) -> Result<Vec<QuestionId>> {
    let open = tender_question::Entity::find()
        .filter(tender_question::Column::TenderId.eq(tender.id))
        .filter(tender_question::Column::AnsweredAt.is_null());
    Ok(open.all(stage.app.db.read()).await?.into_iter().map(|question| question.id).collect())
}

async fn has_open_ballot(stage: &Stage) -> Result<bool> {
    let clerk = stage.clerk().await?;
    let scene = award::scene(&clerk, &stage.tender).await?;
    Ok(award::poll(&clerk, &scene, scene.award.id).await?.is_some_and(|poll| poll.open))
}
