//! What a school may buy by which route, who approves it, and what happens to a request for quotes.

mod approval;
mod limits;
mod quotes;
mod route;
mod states;

pub use approval::{Level, Refusal as ApprovalRefusal, level, may_approve};
pub use limits::{Limits, Refusal as LimitsRefusal, check as check_limits};
pub use quotes::{
    Closed, Facts, MOST_ASKED, NewRequest, Refusal, Waivers, check_answer, check_approval, check_choice,
    check_received, check_request, closed,
};
pub use route::{Found, Purchase, Way, last_day, route, split};
pub use states::{QuoteEvent, phase};
