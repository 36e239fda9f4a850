//! Lots awarded together: the assignment of lots to providers with the greatest total, under the published limit and with
//! the discounts that providers offered for winning several.

use super::{find, store};
use crate::evaluation::rules::{Award, Discount, Lot, LotBid, LotTender, award_lots};
use crate::evaluation::{PricedBid, PricedLot, priced_lot, prices_are_open};
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender::{self, LotAddress, PriceMethodName, PriceRule, TenderLot};
use ::entity::award::AwardState;
use ::entity::exact::Exact;
use ::entity::tender::TenderState;
use ::entity::{award, ids::*, lot, lot_plan};
use std::collections::BTreeMap;

/// One lot with its priced bids, and the bid that is recommended or awarded already.
#[derive(Clone, Debug)]
pub struct Together {
    pub lot: lot::Model,
    pub priced: PricedLot,
    pub rule: PriceRule,
    pub award: Option<award::Model>,
}

/// The best assignment of all lots that can still be awarded.
#[derive(Clone, Debug)]
pub struct Combination {
    pub lots: Vec<Together>,
    /// By provider id, in the order of their names.
    pub names: Vec<(String, String)>,
    pub most: Option<i32>,
    pub best: Award,
    /// The assignment without the limit, where there is one.
    pub unlimited: Option<Award>,
}

impl Combination {
    /// The bid that a lot goes to in the best assignment.
    pub fn bid_for(&self, lot: LotId) -> Option<BidId> {
        let place = self.lots.iter().position(|each| each.lot.id == lot)?;
        let provider = self.best.suppliers.get(place)?.as_ref()?;
        let own = |bid: &&PricedBid| bid.opened.provider_id.to_string() == *provider;
        self.lots[place].priced.bids.iter().find(own).map(|bid| bid.opened.bid)
    }

    pub fn name(&self, provider: &str) -> String {
        self.names.iter().find(|(id, _)| id == provider).map(|(_, name)| name.clone()).unwrap_or_default()
    }
}

/// Why lots are decided one by one.
pub type OneByOne = String;

/// For the panel: the assignment of all lots, or why there is none.
pub async fn combination(
    context: &Context,
    at: impl Into<LotAddress>,
) -> Result<(TenderLot, std::result::Result<Combination, OneByOne>)> {
    let (of, place) = find(context, at).await?;
    context.actor.require_sight(Action::SeePrices, &place)?;
    if !of.is_one_of_several() {
        return Err(Error::NotFound);
    }
    let found = combined(context, &of).await?;
    Ok((of, found))
}

/// The assignment, whoever asks.
pub(super) async fn combined(context: &Context, of: &TenderLot) -> Result<std::result::Result<Combination, OneByOne>> {
    use TenderState::{Cancelled, Terminated, Unsuccessful, Withdrawn};
    let going_on = |lot: &&lot::Model| !matches!(lot.state, Unsuccessful | Cancelled | Withdrawn | Terminated);
    let lots: Vec<&lot::Model> = of.all.iter().filter(going_on).collect();
    let waiting: Vec<String> =
        lots.iter().filter(|lot| !prices_are_open(lot.state)).map(|lot| format!("lot {}", lot.number)).collect();
    if !waiting.is_empty() {
        return Ok(Err(format!(
            "Lots are awarded together when the prices of all of them are open. Until then each lot is decided by itself. \
             Not open yet: {}",
            waiting.join(", ")
        )));
    }
    let mut found = Vec::new();
    for lot in lots {
        let priced = priced_lot(context, &of.tender, lot.id).await?;
        let rule = tender::price_rule(&of.tender, lot)?;
        let award = store::award_of(context.read(), lot.id).await?.filter(is_standing);
        found.push(Together { lot: lot.clone(), priced, rule, award });
    }
    let plan = tender::lot_plan(context.read(), of.tender.id).await?;
    assign(found, plan.as_ref())
}

fn is_standing(award: &award::Model) -> bool {
    matches!(award.state, AwardState::Recommended | AwardState::Ratified)
}

fn assign(lots: Vec<Together>, plan: Option<&lot_plan::Model>) -> Result<std::result::Result<Combination, OneByOne>> {
    let weights: Vec<Exact> = lots.iter().map(|each| each.rule.weight.exact()).collect();
    let fixed = lots.iter().all(|each| each.rule.method == PriceMethodName::Benchmark);
    if !fixed || weights.windows(2).any(|pair| pair[0] != pair[1]) {
        return Ok(Err(
            "Lots are awarded together only where prices are scored against fixed prices, with the same weight \
                       in every lot. Here each lot is decided by itself"
                .to_owned(),
        ));
    }
    let names = names(&lots);
    let most = plan.and_then(|plan| plan.most);
    let takes_discounts = plan.is_some_and(|plan| plan.discounts);
    let tender = LotTender {
        lots: lots.iter().map(rules_lot).collect(),
        suppliers: names.iter().map(|(id, _)| id.clone()).collect(),
        price_weight: weights.into_iter().next().unwrap_or_default(),
        bids: lots.iter().flat_map(lot_bids).collect(),
        discounts: if takes_discounts { discounts(&lots) } else { Vec::new() },
        max_lots_per_supplier: most.and_then(|most| usize::try_from(most).ok()),
    };
    let best = match award_lots(&tender, tender.max_lots_per_supplier) {
        Ok(best) => best,
        Err(refusal) => return Ok(Err(format!("{refusal}. Each lot is decided by itself"))),
    };
    let unlimited = most.map(|_| award_lots(&tender, None)).transpose().map_err(Error::refused)?;
    Ok(Ok(Combination { lots, names, most, best, unlimited }))
}

/// Every provider with a bid still in, by name: the order that decides between equal assignments.
fn names(lots: &[Together]) -> Vec<(String, String)> {
    let bids = lots.iter().flat_map(|each| &each.priced.bids);
    let by_name: BTreeMap<(String, String), ()> =
        bids.map(|bid| ((bid.opened.provider_name.clone(), bid.opened.provider_id.to_string()), ())).collect();
    by_name.into_keys().map(|(name, id)| (id, name)).collect()
}

fn rules_lot(each: &Together) -> Lot {
    Lot {
        id: each.lot.number.to_string(),
        weight: each.lot.weight.exact(),
        ceiling: each.rule.ceiling.map(|ceiling| ceiling.exact()).unwrap_or_default(),
        target: each.rule.target.map(|target| target.exact()).unwrap_or_default(),
    }
}

/// The bids still in; of a lot that is recommended or awarded already, that bid alone.
fn lot_bids(each: &Together) -> Vec<LotBid> {
    let stands = |bid: &&PricedBid| each.award.as_ref().is_none_or(|award| award.bid_id == bid.opened.bid);
    let bid = |bid: &PricedBid| {
        let id = bid.opened.bid.to_string();
        let ranked = each.priced.ranking.results.iter().find(|ranked| ranked.bid == id)?;
        Some(LotBid {
            supplier: bid.opened.provider_id.to_string(),
            lot: each.lot.number.to_string(),
            quality_mark: ranked.quality.clone(),
            price: bid.price.whole_life.clone(),
        })
    };
    each.priced.bids.iter().filter(stands).filter_map(bid).collect()
}

/// What providers offered for winning several of these lots, each offer once.
fn discounts(lots: &[Together]) -> Vec<Discount> {
    let numbers: Vec<i32> = lots.iter().map(|each| each.lot.number).collect();
    let mut found: Vec<Discount> = Vec::new();
    for bid in lots.iter().flat_map(|each| &each.priced.bids) {
        let Some(offered) = &bid.schedule.lot_discount else { continue };
        let discount = Discount {
            supplier: bid.opened.provider_id.to_string(),
            lots: offered.lots.iter().map(i32::to_string).collect(),
            percent: offered.percent.clone(),
        };
        if offered.lots.iter().all(|lot| numbers.contains(lot)) && !found.contains(&discount) {
            found.push(discount);
        }
    }
    found
}

/// The percentage that comes off the prices of a bid that is recommended or awarded: the largest that its provider offered
/// for lots that it wins entirely. None in a tender with one lot.
pub(super) async fn discount_of(context: &Context, of: &TenderLot, bid: BidId) -> Result<Option<Exact>> {
    if !of.is_one_of_several() {
        return Ok(None);
    }
    let plan = tender::lot_plan(context.read(), of.tender.id).await?;
    if !plan.is_some_and(|plan| plan.discounts) {
        return Ok(None);
    }
    let (mut won, mut offers) = (Vec::new(), Vec::new());
    let provider = store::provider_of(context.read(), bid).await?.id;
    let opened = crate::bid::Opened::of(&of.tender).ok_or(Error::NotFound)?;
    for lot in &of.all {
        let bids = crate::bid::read_passed(context.read(), &opened, lot.id).await?;
        let Some(own) = bids.into_iter().find(|bid| bid.provider_id == provider) else { continue };
        let award = store::award_of(context.read(), lot.id).await?.filter(is_standing);
        if award.is_some_and(|award| award.bid_id == own.bid) || own.bid == bid {
            won.push(lot.number);
        }
        offers.extend(own.schedule.filter(|_| prices_are_open(lot.state)).and_then(|schedule| schedule.lot_discount));
    }
    let entire = offers.into_iter().filter(|offer| offer.lots.iter().all(|lot| won.contains(lot)));
    Ok(entire.map(|offer| offer.percent).max())
}

/// A lot with its prices, those of the recommended or awarded bid with its discount taken off.
pub(super) async fn priced_with_discount(context: &Context, of: &TenderLot, bid: BidId) -> Result<PricedLot> {
    let mut priced = priced_lot(context, &of.tender, of.lot.id).await?;
    if let Some(percent) = discount_of(context, of, bid).await? {
        priced.take_off(bid, &percent)?;
    }
    Ok(priced)
}

/// How many other lots a provider has won, or is recommended for.
pub(super) async fn lots_won(context: &Context, of: &TenderLot) -> Result<BTreeMap<ProviderId, i32>> {
    let mut won = BTreeMap::new();
    for lot in of.all.iter().filter(|lot| lot.id != of.lot.id) {
        if let Some(award) = store::award_of(context.read(), lot.id).await?.filter(is_standing) {
            *won.entry(store::provider_of(context.read(), award.bid_id).await?.id).or_default() += 1;
        }
    }
    Ok(won)
}
