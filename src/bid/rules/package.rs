//! The package: everything that a submitted bid says, in one canonical JSON text.

use super::Condition;
use chrono::NaiveDate;
use entity::ids::FileId;
use entity::price::PriceSchedule;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The provider's facts as they confirmed them for this bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub name: String,
    pub company_number: Option<String>,
    pub address: Option<String>,
    pub contact_name: String,
    pub contact_email: String,
}

/// Whether somebody at the bidder has an interest in a member school, and which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    pub has_interest: bool,
    pub detail: Option<String>,
}

/// A file of the bid; its bytes are stored outside the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub file: FileId,
    pub name: String,
    /// Bytes.
    pub size: i64,
    #[serde(rename = "type")]
    pub media_type: String,
    /// Of what was uploaded, hex.
    pub sha256: String,
    /// The age identity that opens the stored file.
    pub key: String,
}

/// A part that the bidder asks to keep from the public, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confidential {
    pub part: String,
    pub reason: String,
}

impl Confidential {
    /// Whether the part is, or holds, the price schedule: the rates behind the price. In doubt it is, since what is shown
    /// cannot be taken back; the price itself is no part of this.
    pub fn covers_prices(&self) -> bool {
        let part = self.part.to_lowercase();
        let words =
            ["price", "pricing", "rate", "cost", "charge", "schedule", "commercial", "financ", "everything", "whole"];
        words.iter().any(|word| part.contains(word))
    }
}

/// A complete bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    pub organisation: Organisation,
    pub declared: BTreeSet<Condition>,
    /// Why something was not declared.
    pub explanation: Option<String>,
    pub interest: Interest,
    pub schedule: PriceSchedule,
    /// The last day on which the bid can be accepted.
    pub valid_until: NaiveDate,
    /// Criterion code → answer.
    pub answers: BTreeMap<String, String>,
    pub documents: Vec<Document>,
    pub confidential: Vec<Confidential>,
}

impl Package {
    /// One text for one content: fixed field order, sorted maps.
    pub fn canonical(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

/// A bid without its prices: the quality envelope, what compliance reads and evaluators score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NonPrice {
    pub organisation: Organisation,
    pub declared: BTreeSet<Condition>,
    pub explanation: Option<String>,
    pub interest: Interest,
    pub valid_until: NaiveDate,
    pub answers: BTreeMap<String, String>,
    pub documents: Vec<Document>,
    pub confidential: Vec<Confidential>,
}

impl NonPrice {
    /// Whether the bidder asked, with a reason, to keep its price schedule from everybody but the panel and the auditor.
    pub fn keeps_its_prices(&self) -> bool {
        self.confidential.iter().any(Confidential::covers_prices)
    }
}

/// The part of a bid that goes into its quality envelope.
pub fn non_price_part(package: &Package) -> NonPrice {
    let package = package.clone();
    NonPrice {
        organisation: package.organisation,
        declared: package.declared,
        explanation: package.explanation,
        interest: package.interest,
        valid_until: package.valid_until,
        answers: package.answers,
        documents: package.documents,
        confidential: package.confidential,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_may_hold_rates_keeps_the_price_schedule() {
        let covers =
            |part: &str| Confidential { part: part.to_owned(), reason: "A trade secret".to_owned() }.covers_prices();
        assert!(["Our price schedule", "Day rates", "Pricing", "Commercial terms"].into_iter().all(covers));
        assert!(!["Recipes", "Menus.pdf", "Answer 2"].into_iter().any(covers));
    }
}
