//! What is checked on every bid, pass or fail, and the documents that show it.

use crate::tender::rules::conditions::{EXCLUSION_GROUNDS, needed_until};
use chrono::NaiveDate;
use entity::ids::FileId;
use entity::tender_condition::Model;
use serde::{Deserialize, Serialize};

/// The check of what the bidder declared about interests in a member school.
pub const INTERESTS: &str = "interests";

/// One line of the compliance check: a code that is stored, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub code: String,
    pub name: String,
    /// What must be true for a pass.
    pub statement: String,
}

/// What is checked on every bid of a tender with these conditions.
pub fn checks(conditions: &[Model]) -> Vec<Check> {
    let of = |condition: &Model| Check {
        code: condition.code.clone(),
        name: condition.name.clone(),
        statement: condition.statement.clone(),
    };
    let interests = Check {
        code: INTERESTS.to_owned(),
        name: "Interests".to_owned(),
        statement: "No interest that was declared is a conflict that cannot be managed".to_owned(),
    };
    conditions.iter().map(of).chain([interests]).collect()
}

/// A check that no bid fails without a hearing: it is about a ground for exclusion, not about a paper that is missing.
pub fn needs_hearing(code: &str) -> bool {
    code == EXCLUSION_GROUNDS || code == INTERESTS
}

/// The document that shows a condition: one of the bid's documents, with the day on which it expires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub file: FileId,
    pub expires_on: Option<NaiveDate>,
}

/// What an expiry day means for a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// No day is given.
    Unsaid,
    Lasts(NaiveDate),
    /// It expires before the day until which it is needed.
    EndsBefore(NaiveDate, NaiveDate),
}

/// Is a document that expires then valid for as long as the condition needs it?
pub fn validity(condition: &Model, contract_start: Option<NaiveDate>, expires_on: Option<NaiveDate>) -> Validity {
    match (expires_on, needed_until(condition, contract_start)) {
        (None, _) => Validity::Unsaid,
        (Some(expires), Some(needed)) if expires < needed => Validity::EndsBefore(expires, needed),
        (Some(expires), _) => Validity::Lasts(expires),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tender::rules::conditions::rows;
    use chrono::DateTime;
    use entity::ids::TenderId;

    #[test]
    fn evidence_that_expires_before_the_contract_starts_is_told_apart() {
        let day = |month, day| NaiveDate::from_ymd_opt(2027, month, day);
        let hygiene = rows(TenderId::new(DateTime::UNIX_EPOCH), "catering").remove(3);
        let valid = |expires| validity(&hygiene, day(9, 1), expires);
        assert_eq!(valid(day(8, 31)), Validity::EndsBefore(day(8, 31).unwrap(), day(9, 1).unwrap()));
        assert_eq!(valid(day(9, 1)), Validity::Lasts(day(9, 1).unwrap()));
        assert_eq!(valid(None), Validity::Unsaid);
    }

    #[test]
    fn grounds_and_interests_need_a_hearing_and_papers_do_not() {
        assert!(needs_hearing("no_exclusion_grounds") && needs_hearing("interests"));
        assert!(!needs_hearing("insurance"));
    }
}
