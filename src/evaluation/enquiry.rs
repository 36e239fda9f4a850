//! A price that looks abnormally low: the bidder is asked, explains, and the panel accepts or rejects.

use super::{lock_lot, require, sheet, store};
use crate::account;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::tender::{self as tenders, TenderLot};
use ::entity::membership::Role;
use ::entity::price_enquiry::EnquiryOutcome;
use ::entity::tender::TenderState;
use ::entity::{bid, ids::*, price_enquiry};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde::Serialize;
use serde_json::json;

/// The enquiry about one's own bid, with the tender it belongs to.
pub async fn enquiry_of(context: &Context, id: BidId) -> Result<(bid::Model, TenderLot, price_enquiry::Model)> {
    let bid = bid::Entity::find_by_id(id).one(context.read()).await?.ok_or(Error::NotFound)?;
    let provider = bid.provider_id.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::Bid, &Place::provider(provider))?;
    let tender = tenders::by_id(context.read(), bid.tender_id).await?;
    let enquiry = store::enquiries(context.read(), [id]).await?.pop().ok_or(Error::NotFound)?;
    let of = tenders::lot_of(context.read(), tender, bid.lot_id).await?;
    Ok((bid, of, enquiry))
}

#[derive(Serialize)]
struct EnquiryNotice {
    reference: String,
    path: String,
}

impl Notice for EnquiryNotice {
    const TEMPLATE: &'static str = "mail/price_enquiry.txt";
}

/// Asks a bidder to explain a price that looks abnormally low.
pub async fn ask_about_price(context: &Context, of: &TenderLot, mark: &str) -> Result<()> {
    let tender = &of.tender;
    require(context, tender, Action::Recommend).await?;
    let change = Change::begin(context).await?;
    lock_lot(&change, of.lot.id, TenderState::Priced).await?;
    let sheet = sheet::sheet(change.tx(), tender, of.lot.id).await?;
    let bid = sheet.bid(mark)?;
    let row = price_enquiry::ActiveModel {
        id: Set(PriceEnquiryId::new(change.now())),
        bid_id: Set(bid.bid),
        asked_at: Set(change.now()),
        ..Default::default()
    };
    let asked = row.insert(change.tx()).await;
    asked.map_err(|error| Error::on_duplicate(error, Error::refused("This bidder was asked already")))?;
    let notice =
        EnquiryNotice { reference: tender.reference.clone(), path: format!("/bids/{}/price-explanation", bid.bid) };
    for role in [Role::ProviderStaff, Role::LaSeller] {
        for (_, to) in account::receivers(change.tx(), role, bid.provider_id.0).await? {
            change.tell(to, &notice).await?;
        }
    }
    change.commit(Event::new(Chain::Tender(tender.id), "price.questioned", format!("bid:{}", bid.bid))).await?;
    Ok(())
}

/// The bidder explains.
pub async fn explain_price(context: &Context, bid: &bid::Model, answer: &str) -> Result<()> {
    let provider = bid.provider_id.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::Bid, &Place::provider(provider))?;
    let change = Change::begin(context).await?;
    let enquiry = locked_enquiry(&change, bid.id).await?;
    if enquiry.closed_at.is_some() {
        return Err(Error::refused("This enquiry is closed"));
    }
    let mut row = enquiry.into_active_model();
    row.answer = Set(Some(answer.to_owned()));
    row.answered_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(Event::new(Chain::Tender(bid.tender_id), "price.explained", format!("bid:{}", bid.id))).await?;
    Ok(())
}

/// Accepts the explanation, or rejects the bid for a price that is not explained; only this removes a bid.
pub async fn close_enquiry(
    context: &Context,
    of: &TenderLot,
    mark: &str,
    outcome: EnquiryOutcome,
    reason: &str,
) -> Result<()> {
    let tender = &of.tender;
    require(context, tender, Action::Recommend).await?;
    let change = Change::begin(context).await?;
    lock_lot(&change, of.lot.id, TenderState::Priced).await?;
    let bid = sheet::sheet(change.tx(), tender, of.lot.id).await?.bid(mark)?.bid;
    let enquiry = locked_enquiry(&change, bid).await?;
    if enquiry.answer.is_none() && outcome == EnquiryOutcome::Accepted {
        return Err(Error::refused(
            "The bidder has not explained its price yet. Wait for it, or reject the bid and say so in the reason",
        ));
    }
    if enquiry.closed_at.is_some() {
        return Err(Error::stale());
    }
    let mut row = enquiry.into_active_model();
    row.outcome = Set(Some(outcome));
    row.outcome_reason = Set(Some(reason.to_owned()));
    row.closed_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Tender(tender.id), "price.enquiry_closed", format!("bid:{bid}")).because(reason);
    change.commit(event.with(json!({ "outcome": outcome }))).await?;
    Ok(())
}

async fn locked_enquiry(change: &Change, bid: BidId) -> Result<price_enquiry::Model> {
    let query = price_enquiry::Entity::find().filter(price_enquiry::Column::BidId.eq(bid)).lock_exclusive();
    query.one(change.tx()).await?.ok_or(Error::NotFound)
}
