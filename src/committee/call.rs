//! A meeting is planned, called with clear days of notice, or called off.

use super::groups;
use super::letters::{self, Called, CalledOff};
use super::rules::{self, Refusal};
use super::{begin, event, refused, store};
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::membership::Role;
use ::entity::{cluster as cluster_row, committee_meeting, ids::*};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// When and where.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    pub starts_at: DateTime<Utc>,
    /// A place, or the link to join by.
    pub place: String,
}

/// Plans a meeting: its agenda can be prepared, and nobody is told before it is called.
pub async fn plan(context: &Context, slug: &str, new: NewMeeting) -> Result<i32> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(Action::CallMeeting, &place)?;
    let change = Change::begin(context).await?;
    let terms = store::in_force(change.tx(), cluster.id, words::london_day(change.now())).await?;
    terms.ok_or_else(|| refused(Refusal::NoTerms))?;
    if new.starts_at <= change.now() {
        return Err(refused(Refusal::InThePast));
    }
    let number = store::newest_number(change.tx(), cluster.id).await? + 1;
    let row = committee_meeting::Model {
        id: CommitteeMeetingId::new(change.now()),
        cluster_id: cluster.id,
        number,
        starts_at: new.starts_at,
        place: new.place,
        planned_at: change.now(),
        called_at: None,
        urgent_reason: None,
        called_off_at: None,
        called_off_reason: None,
        minutes: None,
        published_at: None,
        approved_at: None,
        approved_by_meeting_id: None,
    };
    let planned = row.clone().into_active_model().insert(change.tx()).await;
    planned.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    groups::report(&change, &row).await?;
    let data = json!({ "number": number, "starts_at": row.starts_at });
    change.commit(of(&cluster, &row, "committee.meeting_planned").with(data)).await?;
    Ok(number)
}

fn of(
    cluster: &cluster_row::Model,
    meeting: &committee_meeting::Model,
    action: &'static str,
) -> crate::platform::event::Event {
    event(cluster.id, action, format!("meeting:{}", meeting.id))
}

/// Moves a meeting that is not called yet.
pub async fn change_meeting(context: &Context, slug: &str, number: i32, new: NewMeeting) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::CallMeeting).await?;
    rules::may_change_agenda(&meeting, change.now()).map_err(refused)?;
    if new.starts_at <= change.now() {
        return Err(refused(Refusal::InThePast));
    }
    let data = json!({ "starts_at": new.starts_at });
    let entry = of(&cluster, &meeting, "committee.meeting_changed").with(data);
    let mut row = meeting.into_active_model();
    row.starts_at = Set(new.starts_at);
    row.place = Set(new.place);
    row.update(change.tx()).await?;
    change.commit(entry).await?;
    Ok(())
}

/// Calls the meeting: notice, agenda and papers go to every representative and substitute. A shorter notice than the terms
/// ask for is the chair's to direct, with the reason, which the notice states.
pub async fn call(context: &Context, slug: &str, number: i32, urgent_reason: Option<String>) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::CallMeeting).await?;
    rules::may_change_agenda(&meeting, change.now()).map_err(refused)?;
    groups::report(&change, &meeting).await?;
    let items = store::items(change.tx(), meeting.id).await?;
    if items.is_empty() {
        return Err(refused(Refusal::EmptyAgenda));
    }
    let short = check_notice(context, &change, &meeting, urgent_reason.is_some()).await?;
    let urgent_reason = urgent_reason.filter(|_| short);
    let notice = Called {
        cluster: cluster.name.clone(),
        number,
        day: words::short_date(words::london_day(meeting.starts_at)),
        when: words::deadline(meeting.starts_at),
        place: meeting.place.clone(),
        urgent_reason: urgent_reason.clone(),
        items: items.iter().map(|item| format!("{}. {}", item.position, item.title)).collect(),
        path: format!("/clusters/{slug}/meetings/{number}"),
    };
    letters::tell_members(&change, cluster.id, &notice).await?;
    let entry = of(&cluster, &meeting, "committee.meeting_called").with(json!({ "number": number, "short": short }));
    let mut row = meeting.into_active_model();
    row.called_at = Set(Some(change.now()));
    row.urgent_reason = Set(urgent_reason.clone());
    row.update(change.tx()).await?;
    let entry = match urgent_reason {
        Some(reason) => entry.because(reason),
        None => entry,
    };
    change.commit(entry).await?;
    Ok(())
}

/// Whether the notice is shorter than the terms ask for, where that may be.
async fn check_notice(
    context: &Context,
    change: &Change,
    meeting: &committee_meeting::Model,
    is_urgent: bool,
) -> Result<bool> {
    let (today, day) = (words::london_day(change.now()), words::london_day(meeting.starts_at));
    let terms = store::in_force(change.tx(), meeting.cluster_id, today).await?;
    let needed = terms.ok_or_else(|| refused(Refusal::NoTerms))?.notice_days;
    let clear = rules::clear_days(today, day);
    if clear >= i64::from(needed) {
        return Ok(false);
    }
    let cluster = Some(meeting.cluster_id.0);
    let is_chair = context.actor.hats().iter().any(|hat| hat.role == Role::Chair && hat.scope_id == cluster);
    match (is_urgent, is_chair) {
        (true, true) => Ok(true),
        (true, false) => Err(Error::field("urgent_reason", Refusal::OnlyChairShortens)),
        (false, _) => {
            let last = rules::last_day_to_call(day, needed);
            Err(Error::field("urgent_reason", Refusal::ShortNotice { clear, needed, last }))
        }
    }
}

/// Calls a meeting off; those who were invited are told why.
pub async fn call_off(context: &Context, slug: &str, number: i32, reason: &str) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::CallMeeting).await?;
    rules::may_call_off(&meeting, change.now()).map_err(refused)?;
    if meeting.called_at.is_some() {
        let notice = CalledOff {
            cluster: cluster.name.clone(),
            number,
            day: words::short_date(words::london_day(meeting.starts_at)),
            when: words::deadline(meeting.starts_at),
            reason: reason.to_owned(),
        };
        letters::tell_members(&change, cluster.id, &notice).await?;
    }
    let entry = of(&cluster, &meeting, "committee.meeting_called_off").with(json!({ "number": number }));
    groups::report_again(&change, &meeting).await?;
    let mut row = meeting.into_active_model();
    row.called_off_at = Set(Some(change.now()));
    row.called_off_reason = Set(Some(reason.to_owned()));
    row.update(change.tx()).await?;
    change.commit(entry.because(reason)).await?;
    Ok(())
}
