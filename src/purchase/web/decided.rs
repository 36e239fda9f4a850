//! What the pages of a purchase and of a waiver have alike: who asked, what was decided, who may decide, the evidence.

use super::waivers::standing;
use super::{Choice, decisions};
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::purchase;
use ::entity::ids::{AccountId, FileId};
use ::entity::money::Money;
use ::entity::quote_choice::Decision;
use ::entity::school;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What is stored of an approval that was asked for.
pub(super) struct Approval {
    pub(super) value: Money,
    pub(super) asked_by: AccountId,
    pub(super) asked_at: DateTime<Utc>,
    pub(super) decision: Option<Decision>,
    pub(super) decided_by: Option<AccountId>,
    pub(super) reason: Option<String>,
}

/// The part of a page about it.
#[derive(Serialize)]
pub(super) struct Decided {
    by: String,
    at: DateTime<Utc>,
    standing: &'static str,
    tag: &'static str,
    decided_by: Option<String>,
    decided_reason: Option<String>,
    may_decide: bool,
    why_not: Option<String>,
    decisions: Vec<Choice>,
}

impl Decided {
    pub(super) async fn of(visit: &Visit, school: &school::Model, approval: Approval) -> Result<Self> {
        let people = [Some(approval.asked_by), approval.decided_by].into_iter().flatten();
        let names = purchase::names_of(visit.read(), people).await?;
        let limits = purchase::in_force(visit.read(), school.id, words::london_day(visit.now)).await?.limits;
        let may = purchase::approval(visit, school, approval.value, &limits, approval.asked_by);
        let waits = approval.decision.is_none();
        let (standing, tag) = standing(approval.decision);
        Ok(Self {
            by: names.get(&approval.asked_by).cloned().unwrap_or_default(),
            at: approval.asked_at,
            standing,
            tag,
            decided_by: approval.decided_by.and_then(|by| names.get(&by).cloned()),
            decided_reason: approval.reason.filter(|reason| !reason.is_empty()),
            may_decide: waits && may.is_ok(),
            why_not: may.err().filter(|_| waits).map(|refusal| refusal.to_string()),
            decisions: decisions(),
        })
    }

    pub(super) fn sample(is_full: bool) -> Self {
        Self {
            by: "Bea".to_owned(),
            at: DateTime::UNIX_EPOCH,
            standing: "Approved",
            tag: "done",
            decided_by: is_full.then(|| "Hal".to_owned()),
            decided_reason: is_full.then(|| "Agreed".to_owned()),
            may_decide: !is_full,
            why_not: is_full.then(|| "Somebody else must approve this".to_owned()),
            decisions: decisions(),
        }
    }
}

/// The file that was kept as evidence, if there is one.
pub(super) async fn attached(visit: &Visit, file: Option<FileId>, name: Option<String>) -> Result<Response> {
    let (file, name) = file.zip(name).ok_or(Error::NotFound)?;
    let (media_type, bytes) = purchase::read_evidence(visit, file).await?;
    Ok(download::attachment(&name, &media_type, bytes))
}
