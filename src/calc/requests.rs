//! Lines for `calc` that the house writes itself, from the same facts that its pages are made of.

use entity::exact::Exact;
use entity::price::PriceSchedule;
use serde::Serialize;
use serde_json::Value;

use super::evaluation::Evaluation;
use super::pricing::{PriceOffer, Split};
use super::votes::Decide;
use super::{Refused, answer};
use crate::cluster::rules::Meeting;
use crate::evaluation::rules;
use crate::platform::error::Result;
use crate::price::rules::Buyer;

/// One line: what is worked out, in words and as an operation, and what was published as its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    pub id: String,
    /// What it is, for whoever reads the file.
    pub says: String,
    pub operation: &'static str,
    pub input: Value,
    pub published: Value,
}

impl Request {
    /// What an offer costs these buyers together.
    pub fn price_offer(buyers: &[Buyer], offer: PriceSchedule) -> Result<Self> {
        Self::of("price_offer", PriceOffer::of(buyers, offer))
    }

    /// Marks and ranking.
    pub fn evaluate(evaluation: &rules::Evaluation) -> Result<Self> {
        Self::of("evaluate", Evaluation::from(evaluation))
    }

    /// An amount shared by weights, the left-over pennies to the largest remainders.
    pub fn split(amount: Exact, weights: Vec<Exact>) -> Result<Self> {
        Self::of("split", Split { amount, weights })
    }

    /// A vote counted.
    pub fn decide(meeting: &Meeting) -> Result<Self> {
        Self::of("decide", Decide::from(meeting))
    }

    fn of(operation: &'static str, input: impl Serialize) -> Result<Self> {
        let input = serde_json::to_value(input)?;
        Ok(Self { id: String::new(), says: String::new(), operation, input, published: Value::Null })
    }

    #[must_use]
    pub fn called(self, id: impl Into<String>, says: impl Into<String>) -> Self {
        Self { id: id.into(), says: says.into(), ..self }
    }

    #[must_use]
    pub fn published(self, published: Value) -> Self {
        Self { published, ..self }
    }

    /// Works it out again: is it as it was published?
    pub fn matches(&self) -> bool {
        let output: std::result::Result<Value, Refused> = answer(self.operation, self.input.clone());
        output.is_ok_and(|output| agrees(&self.published, &output))
    }
}

/// Whether everything published is the same in the output: an object may say more than was published, a list may not be
/// longer.
pub fn agrees(published: &Value, output: &Value) -> bool {
    match (published, output) {
        (Value::Object(published), Value::Object(output)) => {
            let same = |(name, value): (&String, &Value)| output.get(name).is_some_and(|found| agrees(value, found));
            published.iter().all(same)
        }
        (Value::Array(published), Value::Array(output)) => {
            published.len() == output.len() && published.iter().zip(output).all(|(one, other)| agrees(one, other))
        }
        (published, output) => published == output,
    }
}

#[cfg(test)]
mod tests {
    use super::super::vectors_test::file;
    use super::super::{Outcome, run};
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_published_is_compared_with_what_comes_out() {
        let output = json!({ "whole_life": "36000.00", "years": [{ "total": "12000.00" }, { "total": "12000.00" }] });
        assert!(agrees(&json!({ "whole_life": "36000.00" }), &output));
        assert!(agrees(&json!({ "years": [{}, { "total": "12000.00" }] }), &output));
        assert!(!agrees(&json!({ "whole_life": "36000.01" }), &output));
        assert!(!agrees(&json!({ "years": [{}] }), &output));
        assert!(!agrees(&json!({ "gross": "1.00" }), &output));
    }

    #[test]
    fn an_answer_that_is_not_as_published_is_told_and_counted() {
        let lines = [
            json!({ "about": "a tender" }),
            json!({ "id": 1, "operation": "split", "input": { "amount": "10", "weights": [1, 2] }, "published": { "shares": ["3.33", "6.67"] } }),
            json!({ "id": 2, "operation": "split", "input": { "amount": "10", "weights": [1, 2] }, "published": { "shares": ["3.34", "6.66"] } }),
        ];
        let text = lines.map(|line| line.to_string()).join("\n");
        let mut out = Vec::new();
        assert_eq!(run(text.as_bytes(), &mut out).unwrap(), Outcome::Differs { lines: 1 });
        let answers: Vec<Value> =
            String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers.iter().map(|answer| &answer["matches"]).collect::<Vec<_>>(), [&json!(true), &json!(false)]);
    }

    #[test]
    fn what_is_read_is_written_as_the_same_request() {
        let tender = file("darlaston")["tender"].clone();
        let read: Evaluation = serde_json::from_value(tender.clone()).unwrap();
        let written = serde_json::to_value(read).unwrap();
        assert_eq!(answer("evaluate", written).ok(), answer("evaluate", tender).ok());
        let decide = file("votes")["vectors"][0].clone();
        let read: Decide = serde_json::from_value(decide["input"].clone()).unwrap();
        assert_eq!(answer("decide", serde_json::to_value(read).unwrap()).ok(), Some(decide["expected"].clone()));
    }
}
