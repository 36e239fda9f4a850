//! What a school does, and when, once a service that it may use has a last day.

use chrono::{Duration, NaiveDate};
use entity::contract_entry;

/// One step of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStep {
    pub on: NaiveDate,
    pub text: &'static str,
}

/// The steps of a plan: look for what may follow 120 days before the last day, ask for prices 90 days before, agree what
/// follows 30 days before, and the last day itself.
pub fn plan_of(last_day: NaiveDate) -> Vec<PlanStep> {
    let step = |days: i64, text| PlanStep { on: last_day - Duration::days(days), text };
    vec![
        step(120, "Look for what may follow"),
        step(90, "Ask for prices, or join a tender"),
        step(30, "Agree what follows"),
        step(0, "Last day of the service"),
    ]
}

/// The step that comes next on `today`; none once the last day is over.
pub fn next_step(last_day: NaiveDate, today: NaiveDate) -> Option<PlanStep> {
    plan_of(last_day).into_iter().find(|step| step.on >= today)
}

/// Whether the withdrawal of a provider's SLA or listing concerns a school with these contracts in its category: of an SLA
/// that serves it, unless it buys from others alone; of an offer, where it buys from the provider.
pub fn concerns(is_sla: bool, provider: &str, contracts: &[&contract_entry::Model], today: NaiveDate) -> bool {
    let in_force =
        |entry: &&&contract_entry::Model| entry.ended_at.is_none() && entry.ends_on.is_none_or(|last| last >= today);
    let held: Vec<_> = contracts.iter().filter(in_force).collect();
    let own = held.iter().any(|entry| entry.provider_name.trim().eq_ignore_ascii_case(provider.trim()));
    own || is_sla && held.is_empty()
}

/// Whether a comparison that a school saved shows the listing at this address.
pub fn cites(saved: &serde_json::Value, path: &str) -> bool {
    let heads = saved["heads"].as_array().map(Vec::as_slice).unwrap_or_default();
    heads.iter().any(|head| head["href"].as_str() == Some(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_step_is_told_until_the_last_day_is_over() {
        let last = day("2027-08-31");
        let next = |today: &str| next_step(last, day(today)).map(|step| step.on.to_string());
        assert_eq!(next("2026-11-22").as_deref(), Some("2027-05-03"));
        assert_eq!(next("2027-05-04").as_deref(), Some("2027-06-02"));
        assert_eq!(next("2027-08-31").as_deref(), Some("2027-08-31"));
        assert_eq!(next("2027-09-01"), None);
    }

    #[test]
    fn an_sla_concerns_whoever_buys_from_nobody_else_and_an_offer_only_its_own_customers() {
        let today = day("2026-11-22");
        assert!(concerns(true, "Walsall Council", &[], today));
        assert!(!concerns(false, "Alder Meals", &[], today));
    }

    #[test]
    fn a_saved_comparison_cites_the_listings_at_its_heads() {
        let saved = serde_json::json!({ "heads": [{ "href": null }, { "href": "/services/catering/meals" }] });
        assert!(cites(&saved, "/services/catering/meals"));
        assert!(!cites(&saved, "/services/catering/meal"));
    }
}
