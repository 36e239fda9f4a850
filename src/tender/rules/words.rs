//! Who reads which entries of a tender's record.

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
    "award.corrected",
    "award.next_ranked",
    "contract.live",
    "contract.ended",
    "contract.terminated",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_about_a_bid_is_public() {
        assert!(PUBLIC.iter().all(|action| !action.starts_with(SEALED)));
    }
}
