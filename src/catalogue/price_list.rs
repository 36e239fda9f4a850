//! An authority publishes a year's SLAs from one table, all of them or none, and can take the whole list back.

use super::listing::{locked, next_version, offer_to, refusal, require_edit};
use super::rules::{Listed, check_content, content_of, free_slug, settled, slug_of};
use super::{find, store};
use crate::order;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::listing::{Content, ListingKind, ListingState};
use ::entity::price_list_upload::{self as upload, Made, Published};
use ::entity::provider::Model as Provider;
use ::entity::{ids::*, listing};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect};
use serde_json::json;
use std::collections::BTreeSet;

/// One SLA of a list beside what is published of it for the same year.
#[derive(Debug)]
pub struct Planned {
    pub listed: Listed,
    /// What the list would publish.
    pub content: Content,
    pub held: Option<(listing::Model, Content)>,
}

impl Planned {
    /// Nothing would change.
    pub fn is_same(&self) -> bool {
        self.held
            .as_ref()
            .is_some_and(|(listing, content)| listing.state == ListingState::Published && *content == self.content)
    }
}

/// What publishing the list would do. Four queries.
pub async fn plan(
    connection: &impl ConnectionTrait,
    provider: &Provider,
    slas: Vec<Listed>,
    financial_year: i32,
) -> Result<Vec<Planned>> {
    let mut held = Vec::new();
    for (listing, version, _) in store::slas_of(connection, provider.id, financial_year).await? {
        held.push((listing.clone(), content_of(&listing, version)?));
    }
    let planned = |listed: Listed| {
        let is_it = |(listing, content): &&(listing::Model, Content)| {
            listing.category_id == listed.category.id
                && content.title == listed.content.title
                && content.package == listed.content.package
        };
        let held = held.iter().find(is_it).cloned();
        let kept = held.as_ref().map(|(_, content)| (content.areas.clone(), content.evidence_ids.clone()));
        let (areas, evidence_ids) = kept.unwrap_or_default();
        let content = settled(ListingKind::Sla, provider, Content { areas, evidence_ids, ..listed.content.clone() });
        Planned { listed, content, held }
    };
    Ok(slas.into_iter().map(planned).collect())
}

/// Publishes every SLA of the list that is new or says something else than before.
pub async fn publish(
    context: &Context,
    provider: &Provider,
    slas: Vec<Listed>,
    financial_year: i32,
) -> Result<(UploadId, usize)> {
    require_edit(context, provider.id, ListingKind::Sla)?;
    let change = Change::begin(context).await?;
    let mut made = Vec::new();
    for planned in plan(change.tx(), provider, slas, financial_year).await? {
        check_content(ListingKind::Sla, provider, &planned.content).map_err(refusal)?;
        if planned.is_same() {
            continue;
        }
        let before = planned.held.as_ref().and_then(|(listing, _)| listing.version_id);
        let listing = match planned.held {
            Some((listing, _)) => locked(change.tx(), listing.id).await?,
            None => begin(&change, provider, &planned.listed, &planned.content).await?,
        };
        let id = listing.id;
        let (version, _) = next_version(context, &change, listing, planned.content).await?;
        made.push(Made { listing: id, version, before });
    }
    if made.is_empty() {
        return Err(Error::field("rows", "Everything in this list is published already"));
    }
    let count = made.len();
    let row = upload::Model {
        id: UploadId::new(change.now()),
        provider_id: provider.id,
        financial_year,
        published: Published(made),
        uploaded_at: change.now(),
        uploaded_by: context.actor.account,
        undone_at: None,
    };
    let id = row.id;
    row.into_active_model().insert(change.tx()).await?;
    let event = Event::new(Chain::Provider(provider.id), "price_list.published", format!("price_list:{id}"));
    change.commit(event.with(json!({ "financial_year": financial_year, "slas": count }))).await?;
    Ok((id, count))
}

async fn begin(change: &Change, provider: &Provider, listed: &Listed, content: &Content) -> Result<listing::Model> {
    let title = content
        .package
        .as_ref()
        .map_or_else(|| content.title.clone(), |package| format!("{} {package}", content.title));
    let taken = store::slugs_like(change.tx(), listed.category.id, &slug_of(&title)).await?;
    let row = listing::Model {
        id: ListingId::new(change.now()),
        provider_id: provider.id,
        category_id: listed.category.id,
        slug: free_slug(&title, "sla", &taken),
        kind: ListingKind::Sla,
        state: ListingState::Draft,
        price_visibility: content.price_visibility,
        version_id: None,
        draft: None,
        sent_by: None,
        sent_at: None,
        sent_back: None,
        next_version_id: None,
        withdrawal_reason: None,
        is_rated: false,
        created_at: change.now(),
    };
    let inserted = row.clone().into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    Ok(row)
}

/// Takes a list back: what was published before it is shown again, and what was new becomes a draft. Refused once
/// something rests on it, by saying what.
pub async fn undo(context: &Context, provider: &Provider, id: UploadId) -> Result<usize> {
    require_edit(context, provider.id, ListingKind::Sla)?;
    let change = Change::begin(context).await?;
    let held = upload::Entity::find_by_id(id).lock_exclusive().one(change.tx()).await?;
    let held = held.filter(|row| row.provider_id == provider.id).ok_or(Error::NotFound)?;
    if held.undone_at.is_some() {
        return Err(Error::stale());
    }
    let made = held.published.0.clone();
    let versions: Vec<ListingVersionId> = made.iter().map(|made| made.version).collect();
    // A school that orders from the list meanwhile waits, or has ordered before the orders are counted.
    let listings: BTreeSet<ListingId> = made.iter().map(|made| made.listing).collect();
    for listing in listings {
        locked(change.tx(), listing).await?;
    }
    let orders = order::resting_on(change.tx(), &versions).await?;
    if orders > 0 {
        let orders = words::plural(i64::try_from(orders).unwrap_or(i64::MAX), "order rests", "orders rest");
        return Err(Error::refused(format!(
            "{orders} on this price list, so it cannot be undone. Publish a corrected list"
        )));
    }
    if let Some(contract) = store::resting_on(change.tx(), provider, &versions).await? {
        return Err(Error::refused(format!(
            "The contract “{contract}” keeps this price list as what its schools paid before, so it cannot be undone. \
             Publish a corrected list"
        )));
    }
    for made in &made {
        take_back(&change, made).await?;
    }
    let mut row = held.into_active_model();
    row.undone_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Provider(provider.id), "price_list.undone", format!("price_list:{id}"));
    change.commit(event.with(json!({ "slas": made.len() }))).await?;
    Ok(made.len())
}

async fn take_back(change: &Change, made: &Made) -> Result<()> {
    let listing = locked(change.tx(), made.listing).await?;
    let shown = store::version_by_id(change.tx(), made.version).await?.ok_or(Error::NotFound)?;
    if listing.version_id != Some(made.version) {
        let title = shown.title;
        return Err(Error::refused(format!(
            "“{title}” was published again since, so the list cannot be undone. Publish a corrected list"
        )));
    }
    let mut row = listing.clone().into_active_model();
    row.version_id = Set(made.before);
    match made.before {
        Some(before) => {
            let before = store::version_by_id(change.tx(), before).await?.ok_or(Error::NotFound)?;
            let content = content_of(&listing, before.clone())?;
            offer_to(change.tx(), made.listing, &content).await?;
            find::index(change.tx(), &listing, &before, &content.areas).await?;
        }
        None => {
            row.state = Set(ListingState::Draft);
            row.draft = Set(Some(content_of(&listing, shown)?));
            store::forget(change.tx(), made.listing).await?;
        }
    }
    row.update(change.tx()).await?;
    Ok(())
}
