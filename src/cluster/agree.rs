//! The agreement: a version is recorded, bodies agree to it by minute, the chair brings it into force.

use super::found::event;
use super::{rules, store};
use crate::committee;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::agreement::{Majority, SharingRule};
use ::entity::{agreement, agreement_signature, cluster, ids::*};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use serde_json::json;

/// What a version of the agreement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVersion {
    pub text: String,
    pub sharing_rule: SharingRule,
    pub majority: Majority,
    /// Does the chair decide a tie?
    pub casting_vote: bool,
}

/// The newest version and who has not agreed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub version: agreement::Model,
    pub signatures: Vec<agreement_signature::Model>,
    /// Members whose body has not agreed, in the cluster's order.
    pub waiting: Vec<store::Member>,
}

/// How far the newest version is. Four queries.
pub async fn standing(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Option<Standing>> {
    let Some(version) = store::newest_agreement(connection, cluster).await? else { return Ok(None) };
    let signatures = store::signatures(connection, [version.id]).await?;
    let mut waiting = store::members(connection, cluster).await?;
    waiting.retain(|member| signatures.iter().all(|signature| signature.school_id != member.school.id));
    Ok(Some(Standing { version, signatures, waiting }))
}

/// Records the next version as a proposal.
pub async fn record_version(context: &Context, cluster: &cluster::Model, new: NewVersion) -> Result<i32> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordAgreement, &place)?;
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    committee::rule_is_decided(&change, cluster.id, new.sharing_rule).await?;
    let number = store::next_version(change.tx(), cluster.id).await?;
    let row = agreement::ActiveModel {
        id: Set(AgreementId::new(change.now())),
        cluster_id: Set(cluster.id),
        version: Set(number),
        text: Set(new.text),
        sharing_rule: Set(new.sharing_rule),
        majority: Set(new.majority),
        casting_vote: Set(new.casting_vote),
        recorded_at: Set(change.now()),
        adopted_at: Set(None),
        withdrawn_at: Set(None),
    };
    row.insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    let data = json!({
        "version": number, "sharing_rule": new.sharing_rule, "majority": new.majority, "casting_vote": new.casting_vote,
    });
    change.commit(event(cluster, "agreement.recorded").with(data)).await?;
    Ok(number)
}

/// Records that a school's body agreed to a version: by that school's head or governor, or by the chair or clerk on the
/// evidence of its minute.
pub async fn agree(
    context: &Context,
    cluster: &cluster::Model,
    number: i32,
    school: SchoolId,
    minute_reference: &str,
    agreed_on: NaiveDate,
) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    if !context.actor.may(Action::RecordAgreement, &place) {
        context.actor.require(Action::AgreeForBody, &Place::school(school))?;
    }
    if agreed_on > words::london_day(context.now) {
        return Err(Error::field("agreed_on-day", "Enter the day of the meeting, today or earlier"));
    }
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let version = store::version(change.tx(), cluster.id, number).await?.ok_or(Error::NotFound)?;
    let newest = store::newest_agreement(change.tx(), cluster.id).await?.map_or(number, |newest| newest.version);
    let in_force = store::agreement_in_force(change.tx(), cluster.id).await?.map(|in_force| in_force.version);
    rules::may_agree(&version, newest, in_force).map_err(Error::refused)?;
    insert_signature(context, &change, &version, school, minute_reference, agreed_on).await?;
    let data = json!({
        "version": number, "school": school, "minute_reference": minute_reference, "agreed_on": agreed_on,
    });
    change.commit(event(cluster, "agreement.agreed").with(data)).await?;
    Ok(())
}

async fn insert_signature(
    context: &Context,
    change: &Change,
    version: &agreement::Model,
    school: SchoolId,
    minute_reference: &str,
    agreed_on: NaiveDate,
) -> Result<()> {
    let members = store::members(change.tx(), version.cluster_id).await?;
    let member = members.into_iter().find(|member| member.school.id == school);
    let member = member.ok_or_else(|| Error::field("school", "Choose a school of the cluster"))?;
    let row = agreement_signature::ActiveModel {
        agreement_id: Set(version.id),
        school_id: Set(school),
        body_name: Set(member.school.body_name()),
        minute_reference: Set(minute_reference.to_owned()),
        agreed_on: Set(agreed_on),
        recorded_by: Set(context.actor.account),
        recorded_at: Set(change.now()),
    };
    let twice = format!("{} has agreed to this version already", member.school.body_name());
    row.insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::field("school", twice)))?;
    Ok(())
}

/// The chair brings the newest version into force, once the body of every school in the cluster has agreed to it.
pub async fn adopt(context: &Context, cluster: &cluster::Model, number: i32) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::AdoptAgreement, &place)?;
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let version = store::version(change.tx(), cluster.id, number).await?.ok_or(Error::NotFound)?;
    let standing = standing(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let waiting: Vec<String> = standing.waiting.into_iter().map(|member| member.school.name).collect();
    rules::adopt(&version, standing.version.version, &waiting).map_err(Error::refused)?;
    let mut row = version.into_active_model();
    row.adopted_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(event(cluster, "agreement.adopted").with(json!({ "version": number }))).await?;
    Ok(())
}

/// The chair or the clerk takes back a proposed version; the one in force stays.
pub async fn withdraw(context: &Context, cluster: &cluster::Model, number: i32, reason: &str) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordAgreement, &place)?;
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let version = store::version(change.tx(), cluster.id, number).await?.ok_or(Error::NotFound)?;
    rules::may_withdraw(&version).map_err(Error::refused)?;
    let mut row = version.into_active_model();
    row.withdrawn_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let entry = event(cluster, "agreement.withdrawn").with(json!({ "version": number })).because(reason);
    change.commit(entry).await?;
    Ok(())
}
