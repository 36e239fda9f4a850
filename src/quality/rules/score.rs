//! A listing's score: the mean of its raters' newest ratings of the last four terms, one voice a school, shown from three
//! raters on.

use entity::exact::Exact;

use crate::standing::rules::SizeBand;

/// A score of fewer schools would tell what one of them said.
pub const FEWEST_RATERS: i64 = 3;

/// How many terms count, the present one among them.
pub const TERMS: i32 = 4;

/// The first term that still counts in a term.
pub fn since(term: i32) -> i32 {
    term - TERMS + 1
}

/// How many schools rated, and the sum of their scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub raters: i64,
    pub total: i64,
}

impl Score {
    pub fn is_shown(self) -> bool {
        self.raters >= FEWEST_RATERS
    }

    /// Half-up to one decimal; none without raters.
    pub fn mean(self) -> Option<Exact> {
        Exact::from(self.total).over(&Exact::from(self.raters)).map(|mean| mean.half_up(1))
    }

    /// The mean in tenths; 0 without raters.
    pub fn tenths(self) -> i32 {
        let mean = self.mean().map(|mean| mean.half_up_mantissa(1));
        mean.and_then(|tenths| i32::try_from(tenths).ok()).unwrap_or_default()
    }

    /// "4.3 of 5 from 12 schools"; "2 schools have rated it; shown from 3"; "Not rated".
    pub fn words(self) -> String {
        match (self.raters, self.mean()) {
            (raters, Some(mean)) if raters >= FEWEST_RATERS => {
                format!("{} of 5 from {raters} schools", mean.decimals(1))
            }
            (1, _) => format!("1 school has rated it; shown from {FEWEST_RATERS}"),
            (raters, Some(_)) => format!("{raters} schools have rated it; shown from {FEWEST_RATERS}"),
            (_, None) => "Not rated".to_owned(),
        }
    }
}

/// The raters of one kind: of the reader's phase, with this size, in this area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub size: SizeBand,
    pub la_code: String,
    pub score: Score,
}

/// What makes raters like the reader's school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Like {
    pub phase: String,
    pub size: SizeBand,
    pub la_code: Option<String>,
    pub la_name: Option<String>,
}

/// A score and the schools on which it rests, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub score: Score,
    /// "primary schools of 200 to 399 pupils in Walsall".
    pub rests_on: String,
}

/// The score of schools like the reader's: of the narrowest kind that has enough raters, and that leaves out none or enough
/// of all raters that the two scores do not tell what one school said. None where only all raters are enough.
pub fn from_like(parts: &[Part], all: Score, like: &Like) -> Option<Heard> {
    let sum = |is_like: &dyn Fn(&Part) -> bool| {
        parts.iter().filter(|part| is_like(part)).fold(Score::default(), |sum, part| Score {
            raters: sum.raters + part.score.raters,
            total: sum.total + part.score.total,
        })
    };
    let is_near = |part: &Part| like.la_code.as_deref().is_some_and(|code| code == part.la_code);
    let phase = &like.phase;
    let area = like.la_name.clone().unwrap_or_else(|| "your area".to_owned());
    let kinds: [(Score, String); 3] = [
        (
            sum(&|part| part.size == like.size && is_near(part)),
            format!("{phase} schools {} in {area}", like.size.words()),
        ),
        (sum(&|part| part.size == like.size), format!("{phase} schools {}", like.size.words())),
        (sum(&|_| true), format!("{phase} schools")),
    ];
    let apart = |score: &Score| matches!(all.raters - score.raters, 0 | FEWEST_RATERS..);
    let found = kinds.into_iter().find(|(score, _)| score.is_shown() && apart(score));
    found.map(|(score, rests_on)| Heard { score, rests_on })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(scores: &[i64]) -> Score {
        Score { raters: i64::try_from(scores.len()).unwrap(), total: scores.iter().sum() }
    }

    #[test]
    fn a_score_is_the_exact_mean_half_up_to_one_decimal_from_three_raters_on() {
        assert_eq!(score(&[4, 4, 5]).words(), "4.3 of 5 from 3 schools");
        assert_eq!(score(&[5, 5, 4, 3]).words(), "4.3 of 5 from 4 schools", "4.25 is rounded up");
        assert_eq!(score(&[4; 3]).words(), "4.0 of 5 from 3 schools");
        assert_eq!(score(&[4, 5]).words(), "2 schools have rated it; shown from 3");
        assert_eq!(score(&[4]).words(), "1 school has rated it; shown from 3");
        assert_eq!(score(&[]).words(), "Not rated");
        assert_eq!((score(&[5, 5, 4, 3]).tenths(), score(&[]).tenths()), (43, 0));
    }

    #[test]
    fn the_present_term_and_the_three_before_it_count() {
        assert_eq!(since(6_081), 6_078);
    }

    fn part(size: SizeBand, la_code: &str, scores: &[i64]) -> Part {
        Part { size, la_code: la_code.to_owned(), score: score(scores) }
    }

    fn like() -> Like {
        Like {
            phase: "primary".to_owned(),
            size: SizeBand::From200,
            la_code: Some("335".to_owned()),
            la_name: Some("Walsall".to_owned()),
        }
    }

    #[test]
    fn schools_like_mine_are_the_narrowest_kind_that_is_enough_and_it_is_said_which() {
        let parts = [
            part(SizeBand::From200, "335", &[5, 5, 5]),
            part(SizeBand::From200, "926", &[1, 1, 1]),
            part(SizeBand::From400, "926", &[2, 2, 2]),
        ];
        let heard = from_like(&parts, score(&[5, 5, 5, 1, 1, 1, 2, 2, 2]), &like()).unwrap();
        assert_eq!(heard.rests_on, "primary schools of 200 to 399 pupils in Walsall");
        assert_eq!(heard.score.words(), "5.0 of 5 from 3 schools");
        let few = [part(SizeBand::From200, "335", &[5, 5]), part(SizeBand::From200, "926", &[1, 1, 1])];
        let heard = from_like(&few, score(&[5, 5, 1, 1, 1, 3, 3, 3]), &like()).unwrap();
        assert_eq!((heard.rests_on.as_str(), heard.score.raters), ("primary schools of 200 to 399 pupils", 5));
    }

    #[test]
    fn a_kind_that_leaves_out_one_or_two_raters_would_tell_what_they_said_and_is_not_shown() {
        let near = [part(SizeBand::From200, "335", &[5, 5, 5])];
        assert_eq!(from_like(&near, score(&[5, 5, 5, 1]), &like()), None, "the fourth would be found by subtraction");
        assert_eq!(from_like(&near, score(&[5, 5, 5, 1, 1]), &like()), None);
        assert!(from_like(&near, score(&[5, 5, 5, 1, 1, 1]), &like()).is_some());
        assert!(from_like(&near, score(&[5, 5, 5]), &like()).is_some(), "the same raters tell nothing more");
        assert_eq!(from_like(&[part(SizeBand::From200, "335", &[5, 5])], score(&[5, 5]), &like()), None);
    }
}
