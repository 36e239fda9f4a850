//! The figures of the law that a tender is held to: today's until it is published, then those of that day.

use super::route;
use crate::platform::law::{self, Documents, Law, NotYetLaw, Submission};
use ::entity::law_figure::Topic;
use ::entity::money::Money;
use ::entity::tender::Route;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One rule in words, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub title: String,
    pub text: String,
    pub source: String,
    pub valid_from: NaiveDate,
}

/// All of them as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    pub on: NaiveDate,
    /// Working days of the standstill, the notice's day among them.
    pub standstill_days: u32,
    pub rules: Vec<Rule>,
}

/// What applies to a tender of these codes and this value on a day.
pub fn frozen(value: Money, codes: &[String], is_catering: bool, on: NaiveDate) -> Result<Frozen, NotYetLaw> {
    let law = law::current();
    let check = route::check(value, codes, on)?;
    let threshold = &check.threshold;
    let mut rules = vec![Rule {
        title: "Threshold".to_owned(),
        text: format!(
            "A contract of £{} or more over its whole life, VAT included, is covered",
            crate::platform::words::number(threshold.pounds.into())
        ),
        source: threshold.source.clone(),
        valid_from: threshold.valid_from,
    }];
    rules.extend(code_rule(&law, &check, on));
    rules.extend(period_rule(check.route, on));
    let standstill = law::standstill_period(on);
    let days = law::standstill_days(on);
    rules.extend(standstill.map(|row| {
        let light = "It is not mandatory for light touch; this product always gives it";
        rule(&row, "Standstill", format!("{days} working days, the day of the award notice being the first. {light}"))
    }));
    rules.extend(kept(&law, "from_contract", "Records", "are kept from the contract on at least", on));
    rules.extend(kept(&law, "after_end", "Records by default", "are kept after the contract's end", on));
    rules.extend(caps(&law, is_catering, on));
    Ok(Frozen { on, standstill_days: days, rules })
}

fn rule(row: &law::Figure, title: &str, text: String) -> Rule {
    Rule { title: title.to_owned(), text, source: row.source.clone(), valid_from: row.valid_from }
}

fn code_rule(law: &Law, check: &route::RouteCheck, on: NaiveDate) -> Option<Rule> {
    let code = check.code.as_deref()?;
    let row = law.on(Topic::LightTouch, code.split('-').next()?, on).filter(|row| row.number == Some(1))?;
    let name = row.title.clone().unwrap_or_default();
    Some(rule(row, "Light touch", format!("CPV {code}, {name}, is a light touch service")))
}

fn period_rule(of: Route, on: NaiveDate) -> Option<Rule> {
    let regime = route::regime_of(of)?;
    let row = law::minimum_tendering_period(regime, Submission::Electronic, Documents::WithTheNotice, on)?;
    let days = row.number.unwrap_or_default();
    let text = match days {
        0 => "The law sets no shortest time for bids".to_owned(),
        _ => {
            format!("Bids are open for at least {days} days from the official tender notice, with every document in it")
        }
    };
    Some(rule(&row, "Shortest time for bids", text))
}

fn kept(law: &Law, name: &str, title: &str, how: &str, on: NaiveDate) -> Option<Rule> {
    let row = law.on(Topic::Retention, name, on)?;
    Some(rule(row, title, format!("They {how}: {} years. A challenge holds everything", row.number?)))
}

fn caps(law: &Law, is_catering: bool, on: NaiveDate) -> Option<Rule> {
    let (first, later) = if is_catering { ("catering_first", "catering_later") } else { ("first", "later") };
    let (first, later) = (law.on(Topic::Cap, first, on)?, law.on(Topic::Cap, later, on)?);
    let text = format!(
        "An agreement with the authority for this service lasts {} years at most, a later one {}",
        first.number?, later.number?
    );
    Some(rule(first, "Longest agreement with the authority", text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_says_where_it_stands_and_catering_has_its_own() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let found = frozen("700000".parse().unwrap(), &["55524000-9".to_owned()], true, on).unwrap();
        assert_eq!((found.standstill_days, found.on), (8, on));
        assert!(found.rules.iter().all(|rule| !rule.source.is_empty()));
        let text: String = found.rules.iter().map(|rule| rule.text.as_str()).collect();
        assert!(text.contains("£663,540 or more") && text.contains("is a light touch service"), "{text}");
        assert!(text.contains("lasts 5 years at most, a later one 7") && text.contains("no shortest time"), "{text}");
        let plain = frozen("300000".parse().unwrap(), &["72400000-4".to_owned()], false, on).unwrap();
        let text: String = plain.rules.iter().map(|rule| rule.text.as_str()).collect();
        assert!(text.contains("at least 25 days") && text.contains("lasts 3 years at most, a later one 5"), "{text}");
    }
}
