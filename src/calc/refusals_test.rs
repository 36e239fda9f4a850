//! Input that makes no sense is answered, or ends the run with a message: never a panic, never an endless calculation.

use serde_json::{Value, json};

use super::vectors_test::output;
use super::{Outcome, run};

fn error(operation: &str, input: Value) -> Value {
    output(operation, &input)["error"].clone()
}

/// All answers of a run, and how it ended.
fn answers(input: &str) -> (Vec<Value>, Outcome) {
    let mut out = Vec::new();
    let outcome = run(input.as_bytes(), &mut out).unwrap();
    let lines = std::str::from_utf8(&out).unwrap().lines();
    (lines.map(|line| serde_json::from_str(line).unwrap()).collect(), outcome)
}

fn unreadable_line(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Unreadable { line, .. } => line,
        Outcome::AllAnswered | Outcome::Differs { .. } => 0,
    }
}

#[test]
fn the_lines_before_an_unreadable_one_are_answered() {
    let good = r#"{"id":"a","operation":"split","input":{"amount":"1","weights":[1]}}"#;
    for bad in ["hello", "[1]", "{", "\"text\"", "17", &"[".repeat(100_000), &"{\"a\":".repeat(100_000)] {
        let (answers, outcome) = answers(&format!("{good}\n\n{bad}\n{good}\n"));
        assert_eq!(answers, [json!({ "id": "a", "output": { "shares": ["1.00"] } })]);
        assert_eq!(unreadable_line(outcome), 3);
    }
}

#[test]
fn a_line_of_more_than_ten_megabytes_is_not_read() {
    let (answers, outcome) = answers(&format!("{{\"id\":\"{}\"}}", "a".repeat(11_000_000)));
    assert_eq!((answers.len(), unreadable_line(outcome)), (0, 1));
}

#[test]
fn numbers_are_decimals_in_quotes_or_whole_numbers_of_any_length() {
    let split = |amount: &str| {
        let line = format!(r#"{{"id":1,"operation":"split","input":{{"amount":{amount},"weights":[1]}}}}"#);
        answers(&line).0[0]["output"].clone()
    };
    for bad in ["1e400", "1E5", "0.5", "-0.0", "\"1e5\"", "\"NaN\"", "\"\"", "null", "true", "[]", "{}"] {
        assert_eq!(split(bad), json!({ "error": "malformed_input" }), "{bad}");
    }
    assert_eq!(split(&"9".repeat(5_000_000)), json!({ "error": "malformed_input" }));
    assert_eq!(split("123456789012345678901234567890")["shares"][0], "123456789012345678901234567890.00");
}

#[test]
fn unknown_operations_and_missing_fields_have_their_codes() {
    assert_eq!(error("cheapest", json!({})), "unknown_operation");
    assert_eq!(answers("{}").0, [json!({ "id": null, "output": { "error": "unknown_operation" } })]);
    for operation in ["price_offer", "split", "buy_up", "evaluate", "savings_report", "share_costs", "decide", "opt_in"]
    {
        assert_eq!(error(operation, json!({})), "malformed_input", "{operation}");
        assert_eq!(error(operation, json!("text")), "malformed_input", "{operation}");
    }
}

#[test]
fn weights_below_nothing_are_refused() {
    assert_eq!(error("split", json!({ "amount": "1", "weights": [-1] })), "negative_weight");
    assert_eq!(error("split", json!({ "amount": "1", "weights": [] })), "no_weights");
    let weights = json!({ "a": "-1", "b": "2" });
    let values = json!({ "a": "1", "b": "2", "a+b": "2" });
    let sharing = json!({
        "schools": ["a", "b"], "cost": { "kind": "table", "values": values }, "rule": "per_unit", "weights": weights,
    });
    assert_eq!(error("share_costs", sharing), "negative_weight");
    let criteria =
        json!([{ "id": "a", "weight": "-10", "scale_max": 5 }, { "id": "b", "weight": "50", "scale_max": 5 }]);
    let price = json!({ "weight": "60", "method": "lowest_ratio" });
    assert_eq!(error("evaluate", json!({ "criteria": criteria, "price": price, "bids": [] })), "negative_weight");
}

#[test]
fn sharing_that_cannot_be_is_refused_by_name() {
    let game = |rule: &str, joint: &str| {
        let cost = json!({ "kind": "structured", "fixed": joint });
        json!({ "schools": ["a", "b"], "cost": cost, "rule": rule, "standalone": { "a": "10", "b": "10" } })
    };
    assert_eq!(error("share_costs", game("two_part", "30")), "joint_offer_not_used");
    assert_eq!(error("share_costs", game("by_mood", "30")), "unknown_rule");
    assert_eq!(error("share_costs", game("ladder", "10")), "rule_does_not_fit_cost");
    let dear = json!({ "a": "10", "b": "10", "b+a": "25" });
    let table = json!({ "schools": ["a", "b"], "cost": { "kind": "table", "values": dear } });
    let with = |field: &str, value: Value| {
        let mut input = table.clone();
        input[field] = value;
        input
    };
    assert_eq!(error("share_costs", with("rule", json!("nucleolus"))), "no_individually_rational_allocation");
    assert_eq!(error("stability", with("shares", json!({ "a": "10", "b": "14" }))), "shares_do_not_sum_to_cost");
    assert_eq!(
        error("least_core", json!({ "schools": [], "cost": { "kind": "table", "values": {} } })),
        "malformed_input"
    );
}

#[test]
fn what_would_take_too_long_is_refused() {
    let schools: Vec<String> = (0..21).map(|i| format!("s{i}")).collect();
    let levels: Value =
        schools.iter().map(|school| (school.clone(), json!("5"))).collect::<serde_json::Map<_, _>>().into();
    let cost = json!({ "kind": "highest_level", "levels": levels });
    assert_eq!(error("share_costs", json!({ "schools": schools, "cost": cost, "rule": "shapley" })), "too_large");
    let offer = json!({ "term_years": 1_000_000_000, "charges": [] });
    assert_eq!(error("price_offer", json!({ "schools": [], "offer": offer })), "malformed_input");
    let digits = format!("0.{}", "3".repeat(90));
    let offer = json!({ "term_years": 50, "index_percent": vec![digits; 50], "charges": [
        { "id": "fee", "scope": "school", "kind": "fixed", "amount": "1" },
    ]});
    let schools: Vec<Value> = (0..2_000).map(|i| json!({ "id": i.to_string() })).collect();
    assert_eq!(error("price_offer", json!({ "schools": schools, "offer": offer })), "too_large");
    let many = vec!["name"; 2_000];
    let signals = json!({ "scale_max": 5, "bids": many, "criteria": many, "evaluators": [], "scores": {} });
    assert_eq!(error("moderation_signals", signals), "too_large");
}
