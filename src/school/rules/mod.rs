//! What a school may record of itself.

mod paste;
mod people;
mod register;

pub use paste::{COLUMNS, Choice, MOST_ROWS, Pasted, read_rows};
pub use people::{Refusal as PeopleRefusal, may_end};
pub use register::{NOTICE_DAYS, Notice, Refusal, Terms, check, notice};
