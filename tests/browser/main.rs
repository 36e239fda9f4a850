//! The product in a real browser, by keyboard, at two widths, under axe.

mod bid;
mod cluster;
mod public;
mod school;
mod whole_journey;
