//! One line of input, read within limits.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use serde_json::Value;

/// The longest line that is read, in bytes.
const LONGEST_LINE: u64 = 10 * 1024 * 1024;

/// Whole numbers with more digits than this are kept as text, so that no digit is lost.
const DIGITS_OF_A_MACHINE_NUMBER: usize = 18;

pub(super) enum Line {
    End,
    Blank,
    Unreadable(String),
    Request {
        id: Value,
        operation: String,
        input: Value,
        /// What somebody published as the answer, to be compared with it.
        published: Option<Value>,
    },
}

/// The next line, or why it cannot be read.
pub(super) fn next_line(input: &mut impl BufRead) -> io::Result<Line> {
    let mut bytes = Vec::new();
    input.by_ref().take(LONGEST_LINE + 1).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(Line::End);
    }
    if bytes.len() as u64 > LONGEST_LINE {
        return Ok(Line::Unreadable("it is longer than 10 MB".to_owned()));
    }
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Ok(Line::Unreadable("it is not UTF-8".to_owned()));
    };
    let text = text.trim();
    Ok(if text.is_empty() { Line::Blank } else { request(text) })
}

fn request(text: &str) -> Line {
    match serde_json::from_str(&numbers_as_text(text)) {
        Ok(Value::Object(mut fields)) => {
            if fields.contains_key("about") && !fields.contains_key("operation") {
                return Line::Blank;
            }
            let published = fields.remove("published");
            let mut take = |name: &str| fields.remove(name).unwrap_or(Value::Null);
            let operation = take("operation").as_str().unwrap_or_default().to_owned();
            Line::Request { id: take("id"), operation, input: take("input"), published }
        }
        Ok(_) => Line::Unreadable("it is another kind of JSON value".to_owned()),
        Err(error) => Line::Unreadable(error.to_string()),
    }
}

/// The same JSON with every number that a machine word cannot hold exactly (long, with a point or an exponent) in
/// quotes: long whole numbers are then read in full, and the others are refused where a number is expected.
fn numbers_as_text(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((start, character)) = rest.next() {
        match character {
            '"' => skip_string(&mut rest),
            '-' | '0'..='9' => {
                while rest.next_if(|(_, next)| matches!(next, '0'..='9' | '.' | 'e' | 'E' | '+' | '-')).is_some() {}
                let end = rest.peek().map_or(text.len(), |(end, _)| *end);
                if let Some(quoted) = quoted(&text[start..end]) {
                    out.push_str(&text[copied..start]);
                    out.push_str(&quoted);
                    copied = end;
                }
            }
            _ => {}
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

fn skip_string(rest: &mut impl Iterator<Item = (usize, char)>) {
    while let Some((_, character)) = rest.next() {
        match character {
            '\\' => {
                rest.next();
            }
            '"' => return,
            _ => {}
        }
    }
}

fn quoted(token: &str) -> Option<String> {
    let whole = token.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
    match whole {
        true if token.len() <= DIGITS_OF_A_MACHINE_NUMBER => None,
        true => Some(format!("\"{token}\"")),
        false => Some(format!("\"not a decimal in quotes: {token}\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_outside_text_are_put_in_quotes() {
        let long = "123456789012345678901234567890";
        assert_eq!(numbers_as_text(r#"{"a\"1.5":1,"b":-20}"#), r#"{"a\"1.5":1,"b":-20}"#);
        assert_eq!(numbers_as_text(&format!("[{long},1]")), format!("[\"{long}\",1]"));
        assert_eq!(numbers_as_text("[1e400]"), "[\"not a decimal in quotes: 1e400\"]");
    }
}
