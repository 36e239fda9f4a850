//! How a committee is set up, called, counted, minuted and filled: pure rules.

mod count;
mod election;
mod gate;
mod group;
mod meeting;
mod minutes;
mod notice;
mod office;
mod refusal;
mod terms;

pub use crate::tender::rules::dates::{in_london, parse_time};
pub use count::{Came, Interested, outcome, schools_at};
pub use election::{Ballot, ElectionResult, Stage, elect, stage};
pub use gate::unused;
pub use group::{delegable, may_decide};
pub use meeting::{Phase, may_approve, may_call_off, may_change_agenda, may_minute, may_publish, may_record, phase};
pub use minutes::{ItemFacts, MeetingFacts, draft};
pub use notice::{clear_days, last_day_to_call};
pub use office::{Candidate, may_be_clerk, may_chair};
pub use refusal::{Refusal, Statute};
pub use terms::{
    Defaults, NewTerms, by_form, check_terms, defaults, gates_of, is_statutory, kinds_json, least_quorum, quorum_of,
    quorum_words, source_of,
};
