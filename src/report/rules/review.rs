//! When a review of a year may be opened, written and closed.

use crate::quality::rules::TermOf;
use ::entity::cluster_review::{self, ReviewState};
use ::entity::review_objective;
use chrono::NaiveDate;
use std::fmt;

/// Why a review is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewRefusal {
    NotItsTime,
    Closed,
    NoObjective,
    NotRecorded(String),
}

impl fmt::Display for ReviewRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotItsTime => f.write_str("Choose the present school year or the one before"),
            Self::Closed => f.write_str("This review is closed. It stays as it is"),
            Self::NoObjective => f.write_str("Set an objective before you close the review"),
            Self::NotRecorded(objective) => write!(f, "Record what came of “{objective}” first"),
        }
    }
}

/// A review is of the present school year or of the one before.
pub fn may_open(year: i32, today: NaiveDate) -> Result<(), ReviewRefusal> {
    let present = TermOf::at(today).year;
    if year == present || year == present - 1 { Ok(()) } else { Err(ReviewRefusal::NotItsTime) }
}

/// Objectives and outcomes are written while it is open.
pub fn may_record(review: &cluster_review::Model) -> Result<(), ReviewRefusal> {
    if review.state == ReviewState::Open { Ok(()) } else { Err(ReviewRefusal::Closed) }
}

/// It closes once there is something to say of every objective.
pub fn may_close(review: &cluster_review::Model, objectives: &[review_objective::Model]) -> Result<(), ReviewRefusal> {
    may_record(review)?;
    if objectives.is_empty() {
        return Err(ReviewRefusal::NoObjective);
    }
    match objectives.iter().find(|one| one.came.is_none()) {
        Some(open) => Err(ReviewRefusal::NotRecorded(open.objective.clone())),
        None => Ok(()),
    }
}
