//! A school leaves a contract at the end of one of its years, with the notice that the contract allows; the contract's own
//! schedule gives the new prices for those who stay.

use super::{Costs, data, in_force, insert, letters, new_row, priced_for, refused};
use crate::contract::change::decide::apply;
use crate::contract::rules::change::{Refusal, may_leave};
use crate::contract::rules::term::Term;
use crate::contract::sign::event;
use crate::contract::store;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::contract_change::{ChangeKind, ChangeState};
use ::entity::exact::Exact;
use ::entity::ids::*;
use chrono::NaiveDate;
use serde_json::json;

/// A school's notice.
#[derive(Clone, Debug)]
pub struct NewLeaving {
    /// Its last day in the contract.
    pub last: NaiveDate,
    pub why: String,
    /// Where its body decided it.
    pub minute_reference: String,
}

/// Gives notice for one school. It needs nobody's consent: the contract allows it. Answers the change's number.
pub async fn leave(context: &Context, id: ContractId, school: SchoolId, new: NewLeaving) -> Result<i32> {
    context.actor.require(Action::SignForBody, &Place::school(school))?;
    let mut change = Change::begin(context).await?;
    let held = in_force(&change, id).await?;
    let part = held.parts.iter().find(|part| part.school.id == school).ok_or(Error::NotFound)?;
    let today = words::london_day(change.now());
    may_leave(&Term::of(&held.contract), new.last, held.parts.len(), today).map_err(refused)?;
    if store::waits_for(change.tx(), id, school).await? {
        return Err(refused(Refusal::AskedAlready { school: part.school.name.clone() }));
    }
    let staying: Vec<_> = held.parts.iter().filter(|other| other.school.id != school).collect();
    let buyers: Vec<_> = staying.iter().map(|part| part.buyer()).collect();
    let now: Vec<Option<Exact>> = staying.iter().map(|part| part.row.baseline.map(|amount| amount.exact())).collect();
    let costs = priced_for(change.tx(), &held, &buyers, &now).await?;
    let after: Costs = staying.iter().map(|part| part.school.id).zip(costs).collect();
    let starts_on = new.last.succ_opt().unwrap_or(new.last);
    let mut row = new_row(context, &change, &held, ChangeKind::Leaving, starts_on);
    row.state = ChangeState::InForce;
    row.what = format!("{} leaves after {}", part.school.name, words::short_date(new.last));
    row.why = new.why;
    row.after = json!(after);
    row.school_id = Some(school);
    row.body_by = context.actor.account;
    row.body_at = Some(change.now());
    row.minute_reference = Some(new.minute_reference);
    let number = row.number;
    insert(&change, row.clone()).await?;
    apply(&mut change, &held, &row).await?;
    letters::tell_settled(&change, &held, &row, None).await?;
    let event = event(&change, &held.contract, "contract.left").await?.with(data(&row));
    change.commit(event.because(row.why)).await?;
    Ok(number)
}
