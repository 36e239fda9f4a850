//! How near a tender is to the threshold as schools join: whose demand takes it over.

use super::route;
use crate::platform::law::Threshold;
use crate::platform::words;
use ::entity::exact::Exact;
use ::entity::money::{Money, plain_price};

/// A school that may still join, and what its demand is worth over the whole term, VAT included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tipping {
    pub school: String,
    pub value: Money,
}

/// Where the schools that have joined stand against the threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Of the schools that have joined.
    pub value: Money,
    pub threshold: Threshold,
    pub is_over: bool,
    /// Each of them alone would take it over, the smallest first.
    pub tipping: Vec<Tipping>,
    /// All who may still join together take it over, though none does alone.
    pub together: bool,
}

/// `joined` and `waiting`: a school and what it pays now a year, net.
pub fn watch(
    threshold: Threshold,
    term_years: i32,
    joined: &[(String, Exact)],
    waiting: &[(String, Exact)],
) -> Option<Watch> {
    let worth = |yearly: &Exact| route::whole_life(yearly, term_years);
    let sum = |schools: &[(String, Exact)]| -> Exact { schools.iter().map(|(_, yearly)| yearly).sum() };
    let reaches = |yearly: &Exact| worth(yearly).is_some_and(|value| threshold.is_reached_by(whole_pounds(value)));
    let now = sum(joined);
    let is_over = reaches(&now);
    let tips = |(_, yearly): &&(String, Exact)| !is_over && reaches(&(now.clone() + yearly.clone()));
    let found = waiting.iter().filter(tips);
    let mut tipping: Vec<Tipping> =
        found.filter_map(|(school, yearly)| Some(Tipping { school: school.clone(), value: worth(yearly)? })).collect();
    tipping.sort_by(|one, other| (one.value, &one.school).cmp(&(other.value, &other.school)));
    let together = !is_over && tipping.is_empty() && reaches(&(now.clone() + sum(waiting)));
    Some(Watch { value: worth(&now)?, is_over, tipping, together, threshold })
}

impl Watch {
    /// What the page says live, the most urgent alone.
    pub fn sentences(&self) -> Vec<String> {
        let threshold = words::pounds(self.threshold.pounds.into());
        let value = plain_price(&self.value.exact());
        if self.is_over {
            return vec![format!(
                "The schools that have committed are worth {value} over the whole life, VAT included: over the threshold \
                 of {threshold}. The tender is covered by the Procurement Act 2023"
            )];
        }
        let tips = |one: &Tipping| {
            let worth = plain_price(&one.value.exact());
            format!(
                "One more school's demand takes the tender over the threshold of {threshold}: {}, worth {worth}",
                one.school
            )
        };
        let mut said: Vec<String> = self.tipping.iter().map(tips).collect();
        if self.together {
            said.push(format!(
                "No school alone takes the tender over the threshold of {threshold}, but all that may still join do \
                 together"
            ));
        }
        if said.is_empty() {
            said.push(format!("The schools that have committed are worth {value} of the threshold of {threshold}"));
        }
        said
    }
}

fn whole_pounds(value: Money) -> i64 {
    value.0.div_euclid(10_i64.pow(Money::DECIMALS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::law::{self, Regime};

    fn schools(all: &[(&str, i64)]) -> Vec<(String, Exact)> {
        all.iter().map(|(name, pounds)| ((*name).to_owned(), Exact::from(*pounds))).collect()
    }

    /// £207,720 over one year with VAT is £173,100 net.
    fn watched(joined: &[(&str, i64)], waiting: &[(&str, i64)]) -> Watch {
        let threshold = law::threshold(Regime::Services, chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
        watch(threshold.unwrap(), 1, &schools(joined), &schools(waiting)).unwrap()
    }

    #[test]
    fn the_school_whose_demand_takes_the_tender_over_the_threshold_is_named() {
        let found = watched(&[("A", 100_000)], &[("B", 73_100), ("C", 73_099), ("D", 90_000)]);
        let names: Vec<_> = found.tipping.iter().map(|one| one.school.as_str()).collect();
        assert_eq!((found.is_over, names), (false, vec!["B", "D"]));
        assert_eq!(found.tipping[0].value, "87720".parse().unwrap());
        let sentence = "One more school's demand takes the tender over the threshold of £207,720: B, worth £87,720";
        assert_eq!(found.sentences()[0], sentence);
    }

    #[test]
    fn several_small_schools_may_take_it_over_together_and_nothing_tips_what_is_over() {
        assert!(watched(&[("A", 100_000)], &[("B", 40_000), ("C", 40_000)]).together);
        let over = watched(&[("A", 173_100)], &[("B", 40_000)]);
        assert!(over.is_over && over.tipping.is_empty() && !over.together);
        assert!(!watched(&[("A", 100)], &[("B", 100)]).together);
    }
}
