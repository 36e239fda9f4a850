//! Options appraisals: every save is a version, and versions are compared.

use super::rules::{Appraised, sound};
use super::{authority, store};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::{appraisal, appraisal_version, ids::*, provider, survey};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

/// A version beside another one of the same appraisal.
#[derive(Clone, Debug)]
pub struct Compared {
    pub authority: provider::Model,
    pub appraisal: appraisal::Model,
    pub version: appraisal_version::Model,
    pub content: Appraised,
    /// The version that it is compared with.
    pub other: Option<(i32, Appraised)>,
    /// Number and day of every version, the newest first.
    pub versions: Vec<appraisal_version::Model>,
    /// The surveys behind it.
    pub surveys: Vec<survey::Model>,
}

/// An authority's appraisals, the newest first. Two queries.
pub async fn shelf(context: &Context, code: &str) -> Result<(provider::Model, Vec<appraisal::Model>)> {
    let authority = authority(context, code).await?;
    let all = store::appraisals(context.read(), authority.id).await?;
    Ok((authority, all))
}

/// One appraisal: its newest version or the one with this number, beside another if asked for.
pub async fn compared(
    context: &Context,
    code: &str,
    id: AppraisalId,
    number: Option<i32>,
    with: Option<i32>,
) -> Result<Compared> {
    let authority = authority(context, code).await?;
    let appraisal = store::appraisal(context.read(), authority.id, id).await?.ok_or(Error::NotFound)?;
    let versions = store::versions(context.read(), id).await?;
    let find = |number: i32| versions.iter().find(|version| version.number == number).cloned().ok_or(Error::NotFound);
    let version = match number {
        Some(number) => find(number)?,
        None => versions.first().cloned().ok_or(Error::NotFound)?,
    };
    let other = match with {
        Some(number) => Some((number, serde_json::from_value(find(number)?.content)?)),
        None => None,
    };
    let surveys = store::of_authority(context.read(), authority.id, Some(id)).await?;
    let content = serde_json::from_value(version.content.clone())?;
    Ok(Compared { authority, appraisal, version, content, other, versions, surveys })
}

/// Saves a version: of a new appraisal, or the next of one.
pub async fn save(
    context: &Context,
    code: &str,
    of: Option<AppraisalId>,
    title: &str,
    content: &Appraised,
) -> Result<AppraisalId> {
    let authority = authority(context, code).await?;
    if let Some((field, sentence)) = sound(content).into_iter().next() {
        return Err(Error::field(field, sentence));
    }
    let change = Change::begin(context).await?;
    let id = match of {
        Some(id) => store::appraisal(change.tx(), authority.id, id).await?.ok_or(Error::NotFound)?.id,
        None => {
            let id = AppraisalId::new(change.now());
            let row =
                appraisal::Model { id, provider_id: authority.id, title: title.to_owned(), started_at: change.now() };
            row.into_active_model().insert(change.tx()).await?;
            id
        }
    };
    let number = store::newest(change.tx(), id).await? + 1;
    let row = appraisal_version::Model {
        appraisal_id: id,
        number,
        content: serde_json::to_value(content)?,
        saved_by: context.actor.account,
        saved_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    let event = Event::new(Chain::Provider(authority.id), "appraisal.saved", format!("appraisal:{id}"));
    change.commit(event.with(json!({ "version": number }))).await?;
    Ok(id)
}
