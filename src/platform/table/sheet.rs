//! A small table whose columns are found by their headings, whatever their order and case.

use super::cells::Cells;
use super::{Record, Rows, TableFault};

/// So many rows at the top are searched for the headings: people put titles above their tables.
const ROWS_ABOVE: usize = 20;

/// A column that a table may have, and other names it goes by in people's own files.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub others: &'static [&'static str],
}

/// The column of this name.
pub const fn column(name: &'static str, others: &'static [&'static str]) -> Column {
    Column { name, others }
}

/// A table whole in memory, with the place of each column.
#[derive(Debug)]
pub struct Sheet {
    /// What the file calls each column of ours, or our own name for it.
    pub(super) headings: Vec<String>,
    pub(super) places: Vec<Option<usize>>,
    rows: Vec<(u64, Record)>,
    /// Headings that no column of ours matches; their cells are left out.
    pub unused: Vec<String>,
}

impl Sheet {
    /// Reads a table of at most `most` rows. Two known headings in one row make it the headings; without any, cells are in
    /// the order of `columns`. The `needed` columns must be among the headings.
    pub fn read(text: &str, columns: &[Column], needed: &[usize], most: usize) -> Result<Self, String> {
        let mut rows = all(text, most).map_err(|fault| fault.to_string())?;
        if rows.is_empty() {
            return Err("Paste at least one row, or choose a file that has one".to_owned());
        }
        let known = |record: &Record| -> Vec<Option<usize>> {
            record.iter().map(|heading| columns.iter().position(|column| goes_by(column, heading))).collect()
        };
        let is_heading = |record: &Record| known(record).iter().flatten().count() >= 2;
        let at = rows.iter().take(ROWS_ABOVE).position(|(_, record)| is_heading(record));
        let headings = at.and_then(|at| rows.drain(..=at).next_back());
        if headings.is_some() && rows.is_empty() {
            return Err("Add at least one row below the headings".to_owned());
        }
        if rows.len() > most {
            return Err(format!("Send at most {most} rows at a time"));
        }
        let Some((_, found)) = headings else {
            let headings = columns.iter().map(|column| column.name.to_owned()).collect();
            return Ok(Sheet { headings, places: (0..columns.len()).map(Some).collect(), rows, unused: Vec::new() });
        };
        Self::under(&found, &known(&found), columns, needed, rows)
    }

    fn under(
        found: &Record,
        known: &[Option<usize>],
        columns: &[Column],
        needed: &[usize],
        rows: Vec<(u64, Record)>,
    ) -> Result<Self, String> {
        let places: Vec<Option<usize>> =
            (0..columns.len()).map(|column| known.iter().position(|place| *place == Some(column))).collect();
        if let Some(missing) = needed.iter().find(|column| places[**column].is_none()) {
            return Err(format!("The rows must use the template. Column \"{}\" is missing", columns[*missing].name));
        }
        if let Some(again) = (0..known.len()).find(|at| known[*at].is_some() && known[..*at].contains(&known[*at])) {
            return Err(format!("The column \"{}\" stands there twice. Remove one of them", shown(&found[again])));
        }
        let own = |(column, place): (&Column, &Option<usize>)| {
            place.and_then(|at| found.get(at)).map_or_else(|| column.name.to_owned(), shown)
        };
        let headings = columns.iter().zip(&places).map(own).collect();
        let unused = found.iter().zip(known).filter(|(heading, place)| place.is_none() && !heading.trim().is_empty());
        let unused = unused.map(|(heading, _)| shown(heading)).collect();
        Ok(Sheet { headings, places, rows, unused })
    }

    /// The rows below the headings.
    pub fn rows(&self) -> impl Iterator<Item = Cells<'_>> {
        self.rows.iter().map(|(number, record)| Cells::of(self, *number, record))
    }
}

/// One row more than is taken, and the rows above the headings, so that a longer table is known.
fn all(text: &str, most: usize) -> Result<Vec<(u64, Record)>, TableFault> {
    let mut rows = Rows::of_text(text)?;
    let mut record = Record::new();
    let mut all = Vec::new();
    while let Some(number) = rows.read(&mut record)? {
        all.push((number, record.clone()));
        if all.len() > most + ROWS_ABOVE {
            break;
        }
    }
    Ok(all)
}

fn goes_by(column: &Column, heading: &str) -> bool {
    let whole = plain(heading);
    let before_brackets = plain(heading.split('(').next().unwrap_or_default());
    let is = |name: &str| whole == name || before_brackets == name;
    is(&plain(column.name)) || column.others.iter().any(|other| is(other))
}

/// Letters and digits alone, small: by these words are matched.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What was found, short and harmless enough to repeat in a message.
pub(super) fn shown(found: &str) -> String {
    let line = found.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean: String = line.chars().map(|letter| if letter.is_control() { super::BROKEN } else { letter }).collect();
    if clean.chars().count() > 60 { format!("{}…", clean.chars().take(60).collect::<String>()) } else { clean }
}
