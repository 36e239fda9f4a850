//! Mails when a term is over: each school once for each contract, where the term's invoices are not entered.

use super::rules::spend::missing_in_term;
use super::rules::term::Term;
use super::store::{self, Held, Part};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::platform::words;
use crate::school;
use crate::school::rules::{term_of, term_words};
use ::entity::{actuals_reminder, ids::*};
use chrono::{Datelike, NaiveDate};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde::Serialize;
use serde_json::json;

/// "Actual spend due: Catering, autumn term 2026".
#[derive(Serialize)]
struct ActualsDue {
    name: String,
    service: String,
    title: String,
    school: String,
    term: String,
    path: String,
}

impl Notice for ActualsDue {
    const TEMPLATE: &'static str = "mail/actuals_due.txt";
}

/// Asks for the invoices of the term that ended last; answers how many schools were written to.
pub async fn remind(context: &Context) -> Result<usize> {
    let ended = last_day_of_ended_term(words::london_day(context.now));
    let mut written = 0;
    loop {
        let due = store::unreminded(context.read(), ended).await?;
        if due.is_empty() {
            return Ok(written);
        }
        let contracts = store::by_ids(context.read(), due.iter().map(|part| part.contract_id)).await?;
        let held = store::held(context.read(), contracts).await?;
        let mut quiet = Vec::new();
        for part in due {
            let of = held.iter().find(|held| held.contract.id == part.contract_id);
            let own = of.and_then(|held| Some((held, held.part_of(part.school_id)?)));
            match own.filter(|(held, own)| !missing_at(held, own, ended).is_empty()) {
                Some((held, own)) => written += usize::from(ask(context, held, own, ended).await?),
                None => quiet.push(part.id),
            }
        }
        nothing_to_ask(context, &quiet, ended).await?;
    }
}

/// 31 December, 31 March or 31 August, whichever was last.
fn last_day_of_ended_term(today: NaiveDate) -> NaiveDate {
    let mut day = today.pred_opt().unwrap_or(today);
    while term_of(day) == term_of(day.succ_opt().unwrap_or(day)) && day.year() > 1900 {
        day = day.pred_opt().unwrap_or(day);
    }
    day
}

/// What is still to be entered of the term that a day is in.
fn missing_at(held: &Held, part: &Part, day: NaiveDate) -> Vec<&'static str> {
    let term = Term::of(&held.contract);
    let Some(year) = term.year_of(day) else { return Vec::new() };
    let of_day = term.terms(year).into_iter().find(|each| (each.first..=each.last).contains(&day));
    of_day.map(|each| missing_in_term(&part.spends, year, each.period)).unwrap_or_default()
}

/// Writes to those who keep the school's register. Another process may have been first.
async fn ask(context: &Context, held: &Held, part: &Part, ended: NaiveDate) -> Result<bool> {
    let change = Change::begin(context).await?;
    let row = actuals_reminder::Model { schedule_id: part.row.id, term_ended_on: ended, sent_at: change.now() };
    let inserted = row.into_active_model().insert(change.tx()).await;
    match inserted.map_err(|error| Error::on_duplicate(error, Error::stale())) {
        Err(Error::Stale(_)) => return Ok(false),
        other => other?,
    };
    let (year, term) = term_of(ended);
    for receiver in school::keepers(change.tx(), part.school.id).await? {
        let notice = ActualsDue {
            name: receiver.name.clone(),
            service: held.category.name.clone(),
            title: held.contract.title.clone(),
            school: part.school.name.clone(),
            term: words::in_sentence(&term_words(year, term)),
            path: format!("/schools/{}/savings/actuals/{}", part.school.urn, held.contract.id),
        };
        change.tell(receiver, &notice).await?;
    }
    let event = Event::new(Chain::School(part.school.id), "actuals.reminded", format!("schedule:{}", part.row.id));
    change.commit(event.with(json!({ "term_ended_on": ended }))).await?;
    Ok(true)
}

/// Notes the parts of which the whole term is entered, so that they are not looked at again.
async fn nothing_to_ask(context: &Context, parts: &[ScheduleId], ended: NaiveDate) -> Result<()> {
    if parts.is_empty() {
        return Ok(());
    }
    let change = Change::begin(context).await?;
    let now = change.now();
    let rows = parts.iter().map(|part| {
        let row = actuals_reminder::Model { schedule_id: *part, term_ended_on: ended, sent_at: now };
        row.into_active_model()
    });
    let there = OnConflict::columns([actuals_reminder::Column::ScheduleId, actuals_reminder::Column::TermEndedOn])
        .do_nothing()
        .to_owned();
    actuals_reminder::Entity::insert_many(rows).on_conflict(there).exec_without_returning(change.tx()).await?;
    let event = Event::new(Chain::Platform, "actuals.complete", format!("term:{ended}"));
    change.commit(event.with(json!({ "parts": parts.len() }))).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_term_that_ended_last_is_asked_for() {
        let last = |day: &str| last_day_of_ended_term(day.parse().unwrap()).to_string();
        assert_eq!(last("2026-11-23"), "2026-08-31");
        assert_eq!(last("2027-01-01"), "2026-12-31");
        assert_eq!(last("2026-12-31"), "2026-08-31");
        assert_eq!(last("2027-04-01"), "2027-03-31");
    }
}
