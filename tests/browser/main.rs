//! The product in a real browser, by keyboard, at two widths, under axe.

mod cluster;
mod public;
mod school;
