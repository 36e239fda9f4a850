//! All-units tiers: when buying more is cheaper.

use entity::exact::Exact;
use entity::price::{Charge, ChargeKind, PriceSchedule, Scope, Tier};

use super::charge::worked_charge;
use super::working::Working;
use super::{Buyer, applies, yearly_growth};

/// One volume under all-units tiers, and the cheapest quantity to pay for instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub volume: Exact,
    pub charge: Exact,
    pub cheapest_quantity: Exact,
    pub cheapest_charge: Exact,
}

impl Quote {
    pub fn worth_buying_up(&self) -> bool {
        self.cheapest_quantity != self.volume
    }
}

/// Between `above` and `below` (both excluded) it is cheaper to pay for `buy` units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuyMore {
    pub above: Exact,
    pub below: Exact,
    pub buy: Exact,
}

/// What `volume` costs and the cheapest quantity to pay for: itself, or the start of a higher tier; ties to the volume,
/// then to the smaller.
pub fn buy_up(tiers: &[Tier], volume: &Exact) -> Quote {
    let reached = tiers.iter().filter(|tier| tier.from <= *volume).max_by(|a, b| a.from.cmp(&b.from));
    let charge = reached.map(|tier| &tier.rate * volume).unwrap_or_default();
    let own = (charge.clone(), volume.clone());
    let higher = tiers.iter().filter(|tier| tier.from > *volume);
    let best = higher.map(|tier| (&tier.rate * &tier.from, tier.from.clone())).min();
    let (cheapest_charge, cheapest_quantity) = best.filter(|best| best.0 < charge).unwrap_or(own);
    Quote { volume: volume.clone(), charge, cheapest_quantity, cheapest_charge }
}

/// For every tier but the last, the volumes at which paying for a higher tier's least quantity costs less.
pub fn cheaper_to_buy_more(tiers: &[Tier]) -> Vec<BuyMore> {
    let mut sorted: Vec<&Tier> = tiers.iter().collect();
    sorted.sort_by(|a, b| a.from.cmp(&b.from));
    let interval = |i: usize| {
        let (tier, higher) = (sorted[i], &sorted[i + 1..]);
        let (least, buy) = higher.iter().map(|tier| (&tier.rate * &tier.from, &tier.from)).min()?;
        let above = least.over(&tier.rate)?.max(tier.from.clone());
        let below = higher.first()?.from.clone();
        (above < below).then(|| BuyMore { above, below, buy: buy.clone() })
    };
    (0..sorted.len()).filter_map(interval).collect()
}

/// A charge in the first year on a volume at which paying for more would cost less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuyingMore {
    /// What people read.
    pub charge: String,
    /// The buyer whose own volume it is; none for the volume of all.
    pub school: Option<String>,
    pub unit: String,
    pub volume: Exact,
    /// What is charged for the volume, and what the cheaper quantity would cost.
    pub charged: Working,
    pub instead: Working,
    /// The volumes between which that is so, and the quantity to buy.
    pub between: BuyMore,
    /// The supplier charges the cheaper quantity by itself.
    pub is_bought_up: bool,
}

/// Every all-units charge of the buyers' first year at a volume at which buying more is cheaper.
pub fn buying_more(buyers: &[Buyer], schedule: &PriceSchedule) -> Vec<BuyingMore> {
    let index = yearly_growth(schedule, 1);
    let of_charge = |charge: &Charge| -> Vec<BuyingMore> {
        let Some(unit) = charge.kind.unit() else { return Vec::new() };
        let payers: Vec<&Buyer> = buyers.iter().filter(|buyer| applies(&charge.applies_to, buyer)).collect();
        let index = if charge.indexed { index.clone() } else { Exact::one() };
        let own = |payer: &&Buyer| at_volume(charge, Some(payer.id.clone()), payer.volume(unit), index.clone());
        match charge.scope {
            Scope::School => payers.iter().filter_map(own).collect(),
            Scope::Cluster => {
                let volume = payers.iter().map(|payer| payer.volume(unit)).sum();
                at_volume(charge, None, volume, index.clone()).into_iter().collect()
            }
        }
    };
    schedule.charges.iter().flat_map(of_charge).collect()
}

fn at_volume(charge: &Charge, school: Option<String>, volume: Exact, index: Exact) -> Option<BuyingMore> {
    let ChargeKind::AllUnits { unit, tiers, buy_up } = &charge.kind else { return None };
    let inside = |between: &BuyMore| between.above < volume && volume < between.below;
    let between = cheaper_to_buy_more(tiers).into_iter().find(inside)?;
    let plain = ChargeKind::AllUnits { unit: unit.clone(), tiers: tiers.clone(), buy_up: false };
    let plain = Charge { kind: plain, ..charge.clone() };
    let charged = worked_charge(&plain, &volume, index.clone());
    let instead = worked_charge(&plain, &between.buy, index);
    let cheaper = instead.amount() < charged.amount();
    cheaper.then(|| BuyingMore {
        charge: charge.name(),
        school,
        unit: unit.clone(),
        volume,
        charged,
        instead,
        between,
        is_bought_up: *buy_up,
    })
}
