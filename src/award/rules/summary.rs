//! What each bidder is told: its scores with reasons, and for a bid that did not win, the winner's scores, name and total.

use serde::{Deserialize, Serialize};

/// Marks and score of one answer, as agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub score: i32,
    pub mark: String,
}

/// One criterion of a summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub criterion: String,
    pub question: String,
    /// Percent of all marks.
    pub weight: String,
    pub scale_max: i32,
    pub own: Mark,
    pub reason: String,
    /// What would have scored higher; none where nothing could.
    #[serde(default)]
    pub higher: Option<String>,
    /// The winner's, in the summary of another bid.
    pub winner: Option<Mark>,
}

/// Marks for price, where the method gives any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceLine {
    pub weight: String,
    pub own: String,
    pub winner: Option<String>,
}

/// The assessment summary of one bid (Procurement Act 2023, section 50).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub won: bool,
    /// It had won and was withdrawn by its bidder.
    #[serde(default)]
    pub withdrew: bool,
    pub rank: Option<usize>,
    /// Why a bid was not ranked.
    pub excluded: Option<String>,
    pub lines: Vec<Line>,
    pub price: Option<PriceLine>,
    /// Marks of 100, or the pounds that the method ranks by.
    pub total: Option<String>,
    /// Its own price as it was assessed: over the whole contract, for every school in scope, excluding VAT.
    #[serde(default)]
    pub whole_life: Option<String>,
    pub winner_name: String,
    pub winner_total: Option<String>,
    /// What the schools that joined pay the winner over the whole contract, excluding VAT.
    pub contract_value: String,
    /// How many schools joined.
    pub schools: usize,
}

/// One bid as it was assessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessed {
    pub provider: String,
    pub withdrew: bool,
    pub rank: Option<usize>,
    pub excluded: Option<String>,
    /// Without the winner's marks.
    pub lines: Vec<Line>,
    pub price_weight: String,
    pub price_mark: Option<String>,
    pub total: Option<String>,
    pub whole_life: Option<String>,
}

/// A bid's summary beside the winner's assessment. A loser's prices and answers are nobody else's: only marks of the winner
/// are told.
pub fn summary(bid: &Assessed, winner: &Assessed, contract_value: &str, schools: usize) -> Summary {
    let won = bid.provider == winner.provider;
    let beside = |(line, best): (&Line, Option<&Line>)| Line {
        winner: best.filter(|_| !won).map(|best| best.own.clone()),
        ..line.clone()
    };
    let best = |line: &Line| winner.lines.iter().find(|best| best.criterion == line.criterion);
    Summary {
        won,
        withdrew: bid.withdrew,
        rank: bid.rank,
        excluded: bid.excluded.clone(),
        lines: bid.lines.iter().map(|line| beside((line, best(line)))).collect(),
        price: bid.price_mark.clone().map(|own| PriceLine {
            weight: bid.price_weight.clone(),
            own,
            winner: winner.price_mark.clone().filter(|_| !won),
        }),
        total: bid.total.clone(),
        whole_life: bid.whole_life.clone(),
        winner_name: winner.provider.clone(),
        winner_total: winner.total.clone(),
        contract_value: contract_value.to_owned(),
        schools,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assessed(provider: &str, score: i32, total: Option<&str>) -> Assessed {
        let line = Line {
            criterion: "Menus".to_owned(),
            question: "How?".to_owned(),
            weight: "20".to_owned(),
            scale_max: 5,
            own: Mark { score, mark: format!("{}.00", score * 4) },
            reason: "Clear".to_owned(),
            higher: None,
            winner: None,
        };
        Assessed {
            provider: provider.to_owned(),
            withdrew: false,
            rank: total.map(|_| 1),
            excluded: None,
            lines: vec![line],
            price_weight: "40".to_owned(),
            price_mark: total.map(|_| "34.29".to_owned()),
            total: total.map(str::to_owned),
            whole_life: total.map(|_| "36000.00".to_owned()),
        }
    }

    #[test]
    fn a_loser_reads_the_winners_marks_beside_its_own_and_the_winner_nobody_elses() {
        let (alder, birch) = (assessed("Alder", 5, Some("84.29")), assessed("Birch", 3, Some("73.29")));
        let lost = summary(&birch, &alder, "36000.00", 8);
        assert!(!lost.won);
        assert_eq!(lost.lines[0].winner, Some(Mark { score: 5, mark: "20.00".to_owned() }));
        assert_eq!((lost.winner_name.as_str(), lost.winner_total.as_deref()), ("Alder", Some("84.29")));
        let won = summary(&alder, &alder, "36000.00", 8);
        assert!(won.won && won.lines[0].winner.is_none());
        assert_eq!(won.price.unwrap().winner, None);
    }

    #[test]
    fn a_bid_that_was_not_assessed_still_hears_why_and_who_won() {
        let out = Assessed { lines: Vec::new(), excluded: Some("No insurance".to_owned()), ..assessed("Elm", 0, None) };
        let told = summary(&out, &assessed("Alder", 5, Some("84.29")), "36000.00", 8);
        assert_eq!((told.excluded.as_deref(), told.price, told.lines.len()), (Some("No insurance"), None, 0));
    }
}
