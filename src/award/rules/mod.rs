//! The decision on a lot: pure rules of the recommendation, the vote, joining, the standstill and what bidders are told.

mod ballot;
mod calendar;
mod challenge;
mod clock;
mod correction;
mod joining;
mod next;
mod recommend;
mod refusal;
mod standstill;
mod summary;
mod validity;

pub use ballot::{Counted, How, Noted, SchoolVote, Seat, count, counted, minute, needs_casting_vote, question, voted};
pub use calendar::{HOURS, closing};
pub use challenge::may_challenge;
pub use clock::{Clock, clock, duty};
pub use correction::{Put, check, may_confirm, may_correct};
pub use joining::{Tally, decided, first_state, still_settled, tally};
pub use next::{Place, next_ranked};
pub use recommend::{first_standing, recommendable};
pub use refusal::Refusal;
pub use standstill::{Standstill, last_day, resumed, standstill};
pub use summary::{Assessed, Line, Mark, PriceLine, Summary, summary};
pub use validity::{check_stands, check_until, may_be_kept_open};
