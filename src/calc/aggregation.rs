//! The operations on who buys together.

use std::collections::BTreeMap;

use entity::exact::Exact;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::games::{WrittenCost, in_order, new_game, refused, unique};
use super::sharing::{named, names};
use super::{MALFORMED, Refused};
use crate::cluster::rules::{self, CannotPlan, Joining, JoiningRule, LotLimits, MarkedOffer, OptIn, Plan, StableGroup};
use crate::savings::rules::share::{CannotShare, Game};

/// The most offers that are compared.
const MOST_OFFERS: usize = 200;

/// The schools and the rule by which they would share.
#[derive(Deserialize)]
struct Schools {
    schools: Vec<String>,
    baselines: BTreeMap<String, Exact>,
    rule: String,
    weights: Option<BTreeMap<String, Exact>>,
}

#[derive(Deserialize)]
pub(super) struct WrittenOptIn {
    #[serde(flatten)]
    schools: Schools,
    cost: WrittenCost,
}

fn game(schools: &[String], cost: &WrittenCost, outside: Option<Vec<Exact>>) -> Result<Game, Refused> {
    new_game(schools.len(), cost.clone().read(schools)?, outside)
}

impl Schools {
    fn baselines(&self) -> Result<Vec<Exact>, Refused> {
        unique(&self.schools)?;
        in_order(&self.schools, &self.baselines)
    }

    fn rule(&self, cost: &WrittenCost) -> Result<JoiningRule, Refused> {
        Ok(match self.rule.as_str() {
            "two_part" => JoiningRule::TwoPart,
            "equal" => JoiningRule::Equal,
            "per_unit" | "per_pupil" => JoiningRule::ByWeight(match &self.weights {
                Some(weights) => in_order(&self.schools, weights)?,
                None => cost.volumes(&self.schools).ok_or(MALFORMED)?,
            }),
            "proportional" => JoiningRule::Proportional,
            "hold_harmless" => JoiningRule::HoldHarmless,
            _ => return Err(Refused("unknown_rule")),
        })
    }

    fn joining(&self, cost: &WrittenCost) -> Result<Joining, Refused> {
        let baselines = self.baselines()?;
        Ok(Joining { game: game(&self.schools, cost, None)?, baselines, rule: self.rule(cost)? })
    }

    fn opt_in(&self, joining: &Joining) -> Result<OptIn, Refused> {
        let everyone: Vec<usize> = (0..self.schools.len()).collect();
        joining.opt_in(&everyone).map_err(refused)
    }
}

pub(super) fn opt_in(input: WrittenOptIn) -> Result<Value, Refused> {
    let schools = &input.schools;
    let joining = schools.joining(&input.cost)?;
    let result = schools.opt_in(&joining)?;
    let members = names(&schools.schools, &result.members);
    let mut out = json!({
        "leave": result.leave.iter().map(|round| names(&schools.schools, round)).collect::<Vec<_>>(),
        "total": result.total.pounds(),
        "saving": result.saving.pounds(),
        "shares": named(&members, &result.shares, Exact::pounds),
        "saving_if_all_joined": result.saving_if_all_joined.pounds(),
        "members": members,
    });
    if let Some(StableGroup { members, saving }) = joining.best_stable_group().map_err(refused)? {
        let members = names(&schools.schools, &members);
        out["best_stable_group"] = json!({ "members": members, "saving": saving.pounds() });
    }
    Ok(out)
}

#[derive(Deserialize)]
pub(super) struct ChooseOffer {
    #[serde(flatten)]
    schools: Schools,
    offers: Vec<WrittenOffer>,
}

#[derive(Deserialize)]
struct WrittenOffer {
    id: String,
    cost: WrittenCost,
}

pub(super) fn choose_offer(input: ChooseOffer) -> Result<Value, Refused> {
    if input.offers.len() > MOST_OFFERS {
        return Err(refused(CannotShare::TooLarge));
    }
    let schools = &input.schools;
    let result = |offer: &WrittenOffer| schools.opt_in(&schools.joining(&offer.cost)?);
    let results: Vec<OptIn> = input.offers.iter().map(result).collect::<Result<_, _>>()?;
    let row = |(offer, result): (&WrittenOffer, &OptIn)| {
        json!({
            "offer": offer.id,
            "members": names(&schools.schools, &result.members),
            "total": result.total.pounds(),
            "saving": result.saving.pounds(),
        })
    };
    Ok(json!({
        "offers": input.offers.iter().zip(&results).map(row).collect::<Vec<_>>(),
        "chosen": rules::choose_offer(&results).map(|chosen| &input.offers[chosen].id),
    }))
}

#[derive(Deserialize)]
pub(super) struct BestPartition {
    schools: Vec<String>,
    cost: WrittenCost,
    baselines: Option<BTreeMap<String, Exact>>,
    max_schools: Option<usize>,
    max_volume: Option<Exact>,
}

/// With baselines no lot costs more than its schools pay now.
pub(super) fn best_partition(input: BestPartition) -> Result<Value, Refused> {
    unique(&input.schools)?;
    let schools = &input.schools;
    let baselines = input.baselines.as_ref().map(|now| in_order(schools, now)).transpose()?;
    let game = game(schools, &input.cost, baselines)?;
    let with_volumes = |most: Exact| Some((input.cost.volumes(schools)?, most));
    let volume = input.max_volume.map(|most| with_volumes(most).ok_or(MALFORMED)).transpose()?;
    let volume = volume.into_iter().collect();
    let limits = LotLimits { schools: input.max_schools, volume };
    let partition = rules::best_partition(&game, &limits).map_err(refused)?.ok_or(Refused("over_capacity"))?;
    let separate: Exact = game.alone().iter().sum();
    Ok(json!({
        "lots": partition.lots.iter().map(|lot| names(schools, lot)).collect::<Vec<_>>(),
        "total": partition.total.pounds(),
        "one_lot_total": game.total().pounds(),
        "separate_total": separate.pounds(),
    }))
}

#[derive(Deserialize)]
pub(super) struct AwardLoop {
    #[serde(flatten)]
    schools: Schools,
    price_weight: Exact,
    target_percent: Exact,
    offers: Vec<WrittenMarkedOffer>,
}

#[derive(Deserialize)]
struct WrittenMarkedOffer {
    id: String,
    quality_mark: Exact,
    cost: WrittenCost,
}

pub(super) fn award_loop(input: AwardLoop) -> Result<Value, Refused> {
    let (schools, ids) = (&input.schools, &input.schools.schools);
    let first = input.offers.first().filter(|_| input.offers.len() <= MOST_OFFERS).ok_or(MALFORMED)?;
    let (baselines, rule) = (schools.baselines()?, schools.rule(&first.cost)?);
    let offer = |offer: &WrittenMarkedOffer| {
        Ok(MarkedOffer { quality_mark: offer.quality_mark.clone(), game: game(ids, &offer.cost, None)? })
    };
    let plan = Plan {
        baselines,
        rule,
        offers: input.offers.iter().map(offer).collect::<Result<_, Refused>>()?,
        price_weight: input.price_weight,
        target_percent: input.target_percent,
    };
    let award = rules::award_loop(&plan).map_err(|cannot| match cannot {
        CannotPlan::CeilingNotAboveTarget => Refused("ceiling_not_above_target"),
        CannotPlan::NoOffers => MALFORMED,
        CannotPlan::Sharing(cannot) => refused(cannot),
    })?;
    let step = |step: &rules::Step| {
        let total = |(offer, total): (&WrittenMarkedOffer, &Exact)| (offer.id.clone(), total.pounds().into());
        let totals: Map<String, Value> = input.offers.iter().zip(&step.totals).map(total).collect();
        json!({
            "schools": names(ids, &step.schools),
            "totals": totals,
            "winner": input.offers[step.winner].id,
            "leave": names(ids, &step.leave),
        })
    };
    Ok(json!({
        "steps": award.steps.iter().map(step).collect::<Vec<_>>(),
        "award": award.award.map(|winner| &input.offers[winner].id),
        "members": names(ids, &award.members),
        "total": award.total.pounds(),
    }))
}
