//! Money between schools: those who would lose, matched contributions and the insurance pool.

use entity::exact::{CannotSplit, Exact, split};

use crate::price::rules::growth;

/// Nobody pays more than now: a loser pays its baseline, and what that costs is carried by the gainers in proportion to
/// their gains. Unrounded; none when there is no overall saving to carry it.
pub fn hold_harmless(baselines: &[Exact], shares: &[Exact]) -> Option<Vec<Exact>> {
    let gains: Vec<Exact> = baselines.iter().zip(shares).map(|(baseline, share)| baseline - share).collect();
    let lost: Exact = -gains.iter().filter(|gain| gain.is_negative()).sum::<Exact>();
    let gained: Exact = gains.iter().filter(|gain| gain.is_positive()).sum();
    if lost > gained {
        return None;
    }
    let pays = |(share, gain): (&Exact, &Exact)| {
        if gain.is_negative() {
            return share + gain;
        }
        share + (&lost * gain).over(&gained).unwrap_or_default()
    };
    Some(shares.iter().zip(&gains).map(pays).collect())
}

/// A school's part of a match fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    pub cap: Exact,
    pub contribution: Exact,
    /// The smaller of the cap and the contribution.
    pub grant: Exact,
}

/// The fund capped by pupils: (pupils, contribution) of each school.
pub fn match_funding(fund: &Exact, schools: &[(Exact, Exact)]) -> Result<Vec<Matched>, CannotSplit> {
    let pupils: Vec<Exact> = schools.iter().map(|(pupils, _)| pupils.clone()).collect();
    let caps = split(fund, &pupils)?;
    let matched = |(cap, (_, contribution)): (Exact, &(Exact, Exact))| Matched {
        grant: cap.clone().min(contribution.clone()),
        contribution: contribution.clone(),
        cap,
    };
    Ok(caps.into_iter().zip(schools).map(matched).collect())
}

/// A school in an insurance pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pooled {
    /// This year's, in the pool's unit (staff, pupils …).
    pub exposure: Exact,
    pub past_exposure: Exact,
    pub past_cost: Exact,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premiums {
    pub pool_rate: Exact,
    /// How far each school's own record counts, 0 to 1.
    pub credibility: Vec<Exact>,
    pub budget: Exact,
    /// In whole pennies that add up to the budget.
    pub premiums: Vec<Exact>,
}

/// Premiums by credibility: Z = past exposure ÷ (past exposure + K), the rest of the rate from the pool. None when the
/// pool has no past exposure at all.
pub fn pool_premium(k: &Exact, loading_percent: &Exact, schools: &[Pooled]) -> Option<Premiums> {
    let past: Exact = schools.iter().map(|school| &school.past_exposure).sum();
    let pool_rate = schools.iter().map(|school| &school.past_cost).sum::<Exact>().over(&past)?;
    let credibility: Vec<Exact> = schools.iter().map(|school| credibility(k, school)).collect();
    let raw = |(school, z): (&Pooled, &Exact)| {
        let own = school.past_cost.over(&school.past_exposure).unwrap_or_default();
        (z * own + (Exact::one() - z) * &pool_rate) * &school.exposure
    };
    let raw: Vec<Exact> = schools.iter().zip(&credibility).map(raw).collect();
    let budget = (raw.iter().sum::<Exact>() * growth(loading_percent)).half_up(2);
    let premiums = split(&budget, &raw).ok()?;
    Some(Premiums { pool_rate, credibility, budget, premiums })
}

fn credibility(k: &Exact, school: &Pooled) -> Exact {
    if school.past_exposure.is_zero() {
        return Exact::zero();
    }
    school.past_exposure.over(&(&school.past_exposure + k)).unwrap_or_default()
}
