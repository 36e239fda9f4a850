//! What is saved, and who pays which share of a joint bill.

mod report;
pub mod share;

pub use report::{
    Baseline, CannotReport, Confidence, Entry, Measured, PayingMore, SavingsReport, Status, StatusTotals, Totals,
    savings_report,
};
