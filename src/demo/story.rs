//! The story: from what the schools need to what the contract saved. A step does what is left to do in the tender's
//! present state, as the people concerned, so that whoever has done a part of it by hand finds the rest done.

use super::acts;
use super::stage::{Stage, at, day};
use crate::contract::rules::spend::{Period, missing_in_term};
use crate::platform::error::Result;
use crate::{contract, tender};
use ::entity::contract::ContractState;
use ::entity::tender::{Model as Tender, TenderState};
use chrono::{Duration, NaiveDate};

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
        TenderState::Live => match first_unpaid(stage).await? {
            Some((Period::Autumn, _)) => "the autumn term passes, and the schools enter what they paid",
            Some((Period::Spring, _)) => "the spring term passes, and the schools enter what they paid",
            Some(_) => "the year ends, and the schools enter what they paid in the summer term",
            None => "",
        },
        _ => "",
    };
    let state = tender::rules::states::words(now);
    Ok((format!("Catering tender: {}", state.to_lowercase()), Some(next.to_owned()).filter(|next| !next.is_empty())))
}

pub async fn step(stage: &Stage) -> Result<()> {
    let tender = tender::by_reference(stage.app.db.read(), &stage.tender).await?;
    match tender::phase(&tender, stage.app.clock.now()) {
        TenderState::Draft => acts::pool(stage).await,
        TenderState::Pooling => {
            next_morning(stage, 14);
            acts::give_demand(stage).await
        }
        TenderState::Review => {
            next_morning(stage, 2);
            acts::publish(stage).await
        }
        TenderState::Open => submit_bids(stage, &tender).await,
        TenderState::Sealed => acts::open_bids(stage).await,
        TenderState::Compliance => {
            next_morning(stage, 1);
            acts::check_bids(stage).await
        }
        TenderState::Scoring => {
            next_morning(stage, 2);
            acts::score(stage).await
        }
        TenderState::Moderation => {
            next_morning(stage, 2);
            acts::moderate(stage).await
        }
        TenderState::Priced => {
            next_morning(stage, 2);
            acts::recommend(stage).await
        }
        TenderState::Recommended => vote(stage).await,
        TenderState::Ratified => {
            next_morning(stage, 1);
            acts::tell_bidders(stage).await
        }
        TenderState::Standstill => draw_up(stage).await,
        TenderState::Contracting => {
            next_morning(stage, 5);
            acts::sign(stage).await
        }
        TenderState::Live => pay_term(stage).await,
        _ => Ok(()),
    }
}

fn next_morning(stage: &Stage, days: i64) {
    stage.go_to_instant(at(acts::working_day_in(stage, days), 10));
}

/// A question and its answer, three bids, and the deadline.
async fn submit_bids(stage: &Stage, tender: &Tender) -> Result<()> {
    stage.go_to_instant(at(day(2027, 2, 10), 11));
    acts::ask(stage, "Do the kitchen staff stay employed by the schools?").await?;
    acts::answer(stage, "Yes. Only the management is bought.").await?;
    stage.go_to_instant(at(day(2027, 3, 10), 15));
    acts::submit_bids(stage).await?;
    if let Some(deadline) = tender.deadline_at {
        stage.go_to_instant(deadline + Duration::minutes(1));
    }
    Ok(())
}

async fn vote(stage: &Stage) -> Result<()> {
    acts::vote(stage).await?;
    next_morning(stage, 12);
    acts::record_vote(stage).await
}

async fn draw_up(stage: &Stage) -> Result<()> {
    let lot = acts::the_lot(stage).await?.lot;
    if let Some(ends) = lot.standstill_ends_at {
        stage.go_to_instant(ends + Duration::hours(10));
    }
    acts::draw_up(stage).await
}

/// The terms of the first year of catering, each with the day on which its invoices are in.
const TERMS: [(Period, (i32, u32, u32)); 3] =
    [(Period::Autumn, (2028, 1, 10)), (Period::Spring, (2028, 4, 24)), (Period::Summer, (2028, 9, 4))];

/// The first term that some school has not entered; whoever entered the whole year has entered all of them.
async fn first_unpaid(stage: &Stage) -> Result<Option<(Period, NaiveDate)>> {
    let Some(held) = acts::drawn_up(stage).await? else { return Ok(None) };
    if held.contract.state != ContractState::Live {
        return Ok(None);
    }
    let is_paid = |part: &contract::Part, period: Period| missing_in_term(&part.spends, 1, period).is_empty();
    let waits = TERMS.into_iter().find(|(period, _)| !held.parts.iter().all(|part| is_paid(part, *period)));
    Ok(waits.map(|(period, (year, month, of_month))| (period, day(year, month, of_month))))
}

/// When a term is over every school enters what it was invoiced.
async fn pay_term(stage: &Stage) -> Result<()> {
    let Some((period, on)) = first_unpaid(stage).await? else { return Ok(()) };
    stage.go_to_instant(at(on, 10));
    super::paid::catering_term(stage, period).await
}
