//! Certificates and policies that an organisation keeps once, with the day on which each expires.

use super::store;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::files;
use ::entity::ids::*;
use ::entity::provider_evidence;
use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _};
use serde_json::json;

/// More documents than an organisation shows anybody.
const MOST: usize = 50;

/// A document to keep.
#[derive(Clone, Debug)]
pub struct NewEvidence {
    /// What it is: "Food hygiene".
    pub name: String,
    pub file_name: String,
    pub expires_on: Option<NaiveDate>,
}

/// What the organisation keeps, the next to expire first.
pub async fn evidence(context: &Context, provider: ProviderId) -> Result<Vec<provider_evidence::Model>> {
    context.actor.require_sight(Action::SeeOrganisation, &Place::provider(provider))?;
    store::evidence(context.read(), provider).await
}

/// Keeps a document.
pub async fn keep_evidence(context: &Context, provider: ProviderId, new: NewEvidence, bytes: &[u8]) -> Result<()> {
    context.actor.require(Action::EditOrganisation, &Place::provider(provider))?;
    if store::evidence(context.read(), provider).await?.len() >= MOST {
        return Err(Error::field("file", format!("You can keep {MOST} documents. Remove one first")));
    }
    keep(context, provider, new, bytes, None).await
}

/// Keeps a document in place of the one that it renews: what rests on that rests on this.
pub async fn renew_evidence(
    context: &Context,
    provider: ProviderId,
    id: ProviderEvidenceId,
    new: NewEvidence,
    bytes: &[u8],
) -> Result<()> {
    context.actor.require(Action::EditOrganisation, &Place::provider(provider))?;
    let before = one(context, provider, id).await?;
    keep(context, provider, new, bytes, Some(before)).await
}

async fn keep(
    context: &Context,
    provider: ProviderId,
    new: NewEvidence,
    bytes: &[u8],
    before: Option<provider_evidence::Model>,
) -> Result<()> {
    let account = context.actor.require_account()?;
    let stored = context.app.files.store(&format!("provider:{provider}"), &new.file_name, bytes, context.now).await;
    let file = stored.map_err(|error| match error {
        Error::Refused { field: None, sentence } => Error::field("file", sentence),
        other => other,
    })?;
    let change = Change::begin(context).await?;
    files::keep(change.tx(), &file).await?;
    let id = ProviderEvidenceId::new(change.now());
    let row = provider_evidence::Model {
        id,
        provider_id: provider,
        first_id: before.as_ref().map_or(id, |before| before.first_id),
        name: new.name,
        file_id: file.id,
        file_name: new.file_name,
        media_type: file.media_type,
        expires_on: new.expires_on,
        added_by: account,
        added_at: change.now(),
        removed_at: None,
    };
    row.into_active_model().insert(change.tx()).await?;
    let renews = before.as_ref().map(|before| before.id);
    if let Some(before) = renews {
        take_out(&change, before).await?;
    }
    let event = Event::new(Chain::Provider(provider), "provider.evidence_kept", format!("evidence:{id}"));
    change.commit(event.with(json!({ "expires_on": new.expires_on, "renews": renews }))).await?;
    Ok(())
}

/// Two who renew or remove the same document at once: the second is told so.
async fn take_out(change: &Change, id: ProviderEvidenceId) -> Result<()> {
    let taken = provider_evidence::Entity::update_many()
        .col_expr(provider_evidence::Column::RemovedAt, Expr::value(change.now()))
        .filter(provider_evidence::Column::Id.eq(id))
        .filter(provider_evidence::Column::RemovedAt.is_null())
        .exec(change.tx())
        .await?;
    if taken.rows_affected == 0 { Err(Error::stale()) } else { Ok(()) }
}

/// Stops offering a document; bids that used it have their own copy.
pub async fn remove_evidence(context: &Context, provider: ProviderId, id: ProviderEvidenceId) -> Result<()> {
    context.actor.require(Action::EditOrganisation, &Place::provider(provider))?;
    one(context, provider, id).await?;
    let change = Change::begin(context).await?;
    take_out(&change, id).await?;
    let event = Event::new(Chain::Provider(provider), "provider.evidence_removed", format!("evidence:{id}"));
    change.commit(event).await?;
    Ok(())
}

/// One that is kept now.
pub async fn one(context: &Context, provider: ProviderId, id: ProviderEvidenceId) -> Result<provider_evidence::Model> {
    let all = evidence(context, provider).await?;
    all.into_iter().find(|held| held.id == id).ok_or(Error::NotFound)
}

/// A kept document with its bytes.
pub async fn read_evidence(
    context: &Context,
    provider: ProviderId,
    id: ProviderEvidenceId,
) -> Result<(provider_evidence::Model, Vec<u8>)> {
    let held = one(context, provider, id).await?;
    let bytes = context.app.files.read(held.file_id).await?;
    Ok((held, bytes))
}
