//! What is saved, and who pays which share of a joint bill.

mod baseline;
mod effect;
pub mod fair;
mod fund;
pub mod ledger;
mod report;
pub mod promise;
pub mod share;
pub mod termly;

#[cfg(test)]
mod ledger_test;
#[cfg(test)]
mod rules_test;

pub use baseline::{Benchmark, Peer, Restated, benchmark, like_for_like};
pub use effect::{Effects, Outturn, TermSavings, TermYear, realised_vs_forecast, term_savings};
pub use fund::{Matched, Pooled, Premiums, hold_harmless, match_funding, pool_premium};
pub use report::{
    Baseline, CannotReport, Confidence, Entry, Measured, PayingMore, SavingsReport, Status, StatusTotals, Totals,
    savings_report,
};
