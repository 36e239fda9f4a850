//! A plan as a calendar file (RFC 5545): whole days, stable names, so that a calendar follows what changes.

use super::planning::Dated;
use chrono::{DateTime, Days, NaiveDate, Utc};
use std::fmt::Write as _;

/// Bytes of a line before it is folded.
const LINE: usize = 73;

/// The steps of a tender's plan, each on the day by which it is done.
pub fn ics(reference: &str, title: &str, dates: &[Dated], at: DateTime<Utc>) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//clusterbuy//plan of a tender//EN\r\n");
    line(&mut text, &format!("X-WR-CALNAME:{} {}", escaped(reference), escaped(title)));
    for dated in dates {
        text.push_str("BEGIN:VEVENT\r\n");
        let name = serde_json::to_value(dated.step).ok().and_then(|name| name.as_str().map(str::to_owned));
        line(&mut text, &format!("UID:{reference}-{}@clusterbuy", name.unwrap_or_default()));
        line(&mut text, &format!("DTSTAMP:{}", at.format("%Y%m%dT%H%M%SZ")));
        line(&mut text, &format!("DTSTART;VALUE=DATE:{}", day(dated.by)));
        line(&mut text, &format!("DTEND;VALUE=DATE:{}", day(dated.by + Days::new(1))));
        line(&mut text, &format!("SUMMARY:{}: {}", escaped(reference), escaped(dated.step.end())));
        line(&mut text, &format!("DESCRIPTION:{}\\, {}", escaped(title), escaped(dated.step.title())));
        text.push_str("END:VEVENT\r\n");
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

fn day(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line, folded where it is longer than a calendar reads.
fn line(text: &mut String, content: &str) {
    let mut width = 0;
    for character in content.chars() {
        if width + character.len_utf8() > LINE {
            text.push_str("\r\n ");
            width = 1;
        }
        width += character.len_utf8();
        let _ = write!(text, "{character}");
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tender::rules::planner::Step;

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
