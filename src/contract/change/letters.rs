//! What is mailed about changes: the second person and the parties are asked, then both sides hear what came of it. Letters
//! carry no prices.

use super::super::store::Held;
use crate::account;
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::mail::{Notice, Receiver};
use crate::platform::words;
use ::entity::contract_change::{ChangeKind, Model as Row};
use ::entity::ids::*;
use ::entity::membership::Role;
use chrono::NaiveDate;
use sea_orm::entity::prelude::Uuid;
use serde::Serialize;
use std::collections::BTreeMap;

const OFFICES: [Role; 3] = [Role::Chair, Role::ViceChair, Role::Clerk];
const SELLERS: [Role; 2] = [Role::ProviderStaff, Role::LaSeller];
const BODY: [Role; 2] = [Role::Headteacher, Role::Governor];

/// To the other people who can approve it.
#[derive(Serialize)]
struct ToApprove<'a> {
    contract: &'a str,
    number: i32,
    what: &'a str,
    why: &'a str,
    starts_on: NaiveDate,
    path: String,
}

impl Notice for ToApprove<'_> {
    const TEMPLATE: &'static str = "mail/contract_change_to_approve.txt";
}

/// To the provider, and to the body of a school that joins.
#[derive(Serialize)]
struct ToSign<'a> {
    contract: &'a str,
    number: i32,
    what: &'a str,
    why: &'a str,
    starts_on: NaiveDate,
    path: String,
}

impl Notice for ToSign<'_> {
    const TEMPLATE: &'static str = "mail/contract_change_to_sign.txt";
}

/// To both sides.
#[derive(Serialize)]
struct Settled<'a> {
    contract: &'a str,
    number: i32,
    what: &'a str,
    /// None: it was refused.
    holds_from: Option<String>,
    reason: &'a str,
    path: String,
}

impl Notice for Settled<'_> {
    const TEMPLATE: &'static str = "mail/contract_change_settled.txt";
}

type Told = BTreeMap<AccountId, Receiver>;

async fn people(change: &Change, roles: &[Role], scope: Uuid) -> Result<Told> {
    let mut all = BTreeMap::new();
    for role in roles {
        all.extend(account::receivers(change.tx(), *role, scope).await?);
    }
    Ok(all)
}

async fn tell(change: &Change, told: Told, notice: &impl Notice) -> Result<()> {
    for receiver in told.into_values() {
        change.tell(receiver, notice).await?;
    }
    Ok(())
}

fn path(held: &Held, row: &Row) -> String {
    format!("/contracts/{}/changes/{}", held.contract.id, row.number)
}

/// It is proposed: the other offices of the cluster are asked for the second approval.
pub(super) async fn ask_second(change: &Change, held: &Held, row: &Row) -> Result<()> {
    let mut told = people(change, &OFFICES, held.cluster.id.0).await?;
    told.retain(|account, _| Some(*account) != row.proposed_by);
    let notice = ToApprove {
        contract: &held.contract.title,
        number: row.number,
        what: &row.what,
        why: &row.why,
        starts_on: row.starts_on,
        path: path(held, row),
    };
    tell(change, told, &notice).await
}

/// Two people approved it: the provider is asked to sign, and the body of a school that joins.
pub(super) async fn ask_parties(change: &Change, held: &Held, row: &Row) -> Result<()> {
    let mut told = people(change, &SELLERS, held.provider.id.0).await?;
    if let Some(school) = row.school_id.filter(|_| row.kind == ChangeKind::Joining) {
        told.extend(people(change, &BODY, school.0).await?);
    }
    let notice = ToSign {
        contract: &held.contract.title,
        number: row.number,
        what: &row.what,
        why: &row.why,
        starts_on: row.starts_on,
        path: path(held, row),
    };
    tell(change, told, &notice).await
}

/// It holds, or it was refused with this reason: the cluster's offices, the provider and a school that it is about hear it.
/// Whoever did it knows.
pub(super) async fn tell_settled(change: &Change, held: &Held, row: &Row, refused: Option<&str>) -> Result<()> {
    let mut told = people(change, &OFFICES, held.cluster.id.0).await?;
    told.extend(people(change, &SELLERS, held.provider.id.0).await?);
    if let Some(school) = row.school_id {
        told.extend(people(change, &BODY, school.0).await?);
    }
    if let Ok(by) = change.by() {
        told.remove(&by);
    }
    let notice = Settled {
        contract: &held.contract.title,
        number: row.number,
        what: &row.what,
        holds_from: refused.is_none().then(|| words::date(row.starts_on)),
        reason: refused.unwrap_or(&row.why),
        path: path(held, row),
    };
    tell(change, told, &notice).await
}
