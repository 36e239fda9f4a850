//! The self-evaluation: twelve statements in four themes, each rated 1 to 4 by the leaders and by the governors of every
//! school. A group's figures are shown from three schools on, so that nobody reads one school's answers out of them.

mod statements;

pub use statements::{STATEMENTS, Statement, Theme};

use ::entity::exact::Exact;
use ::entity::self_evaluation::Raters;
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;

/// Answers of fewer schools would tell what one of them said.
pub const FEWEST: i64 = 3;
/// 1 beginning to 4 going beyond.
pub const LEVELS: [i32; 4] = [1, 2, 3, 4];

/// How a level is said.
pub fn level_words(level: i32) -> &'static str {
    match level {
        ..=1 => "Beginning",
        2 => "Developing",
        3 => "Secure",
        _ => "Going beyond",
    }
}

/// What it means, beside the choice.
pub fn level_hint(level: i32) -> &'static str {
    match level {
        ..=1 => "We have talked about it",
        2 => "We do it at times, or in some schools",
        3 => "We do it, and would notice if we stopped",
        _ => "We do it, it works, and others learn it from us",
    }
}

/// The year in which the school year of a day started.
pub fn school_year(day: NaiveDate) -> i32 {
    if day.month() < 9 { day.year() - 1 } else { day.year() }
}

/// One group's answers in one school: a level for each statement, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub raters: Raters,
    pub levels: Vec<i32>,
}

/// Refuses what is no level, or not one for each statement.
pub fn check(levels: &[i32]) -> bool {
    levels.len() == STATEMENTS.len() && levels.iter().all(|level| LEVELS.contains(level))
}

/// How a group rates something: the sum of its levels, over how many of them, from how many schools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub schools: i64,
    pub given: i64,
    pub total: i64,
}

impl Tally {
    pub fn is_shown(self) -> bool {
        self.schools >= FEWEST
    }

    /// Half-up to one decimal; none while it is not shown.
    pub fn mean(self) -> Option<Exact> {
        let mean = Exact::from(self.total).over(&Exact::from(self.given)).map(|mean| mean.half_up(1));
        mean.filter(|_| self.is_shown())
    }

    /// The mean in tenths.
    pub fn tenths(self) -> Option<i64> {
        self.mean().map(|mean| mean.half_up_mantissa(1)).and_then(|tenths| i64::try_from(tenths).ok())
    }

    /// "2.7, secure"; or why nothing is shown.
    pub fn words(self) -> String {
        match (self.mean(), self.tenths()) {
            (Some(mean), Some(tenths)) => {
                let level = i32::try_from((tenths + 5) / 10).unwrap_or_default();
                format!("{}, {}", mean.decimals(1), level_words(level).to_lowercase())
            }
            _ => format!("Shown from {FEWEST} schools; {} answered", self.schools),
        }
    }
}

/// The two groups side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    pub leaders: Tally,
    pub governors: Tally,
}

impl Pair {
    /// Both groups as one, of those that are shown; none where neither is.
    fn together(self) -> Option<Tally> {
        let shown = [self.leaders, self.governors].into_iter().filter(|tally| tally.is_shown());
        shown.reduce(|one, other| Tally {
            schools: one.schools + other.schools,
            given: one.given + other.given,
            total: one.total + other.total,
        })
    }

    /// How far apart the two groups are, in tenths, where both are shown.
    pub fn apart(self) -> Option<i64> {
        Some((self.leaders.tenths()? - self.governors.tenths()?).abs())
    }
}

/// The results of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// How many schools' leaders, and governors, answered.
    pub leaders: i64,
    pub governors: i64,
    pub themes: Vec<(Theme, Pair)>,
    /// In the statements' order.
    pub statements: Vec<Pair>,
}

impl Results {
    /// Where to start: the statements by their rating, the lowest first, of those that are shown.
    pub fn start_with(&self) -> Vec<(&'static Statement, Pair)> {
        let rated = STATEMENTS.iter().zip(&self.statements);
        let mut rated: Vec<_> =
            rated.filter_map(|(statement, pair)| Some((pair.together()?.mean()?, statement, *pair))).collect();
        rated.sort_by(|one, other| (&one.0, Reverse(one.2.apart())).cmp(&(&other.0, Reverse(other.2.apart()))));
        rated.into_iter().map(|(_, statement, pair)| (statement, pair)).collect()
    }
}

/// Adds up the answers of a year.
pub fn results(answers: &[Answer]) -> Results {
    let of = |raters: Raters, wanted: &dyn Fn(&Statement) -> bool| {
        let mine = || answers.iter().filter(move |answer| answer.raters == raters);
        let levels = mine().flat_map(|answer| STATEMENTS.iter().zip(&answer.levels));
        let levels: Vec<i32> = levels.filter(|(statement, _)| wanted(statement)).map(|(_, level)| *level).collect();
        Tally {
            schools: mine().count().try_into().unwrap_or_default(),
            given: levels.len().try_into().unwrap_or_default(),
            total: levels.iter().copied().map(i64::from).sum(),
        }
    };
    let pair = |wanted: &dyn Fn(&Statement) -> bool| Pair {
        leaders: of(Raters::Leaders, wanted),
        governors: of(Raters::Governors, wanted),
    };
    let all = pair(&|_| true);
    Results {
        leaders: all.leaders.schools,
        governors: all.governors.schools,
        themes: Theme::ALL.into_iter().map(|theme| (theme, pair(&|each| each.theme == theme))).collect(),
        statements: STATEMENTS.iter().map(|wanted| pair(&|each| each.code == wanted.code)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(raters: Raters, level: i32) -> Answer {
        Answer { raters, levels: vec![level; STATEMENTS.len()] }
    }

    #[test]
    fn twelve_statements_stand_in_four_themes_of_three_and_no_code_twice() {
        let codes: std::collections::BTreeSet<&str> = STATEMENTS.iter().map(|each| each.code).collect();
        assert_eq!((STATEMENTS.len(), codes.len()), (12, 12));
        for theme in Theme::ALL {
            assert_eq!(STATEMENTS.iter().filter(|each| each.theme == theme).count(), 3, "{theme:?}");
        }
    }

    #[test]
    fn two_schools_answers_are_counted_and_not_shown_three_are() {
        let two = [answer(Raters::Leaders, 2), answer(Raters::Leaders, 4)];
        let told = results(&two);
        assert_eq!(told.leaders, 2);
        assert_eq!(told.themes[0].1.leaders.mean(), None);
        assert_eq!(told.themes[0].1.leaders.words(), "Shown from 3 schools; 2 answered");
        assert!(told.start_with().is_empty());
        let three = [two.as_slice(), &[answer(Raters::Leaders, 2)]].concat();
        let told = results(&three);
        assert_eq!(told.themes[0].1.leaders.words(), "2.7, secure");
        assert_eq!(told.themes[0].1.governors.tenths(), None);
    }

    #[test]
    fn leaders_and_governors_stand_apart_and_the_lowest_statement_comes_first() {
        let mut low = vec![4; STATEMENTS.len()];
        low[4] = 1;
        let governors = Answer { raters: Raters::Governors, levels: low };
        let answers = [vec![governors; 3], vec![answer(Raters::Leaders, 3); 3]].concat();
        let told = results(&answers);
        let (first, pair) = told.start_with()[0];
        assert_eq!((first.code, pair.apart()), (STATEMENTS[4].code, Some(20)));
        assert_eq!(told.themes[1].1.leaders.words(), "3.0, secure");
        assert_eq!(told.themes[1].1.governors.words(), "3.0, secure");
        assert_eq!(told.start_with().len(), 12);
    }

    #[test]
    fn an_answer_has_a_level_for_every_statement() {
        assert!(check(&[1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]));
        assert!(!check(&[1; 11]) && !check(&[0; 12]) && !check(&[5; 12]));
    }

    #[test]
    fn a_school_year_starts_in_september() {
        let day = |month| NaiveDate::from_ymd_opt(2027, month, 1).unwrap();
        assert_eq!((school_year(day(8)), school_year(day(9))), (2026, 2027));
    }
}
