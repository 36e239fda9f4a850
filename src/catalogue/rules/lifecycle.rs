//! The life of a listing: written, reviewed by a second person, published version by version, withdrawn from a day.
//!
//! What people decided is stored; that a last day is over is worked out from it.

use chrono::NaiveDate;
use entity::listing::{self, ListingState};
use entity::listing_version;
use std::fmt;

/// Where a listing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Its first version is being written.
    Draft,
    /// Its first version waits for a second person.
    InReview,
    Published,
    /// Published, and the next version is being written.
    Rewriting,
    /// Published, and the next version waits for a second person.
    NextInReview,
    /// Published with a last day.
    Withdrawing,
    Withdrawn,
}

/// What somebody does with a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Write the draft; one in review comes back to be written.
    Write,
    SendForReview,
    SendBack,
    /// The second person, or the only one.
    Publish,
    /// Drop the draft of the next version.
    Discard,
    /// With its last day; again, to move that day.
    Withdraw,
    /// At once.
    TakeOut,
    /// Take back that it ends.
    KeepOn,
    /// The authority's list for the year says it anew.
    Upload,
}

impl Phase {
    pub const ALL: &'static [Phase] = &[
        Phase::Draft,
        Phase::InReview,
        Phase::Published,
        Phase::Rewriting,
        Phase::NextInReview,
        Phase::Withdrawing,
        Phase::Withdrawn,
    ];

    /// "Published, next version in review".
    pub fn words(self) -> &'static str {
        match self {
            Phase::Draft => "Draft",
            Phase::InReview => "In review",
            Phase::Published => "Published",
            Phase::Rewriting => "Published, with a draft",
            Phase::NextInReview => "Published, next version in review",
            Phase::Withdrawing => "Withdrawing",
            Phase::Withdrawn => "Withdrawn",
        }
    }

    /// Anybody may find it.
    pub fn is_offered(self) -> bool {
        match self {
            Phase::Published | Phase::Rewriting | Phase::NextInReview | Phase::Withdrawing => true,
            Phase::Draft | Phase::InReview | Phase::Withdrawn => false,
        }
    }

    /// A draft waits for its reviewer.
    pub fn is_in_review(self) -> bool {
        matches!(self, Phase::InReview | Phase::NextInReview)
    }
}

impl Act {
    pub const ALL: &'static [Act] = &[
        Act::Write,
        Act::SendForReview,
        Act::SendBack,
        Act::Publish,
        Act::Discard,
        Act::Withdraw,
        Act::TakeOut,
        Act::KeepOn,
        Act::Upload,
    ];
}

/// Where a listing stands on `today`, with the version that is shown.
pub fn phase(listing: &listing::Model, shown: Option<&listing_version::Model>, today: NaiveDate) -> Phase {
    let is_sent = listing.sent_at.is_some();
    match (listing.state, shown.and_then(|version| version.withdraws_on)) {
        (ListingState::Draft, _) => {
            if is_sent {
                Phase::InReview
            } else {
                Phase::Draft
            }
        }
        (ListingState::Withdrawn, _) => Phase::Withdrawn,
        (ListingState::Published, Some(last)) if last < today => Phase::Withdrawn,
        (ListingState::Published, Some(_)) => Phase::Withdrawing,
        (ListingState::Published, None) if listing.draft.is_none() => Phase::Published,
        (ListingState::Published, None) if is_sent => Phase::NextInReview,
        (ListingState::Published, None) => Phase::Rewriting,
    }
}

/// Where an act leads; none where it cannot be done. The whole table.
pub fn after(phase: Phase, act: Act) -> Option<Phase> {
    use Phase::{Draft, InReview, NextInReview, Published, Rewriting, Withdrawing, Withdrawn};
    match (act, phase) {
        (Act::Write, Draft | InReview) => Some(Draft),
        (Act::Write, Published | Rewriting | NextInReview) => Some(Rewriting),
        (Act::Write, Withdrawing | Withdrawn) => None,
        (Act::SendForReview, Draft) => Some(InReview),
        (Act::SendForReview, Rewriting) => Some(NextInReview),
        (Act::SendForReview, InReview | Published | NextInReview | Withdrawing | Withdrawn) => None,
        (Act::SendBack, InReview) => Some(Draft),
        (Act::SendBack, NextInReview) => Some(Rewriting),
        (Act::SendBack, Draft | Published | Rewriting | Withdrawing | Withdrawn) => None,
        (Act::Publish, Draft | InReview | Rewriting | NextInReview) => Some(Published),
        (Act::Publish, Published | Withdrawing | Withdrawn) => None,
        (Act::Discard, Rewriting | NextInReview) => Some(Published),
        (Act::Discard, Draft | InReview | Published | Withdrawing | Withdrawn) => None,
        (Act::Withdraw, Published | Withdrawing) => Some(Withdrawing),
        (Act::Withdraw, Draft | InReview | Rewriting | NextInReview | Withdrawn) => None,
        (Act::TakeOut, Published | Withdrawing) => Some(Withdrawn),
        (Act::TakeOut, Draft | InReview | Rewriting | NextInReview | Withdrawn) => None,
        (Act::KeepOn, Withdrawing) => Some(Published),
        (Act::KeepOn, Draft | InReview | Published | Rewriting | NextInReview | Withdrawn) => None,
        (Act::Upload, Draft | InReview | Published | Rewriting | NextInReview | Withdrawing | Withdrawn) => {
            Some(Published)
        }
    }
}

/// Why an act cannot be done where the listing stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotNow(pub Phase, pub Act);

impl fmt::Display for NotNow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NotNow(phase, act) = self;
        f.write_str(match (act, phase) {
            (_, Phase::Withdrawn) => "The listing is withdrawn. Begin a new one",
            (Act::Write, _) => "The listing is being withdrawn. Keep offering it first, then change it",
            (Act::SendForReview | Act::Publish, _) => "There is no draft to publish: change the listing first",
            (Act::SendBack, _) => "Nothing is in review: there is nothing to send back",
            (Act::Discard, _) => "There is no draft of a next version to discard",
            (Act::Withdraw | Act::TakeOut, Phase::Rewriting | Phase::NextInReview) => {
                "Publish or discard the draft of the next version first"
            }
            (Act::Withdraw | Act::TakeOut, _) => "Only a published listing can be withdrawn",
            (Act::KeepOn, _) => "The listing is not being withdrawn",
            (Act::Upload, _) => "The list cannot replace this",
        })
    }
}

/// Where the act leads, or the sentence that says why it cannot be done.
pub fn step(phase: Phase, act: Act) -> Result<Phase, NotNow> {
    after(phase, act).ok_or(NotNow(phase, act))
}

/// A new version waits for its first day while what it follows still holds: its prices are "from" then.
pub fn waits(shown: &listing_version::Model, next: &listing_version::Model, today: NaiveDate) -> bool {
    next.valid_from > today && super::is_valid_on(shown, today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_withdrawn_changes_no_more_but_by_a_years_list() {
        let led: Vec<_> = Act::ALL.iter().filter(|act| after(Phase::Withdrawn, **act).is_some()).collect();
        assert_eq!(led, [&Act::Upload]);
    }

    #[test]
    fn every_refusal_is_a_sentence() {
        for phase in Phase::ALL {
            for act in Act::ALL {
                if let Err(refused) = step(*phase, *act) {
                    assert!(refused.to_string().split(' ').count() > 3, "{phase:?} {act:?}: {refused}");
                }
            }
        }
    }

    #[test]
    fn only_a_published_listing_or_one_that_ends_gets_a_last_day() {
        let may: Vec<_> = Phase::ALL.iter().filter(|phase| after(**phase, Act::Withdraw).is_some()).collect();
        assert_eq!(may, [&Phase::Published, &Phase::Withdrawing]);
    }
}
