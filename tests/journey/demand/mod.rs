//! Schools say what they need: a sheet is filled in, signed off, authorised, locked and added up.

mod pooled;
mod sheet;
