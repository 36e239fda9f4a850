//! Everything that a decision is taken on, on one page: read from what is stored, figured out anew each time.

use super::combine::priced_with_discount;
use super::rules::Refusal;
use super::scenarios::{self, Scenario};
use super::{find, store};
use crate::bid::opened::{Opened, OpenedBid, read_opened};
use crate::evaluation::rules::{Outcome, Ranked};
use crate::evaluation::{Need, PricedBid, PricedLot, prices_are_open};
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::savings::sharing::{holds_harmless, is_by_school};
use crate::tender::{self, LotAddress, TenderLot};
use ::entity::exact::Exact;
use ::entity::money::Money;
use ::entity::{
    award, ballot, category, challenge, cluster, ids::*, joining, lot, school, school_variation, tender as tender_row,
    tender_document,
};
use std::collections::HashMap;

/// A tender whose award is being decided, for somebody who may see the report.
#[derive(Clone, Debug)]
pub struct Scene {
    pub tender: tender_row::Model,
    pub place: Place,
    pub lot: lot::Model,
    pub award: award::Model,
    /// Every lot of the tender by number.
    pub lots: Vec<lot::Model>,
}

impl Scene {
    /// "Catering", or "Catering for Juniors" where there are several lots.
    pub fn said_of(&self, category: &str) -> String {
        if self.lots.len() > 1 { format!("{category} for {}", self.lot.title) } else { category.to_owned() }
    }

    /// The lot among the others.
    pub fn of(&self) -> TenderLot {
        TenderLot { tender: self.tender.clone(), lot: self.lot.clone(), all: self.lots.clone() }
    }
}

/// What the recommended bid means for one school.
#[derive(Clone, Debug)]
pub struct Effect {
    pub school: school::Model,
    pub now: Option<Exact>,
    /// Where the figure it pays now comes from.
    pub source: Option<String>,
    pub share: Exact,
    pub mandate: Option<Money>,
}

impl Effect {
    /// After minus before.
    pub fn change(&self) -> Option<Exact> {
        self.now.as_ref().map(|now| &self.share - now)
    }
}

/// One bid of the ranking, in rank order.
#[derive(Clone, Debug)]
pub struct RankedBid {
    pub bid: String,
    /// In the order of the criteria.
    pub marks: Vec<Exact>,
    pub quality: Exact,
    /// None where the method gives no marks for price.
    pub price_mark: Option<Exact>,
    /// Marks of 100, or the pounds that the method ranks by.
    pub total: Option<Exact>,
}

/// The report behind a decision.
#[derive(Clone, Debug)]
pub struct Report {
    pub reference: String,
    pub category: category::Model,
    pub cluster: cluster::Model,
    pub priced: PricedLot,
    pub award: award::Model,
    /// Costliest change first.
    pub effects: Vec<Effect>,
    pub scenarios: Vec<Scenario>,
    pub joinings: Vec<joining::Model>,
    pub ballots: Vec<ballot::Model>,
    pub challenges: Vec<challenge::Model>,
    pub declarations: Vec<store::Declaration>,
    /// Asked, answered.
    pub questions: (u64, u64),
    pub documents: Vec<tender_document::Model>,
    /// Bids that a compliance check left out, with why.
    pub left_out: Vec<OpenedBid>,
    pub ranked: Vec<RankedBid>,
    /// What single schools need beyond the core.
    pub variations: Vec<(school_variation::Model, school::Model)>,
    /// The fewest schools for which the bid is binding.
    pub minimum_schools: usize,
}

impl Report {
    /// The same as it is stored.
    pub fn least_schools(&self) -> i32 {
        i32::try_from(self.minimum_schools).unwrap_or(i32::MAX)
    }

    /// Whether the agreed rule holds every school to what it pays now.
    pub fn holds_harmless(&self) -> bool {
        let is_known = self.priced.needs.iter().all(|need| need.baseline.is_some());
        holds_harmless(self.priced.rule, is_known) && self.bid().is_ok_and(|bid| !is_by_school(&bid.schedule))
    }

    /// The recommended bid.
    pub fn bid(&self) -> Result<&PricedBid> {
        self.priced.bid(self.award.bid_id)
    }
}

/// A lot with its tender and award; nothing for who may not see the report, or before there is one.
pub async fn scene(context: &Context, at: impl Into<LotAddress>) -> Result<Scene> {
    let (TenderLot { tender, lot, all }, place) = find(context, at).await?;
    context.actor.require_sight(Action::SeeReport, &place)?;
    tender::require_inside(context, &tender).await?;
    let award = store::award_of(context.read(), lot.id).await?.ok_or(Error::NotFound)?;
    Ok(Scene { tender, place, lot, award, lots: all })
}

/// The report, while there is one: an award that was sent back or ended shows its votes alone. A bounded number of queries.
pub async fn report(context: &Context, scene: &Scene) -> Result<Option<Report>> {
    if !prices_are_open(scene.lot.state) || scene.award.state == award::AwardState::SentBack {
        return Ok(None);
    }
    let connection = context.read();
    let priced = priced_with_discount(context, &scene.of(), scene.award.bid_id).await?;
    refuse_bidders(context, &scene.lot, &priced).await?;
    let bid = priced.bid(scene.award.bid_id)?;
    let limits = store::mandates(connection, scene.tender.id).await?;
    let category = store::category(connection, &scene.tender).await?;
    let mut effects: Vec<Effect> =
        priced.needs.iter().zip(&bid.shares).map(|(need, share)| effect(need, share, &limits)).collect();
    effects.sort_by_key(|effect| std::cmp::Reverse(effect.change().unwrap_or_default()));
    let scenarios = scenarios::of(&priced, bid, &category)?;
    let opened = Opened::of(&scene.tender).ok_or(Error::NotFound)?;
    let mut left_out = read_opened(connection, &opened, scene.lot.id).await?;
    left_out.retain(|bid| bid.passed == Some(false));
    Ok(Some(Report {
        reference: scene.tender.reference.clone(),
        category,
        cluster: store::cluster(connection, scene.tender.cluster_id).await?,
        award: scene.award.clone(),
        effects,
        scenarios,
        joinings: store::joinings(connection, scene.award.id).await?,
        ballots: store::ballots(connection, scene.award.id).await?,
        challenges: store::challenges(connection, scene.lot.id).await?,
        declarations: store::declarations(connection, scene.tender.id).await?,
        questions: store::questions(connection, scene.tender.id).await?,
        documents: store::documents(connection, scene.tender.id).await?,
        left_out,
        ranked: ranked(&priced),
        variations: tender::variations(connection, scene.tender.id).await?,
        minimum_schools: usize::try_from(scene.tender.minimum_schools).unwrap_or_default().min(priced.needs.len()),
        priced,
    }))
}

/// Who sells for a bidder cannot open the report until the outcome is sent, whatever other role they hold.
pub(super) async fn refuse_bidders(context: &Context, lot: &lot::Model, priced: &PricedLot) -> Result<()> {
    match is_kept_from(context, lot, priced).await? {
        true => Err(Error::Forbidden(Refusal::SellsForABidder.to_string())),
        false => Ok(()),
    }
}

/// Whether the actor sells for a bidder and the outcome is not sent.
pub(super) async fn is_kept_from(context: &Context, lot: &lot::Model, priced: &PricedLot) -> Result<bool> {
    let Some(account) = context.actor.account.filter(|_| lot.standstill_from.is_none()) else { return Ok(false) };
    let bidders = priced.bids.iter().map(|bid| bid.opened.provider_id);
    store::sells_for(context.read(), account, bidders).await
}

fn effect(need: &Need, share: &Exact, limits: &HashMap<SchoolId, Money>) -> Effect {
    Effect {
        school: need.school.clone(),
        now: need.baseline.as_ref().map(|baseline| baseline.amount.clone()),
        source: need.baseline.as_ref().map(|baseline| baseline.source_words.to_owned()),
        share: share.clone(),
        mandate: limits.get(&need.school.id).copied(),
    }
}

/// The ranking as pages show it.
pub(super) fn ranked(priced: &PricedLot) -> Vec<RankedBid> {
    let row = |found: &Ranked| {
        let (price_mark, total) = match &found.outcome {
            Outcome::Marks { price_mark, total, .. } => (Some(price_mark.clone()), Some(total.clone())),
            Outcome::Value(value) => (None, value.clone()),
        };
        let marks = found.marks.iter().map(|(_, mark)| mark.clone()).collect();
        RankedBid { bid: found.bid.clone(), marks, quality: found.quality.clone(), price_mark, total }
    };
    priced.ranking.results.iter().map(row).collect()
}
