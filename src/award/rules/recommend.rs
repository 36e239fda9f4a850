//! Which bid may be recommended.

use super::Refusal;
use crate::evaluation::rules::{Flag, Ranking};

/// The bid ranked first, once every price that looks too low has been explained and the enquiry closed. The
/// recommendation never picks another.
pub fn recommendable(
    ranking: &Ranking,
    closed: impl Fn(&str) -> bool,
    stands: impl Fn(&str) -> bool,
    name: impl Fn(&str) -> String,
) -> Result<&str, Refusal> {
    let low = |flag: Flag| matches!(flag, Flag::PriceWellBelowMean | Flag::PriceWellBelowShouldCost);
    let open = ranking.flags.iter().filter(|flagged| low(flagged.flag) && !closed(&flagged.bid));
    let mut names: Vec<String> = open.map(|flagged| name(&flagged.bid)).collect();
    names.dedup();
    if !names.is_empty() {
        return Err(Refusal::LowPriceOpen(names));
    }
    first_standing(ranking, stands).ok_or(Refusal::NoSingleWinner)
}

/// The first of the ranking that was not withdrawn; none where two share its place.
pub fn first_standing(ranking: &Ranking, stands: impl Fn(&str) -> bool) -> Option<&str> {
    if let Some(winner) = ranking.winner.as_deref().filter(|winner| stands(winner)) {
        return Some(winner);
    }
    let mut left = ranking.results.iter().filter(|ranked| stands(&ranked.bid));
    let (first, second) = (left.next()?, left.next());
    (second.is_none_or(|second| second.rank != first.rank)).then_some(first.bid.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::rules::Flagged;

    fn ranking(winner: Option<&str>, flags: &[(&str, Flag)]) -> Ranking {
        let flagged = |(bid, flag): &(&str, Flag)| Flagged { bid: (*bid).to_owned(), flag: *flag };
        Ranking {
            excluded: Vec::new(),
            flags: flags.iter().map(flagged).collect(),
            results: Vec::new(),
            winner: winner.map(str::to_owned),
            tie_break: None,
            winner_by_exact_totals: None,
        }
    }

    #[test]
    fn a_low_price_of_any_bidder_is_explained_before_anyone_is_recommended() {
        let flagged = ranking(Some("alder"), &[("birch", Flag::PriceWellBelowMean)]);
        let name = |bid: &str| bid.to_uppercase();
        let open = recommendable(&flagged, |_| false, |_| true, name).unwrap_err();
        assert_eq!(open.to_string(), "Close the enquiry about the low price first: BIRCH");
        assert_eq!(recommendable(&flagged, |bid| bid == "birch", |_| true, name), Ok("alder"));
    }

    #[test]
    fn a_price_above_the_ceiling_needs_no_enquiry_and_a_tie_has_no_winner() {
        let dear = ranking(Some("cedar"), &[("cedar", Flag::AboveCeiling)]);
        assert_eq!(recommendable(&dear, |_| false, |_| true, str::to_owned), Ok("cedar"));
        assert_eq!(recommendable(&ranking(None, &[]), |_| true, |_| true, str::to_owned), Err(Refusal::NoSingleWinner));
    }
}
