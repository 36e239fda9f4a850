//! The operations on price schedules.

use std::collections::{BTreeMap, BTreeSet};

use entity::exact::{CannotSplit, Exact};
use entity::price::{PriceSchedule, Tier};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{MALFORMED, Refused, TOO_LARGE};
use crate::price::rules::{self, Buyer, CannotPrice, Priced};

/// The most unit costs that are asked for at once.
const MOST_UNIT_COSTS: usize = 1_000;
/// The most (tier × volume) comparisons.
const MOST_COMPARISONS: usize = 2_000_000;

#[derive(Clone, Deserialize, Serialize)]
pub(super) struct WrittenSchool {
    id: String,
    #[serde(default)]
    phase: String,
    #[serde(default, rename = "type")]
    legal_type: String,
    #[serde(default)]
    volumes: BTreeMap<String, Exact>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct PriceOffer {
    schools: Vec<WrittenSchool>,
    offer: PriceSchedule,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unit_costs: Vec<UnitCost>,
}

#[derive(Deserialize, Serialize)]
struct UnitCost {
    name: String,
    components: Vec<String>,
    unit: String,
}

impl PriceOffer {
    /// All of these buyers together.
    pub(super) fn of(buyers: &[Buyer], offer: PriceSchedule) -> Self {
        let school = |buyer: &Buyer| WrittenSchool {
            id: buyer.id.clone(),
            phase: buyer.phase.clone(),
            legal_type: buyer.legal_type.clone(),
            volumes: buyer.volumes.clone(),
        };
        Self { schools: buyers.iter().map(school).collect(), offer, members: None, unit_costs: Vec::new() }
    }
}

/// The schools as buyers; every id may stand once.
pub(super) fn buyers(schools: Vec<WrittenSchool>) -> Result<Vec<Buyer>, Refused> {
    let mut seen = BTreeSet::new();
    if !schools.iter().all(|school| seen.insert(school.id.clone())) {
        return Err(MALFORMED);
    }
    let buyer = |school: WrittenSchool| Buyer {
        id: school.id,
        phase: school.phase,
        legal_type: school.legal_type,
        volumes: school.volumes,
    };
    Ok(schools.into_iter().map(buyer).collect())
}

/// The buyers named in `members`, in their own order; all of them when nobody is named.
pub(super) fn members_of(buyers: Vec<Buyer>, members: Option<Vec<String>>) -> Result<Vec<Buyer>, Refused> {
    let Some(members) = members else { return Ok(buyers) };
    let known: BTreeSet<&String> = buyers.iter().map(|buyer| &buyer.id).collect();
    if !members.iter().all(|member| known.contains(member)) {
        return Err(MALFORMED);
    }
    let members: BTreeSet<String> = members.into_iter().collect();
    Ok(buyers.into_iter().filter(|buyer| members.contains(&buyer.id)).collect())
}

pub(super) fn priced(buyers: &[Buyer], offer: &PriceSchedule) -> Result<Priced, Refused> {
    rules::price_offer(buyers, offer).map_err(|cannot| match cannot {
        CannotPrice::TooManyMembers { .. } | CannotPrice::TooMuchVolume(_) => Refused("over_capacity"),
        CannotPrice::Malformed(_) => MALFORMED,
        CannotPrice::TooLarge => TOO_LARGE,
    })
}

pub(super) fn price_offer(input: PriceOffer) -> Result<Value, Refused> {
    if input.unit_costs.len() > MOST_UNIT_COSTS {
        return Err(TOO_LARGE);
    }
    let buyers = members_of(buyers(input.schools)?, input.members)?;
    let priced = priced(&buyers, &input.offer)?;
    let mut unit_costs = Map::new();
    for each in input.unit_costs {
        let cost = priced.unit_cost(&buyers, &each.components, &each.unit);
        unit_costs.insert(each.name, cost.map_or(Value::Null, |cost| unit_cost(&cost)));
    }
    let by_component = priced.by_component.iter();
    Ok(json!({
        "years": priced.years.iter().map(year).collect::<Vec<_>>(),
        "by_component": by_component.map(|(name, sum)| (name.clone(), sum.pounds())).collect::<BTreeMap<_, _>>(),
        "unit_costs": unit_costs,
        "whole_life": priced.whole_life.pounds(),
        "vat": priced.vat.pounds(),
        "gross": priced.gross.pounds(),
        "present_value": priced.present_value.pounds(),
    }))
}

fn year(year: &rules::Year) -> Value {
    let line =
        |line: &rules::Line| json!({ "charge": line.charge, "school": line.school, "amount": line.amount.pounds() });
    let lines: Vec<Value> = year.lines.iter().map(line).collect();
    json!({ "year": year.year, "total": year.total.pounds(), "lines": lines })
}

/// A cost per unit: exact in pounds, and in pence with two decimals.
fn unit_cost(cost: &Exact) -> Value {
    json!({ "exact": cost.fraction(), "pence": (cost * &Exact::from(100)).decimals(2) })
}

#[derive(Deserialize, Serialize)]
pub(super) struct Split {
    pub(super) amount: Exact,
    pub(super) weights: Vec<Exact>,
}

pub(super) fn split(input: Split) -> Result<Value, Refused> {
    let shares = entity::exact::split(&input.amount, &input.weights).map_err(cannot_split)?;
    Ok(json!({ "shares": shares.iter().map(Exact::pounds).collect::<Vec<_>>() }))
}

pub(super) fn cannot_split(cannot: CannotSplit) -> Refused {
    Refused(match cannot {
        CannotSplit::NegativeWeight => "negative_weight",
        CannotSplit::NoWeights => "no_weights",
    })
}

#[derive(Deserialize)]
pub(super) struct BuyUp {
    tiers: Vec<Tier>,
    volumes: Vec<Exact>,
}

pub(super) fn buy_up(input: BuyUp) -> Result<Value, Refused> {
    let tiers = input.tiers.len();
    if tiers.saturating_mul(input.volumes.len().max(tiers)) > MOST_COMPARISONS {
        return Err(TOO_LARGE);
    }
    let quote = |volume: &Exact| {
        let quote = rules::buy_up(&input.tiers, volume);
        json!({
            "volume": quote.volume.fraction(),
            "charge": quote.charge.pounds(),
            "cheapest_quantity": quote.cheapest_quantity.fraction(),
            "cheapest_charge": quote.cheapest_charge.pounds(),
            "worth_buying_up": quote.worth_buying_up(),
        })
    };
    let buy_more = |each: &rules::BuyMore| json!({ "above": each.above.fraction(), "below": each.below.fraction(), "buy": each.buy.fraction() });
    let intervals = rules::cheaper_to_buy_more(&input.tiers);
    Ok(json!({
        "volumes": input.volumes.iter().map(quote).collect::<Vec<_>>(),
        "cheaper_to_buy_more": intervals.iter().map(buy_more).collect::<Vec<_>>(),
    }))
}
