//! The record of a tender in words: what an entry of its chain says to a reader, and to whom.

use crate::platform::said::said;

/// How entries begin that would show whether, or how many, bids there are; nobody reads them before the bids are opened.
pub const SEALED: &str = "bid.";

/// Entries that the public reads on the notice's timeline.
pub const PUBLIC: &[&str] = &[
    "tender.published",
    "tender.amended",
    "tender.question_answered",
    "tender.closed",
    "tender.requests_closed",
    "tender.shortlisted",
    "tender.withdrawn",
    "tender.cancelled",
    "tender.opened",
    "tender.unsuccessful",
    "lot.unsuccessful",
    "award.notice_given",
    "contract.live",
    "contract.ended",
    "contract.terminated",
];

/// "Tender published". What an earlier version of this program wrote under a name that it no longer has reads as that name's
/// words.
pub fn title(action: &str) -> String {
    said(action).map_or_else(|| in_its_own_words(action), str::to_owned)
}

fn in_its_own_words(action: &str) -> String {
    let words = action.replace(['.', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_an_earlier_program_reads_as_words() {
        assert_eq!(title("tender.published"), "Tender published");
        let kept = ["award", "minute_kept"].join(".");
        assert_eq!(title(&kept), "Award minute kept");
        assert_eq!(title(""), "");
    }

    #[test]
    fn nothing_about_a_bid_is_public() {
        assert!(PUBLIC.iter().all(|action| !action.starts_with(SEALED)));
    }
}
