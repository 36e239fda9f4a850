//! The wall between an organisation that bids and the tender's assessment: who may not look over it until the outcome is sent.

use std::fmt;

/// What ties somebody to an organisation that bids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    pub organisation: String,
    /// Of its bidding team, not merely of the organisation.
    pub sells: bool,
}

/// Why somebody may not open the assessment or oversight pages of a tender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Sells(String),
    NotAssessed(String),
    MayInfluence(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sells(name) => write!(
                f,
                "{name} bids in this tender and you sell for it, so these pages open for you once the outcome is sent"
            ),
            Self::NotAssessed(name) => write!(
                f,
                "{name} bids in this tender. These pages open for you once the chair, the clerk or the tender lead has \
                 recorded a conflicts assessment of your part, or the outcome is sent"
            ),
            Self::MayInfluence(name) => write!(
                f,
                "The conflicts assessment says that you may influence the bid of {name}, so these pages open for you \
                 once the outcome is sent"
            ),
        }
    }
}

/// May somebody with these ties look? `cleared` is what was recorded of them.
pub fn may_open(ties: &[Tie], cleared: Option<bool>, outcome_is_sent: bool) -> Result<(), Refusal> {
    if outcome_is_sent {
        return Ok(());
    }
    let Some(tie) = ties.iter().find(|tie| tie.sells).or(ties.first()) else { return Ok(()) };
    let name = tie.organisation.clone();
    match cleared {
        _ if tie.sells => Err(Refusal::Sells(name)),
        Some(true) => Ok(()),
        Some(false) => Err(Refusal::MayInfluence(name)),
        None => Err(Refusal::NotAssessed(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(sells: bool) -> Tie {
        Tie { organisation: "Walsall Council".to_owned(), sells }
    }

    #[test]
    fn the_bidding_team_waits_for_the_outcome_whatever_is_recorded() {
        assert!(matches!(may_open(&[tie(false), tie(true)], Some(true), false), Err(Refusal::Sells(_))));
        assert_eq!(may_open(&[tie(true)], None, true), Ok(()));
    }

    #[test]
    fn others_of_the_organisation_need_a_recorded_assessment() {
        assert!(matches!(may_open(&[tie(false)], None, false), Err(Refusal::NotAssessed(_))));
        assert!(matches!(may_open(&[tie(false)], Some(false), false), Err(Refusal::MayInfluence(_))));
        assert_eq!(may_open(&[tie(false)], Some(true), false), Ok(()));
        assert_eq!(may_open(&[], None, false), Ok(()));
    }
}
