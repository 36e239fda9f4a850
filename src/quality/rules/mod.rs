//! What may be said of a service, what a score is, and how a concern goes from warning to improvement or exit.

mod concern;
mod rating;
mod score;

pub use concern::{
    ConcernEvent, ConcernRefusal, DAYS_TO_ANSWER, DAYS_TO_REVIEW, LONGEST_CONCERN_WORDS, confirms, is_final,
    may_set_dates, state_words,
};
pub use rating::{
    DAYS_AFTER_TERM, Given, RatingRefusal, TermOf, check, holds_in, is_open, may_reply, met_words, open_terms,
    sells_itself, sharing_words,
};
pub use score::{FEWEST_RATERS, Heard, Like, Part, Score, TERMS, from_like, since};
