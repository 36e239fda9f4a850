//! An organisation writes a listing, publishes each version of it for good, and withdraws it.

use super::rules::{self, Refusal, check_content, free_slug, may_withdraw, publishable, settled, slug_of};
use super::{find, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::todo::ToDo;
use crate::platform::words;
use crate::provider;
use ::entity::listing::{Content, ListingKind, ListingState};
use ::entity::listing_area::{self, EVERYWHERE};
use ::entity::listing_phase::{self, EVERY_PHASE};
use ::entity::provider::Model as Provider;
use ::entity::{ids::*, listing, listing_version};
use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};
use serde_json::json;

/// The newest listings that the home page looks at.
const MOST_TO_DO: u64 = 100;

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
    let change = Change::begin(context).await?;
    let mut row = locked(change.tx(), id).await?.into_active_model();
    row.draft = Set(Some(content));
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Provider(provider.id), "listing.drafted", format!("listing:{id}"));
    change.commit(event.with(json!({ "kind": listing.kind }))).await?;
    Ok(())
}

pub(super) async fn locked(transaction: &DatabaseTransaction, id: ListingId) -> Result<listing::Model> {
    listing::Entity::find_by_id(id).lock_exclusive().one(transaction).await?.ok_or(Error::NotFound)
}

/// Makes the draft the next version, for good, and shows it in place of the last.
pub async fn publish(context: &Context, id: ListingId) -> Result<ListingVersionId> {
    let (seen, provider) = seen(context, id).await?;
    require_edit(context, provider.id, seen.kind)?;
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    let content = publishable(held.draft.as_ref(), words::london_day(change.now())).map_err(Error::refused)?.clone();
    let (version_id, number) = next_version(context, &change, held, content).await?;
    let event = Event::new(Chain::Provider(provider.id), "listing.published", format!("listing:{id}"));
    change.commit(event.with(json!({ "version": number }))).await?;
    Ok(version_id)
}

/// Writes the next version of a listing and shows it; answers it and its number.
pub(super) async fn next_version(
    context: &Context,
    change: &Change,
    held: listing::Model,
    content: Content,
) -> Result<(ListingVersionId, i32)> {
    let number = store::last_number(change.tx(), held.id).await? + 1;
    let version = version_of(&content, held.id, number, context, change)?;
    let version_id = version.id;
    let inserted = version.clone().into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    offer_to(change.tx(), held.id, &content).await?;
    find::index(change.tx(), &held, &version, &content.areas).await?;
    let mut row = held.into_active_model();
    row.state = Set(ListingState::Published);
    row.price_visibility = Set(content.price_visibility);
    row.version_id = Set(Some(version_id));
    row.draft = Set(None);
    row.update(change.tx()).await?;
    Ok((version_id, number))
}

fn version_of(
    content: &Content,
    listing_id: ListingId,
    number: i32,
    context: &Context,
    change: &Change,
) -> Result<listing_version::Model> {
    let content = content.clone();
    Ok(listing_version::Model {
        id: ListingVersionId::new(change.now()),
        listing_id,
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
        schedule: serde_json::to_value(&content.schedule)?,
        pooled_cover: content.pooled_cover,
        minimum_provision: content.minimum_provision,
        withdraws_on: content.withdraws_on,
        service_levels: serde_json::to_value(&content.service_levels)?,
        published_at: change.now(),
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

/// Takes a published listing out of the lists; its versions stay for those who cited them.
pub async fn withdraw(context: &Context, id: ListingId, reason: &str) -> Result<()> {
    let (seen, provider) = seen(context, id).await?;
    require_edit(context, provider.id, seen.kind)?;
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    may_withdraw(held.state).map_err(Error::refused)?;
    let mut row = held.into_active_model();
    row.state = Set(ListingState::Withdrawn);
    row.update(change.tx()).await?;
    store::forget(change.tx(), id).await?;
    let event = Event::new(Chain::Provider(provider.id), "listing.withdrawn", format!("listing:{id}"));
    change.commit(event.because(reason)).await?;
    Ok(())
}

/// The content that an editor starts from: the draft, else what is published.
pub async fn working_copy(context: &Context, listing: &listing::Model) -> Result<Content> {
    if let Some(draft) = &listing.draft {
        return Ok(draft.clone());
    }
    let version = store::versions_of(context.read(), listing.id).await?;
    let version = version.into_iter().next().ok_or(Error::NotFound)?;
    let areas = store::areas_of(context.read(), listing.id).await?;
    rules::content_of(listing, version, areas).map_err(Error::from)
}

/// The organisation that a listing is of.
pub async fn provider_of(context: &Context, listing: &listing::Model) -> Result<Provider> {
    provider::by_id(context.read(), listing.provider_id).await?.ok_or(Error::NotFound)
}

/// Drafts that wait to be published, and prices that end within 60 days, for who writes the organisation's listings.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let hat = context.actor.hats().iter().find(|hat| Action::EditListings.roles().contains(&hat.role));
    let Some((hat, provider)) = hat.and_then(|hat| Some((hat, ProviderId(hat.scope_id?)))) else {
        return Ok(Vec::new());
    };
    let why = format!("You are {}", hat.role.title().to_lowercase());
    let today = words::london_day(context.now);
    let mut todos = Vec::new();
    let listings = store::listings_of(context.read(), provider, 0, MOST_TO_DO).await?;
    let is_renewed = |one: &listing::Model, last: NaiveDate| {
        listings.iter().any(|(other, version)| {
            let goes_on = |version: &listing_version::Model| version.valid_to.is_none_or(|day| day > last);
            other.category_id == one.category_id && other.kind == one.kind && version.as_ref().is_some_and(goes_on)
        })
    };
    for (listing, version) in listings.clone() {
        let href = format!("/organisation/listings/{}", listing.id);
        if let Some(draft) = &listing.draft {
            todos.push(ToDo::new(format!("Publish the draft of {}", draft.title), href, why.clone()));
        } else if let Some((title, last)) =
            rules::ending(&listing, version.as_ref(), today).filter(|(_, last)| !is_renewed(&listing, *last))
        {
            todos.push(ToDo::new(format!("Renew the prices of {title}"), href, why.clone()).due(last));
        }
    }
    Ok(todos)
}
