//! How a workbook keeps numbers and days, as people read them: exact decimal digits, never a float.

use chrono::{Days, NaiveDate};

/// Spreadsheets compute and show so many digits; further ones are noise of their arithmetic.
const DIGITS: usize = 15;
/// Numbers larger or smaller by more digits than these are left as they stand.
const MOST_ZEROS: i64 = 30;

/// What a cell's number format makes of its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Plain,
    Day,
    Percent,
}

impl Format {
    /// Of the formats that every workbook has without saying so (ECMA-376, 18.8.30).
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Format::Percent,
            14..=17 | 22 | 27..=31 | 36 | 50..=58 => Format::Day,
            _ => Format::Plain,
        }
    }

    /// Of a format's code: `dd/mm/yyyy`, `0.0%`. Words in quotes, colours and letters behind a backslash say nothing.
    pub(super) fn of_code(code: &str) -> Self {
        let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
        let mut plain = String::new();
        for letter in code.to_lowercase().chars() {
            match letter {
                _ if escaped => escaped = false,
                '"' => quoted = !quoted,
                '\\' | '_' | '*' if !quoted => escaped = true,
                '[' if !quoted => bracketed = true,
                ']' if !quoted => bracketed = false,
                other if !quoted && !bracketed => plain.push(other),
                _ => {}
            }
        }
        let months = plain.contains('m') && !plain.contains(['h', 's']);
        match () {
            () if plain.contains("general") => Format::Plain,
            () if plain.contains(['d', 'y']) || months => Format::Day,
            () if plain.contains('%') => Format::Percent,
            () => Format::Plain,
        }
    }

    /// The number as people read it: `1250.5`, `2027-08-31`, `5%`.
    pub(super) fn shown(self, raw: &str, from_1904: bool) -> String {
        let Some(number) = Decimal::read(raw) else { return raw.to_owned() };
        match self {
            Format::Plain => number.plain(),
            Format::Percent => format!("{}%", Decimal { point: number.point + 2, ..number }.plain()),
            Format::Day => number.day(from_1904).unwrap_or_else(|| number.plain()),
        }
    }
}

/// Digits without zeros at either end, and after how many of them the point stands.
struct Decimal {
    negative: bool,
    digits: String,
    point: i64,
}

impl Decimal {
    fn read(raw: &str) -> Option<Self> {
        let (mantissa, exponent) = raw.split_once(['e', 'E']).unwrap_or((raw, "0"));
        let (negative, unsigned) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
        let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all = format!("{whole}{part}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) || all.len() > 400 {
            return None;
        }
        let exponent: i64 = exponent.parse().ok().filter(|exponent: &i64| exponent.abs() < 400)?;
        let significant = all.trim_start_matches('0');
        let zeros = (all.len() - significant.len()) as i64;
        let (digits, carried) = rounded(significant);
        let digits = digits.trim_end_matches('0').to_owned();
        let point = if digits.is_empty() { 0 } else { whole.len() as i64 - zeros + exponent + i64::from(carried) };
        (point.abs() <= MOST_ZEROS).then_some(Decimal { negative: negative && !digits.is_empty(), digits, point })
    }

    fn plain(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let len = self.digits.len() as i64;
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or_default());
        match self.point {
            _ if self.digits.is_empty() => "0".to_owned(),
            point if point <= 0 => format!("{sign}0.{}{}", zeros(-point), self.digits),
            point if point >= len => format!("{sign}{}{}", self.digits, zeros(point - len)),
            point => {
                let (whole, part) = self.digits.split_at(usize::try_from(point).unwrap_or_default());
                format!("{sign}{whole}.{part}")
            }
        }
    }

    /// Days since the end of 1899, or of 1903 in workbooks of old Macintoshes; the time of day is left out.
    fn day(&self, from_1904: bool) -> Option<String> {
        let days: u64 = self.plain().split('.').next()?.parse().ok().filter(|days| *days > 0)?;
        let first = if from_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
        Some(first?.checked_add_days(Days::new(days))?.to_string())
    }
}

/// The digits, half-up to as many as count, and whether that made them one longer.
fn rounded(digits: &str) -> (String, bool) {
    if digits.len() <= DIGITS {
        return (digits.to_owned(), false);
    }
    let (kept, rest) = digits.split_at(DIGITS);
    if rest.as_bytes()[0] < b'5' {
        return (kept.to_owned(), false);
    }
    let mut kept: Vec<u8> = kept.bytes().collect();
    for digit in kept.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return (String::from_utf8_lossy(&kept).into_owned(), false);
        }
        *digit = b'0';
    }
    (format!("1{}", String::from_utf8_lossy(&kept)), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_digits_that_a_spreadsheet_shows() {
        for (raw, shown) in [
            ("1250", "1250"),
            ("5092.9", "5092.9"),
            ("0.30000000000000004", "0.3"),
            ("1234.4999999999998", "1234.5"),
            ("999999999999999.9", "1000000000000000"),
            ("1.5E-3", "0.0015"),
            ("-2.5E+3", "-2500"),
            ("0", "0"),
            ("-0", "0"),
            ("9007199254740993", "9007199254740990"),
            ("1E300", "1E300"),
            ("none", "none"),
        ] {
            assert_eq!(Format::Plain.shown(raw, false), shown);
        }
    }

    #[test]
    fn days_and_percentages_are_told_by_their_format() {
        assert_eq!(Format::Day.shown("46630", false), "2027-08-31");
        assert_eq!(Format::Day.shown("45168.75", true), "2027-08-31");
        assert_eq!(Format::Percent.shown("0.05", false), "5%");
        assert_eq!(Format::Percent.shown("0.125", false), "12.5%");
        assert_eq!(Format::built_in(14), Format::Day);
        for (code, format) in [
            ("dd/mm/yyyy", Format::Day),
            ("[$-809]d mmmm yyyy;@", Format::Day),
            ("\"day\" 0.00", Format::Plain),
            ("[Red]£#,##0.00", Format::Plain),
            ("General", Format::Plain),
            ("hh:mm", Format::Plain),
            ("0.0%", Format::Percent),
        ] {
            assert_eq!(Format::of_code(code), format, "{code}");
        }
    }
}
