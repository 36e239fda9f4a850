//! Every published vector through the command's own front door.

use serde_json::{Value, json};

use super::{Outcome, run};

pub(super) fn file(name: &str) -> Value {
    let path = format!("{}/tests/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The output of one operation, through JSON lines in and out.
pub(super) fn output(operation: &str, input: &Value) -> Value {
    let line = json!({ "id": 1, "operation": operation, "input": input }).to_string();
    let mut out = Vec::new();
    assert_eq!(run(line.as_bytes(), &mut out).unwrap(), Outcome::AllAnswered);
    let answer: Value = serde_json::from_slice(&out).unwrap();
    answer["output"].clone()
}

fn every_vector_passes(area: &str) {
    let mut failed = Vec::new();
    for vector in file(area)["vectors"].as_array().unwrap() {
        let output = output(vector["operation"].as_str().unwrap(), &vector["input"]);
        if output != vector["expected"] {
            failed.push(format!("{}: {output}\n  expected {}", vector["id"], vector["expected"]));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_pricing_vector_passes() {
    every_vector_passes("pricing");
}

#[test]
fn every_evaluation_vector_passes() {
    every_vector_passes("evaluation");
}

#[test]
fn every_vote_vector_passes() {
    every_vector_passes("votes");
}

#[test]
fn every_sharing_vector_passes() {
    every_vector_passes("fair-shares");
}

#[test]
fn every_savings_vector_passes() {
    every_vector_passes("savings");
}

#[test]
fn every_aggregation_vector_passes() {
    every_vector_passes("aggregation");
}
