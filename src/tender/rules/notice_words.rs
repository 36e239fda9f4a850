//! Sentences of the notice that its page and its versions share.

use ::entity::criterion::{self, CriterionKind};
use ::entity::tender::{AuthorityHat, LeaveRule};

/// What happens to the others when a school leaves.
pub fn leaving(rule: LeaveRule) -> &'static str {
    match rule {
        LeaveRule::BidScheduleDecides => {
            "If a school leaves before the contract is signed, the bid's own prices for fewer schools apply to the others."
        }
        LeaveRule::TenderEnds => "If a school leaves before the contract is signed, the tender ends.",
    }
}

/// What the LA is in the tender, once that was fixed.
pub fn authority(hat: Option<AuthorityHat>) -> Option<&'static str> {
    match hat? {
        AuthorityHat::None => Some("The local authority has no part in this tender besides the prices it publishes."),
        AuthorityHat::Adviser => Some("The local authority advises the buyers. It does not bid."),
        AuthorityHat::Overseer => Some("The local authority oversees this tender. It does not bid."),
        AuthorityHat::Bidder => {
            Some("The local authority may bid. Its bidding team sees nothing of the evaluation, and has no part in it.")
        }
    }
}

/// "Answered in up to 500 words", or before the panel.
pub fn answered(criterion: &criterion::Model) -> String {
    match criterion.kind {
        CriterionKind::Written => format!("Answered in up to {} words", criterion.word_limit),
        CriterionKind::Presentation => "Answered in a presentation to the panel".to_owned(),
    }
}
