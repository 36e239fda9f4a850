//! What a cluster decides, and how.

mod decide;

pub use decide::{Attendance, Ballot, Decision, Majority, Meeting, Reason, decide};
