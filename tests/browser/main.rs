//! The product in a real browser, by keyboard, at two widths, under axe.

mod public;
mod school;
