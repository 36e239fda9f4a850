//! What everybody may read of an award: who is to get the contract, for how much, and when.

use super::rules::{Summary, clock, last_day};
use super::store;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::tender as tenders;
use ::entity::lot;
use chrono::NaiveDate;
use serde::Serialize;

/// The award on the public notice: never a loser's price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicAward {
    pub winner: String,
    /// Over the whole contract, excluding VAT.
    pub contract_value: String,
    pub schools: usize,
    /// Out of 100, where the method gives marks.
    pub total: Option<String>,
    pub notice_given_on: NaiveDate,
    pub standstill_last_day: NaiveDate,
    /// Where the standstill is, as a calendar.
    pub standstill: String,
    /// "Standstill", "Challenged", "Signing the contract" …
    pub state: &'static str,
}

/// The award of a lot on the tender's notice; nothing before every bidder was told. Three queries.
pub async fn public_section(context: &Context, lot: &lot::Model) -> Result<Option<PublicAward>> {
    let given = super::is_told(lot);
    let (Some(from), Some(ends), true) = (lot.standstill_from, lot.standstill_ends_at, given) else { return Ok(None) };
    let Some(award) = store::award_of(context.read(), lot.id).await? else { return Ok(None) };
    let Some(told) = store::outcome(context.read(), award.bid_id).await? else { return Ok(None) };
    let summary: Summary = serde_json::from_value(told.summary)?;
    Ok(Some(PublicAward {
        winner: summary.winner_name,
        contract_value: summary.contract_value,
        schools: summary.schools,
        total: summary.price.is_some().then_some(summary.winner_total).flatten(),
        notice_given_on: from,
        standstill_last_day: last_day(ends),
        standstill: clock(from, ends, context.now).map(|clock| clock.words()).unwrap_or_default(),
        state: tenders::rules::states::words(lot.state),
    }))
}
