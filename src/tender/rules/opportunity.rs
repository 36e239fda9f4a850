//! Which tenders suit a provider, and when somebody is told of them.

use super::dates::in_london;
use crate::platform::words::{london_day, plural};
use chrono::{DateTime, Datelike, Days, NaiveTime, Utc};
use entity::ids::CategoryId;
use entity::mail_choice::MailPace;
use std::collections::BTreeSet;

/// A service that a provider looks for, and where; none and no code: any service, all of England.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interest {
    pub category: Option<CategoryId>,
    /// DfE's codes of LAs; empty: all of England.
    pub codes: BTreeSet<String>,
}

impl Interest {
    /// Whether a tender of this service for schools of these LAs suits it.
    pub fn suits(&self, category: CategoryId, codes: &BTreeSet<String>) -> bool {
        self.category.is_none_or(|wanted| wanted == category)
            && (self.codes.is_empty() || !self.codes.is_disjoint(codes))
    }
}

/// Tenders published up to this instant are told now to somebody of this pace; none: they want no mail.
///
/// A digest goes out at 7am in London, each day or each Monday; whoever asks later is told what it would have said.
pub fn told_up_to(pace: MailPace, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match pace {
        MailPace::Immediate => Some(now),
        MailPace::Daily => last_seven(now, |_| true),
        MailPace::Weekly => last_seven(now, |day| day == chrono::Weekday::Mon),
        MailPace::None => None,
    }
}

/// The last 7am of such a weekday.
fn last_seven(now: DateTime<Utc>, is_it: impl Fn(chrono::Weekday) -> bool) -> Option<DateTime<Utc>> {
    let seven = NaiveTime::from_hms_opt(7, 0, 0)?;
    let days = (0..8).filter_map(|back| london_day(now).checked_sub_days(Days::new(back)));
    days.filter(|day| is_it(day.weekday())).map(|day| in_london(day, seven)).find(|at| *at <= now)
}

/// "Catering, 9 schools, closes 16 March".
pub fn line(title: &str, schools: i64, deadline: Option<DateTime<Utc>>) -> String {
    let closes = deadline.map(|at| format!(", closes {}", london_day(at).format("%-d %B")));
    format!("{title}, {}{}", plural(schools, "school", "schools"), closes.unwrap_or_default())
}

/// "New tender: Catering, 9 schools, closes 16 March"; of several, the first and how many more.
pub fn subject(lines: &[String]) -> String {
    match lines {
        [first] => format!("New tender: {first}"),
        [first, others @ ..] => format!("{} new tenders: {first}, and {} more", lines.len(), others.len()),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_digest_tells_what_was_published_before_the_last_seven_in_the_morning() {
        let daily = |now: &str| told_up_to(MailPace::Daily, at(now)).unwrap();
        assert_eq!(daily("2027-03-16T07:00:00Z"), at("2027-03-16T07:00:00Z"));
        assert_eq!(daily("2027-03-16T06:59:00Z"), at("2027-03-15T07:00:00Z"));
        assert_eq!(daily("2027-06-16T06:00:00Z"), at("2027-06-16T06:00:00Z"), "summer time");
        let weekly = |now: &str| told_up_to(MailPace::Weekly, at(now)).unwrap();
        assert_eq!(weekly("2027-03-15T06:00:00Z"), at("2027-03-08T07:00:00Z"));
        assert_eq!(weekly("2027-03-21T23:00:00Z"), at("2027-03-15T07:00:00Z"));
        assert_eq!(told_up_to(MailPace::None, at("2027-03-16T07:00:00Z")), None);
        let now = at("2027-03-16T10:01:00Z");
        assert_eq!(told_up_to(MailPace::Immediate, now), Some(now));
    }

    #[test]
    fn a_tender_suits_by_service_and_area_together() {
        let (meals, cleaning) = (CategoryId::new(DateTime::UNIX_EPOCH), CategoryId::new(DateTime::UNIX_EPOCH));
        let codes = |all: &[&str]| all.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
        let interest = Interest { category: Some(meals), codes: codes(&["335"]) };
        assert!(interest.suits(meals, &codes(&["335", "336"])));
        assert!(!interest.suits(meals, &codes(&["336"])) && !interest.suits(cleaning, &codes(&["335"])));
        assert!(Interest { category: None, codes: codes(&[]) }.suits(cleaning, &codes(&["926"])));
    }

    #[test]
    fn the_subject_says_the_first_tender_and_how_many_more() {
        let one = line("Catering", 9, Some(at("2027-03-16T12:00:00Z")));
        assert_eq!(subject(std::slice::from_ref(&one)), "New tender: Catering, 9 schools, closes 16 March");
        let two = [one, line("Cleaning", 1, None)];
        assert_eq!(subject(&two), "2 new tenders: Catering, 9 schools, closes 16 March, and 1 more");
    }
}
