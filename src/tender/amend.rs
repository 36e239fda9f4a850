//! Changing a published tender: numbered, dated, sent to the providers that follow it. A material change makes a new
//! version, which submitted bids have to be confirmed for; a deadline moves later only, and once.

use super::documents::{self, NewDocument};
use super::dossier;
use super::notices::{Changed, tell_followers};
use super::rules::changes::{self, Extension};
use super::rules::dates::{self, Timetable};
use super::rules::{route, states};
use super::steps::{begin, event};
use super::{store, versions};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::criterion;
use ::entity::ids::CriterionId;
use ::entity::tender::{self, TenderState};
use ::entity::tender_amendment::{self, AmendmentKind};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _};
use serde_json::json;

/// What is different now.
#[derive(Clone, Debug)]
pub struct Amendment {
    pub kind: AmendmentKind,
    /// For the providers: what changed.
    pub text: String,
    /// Whether it changes what bidders must offer or what it costs them, as its maker judges.
    pub is_material: bool,
    /// The whole text of the need, where it changed.
    pub need: Option<String>,
    pub contract_start: Option<NaiveDate>,
    pub term_years: Option<i32>,
    /// Questions of criteria in new words.
    pub reworded: Vec<(CriterionId, String)>,
    pub questions_close_at: Option<DateTime<Utc>>,
    pub deadline_at: Option<DateTime<Utc>>,
    pub document: Option<NewDocument>,
}

impl Amendment {
    /// One that changes nothing but what its text says, to start from.
    pub fn of(kind: AmendmentKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            is_material: false,
            need: None,
            contract_start: None,
            term_years: None,
            reworded: Vec::new(),
            questions_close_at: None,
            deadline_at: None,
            document: None,
        }
    }
}

/// Amends an open tender.
pub async fn amend(context: &Context, reference: &str, amendment: Amendment) -> Result<()> {
    let unanswered = amendment.kind == AmendmentKind::UnansweredQuestion;
    let action = if unanswered { Action::RunTender } else { Action::EditTender };
    let (mut change, tender, _) = begin(context, reference, action).await?;
    if states::phase(&tender, context.now) != TenderState::Open {
        return Err(Error::refused("A tender can be changed only while it is open for bids"));
    }
    let contract_changed = amendment.contract_start.is_some_and(|start| Some(start) != tender.contract_start)
        || amendment.term_years.is_some_and(|years| years != tender.term_years);
    let material = changes::is_material(amendment.is_material, contract_changed)
        .map_err(|refusal| Error::field(refusal.field(), refusal))?;
    if unanswered {
        one_new_date(&change, &tender, &amendment).await?;
    } else {
        extension(&change, &tender, &amendment, material).await?;
    }
    let set = timetable(&tender, &amendment, context.now)?;
    update(&change, &tender, &amendment, set).await?;
    if let Some(new) = amendment.document {
        let added = documents::attach(&change, &tender, new).await?;
        change.note(added);
    }
    let deadline_at = set.filter(|_| amendment.deadline_at.is_some()).map(|set| set.deadline_at);
    let made = Made { kind: amendment.kind, text: &amendment.text, deadline_at, material };
    let number = write(&mut change, &tender, made).await?;
    change.commit(event(&tender, "tender.edited").with(json!({ "amendment": number }))).await?;
    Ok(())
}

/// Writes what is different: the columns of the tender and the questions of its criteria.
async fn update(change: &Change, tender: &tender::Model, new: &Amendment, set: Option<Timetable>) -> Result<()> {
    let row = tender::ActiveModel {
        id: Set(tender.id),
        need: Set(new.need.clone().unwrap_or_else(|| tender.need.clone())),
        contract_start: Set(new.contract_start.or(tender.contract_start)),
        term_years: Set(new.term_years.unwrap_or(tender.term_years)),
        questions_close_at: Set(set.map(|set| set.questions_close_at).or(tender.questions_close_at)),
        deadline_at: Set(set.map(|set| set.deadline_at).or(tender.deadline_at)),
        version: Set(tender.version + 1),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    let lots = store::lots(change.tx(), tender.id).await?;
    for (id, question) in &new.reworded {
        let found = store::criterion(change.tx(), *id).await?;
        if !lots.iter().any(|lot| lot.id == found.lot_id) {
            return Err(Error::NotFound);
        }
        let row = criterion::ActiveModel { id: Set(found.id), question: Set(question.clone()), ..Default::default() };
        row.update(change.tx()).await?;
    }
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

/// One extension at most besides the one for an unanswered question, and time enough for a material change.
async fn extension(change: &Change, tender: &tender::Model, amendment: &Amendment, material: bool) -> Result<()> {
    let made = store::amendments(change.tx(), tender.id).await?;
    let earlier =
        |made: &tender_amendment::Model| made.deadline_at.is_some() && made.kind != AmendmentKind::UnansweredQuestion;
    let extension = Extension {
        material,
        published: tender.deadline_at.ok_or_else(|| Error::internal("an open tender without a deadline"))?,
        new: amendment.deadline_at,
        extended_before: made.iter().any(earlier),
        regime: tender.route.and_then(route::regime_of),
        today: words::london_day(change.now()),
    };
    changes::check(extension).map_err(|refusal| Error::field(refusal.field(), refusal))
}

/// The new timetable, where a date was given: later than the published one.
fn timetable(tender: &tender::Model, amendment: &Amendment, now: DateTime<Utc>) -> Result<Option<Timetable>> {
    let (Some(deadline_at), Some(questions_close_at)) = (tender.deadline_at, tender.questions_close_at) else {
        return Err(Error::internal("an open tender without dates"));
    };
    let published = Timetable { questions_close_at, deadline_at };
    changes::later(published, amendment.deadline_at, amendment.questions_close_at, now)
        .map_err(|refusal: dates::Refusal| Error::field(refusal.field(), refusal))
}

/// An amendment that is being written.
pub(super) struct Made<'a> {
    pub kind: AmendmentKind,
    pub text: &'a str,
    pub deadline_at: Option<DateTime<Utc>>,
    pub material: bool,
}

/// Writes the next amendment inside a change, keeps the version that it makes, notes it in the record and tells the
/// providers; answers its number.
pub(super) async fn write(change: &mut Change, tender: &tender::Model, made: Made<'_>) -> Result<i32> {
    let last = store::amendments(change.tx(), tender.id).await?.first().map_or(0, |last| last.number);
    let number = last + 1;
    let version = if made.material { Some(new_version(change, tender, number).await?) } else { None };
    let row = tender_amendment::Model {
        tender_id: tender.id,
        number,
        kind: made.kind,
        text: made.text.to_owned(),
        deadline_at: made.deadline_at,
        version: version.as_ref().map(|(version, _)| *version),
        made_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    tell_followers(change, tender, &letter(tender, number, &made, version.as_ref().map(|(version, _)| *version)))
        .await?;
    let mut data = json!({ "number": number, "kind": made.kind, "deadline": made.deadline_at });
    if let Some((version, sha256)) = version {
        data["version"] = json!(version);
        data["sha256"] = json!(sha256);
    }
    let event = Event::new(Chain::Tender(tender.id), "tender.amended", format!("tender:{}", tender.id));
    change.note(event.with(data).because(made.text));
    Ok(number)
}

/// Raises the public version and keeps what the notice says now; answers its number and hash.
async fn new_version(change: &Change, tender: &tender::Model, amendment: i32) -> Result<(i32, String)> {
    let number = tender.public_version + 1;
    let row = tender::ActiveModel { id: Set(tender.id), public_version: Set(number), ..Default::default() };
    let changed = row.update(change.tx()).await?;
    let dossier = dossier::of(change.tx(), changed).await?;
    Ok((number, versions::keep(change, &dossier, number, Some(amendment)).await?))
}

fn letter(tender: &tender::Model, number: i32, made: &Made, version: Option<i32>) -> Changed {
    let news = made
        .deadline_at
        .map_or_else(String::new, |at| format!(", deadline now {}", words::short_date(words::london_day(at))));
    Changed {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        number: number.to_string(),
        text: made.text.to_owned(),
        news,
        version: version.map(|version| version.to_string()).unwrap_or_default(),
    }
}
