//! What the calendar brings about: letters before the yearly word is due, and schools whose notice has run out.

use super::found::{event, let_go};
use super::letters::speakers;
use super::rules::refresh::{self, Standing, TOLD_BEFORE};
use super::stay::{Stay, settle, stays};
use super::store;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::mail::Notice;
use crate::platform::words;
use ::entity::leaving_notice::{self, NoticeState};
use ::entity::{agreement, agreement_reminder, cluster};
use chrono::{Datelike, Days, NaiveDate};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;

/// Versions that are looked at in one go.
const AT_ONCE: u64 = 200;

/// "Does Old Church stay in the cluster? By 31 March 2027".
#[derive(Serialize)]
struct RefreshDue {
    name: String,
    cluster: String,
    school: String,
    due_on: NaiveDate,
    notice_months: i32,
    path: String,
}

impl Notice for RefreshDue {
    const TEMPLATE: &'static str = "mail/agreement_refresh.txt";
}

/// Sends the letters that are due and were not sent; answers to how many schools.
pub async fn remind(context: &Context) -> Result<usize> {
    let today = words::london_day(context.now);
    let months = months_ahead(today);
    let (mut told, mut after) = (0, None);
    loop {
        let versions = store::with_set_day_in(context.read(), months.clone(), after, AT_ONCE).await?;
        let Some(last) = versions.last() else { return Ok(told) };
        after = Some(last.id);
        for version in versions {
            told += remind_of(context, &version, today).await?;
        }
    }
}

/// The months in which a set day can lie that a letter is due for.
fn months_ahead(today: NaiveDate) -> BTreeSet<i32> {
    let longest = u64::try_from(TOLD_BEFORE[0]).unwrap_or_default();
    let days = (0..=longest).filter_map(|days| today.checked_add_days(Days::new(days)));
    days.filter_map(|day| i32::try_from(day.month()).ok()).collect()
}

async fn remind_of(context: &Context, version: &agreement::Model, today: NaiveDate) -> Result<usize> {
    let Some((in_force, stays)) = stays(context.read(), version.cluster_id, today).await? else { return Ok(0) };
    let Some(cluster) = store::by_id(context.read(), version.cluster_id).await? else { return Ok(0) };
    if in_force.id != version.id {
        return Ok(0);
    }
    let sent = store::reminders(context.read(), version.id).await?;
    let mut told = 0;
    for stay in stays.iter().filter(|stay| stay.notice.is_none() && stay.standing == Standing::Open) {
        let Some(days) = refresh::reminder(stay.due_on, today).and_then(|days| i32::try_from(days).ok()) else {
            continue;
        };
        let is_sent = |row: &agreement_reminder::Model| {
            row.school_id == stay.member.school.id && row.due_on == stay.due_on && row.days_before <= days
        };
        if !sent.iter().any(is_sent) {
            told += usize::from(tell(context, &cluster, version, stay, days).await?);
        }
    }
    Ok(told)
}

/// Tells the head and the governors. Another process may have been first.
async fn tell(
    context: &Context,
    cluster: &cluster::Model,
    version: &agreement::Model,
    stay: &Stay,
    days_before: i32,
) -> Result<bool> {
    let change = Change::begin(context).await?;
    let school = &stay.member.school;
    let row = agreement_reminder::Model {
        agreement_id: version.id,
        school_id: school.id,
        due_on: stay.due_on,
        days_before,
        sent_at: change.now(),
    };
    let inserted = row.into_active_model().insert(change.tx()).await;
    match inserted.map_err(|error| Error::on_duplicate(error, Error::stale())) {
        Err(Error::Stale(_)) => return Ok(false),
        other => other?,
    };
    for receiver in speakers(&change, school.id).await?.into_values() {
        let notice = RefreshDue {
            name: receiver.name.clone(),
            cluster: cluster.name.clone(),
            school: school.name.clone(),
            due_on: stay.due_on,
            notice_months: version.notice_months,
            path: format!("/clusters/{}/agreement/yearly", cluster.slug),
        };
        change.tell(receiver, &notice).await?;
    }
    let data = json!({ "school": school.id, "due_on": stay.due_on, "days_before": days_before });
    change.commit(event(cluster, "agreement.refresh_asked").with(data)).await?;
    Ok(true)
}

/// Schools whose notice has run out leave; one that hosts the cluster or takes part in a tender under way leaves when it no
/// longer does. Answers how many left.
pub async fn end_notices(context: &Context) -> Result<usize> {
    let mut left = 0;
    for notice in store::past_notices(context.read(), words::london_day(context.now)).await? {
        match end_of(context, &notice).await {
            Ok(()) => left += 1,
            Err(Error::Refused { .. } | Error::Stale(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(left)
}

async fn end_of(context: &Context, notice: &leaving_notice::Model) -> Result<()> {
    let change = Change::begin(context).await?;
    let cluster = store::locked(change.tx(), notice.cluster_id).await?.ok_or(Error::NotFound)?;
    settle(&change, notice.id, NoticeState::Ended).await?;
    let_go(&change, &cluster, notice.school_id, notice.ends_on).await?;
    let data = json!({ "school": notice.school_id, "left_on": notice.ends_on });
    change.commit(event(&cluster, "cluster.school_left").with(data).because(notice.reason.clone())).await?;
    Ok(())
}
