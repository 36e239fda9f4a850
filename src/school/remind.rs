//! Mails 120, 90 and 30 days before notice on a contract is due: each once, to who keeps the school's register.

use super::rules::{REMINDERS, due_for};
use super::store;
use crate::platform::app::App;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::platform::words;
use ::entity::{contract_entry, notice_reminder, school};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde::Serialize;
use serde_json::json;

/// How often it is looked whether a reminder is due.
const EVERY: std::time::Duration = std::time::Duration::from_secs(3_600);

/// "Notice date in 90 days: Broadband".
#[derive(Serialize)]
struct NoticeDue {
    name: String,
    title: String,
    provider: String,
    school: String,
    days: i64,
    notice_on: NaiveDate,
    path: String,
}

impl Notice for NoticeDue {
    const TEMPLATE: &'static str = "mail/notice_due.txt";
}

/// Sends what is due and was not sent; answers how many contracts were reminded of.
pub async fn remind(context: &Context) -> Result<usize> {
    let today = words::london_day(context.now);
    let mut reminded = 0;
    for days_before in REMINDERS {
        let days = i32::try_from(days_before).unwrap_or(i32::MAX);
        loop {
            let due = store::to_remind(context.read(), days, due_for(days_before, today)).await?;
            if due.is_empty() {
                break;
            }
            for (entry, school) in due {
                reminded += usize::from(remind_of(context, entry, &school, days, today).await?);
            }
        }
    }
    Ok(reminded)
}

/// Tells those who keep the register, or else the headteacher. Another process may have been first.
async fn remind_of(
    context: &Context,
    entry: contract_entry::Model,
    school: &school::Model,
    days_before: i32,
    today: NaiveDate,
) -> Result<bool> {
    let Some(notice_on) = entry.notice_on else { return Ok(false) };
    let change = Change::begin(context).await?;
    let row = notice_reminder::Model { entry_id: entry.id, notice_on, days_before, sent_at: change.now() };
    let inserted = row.into_active_model().insert(change.tx()).await;
    match inserted.map_err(|error| Error::on_duplicate(error, Error::stale())) {
        Err(Error::Stale(_)) => return Ok(false),
        other => other?,
    };
    for receiver in super::keepers(change.tx(), school.id).await? {
        let notice = NoticeDue {
            name: receiver.name.clone(),
            title: entry.title.clone(),
            provider: entry.provider_name.clone(),
            school: school.name.clone(),
            days: (notice_on - today).num_days(),
            notice_on,
            path: format!("/schools/{}/spend/{}", school.urn, entry.id),
        };
        change.tell(receiver, &notice).await?;
    }
    let event = Event::new(Chain::School(school.id), "notice.reminded", format!("contract_entry:{}", entry.id));
    change.commit(event.with(json!({ "days_before": days_before }))).await?;
    Ok(true)
}

/// Looks again and again until `stop`.
pub async fn run(app: App, mut stop: tokio::sync::watch::Receiver<bool>) {
    loop {
        if let Err(error) = remind(&Context::platform(&app)).await {
            tracing::error!("notice dates could not be reminded of: {error}");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.changed() => return,
        }
    }
}
