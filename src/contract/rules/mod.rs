//! What a contract may say, when it is live, and what counts as paid.

pub mod calendar;
pub mod change;
pub mod exit;
pub mod invoices;
pub mod outturn;
pub mod review;
pub mod spend;
pub mod term;

#[cfg(test)]
mod rules_test;

use ::entity::school_schedule;
use std::fmt;

use crate::savings::rules::Confidence;

/// Why a contract cannot be recorded so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    EndsBeforeItStarts,
    NoticeOutsideTerm,
    NoSchools,
    NotAMember,
    VolumeMissing { school: String, unit: String },
    AlreadyUnderContract { school: String, title: String },
}

impl Refusal {
    /// The field that it is about.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Refusal::EndsBeforeItStarts => Some("ends-day"),
            Refusal::NoticeOutsideTerm => Some("notice-day"),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::EndsBeforeItStarts => f.write_str("The last day must be after the first day"),
            Refusal::NoticeOutsideTerm => {
                f.write_str("The last day to give notice must be between the first and the last day of the contract")
            }
            Refusal::NoSchools => f.write_str("Choose the schools that are in the contract"),
            Refusal::NotAMember => {
                f.write_str("Only schools whose bodies have agreed to the cluster's agreement can be in its contract")
            }
            Refusal::VolumeMissing { school, unit } => {
                write!(f, "Enter how many {unit} {school} buys a year: the price goes by it")
            }
            Refusal::AlreadyUnderContract { school, title } => {
                write!(f, "{school} is in a contract for the same service at that time: {title}")
            }
        }
    }
}

/// How well a baseline is known, as it is stored.
pub fn stored(confidence: Confidence) -> school_schedule::Confidence {
    match confidence {
        Confidence::Measured => school_schedule::Confidence::Measured,
        Confidence::Quoted => school_schedule::Confidence::Quoted,
        Confidence::Benchmark => school_schedule::Confidence::Benchmark,
    }
}

/// The same, as the savings rules have it.
pub fn confidence(stored: school_schedule::Confidence) -> Confidence {
    match stored {
        school_schedule::Confidence::Measured => Confidence::Measured,
        school_schedule::Confidence::Quoted => Confidence::Quoted,
        school_schedule::Confidence::Benchmark => Confidence::Benchmark,
    }
}

/// Where a baseline comes from, in one of the words of the pages.
pub fn basis(confidence: Option<Confidence>, source: Option<&str>) -> &'static str {
    match confidence {
        None => "Not known",
        Some(Confidence::Measured) => "Invoices",
        Some(Confidence::Quoted) if source.is_some_and(|source| source.starts_with("Contract")) => "Contract",
        Some(Confidence::Quoted) => "SLA price list",
        Some(Confidence::Benchmark) => "Estimate",
    }
}
