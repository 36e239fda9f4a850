//! A calendar file (RFC 5545): whole days under names that stay, so that a calendar follows what changes.

use chrono::{DateTime, Days, NaiveDate, Utc};
use std::fmt::Write as _;

/// Bytes of a line before it is folded.
const LINE: usize = 73;

/// One day of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stays the same when the day changes.
    pub uid: String,
    pub day: NaiveDate,
    pub summary: String,
    pub description: String,
}

/// The days as a file; `of` says what kind of calendar it is, `name` which.
pub fn ics(of: &str, name: &str, entries: &[Entry], at: DateTime<Utc>) -> String {
    let mut text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//clusterbuy//{of}//EN\r\n");
    line(&mut text, &format!("X-WR-CALNAME:{}", escaped(name)));
    for entry in entries {
        text.push_str("BEGIN:VEVENT\r\n");
        line(&mut text, &format!("UID:{}@clusterbuy", entry.uid));
        line(&mut text, &format!("DTSTAMP:{}", at.format("%Y%m%dT%H%M%SZ")));
        line(&mut text, &format!("DTSTART;VALUE=DATE:{}", day(entry.day)));
        line(&mut text, &format!("DTEND;VALUE=DATE:{}", day(entry.day + Days::new(1))));
        line(&mut text, &format!("SUMMARY:{}", escaped(&entry.summary)));
        line(&mut text, &format!("DESCRIPTION:{}", escaped(&entry.description)));
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
