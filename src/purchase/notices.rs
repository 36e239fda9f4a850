//! Mail about small purchases. No prices stand in it.

use super::rules::Level;
use crate::account;
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::mail::{Notice, Receiver};
use crate::platform::words;
use ::entity::ids::*;
use ::entity::membership::Role;
use ::entity::{quote_asked, quote_request, school};
use chrono::NaiveDate;
use serde::Serialize;

/// To who is asked.
#[derive(Serialize)]
struct Asked {
    name: String,
    school: String,
    title: String,
    need: String,
    starts: NaiveDate,
    years: i32,
    deadline: String,
    /// For a firm that is not registered: whom it answers, by mail.
    reply_to: Option<String>,
    path: String,
}

impl Notice for Asked {
    const TEMPLATE: &'static str = "mail/quote_asked.txt";
}

/// To who was asked: what came of it.
#[derive(Serialize)]
struct Outcome {
    name: String,
    school: String,
    title: String,
    is_chosen: bool,
    is_cancelled: bool,
    reason: String,
    path: Option<String>,
}

impl Notice for Outcome {
    const TEMPLATE: &'static str = "mail/quote_outcome.txt";
}

/// To who can approve.
#[derive(Serialize)]
struct ToApprove {
    name: String,
    school: String,
    what: String,
    title: String,
    path: String,
}

impl Notice for ToApprove {
    const TEMPLATE: &'static str = "mail/purchase_to_approve.txt";
}

/// To who chose or asked: what the approver decided.
#[derive(Serialize)]
struct Decided {
    name: String,
    title: String,
    is_approved: bool,
    reason: String,
    path: String,
}

impl Notice for Decided {
    const TEMPLATE: &'static str = "mail/purchase_decided.txt";
}

/// Everybody at a provider who may answer; a firm that is not registered at its address.
async fn receivers(change: &Change, asked: &quote_asked::Model) -> Result<Vec<Receiver>> {
    let Some(provider) = asked.provider_id else {
        let email = asked.email.clone();
        return Ok(email.into_iter().map(|email| Receiver { name: asked.name.clone(), email }).collect());
    };
    let mut found = account::receivers(change.tx(), Role::ProviderStaff, provider.0).await?;
    found.extend(account::receivers(change.tx(), Role::LaSeller, provider.0).await?);
    Ok(found.into_iter().map(|(_, receiver)| receiver).collect())
}

/// Who asks, by name and address.
async fn asker(change: &Change, school: &school::Model, id: AccountId) -> Result<Option<Receiver>> {
    for role in [Role::BusinessManager, Role::Headteacher] {
        let found = account::receivers(change.tx(), role, school.id.0).await?;
        if let Some((_, receiver)) = found.into_iter().find(|(account, _)| *account == id) {
            return Ok(Some(receiver));
        }
    }
    Ok(None)
}

pub(super) async fn tell_asked(
    change: &Change,
    school: &school::Model,
    quote: &quote_request::Model,
    asked: &[quote_asked::Model],
) -> Result<()> {
    let asker = asker(change, school, quote.asked_by).await?;
    for one in asked {
        let reply_to = asker.as_ref().map(|asker| format!("{}, {}", asker.name, asker.email));
        for receiver in receivers(change, one).await? {
            let notice = Asked {
                name: receiver.name.clone(),
                school: school.name.clone(),
                title: quote.title.clone(),
                need: quote.need.clone(),
                starts: quote.starts_on,
                years: quote.term_years,
                deadline: words::deadline(quote.answers_by),
                reply_to: reply_to.clone().filter(|_| one.provider_id.is_none()),
                path: format!("/quotes/{}", one.id),
            };
            change.tell(receiver, &notice).await?;
        }
    }
    Ok(())
}

/// Tells everybody who was asked; `chosen` is none where it was cancelled.
pub(super) async fn tell_outcome(
    change: &Change,
    school: &school::Model,
    quote: &quote_request::Model,
    asked: &[quote_asked::Model],
    (chosen, reason): (Option<AskedId>, &str),
) -> Result<()> {
    for one in asked {
        for receiver in receivers(change, one).await? {
            let notice = Outcome {
                name: receiver.name.clone(),
                school: school.name.clone(),
                title: quote.title.clone(),
                is_chosen: chosen == Some(one.id),
                is_cancelled: chosen.is_none(),
                reason: reason.to_owned(),
                path: one.provider_id.map(|_| format!("/quotes/{}", one.id)),
            };
            change.tell(receiver, &notice).await?;
        }
    }
    Ok(())
}

/// Tells those nearest to the level who can approve: never who asked.
pub(super) async fn tell_approvers(
    change: &Change,
    school: &school::Model,
    level: Level,
    asked_by: AccountId,
    (what, title, path): (&str, &str, String),
) -> Result<()> {
    for role in level.roles() {
        let mut found = account::receivers(change.tx(), *role, school.id.0).await?;
        found.retain(|(account, _)| *account != asked_by);
        if found.is_empty() {
            continue;
        }
        for (_, receiver) in found {
            let notice = ToApprove {
                name: receiver.name.clone(),
                school: school.name.clone(),
                what: what.to_owned(),
                title: title.to_owned(),
                path: path.clone(),
            };
            change.tell(receiver, &notice).await?;
        }
        return Ok(());
    }
    Ok(())
}

pub(super) async fn tell_decided(
    change: &Change,
    school: &school::Model,
    asked_by: AccountId,
    (title, is_approved, reason, path): (&str, bool, &str, String),
) -> Result<()> {
    let Some(receiver) = asker(change, school, asked_by).await? else { return Ok(()) };
    let notice =
        Decided { name: receiver.name.clone(), title: title.to_owned(), is_approved, reason: reason.to_owned(), path };
    change.tell(receiver, &notice).await
}
