//! A plan as a calendar file.

use super::planning::Dated;
use crate::platform::ics::{self, Entry};
use chrono::{DateTime, Utc};

/// The steps of a tender's plan, each on the day by which it is done.
pub fn ics(reference: &str, title: &str, dates: &[Dated], at: DateTime<Utc>) -> String {
    let entry = |dated: &Dated| {
        let name = serde_json::to_value(dated.step).ok().and_then(|name| name.as_str().map(str::to_owned));
        Entry {
            uid: format!("{reference}-{}", name.unwrap_or_default()),
            day: dated.by,
            summary: format!("{reference}: {}", dated.step.end()),
            description: format!("{title}, {}", dated.step.title()),
        }
    };
    let entries: Vec<Entry> = dates.iter().map(entry).collect();
    ics::ics("plan of a tender", &format!("{reference} {title}"), &entries, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tender::rules::planner::Step;
    use chrono::NaiveDate;

    #[test]
    fn a_step_is_a_whole_day_under_a_name_that_stays() {
        let by: NaiveDate = "2027-03-16".parse().unwrap();
        let dated = Dated { step: Step::Open, from: by, by };
        let title = "School meals, kitchens; and more of everything that a school may need in a year";
        let file = ics("NG-2027-004", title, &[dated], DateTime::UNIX_EPOCH);
        for part in [
            "BEGIN:VCALENDAR\r\n",
            "UID:NG-2027-004-open@clusterbuy\r\n",
            "DTSTART;VALUE=DATE:20270316\r\nDTEND;VALUE=DATE:20270317\r\n",
            "SUMMARY:NG-2027-004: Bids close\r\n",
            "School meals\\, kitchens\\; and",
        ] {
            assert!(file.contains(part), "{part} in {file}");
        }
        assert!(file.lines().all(|line| line.len() <= 75), "{file}");
    }
}
