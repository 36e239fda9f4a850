//! What is mailed about the agreement, to who speaks for a school's body.

use super::store::Member;
use crate::account;
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::mail::{Notice, Receiver};
use ::entity::membership::Role;
use ::entity::{cluster, ids::*};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// "Does your body agree to version 2?".
#[derive(Serialize)]
struct Proposed<'a> {
    name: &'a str,
    cluster: &'a str,
    school: &'a str,
    version: i32,
    answer_by: NaiveDate,
    path: String,
}

impl Notice for Proposed<'_> {
    const TEMPLATE: &'static str = "mail/agreement_proposed.txt";
}

/// The heads and governors of every member school are asked for their bodies' answer.
pub(super) async fn ask_bodies(
    change: &Change,
    cluster: &cluster::Model,
    members: &[Member],
    (version, answer_by): (i32, NaiveDate),
) -> Result<()> {
    for member in members {
        for receiver in speakers(change, member.school.id).await?.into_values() {
            let notice = Proposed {
                name: &receiver.name.clone(),
                cluster: &cluster.name,
                school: &member.school.name,
                version,
                answer_by,
                path: format!("/clusters/{}/agreement", cluster.slug),
            };
            change.tell(receiver, &notice).await?;
        }
    }
    Ok(())
}

/// Each person once, whatever roles they have.
pub(super) async fn speakers(change: &Change, school: SchoolId) -> Result<BTreeMap<AccountId, Receiver>> {
    let mut all = BTreeMap::new();
    for role in [Role::Headteacher, Role::Governor] {
        all.extend(account::receivers(change.tx(), role, school.0).await?);
    }
    Ok(all)
}
