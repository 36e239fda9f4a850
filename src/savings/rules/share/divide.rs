//! The rules that need no search: one formula each.

use entity::exact::{Exact, proportions};

use super::game::{Joint, MOST_SCHOOLS, shared_amount};
use super::{CannotShare, Game, SurplusKey};

pub(super) fn equal(game: &Game) -> Result<Vec<Exact>, CannotShare> {
    by_weight(game, &vec![Exact::one(); game.schools()])
}

pub(super) fn by_weight(game: &Game, weights: &[Exact]) -> Result<Vec<Exact>, CannotShare> {
    fitting(game, weights)?;
    Ok(proportions(&game.total(), weights)?)
}

fn fitting(game: &Game, list: &[Exact]) -> Result<(), CannotShare> {
    if list.len() == game.schools() { Ok(()) } else { Err(CannotShare::Malformed) }
}

/// Own charges + the fixed part ÷ n + each charge on the summed volume by volume.
pub(super) fn two_part(game: &Game) -> Result<Vec<Exact>, CannotShare> {
    let Joint::Parts { fixed, parts } = &game.joint else { return Err(CannotShare::RuleDoesNotFitCost) };
    if !game.joint_offer_is_used() {
        return Err(CannotShare::JointOfferNotUsed);
    }
    let everyone: Vec<usize> = (0..game.schools()).collect();
    let each = fixed / &Exact::from(game.schools());
    let mut shares: Vec<Exact> = parts.own.iter().map(|own| own + &each).collect();
    for charge in &parts.shared {
        let paying: Vec<usize> = everyone.iter().copied().filter(|&i| charge.volumes[i].is_some()).collect();
        if paying.is_empty() {
            continue;
        }
        let weights: Vec<Exact> = paying.iter().filter_map(|&i| charge.volumes[i].clone()).collect();
        let divided = proportions(&shared_amount(charge, &everyone), &weights)?;
        for (i, share) in paying.into_iter().zip(divided) {
            shares[i] += share;
        }
    }
    Ok(shares)
}

/// aᵢ − (Σa − C) ÷ n.
pub(super) fn equal_savings(game: &Game) -> Result<Vec<Exact>, CannotShare> {
    let alone = game.alone();
    let each = (alone.iter().sum::<Exact>() - game.total()) / Exact::from(game.schools());
    Ok(alone.iter().map(|alone| alone - &each).collect())
}

/// mᵢ + (C − Σm) × (aᵢ − mᵢ) ÷ Σ(a − m), with mᵢ = C − c(all but i); the rest equally when nobody gains.
pub fn separable_costs(game: &Game) -> Result<Vec<Exact>, CannotShare> {
    if game.schools() > MOST_SCHOOLS {
        return Err(CannotShare::TooLarge);
    }
    let total = game.total();
    let others = |i: usize| (0..game.schools()).filter(|&j| j != i).collect::<Vec<_>>();
    let added: Vec<Exact> = (0..game.schools()).map(|i| &total - game.cost(&others(i))).collect();
    let gains: Vec<Exact> = game.alone().iter().zip(&added).map(|(alone, added)| alone - added).collect();
    let rest = &total - added.iter().sum::<Exact>();
    let gained: Exact = gains.iter().sum();
    let equal = &rest / &Exact::from(game.schools());
    let part = |gain: &Exact| (&rest * gain).over(&gained).unwrap_or_else(|| equal.clone());
    Ok(added.iter().zip(&gains).map(|(added, gain)| added + part(gain)).collect())
}

pub(super) fn ladder(game: &Game) -> Result<Vec<Exact>, CannotShare> {
    let Joint::Levels(levels) = &game.joint else { return Err(CannotShare::RuleDoesNotFitCost) };
    if !game.joint_offer_is_used() {
        return Err(CannotShare::JointOfferNotUsed);
    }
    let classes: Vec<(&Exact, u64)> = levels.iter().map(|level| (level, 1)).collect();
    Ok(ladder_steps(&classes))
}

/// The share of one user of each class (level, number of users): each step up in level is split equally among the users
/// who need it. Classes without users take no part.
pub fn ladder_steps(classes: &[(&Exact, u64)]) -> Vec<Exact> {
    let mut order: Vec<usize> = (0..classes.len()).collect();
    order.sort_by(|&a, &b| classes[a].0.cmp(classes[b].0));
    let mut needing: u64 = classes.iter().map(|(_, count)| count).sum();
    let mut shares = vec![Exact::zero(); classes.len()];
    let mut share = Exact::zero();
    let mut below = Exact::zero();
    for i in order {
        let (level, count) = classes[i];
        if let Some(step) = (level - &below).over(&Exact::from(needing)) {
            share += step;
            below = level.clone();
        }
        shares[i] = share.clone();
        needing -= count;
    }
    shares
}

/// bᵢ − (Σb − C) × kᵢ.
pub(super) fn pay_as_now(game: &Game, baselines: &[Exact], key: &SurplusKey) -> Result<Vec<Exact>, CannotShare> {
    fitting(game, baselines)?;
    let surplus = baselines.iter().sum::<Exact>() - game.total();
    let equal = vec![Exact::one(); game.schools()];
    let weights = match key {
        SurplusKey::Proportional => baselines,
        SurplusKey::Equal => &equal,
        SurplusKey::Weights(weights) => weights,
    };
    fitting(game, weights)?;
    let back = proportions(&surplus, weights)?;
    Ok(baselines.iter().zip(&back).map(|(baseline, back)| baseline - back).collect())
}
