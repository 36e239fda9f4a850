//! The cluster's agreed rule applied to a joint bill: each school's yearly share, in whole pennies that add up to it.

use ::entity::agreement::SharingRule;
use ::entity::exact::{Exact, split};

/// One school in a joint bill, in the cluster's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharer {
    /// What it pays now, if that is known.
    pub now: Option<Exact>,
    /// What the same offer would cost it alone.
    pub alone: Exact,
}

/// Each school's share of `total` pounds.
///
/// *Proportional*: C·a_i/Σa. *Pay as now* with a proportional rebate, b_i − (Σb − C)·b_i/Σb, comes to the same money; the
/// rules differ in when it moves (`best-value.md`, section 4). The weights are what the schools pay now; where that is not
/// known of every one, what the offer would cost each alone.
pub fn shares(rule: SharingRule, total: &Exact, sharers: &[Sharer]) -> Vec<Exact> {
    match rule {
        SharingRule::Proportional | SharingRule::PayAsNow => split(total, &weights(sharers)).unwrap_or_default(),
    }
}

fn weights(sharers: &[Sharer]) -> Vec<Exact> {
    let now: Option<Vec<Exact>> = sharers.iter().map(|sharer| sharer.now.clone()).collect();
    now.unwrap_or_else(|| sharers.iter().map(|sharer| sharer.alone.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sharer(now: Option<i64>, alone: i64) -> Sharer {
        Sharer { now: now.map(|pounds| Exact::scaled(pounds, 0)), alone: Exact::scaled(alone, 0) }
    }

    #[test]
    fn shares_go_by_what_is_paid_now_and_add_up() {
        let shares =
            shares(SharingRule::Proportional, &Exact::scaled(10_000, 2), &[sharer(Some(1), 9), sharer(Some(2), 9)]);
        assert_eq!(shares.iter().map(Exact::pounds).collect::<Vec<_>>(), ["33.33", "66.67"]);
    }

    #[test]
    fn one_school_unknown_makes_all_go_by_the_price_alone() {
        let shares = shares(SharingRule::PayAsNow, &Exact::scaled(100, 0), &[sharer(None, 1), sharer(Some(9), 3)]);
        assert_eq!(shares.iter().map(Exact::pounds).collect::<Vec<_>>(), ["25.00", "75.00"]);
    }
}
