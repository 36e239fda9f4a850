//! An organisation writes a listing, has a second person review it, publishes each version of it for good, and withdraws it.

mod due;
mod review;
mod to_do;
mod withdraw;

pub use due::settle;
pub use review::{Reviewed, publish, publish_as_read, reviewed, reviewing, send, send_back};
pub use to_do::to_do;
pub use withdraw::{keep_on, withdraw};

use super::rules::{self, Act, Phase, Refusal, check_content, free_slug, settled, slug_of, step, waits};
use super::{find, store};
use crate::account;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::provider;
use ::entity::listing::{Content, ListingKind, ListingState};
use ::entity::listing_area::{self, EVERYWHERE};
use ::entity::listing_phase::{self, EVERY_PHASE};
use ::entity::provider::Model as Provider;
use ::entity::{ids::*, listing, listing_version};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};
use serde_json::json;
use std::collections::HashMap;

/// A listing and the organisation that it is of, for those who may see the organisation's pages; else not found.
pub async fn seen(context: &Context, id: ListingId) -> Result<(listing::Model, Provider)> {
    let listing = store::listing_by_id(context.read(), id).await?.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::SeeOrganisation, &Place::provider(listing.provider_id))?;
    let provider = provider::by_id(context.read(), listing.provider_id).await?.ok_or(Error::NotFound)?;
    Ok((listing, provider))
}

/// Whether the actor may write listings of this kind for the organisation: an SLA needs the authority's seller.
pub fn require_edit(context: &Context, provider: ProviderId, kind: ListingKind) -> Result<()> {
    let place = Place::provider(provider);
    context.actor.require_sight(Action::SeeOrganisation, &place)?;
    let action = if kind == ListingKind::Sla { Action::PublishSla } else { Action::EditListings };
    context.actor.require(action, &place)?;
    Ok(())
}

pub(super) fn refusal(refusal: Refusal) -> Error {
    Error::field(refusal.field(), refusal)
}

/// Begins a listing with the draft of its first version.
pub async fn draft(
    context: &Context,
    provider: &Provider,
    category: CategoryId,
    kind: ListingKind,
    content: Content,
) -> Result<ListingId> {
    require_edit(context, provider.id, kind)?;
    let content = settled(kind, provider, content);
    check_content(kind, provider, &content).map_err(refusal)?;
    check_certificates(context, provider.id, &content).await?;
    let change = Change::begin(context).await?;
    let taken = store::slugs_like(change.tx(), category, &slug_of(&content.title)).await?;
    let row = listing::Model {
        id: ListingId::new(change.now()),
        provider_id: provider.id,
        category_id: category,
        slug: free_slug(&content.title, "listing", &taken),
        kind,
        state: ListingState::Draft,
        price_visibility: content.price_visibility,
        version_id: None,
        draft: Some(content),
        sent_by: None,
        sent_at: None,
        sent_back: None,
        next_version_id: None,
        withdrawal_reason: None,
        is_rated: false,
        created_at: change.now(),
    };
    let id = row.id;
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    let event = Event::new(Chain::Provider(provider.id), "listing.drafted", format!("listing:{id}"));
    change.commit(event.with(json!({ "kind": kind }))).await?;
    Ok(id)
}

/// Writes the draft of the next version; what is published stays as it is.
pub async fn redraft(context: &Context, id: ListingId, content: Content) -> Result<()> {
    let (listing, provider) = seen(context, id).await?;
    require_edit(context, provider.id, listing.kind)?;
    let content = settled(listing.kind, &provider, content);
    check_content(listing.kind, &provider, &content).map_err(refusal)?;
    check_certificates(context, provider.id, &content).await?;
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    stepped(&change, &held, Act::Write).await?;
    // A list that was taken back may have left a last day, which this form does not ask for.
    let content = Content { withdraws_on: held.draft.as_ref().and_then(|draft| draft.withdraws_on), ..content };
    let mut row = held.into_active_model();
    row.draft = Set(Some(content));
    row.sent_by = Set(None);
    row.sent_at = Set(None);
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Provider(provider.id), "listing.drafted", format!("listing:{id}"));
    change.commit(event.with(json!({ "kind": listing.kind }))).await?;
    Ok(())
}

/// A listing rests on its own organisation's certificates.
async fn check_certificates(context: &Context, provider: ProviderId, content: &Content) -> Result<()> {
    if content.evidence_ids.is_empty() {
        return Ok(());
    }
    let held = provider::certificates(context.read(), &content.evidence_ids).await?;
    let is_own = |id: &ProviderEvidenceId| held.iter().any(|held| held.first_id == *id && held.provider_id == provider);
    if content.evidence_ids.iter().all(is_own) {
        Ok(())
    } else {
        Err(Error::field("evidence_ids", "Choose from the certificates that your organisation keeps"))
    }
}

/// Drops the draft of the next version; what is published stays.
pub async fn discard(context: &Context, id: ListingId) -> Result<()> {
    let (seen, provider) = seen(context, id).await?;
    require_edit(context, provider.id, seen.kind)?;
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    stepped(&change, &held, Act::Discard).await?;
    let mut row = held.into_active_model();
    undraft(&mut row);
    row.update(change.tx()).await?;
    change.commit(Event::new(Chain::Provider(provider.id), "listing.discarded", format!("listing:{id}"))).await?;
    Ok(())
}

/// Where the listing stands once the act is done; refused where it cannot be.
async fn stepped(change: &Change, held: &listing::Model, act: Act) -> Result<Phase> {
    let shown = shown(change.tx(), held).await?;
    let now = rules::phase(held, shown.as_ref(), words::london_day(change.now()));
    step(now, act).map_err(Error::refused)
}

/// The version that everybody sees.
pub async fn shown(
    connection: &impl sea_orm::ConnectionTrait,
    listing: &listing::Model,
) -> Result<Option<listing_version::Model>> {
    match listing.version_id {
        Some(id) => store::version_by_id(connection, id).await,
        None => Ok(None),
    }
}

/// No draft, and nothing in review.
fn undraft(row: &mut listing::ActiveModel) {
    row.draft = Set(None);
    row.sent_by = Set(None);
    row.sent_at = Set(None);
    row.sent_back = Set(None);
}

pub(super) async fn locked(transaction: &DatabaseTransaction, id: ListingId) -> Result<listing::Model> {
    listing::Entity::find_by_id(id).lock_exclusive().one(transaction).await?.ok_or(Error::NotFound)
}

/// Writes the next version of a listing; answers it and its number. It is shown at once, or from its first day where
/// the version before still holds until then.
pub(super) async fn next_version(
    context: &Context,
    change: &Change,
    held: listing::Model,
    content: Content,
) -> Result<(ListingVersionId, i32)> {
    let number = store::last_number(change.tx(), held.id).await? + 1;
    let version = version_of(&content, &held, number, context, change)?;
    let version_id = version.id;
    let inserted = version.clone().into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    let shown = shown(change.tx(), &held).await?.filter(|_| held.state == ListingState::Published);
    let waits = shown.is_some_and(|shown| waits(&shown, &version, words::london_day(change.now())));
    let mut row = held.clone().into_active_model();
    undraft(&mut row);
    row.price_visibility = Set(content.price_visibility);
    if waits {
        row.next_version_id = Set(Some(version_id));
        row.update(change.tx()).await?;
    } else {
        show(change.tx(), row, &held, &version, &content).await?;
    }
    Ok((version_id, number))
}

/// Shows a version to everybody, where it is offered and as it is found.
async fn show(
    transaction: &DatabaseTransaction,
    mut row: listing::ActiveModel,
    held: &listing::Model,
    version: &listing_version::Model,
    content: &Content,
) -> Result<()> {
    offer_to(transaction, held.id, content).await?;
    find::index(transaction, held, version, &content.areas).await?;
    row.state = Set(ListingState::Published);
    row.version_id = Set(Some(version.id));
    row.update(transaction).await?;
    Ok(())
}

fn version_of(
    content: &Content,
    held: &listing::Model,
    number: i32,
    context: &Context,
    change: &Change,
) -> Result<listing_version::Model> {
    let content = content.clone();
    Ok(listing_version::Model {
        id: ListingVersionId::new(change.now()),
        listing_id: held.id,
        number,
        title: content.title,
        summary: content.summary,
        included: content.included,
        not_included: content.not_included,
        term: content.term,
        notice: content.notice,
        evidence: content.evidence,
        phases: serde_json::to_value(&content.phases)?,
        legal_types: serde_json::to_value(&content.legal_types)?,
        package: content.package,
        financial_year: content.financial_year,
        buy_back_from: content.buy_back_from,
        buy_back_to: content.buy_back_to,
        valid_from: content.valid_from,
        valid_to: content.valid_to,
        areas: serde_json::to_value(&content.areas)?,
        evidence_ids: serde_json::to_value(&content.evidence_ids)?,
        schedule: serde_json::to_value(&content.schedule)?,
        pooled_cover: content.pooled_cover,
        minimum_provision: content.minimum_provision,
        withdraws_on: content.withdraws_on,
        service_levels: serde_json::to_value(&content.service_levels)?,
        published_at: change.now(),
        written_by: held.sent_by.or(context.actor.account),
        published_by: context.actor.account,
    })
}

/// Rewrites where and to whom the listing is offered.
pub(super) async fn offer_to(
    transaction: &DatabaseTransaction,
    listing_id: ListingId,
    content: &Content,
) -> Result<()> {
    let areas = listing_area::Entity::delete_many().filter(listing_area::Column::ListingId.eq(listing_id));
    areas.exec(transaction).await?;
    let phases = listing_phase::Entity::delete_many().filter(listing_phase::Column::ListingId.eq(listing_id));
    phases.exec(transaction).await?;
    let or_all = |words: Vec<String>, all: &str| if words.is_empty() { vec![all.to_owned()] } else { words };
    let areas = or_all(content.areas.clone(), EVERYWHERE);
    let areas = areas.into_iter().map(|la_code| listing_area::Model { listing_id, la_code }.into_active_model());
    listing_area::Entity::insert_many(areas).exec_without_returning(transaction).await?;
    let phases = or_all(content.phases.iter().map(ToString::to_string).collect(), EVERY_PHASE);
    let phases = phases.into_iter().map(|phase| listing_phase::Model { listing_id, phase }.into_active_model());
    listing_phase::Entity::insert_many(phases).exec_without_returning(transaction).await?;
    Ok(())
}

/// The content that an editor starts from: the draft, else what is published to hold last.
pub async fn working_copy(context: &Context, listing: &listing::Model) -> Result<Content> {
    if let Some(draft) = &listing.draft {
        return Ok(draft.clone());
    }
    let id = listing.next_version_id.or(listing.version_id).ok_or(Error::NotFound)?;
    let version = store::version_by_id(context.read(), id).await?.ok_or(Error::NotFound)?;
    rules::content_of(listing, version).map_err(Error::from)
}

/// Who wrote and published these versions, by name.
pub async fn names(context: &Context, versions: &[listing_version::Model]) -> Result<HashMap<AccountId, String>> {
    let people = versions.iter().flat_map(|version| [version.written_by, version.published_by]);
    let people: Vec<AccountId> = people.flatten().collect();
    account::names(context.read(), people).await
}
