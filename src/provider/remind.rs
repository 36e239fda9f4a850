//! Letters 60, 30 and 7 days before a certificate expires, each once; and what home says of it.

use super::rules::evidence::{Standing, TOLD_BEFORE, standing, told_of};
use super::store;
use crate::account;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::{Notice, Receiver};
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::ids::*;
use ::entity::membership::Role;
use ::entity::{evidence_reminder, provider_evidence};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// "Evidence expires on 1 June: hygiene rating".
#[derive(Serialize)]
struct EvidenceExpires {
    name: String,
    title: String,
    day: String,
    expires_on: NaiveDate,
    path: String,
}

impl Notice for EvidenceExpires {
    const TEMPLATE: &'static str = "mail/evidence_expires.txt";
}

/// Sends what is due and was not sent; answers how many certificates were told of.
pub async fn remind(context: &Context) -> Result<usize> {
    let today = words::london_day(context.now);
    let mut told = 0;
    for days_before in TOLD_BEFORE {
        let days = i32::try_from(days_before).unwrap_or(i32::MAX);
        loop {
            let due = store::expiring(context.read(), days, told_of(days_before, today)).await?;
            if due.is_empty() {
                break;
            }
            for evidence in due {
                told += usize::from(remind_of(context, evidence, days).await?);
            }
        }
    }
    Ok(told)
}

/// Tells everybody who sells for the organisation. Another process may have been first.
async fn remind_of(context: &Context, evidence: provider_evidence::Model, days_before: i32) -> Result<bool> {
    let Some(expires_on) = evidence.expires_on else { return Ok(false) };
    let change = Change::begin(context).await?;
    let row = evidence_reminder::Model { evidence_id: evidence.id, days_before, sent_at: change.now() };
    let inserted = row.into_active_model().insert(change.tx()).await;
    match inserted.map_err(|error| Error::on_duplicate(error, Error::stale())) {
        Err(Error::Stale(_)) => return Ok(false),
        other => other?,
    };
    for receiver in sellers(&change, evidence.provider_id).await?.into_values() {
        let notice = EvidenceExpires {
            name: receiver.name.clone(),
            title: evidence.name.clone(),
            day: expires_on.format("%-d %B").to_string(),
            expires_on,
            path: format!("/organisation/evidence/{}/renew", evidence.id),
        };
        change.tell(receiver, &notice).await?;
    }
    let event =
        Event::new(Chain::Provider(evidence.provider_id), "evidence.reminded", format!("evidence:{}", evidence.id));
    change.commit(event.with(json!({ "days_before": days_before }))).await?;
    Ok(true)
}

/// Each person once, whatever roles they have.
async fn sellers(change: &Change, provider: ProviderId) -> Result<BTreeMap<AccountId, Receiver>> {
    let mut all = BTreeMap::new();
    for role in [Role::ProviderStaff, Role::LaSeller] {
        all.extend(account::receivers(change.tx(), role, provider.0).await?);
    }
    Ok(all)
}

/// Certificates to renew, for who keeps the organisation's.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let hat = context.actor.hats().iter().find(|hat| Action::EditOrganisation.roles().contains(&hat.role));
    let Some((hat, provider)) = hat.and_then(|hat| Some((hat, ProviderId(hat.scope_id?)))) else {
        return Ok(Vec::new());
    };
    let today = words::london_day(context.now);
    let held = store::evidence(context.read(), provider).await?;
    let why = format!("You are {}", hat.role.title().to_lowercase());
    let todo = |held: provider_evidence::Model| {
        let day = held.expires_on.filter(|_| standing(held.expires_on, today) != Standing::Valid)?;
        let href = format!("/organisation/evidence/{}/renew", held.id);
        Some(ToDo::new(format!("Renew the evidence {}", held.name), href, why.clone()).due(day))
    };
    Ok(held.into_iter().filter_map(todo).collect())
}
