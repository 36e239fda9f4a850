//! What a panel may do with scores: pure decisions about who may score, when scoring is finished, and what an agreed score needs.

use ::entity::criterion::CriterionKind;
use std::fmt;

/// Why a score or an agreed score is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoDeclaration,
    /// In whom, where the declaration says.
    Interest(Option<String>),
    OpenedTheBids,
    AlreadySubmitted,
    /// Written answers are scored masked; presentations show who the firms are.
    WrittenFirst,
    WrittenSubmitted,
    OutsideScale {
        scale_max: i32,
    },
    ReasonMissing {
        score: i32,
        criterion: String,
    },
    ExplanationMissing {
        score: i32,
    },
    Unscored(Vec<String>),
    NotAgreed(usize),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDeclaration => f.write_str("Declare your interests before you score"),
            Self::Interest(None) => f.write_str("You declared an interest in a bidder, so you cannot score"),
            Self::Interest(Some(name)) => write!(f, "You declared an interest in {name}, so you cannot score it"),
            Self::OpenedTheBids => f.write_str("You opened these bids, so you cannot score them"),
            Self::AlreadySubmitted => f.write_str("You have submitted your scores. They cannot be changed"),
            Self::WrittenFirst => {
                f.write_str("Submit your scores of the written answers first. Presentations show who the firms are")
            }
            Self::WrittenSubmitted => {
                f.write_str("You have submitted your scores of the written answers. They cannot be changed")
            }
            Self::OutsideScale { scale_max } => write!(f, "Choose a score from 0 to {scale_max}"),
            Self::ReasonMissing { score, criterion } => {
                write!(f, "Enter a reason for the score of {score} for {criterion}")
            }
            Self::ExplanationMissing { score } => {
                write!(f, "Nobody gave a score of {score}. Explain how the panel came to it")
            }
            Self::Unscored(left) => write!(f, "Score every answer first. Still to score: {}", left.join(", ")),
            Self::NotAgreed(left) => write!(f, "Agree every score first. {left} still to agree"),
        }
    }
}

/// What is known of somebody who wants to score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub declared: bool,
    pub has_interest: bool,
    /// The bidders' names, where the declaration names them.
    pub interest_in: Option<String>,
    pub opened_the_bids: bool,
    pub submitted: bool,
}

/// May this evaluator save scores now?
pub fn may_score(standing: Standing) -> Result<(), Refusal> {
    if !standing.declared {
        Err(Refusal::NoDeclaration)
    } else if standing.has_interest {
        Err(Refusal::Interest(standing.interest_in))
    } else if standing.opened_the_bids {
        Err(Refusal::OpenedTheBids)
    } else if standing.submitted {
        Err(Refusal::AlreadySubmitted)
    } else {
        Ok(())
    }
}

/// Is it the turn of a criterion of this kind? `now` is what the evaluator scores now.
pub fn check_turn(kind: CriterionKind, now: Option<CriterionKind>) -> Result<(), Refusal> {
    match (kind, now) {
        (CriterionKind::Presentation, Some(CriterionKind::Written)) => Err(Refusal::WrittenFirst),
        (CriterionKind::Written, Some(CriterionKind::Presentation)) => Err(Refusal::WrittenSubmitted),
        (_, None) => Err(Refusal::AlreadySubmitted),
        _ => Ok(()),
    }
}

/// Is this a score of the scale, with its reason?
pub fn check_score(score: i32, scale_max: i32, reason: &str, criterion: &str) -> Result<(), Refusal> {
    if !(0..=scale_max).contains(&score) {
        Err(Refusal::OutsideScale { scale_max })
    } else if reason.trim().is_empty() {
        Err(Refusal::ReasonMissing { score, criterion: criterion.to_owned() })
    } else {
        Ok(())
    }
}

/// An agreed score that nobody had given needs an explanation.
pub fn check_agreed(score: i32, given: &[i32], explanation: Option<&str>) -> Result<(), Refusal> {
    if given.contains(&score) || explanation.is_some_and(|text| !text.trim().is_empty()) {
        Ok(())
    } else {
        Err(Refusal::ExplanationMissing { score })
    }
}

/// The words of the default scale (`best-value.md`, section 2).
pub fn scale_words(score: i32, scale_max: i32) -> &'static str {
    const WORDS: [&str; 6] = ["no answer", "poor", "limited", "satisfactory", "good", "excellent"];
    let position = if scale_max == 10 { score / 2 } else { score };
    usize::try_from(position).ok().and_then(|index| WORDS.get(index)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLEAR: Standing =
        Standing { declared: true, has_interest: false, interest_in: None, opened_the_bids: false, submitted: false };

    #[test]
    fn only_somebody_declared_and_unconflicted_who_opened_nothing_may_score() {
        assert_eq!(may_score(CLEAR), Ok(()));
        assert_eq!(may_score(Standing { declared: false, ..CLEAR }), Err(Refusal::NoDeclaration));
        assert_eq!(may_score(Standing { has_interest: true, ..CLEAR }), Err(Refusal::Interest(None)));
        let named = Standing { has_interest: true, interest_in: Some("Alder".to_owned()), ..CLEAR };
        let refusal = may_score(named).unwrap_err();
        assert_eq!(refusal.to_string(), "You declared an interest in Alder, so you cannot score it");
        assert_eq!(may_score(Standing { opened_the_bids: true, ..CLEAR }), Err(Refusal::OpenedTheBids));
        assert_eq!(may_score(Standing { submitted: true, ..CLEAR }), Err(Refusal::AlreadySubmitted));
    }

    #[test]
    fn written_answers_are_scored_and_submitted_before_anybody_scores_a_presentation() {
        use CriterionKind::{Presentation, Written};
        assert_eq!(check_turn(Written, Some(Written)), Ok(()));
        assert_eq!(check_turn(Presentation, Some(Written)), Err(Refusal::WrittenFirst));
        assert_eq!(check_turn(Presentation, Some(Presentation)), Ok(()));
        assert_eq!(check_turn(Written, Some(Presentation)), Err(Refusal::WrittenSubmitted));
        assert_eq!(check_turn(Presentation, None), Err(Refusal::AlreadySubmitted));
    }

    #[test]
    fn a_score_is_of_the_scale_and_has_its_reason() {
        assert!(check_score(5, 5, "Clear plan", "Menus").is_ok());
        assert!(check_score(6, 5, "Clear plan", "Menus").is_err());
        let refusal = check_score(4, 5, " ", "Food quality").unwrap_err();
        assert_eq!(refusal.to_string(), "Enter a reason for the score of 4 for Food quality");
    }

    #[test]
    fn a_score_nobody_gave_needs_an_explanation() {
        assert!(check_agreed(4, &[4, 3], None).is_ok());
        assert!(check_agreed(5, &[4, 3], Some("")).is_err());
        assert!(check_agreed(5, &[4, 3], Some("The panel re-read the annex")).is_ok());
    }
}
