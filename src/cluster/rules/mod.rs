//! What a cluster decides, and who buys together.

mod award_loop;
mod decide;
mod opt_in;
mod partition;

#[cfg(test)]
mod joining_test;

pub use award_loop::{CannotPlan, MarkedOffer, Plan, PlannedAward, Step, award_loop};
pub use decide::{Attendance, Ballot, Decision, Majority, Meeting, Reason, decide};
pub use opt_in::{Joining, JoiningRule, OptIn, StableGroup, choose_offer};
pub use partition::{LotLimits, Partition, best_partition};
