//! Who reads a record, and how it names bidders and people to that reader.

use crate::account;
use crate::evaluation::prices_are_open;
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender::store::{self, Bidder, Reader};
use crate::tender::{self, sight};
use ::entity::tender::TenderState;
use ::entity::{ids::*, lot, tender as tender_row};
use std::collections::{BTreeMap, HashMap};

const SELLS: &str =
    "You sell for a bidder, so the whole record is not shown to you. The timeline and the public record are";

/// A tender with what decides how much of its record this reader has.
#[derive(Clone, Debug)]
pub struct Scene {
    pub tender: tender_row::Model,
    pub reader: Reader,
    pub lots: Vec<lot::Model>,
    /// Of opened bids alone.
    pub bidders: BTreeMap<BidId, Bidder>,
    /// Each lot's bid in front.
    pub winners: BTreeMap<LotId, BidId>,
}

/// The record of a tender for somebody who may read it. Who sells for a bidder has the public one alone.
pub async fn scene(context: &Context, reference: &str, reader: Reader) -> Result<Scene> {
    let tender = store::by_reference(context.read(), reference).await?;
    let place = sight::visible_to(context.read(), &context.actor, &tender).await?;
    match reader {
        Reader::OfTheRecord => drop(context.actor.require(Action::ReadTenderRecord, &place)?),
        Reader::Public if tender.published_at.is_none() => return Err(Error::NotFound),
        Reader::Public => {}
    }
    let lots = store::lots(context.read(), tender.id).await?;
    let bidders = store::every_bidder(context.read(), &tender).await?;
    if let (Reader::OfTheRecord, Some(account)) = (reader, context.actor.account) {
        let providers = bidders.values().filter_map(|bidder| bidder.provider).collect();
        let sellers = store::sellers_of(context.read(), providers).await?;
        if sellers.iter().any(|seller| seller.id == account) {
            return Err(Error::Forbidden(SELLS.to_owned()));
        }
    }
    if reader == Reader::OfTheRecord {
        tender::require_inside(context, &tender).await?;
    }
    let winners = store::in_front(context.read(), &lots).await?;
    Ok(Scene { tender, reader, lots, bidders, winners })
}

impl Scene {
    pub fn is_whole(&self) -> bool {
        self.reader == Reader::OfTheRecord
    }

    pub fn is_opened(&self) -> bool {
        self.tender.opened_at.is_some()
    }

    /// Every bidder of every lot was told: the public reads how it was decided.
    pub fn is_told(&self) -> bool {
        !self.lots.is_empty() && self.lots.iter().all(tender::is_told)
    }

    /// The lots whose scores this reader may have: not while anybody still scores.
    pub(super) fn scored(&self) -> impl Iterator<Item = &lot::Model> {
        let scored = |lot: &&lot::Model| match self.reader {
            Reader::Public => tender::is_told(lot),
            Reader::OfTheRecord => prices_are_open(lot.state) || lot.state == TenderState::Moderation,
        };
        self.lots.iter().filter(scored)
    }

    /// The lots whose bidders were told.
    pub(super) fn told(&self) -> impl Iterator<Item = &lot::Model> {
        self.lots.iter().filter(|lot| tender::is_told(lot))
    }

    /// A bidder as this reader may know it: by name once prices are open, to the public the winner alone.
    pub fn bidder(&self, bid: BidId) -> String {
        let Some(bidder) = self.bidders.get(&bid) else { return "A bidder".to_owned() };
        let Some(lot) = self.lots.iter().find(|lot| lot.id == bidder.lot) else { return bidder.label.clone() };
        let by_name = match self.reader {
            Reader::Public => tender::is_told(lot) && self.winners.get(&lot.id) == Some(&bid),
            Reader::OfTheRecord => prices_are_open(lot.state),
        };
        let label = match self.lots.len() {
            1 => bidder.label.clone(),
            _ => format!("{}, lot {}", bidder.label, lot.number),
        };
        if by_name { format!("{} ({label})", bidder.name) } else { label }
    }

    /// The persons by name to a reader of the whole record, to the public by their role and a number.
    pub(super) async fn people(
        &self,
        context: &Context,
        role: &str,
        accounts: impl IntoIterator<Item = AccountId>,
    ) -> Result<HashMap<AccountId, String>> {
        let accounts: Vec<AccountId> = accounts.into_iter().collect();
        if self.is_whole() {
            return account::names(context.read(), accounts).await;
        }
        let mut numbered = HashMap::new();
        for account in accounts {
            let next = numbered.len() + 1;
            numbered.entry(account).or_insert_with(|| format!("{role} {next}"));
        }
        Ok(numbered)
    }
}
