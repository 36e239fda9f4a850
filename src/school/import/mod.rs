//! Reads the Department for Education's school files, as they are published, into rows of what each file says.
//!
//! A file is read once, in bounded memory, whatever it holds: [`SchoolFile::open`] recognises its layout or refuses it
//! by name, and [`SchoolFile::next_row`] hands out one school, or what is wrong with its line.

mod cell;
mod decode;
mod file;
mod layout;
mod row;
mod words;

pub use cell::{Column, RowFault};
pub use file::{FileFault, SchoolFile};
pub use layout::{Layout, LayoutFault};
pub use row::SchoolRow;

#[cfg(test)]
mod tests;
