//! When a certificate expires, and how long before that is told.

use chrono::{Duration, NaiveDate};

/// Days before a certificate expires on which its organisation is told.
pub const TOLD_BEFORE: [i64; 3] = [60, 30, 7];

/// How a certificate stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Expired,
    /// Within 60 days.
    ExpiresSoon,
    Valid,
}

pub fn standing(expires_on: Option<NaiveDate>, today: NaiveDate) -> Standing {
    match expires_on {
        Some(day) if day < today => Standing::Expired,
        Some(day) if day <= today + Duration::days(TOLD_BEFORE[0]) => Standing::ExpiresSoon,
        _ => Standing::Valid,
    }
}

impl Standing {
    /// "Expired", "Expires soon" or nothing.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Standing::Expired => Some("Expired"),
            Standing::ExpiresSoon => Some("Expires soon"),
            Standing::Valid => None,
        }
    }
}

/// The first and last day on which a certificate expires that is told of now, so many days before: each letter has its
/// own span, so that one kept late gets the next letter only.
pub fn told_of(days_before: i64, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let next = TOLD_BEFORE.into_iter().find(|days| *days < days_before);
    let first = next.map_or(today, |days| today + Duration::days(days + 1));
    (first, today + Duration::days(days_before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_day_before_it_expires_belongs_to_one_letter() {
        let today = day("2027-04-02");
        for ahead in 0..=60 {
            let expires = today + Duration::days(ahead);
            let letters = TOLD_BEFORE.iter().filter(|days| {
                let (first, last) = told_of(**days, today);
                (first..=last).contains(&expires)
            });
            assert_eq!(letters.count(), 1, "{ahead} days ahead");
        }
    }

    #[test]
    fn a_certificate_is_good_on_its_last_day() {
        let today = day("2027-06-01");
        assert_eq!(standing(Some(today), today), Standing::ExpiresSoon);
        assert_eq!(standing(Some(day("2027-05-31")), today), Standing::Expired);
        assert_eq!(standing(Some(day("2027-08-01")), today), Standing::Valid);
        assert_eq!(standing(None, today), Standing::Valid);
    }
}
