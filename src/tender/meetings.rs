//! Meeting firms: arranged, held, with minutes; what one firm is told, every bidder is told.

use super::notices::{MeetingArranged, MeetingCalledOff};
use super::rules::meetings as rules;
use super::rules::states;
use super::steps::{begin, event};
use super::{sight, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::mail::{Notice, Receiver};
use crate::platform::words;
use ::entity::ids::*;
use ::entity::meeting::{self, MeetingKind};
use ::entity::{engagement, tender};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _};
use serde_json::json;

/// A meeting to arrange or to log.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    pub kind: MeetingKind,
    /// As typed, for a firm that was met before the tender.
    pub firm: String,
    /// One of the firms that may be met now.
    pub provider: Option<ProviderId>,
    pub starts_at: DateTime<Utc>,
    pub place: String,
}

/// Arranges a meeting, or logs one that was held before the tender.
pub async fn arrange(context: &Context, reference: &str, new: NewMeeting) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::EditTender).await?;
    let phase = states::phase(&tender, change.now());
    let firms = firms(&change, &tender).await?;
    rules::may_arrange(new.kind, phase, !firms.is_empty()).map_err(Error::refused)?;
    let firm = match new.kind {
        MeetingKind::Engagement if new.firm.is_empty() => return Err(Error::field("firm", "Enter the firm's name")),
        MeetingKind::Engagement => new.firm,
        _ => {
            let chosen = firms.into_iter().find(|(id, _)| Some(*id) == new.provider);
            chosen.map(|(_, name)| name).ok_or_else(|| Error::field("provider", "Choose the firm"))?
        }
    };
    let row = meeting::Model {
        id: MeetingId::new(change.now()),
        tender_id: tender.id,
        kind: new.kind,
        firm,
        provider_id: new.provider.filter(|_| new.kind != MeetingKind::Engagement),
        starts_at: new.starts_at,
        place: new.place,
        attendance: None,
        asked: None,
        told: None,
        conflicts: None,
        recorded_at: None,
        cancelled_at: None,
        created_at: change.now(),
    };
    let notice = MeetingArranged {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        what: rules::words(row.kind).to_lowercase(),
        at: words::moment(row.starts_at),
        place: row.place.clone(),
    };
    tell(&change, &row, &notice).await?;
    let id = row.id;
    row.into_active_model().insert(change.tx()).await?;
    change.commit(event(&tender, "meeting.arranged").with(json!({ "meeting": id, "kind": new.kind }))).await?;
    Ok(())
}

/// The firms that can be met now: those that were invited, or in one stage those whose bids are being scored.
async fn firms(change: &Change, tender: &tender::Model) -> Result<Vec<(ProviderId, String)>> {
    match tender.participation_closes_at {
        Some(_) => store::invited(change.tx(), tender.id).await,
        None => store::bidders(change.tx(), tender.id).await,
    }
}

/// As [`firms`], for the page that arranges meetings.
pub async fn firms_to_meet(context: &Context, tender: &tender::Model) -> Result<Vec<(ProviderId, String)>> {
    match tender.participation_closes_at {
        Some(_) => store::invited(context.read(), tender.id).await,
        None => store::bidders(context.read(), tender.id).await,
    }
}

async fn tell(change: &Change, meeting: &meeting::Model, notice: &impl Notice) -> Result<()> {
    let Some(provider) = meeting.provider_id else { return Ok(()) };
    for person in store::sellers_of(change.tx(), vec![provider]).await? {
        change.tell(Receiver { name: person.name, email: person.email }, notice).await?;
    }
    Ok(())
}

/// What is written down of a meeting.
#[derive(Clone, Debug)]
pub struct Minutes {
    pub attendance: String,
    pub asked: String,
    pub told: String,
    pub conflicts: String,
}

/// Writes the minutes once the meeting has begun; they can be corrected until the tender is over, and the record keeps that
/// they were.
pub async fn record(context: &Context, reference: &str, id: MeetingId, minutes: Minutes) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::EditTender).await?;
    let meeting = store::meeting(change.tx(), tender.id, id).await?;
    if meeting.cancelled_at.is_some() {
        return Err(Error::refused("This meeting was called off"));
    }
    if meeting.starts_at > change.now() {
        return Err(Error::refused("Write the minutes once the meeting has taken place"));
    }
    rules::may_record(meeting.kind, tender.published_at.is_some(), meeting.recorded_at.is_some())
        .map_err(Error::refused)?;
    let mut row = meeting.into_active_model();
    row.attendance = Set(Some(minutes.attendance));
    row.asked = Set(Some(minutes.asked));
    row.told = Set(Some(minutes.told));
    row.conflicts = Set(Some(minutes.conflicts));
    row.recorded_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(event(&tender, "meeting.recorded").with(json!({ "meeting": id }))).await?;
    Ok(())
}

/// Calls a meeting off that has no minutes yet.
pub async fn call_off(context: &Context, reference: &str, id: MeetingId, reason: &str) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::EditTender).await?;
    let meeting = store::meeting(change.tx(), tender.id, id).await?;
    if meeting.recorded_at.is_some() || meeting.cancelled_at.is_some() {
        return Err(Error::refused("Only a meeting without minutes can be called off"));
    }
    let notice = MeetingCalledOff {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        what: rules::words(meeting.kind).to_lowercase(),
        at: words::moment(meeting.starts_at),
        reason: reason.to_owned(),
    };
    tell(&change, &meeting, &notice).await?;
    let mut row = meeting.into_active_model();
    row.cancelled_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(event(&tender, "meeting.called_off").with(json!({ "meeting": id })).because(reason)).await?;
    Ok(())
}

/// The notice of the engagement, or why there is none, and how no firm gains by having been met.
#[derive(Clone, Debug)]
pub struct EngagementFacts {
    pub notice_number: Option<String>,
    pub notice_published_on: Option<NaiveDate>,
    pub no_notice_reason: Option<String>,
    pub levelled: Option<String>,
}

/// Records the facts of the engagement before a tender is published.
pub async fn record_engagement(context: &Context, reference: &str, facts: EngagementFacts) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::EditTender).await?;
    if tender.published_at.is_some() {
        return Err(Error::refused("What was recorded before publication stands"));
    }
    if facts.notice_number.is_some() != facts.notice_published_on.is_some() {
        return Err(Error::field("notice_published-day", "Enter the notice's number and the day it was published"));
    }
    let is_new = store::engagement(change.tx(), tender.id).await?.is_none();
    let row = engagement::ActiveModel {
        tender_id: Set(tender.id),
        notice_number: Set(facts.notice_number),
        notice_published_on: Set(facts.notice_published_on),
        no_notice_reason: Set(facts.no_notice_reason),
        levelled: Set(facts.levelled),
    };
    if is_new {
        row.insert(change.tx()).await?
    } else {
        row.update(change.tx()).await?
    };
    change.commit(event(&tender, "tender.engagement_recorded")).await?;
    Ok(())
}

/// A tender's meetings, for those who run it.
pub async fn of_tender(context: &Context, reference: &str) -> Result<(tender::Model, Place, Vec<meeting::Model>)> {
    let tender = store::by_reference(context.read(), reference).await?;
    let place = sight::visible_to(context.read(), &context.actor, &tender).await?;
    context.actor.require(Action::EditTender, &place)?;
    let meetings = store::meetings(context.read(), tender.id).await?;
    Ok((tender, place, meetings))
}
