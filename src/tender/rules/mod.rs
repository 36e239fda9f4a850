//! What may happen to a tender, and what it may say: pure decisions on what is stored.

pub mod address;
pub mod changes;
pub mod coach;
pub mod custody;
pub mod dates;
pub mod lots;
pub mod meetings;
pub mod notice_words;
pub mod numbering;
pub mod planner;
pub mod presets;
pub mod price_rule;
pub mod readiness;
pub mod route;
pub mod shortlist;
pub mod stages;
pub mod states;
pub mod team;
pub mod try_out;
pub mod versions;
pub mod words;
