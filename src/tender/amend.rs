//! Changing a published tender: numbered, dated, sent to the providers that follow it; a deadline moves later only.

use super::notices::{Changed, tell_followers};
use super::rules::dates::{self, Timetable};
use super::rules::states;
use super::steps::{begin, event};
use super::store;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::tender::{self, TenderState};
use ::entity::tender_amendment::{self, AmendmentKind};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _};
use serde_json::json;

/// What is different now.
#[derive(Clone, Debug)]
pub struct Amendment {
    pub kind: AmendmentKind,
    /// For the providers: what changed.
    pub text: String,
    /// The whole text of the need, where it changed.
    pub need: Option<String>,
    pub questions_close_at: Option<DateTime<Utc>>,
    pub deadline_at: Option<DateTime<Utc>>,
}

/// Amends an open tender.
pub async fn amend(context: &Context, reference: &str, amendment: Amendment) -> Result<()> {
    let unanswered = amendment.kind == AmendmentKind::UnansweredQuestion;
    let action = if unanswered { Action::RunTender } else { Action::EditTender };
    let (mut change, tender, _) = begin(context, reference, action).await?;
    if states::phase(&tender, context.now) != TenderState::Open {
        return Err(Error::refused("A tender can be changed only while it is open for bids"));
    }
    if unanswered {
        one_new_date(&change, &tender, &amendment).await?;
    }
    let set = later(&tender, &amendment, context.now)?;
    let row = tender::ActiveModel {
        id: Set(tender.id),
        need: Set(amendment.need.unwrap_or_else(|| tender.need.clone())),
        questions_close_at: Set(set.map(|set| set.questions_close_at).or(tender.questions_close_at)),
        deadline_at: Set(set.map(|set| set.deadline_at).or(tender.deadline_at)),
        version: Set(tender.version + 1),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    let deadline = set.map(|set| set.deadline_at);
    let number = write(&mut change, &tender, amendment.kind, &amendment.text, deadline).await?;
    change.commit(event(&tender, "tender.edited").with(json!({ "amendment": number }))).await?;
    Ok(())
}

/// A question that was asked in time and not answered by the close of questions lets the chair fix one new date, once.
async fn one_new_date(change: &Change, tender: &tender::Model, amendment: &Amendment) -> Result<()> {
    let closed = tender.questions_close_at.filter(|close| *close <= change.now());
    let closed = closed.ok_or_else(|| Error::refused("Questions are still open, so answer them first"))?;
    if store::answers_due(change.tx(), [tender.id], Some(closed)).await?.is_empty() {
        return Err(Error::refused("Every question that was asked in time has been answered"));
    }
    let made = store::amendments(change.tx(), tender.id).await?;
    if made.iter().any(|made| made.kind == AmendmentKind::UnansweredQuestion) {
        return Err(Error::refused("One new date was set already because of an unanswered question"));
    }
    if amendment.deadline_at.is_none() {
        return Err(Error::field("deadline-day", "Enter the new deadline"));
    }
    Ok(())
}

/// The new timetable, where a date was given: later than the published one.
fn later(tender: &tender::Model, amendment: &Amendment, now: DateTime<Utc>) -> Result<Option<Timetable>> {
    let (Some(deadline_at), Some(questions_close_at)) = (tender.deadline_at, tender.questions_close_at) else {
        return Err(Error::internal("an open tender without dates"));
    };
    if amendment.deadline_at.is_none() && amendment.questions_close_at.is_none() {
        return Ok(None);
    }
    let refused = |refusal: dates::Refusal| Error::field(refusal.field(), refusal);
    let published = Timetable { questions_close_at, deadline_at };
    let Some(new) = amendment.deadline_at else {
        let questions = amendment.questions_close_at;
        let set = dates::timetable(deadline_at, questions, now).map_err(refused)?;
        let not_later = set.questions_close_at < published.questions_close_at;
        return if not_later { Err(refused(dates::Refusal::QuestionsNotLater)) } else { Ok(Some(set)) };
    };
    let questions = match amendment.questions_close_at {
        None if questions_close_at <= now => Some(questions_close_at),
        set => set,
    };
    let set = match questions {
        Some(past) if past <= now && amendment.questions_close_at.is_none() => {
            Timetable { questions_close_at: past, ..dates::timetable(new, None, now).map_err(refused)? }
        }
        set => dates::timetable(new, set, now).map_err(refused)?,
    };
    dates::later(published, set).map(Some).map_err(refused)
}

/// Writes the next amendment inside a change, notes it in the record and tells the providers; answers its number.
pub(super) async fn write(
    change: &mut Change,
    tender: &tender::Model,
    kind: AmendmentKind,
    text: &str,
    deadline_at: Option<DateTime<Utc>>,
) -> Result<i32> {
    let last = store::amendments(change.tx(), tender.id).await?.first().map_or(0, |last| last.number);
    let number = last + 1;
    let row = tender_amendment::Model {
        tender_id: tender.id,
        number,
        kind,
        text: text.to_owned(),
        deadline_at,
        made_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    let news = deadline_at
        .map_or_else(String::new, |at| format!(", deadline now {}", words::short_date(words::london_day(at))));
    let notice = Changed {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        number: number.to_string(),
        text: text.to_owned(),
        news,
    };
    tell_followers(change, tender, &notice).await?;
    let data = json!({ "number": number, "kind": kind, "deadline": deadline_at });
    let event = Event::new(Chain::Tender(tender.id), "tender.amended", format!("tender:{}", tender.id));
    change.note(event.with(data).because(text));
    Ok(number)
}
