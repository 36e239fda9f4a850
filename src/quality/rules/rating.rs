//! A rating: who may give it, of what, and until when it may be changed.

use std::fmt;

use chrono::{Duration, NaiveDate};
use entity::contract_rating::{LevelRating, Met, Sharing, Term};
use entity::provider::{self, ProviderKind};
use entity::school;

use crate::school::rules::{term_of, term_words};

/// How long after a term's end a rating of it may be given or changed.
pub const DAYS_AFTER_TERM: i64 = 30;

/// A term with the year in which its school year starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermOf {
    pub year: i32,
    pub term: Term,
}

impl TermOf {
    pub fn at(day: NaiveDate) -> Self {
        let (year, term) = term_of(day);
        TermOf { year, term }
    }

    /// Three a year, counted on, so that terms can be counted back.
    pub fn number(self) -> i32 {
        self.year * 3
            + match self.term {
                Term::Autumn => 0,
                Term::Spring => 1,
                Term::Summer => 2,
            }
    }

    /// The term before.
    #[must_use]
    pub fn before(self) -> Self {
        match self.term {
            Term::Autumn => TermOf { year: self.year - 1, term: Term::Summer },
            Term::Spring => TermOf { term: Term::Autumn, ..self },
            Term::Summer => TermOf { term: Term::Spring, ..self },
        }
    }

    /// First and last day: autumn to December, spring to March, summer to August.
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        match self.term {
            Term::Autumn => (day(self.year, 9, 1), day(self.year, 12, 31)),
            Term::Spring => (day(self.year + 1, 1, 1), day(self.year + 1, 3, 31)),
            Term::Summer => (day(self.year + 1, 4, 1), day(self.year + 1, 8, 31)),
        }
    }

    /// "Autumn term 2026".
    pub fn words(self) -> String {
        term_words(self.year, self.term)
    }

    /// As a form sends it: "2026-autumn".
    pub fn key(self) -> String {
        format!("{}-{}", self.year, self.term)
    }
}

/// The terms that may be rated today: the present one, and the one before until 30 days after its end.
pub fn open_terms(today: NaiveDate) -> Vec<TermOf> {
    let now = TermOf::at(today);
    let still = |term: &TermOf| today <= term.days().1 + Duration::days(DAYS_AFTER_TERM);
    std::iter::once(now).chain(Some(now.before()).filter(still)).collect()
}

/// Whether a term may be rated today.
pub fn is_open(term: TermOf, today: NaiveDate) -> bool {
    open_terms(today).contains(&term)
}

/// Whether a contract with these days is held on one day of the term at least.
pub fn holds_in(term: TermOf, starts_on: Option<NaiveDate>, ends_on: Option<NaiveDate>) -> bool {
    let (first, last) = term.days();
    starts_on.is_none_or(|day| day <= last) && ends_on.is_none_or(|day| day >= first)
}

/// Whether the school sells the service itself: as the provider, or under the same trust as the school by which the trust
/// is registered.
pub fn sells_itself(provider: &provider::Model, registered_by: Option<&school::Model>, rater: &school::Model) -> bool {
    if provider.urn == Some(rater.urn) {
        return true;
    }
    let trust = registered_by.filter(|_| provider.kind == ProviderKind::Trust).and_then(|one| one.trust_name.as_ref());
    trust.is_some() && trust == rater.trust_name.as_ref()
}

/// What is said of a contract in a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub term: TermOf,
    pub score: i32,
    pub levels: Vec<LevelRating>,
    pub words: String,
    pub sharing: Sharing,
}

/// Why a rating is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RatingRefusal {
    Score,
    Level(usize, String),
    TermClosed,
    NotHeld(String),
    SellsItself,
    ActsForProvider,
    NotShared,
}

impl RatingRefusal {
    /// The field that it is about.
    pub fn field(&self) -> Option<String> {
        match self {
            RatingRefusal::Score => Some("score".to_owned()),
            RatingRefusal::Level(at, _) => Some(format!("level-{at}-score")),
            RatingRefusal::TermClosed | RatingRefusal::NotHeld(_) => Some("term".to_owned()),
            RatingRefusal::SellsItself | RatingRefusal::ActsForProvider | RatingRefusal::NotShared => None,
        }
    }
}

impl fmt::Display for RatingRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RatingRefusal::Score => f.write_str("Choose a score from 1 to 5"),
            RatingRefusal::Level(_, measure) => write!(f, "Choose a score from 1 to 5 for {measure}"),
            RatingRefusal::TermClosed => {
                write!(f, "A term can be rated until {DAYS_AFTER_TERM} days after its end. Choose a term of the list")
            }
            RatingRefusal::NotHeld(term) => {
                write!(f, "The contract was not in force in the {}", term.to_lowercase())
            }
            RatingRefusal::SellsItself => f.write_str("Your school sells this service itself, so it cannot rate it"),
            RatingRefusal::ActsForProvider => {
                f.write_str("You act for this provider too, so somebody else at your school has to rate it")
            }
            RatingRefusal::NotShared => f.write_str("Only a rating that its school shows to others can be replied to"),
        }
    }
}

/// Whether a rating can be given so: every score from 1 to 5, of exactly the measures that are held, in an open term in
/// which the contract was in force.
pub fn check(
    given: &Given,
    measures: &[String],
    (starts_on, ends_on): (Option<NaiveDate>, Option<NaiveDate>),
    today: NaiveDate,
) -> Result<(), RatingRefusal> {
    let sound = |score: i32| (1..=5).contains(&score);
    if !sound(given.score) {
        return Err(RatingRefusal::Score);
    }
    for (at, measure) in measures.iter().enumerate() {
        let rated = given.levels.get(at).filter(|level| level.measure == *measure && sound(level.score));
        rated.ok_or_else(|| RatingRefusal::Level(at, measure.clone()))?;
    }
    if !is_open(given.term, today) {
        return Err(RatingRefusal::TermClosed);
    }
    if !holds_in(given.term, starts_on, ends_on) {
        return Err(RatingRefusal::NotHeld(given.term.words()));
    }
    Ok(())
}

/// The provider replies to what others read.
pub fn may_reply(sharing: Sharing) -> Result<(), RatingRefusal> {
    match sharing {
        Sharing::Public | Sharing::Schools => Ok(()),
        Sharing::Counted | Sharing::Kept => Err(RatingRefusal::NotShared),
    }
}

/// What is done with a rating, for who gives it.
pub fn sharing_words(sharing: Sharing) -> (&'static str, &'static str) {
    match sharing {
        Sharing::Counted => ("Count it in the score", "Without our name, and without our words"),
        Sharing::Schools => ("Show it to other schools", "With our name and our words; the provider can reply"),
        Sharing::Public => ("Show it to everybody", "With our name and our words; the provider can reply"),
        Sharing::Kept => ("Keep it in our school", "It counts nowhere"),
    }
}

pub fn met_words(met: Met) -> &'static str {
    match met {
        Met::Yes => "Met",
        Met::Partly => "Partly met",
        Met::No => "Not met",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn given(term: TermOf, score: i32, levels: &[(&str, i32)]) -> Given {
        let level = |(measure, score): &(&str, i32)| LevelRating {
            measure: (*measure).to_owned(),
            met: Met::Partly,
            score: *score,
        };
        let levels = levels.iter().map(level).collect();
        Given { term, score, levels, words: String::new(), sharing: Sharing::Counted }
    }

    #[test]
    fn a_term_may_be_rated_until_30_days_after_its_end() {
        let keys = |text: &str| open_terms(day(text)).into_iter().map(TermOf::key).collect::<Vec<_>>();
        assert_eq!(keys("2026-12-31"), ["2026-autumn"]);
        assert_eq!(keys("2027-01-30"), ["2026-spring", "2026-autumn"]);
        assert_eq!(keys("2027-01-31"), ["2026-spring"]);
        assert_eq!(keys("2026-09-30"), ["2026-autumn", "2025-summer"]);
    }

    #[test]
    fn terms_are_counted_on_and_follow_each_other_without_a_gap() {
        let mut term = TermOf::at(day("2027-08-31"));
        for _ in 0..7 {
            let before = term.before();
            assert_eq!(before.number() + 1, term.number());
            assert_eq!(before.days().1 + Duration::days(1), term.days().0);
            term = before;
        }
    }

    #[test]
    fn only_who_held_the_contract_in_the_term_rates_it() {
        let term = TermOf::at(day("2026-11-22"));
        let held = |from: &str, to: &str| holds_in(term, from.parse().ok(), to.parse().ok());
        assert!(held("", "") && held("2026-12-31", "") && held("2020-01-01", "2026-09-01"));
        assert!(!held("2027-01-01", "") && !held("", "2026-08-31"));
    }

    #[test]
    fn every_measure_that_is_held_is_scored_and_no_other() {
        let (term, today) = (TermOf::at(day("2026-11-22")), day("2026-11-22"));
        let measures = ["Heat".to_owned(), "Speed".to_owned()];
        let told = |given: Given| check(&given, &measures, (None, None), today);
        assert_eq!(told(given(term, 4, &[("Heat", 1), ("Speed", 5)])), Ok(()));
        assert_eq!(told(given(term, 6, &[])), Err(RatingRefusal::Score));
        assert_eq!(told(given(term, 4, &[("Heat", 1)])), Err(RatingRefusal::Level(1, "Speed".to_owned())));
        assert_eq!(told(given(term, 4, &[("Speed", 1), ("Heat", 1)])), Err(RatingRefusal::Level(0, "Heat".to_owned())));
        assert_eq!(told(given(term, 4, &[("Heat", 0), ("Speed", 5)])), Err(RatingRefusal::Level(0, "Heat".to_owned())));
        let late = check(&given(term, 4, &[]), &[], (None, None), day("2027-01-31"));
        assert_eq!(late, Err(RatingRefusal::TermClosed));
        let ended = check(&given(term, 4, &[]), &[], (None, Some(day("2026-08-31"))), today);
        assert_eq!(ended, Err(RatingRefusal::NotHeld("Autumn term 2026".to_owned())));
    }

    #[test]
    fn only_what_is_shown_to_others_is_replied_to() {
        let may = |sharing| may_reply(sharing).is_ok();
        assert_eq!(Sharing::ALL.iter().map(|each| may(*each)).collect::<Vec<_>>(), [false, true, true, false]);
    }
}
