//! Takes the Department for Education's school files, as they are published, into the schools we hold.
//!
//! [`SchoolFile::open`] recognises a file's layout or refuses it by name, and hands out one school at a time, or what is
//! wrong with its row, in bounded memory. [`ask`] records an import and [`run`] does it: the file is checked to its
//! end, then written in one transaction that sets, by URN, only the columns that the file has.

mod batch;
mod cell;
mod file;
pub mod command;
mod layout;
mod record;
mod row;
mod run;
mod stored;
mod words;

pub use batch::Source;
pub use cell::{Column, RowFault};
pub use file::{FileFault, SchoolFile};
pub use layout::{Layout, LayoutFault};
pub use record::{ask, find, give_up_interrupted, latest};
pub use row::SchoolRow;
pub use run::{Asked, Counts, Step, Watch, refusal, run};

#[cfg(test)]
mod tests;
