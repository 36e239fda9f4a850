//! When an SLA can be ordered: within the window that the authority set, both days counted.

use chrono::NaiveDate;
use entity::listing_version;
use std::fmt;

use crate::platform::words;

/// How long before a window closes a school is told that it has not ordered.
pub const CLOSING_DAYS: i64 = 30;

/// Where a day lies against an SLA's window. An end that the authority left out is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The authority set none.
    Unset,
    NotYet(NaiveDate),
    /// With its last day.
    Open(Option<NaiveDate>),
    Closed(NaiveDate),
}

impl Window {
    pub fn is_open(self) -> bool {
        matches!(self, Window::Open(_))
    }

    /// The day on which it closes, where it is open and that is near.
    pub fn closing(self, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Window::Open(Some(last)) if (last - today).num_days() <= CLOSING_DAYS => Some(last),
            _ => None,
        }
    }
}

/// "Open until Friday 26 February 2027".
impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Window::Unset => f.write_str("No window set"),
            Window::NotYet(first) => write!(f, "Opens on {}", words::date(*first)),
            Window::Open(Some(last)) => write!(f, "Open until {}", words::date(*last)),
            Window::Open(None) => f.write_str("Open"),
            Window::Closed(last) => write!(f, "Closed on {}", words::date(*last)),
        }
    }
}

/// The window of an SLA on a day in London.
pub fn window(version: &listing_version::Model, today: NaiveDate) -> Window {
    match (version.buy_back_from, version.buy_back_to) {
        (None, None) => Window::Unset,
        (Some(first), _) if today < first => Window::NotYet(first),
        (_, Some(last)) if last < today => Window::Closed(last),
        (_, last) => Window::Open(last),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use chrono::DateTime;
    use entity::ids::{ListingId, ListingVersionId};

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// An SLA for 2027 to 2028 with this window.
    pub fn sla(from: &str, to: &str) -> listing_version::Model {
        let now = DateTime::UNIX_EPOCH;
        let text = String::new;
        listing_version::Model {
            id: ListingVersionId::new(now),
            listing_id: ListingId::new(now),
            number: 1,
            title: text(),
            summary: text(),
            included: text(),
            not_included: text(),
            term: text(),
            notice: text(),
            evidence: text(),
            phases: serde_json::json!([]),
            legal_types: serde_json::json!([]),
            package: None,
            financial_year: Some(2027),
            buy_back_from: from.parse().ok(),
            buy_back_to: to.parse().ok(),
            valid_from: day("2027-04-01"),
            valid_to: Some(day("2028-03-31")),
            areas: serde_json::json!([]),
            evidence_ids: serde_json::json!([]),
            schedule: serde_json::Value::Null,
            pooled_cover: None,
            minimum_provision: None,
            withdraws_on: None,
            published_at: now,
            written_by: None,
            published_by: None,
        }
    }

    #[test]
    fn both_days_of_the_window_count_and_no_other() {
        let of = |today: &str| window(&sla("2027-01-04", "2027-02-26"), day(today));
        let (first, last) = (day("2027-01-04"), day("2027-02-26"));
        assert_eq!(of("2027-01-03"), Window::NotYet(first));
        assert_eq!((of("2027-01-04"), of("2027-02-26")), (Window::Open(Some(last)), Window::Open(Some(last))));
        assert_eq!(of("2027-02-27"), Window::Closed(last));
    }

    #[test]
    fn an_end_that_was_left_out_is_open_and_without_both_nothing_can_be_ordered() {
        let today = day("2027-01-15");
        assert_eq!(window(&sla("2027-01-04", ""), today), Window::Open(None));
        assert!(window(&sla("", "2027-02-26"), today).is_open());
        assert_eq!(window(&sla("", ""), today), Window::Unset);
    }

    #[test]
    fn a_window_is_near_its_end_for_its_last_30_days() {
        let near = |today: &str| window(&sla("2027-01-04", "2027-02-26"), day(today)).closing(day(today));
        assert_eq!(near("2027-01-26"), None);
        assert_eq!(near("2027-01-27"), Some(day("2027-02-26")));
        assert_eq!(near("2027-02-27"), None);
    }
}
