//! The demonstration's headlines follow from its schools, offers and costs, to the penny.

use serde_json::{Map, Value, json};

use super::vectors_test::{file, output};

/// The demonstration's schools with their volumes; only those that cook when `catering`.
fn schools(darlaston: &Value, catering: bool) -> Vec<Value> {
    let school = |school: &Value| {
        json!({
            "id": school["id"], "phase": school["phase"], "type": school["type"],
            "volumes": {
                "meal": school["meals_per_year"], "pupil": school["pupils"],
                "employee": school["employees"], "mbps": school["mbps"], "day": 12,
            },
        })
    };
    let all = darlaston["schools"].as_array().unwrap().iter();
    all.filter(|school| !catering || school["meals_per_year"] != 0).map(school).collect()
}

fn priced(darlaston: &Value, offer: &str, schools: &[Value]) -> Value {
    let unit_costs = json!([{ "name": "meal", "components": ["management"], "unit": "meal" }]);
    let input = json!({ "schools": schools, "offer": darlaston["offers"][offer], "unit_costs": unit_costs });
    output("price_offer", &input)
}

#[test]
fn the_catering_headline_is_30p_to_10p_a_meal() {
    let darlaston = file("darlaston");
    let expected = &darlaston["expected"];
    let kitchens = schools(&darlaston, true);
    let meals: i64 = kitchens.iter().map(|school| school["volumes"]["meal"].as_i64().unwrap()).sum();
    assert_eq!(meals, expected["meals_per_year"]);
    let alone = priced(&darlaston, "catering_la", &kitchens);
    let cluster = priced(&darlaston, "catering_cluster", &kitchens);
    assert_eq!(alone["unit_costs"]["meal"], expected["management_per_meal_alone"]);
    assert_eq!(cluster["unit_costs"]["meal"], expected["management_per_meal_cluster"]);
    assert_eq!(alone["years"][0]["total"], expected["management_cost_alone"]);
    assert_eq!(cluster["years"][0]["total"], expected["management_cost_cluster"]);
}

#[test]
fn every_school_has_its_own_pence_a_meal_alone() {
    let darlaston = file("darlaston");
    let expected = darlaston["expected"]["management_pence_per_meal_alone_by_school"].as_object().unwrap();
    let pence = |school: Value| {
        let id = school["id"].as_str().unwrap().to_owned();
        (id, priced(&darlaston, "catering_la", &[school])["unit_costs"]["meal"]["pence"].clone())
    };
    let by_school: Map<String, Value> = schools(&darlaston, true).into_iter().map(pence).collect();
    assert_eq!(&by_school, expected);
}

#[test]
fn the_savings_report_follows_from_its_input() {
    let darlaston = file("darlaston");
    let report = output("savings_report", &darlaston["savings_report_input"]);
    assert_eq!(report, darlaston["expected"]["savings_report"]);
}

#[test]
fn the_tender_prices_and_its_evaluation_follow_from_the_offers() {
    let darlaston = file("darlaston");
    let tender = &darlaston["tender"];
    for bid in tender["bids"].as_array().unwrap() {
        let offer = darlaston["tender_offers"][bid["id"].as_str().unwrap()].as_str().unwrap();
        let whole_life = priced(&darlaston, offer, &schools(&darlaston, true))["whole_life"].clone();
        assert_eq!(whole_life, format!("{}.00", bid["price"].as_str().unwrap()));
    }
    assert_eq!(output("evaluate", tender), darlaston["expected"]["evaluation"]);
    assert_eq!(output("price_weight_breakpoints", tender), darlaston["expected"]["price_weight_breakpoints"]);
}

#[test]
fn every_sharing_rule_divides_catering_and_broadband_as_published() {
    let darlaston = file("darlaston");
    for (category, offer, unit) in
        [("catering", "catering_cluster", "meal"), ("broadband", "broadband_cluster", "mbps")]
    {
        let members = schools(&darlaston, category == "catering");
        let ids: Vec<&Value> = members.iter().map(|school| &school["id"]).collect();
        let by_school = |unit: &str| -> Map<String, Value> {
            let pair = |school: &Value| (school["id"].as_str().unwrap().to_owned(), school["volumes"][unit].clone());
            members.iter().map(pair).collect()
        };
        for (rule, expected) in darlaston["expected"]["sharing_rules"][category].as_object().unwrap() {
            let weights = by_school(if rule == "per_pupil" { "pupil" } else { unit });
            let input = json!({
                "schools": ids, "rule": rule, "weights": weights,
                "cost": { "kind": "offer", "schools": members, "offer": darlaston["offers"][offer] },
                "standalone": darlaston["current_costs"][category],
            });
            let sharing = output("share_costs", &input);
            assert_eq!(sharing["shares"], expected["shares"], "{category} by {rule}");
            assert_eq!(sharing["no_school_worse_off"], expected["no_school_worse_off"], "{category} by {rule}");
            assert_eq!(sharing["stability"]["stable"], expected["stable"], "{category} by {rule}");
        }
    }
}
