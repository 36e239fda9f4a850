//! What a school may record of itself.

mod codes;
mod opinion;
mod paste;
mod people;
mod register;

pub use codes::{CostLine, cost_code, lines_of, of_category};
pub use opinion::{REMINDERS, due_for, score_words, term_of, term_words};
pub use paste::{COLUMNS, Choice, MOST_ROWS, Pasted, read_rows};
pub use people::{Refusal as PeopleRefusal, may_end};
pub use register::{NOTICE_DAYS, Notice, Refusal, Terms, check, notice};
