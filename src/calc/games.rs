//! Joint costs as they are written: tables, structured costs, levels and offers.

use std::collections::{BTreeMap, BTreeSet};

use entity::exact::Exact;
use entity::price::{Charge, PriceSchedule};
use serde::Deserialize;
use serde_json::Value;

use super::pricing::{WrittenSchool, buyers};
use super::{MALFORMED, Refused, TOO_LARGE};
use crate::savings::rules::share::{CannotShare, Cost, Game, MOST_ENUMERATED, MOST_SCHOOLS, Structured};

#[derive(Deserialize)]
pub(super) struct WrittenGame {
    pub(super) schools: Vec<String>,
    pub(super) cost: WrittenCost,
    standalone: Option<BTreeMap<String, Exact>>,
    outside_option: Option<bool>,
}

#[derive(Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum WrittenCost {
    Table { values: BTreeMap<String, Exact> },
    Structured(WrittenStructured),
    HighestLevel { levels: BTreeMap<String, Exact> },
    Offer { schools: Vec<WrittenSchool>, offer: PriceSchedule },
}

#[derive(Clone, Deserialize)]
pub(super) struct WrittenStructured {
    #[serde(default)]
    fixed: Exact,
    #[serde(default)]
    per_school: BTreeMap<String, Exact>,
    #[serde(default)]
    volumes: BTreeMap<String, Exact>,
    volume_charge: Option<Value>,
}

/// The values of `schools` in their order; a missing one is refused.
pub(super) fn in_order(schools: &[String], values: &BTreeMap<String, Exact>) -> Result<Vec<Exact>, Refused> {
    schools.iter().map(|school| values.get(school).cloned()).collect::<Option<_>>().ok_or(MALFORMED)
}

fn or_zero(schools: &[String], values: &BTreeMap<String, Exact>) -> Vec<Exact> {
    schools.iter().map(|school| values.get(school).cloned().unwrap_or_default()).collect()
}

impl WrittenStructured {
    fn read(self, schools: &[String]) -> Result<Structured, Refused> {
        let charge = self.volume_charge.filter(|charge| !charge.is_null()).map(volume_charge).transpose()?;
        Ok(Structured {
            fixed: self.fixed,
            per_school: or_zero(schools, &self.per_school),
            volumes: or_zero(schools, &self.volumes),
            volume_charge: charge,
        })
    }
}

/// A charge of which only the kind and its figures are written.
fn volume_charge(mut written: Value) -> Result<Charge, Refused> {
    let fields = written.as_object_mut().ok_or(MALFORMED)?;
    for (name, usual) in [("id", "volume"), ("scope", "cluster"), ("unit", "unit")] {
        fields.entry(name).or_insert_with(|| usual.into());
    }
    let charge: Charge = serde_json::from_value(written).map_err(|_| MALFORMED)?;
    let no_block = matches!(&charge.kind, entity::price::ChargeKind::Step { block, .. } if !block.is_positive());
    if no_block || charge.kind.unit().is_none() { Err(MALFORMED) } else { Ok(charge) }
}

impl WrittenCost {
    pub(super) fn read(self, schools: &[String]) -> Result<Cost, Refused> {
        Ok(match self {
            WrittenCost::Table { values } => Cost::Table(table(schools, &values)?),
            WrittenCost::Structured(cost) => Cost::Structured(Box::new(cost.read(schools)?)),
            WrittenCost::HighestLevel { levels } => Cost::HighestLevel(in_order(schools, &levels)?),
            WrittenCost::Offer { schools: written, offer } => {
                let mut known = buyers(written)?;
                let place = |id: &String| schools.iter().position(|school| school == id);
                known.retain(|buyer| place(&buyer.id).is_some());
                known.sort_by_key(|buyer| place(&buyer.id));
                Cost::Offer { buyers: known, schedule: offer }
            }
        })
    }
}

impl WrittenCost {
    /// The volumes of a structured cost.
    pub(super) fn volumes(&self, schools: &[String]) -> Option<Vec<Exact>> {
        match self {
            WrittenCost::Structured(cost) => Some(or_zero(schools, &cost.volumes)),
            _ => None,
        }
    }
}

/// The cost of every group by bit mask, from names joined by `+` in any order.
fn table(schools: &[String], values: &BTreeMap<String, Exact>) -> Result<Vec<Exact>, Refused> {
    if schools.len() > MOST_ENUMERATED {
        return Err(refused(CannotShare::TooLarge));
    }
    let place: BTreeMap<&str, usize> = schools.iter().enumerate().map(|(i, school)| (school.as_str(), i)).collect();
    let mut costs = vec![None; 1 << schools.len()];
    costs[0] = Some(Exact::zero());
    for (names, cost) in values {
        let mut mask = 0_usize;
        for name in names.split('+') {
            mask |= 1 << place.get(name.trim()).ok_or(MALFORMED)?;
        }
        costs[mask] = Some(cost.clone());
    }
    costs.into_iter().collect::<Option<_>>().ok_or(MALFORMED)
}

pub(super) fn unique(schools: &[String]) -> Result<(), Refused> {
    let distinct: BTreeSet<&String> = schools.iter().collect();
    if distinct.len() == schools.len() && !schools.is_empty() { Ok(()) } else { Err(MALFORMED) }
}

impl WrittenGame {
    /// The game; without standalone costs an outside option means each school's own joint cost.
    pub(super) fn read(&self) -> Result<Game, Refused> {
        unique(&self.schools)?;
        let cost = self.cost.clone().read(&self.schools)?;
        let standalone = self.standalone.as_ref().map(|alone| in_order(&self.schools, alone)).transpose()?;
        let outside = match (self.outside_option, standalone) {
            (Some(false), _) | (None, None) => None,
            (_, Some(standalone)) => Some(standalone),
            (Some(true), None) => {
                let joint = new_game(self.schools.len(), cost.clone(), None)?;
                Some(joint.alone())
            }
        };
        new_game(self.schools.len(), cost, outside)
    }
}

/// A game of no more schools than an answer can wait for.
pub(super) fn new_game(schools: usize, cost: Cost, outside: Option<Vec<Exact>>) -> Result<Game, Refused> {
    if schools > MOST_SCHOOLS {
        return Err(refused(CannotShare::TooLarge));
    }
    Game::new(schools, cost, outside).map_err(refused)
}

pub(super) fn refused(cannot: CannotShare) -> Refused {
    Refused(match cannot {
        CannotShare::NoIndividuallyRationalAllocation => "no_individually_rational_allocation",
        CannotShare::JointOfferNotUsed => "joint_offer_not_used",
        CannotShare::RuleDoesNotFitCost => "rule_does_not_fit_cost",
        CannotShare::SharesDoNotSumToCost => "shares_do_not_sum_to_cost",
        CannotShare::NegativeWeight => "negative_weight",
        CannotShare::TooLarge => return TOO_LARGE,
        CannotShare::OverCapacity(_) => "over_capacity",
        CannotShare::Malformed => return MALFORMED,
    })
}
