//! The record of a tender in words: what an entry of its chain says to a reader.

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

/// "Tender published". What no table names reads as its own words: "award.minute_kept" → "Award minute kept".
pub fn title(action: &str) -> String {
    let known = match action {
        "tender.created" => "Tender created",
        "tender.edited" => "Tender edited",
        "tender.criteria_changed" => "Criteria changed",
        "tender.lots_changed" => "Lots changed",
        "award.none" => "No bid could be recommended",
        "lot.unsuccessful" => "A lot ended without an award",
        "tender.pooled" => "Schools asked for their demand",
        "tender.sent_to_review" => "Sent to review",
        "tender.returned" => "Returned to draft",
        "tender.published" => "Tender published",
        "tender.amended" => "Tender changed after publication",
        "tender.question_asked" => "Question asked",
        "tender.question_answered" => "Question answered",
        "tender.followed" => "A provider follows the tender",
        "tender.declared" => "Interests declared",
        "tender.closed" => "Closed for bids",
        "tender.requests_closed" => "Closed for requests to participate",
        "tender.request_judged" => "Request to participate judged",
        "tender.shortlisted" => "Invitations and refusals sent",
        "tender.engagement_recorded" => "Engagement before the tender recorded",
        "meeting.arranged" => "Meeting with a firm arranged",
        "meeting.recorded" => "Minutes of a meeting with a firm written",
        "meeting.called_off" => "Meeting with a firm called off",
        "bid.asked_to_take_part" => "A provider asked to take part",
        "tender.withdrawn" => "Tender withdrawn",
        "tender.cancellation_proposed" => "Cancellation proposed",
        "tender.cancelled" => "Tender cancelled",
        "tender.document_added" => "Document added",
        "tender.document_removed" => "Document removed",
        "tender.cancellation_dropped" => "Proposal to cancel taken back",
        "tender.official_notice_recorded" => "Official notice recorded",
        "tender.ground_recorded" => "Ground relied on recorded",
        "tender.framework_chosen" => "Framework recorded",
        "tender.opened" => "Bids opened",
        "tender.unsuccessful" => "Ended without an award",
        "bid.started" => "Bid begun",
        "bid.submitted" => "Bid received",
        "bid.reconfirmed" => "Bid confirmed for the newest version",
        "bid.lapsed" => "Bid not confirmed for the newest version, not opened",
        "bid.came_late" => "Bid came late and was not taken",
        "opening.confirmed" => "A key-holder confirmed the opening",
        "opening.one_bid_goes_on" => "A reviewer let the tender go on with one bid",
        "opening.one_bid_ends" => "A reviewer ended the tender, which had one bid",
        "prices.opened" => "Scores agreed, prices opened",
        "award.notice_given" => "Award notice given, the standstill starts",
        "standstill.over" => "Standstill over",
        "contract.live" => "Contract live",
        "contract.ended" => "Contract ended",
        "contract.terminated" => "Contract terminated",
        "demand.opened" => "Demand sheets opened",
        "demand.locked" => "Demand locked",
        "role.given" => "Team member appointed",
        "role.ended" => "Team member removed",
        _ => return in_its_own_words(action),
    };
    known.to_owned()
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
    fn an_entry_without_a_sentence_of_its_own_reads_as_words() {
        assert_eq!(title("tender.published"), "Tender published");
        assert_eq!(title("award.minute_kept"), "Award minute kept");
        assert_eq!(title(""), "");
    }

    #[test]
    fn nothing_about_a_bid_is_public() {
        assert!(PUBLIC.iter().all(|action| !action.starts_with(SEALED)));
    }
}
