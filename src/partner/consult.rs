//! Consultations on an award or on the withdrawal of a service: recorded once, never changed.

use super::store;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::tender;
use ::entity::{consultation, ids::*, listing, tender as tender_row};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

/// What is said of a consultation.
#[derive(Clone, Debug)]
pub struct Consulted {
    pub who: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub how: String,
    pub said: String,
    /// Which groups of people are affected, and how.
    pub effect: String,
    pub mitigation: String,
}

/// What a consultation is about.
#[derive(Clone, Debug)]
pub enum Subject {
    Tender(String),
    Listing(ListingId),
}

/// The same, found.
enum Found {
    Tender(Box<tender_row::Model>, Place),
    Listing(Box<listing::Model>),
}

async fn find(context: &Context, subject: &Subject) -> Result<Found> {
    match subject {
        Subject::Tender(reference) => {
            let tender = tender::by_reference(context.read(), reference).await?;
            let place = tender::visible_to(context.read(), &context.actor, &tender).await?;
            context.actor.require_sight(Action::SeeReport, &place)?;
            Ok(Found::Tender(Box::new(tender), place))
        }
        Subject::Listing(id) => {
            let listing = store::listing(context.read(), *id).await?.ok_or(Error::NotFound)?;
            context.actor.require_sight(Action::SeeOrganisation, &Place::provider(listing.provider_id))?;
            Ok(Found::Listing(Box::new(listing)))
        }
    }
}

/// The consultations on something, what it is called, and whether the reader may record one.
pub async fn seen(context: &Context, subject: &Subject) -> Result<(Vec<consultation::Model>, String, bool)> {
    match find(context, subject).await? {
        Found::Tender(tender, place) => {
            let all = store::of_tender(context.read(), tender.id).await?;
            Ok((all, tender.title, context.actor.may(Action::RecordConsultation, &place)))
        }
        Found::Listing(listing) => {
            let all = store::of_listing(context.read(), listing.id).await?;
            let may = context.actor.may(Action::EditListings, &Place::provider(listing.provider_id));
            Ok((all, listing.slug.replace('-', " "), may))
        }
    }
}

/// Records a consultation.
pub async fn record(context: &Context, subject: &Subject, new: Consulted) -> Result<()> {
    if new.to < new.from {
        return Err(Error::field("to", "Enter a last day that is not before the first"));
    }
    let (tender_id, listing_id, chain) = match find(context, subject).await? {
        Found::Tender(tender, place) => {
            context.actor.require(Action::RecordConsultation, &place)?;
            (Some(tender.id), None, Chain::Tender(tender.id))
        }
        Found::Listing(listing) => {
            context.actor.require(Action::EditListings, &Place::provider(listing.provider_id))?;
            (None, Some(listing.id), Chain::Provider(listing.provider_id))
        }
    };
    let change = Change::begin(context).await?;
    let row = consultation::Model {
        id: ConsultationId::new(change.now()),
        tender_id,
        listing_id,
        who: new.who,
        from_on: new.from,
        to_on: new.to,
        how: new.how,
        said: new.said,
        effect: new.effect,
        mitigation: new.mitigation,
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    };
    let data = json!({ "who": row.who, "from": row.from_on, "to": row.to_on });
    let event = Event::new(chain, "consultation.recorded", format!("consultation:{}", row.id));
    row.into_active_model().insert(change.tx()).await?;
    change.commit(event.with(data)).await?;
    Ok(())
}
