//! Calendar files (RFC 5545): names that stay, so that a calendar follows what changes.

use chrono::{DateTime, Days, NaiveDate, Utc};
use std::fmt::Write as _;

/// Bytes of a line before it is folded.
const LINE: usize = 73;

/// When something is.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// A whole day.
    Day(NaiveDate),
    /// From one instant to another.
    Hours(DateTime<Utc>, DateTime<Utc>),
}

/// Something in a calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique and the same in every file: "NG-2027-004-open".
    pub name: String,
    pub when: When,
    pub summary: String,
    pub description: String,
    pub place: Option<String>,
    /// It was called off: a calendar that holds it takes it out.
    pub is_off: bool,
}

/// A file of these entries as they are at `at`.
pub fn calendar(what: &str, title: &str, entries: &[Entry], at: DateTime<Utc>) -> String {
    let mut text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//clusterbuy//{what}//EN\r\n");
    line(&mut text, &format!("X-WR-CALNAME:{}", escaped(title)));
    for entry in entries {
        text.push_str("BEGIN:VEVENT\r\n");
        line(&mut text, &format!("UID:{}@clusterbuy", entry.name));
        line(&mut text, &format!("DTSTAMP:{}", instant(at)));
        match entry.when {
            When::Day(on) => {
                line(&mut text, &format!("DTSTART;VALUE=DATE:{}", day(on)));
                line(&mut text, &format!("DTEND;VALUE=DATE:{}", day(on + Days::new(1))));
            }
            When::Hours(from, until) => {
                line(&mut text, &format!("DTSTART:{}", instant(from)));
                line(&mut text, &format!("DTEND:{}", instant(until)));
            }
        }
        line(&mut text, &format!("SUMMARY:{}", escaped(&entry.summary)));
        line(&mut text, &format!("DESCRIPTION:{}", escaped(&entry.description)));
        if let Some(place) = &entry.place {
            line(&mut text, &format!("LOCATION:{}", escaped(place)));
        }
        if entry.is_off {
            line(&mut text, "STATUS:CANCELLED");
        }
        text.push_str("END:VEVENT\r\n");
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
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

    #[test]
    fn an_hour_has_its_place_and_says_when_it_was_called_off() {
        let from: DateTime<Utc> = "2027-03-16T16:00:00Z".parse().unwrap();
        let entry = Entry {
            name: "northgate-meeting-2".to_owned(),
            when: When::Hours(from, from + chrono::Duration::hours(2)),
            summary: "Meeting 2".to_owned(),
            description: "Agenda; papers".to_owned(),
            place: Some("Canal Side, hall".to_owned()),
            is_off: true,
        };
        let file = calendar("meeting", "Northgate", &[entry], DateTime::UNIX_EPOCH);
        for part in [
            "UID:northgate-meeting-2@clusterbuy\r\n",
            "DTSTART:20270316T160000Z\r\nDTEND:20270316T180000Z\r\n",
            "DESCRIPTION:Agenda\\; papers\r\n",
            "LOCATION:Canal Side\\, hall\r\nSTATUS:CANCELLED\r\n",
        ] {
            assert!(file.contains(part), "{part} in {file}");
        }
    }
}
