//! The days of a cluster's contracts that somebody must not miss: what is to be decided by then, and who decides.

use chrono::{Days, Months, NaiveDate};

use super::term::{NOTICE_DAYS, Term};

/// How long before its end it is decided what follows a contract. Our own rule of thumb: a tender takes most of a year.
const RENEWAL_MONTHS: u32 = 12;

/// What a day of a contract is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The schools say what they want before notice is due.
    Consult,
    Notice,
    /// The price of a year begins.
    Price,
    Renewal,
    End,
}

impl Kind {
    /// As it stands in the name of a calendar's entry.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Consult => "consult",
            Kind::Notice => "notice",
            Kind::Price => "price",
            Kind::Renewal => "renewal",
            Kind::End => "end",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Kind::Consult => "Say whether to stay or to leave",
            Kind::Notice => "Last day to give notice",
            Kind::Price => "A new year's price begins",
            Kind::Renewal => "Decide what follows: tender again, another route, or stop",
            Kind::End => "The contract ends",
        }
    }

    pub fn who(self) -> &'static str {
        match self {
            Kind::Consult => "Each school's governing body",
            Kind::Notice => "Chair or clerk for all; a school's body for itself",
            Kind::Price => "The provider publishes it; the schools check it",
            Kind::Renewal => "The schools' representatives, by vote",
            Kind::End => "Chair and clerk: work through the exit plan",
        }
    }
}

/// A day to keep in mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub on: NaiveDate,
    pub kind: Kind,
}

/// The days of one contract from today on, the nearest first.
pub fn days(term: &Term, today: NaiveDate) -> Vec<Day> {
    let mut days = vec![Day { on: term.ends_on, kind: Kind::End }];
    if let Some(notice) = term.notice_on {
        days.push(Day { on: notice, kind: Kind::Notice });
        let before = notice.checked_sub_days(Days::new(NOTICE_DAYS.unsigned_abs()));
        days.extend(before.filter(|day| *day > term.starts_on).map(|on| Day { on, kind: Kind::Consult }));
    }
    let renewal = term.ends_on.checked_sub_months(Months::new(RENEWAL_MONTHS));
    days.extend(renewal.filter(|day| *day > term.starts_on).map(|on| Day { on, kind: Kind::Renewal }));
    days.extend((2..=term.years()).map(|year| Day { on: term.year(year).0, kind: Kind::Price }));
    days.retain(|day| day.on >= today);
    days.sort_unstable();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_that_lie_ahead_stand_in_order() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let term =
            Term { starts_on: day("2026-04-01"), ends_on: day("2029-03-31"), notice_on: Some(day("2028-09-30")) };
        let told = |today: &str| -> Vec<String> {
            days(&term, day(today)).iter().map(|day| format!("{} {}", day.on, day.kind.code())).collect()
        };
        let all = [
            "2027-04-01 price",
            "2028-03-31 renewal",
            "2028-04-01 price",
            "2028-06-02 consult",
            "2028-09-30 notice",
            "2029-03-31 end",
        ];
        assert_eq!(told("2026-11-23"), all);
        assert_eq!(told("2028-09-30"), all[4..]);
        let short = Term { notice_on: None, ends_on: day("2026-12-31"), ..term };
        assert_eq!(days(&short, day("2026-11-23")).len(), 1, "only its end");
    }
}
