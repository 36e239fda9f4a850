//! A finished evaluation as a file that anybody can work out again: each line asks `clusterbuy calc` for one result and
//! carries what was stored of it when it was published.
//!
//! The parties read all of it. The public reads the winner, its total and the count of the votes; a bidder reads its own bid.
//! Nobody but the parties reads a loser's price, and no file has an answer in it.

mod lines;

use super::rules::Summary;
use super::{find, store};
use crate::calc::Request;
use crate::contract::{self, Held};
use crate::evaluation::{PricedBid, PricedLot, priced_lot};
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::tender::{LotAddress, TenderLot};
use ::entity::agreement::SharingRule;
use ::entity::ids::BidId;
use ::entity::tender::{self as tender_row, TenderState};
use ::entity::{award, ballot, lot};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Who reads, and therefore how much is in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The member schools, the tender's team and the auditor.
    Parties,
    Public,
    /// Who made this bid.
    Bidder(BidId),
}

/// The file's lines.
#[derive(Clone, Debug)]
pub struct Repeat {
    pub of: TenderLot,
    pub about: Value,
    pub requests: Vec<Request>,
}

impl Repeat {
    /// JSON Lines: what the file is, then one request a line.
    pub fn text(&self) -> Result<String> {
        let mut text = json!({ "about": self.about }).to_string();
        for request in &self.requests {
            text.push('\n');
            text.push_str(&serde_json::to_string(request)?);
        }
        text.push('\n');
        Ok(text)
    }
}

/// All that was published of a finished evaluation, and the facts behind it.
struct Told {
    priced: PricedLot,
    award: award::Model,
    summaries: BTreeMap<BidId, Summary>,
    ballots: Vec<ballot::Model>,
    contract: Option<Held>,
    /// The reader is of the panel or audits: parts that bidders marked as confidential are not cut out.
    sees_confidential: bool,
    /// The rule by which the contract's shares were worked out.
    rule: SharingRule,
}

impl Told {
    /// The winner's price schedule is the schools' contract. A losing bidder that marked its own as confidential keeps it from
    /// everybody but the panel and the auditor; what it costs in all stands with the marks.
    fn shows_prices_of(&self, bid: &PricedBid) -> bool {
        let package = &bid.opened.package;
        bid.opened.bid == self.award.bid_id || self.sees_confidential || !package.keeps_its_prices()
    }
}

/// Whether every bidder was told the outcome, so that there is something to repeat.
pub fn is_told(lot: &lot::Model) -> bool {
    use TenderState::{Challenged, Contracting, Ended, Live, Standstill, Terminated};
    let given = matches!(lot.state, Standstill | Challenged | Contracting | Live | Ended | Terminated);
    given && lot.standstill_from.is_some()
}

/// The file of a tender, as far as this reader may have it.
pub async fn repeat(context: &Context, at: impl Into<LotAddress>, reader: Reader) -> Result<Repeat> {
    let (found, place) = find(context, at).await?;
    if reader == Reader::Parties {
        context.actor.require_sight(Action::SeeReport, &place)?;
    }
    of(context, found, reader).await
}

/// The file of one's own bid.
pub async fn repeat_own(context: &Context, id: BidId) -> Result<Repeat> {
    let bid = store::bid(context.read(), id).await?;
    let provider = bid.provider_id.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::Bid, &Place::provider(provider))?;
    let tender = crate::tender::by_id(context.read(), bid.tender_id).await?;
    let found = crate::tender::lot_of(context.read(), tender, bid.lot_id).await?;
    of(context, found, Reader::Bidder(id)).await
}

/// Whether the reader may have the parties' file.
pub async fn is_party(context: &Context, tender: &tender_row::Model) -> Result<bool> {
    Ok(context.actor.may(Action::SeeReport, &crate::tender::place_of(context.read(), tender).await?))
}

async fn of(context: &Context, found: TenderLot, reader: Reader) -> Result<Repeat> {
    let connection = context.read();
    let TenderLot { tender, lot, .. } = &found;
    let award = store::award_of(connection, lot.id).await?.ok_or(Error::NotFound)?;
    if !is_told(lot) {
        return Err(Error::NotFound);
    }
    let priced = priced_lot(context, tender, lot.id).await?;
    if reader == Reader::Parties {
        refuse_competitors(context, &priced).await?;
    }
    let mut summaries = BTreeMap::new();
    for row in store::outcomes(connection, lot.id).await? {
        summaries.insert(row.bid_id, serde_json::from_value(row.summary)?);
    }
    let contracts = contract::of_cluster(connection, tender.cluster_id).await?;
    let contract = contracts.into_iter().find(|held| held.contract.lot_id == Some(lot.id));
    let at = contract.as_ref().map_or(context.now, |held| held.contract.created_at);
    let rule = store::sharing_rule_at(connection, tender.cluster_id, at).await?.unwrap_or(priced.rule);
    let ballots = store::ballots(connection, award.id).await?;
    let place = crate::tender::place_of(connection, tender).await?;
    let sees_confidential =
        context.actor.may(Action::Moderate, &place) || context.actor.may(Action::ReadRecords, &place);
    let told = Told { priced, award, summaries, ballots, contract, sees_confidential, rule };
    let requests = match reader {
        Reader::Parties => lines::for_parties(&told)?,
        Reader::Public => lines::for_the_public(&told)?,
        Reader::Bidder(bid) => lines::for_the_bidder(&told, bid)?,
    };
    let about = about(context, &found, &told, reader)?;
    Ok(Repeat { of: found, about, requests })
}

/// The parties' file has every bid's price schedule in it: nobody who sells for a bidder reads it, whatever other role they
/// hold.
async fn refuse_competitors(context: &Context, priced: &PricedLot) -> Result<()> {
    let Some(account) = context.actor.account else { return Ok(()) };
    let bidders = priced.bids.iter().map(|bid| bid.opened.provider_id);
    match store::sells_for(context.read(), account, bidders).await? {
        true => {
            Err(Error::Forbidden("You sell for a bidder, so other bidders' prices are not shown to you".to_owned()))
        }
        false => Ok(()),
    }
}

fn about(context: &Context, of: &TenderLot, told: &Told, reader: Reader) -> Result<Value> {
    let winner = told.priced.bid(told.award.bid_id)?;
    let summary = told.summaries.get(&told.award.bid_id);
    let left_out = match reader {
        Reader::Parties if !told.priced.bids.iter().all(|bid| told.shows_prices_of(bid)) => {
            "Answers and reasons are left out, and so are the price schedules that losing bidders marked as confidential: only \
             the panel and the auditor read those. What such a bid costs in all stands with the marks."
        }
        Reader::Parties => {
            "Answers and reasons are left out. This file is for the member schools, the team and the auditor."
        }
        Reader::Public => {
            "Losing bids, scores by criterion, shares and the schools' names in the vote are left out: they are not public. \
             Marks that depend on losing bids cannot be worked out from this file."
        }
        Reader::Bidder(_) => "Other bidders' prices and scores are left out: they are theirs.",
    };
    Ok(json!({
        "tender": of.tender.reference,
        "title": of.title(),
        "winner": winner.opened.provider_name,
        "contract_value": summary.map(|summary| summary.contract_value.clone()),
        "schools": summary.map(|summary| summary.schools),
        "written": words::date(words::london_day(context.now)),
        "how": "clusterbuy calc < this-file. Every line is answered by one line; \"matches\": true says that the answer is \
                what was published.",
        "left_out": left_out,
    }))
}
