//! Where a bid stands, as its bidder reads it: what happens now, and what the bidder can do.

use entity::tender::TenderState;

/// What is known of a bid at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub is_submitted: bool,
    /// Submitted before a material change, and not confirmed since.
    pub is_unconfirmed: bool,
    /// It can still be submitted or replaced.
    pub is_open: bool,
    pub is_opened: bool,
    /// The lot's state, or the tender's where no lot has one of its own.
    pub state: TenderState,
    /// The outcome that was sent: was it the winner's?
    pub won: Option<bool>,
}

/// A state in two or three words, the kind of tag it is shown as, and what happens now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub title: &'static str,
    pub kind: &'static str,
    pub now: &'static str,
}

const fn say(title: &'static str, kind: &'static str, now: &'static str) -> Standing {
    Standing { title, kind, now }
}

pub fn standing(facts: Facts) -> Standing {
    match facts {
        Facts { is_open: true, .. } => while_open(facts),
        Facts { state: TenderState::Withdrawn | TenderState::Cancelled, .. } => {
            say("Tender ended", "plain", "The buyers ended this tender. The notice says why.")
        }
        Facts { is_submitted: false, .. } => {
            say("Not submitted", "problem", "Bids are closed, and this one was not submitted. Nobody read it.")
        }
        Facts { is_unconfirmed: true, .. } => say(
            "Not confirmed, does not count",
            "problem",
            "The tender changed after you submitted, and the bid was not confirmed before the deadline.",
        ),
        Facts { won: Some(won), state, .. } if is_told(state) => after_outcome(won, state),
        _ => while_assessed(facts),
    }
}

fn while_open(facts: Facts) -> Standing {
    match (facts.is_submitted, facts.is_unconfirmed) {
        (true, true) => say(
            "Confirm it again: the tender has changed",
            "problem",
            "Read what changed. Then confirm that your bid stands, replace it or take it back.",
        ),
        (true, false) => say(
            "Submitted",
            "done",
            "You need do nothing more. You can replace the bid or take it back until the deadline; nobody can read it.",
        ),
        (false, _) => say(
            "Draft, not submitted",
            "progress",
            "Nobody outside your organisation sees it. A draft that is not submitted by the deadline does not count.",
        ),
    }
}

fn is_told(state: TenderState) -> bool {
    use TenderState::{Challenged, Contracting, Ended, Live, Standstill, Terminated};
    matches!(state, Standstill | Challenged | Contracting | Live | Ended | Terminated)
}

fn while_assessed(facts: Facts) -> Standing {
    use TenderState::{Compliance, Moderation, Priced, Ratified, Recommended, Scoring, Sealed, Unsuccessful};
    match facts.state {
        Sealed if !facts.is_opened => say(
            "Submitted, sealed",
            "done",
            "Two key-holders of different schools open all bids at once. Until then nobody can read yours. You need do nothing.",
        ),
        Sealed | Compliance => say(
            "Being checked",
            "progress",
            "The tender lead checks documents and declarations. If you may put something right you get a mail, and find it here.",
        ),
        Scoring | Moderation => say(
            "Being scored",
            "progress",
            "Evaluators score the answers without knowing whose they are. Prices stay sealed until the scores are agreed.",
        ),
        Priced => say(
            "Prices compared",
            "progress",
            "The panel compares prices. Whose price looks far too low is asked to explain it first.",
        ),
        Recommended => say("With the schools", "progress", "A bid is recommended, and the schools vote on it."),
        Ratified => say(
            "Outcome to come",
            "progress",
            "The schools have decided. Every bidder is told at the same minute, with its scores and their reasons.",
        ),
        Unsuccessful => say("Ended without an award", "plain", "No contract comes of this. The notice says why."),
        _ => say("Decided", "plain", "The award is decided. The notice says who won."),
    }
}

fn after_outcome(won: bool, state: TenderState) -> Standing {
    use TenderState::{Challenged, Contracting, Ended, Live, Standstill, Terminated};
    match (won, state) {
        (true, Challenged) => say(
            "Successful, challenged",
            "progress",
            "Another bidder has challenged the award. A reviewer decides; nothing is signed until then.",
        ),
        (true, Contracting) => {
            say("Successful", "done", "The contract is drawn up, for you and each school's body to sign.")
        }
        (true, Live) => say("Successful, contract live", "done", "The contract runs."),
        (true, Ended | Terminated) => say("Successful, contract ended", "plain", "The contract has ended."),
        (true, _) => say(
            "Successful",
            "done",
            "Nothing is signed before the standstill is over. Then the contract is drawn up, and you are asked to sign.",
        ),
        (false, Standstill) => say(
            "Not successful",
            "plain",
            "Your outcome has your scores and the reasons. You can challenge the award until the standstill is over.",
        ),
        (false, Challenged) => {
            say("Not successful", "plain", "A challenge is being decided by a reviewer. Nothing is signed until then.")
        }
        (false, _) => {
            say("Not successful", "plain", "The standstill is over. Your outcome, with the reasons, stays here.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(state: TenderState) -> Facts {
        Facts { is_submitted: true, is_unconfirmed: false, is_open: false, is_opened: true, state, won: None }
    }

    #[test]
    fn a_bidder_reads_where_its_bid_is_in_every_state() {
        let open = Facts { is_open: true, is_opened: false, ..at(TenderState::Open) };
        assert_eq!(standing(open).title, "Submitted");
        assert_eq!(standing(Facts { is_submitted: false, ..open }).title, "Draft, not submitted");
        assert_eq!(standing(Facts { is_unconfirmed: true, ..open }).kind, "problem");
        let sealed = Facts { is_opened: false, ..at(TenderState::Sealed) };
        assert_eq!(standing(sealed).title, "Submitted, sealed");
        assert_eq!(standing(Facts { is_submitted: false, ..sealed }).title, "Not submitted");
        assert_eq!(standing(at(TenderState::Compliance)).title, "Being checked");
        assert_eq!(standing(at(TenderState::Moderation)).title, "Being scored");
        assert_eq!(standing(at(TenderState::Recommended)).title, "With the schools");
        assert_eq!(standing(at(TenderState::Cancelled)).title, "Tender ended");
    }

    #[test]
    fn an_outcome_is_told_once_it_is_sent_and_not_while_the_award_is_decided_again() {
        let told = |won, state| standing(Facts { won: Some(won), ..at(state) }).title;
        assert_eq!(told(true, TenderState::Standstill), "Successful");
        assert_eq!(told(false, TenderState::Standstill), "Not successful");
        assert_eq!(told(true, TenderState::Challenged), "Successful, challenged");
        assert_eq!(told(true, TenderState::Scoring), "Being scored");
    }
}
