//! The price of a contract year: as the price schedule has it, or less where the provider asks for less.

use super::{data, in_force, insert, letters, new_row, refused};
use crate::contract::rules::change::{Refusal, check_index};
use crate::contract::rules::term::Term;
use crate::contract::sign::event;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::contract_change::{ChangeKind, ChangeState};
use ::entity::exact::Exact;
use ::entity::ids::*;

/// The percentage that is added in a contract year.
#[derive(Clone, Debug)]
pub struct NewIndex {
    /// From 2: the first year is the price itself.
    pub year: i32,
    pub percent: Exact,
    pub why: String,
}

/// The provider publishes the price of a year that has not begun, within what the schedule allows. Answers its number.
pub async fn set_index(context: &Context, id: ContractId, new: NewIndex) -> Result<i32> {
    let change = Change::begin(context).await?;
    let held = in_force(&change, id).await?;
    context.actor.require(Action::SignForProvider, &Place::provider(held.provider.id))?;
    let term = Term::of(&held.contract);
    let today = words::london_day(change.now());
    if new.year < 2 || new.year > term.years() || term.year(new.year).0 <= today {
        return Err(Error::field("year", "Choose a year of the contract that has not begun"));
    }
    let year = term.year_words(new.year);
    if held.changes.iter().any(|change| change.contract_year == Some(new.year)) {
        return Err(refused(Refusal::YearIsPriced { year }));
    }
    check_index(&held.schedule, new.year, &new.percent, &year).map_err(refused)?;
    let percent = new.percent.terminating().ok_or_else(|| refused(Refusal::NotNegative))?;
    let mut row = new_row(context, &change, &held, ChangeKind::Indexation, term.year(new.year).0);
    row.state = ChangeState::InForce;
    row.what = format!("{percent}% is added in {year}");
    row.why = new.why;
    row.contract_year = Some(new.year);
    row.index_percent = Some(percent);
    row.provider_by = context.actor.account;
    row.provider_at = Some(change.now());
    let number = row.number;
    let event = event(&change, &held.contract, "contract.year_priced").await?.with(data(&row));
    letters::tell_settled(&change, &held, &row, None).await?;
    insert(&change, row).await?;
    change.commit(event).await?;
    Ok(number)
}
