//! The operations on baselines, terms, funds and pools.

use std::collections::BTreeMap;

use entity::exact::{Exact, in_pennies};
use entity::price::PriceSchedule;
use serde::Deserialize;
use serde_json::{Value, json};

use super::games::{in_order, unique};
use super::pricing::{WrittenSchool, buyers, members_of, priced};
use super::savings::WrittenBaseline;
use super::sharing::named;
use super::{MALFORMED, Refused, TOO_LARGE};
use crate::savings::rules::{self, Outturn, Peer, Pooled};

/// The most schools of one pool.
const MOST_POOLED: usize = 200;
/// The most yearly indexes of one baseline.
const MOST_YEARS: usize = 50;

#[derive(Deserialize)]
pub(super) struct LikeForLike {
    amount: Exact,
    #[serde(default)]
    fixed: Exact,
    volume: Exact,
    new_volume: Exact,
    #[serde(default)]
    index_percent: Vec<Exact>,
}

pub(super) fn like_for_like(input: LikeForLike) -> Result<Value, Refused> {
    let LikeForLike { amount, fixed, volume, new_volume, index_percent } = &input;
    if index_percent.len() > MOST_YEARS {
        return Err(TOO_LARGE);
    }
    let restated = rules::like_for_like(amount, fixed, volume, new_volume, index_percent).ok_or(MALFORMED)?;
    let pence = restated.unit_cost.map(|unit| (unit * Exact::from(100)).decimals(2));
    Ok(json!({ "baseline": restated.baseline.pounds(), "unit_cost_pence": pence }))
}

#[derive(Deserialize)]
pub(super) struct Benchmark {
    volume: Exact,
    peers: Vec<WrittenPeer>,
}

#[derive(Deserialize)]
struct WrittenPeer {
    volume: Exact,
    #[serde(default)]
    baseline: WrittenBaseline,
}

pub(super) fn benchmark(input: Benchmark) -> Result<Value, Refused> {
    let peer = |peer: WrittenPeer| Peer { volume: peer.volume, baseline: peer.baseline.into() };
    let peers: Vec<Peer> = input.peers.into_iter().map(peer).collect();
    let benchmark = rules::benchmark(&input.volume, &peers);
    Ok(json!({
        "unit_cost": benchmark.unit_cost.as_ref().map(Exact::fraction),
        "baseline": benchmark.baseline.as_ref().map(Exact::pounds),
        "peers_used": benchmark.peers_used,
    }))
}

#[derive(Deserialize)]
pub(super) struct RealisedVsForecast {
    baseline_unit: Exact,
    forecast_unit: Exact,
    forecast_volume: Exact,
    actual_unit: Exact,
    actual_volume: Exact,
}

pub(super) fn realised_vs_forecast(input: RealisedVsForecast) -> Result<Value, Refused> {
    let effects = rules::realised_vs_forecast(&Outturn {
        baseline_unit: input.baseline_unit,
        forecast_unit: input.forecast_unit,
        forecast_volume: input.forecast_volume,
        actual_unit: input.actual_unit,
        actual_volume: input.actual_volume,
    });
    Ok(json!({
        "forecast": effects.forecast.pounds(),
        "realised": effects.realised.pounds(),
        "price_effect": effects.price_effect.pounds(),
        "volume_effect": effects.volume_effect.pounds(),
    }))
}

#[derive(Deserialize)]
pub(super) struct TermSavings {
    schools: Vec<WrittenSchool>,
    offer: PriceSchedule,
    members: Option<Vec<String>>,
    baseline_year1: Exact,
    #[serde(default)]
    baseline_index_percent: Vec<Exact>,
}

pub(super) fn term_savings(input: TermSavings) -> Result<Value, Refused> {
    let buyers = members_of(buyers(input.schools)?, input.members)?;
    let priced = priced(&buyers, &input.offer)?;
    let savings = rules::term_savings(&priced, &input.baseline_year1, &input.baseline_index_percent);
    let year = |year: &rules::TermYear| {
        json!({
            "year": year.year,
            "baseline": year.baseline.pounds(),
            "new_cost": year.new_cost.pounds(),
            "saving": year.saving.pounds(),
            "cumulative": year.cumulative.pounds(),
        })
    };
    Ok(json!({
        "years": savings.years.iter().map(year).collect::<Vec<_>>(),
        "whole_term": savings.whole_term.pounds(),
        "average_per_year": savings.average_per_year.pounds(),
        "pays_back_in_year": savings.pays_back_in_year,
    }))
}

#[derive(Deserialize)]
pub(super) struct HoldHarmless {
    schools: Vec<String>,
    baselines: BTreeMap<String, Exact>,
    shares: BTreeMap<String, Exact>,
}

pub(super) fn hold_harmless(input: HoldHarmless) -> Result<Value, Refused> {
    unique(&input.schools)?;
    let baselines = in_order(&input.schools, &input.baselines)?;
    let shares = in_order(&input.schools, &input.shares)?;
    let exact = rules::hold_harmless(&baselines, &shares).ok_or(Refused("no_overall_saving"))?;
    let shares = in_pennies(&exact);
    let savings: Vec<Exact> = baselines.iter().zip(&shares).map(|(baseline, share)| baseline - share).collect();
    Ok(json!({
        "shares": named(&input.schools, &shares, Exact::pounds),
        "savings": named(&input.schools, &savings, Exact::pounds),
    }))
}

#[derive(Deserialize)]
pub(super) struct MatchFunding {
    fund: Exact,
    schools: Vec<WrittenContributor>,
}

#[derive(Deserialize)]
struct WrittenContributor {
    id: String,
    pupils: Exact,
    contribution: Exact,
}

pub(super) fn match_funding(input: MatchFunding) -> Result<Value, Refused> {
    let schools: Vec<(Exact, Exact)> =
        input.schools.iter().map(|school| (school.pupils.clone(), school.contribution.clone())).collect();
    if schools.iter().any(|(_, contribution)| contribution.is_negative()) || input.fund.is_negative() {
        return Err(MALFORMED);
    }
    let matched = rules::match_funding(&input.fund, &schools).map_err(super::pricing::cannot_split)?;
    let row = |(school, matched): (&WrittenContributor, &rules::Matched)| {
        json!({
            "school": school.id,
            "cap": matched.cap.pounds(),
            "contribution": matched.contribution.pounds(),
            "grant": matched.grant.pounds(),
        })
    };
    let grants: Exact = matched.iter().map(|each| &each.grant).sum();
    let contributions: Exact = matched.iter().map(|each| &each.contribution).sum();
    Ok(json!({
        "schools": input.schools.iter().zip(&matched).map(row).collect::<Vec<_>>(),
        "grant_total": grants.pounds(),
        "contribution_total": contributions.pounds(),
        "pot": (&grants + contributions).pounds(),
        "unused_grant": (input.fund - grants).pounds(),
    }))
}

#[derive(Deserialize)]
pub(super) struct PoolPremium {
    k: Exact,
    #[serde(default)]
    loading_percent: Exact,
    schools: Vec<WrittenPooled>,
}

#[derive(Deserialize)]
struct WrittenPooled {
    id: String,
    exposure: Exact,
    past_exposure: Exact,
    past_cost: Exact,
}

pub(super) fn pool_premium(input: PoolPremium) -> Result<Value, Refused> {
    let ids: Vec<String> = input.schools.iter().map(|school| school.id.clone()).collect();
    unique(&ids)?;
    let negative = |school: &WrittenPooled| {
        school.exposure.is_negative() || school.past_exposure.is_negative() || school.past_cost.is_negative()
    };
    if ids.len() > MOST_POOLED {
        return Err(TOO_LARGE);
    }
    if input.k.is_negative() || input.schools.iter().any(negative) {
        return Err(MALFORMED);
    }
    let pooled = |school: WrittenPooled| Pooled {
        exposure: school.exposure,
        past_exposure: school.past_exposure,
        past_cost: school.past_cost,
    };
    let schools: Vec<Pooled> = input.schools.into_iter().map(pooled).collect();
    let pool = rules::pool_premium(&input.k, &input.loading_percent, &schools).ok_or(MALFORMED)?;
    Ok(json!({
        "pool_rate": pool.pool_rate.fraction(),
        "credibility": named(&ids, &pool.credibility, Exact::fraction),
        "budget": pool.budget.pounds(),
        "premiums": named(&ids, &pool.premiums, Exact::pounds),
    }))
}
