//! What a body says of a version: it agrees, or it declines. Nothing binds a school whose body has not agreed.

use super::agree::taking;
use super::found::event;
use super::rules::form;
use super::{rules, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::{agreement, agreement_refusal, agreement_signature, cluster, ids::*};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

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
    let (change, version, member) = answering(context, cluster, number, school, ("agreed_on-day", agreed_on)).await?;
    form::check(version.form, &taking(std::slice::from_ref(&member)))
        .map_err(|misfit| Error::field("school", misfit))?;
    let row = agreement_signature::Model {
        agreement_id: version.id,
        school_id: school,
        body_name: member.school.body_name(),
        minute_reference: minute_reference.to_owned(),
        agreed_on,
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    };
    let twice = format!("{} has agreed to this version already", member.school.body_name());
    let row = row.into_active_model();
    row.insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::field("school", twice)))?;
    let data = json!({
        "version": number, "school": school, "minute_reference": minute_reference, "agreed_on": agreed_on,
    });
    change.commit(event(cluster, "agreement.agreed").with(data)).await?;
    Ok(())
}

/// That a body declines a version, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub school: SchoolId,
    pub reason: String,
    pub minute_reference: String,
    pub declined_on: NaiveDate,
}

/// Records that a school's body declines a version: by the same people who record that it agrees.
pub async fn decline(context: &Context, cluster: &cluster::Model, number: i32, new: Refused) -> Result<()> {
    let day = ("declined_on-day", new.declined_on);
    let (change, version, member) = answering(context, cluster, number, new.school, day).await?;
    let signatures = store::signatures(change.tx(), [version.id]).await?;
    let body = member.school.body_name();
    if signatures.iter().any(|signature| signature.school_id == new.school) {
        let sentence = format!("{body} has agreed to this version. Its school leaves by giving notice");
        return Err(Error::field("declining_school", sentence));
    }
    let row = agreement_refusal::Model {
        agreement_id: version.id,
        school_id: new.school,
        body_name: body.clone(),
        reason: new.reason.clone(),
        minute_reference: new.minute_reference.clone(),
        declined_on: new.declined_on,
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    };
    let twice = Error::field("declining_school", format!("{body} has declined this version already"));
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, twice))?;
    let data = json!({ "version": number, "school": new.school, "minute_reference": new.minute_reference });
    change.commit(event(cluster, "agreement.declined").with(data).because(new.reason)).await?;
    Ok(())
}

/// Whoever may record what a body says, of a version that it may still be said of.
async fn answering(
    context: &Context,
    cluster: &cluster::Model,
    number: i32,
    school: SchoolId,
    (field, day): (&str, NaiveDate),
) -> Result<(Change, agreement::Model, store::Member)> {
    may_speak(context, cluster.id, school).await?;
    if day > words::london_day(context.now) {
        return Err(Error::field(field, "Enter the day of the meeting, today or earlier"));
    }
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let version = store::version(change.tx(), cluster.id, number).await?.ok_or(Error::NotFound)?;
    let newest = store::newest_agreement(change.tx(), cluster.id).await?.map_or(number, |newest| newest.version);
    let in_force = store::agreement_in_force(change.tx(), cluster.id).await?.map(|in_force| in_force.version);
    rules::may_answer(&version, newest, in_force).map_err(Error::refused)?;
    let members = store::members(change.tx(), cluster.id).await?;
    let member = members.into_iter().find(|member| member.school.id == school);
    let member = member.ok_or_else(|| Error::field("school", "Choose a school of the cluster"))?;
    Ok((change, version, member))
}

/// A body's word is recorded by its head or a governor, or by the chair or the clerk.
pub(super) async fn may_speak(context: &Context, cluster: ClusterId, school: SchoolId) -> Result<()> {
    let place = store::place_of(context.read(), cluster).await?;
    if !context.actor.may(Action::RecordAgreement, &place) {
        context.actor.require(Action::AgreeForBody, &Place::school(school))?;
    }
    Ok(())
}
