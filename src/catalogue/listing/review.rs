//! A second person of the organisation reads a draft as schools will see it, and publishes it or sends it back.

use super::{locked, next_version, require_edit, seen, shown, stepped};
use crate::catalogue::rules::{
    Act, Certificate, Changed, Odd, PriceSight, Reviewing, changes, content_of, may_publish, may_send, odd, publishable,
};
use crate::catalogue::store;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::provider;
use ::entity::ids::*;
use ::entity::listing::{Content, ListingKind, Model as Listing};
use ::entity::listing_version::Model as Version;
use ::entity::provider::Model as Provider;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use std::collections::BTreeSet;

/// Who looks at a draft, and how many others of the organisation may publish it.
pub async fn reviewing(context: &Context, listing: &Listing) -> Result<Reviewing> {
    let action = if listing.kind == ListingKind::Sla { Action::PublishSla } else { Action::EditListings };
    let people = provider::people(context, listing.provider_id).await?;
    let may = people.iter().filter(|held| action.roles().contains(&held.membership.role));
    let others: BTreeSet<AccountId> =
        may.map(|held| held.account.id).filter(|account| Some(*account) != context.actor.account).collect();
    Ok(Reviewing { actor: context.actor.account, sent_by: listing.sent_by, others: others.len() })
}

/// Gives the draft to a second person.
pub async fn send(context: &Context, id: ListingId) -> Result<()> {
    let (listing, provider) = seen(context, id).await?;
    require_edit(context, provider.id, listing.kind)?;
    may_send(reviewing(context, &listing).await?).map_err(Error::refused)?;
    let sender = context.actor.require_account()?;
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    stepped(&change, &held, Act::SendForReview).await?;
    let mut row = held.into_active_model();
    row.sent_by = Set(Some(sender));
    row.sent_at = Set(Some(change.now()));
    row.sent_back = Set(None);
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Provider(provider.id), "listing.sent_for_review", format!("listing:{id}"));
    change.commit(event).await?;
    Ok(())
}

/// Gives it back to be written, with words.
pub async fn send_back(context: &Context, id: ListingId, why: &str) -> Result<()> {
    let (listing, provider) = seen(context, id).await?;
    require_edit(context, provider.id, listing.kind)?;
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    stepped(&change, &held, Act::SendBack).await?;
    let mut row = held.into_active_model();
    row.sent_by = Set(None);
    row.sent_at = Set(None);
    row.sent_back = Set(Some(why.to_owned()));
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Provider(provider.id), "listing.sent_back", format!("listing:{id}"));
    change.commit(event.because(why)).await?;
    Ok(())
}

/// Makes the draft the next version, for good.
pub async fn publish(context: &Context, id: ListingId) -> Result<ListingVersionId> {
    publish_as_read(context, id, None).await
}

/// As [`publish`], refused as stale where the draft was sent for review at another instant than the reader's.
pub async fn publish_as_read(
    context: &Context,
    id: ListingId,
    read: Option<DateTime<Utc>>,
) -> Result<ListingVersionId> {
    let (listing, provider) = seen(context, id).await?;
    require_edit(context, provider.id, listing.kind)?;
    let who = reviewing(context, &listing).await?;
    let change = Change::begin(context).await?;
    let held = locked(change.tx(), id).await?;
    stepped(&change, &held, Act::Publish).await?;
    may_publish(Reviewing { sent_by: held.sent_by, ..who }).map_err(Error::refused)?;
    if read.is_some() && read != held.sent_at {
        return Err(Error::stale());
    }
    let content = publishable(held.draft.as_ref(), words::london_day(change.now())).map_err(Error::refused)?.clone();
    let is_alone = held.sent_by.is_none_or(|sender| Some(sender) == context.actor.account);
    let (version_id, number) = next_version(context, &change, held, content).await?;
    let event = Event::new(Chain::Provider(provider.id), "listing.published", format!("listing:{id}"));
    change.commit(event.with(json!({ "version": number, "alone": is_alone }))).await?;
    Ok(version_id)
}

/// What the second person reads beside the draft.
#[derive(Debug)]
pub struct Reviewed {
    pub listing: Listing,
    pub provider: Provider,
    pub draft: Content,
    pub odd: Vec<Odd>,
    /// What it says differently from the version that is shown.
    pub changed: Vec<Changed>,
    pub shown: Option<Version>,
    pub who: Reviewing,
}

/// A draft with its check list. A fixed number of queries.
pub async fn reviewed(context: &Context, id: ListingId) -> Result<Reviewed> {
    let (listing, provider) = seen(context, id).await?;
    require_edit(context, provider.id, listing.kind)?;
    let draft = listing.draft.clone().ok_or(Error::NotFound)?;
    let category = store::category_by_id(context.read(), listing.category_id).await?.ok_or(Error::NotFound)?;
    let shown = shown(context.read(), &listing).await?;
    let before = shown.clone().map(|version| content_of(&listing, version)).transpose()?;
    let held = provider::certificates(context.read(), &draft.evidence_ids).await?;
    let held: Vec<Certificate> =
        held.into_iter().map(|held| Certificate { name: held.name, expires_on: held.expires_on }).collect();
    let today = words::london_day(context.now);
    Ok(Reviewed {
        odd: odd(listing.kind, &draft, before.as_ref(), &held, &category.shape, today),
        changed: before.map(|before| changes(&before, &draft, &category.shape, PriceSight::Full)).unwrap_or_default(),
        who: reviewing(context, &listing).await?,
        listing,
        provider,
        draft,
        shown,
    })
}
