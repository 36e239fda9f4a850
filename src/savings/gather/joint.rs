//! An offer and its buyers together, and the sums behind what each of them pays.

use crate::catalogue::{self, rules::Baseline};
use crate::contract;
use crate::price::rules::{Buyer, Line, Priced, price_offer};
use crate::savings::rules::ledger::{Before, Deal, Origin, Step, share_step};
use crate::savings::sharing::{self, Divided};
use ::entity::category;
use ::entity::exact::Exact;
use ::entity::price::PriceSchedule;

/// An offer priced for all its buyers, for the sums behind their costs.
pub(super) struct Joint<'a> {
    pub(super) schedule: &'a PriceSchedule,
    pub(super) buyers: Vec<Buyer>,
    /// What each pays now, in their order.
    pub(super) now: Vec<Option<Exact>>,
    priced: Option<Priced>,
    divided: Vec<Divided>,
}

impl<'a> Joint<'a> {
    pub(super) fn new(schedule: &'a PriceSchedule, buyers: Vec<Buyer>, now: Vec<Option<Exact>>) -> Self {
        let priced = price_offer(&buyers, schedule).ok();
        let divided = sharing::divided(schedule, &buyers, &now);
        Joint { schedule, buyers, now, priced, divided }
    }

    /// How one buyer's cost comes about: its own lines, or its share of the joint price.
    pub(super) fn steps(&self, place: usize, cost: &Exact) -> Vec<Step> {
        let Some(priced) = &self.priced else { return Vec::new() };
        if sharing::is_by_school(self.schedule) {
            let lines = priced.years.first().map(|year| year.lines.as_slice()).unwrap_or_default();
            let own = lines.iter().filter(|line| line.school.as_deref() == Some(&self.buyers[place].id));
            let step = |line: &Line| Step {
                text: format!("{}: {}", line.name, line.working.sentence()),
                amount: line.amount.clone(),
            };
            return own.map(step).collect();
        }
        self.share(&priced.year_one(), place, cost)
    }

    /// Its share of the joint price, by the rule that gives it.
    pub(super) fn share(&self, joint: &Exact, place: usize, cost: &Exact) -> Vec<Step> {
        if let Some(steps) = self.divided.iter().find_map(|divided| divided.explained(place, cost)) {
            return steps;
        }
        let all: Option<Exact> = self.now.iter().cloned().sum();
        vec![share_step(joint, self.buyers.len(), self.now[place].as_ref(), all.as_ref(), cost)]
    }

    /// What the offer is to its buyers; whose it is is filled in by the caller.
    pub(super) fn deal(&self, category: &category::Model) -> Deal {
        let headline = category.shape.headline_component.as_ref();
        let unit = headline.and_then(|component| {
            let components = std::slice::from_ref(component);
            self.priced.as_ref()?.unit_cost(&self.buyers, components, &category.shape.main_unit)
        });
        let charges = &self.schedule.charges;
        Deal {
            category: category.id,
            origin: Origin::Plan,
            title: String::new(),
            provider: String::new(),
            year: String::new(),
            headline_unit: unit,
            is_all_headline: headline
                .is_some_and(|component| charges.iter().all(|charge| charge.component == *component)),
            may_be_public: true,
        }
    }
}

/// A baseline with its working, as the ledger keeps it.
pub(super) fn before(found: &Baseline, category: &category::Model) -> Before {
    let step = |step: &catalogue::rules::Step| Step { text: step.text.clone(), amount: step.amount.clone() };
    Before {
        amount: found.amount.clone(),
        confidence: found.confidence,
        basis: found.source_words,
        steps: found.working.iter().map(step).collect(),
        headline: contract::headline_of(found, category).map(|amount| amount.exact()),
    }
}
