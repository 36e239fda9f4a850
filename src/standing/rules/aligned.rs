//! Which schools of a cluster could start a service again together: those whose contracts end within the twelve months up to
//! a common day. Who is free earlier extends until then; whose notice day has passed is bound, and not counted.

use chrono::{Days, Months, NaiveDate};
use entity::exact::Exact;
use entity::ids::SchoolId;

/// How far an earlier contract is extended at the most.
const EXTENDED: Months = Months::new(12);
/// One school alone is no joint tender.
const FEWEST: usize = 2;

/// When what a school buys now ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub school: SchoolId,
    pub ends_on: Option<NaiveDate>,
    /// The last day on which notice can be given; after it the contract goes on.
    pub notice_on: Option<NaiveDate>,
}

/// Schools that could start together, and those that could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    pub start: NaiveDate,
    /// In the order given: those whose contract ends on the day before.
    pub leaving: Vec<SchoolId>,
    /// Those who are free before, and extend.
    pub extending: Vec<SchoolId>,
    /// Free at another time.
    pub apart: Vec<SchoolId>,
    /// Their notice day has passed, so that their contract goes on.
    pub bound: Vec<SchoolId>,
    /// It is not known when theirs ends.
    pub unknown: Vec<SchoolId>,
    /// The earliest day by which one of those that start together has to give notice.
    pub notice_by: Option<NaiveDate>,
}

impl Common {
    /// Everybody who starts together.
    pub fn together(&self) -> Vec<SchoolId> {
        self.leaving.iter().chain(&self.extending).copied().collect()
    }
}

/// The first day without the contract, where it can be left.
fn free_on(ending: &Ending, today: NaiveDate) -> Option<NaiveDate> {
    let is_bound = ending.notice_on.is_some_and(|day| day < today);
    ending.ends_on.filter(|_| !is_bound)?.checked_add_days(Days::new(1))
}

/// The day on which most could start together, the earliest of those; none for fewer than two.
pub fn best_common(endings: &[Ending], today: NaiveDate) -> Option<Common> {
    let together = |start: NaiveDate, free: NaiveDate| {
        free <= start && start.checked_sub_months(EXTENDED).is_some_and(|earliest| free > earliest)
    };
    let free: Vec<NaiveDate> = endings.iter().filter_map(|ending| free_on(ending, today)).collect();
    let count = |start: &NaiveDate| free.iter().filter(|free| together(*start, **free)).count();
    let start = free.iter().copied().max_by(|one, other| count(one).cmp(&count(other)).then(other.cmp(one)))?;
    if count(&start) < FEWEST {
        return None;
    }
    let mut common = Common {
        start,
        leaving: Vec::new(),
        extending: Vec::new(),
        apart: Vec::new(),
        bound: Vec::new(),
        unknown: Vec::new(),
        notice_by: None,
    };
    for ending in endings {
        match free_on(ending, today) {
            Some(free) if free == start => common.leaving.push(ending.school),
            Some(free) if together(start, free) => common.extending.push(ending.school),
            Some(_) => common.apart.push(ending.school),
            None if ending.ends_on.is_none() => common.unknown.push(ending.school),
            None => common.bound.push(ending.school),
        }
    }
    let starts = common.together();
    let notices = endings.iter().filter(|ending| starts.contains(&ending.school)).filter_map(|ending| ending.notice_on);
    common.notice_by = notices.min();
    Some(common)
}

/// What starting together is expected to save in its first year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// What all pay now; none unless it is known of every one.
    pub now: Option<Exact>,
    pub cost: Exact,
    /// Now less the cost; negative where it would cost more.
    pub saving: Option<Exact>,
    /// Whose cost is not known.
    pub unknown: Vec<String>,
}

/// What each pays now, against what the cheapest offer costs them together.
pub fn expected(now: &[(String, Option<Exact>)], cost: Exact) -> Expected {
    let unknown = now.iter().filter(|(_, amount)| amount.is_none()).map(|(name, _)| name.clone()).collect();
    let all: Option<Exact> = now.iter().map(|(_, amount)| amount.as_ref()).sum::<Option<Exact>>();
    Expected { saving: all.as_ref().map(|now| now - &cost), now: all, cost, unknown }
}

/// "September 2028".
pub fn month_words(day: NaiveDate) -> String {
    day.format("%B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn endings(days: &[(&str, &str)]) -> Vec<Ending> {
        let ending = |(ends, notice): &(&str, &str)| Ending {
            school: SchoolId::new(DateTime::UNIX_EPOCH),
            ends_on: ends.parse().ok(),
            notice_on: notice.parse().ok(),
        };
        days.iter().map(ending).collect()
    }

    fn counts(days: &[(&str, &str)]) -> Option<(NaiveDate, [usize; 5])> {
        let common = best_common(&endings(days), day("2026-11-22"))?;
        let counts = [&common.leaving, &common.extending, &common.apart, &common.bound, &common.unknown].map(Vec::len);
        Some((common.start, counts))
    }

    #[test]
    fn the_day_is_the_one_on_which_most_could_start_and_earlier_ones_extend() {
        let days = [
            ("2028-08-31", "2028-05-31"),
            ("2028-08-31", ""),
            ("2028-03-31", ""),
            ("2027-09-01", ""),
            ("2027-08-31", ""),
            ("2029-08-31", ""),
        ];
        assert_eq!(counts(&days), Some((day("2028-09-01"), [2, 2, 2, 0, 0])), "exactly twelve months is too long");
    }

    #[test]
    fn who_is_bound_or_does_not_say_when_it_ends_is_not_counted() {
        let days = [("2028-08-31", ""), ("2028-08-31", ""), ("2028-08-31", "2026-11-21"), ("", "")];
        assert_eq!(counts(&days), Some((day("2028-09-01"), [2, 0, 0, 1, 1])));
        assert_eq!(counts(&[("2028-08-31", ""), ("2030-08-31", "")]), None);
        assert_eq!(counts(&[("2028-08-31", "2026-11-21"), ("2028-08-31", "2026-11-21")]), None);
    }

    #[test]
    fn of_days_that_suit_as_many_the_earliest_is_taken() {
        let days = [("2027-03-31", ""), ("2027-03-31", ""), ("2029-03-31", ""), ("2029-03-31", "")];
        assert_eq!(counts(&days), Some((day("2027-04-01"), [2, 0, 2, 0, 0])));
    }

    #[test]
    fn notice_is_due_on_the_earliest_day_of_those_that_start_together() {
        let days = [("2028-08-31", "2028-05-31"), ("2028-03-31", "2027-12-31"), ("2031-03-31", "2027-01-01")];
        let common = best_common(&endings(&days), day("2026-11-22")).unwrap();
        assert_eq!(common.notice_by, Some(day("2027-12-31")));
    }

    #[test]
    fn a_saving_is_said_only_where_every_school_says_what_it_pays() {
        let pays = |name: &str, pounds: Option<i64>| (name.to_owned(), pounds.map(Exact::from));
        let all = expected(&[pays("A", Some(600)), pays("B", Some(500))], Exact::from(900));
        assert_eq!((all.saving, all.unknown.len()), (Some(Exact::from(200)), 0));
        let dearer = expected(&[pays("A", Some(600))], Exact::from(900));
        assert_eq!(dearer.saving, Some(Exact::from(-300)));
        let some = expected(&[pays("A", Some(600)), pays("B", None)], Exact::from(900));
        assert_eq!((some.saving, some.now, some.unknown), (None, None, vec!["B".to_owned()]));
    }
}
