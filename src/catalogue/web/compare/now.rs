//! What the first column is called: what is paid now, or, under a contract of the cluster, what would be paid without it.

use crate::catalogue::compare::Comparison;

/// The first column in the words of each place that names it.
pub(super) struct Words {
    pub(super) head: &'static str,
    /// The table's caption, which the chart names.
    pub(super) caption: &'static str,
    /// "What you pay now for meals".
    pub(super) what: &'static str,
    pub(super) fixed: &'static str,
    /// The row of differences.
    pub(super) against: &'static str,
    /// "£20 less than now".
    pub(super) than: &'static str,
}

pub(super) const PAID: Words = Words {
    head: "You pay now",
    caption: "Offers against what you pay now",
    what: "what you pay now",
    fixed: "the fixed charges you pay now",
    against: "Against now",
    than: "now",
};

const WITHOUT_CONTRACT: Words = Words {
    head: "Without the contract",
    caption: "Offers against what you would pay without the contract",
    what: "what you would pay without the contract",
    fixed: "the fixed charges without the contract",
    against: "Against no contract",
    than: "without the contract",
};

pub(super) fn words(comparison: &Comparison) -> &'static Words {
    if comparison.running.is_some() { &WITHOUT_CONTRACT } else { &PAID }
}
