//! What a cluster is called, agrees and decides, and who buys together.

mod agreement;
mod award_loop;
mod compare;
mod decide;
pub mod evaluation;
pub mod form;
mod found;
mod opt_in;
mod partition;
pub mod refresh;
mod template;
mod voting;

#[cfg(test)]
mod joining_test;

pub use agreement::{
    Answers, Refusal, adopt, check_answer_by, is_answer_time_over, may_answer, may_change_promises, may_withdraw,
    usual_answer_by,
};
pub use award_loop::{CannotPlan, MarkedOffer, Plan, PlannedAward, Step, award_loop};
pub use compare::{Line, side_by_side};
pub use decide::{Attendance, Ballot, Decision, Majority, Meeting, Reason, decide};
pub use found::{check_name, check_prefix, check_slug};
pub use opt_in::{Joining, JoiningRule, OptIn, StableGroup, choose_offer};
pub use partition::{LotLimits, MOST_PARTITIONED, Partition, best_partition, greedy_partition};
pub use template::draft;
pub use voting::votes_in;
