//! The operations on shares of a joint bill.

use std::collections::{BTreeMap, BTreeSet};

use entity::exact::{Exact, in_pennies};
use entity::price::{Charge, PriceSchedule};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::pricing::{WrittenSchool, buyers};
use super::{MALFORMED, Refused, TOO_LARGE};
use crate::savings::rules::share::{
    self, CannotShare, Cost, Game, MOST_ENUMERATED, Rule, Sharing, Stability, Structured, SurplusKey,
};

#[derive(Deserialize)]
pub(super) struct WrittenGame {
    pub(super) schools: Vec<String>,
    cost: WrittenCost,
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
    fn read(&self) -> Result<Game, Refused> {
        unique(&self.schools)?;
        let cost = self.cost.clone().read(&self.schools)?;
        let standalone = self.standalone.as_ref().map(|alone| in_order(&self.schools, alone)).transpose()?;
        let outside = match (self.outside_option, standalone) {
            (Some(false), _) | (None, None) => None,
            (_, Some(standalone)) => Some(standalone),
            (Some(true), None) => {
                let joint = Game::new(self.schools.len(), cost.clone(), None).map_err(refused)?;
                Some(joint.alone())
            }
        };
        Game::new(self.schools.len(), cost, outside).map_err(refused)
    }
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

#[derive(Deserialize)]
pub(super) struct ShareCosts {
    #[serde(flatten)]
    game: WrittenGame,
    rule: String,
    weights: Option<BTreeMap<String, Exact>>,
    baselines: Option<BTreeMap<String, Exact>>,
    surplus_key: Option<String>,
}

impl ShareCosts {
    fn weights(&self) -> Result<Vec<Exact>, Refused> {
        match &self.weights {
            Some(weights) => in_order(&self.game.schools, weights),
            None => self.game.cost.volumes(&self.game.schools).ok_or(MALFORMED),
        }
    }

    fn rule(&self) -> Result<Rule, Refused> {
        Ok(match self.rule.as_str() {
            "equal" => Rule::Equal,
            "per_unit" | "per_pupil" => Rule::ByWeight(self.weights()?),
            "two_part" => Rule::TwoPart,
            "proportional" => Rule::Proportional,
            "equal_savings" => Rule::EqualSavings,
            "scrb" => Rule::SeparableCosts,
            "shapley" => Rule::Shapley,
            "nucleolus" => Rule::Nucleolus,
            "ladder" => Rule::Ladder,
            "pay_as_now" => self.pay_as_now()?,
            _ => return Err(Refused("unknown_rule")),
        })
    }

    fn pay_as_now(&self) -> Result<Rule, Refused> {
        let baselines = in_order(&self.game.schools, self.baselines.as_ref().ok_or(MALFORMED)?)?;
        let key = match self.surplus_key.as_deref() {
            None | Some("proportional") => SurplusKey::Proportional,
            Some("equal") => SurplusKey::Equal,
            Some("weights") => SurplusKey::Weights(self.weights()?),
            Some(_) => return Err(MALFORMED),
        };
        Ok(Rule::PayAsNow { baselines, key })
    }
}

pub(super) fn share_costs(input: ShareCosts) -> Result<Value, Refused> {
    let rule = input.rule()?;
    let sharing = share::share_costs(&input.game.read()?, &rule).map_err(refused)?;
    let schools = &input.game.schools;
    let mut out = json!({
        "total": sharing.total.pounds(),
        "exact": named(schools, &sharing.exact, Exact::fraction),
        "shares": named(schools, &sharing.shares, Exact::pounds),
        "saving_against_alone": named(schools, &sharing.saving_against_alone(), Exact::pounds),
        "no_school_worse_off": sharing.no_school_worse_off(),
        "stability": stability_json(schools, &sharing.stability),
    });
    add_rebate(&mut out, schools, &sharing);
    Ok(out)
}

fn add_rebate(out: &mut Value, schools: &[String], sharing: &Sharing) {
    if let Some(rebate) = &sharing.rebate {
        out["payments"] = named(schools, &rebate.payments, Exact::pounds).into();
        out["rebates"] = named(schools, &rebate.rebates, Exact::pounds).into();
        out["surplus"] = rebate.surplus.pounds().into();
    }
}

/// One printed figure for each school.
pub(super) fn named(schools: &[String], values: &[Exact], print: impl Fn(&Exact) -> String) -> Map<String, Value> {
    schools.iter().cloned().zip(values.iter().map(|value| print(value).into())).collect()
}

/// The names at these positions.
pub(super) fn names(schools: &[String], group: &[usize]) -> Vec<String> {
    group.iter().map(|&i| schools[i].clone()).collect()
}

fn stability_json(schools: &[String], stability: &Stability) -> Value {
    json!({
        "stable": stability.stable(),
        "worst_group": names(schools, &stability.worst_group),
        "could_save": stability.could_save.fraction(),
    })
}

#[derive(Deserialize)]
pub(super) struct TestStability {
    #[serde(flatten)]
    game: WrittenGame,
    shares: BTreeMap<String, Exact>,
}

pub(super) fn stability(input: TestStability) -> Result<Value, Refused> {
    let game = input.game.read()?;
    let shares = in_order(&input.game.schools, &input.shares)?;
    if shares.iter().sum::<Exact>() != game.total() {
        return Err(refused(CannotShare::SharesDoNotSumToCost));
    }
    let stability = share::stability(&game, &shares).map_err(refused)?;
    Ok(stability_json(&input.game.schools, &stability))
}

pub(super) fn shapley_structured(input: WrittenGame) -> Result<Value, Refused> {
    let game = input.read()?;
    exact_and_shares(&input.schools, &share::shapley_structured(&game).map_err(refused)?)
}

#[derive(Deserialize)]
pub(super) struct ShapleyOrders {
    #[serde(flatten)]
    game: WrittenGame,
    orders: Vec<Vec<String>>,
}

pub(super) fn shapley_orders(input: ShapleyOrders) -> Result<Value, Refused> {
    let schools = &input.game.schools;
    let place: BTreeMap<&String, usize> = schools.iter().enumerate().map(|(i, school)| (school, i)).collect();
    let positions = |order: &Vec<String>| order.iter().map(|school| place.get(school).copied()).collect();
    let orders: Vec<Vec<usize>> = input.orders.iter().map(positions).collect::<Option<_>>().ok_or(MALFORMED)?;
    exact_and_shares(schools, &share::shapley_by_orders(&input.game.read()?, &orders).map_err(refused)?)
}

fn exact_and_shares(schools: &[String], exact: &[Exact]) -> Result<Value, Refused> {
    Ok(json!({
        "exact": named(schools, exact, Exact::fraction),
        "shares": named(schools, &in_pennies(exact), Exact::pounds),
    }))
}

pub(super) fn least_core(input: WrittenGame) -> Result<Value, Refused> {
    let epsilon = share::least_core(&input.read()?).map_err(refused)?;
    Ok(json!({ "epsilon": epsilon.fraction(), "stable_allocation_exists": !epsilon.is_positive() }))
}

#[derive(Deserialize)]
pub(super) struct OrdersNeeded {
    ranges: Vec<Exact>,
    error: Exact,
    confidence_percent: Exact,
}

pub(super) fn orders_needed(input: OrdersNeeded) -> Result<Value, Refused> {
    let orders = share::orders_needed(&input.ranges, &input.error, &input.confidence_percent).ok_or(MALFORMED)?;
    Ok(json!({ "orders": orders }))
}

#[derive(Deserialize)]
pub(super) struct LadderClasses {
    classes: Vec<WrittenClass>,
}

#[derive(Deserialize)]
struct WrittenClass {
    id: String,
    level: Exact,
    count: u32,
}

pub(super) fn ladder_classes(input: LadderClasses) -> Result<Value, Refused> {
    let ids: Vec<String> = input.classes.iter().map(|class| class.id.clone()).collect();
    unique(&ids)?;
    if input.classes.iter().any(|class| class.level.is_negative()) {
        return Err(MALFORMED);
    }
    let classes: Vec<(&Exact, u64)> =
        input.classes.iter().map(|class| (&class.level, u64::from(class.count))).collect();
    let shares = share::ladder_steps(&classes);
    let used = classes.iter().filter(|(_, count)| *count > 0);
    let total = used.map(|(level, _)| *level).max().cloned().unwrap_or_default();
    Ok(json!({
        "per_user_exact": named(&ids, &shares, Exact::fraction),
        "per_user": named(&ids, &shares, Exact::pounds),
        "total": total.pounds(),
    }))
}
