//! Tables for spreadsheets: UTF-8 with its mark, dates and plain numbers, and no cell that a spreadsheet would run.

/// The mark by which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A cell: words that somebody wrote, or a number that we computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A plain decimal: `-1234.50`.
    Number(String),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn number(number: impl std::fmt::Display) -> Self {
        Self::Number(number.to_string())
    }

    pub fn empty() -> Self {
        Self::Text(String::new())
    }

    /// As it is written: text that a spreadsheet would take for a formula begins with an apostrophe.
    fn written(&self) -> String {
        match self {
            Self::Number(number) => number.clone(),
            Self::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
            Self::Text(text) => text.clone(),
        }
    }
}

/// The rows as a CSV file.
pub fn csv(rows: &[Vec<Cell>]) -> String {
    format!("{BYTE_ORDER_MARK}{}", lines(rows))
}

/// Rows that go on with a file.
pub fn lines(rows: &[Vec<Cell>]) -> String {
    let lines = rows.iter().map(|row| row.iter().map(|cell| quoted(&cell.written())).collect::<Vec<_>>().join(","));
    lines.map(|line| format!("{line}\r\n")).collect()
}

fn quoted(text: &str) -> String {
    let needs_quotes = text.contains([',', '"', '\n', '\r', ';']) || text.trim() != text;
    if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text_and_a_negative_number_stays_one() {
        let rows =
            [vec![Cell::text("=1+1"), Cell::text("@x"), Cell::text("-a"), Cell::number("-5.00"), Cell::text("a")]];
        assert_eq!(csv(&rows), "\u{feff}'=1+1,'@x,'-a,-5.00,a\r\n");
    }

    #[test]
    fn commas_quotes_and_line_ends_stay_inside_their_cell() {
        let rows = [vec![Cell::text("Catering, management"), Cell::text("the \"big\" one\nyes")], vec![Cell::empty()]];
        assert_eq!(csv(&rows), "\u{feff}\"Catering, management\",\"the \"\"big\"\" one\nyes\"\r\n\r\n");
    }
}
