//! A price that looks abnormally low: the bidder is asked, explains, and the panel accepts or rejects.

use super::{lock_lot, require, sheet, store};
use crate::account;
use crate::bid::rules::hearing;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::platform::{law, words};
use crate::tender::{self as tenders, TenderLot};
use ::entity::membership::Role;
use ::entity::price_enquiry::EnquiryOutcome;
use ::entity::tender::TenderState;
use ::entity::{bid, ids::*, price_enquiry, tender};
use chrono::{DateTime, Utc};
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
        reason: Set(why(tender)),
        asked_at: Set(change.now()),
        answer_by: Set(last_moment(change.now())?),
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

/// Why a price is asked about, as the bidder reads it.
fn why(tender: &tender::Model) -> String {
    let percent = tender.low_bid_percent;
    format!("Your price is {percent}% or more below the mean of the bids, or below what the service should cost")
}

/// Three working days, until 5pm.
fn last_moment(now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let day = law::add_working_days(words::london_day(now), hearing::ANSWER_DAYS).map_err(Error::refused)?;
    hearing::answer_by(day, now).map_err(Error::refused)
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
    if change.now() >= enquiry.answer_by {
        return Err(Error::refused(hearing::Refusal::AnswerClosed(enquiry.answer_by)));
    }
    let mut row = enquiry.into_active_model();
    row.answer = Set(Some(answer.to_owned()));
    row.answered_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(Event::new(Chain::Tender(bid.tender_id), "price.explained", format!("bid:{}", bid.id))).await?;
    Ok(())
}

/// Accepts the explanation, or proposes to reject the bid for a price that is not explained, which a second person confirms.
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
    if enquiry.answer.is_none() && change.now() < enquiry.answer_by {
        return Err(Error::refused(hearing::Refusal::MayStillAnswer(enquiry.answer_by)));
    }
    let is_accepted = outcome == EnquiryOutcome::Accepted;
    let mut row = enquiry.into_active_model();
    row.outcome_reason = Set(Some(reason.to_owned()));
    row.proposed_by = Set(if is_accepted { None } else { Some(change.by()?) });
    if is_accepted {
        row.outcome = Set(Some(outcome));
        row.closed_at = Set(Some(change.now()));
    }
    row.update(change.tx()).await?;
    let action = if is_accepted { "price.enquiry_closed" } else { "price.rejection_proposed" };
    let event = Event::new(Chain::Tender(tender.id), action, format!("bid:{bid}")).because(reason);
    change.commit(event.with(json!({ "outcome": outcome }))).await?;
    Ok(())
}

#[derive(Serialize)]
struct RejectedNotice {
    reference: String,
    path: String,
}

impl Notice for RejectedNotice {
    const TEMPLATE: &'static str = "mail/price_rejected.txt";
}

/// Another person confirms that the bid is rejected for a price that was not explained; only this removes it. The bidder
/// is told, with the reasons.
pub async fn confirm_rejection(context: &Context, of: &TenderLot, mark: &str) -> Result<()> {
    let tender = &of.tender;
    let account = require(context, tender, Action::ConfirmExclusion).await?;
    let change = Change::begin(context).await?;
    lock_lot(&change, of.lot.id, TenderState::Priced).await?;
    let sheet = sheet::sheet(change.tx(), tender, of.lot.id).await?;
    let bid = sheet.bid(mark)?;
    let enquiry = locked_enquiry(&change, bid.bid).await?;
    match enquiry.proposed_by {
        _ if enquiry.closed_at.is_some() => return Err(Error::stale()),
        None => return Err(Error::refused("The tender lead has not proposed to reject this bid")),
        Some(first) if first == account => return Err(Error::refused(hearing::Refusal::SamePerson)),
        Some(_) => {}
    }
    let reason = enquiry.outcome_reason.clone().unwrap_or_default();
    let mut row = enquiry.into_active_model();
    row.outcome = Set(Some(EnquiryOutcome::Rejected));
    row.closed_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let path = format!("/bids/{}/price-explanation", bid.bid);
    let notice = RejectedNotice { reference: tender.reference.clone(), path };
    for role in [Role::ProviderStaff, Role::LaSeller] {
        for (_, to) in account::receivers(change.tx(), role, bid.provider_id.0).await? {
            change.tell(to, &notice).await?;
        }
    }
    let event = Event::new(Chain::Tender(tender.id), "price.enquiry_closed", format!("bid:{}", bid.bid));
    change.commit(event.because(reason).with(json!({ "outcome": EnquiryOutcome::Rejected }))).await?;
    Ok(())
}

async fn locked_enquiry(change: &Change, bid: BidId) -> Result<price_enquiry::Model> {
    let query = price_enquiry::Entity::find().filter(price_enquiry::Column::BidId.eq(bid)).lock_exclusive();
    query.one(change.tx()).await?.ok_or(Error::NotFound)
}
