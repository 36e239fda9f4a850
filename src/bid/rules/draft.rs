//! A bid that is being written: whatever was saved, complete or not.

use super::{Asked, Confidential, Document, Evidence, Interest, Missing, Organisation, Package, missing};
use chrono::{DateTime, NaiveDate, Utc};
use entity::price::PriceSchedule;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The six pages of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Organisation,
    Declarations,
    Prices,
    Quality,
    Documents,
    Check,
}

impl Step {
    pub const ALL: &'static [Step] =
        &[Step::Organisation, Step::Declarations, Step::Prices, Step::Quality, Step::Documents, Step::Check];

    /// As in the address: `/bids/{id}/prices`.
    pub fn slug(self) -> &'static str {
        match self {
            Step::Organisation => "organisation",
            Step::Declarations => "declarations",
            Step::Prices => "prices",
            Step::Quality => "quality",
            Step::Documents => "documents",
            Step::Check => "check",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Step::Organisation => "Your organisation",
            Step::Declarations => "Declarations",
            Step::Prices => "Prices",
            Step::Quality => "Quality answers",
            Step::Documents => "Documents",
            Step::Check => "Check and submit",
        }
    }

    /// 1 to 6.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).map_or(0, |at| at + 1)
    }

    /// The page after this one.
    pub fn next(self) -> Step {
        Self::ALL.get(self.number()).copied().unwrap_or(Step::Check)
    }
}

/// Who saved a page of the draft last; read by the bidder's own people only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    pub by: String,
    pub at: DateTime<Utc>,
}

/// A bid as far as it is filled. Anything can be saved; only [`Draft::package`] checks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub organisation: Option<Organisation>,
    /// Whether its facts were confirmed for this bid.
    pub confirmed: bool,
    /// Codes of the conditions that it declares.
    pub declared: BTreeSet<String>,
    pub explanation: Option<String>,
    pub interest: Option<Interest>,
    /// The price form as typed, field by field.
    pub typed_prices: BTreeMap<String, String>,
    /// The schedule that the price form says, once it can be read.
    pub schedule: Option<PriceSchedule>,
    pub valid_until: Option<NaiveDate>,
    pub answers: BTreeMap<String, String>,
    pub documents: Vec<Document>,
    /// Condition code → the document that shows it.
    pub evidence: BTreeMap<String, Evidence>,
    pub confidential: Vec<Confidential>,
    pub saved: BTreeMap<Step, Saved>,
}

impl Draft {
    /// The package to submit, or everything that is still missing.
    pub fn package(&self, asked: &Asked) -> Result<Package, Vec<Missing>> {
        let lacking = missing(self, asked);
        match (&self.organisation, &self.interest, &self.schedule, self.valid_until) {
            (Some(organisation), Some(interest), Some(schedule), Some(valid_until)) if lacking.is_empty() => {
                Ok(Package {
                    organisation: organisation.clone(),
                    declared: self.declared.clone(),
                    explanation: self.explanation.clone(),
                    interest: interest.clone(),
                    schedule: schedule.clone(),
                    valid_until,
                    answers: self.answers.clone(),
                    documents: self.documents.clone(),
                    evidence: self.evidence.clone(),
                    confidential: self.confidential.clone(),
                })
            }
            _ => Err(lacking),
        }
    }

    /// What one page holds, as text: two people who save it at once are told apart by it.
    pub fn part(&self, step: Step) -> Result<String, serde_json::Error> {
        match step {
            Step::Organisation => serde_json::to_string(&(&self.organisation, self.confirmed)),
            Step::Declarations => serde_json::to_string(&(&self.declared, &self.explanation, &self.interest)),
            Step::Prices => serde_json::to_string(&(&self.typed_prices, &self.schedule, self.valid_until)),
            Step::Quality => serde_json::to_string(&self.answers),
            Step::Documents => serde_json::to_string(&self.confidential),
            Step::Check => Ok(String::new()),
        }
    }
}
