//! Letters 7 and 2 days before a meeting, each once.

use super::letters::{self, Coming};
use super::{event, store};
use crate::cluster;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::{committee_meeting, committee_reminder};
use chrono::Duration;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

/// Days before a meeting.
const TOLD_BEFORE: [i32; 2] = [7, 2];

/// Sends what is due and was not sent; answers how many meetings were told of.
pub async fn remind(context: &Context) -> Result<usize> {
    let mut told = 0;
    for days_before in TOLD_BEFORE {
        let until = context.now + Duration::days(i64::from(days_before));
        loop {
            let due = store::unreminded(context.read(), days_before, (context.now, until)).await?;
            if due.is_empty() {
                break;
            }
            for meeting in due {
                told += usize::from(remind_of(context, &meeting, days_before).await?);
            }
        }
    }
    Ok(told)
}

/// Whoever was called within those days has heard of it already. Another process may have been first.
async fn remind_of(context: &Context, meeting: &committee_meeting::Model, days_before: i32) -> Result<bool> {
    let change = Change::begin(context).await?;
    let row = committee_reminder::Model { meeting_id: meeting.id, days_before, sent_at: change.now() };
    let inserted = row.into_active_model().insert(change.tx()).await;
    match inserted.map_err(|error| Error::on_duplicate(error, Error::stale())) {
        Err(Error::Stale(_)) => return Ok(false),
        other => other?,
    };
    let before = meeting.starts_at - Duration::days(i64::from(days_before));
    let is_news = meeting.called_at.is_some_and(|called| called < before);
    if is_news {
        let cluster = cluster::by_id(change.tx(), meeting.cluster_id).await?.ok_or(Error::NotFound)?;
        let notice = Coming {
            cluster: cluster.name,
            days: days_before,
            day: words::short_date(words::london_day(meeting.starts_at)),
            when: words::deadline(meeting.starts_at),
            place: meeting.place.clone(),
            path: format!("/clusters/{}/meetings/{}", cluster.slug, meeting.number),
        };
        letters::tell_members(&change, meeting.cluster_id, &notice).await?;
    }
    let entry = event(meeting.cluster_id, "committee.reminded", format!("meeting:{}", meeting.id));
    change.commit(entry.with(json!({ "days_before": days_before, "told": is_news }))).await?;
    Ok(is_news)
}
