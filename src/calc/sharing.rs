//! The operations on shares of a joint bill.

use std::collections::BTreeMap;

use entity::exact::{Exact, in_pennies};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::games::{WrittenGame, in_order, new_game, refused, unique};
use super::{MALFORMED, Refused};
use crate::savings::rules::share::{self, CannotShare, Rule, Sharing, Stability, SurplusKey};

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

/// By counting volumes, or by subsets when the volumes are too large to count; without an outside option.
pub(super) fn shapley_structured(input: WrittenGame) -> Result<Value, Refused> {
    unique(&input.schools)?;
    let cost = input.cost.clone().read(&input.schools)?;
    let game = new_game(input.schools.len(), cost, None)?;
    let counted = share::shapley_structured(&game);
    let exact = counted.or_else(|_| share::exact_shares(&game, &Rule::Shapley)).map_err(refused)?;
    exact_and_shares(&input.schools, &exact)
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
