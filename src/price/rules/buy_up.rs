//! All-units tiers: when buying more is cheaper.

use entity::exact::Exact;
use entity::price::Tier;

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
