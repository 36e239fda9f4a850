//! What is saved: the baseline against the price paid, and who pays which share.

pub mod rules;
pub mod sharing;
