//! What a committee needs of whom: meetings to call, to go to, to minute; elections to vote in.

use super::rules::{self, Phase, Stage};
use super::store;
use crate::award::seat_of;
use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::membership::{Role, Scope};
use ::entity::{cluster as cluster_row, committee_meeting, ids::*};
use chrono::Duration;
use std::collections::BTreeSet;

/// So long before a meeting its members are told on their home page.
const DAYS_AHEAD: i64 = 14;
/// So long before a term ends the next election is due.
const DAYS_BEFORE_TERM_ENDS: i64 = 60;

/// Everything that committees need of this person.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let held = context.actor.hats().iter().filter(|hat| hat.scope == Scope::Cluster);
    let clusters: BTreeSet<ClusterId> = held.filter_map(|hat| hat.scope_id.map(ClusterId)).collect();
    let mut all = Vec::new();
    for id in clusters {
        let Some(cluster) = cluster::by_id(context.read(), id).await? else { continue };
        let place = Place { clusters: vec![id], ..Place::default() };
        let today = words::london_day(context.now);
        let Some(terms) = store::in_force(context.read(), id, today).await? else { continue };
        if context.actor.may(Action::SetTerms, &place) {
            all.extend(to_set_terms(context, &cluster, terms.statutory).await?);
        }
        all.extend(to_attend(context, &cluster, &place).await?);
        all.extend(to_vote(context, &cluster).await?);
        if context.actor.may(Action::CallMeeting, &place) {
            let recent = store::recent(context.read(), id).await?;
            all.extend(to_run(context, &cluster, &recent, terms.notice_days));
            all.extend(to_elect(context, &cluster).await?);
        }
    }
    Ok(all)
}

/// The agreement's form asks for other terms than those in force.
async fn to_set_terms(context: &Context, cluster: &cluster_row::Model, statutory: bool) -> Result<Option<ToDo>> {
    let agreement = cluster::agreement_in_force(context.read(), cluster.id).await?;
    let form = agreement.map(|agreement| agreement.form).filter(|form| rules::is_statutory(*form) != statutory);
    Ok(form.map(|form| {
        let why = format!("The agreement in force makes it a {}", form.title().to_lowercase());
        let text = format!("Set new terms of reference for the committee of {}", cluster.name);
        ToDo::new(text, format!("/clusters/{}/committee/terms", cluster.slug), why)
    }))
}

async fn to_attend(context: &Context, cluster: &cluster_row::Model, place: &Place) -> Result<Vec<ToDo>> {
    let sits = context.actor.may(Action::PutForward, place);
    if !sits {
        return Ok(Vec::new());
    }
    let until = context.now + Duration::days(DAYS_AHEAD);
    let coming = store::coming(context.read(), &[cluster.id], (context.now, until)).await?;
    let todo = |meeting: committee_meeting::Model| {
        let when = words::moment(meeting.starts_at);
        ToDo::new(
            format!("Read the papers for the meeting of {}", cluster.name),
            format!("/clusters/{}/meetings/{}", cluster.slug, meeting.number),
            format!("It is on {when}, {}", meeting.place),
        )
        .due(words::london_day(meeting.starts_at))
    };
    Ok(coming.into_iter().map(todo).collect())
}

/// Meetings to call and to minute.
fn to_run(
    context: &Context,
    cluster: &cluster_row::Model,
    recent: &[committee_meeting::Model],
    notice_days: i32,
) -> Vec<ToDo> {
    let path = |meeting: &committee_meeting::Model| format!("/clusters/{}/meetings/{}", cluster.slug, meeting.number);
    let minutes = context.actor.hats().iter().any(|hat| hat.role == Role::Clerk && hat.scope_id == Some(cluster.id.0));
    let mut all = Vec::new();
    for meeting in recent {
        let day = words::london_day(meeting.starts_at);
        match rules::phase(meeting, context.now) {
            Phase::Planned => {
                let last = rules::last_day_to_call(day, notice_days);
                let why = format!("{notice_days} clear days' notice of the meeting on {}", words::short_date(day));
                let todo =
                    ToDo::new(format!("Call meeting {} of {}", meeting.number, cluster.name), path(meeting), why);
                all.push(todo.due(last));
            }
            Phase::MinutesDue if minutes => {
                let text = format!("Write the minutes of meeting {} of {}", meeting.number, cluster.name);
                let why = format!("It was on {}", words::short_date(day));
                all.push(ToDo::new(text, path(meeting), why).taking(30).due(day + Duration::days(7)));
            }
            Phase::Published
                if minutes && recent.iter().any(|by| rules::may_approve(meeting, by, context.now).is_ok()) =>
            {
                let text = format!("Record that the minutes of meeting {} are approved", meeting.number);
                all.push(ToDo::new(text, path(meeting), format!("A later meeting of {} has begun", cluster.name)));
            }
            _ => {}
        }
    }
    if recent.iter().all(|meeting| !matches!(rules::phase(meeting, context.now), Phase::Planned | Phase::Coming)) {
        let text = format!("Plan the next meeting of {}", cluster.name);
        all.push(ToDo::new(text, format!("/clusters/{}/meetings/new", cluster.slug), "None is planned"));
    }
    all
}

/// An online vote that is open and in which the reader's school has not voted.
async fn to_vote(context: &Context, cluster: &cluster_row::Model) -> Result<Vec<ToDo>> {
    let Some((school, _)) = seat_of(context, cluster.id) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for office in [Role::Chair, Role::ViceChair] {
        let Some(election) = store::open_for_office(context.read(), cluster.id, office).await? else { continue };
        let Some(closes) = election.closes_at else { continue };
        if rules::stage(&election, context.now) != Stage::Voting
            || store::own_ballot(context.read(), election.id, school).await?.is_some()
        {
            continue;
        }
        let text = format!("Vote for the {} of {}", office.title().to_lowercase(), cluster.name);
        let path = format!("/clusters/{}/elections/{}", cluster.slug, election.id);
        let why = format!("Your school has one vote until {}", words::deadline(closes));
        all.push(ToDo::new(text, path, why).due(words::london_day(closes)));
    }
    Ok(all)
}

/// Terms that end soon, and votes that wait to be recorded.
async fn to_elect(context: &Context, cluster: &cluster_row::Model) -> Result<Vec<ToDo>> {
    let mut all = Vec::new();
    let today = words::london_day(context.now);
    for office in [Role::Chair, Role::ViceChair] {
        let title = office.title().to_lowercase();
        if let Some(open) = store::open_for_office(context.read(), cluster.id, office).await? {
            if open.closes_at.is_some() && rules::stage(&open, context.now) == Stage::ToRecord {
                let path = format!("/clusters/{}/elections/{}", cluster.slug, open.id);
                all.push(ToDo::new(format!("Record who is elected {title}"), path, "Voting has closed"));
            }
            continue;
        }
        let Some(last) = store::latest_elected(context.read(), cluster.id, office).await? else { continue };
        if last.term_ends_on <= today + Duration::days(DAYS_BEFORE_TERM_ENDS) {
            let text = format!("Open the election of the {title} of {}", cluster.name);
            let why = format!("The term ends on {}", words::date(last.term_ends_on));
            all.push(ToDo::new(text, format!("/clusters/{}/elections", cluster.slug), why).due(last.term_ends_on));
        }
    }
    Ok(all)
}
