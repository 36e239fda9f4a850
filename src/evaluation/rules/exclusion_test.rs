//! Whether a losing bid decides who wins.

use super::{CannotEvaluate, Evaluation, evaluate};

/// The most bids that are taken out in turn.
const MOST_BIDS: usize = 300;

/// What happens to the winner when each losing bid is taken out in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExclusionTest {
    pub winner: Option<String>,
    pub changes: Vec<WinnerChange>,
}

impl ExclusionTest {
    pub fn independent_of_losing_bids(&self) -> bool {
        self.changes.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WinnerChange {
    pub removed: String,
    pub winner: Option<String>,
}

/// Evaluates again without each losing bid that was still in.
pub fn exclusion_test(evaluation: &Evaluation) -> Result<ExclusionTest, CannotEvaluate> {
    if evaluation.bids.len() > MOST_BIDS {
        return Err(CannotEvaluate::TooLarge);
    }
    let ranking = evaluate(evaluation)?;
    let losers = |id: &String| ranking.results.iter().any(|row| row.bid == *id && row.rank > 1);
    let mut changes = Vec::new();
    for loser in evaluation.bids.iter().map(|bid| &bid.id).filter(|id| losers(id)) {
        let mut without = evaluation.clone();
        without.bids.retain(|bid| bid.id != *loser);
        let winner = evaluate(&without)?.winner;
        if winner != ranking.winner {
            changes.push(WinnerChange { removed: loser.clone(), winner });
        }
    }
    Ok(ExclusionTest { winner: ranking.winner, changes })
}
