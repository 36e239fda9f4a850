//! Discounts that a price list gives for buying more, for longer, or a whole package.

use serde::{Deserialize, Serialize};

use super::PriceSchedule;
use crate::exact::Exact;

/// Percent off every charge, for who meets the condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discount {
    pub percent: Exact,
    pub condition: Condition,
}

/// What is to be bought for a discount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// More than this of a unit in a year, by all who buy together.
    Volume { unit: String, above: Exact },
    /// So many years or more at once.
    Years { from: u32 },
    /// Every service of the package that the listing belongs to.
    WholePackage,
}

impl PriceSchedule {
    /// The schedule for who buys it for so many years, alone or with its whole package: the best discount for the years and
    /// the one for the package, one after the other. What depends on the volume stays.
    #[must_use]
    pub fn bought(&self, years: u32, whole_package: bool) -> Self {
        let best = |wanted: &dyn Fn(&Condition) -> bool| {
            self.discounts.iter().filter(|each| wanted(&each.condition)).map(|each| each.percent.clone()).max()
        };
        let for_years = best(&|condition| matches!(condition, Condition::Years { from } if *from <= years));
        let for_package = best(&|condition| whole_package && *condition == Condition::WholePackage);
        let none = Exact::zero();
        let by_volume = |each: &&super::Discount| matches!(each.condition, Condition::Volume { .. });
        let discounts = self.discounts.iter().filter(by_volume).cloned().collect();
        let reduced = self.less(for_years.as_ref().unwrap_or(&none)).less(for_package.as_ref().unwrap_or(&none));
        Self { term_years: self.term_years.max(years), discounts, lot_discount: self.lot_discount.clone(), ..reduced }
    }

    /// The schedule for buyers whose volumes together are these: the best discount that they reach is taken off.
    #[must_use]
    pub fn at_volume(&self, volume: impl Fn(&str) -> Exact) -> Self {
        let reached = |each: &&super::Discount| matches!(&each.condition, Condition::Volume { unit, above } if volume(unit) > *above);
        match self.discounts.iter().filter(reached).map(|each| each.percent.clone()).max() {
            Some(percent) => Self { lot_discount: self.lot_discount.clone(), ..self.less(&percent) },
            None => self.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule() -> PriceSchedule {
        let json = r#"{"term_years":1,"discounts":[
            {"percent":"5","condition":{"years":{"from":3}}}, {"percent":"8","condition":{"years":{"from":5}}},
            {"percent":"10","condition":"whole_package"},
            {"percent":"20","condition":{"volume":{"unit":"day","above":"40"}}}],
            "charges":[{"id":"day","scope":"school","kind":"unit","unit":"day","rate":"500"}]}"#;
        serde_json::from_str(json).unwrap()
    }

    fn rate(schedule: &PriceSchedule) -> String {
        serde_json::to_value(schedule).unwrap()["charges"][0]["rate"].as_str().unwrap().to_owned()
    }

    #[test]
    fn the_best_discount_for_the_years_and_the_one_for_the_package_are_taken_off() {
        let of = |years, whole| rate(&schedule().bought(years, whole));
        assert_eq!([of(1, false), of(3, false), of(6, false), of(3, true)], ["500", "475", "460", "427.5"]);
        assert_eq!(schedule().bought(3, false).term_years, 3);
    }

    #[test]
    fn a_discount_for_volume_counts_above_its_limit_and_together_with_the_others() {
        let at = |days: i64| rate(&schedule().bought(3, false).at_volume(|_| Exact::from(days)));
        assert_eq!([at(40), at(41)], ["475", "380"]);
    }
}
