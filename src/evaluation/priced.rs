//! Prices and the ranking of a lot, computed each time from what is stored: demand, schedules, agreed scores, rule.

use super::rules::{self, Evaluation, LowBidTest, Ranking, TieBreak};
use super::sheet::{self, Sheet};
use super::store;
use crate::bid::opened::OpenedBid;
use crate::catalogue::rules::Baseline;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::price::rules::{Buyer, Priced, price_offer};
use crate::savings::sharing;
use crate::tender as tenders;
use crate::{catalogue, cluster, demand};
use ::entity::agreement::SharingRule;
use ::entity::exact::Exact;
use ::entity::price::PriceSchedule;
use ::entity::price_enquiry::{self, EnquiryOutcome};
use ::entity::tender::{self, TenderState};
use ::entity::{category, ids::*, school};
use sea_orm::EntityTrait as _;
use std::collections::BTreeMap;

/// The fewest bids whose mean says anything about a low one.
const LOW_BID_MINIMUM: usize = 3;

/// A school of the tender with its quantities and what it pays now.
#[derive(Clone, Debug)]
pub struct Need {
    pub school: school::Model,
    pub buyer: Buyer,
    pub baseline: Option<Baseline>,
}

/// A bid with its price for the tender's schools and each school's share of the first year.
#[derive(Clone, Debug)]
pub struct PricedBid {
    pub opened: OpenedBid,
    pub schedule: PriceSchedule,
    pub price: Priced,
    /// In the order of `needs`.
    pub shares: Vec<Exact>,
}

/// A lot with its prices open.
#[derive(Clone, Debug)]
pub struct PricedLot {
    pub sheet: Sheet,
    pub needs: Vec<Need>,
    pub rule: SharingRule,
    pub bids: Vec<PricedBid>,
    pub enquiries: Vec<price_enquiry::Model>,
    pub evaluation: Evaluation,
    pub ranking: Ranking,
}

impl PricedLot {
    pub fn bid(&self, id: BidId) -> Result<&PricedBid> {
        self.bids.iter().find(|bid| bid.opened.bid == id).ok_or(Error::NotFound)
    }

    /// The bid ranked first, unless lots must be drawn or none is left.
    pub fn first(&self) -> Option<&PricedBid> {
        let winner = self.ranking.winner.as_deref()?;
        self.bids.iter().find(|bid| bid.opened.bid.to_string() == winner)
    }

    /// Takes a percentage off the prices of one bid. Marks and ranking stay: they were given for the prices as offered.
    pub fn take_off(&mut self, id: BidId, percent: &Exact) -> Result<()> {
        let buyers: Vec<Buyer> = self.needs.iter().map(|need| need.buyer.clone()).collect();
        let (needs, rule) = (&self.needs, self.rule);
        let bid = self.bids.iter_mut().find(|bid| bid.opened.bid == id).ok_or(Error::NotFound)?;
        let schedule = bid.schedule.less(percent);
        bid.price = price_offer(&buyers, &schedule).map_err(Error::refused)?;
        bid.shares = shares_of(needs, &schedule, rule)?;
        bid.schedule = schedule;
        Ok(())
    }

    /// What the schools pay now in a year together, if that is known of every one.
    pub fn now(&self) -> Option<Exact> {
        self.needs.iter().map(|need| need.baseline.as_ref().map(|baseline| baseline.amount.clone())).sum()
    }

    /// What separated the first two bids, where their totals are equal.
    pub fn tie_words(&self) -> Option<String> {
        let by = match self.ranking.tie_break.as_ref()? {
            TieBreak::Quality => "higher quality decides".to_owned(),
            TieBreak::Criterion(code) => {
                let name = self.sheet.criterion(code).map(|criterion| criterion.name.clone()).unwrap_or_default();
                format!("the higher mark for {name} decides")
            }
            TieBreak::Price => "the lower price decides".to_owned(),
            TieBreak::DrawLots => "lots must be drawn at a minuted meeting".to_owned(),
        };
        Some(format!("The totals are equal: {by}"))
    }

    /// Who made a bid, by the id that the ranking has.
    pub fn provider(&self, id: &str) -> String {
        let bid = self.bids.iter().find(|bid| bid.opened.bid.to_string() == id);
        bid.map(|bid| bid.opened.provider_name.clone()).unwrap_or_default()
    }

    pub fn enquiry(&self, bid: BidId) -> Option<&price_enquiry::Model> {
        self.enquiries.iter().find(|enquiry| enquiry.bid_id == bid)
    }
}

/// Are prices open in this state?
pub fn prices_are_open(state: TenderState) -> bool {
    use TenderState::{Challenged, Contracting, Ended, Live, Priced, Ratified, Recommended, Standstill, Terminated};
    matches!(state, Priced | Recommended | Ratified | Standstill | Challenged | Contracting | Live | Ended | Terminated)
}

/// What a lot's schools need and pay now, in the cluster's order. A bounded number of queries.
pub async fn needs(context: &Context, tender: &tender::Model, lot: LotId) -> Result<Vec<Need>> {
    let connection = context.read();
    let mut quantities = demand::quantities(connection, tender.id).await?;
    let own = tenders::schools_of(connection, lot).await?;
    quantities.retain(|school, _| own.is_empty() || own.contains(school));
    // A school that has left the cluster since is still one that the bids were priced for.
    let members = cluster::all_members(connection, tender.cluster_id).await?;
    let schools: Vec<school::Model> =
        members.into_iter().map(|member| member.school).filter(|school| quantities.contains_key(&school.id)).collect();
    let category = category::Entity::find_by_id(tender.category_id).one(connection).await?.ok_or(Error::NotFound)?;
    let mut baselines =
        catalogue::baseline::of_schools(connection, &category, &schools, words::london_day(context.now)).await?;
    // What a school pays now for a service that it buys in several lots is not known lot by lot.
    let lots = tenders::lots(connection, tender.id).await?;
    for school in tenders::in_several(connection, &lots).await? {
        baselines.remove(&school);
    }
    let need = |school: school::Model| Need {
        buyer: buyer(&school, quantities.get(&school.id)),
        baseline: baselines.remove(&school.id),
        school,
    };
    Ok(schools.into_iter().map(need).collect())
}

/// A school with the quantities that it has committed, by its URN, as schedules name schools.
fn buyer(school: &school::Model, quantities: Option<&BTreeMap<String, ::entity::money::Quantity>>) -> Buyer {
    let volumes = quantities.into_iter().flatten().map(|(unit, quantity)| (unit.clone(), quantity.exact())).collect();
    Buyer {
        id: school.urn.to_string(),
        phase: school.phase.to_string(),
        legal_type: school.legal_type.to_string(),
        volumes,
    }
}

/// The lot with prices, ranking and every school's share; nothing before prices are open.
pub async fn priced_lot(context: &Context, tender: &tender::Model, lot: LotId) -> Result<PricedLot> {
    let sheet = sheet::sheet(context.read(), tender, lot).await?;
    if !prices_are_open(sheet.lot.state) {
        return Err(Error::NotFound);
    }
    let needs = needs(context, tender, lot).await?;
    let agreement = cluster::agreement_in_force(context.read(), tender.cluster_id).await?;
    let rule = agreement.map_or(SharingRule::Proportional, |agreement| agreement.sharing_rule);
    let bids = price_bids(&sheet, &needs, rule)?;
    let enquiries = store::enquiries(context.read(), bids.iter().map(|bid| bid.opened.bid)).await?;
    let evaluation = evaluation(tender, &sheet, &bids, &enquiries)?;
    let ranking = rules::evaluate(&evaluation).map_err(Error::refused)?;
    Ok(PricedLot { sheet, needs, rule, bids, enquiries, evaluation, ranking })
}

fn price_bids(sheet: &Sheet, needs: &[Need], rule: SharingRule) -> Result<Vec<PricedBid>> {
    let buyers: Vec<Buyer> = needs.iter().map(|need| need.buyer.clone()).collect();
    let priced = |opened: &OpenedBid| {
        let schedule = opened.schedule.clone().ok_or_else(|| Error::internal("the prices of a bid are not open"))?;
        let price = price_offer(&buyers, &schedule).map_err(Error::refused)?;
        let shares = shares_of(needs, &schedule, rule)?;
        Ok(PricedBid { opened: opened.clone(), schedule, price, shares })
    };
    sheet.bids.iter().map(priced).collect()
}

/// Each school's share of the first year by the cluster's rule.
pub fn shares_of(needs: &[Need], schedule: &::entity::price::PriceSchedule, rule: SharingRule) -> Result<Vec<Exact>> {
    let buyers: Vec<Buyer> = needs.iter().map(|need| need.buyer.clone()).collect();
    let now: Vec<Option<Exact>> =
        needs.iter().map(|need| need.baseline.as_ref().map(|baseline| baseline.amount.clone())).collect();
    sharing::yearly_costs(rule, schedule, &buyers, &now).map_err(Error::refused)
}

/// The stored facts as the rules take them: what was published, agreed scores, whole-life prices.
fn evaluation(
    tender: &tender::Model,
    sheet: &Sheet,
    bids: &[PricedBid],
    enquiries: &[price_enquiry::Model],
) -> Result<Evaluation> {
    let rule = tenders::price_rule(tender, &sheet.lot)?;
    let criterion = |criterion: &::entity::criterion::Model| rules::Criterion {
        id: criterion.code.clone(),
        weight: criterion.weight.exact(),
        scale_max: Exact::from(i64::from(criterion.scale_max)),
        minimum: criterion.minimum.map(|minimum| Exact::from(i64::from(minimum))),
    };
    Ok(Evaluation {
        criteria: sheet.criteria.iter().map(criterion).collect(),
        price_weight: rule.weight.exact(),
        method: rule.to_method().map_err(Error::refused)?,
        bids: bids.iter().map(|bid| ranked_bid(sheet, bid, enquiries)).collect(),
        mark_decimals: 2,
        quality_minimum_percent: tender.quality_minimum.map(|percent| Exact::from(i64::from(percent))),
        low_bid: Some(LowBidTest {
            percent: Exact::from(i64::from(tender.low_bid_percent)),
            min_bids: LOW_BID_MINIMUM,
            should_cost: None,
        }),
    })
}

fn ranked_bid(sheet: &Sheet, bid: &PricedBid, enquiries: &[price_enquiry::Model]) -> rules::Bid {
    let agreed = |criterion: &::entity::criterion::Model| {
        let agreed = sheet.agreed_of(bid.opened.bid, criterion.id)?;
        Some((criterion.code.clone(), Exact::from(i64::from(agreed.score))))
    };
    let rejected = |enquiry: &price_enquiry::Model| {
        enquiry.bid_id == bid.opened.bid && enquiry.outcome == Some(EnquiryOutcome::Rejected)
    };
    rules::Bid {
        id: bid.opened.bid.to_string(),
        price: bid.price.whole_life.clone(),
        passed: true,
        scores: sheet.criteria.iter().filter_map(agreed).collect(),
        low_price_rejected: enquiries.iter().any(rejected),
    }
}
