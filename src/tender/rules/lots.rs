//! The lots of a tender: what each is for, and what they lack.

use super::price_rule::PriceRule;
use ::entity::lot_plan::{self, LotsBy};
use ::entity::{criterion, ids::SchoolId, lot};
use std::collections::BTreeSet;

/// A lot with its own criteria, price rule and schools.
#[derive(Clone, Debug)]
pub struct LotRules {
    pub lot: lot::Model,
    pub criteria: Vec<criterion::Model>,
    pub price: PriceRule,
    /// None of them: every school of the tender.
    pub schools: BTreeSet<SchoolId>,
}

impl LotRules {
    pub fn is_for(&self, school: SchoolId) -> bool {
        self.schools.is_empty() || self.schools.contains(&school)
    }
}

/// What sets the lots apart, in words.
pub fn by_words(by: LotsBy) -> &'static str {
    match by {
        LotsBy::SchoolGroup => "Groups of schools",
        LotsBy::Area => "Areas",
        LotsBy::Service => "Services",
    }
}

/// What lots lack before publication. `buyers` are the schools that take part, by name.
pub fn lacking(plan: Option<&lot_plan::Model>, lots: &[LotRules], buyers: &[(SchoolId, String)]) -> Vec<String> {
    if lots.len() < 2 {
        return Vec::new();
    }
    let mut found = Vec::new();
    let outside = buyers.iter().filter(|(school, _)| !lots.iter().any(|lot| lot.is_for(*school)));
    let outside: Vec<&str> = outside.map(|(_, name)| name.as_str()).collect();
    let may_be_outside = plan.is_some_and(|plan| plan.lots_by == LotsBy::Service);
    if !outside.is_empty() && !may_be_outside {
        found.push(format!("Every school must be in a lot. Not in one: {}", outside.join(", ")));
    }
    let empty = lots.iter().filter(|lot| !buyers.is_empty() && !buyers.iter().any(|(school, _)| lot.is_for(*school)));
    found.extend(empty.map(|lot| format!("Lot {} has no school that takes part", lot.lot.number)));
    if plan.and_then(|plan| plan.most).is_some_and(|most| usize::try_from(most).is_ok_and(|most| most > lots.len())) {
        found.push(format!("One provider cannot win more than the {} lots that there are", lots.len()));
    }
    found
}

/// A sentence about one lot says which, where there are several.
pub fn said_of(lots: &[LotRules], lot: &LotRules, sentence: String) -> String {
    if lots.len() < 2 { sentence } else { format!("Lot {}: {sentence}", lot.lot.number) }
}

#[cfg(test)]
#[path = "lots_test.rs"]
mod tests;
