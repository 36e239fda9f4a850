//! What changed from one version of a listing to another, line by line, its prices among it.

use super::{PriceSight, financial_year_words, target_words};
use crate::platform::words::short_date;
use crate::price::rules::describe;
use crate::provider::rules::authority_name;
use chrono::NaiveDate;
use entity::category::CategoryShape;
use entity::listing::{Content, ServiceLevel};

/// One thing that two versions say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub what: &'static str,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// What a part of a listing says, line by line.
type Said = (&'static str, Vec<String>);

/// Everything that differs, in the order of the page; prices only for who sees them.
pub fn changes(before: &Content, after: &Content, shape: &CategoryShape, sight: PriceSight) -> Vec<Changed> {
    let prices = |content: &Content| match sight {
        PriceSight::Full => describe(&content.schedule, shape),
        PriceSight::Guide | PriceSight::SignIn => Vec::new(),
    };
    let said = |content: &Content| {
        vec![
            ("Title", line(&content.title)),
            ("Summary", line(&content.summary)),
            ("Prices", prices(content)),
            ("Prices hold", vec![held(content)]),
            ("What is included", line(&content.included)),
            ("What is not included", line(&content.not_included)),
            ("Length", line(&content.term)),
            ("Notice", line(&content.notice)),
            ("Service levels", content.service_levels.iter().map(level).collect()),
            ("Evidence", line(&content.evidence)),
            ("Where", areas(&content.areas)),
            ("Phases", content.phases.iter().map(ToString::to_string).collect()),
            ("Types of school", content.legal_types.iter().map(|each| each.as_str().replace('_', " ")).collect()),
            ("Package", content.package.iter().cloned().collect()),
            ("Financial year", content.financial_year.map(financial_year_words).into_iter().collect()),
            ("Window to buy or leave", window(content)),
            ("At the least", content.minimum_provision.iter().cloned().collect()),
            ("Pooled cover", content.pooled_cover.iter().map(|cover| cover.covers.clone()).collect()),
            ("Last day", day(content.withdraws_on)),
        ]
    };
    let differs =
        |((what, before), (_, after)): (Said, Said)| (before != after).then_some(Changed { what, before, after });
    said(before).into_iter().zip(said(after)).filter_map(differs).collect()
}

fn level(level: &ServiceLevel) -> String {
    format!("{}: {}", level.measure, target_words(level))
}

fn line(text: &str) -> Vec<String> {
    if text.trim().is_empty() { Vec::new() } else { vec![text.to_owned()] }
}

fn day(day: Option<NaiveDate>) -> Vec<String> {
    day.map(short_date).into_iter().collect()
}

fn held(content: &Content) -> String {
    let to = content.valid_to.map(|last| format!(" to {}", short_date(last))).unwrap_or_default();
    format!("from {}{to}", short_date(content.valid_from))
}

fn window(content: &Content) -> Vec<String> {
    [("from", content.buy_back_from), ("to", content.buy_back_to)]
        .into_iter()
        .filter_map(|(word, day)| Some(format!("{word} {}", short_date(day?))))
        .collect()
}

fn areas(codes: &[String]) -> Vec<String> {
    if codes.is_empty() {
        return vec!["All of England".to_owned()];
    }
    codes.iter().map(|code| authority_name(code).unwrap_or(code).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::given::given;

    fn content(rate: &str, notice: &str) -> Content {
        serde_json::from_value(serde_json::json!({
            "title": "Meals", "summary": "Cooked", "included": "Food", "not_included": "", "term": "",
            "notice": notice, "evidence": "", "areas": [], "phases": [], "legal_types": [],
            "price_visibility": "public", "valid_from": "2027-04-01",
            "schedule": {"term_years": 1, "charges": [
                {"id": "a", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": rate}]}
        }))
        .unwrap()
    }

    #[test]
    fn only_what_differs_is_told_and_prices_only_to_who_sees_them() {
        let shape = given().remove(0).shape;
        let (before, after) =
            (content("0.03", ""), Content { areas: vec!["335".to_owned()], ..content("0.04", "A year") });
        let told = changes(&before, &after, &shape, PriceSight::Full);
        assert_eq!(told.iter().map(|one| one.what).collect::<Vec<_>>(), ["Prices", "Notice", "Where"]);
        assert!(told[0].before[0].contains("3p") && told[0].after[0].contains("4p"), "{told:?}");
        assert_eq!((told[1].before.len(), told[2].after[0].as_str()), (0, "Walsall"));
        assert_eq!(changes(&before, &after, &shape, PriceSight::SignIn).len(), 2);
        assert_eq!(changes(&before, &before, &shape, PriceSight::Full), Vec::new());
    }
}
