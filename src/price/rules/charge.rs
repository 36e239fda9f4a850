//! One charge on one volume, with its working.

use entity::exact::Exact;
use entity::price::{Band, Charge, ChargeKind, Tier};

use super::working::{Steps, Working};

/// The yearly charge for `volume` before index, minimum and maximum, unrounded.
pub fn charge_for(kind: &ChargeKind, volume: &Exact) -> Exact {
    steps(kind, volume).sum()
}

/// The charge between its minimum and its maximum.
pub(super) fn clamp(charge: &Charge, amount: Exact) -> Exact {
    let raised = charge.minimum.clone().map_or(amount.clone(), |minimum| minimum.max(amount));
    charge.maximum.clone().map_or(raised.clone(), |maximum| maximum.min(raised))
}

pub(super) fn worked_charge(charge: &Charge, volume: &Exact, index: Exact) -> Working {
    let steps = steps(&charge.kind, volume);
    let sum = steps.sum();
    let charged = clamp(charge, sum.clone());
    Working { unit: charge.kind.unit().map(str::to_owned), held_to: (charged != sum).then_some(charged), steps, index }
}

fn steps(kind: &ChargeKind, volume: &Exact) -> Steps {
    match kind {
        ChargeKind::Fixed { amount } => Steps::Fixed { amount: amount.clone() },
        ChargeKind::Unit { rate, .. } => Steps::Rate { rate: rate.clone(), volume: volume.clone() },
        ChargeKind::Graduated { bands, .. } => Steps::Bands(band_parts(bands, volume)),
        ChargeKind::AllUnits { tiers, buy_up, .. } => all_units(tiers, *buy_up, volume),
        ChargeKind::Step { block, amount, .. } => {
            let blocks = volume.over(block).map(|blocks| blocks.ceil()).unwrap_or_default();
            Steps::Blocks { amount: amount.clone(), blocks, block: block.clone() }
        }
        ChargeKind::OneOff { amount, .. } => Steps::Fixed { amount: amount.clone() },
    }
}

/// (part of the volume, rate) of every band that is reached.
fn band_parts(bands: &[Band], volume: &Exact) -> Vec<(Exact, Exact)> {
    let mut below = Exact::zero();
    let mut parts = Vec::new();
    for band in bands {
        let top = band.up_to.as_ref().map_or(volume, |up_to| up_to.min(volume));
        if *top > below {
            parts.push((top - &below, band.rate.clone()));
            below = top.clone();
        }
    }
    parts
}

fn all_units(tiers: &[Tier], buy_up: bool, volume: &Exact) -> Steps {
    let reached = tiers.iter().filter(|tier| tier.from <= *volume).max_by(|a, b| a.from.cmp(&b.from));
    let rate = reached.map(|tier| tier.rate.clone()).unwrap_or_default();
    let own = &rate * volume;
    let higher = tiers.iter().filter(|tier| tier.from > *volume);
    match higher.min_by(|a, b| (&a.rate * &a.from, &a.from).cmp(&(&b.rate * &b.from, &b.from))) {
        Some(tier) if buy_up && &tier.rate * &tier.from < own => {
            Steps::BoughtUp { rate: tier.rate.clone(), paid_for: tier.from.clone(), volume: volume.clone() }
        }
        _ => Steps::Rate { rate, volume: volume.clone() },
    }
}
