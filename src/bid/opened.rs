//! The door: the only way for buyers to read what bids say.

use super::rules::NonPrice;
use super::store;
use crate::platform::error::Result;
use ::entity::ids::*;
use ::entity::price::PriceSchedule;
use ::entity::{opened_bid, tender};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// Proof that a tender's bids were opened. Nothing else lets a buyer read them, and only `of` makes one.
#[derive(Clone, Copy, Debug)]
pub struct Opened {
    tender: TenderId,
}

impl Opened {
    /// None before two key-holders have opened the bids.
    pub fn of(tender: &tender::Model) -> Option<Self> {
        tender.opened_at.map(|_| Self { tender: tender.id })
    }
}

/// A bid that was opened. `provider_name` is not for evaluators before prices are opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedBid {
    pub bid: BidId,
    /// "Provider A".
    pub label: String,
    pub provider_id: ProviderId,
    pub provider_name: String,
    /// None until compliance has checked it.
    pub passed: Option<bool>,
    pub failed_reason: Option<String>,
    /// The last day on which it can be accepted: its own, or a later one that its bidder agreed to.
    pub valid_until: NaiveDate,
    /// Everything but the prices.
    pub package: NonPrice,
    /// None before the prices of its lot were opened: until then they are sealed.
    pub schedule: Option<PriceSchedule>,
}

/// The opened, readable bids of a lot in the order of their labels. Three queries.
pub async fn read_opened(connection: &impl ConnectionTrait, opened: &Opened, lot: LotId) -> Result<Vec<OpenedBid>> {
    let bids = store::opened_bids(connection, opened.tender, lot).await?;
    let contents = store::contents(connection, &bids).await?;
    let names = store::provider_names(connection, bids.iter().filter_map(|bid| bid.provider_id)).await?;
    let mut contents: HashMap<BidId, opened_bid::Model> =
        contents.into_iter().map(|content| (content.bid_id, content)).collect();
    let read = |bid: ::entity::bid::Model| {
        let provider_id = bid.provider_id?;
        let content = contents.remove(&bid.id)?;
        let schedule = content.price.map(|price| serde_json::from_str(&price).ok());
        let package: NonPrice = serde_json::from_str(&content.quality?).ok()?;
        Some(OpenedBid {
            bid: bid.id,
            label: bid.label?,
            provider_id,
            provider_name: names.get(&provider_id).cloned().unwrap_or_default(),
            passed: bid.passed,
            failed_reason: bid.failed_reason,
            valid_until: bid.kept_until.map_or(package.valid_until, |kept| kept.max(package.valid_until)),
            package,
            schedule: schedule.flatten(),
        })
    };
    Ok(bids.into_iter().filter_map(read).collect())
}

/// Those of them that passed compliance: the bids to score and rank.
pub async fn read_passed(connection: &impl ConnectionTrait, opened: &Opened, lot: LotId) -> Result<Vec<OpenedBid>> {
    let mut bids = read_opened(connection, opened, lot).await?;
    bids.retain(|bid| bid.passed == Some(true));
    Ok(bids)
}
