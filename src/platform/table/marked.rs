//! What was sent with a column that says what is wrong with each row: to be put right in a spreadsheet and sent again.

use super::{Record, Rows, TableFault};
use std::collections::BTreeMap;

/// What the column is called.
const ERROR: &str = "Error";

/// The rows as they were sent, each with its faults behind its last cell. A fault that names no row stands in the first.
/// `columns` is how many a reader takes, so that without headings no fault is read as one of them.
pub fn marked(text: &str, faults: &[String], columns: usize) -> Result<Vec<Vec<String>>, TableFault> {
    let mut all: Vec<(u64, Vec<String>)> = Vec::new();
    let (mut rows, mut record) = (Rows::of_text(text)?, Record::new());
    while let Some(number) = rows.read(&mut record)? {
        all.push((number, record.iter().map(str::to_owned).collect()));
    }
    let mut told: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    let first = all.first().map_or(1, |(number, _)| *number);
    for fault in faults {
        told.entry(row_of(fault).unwrap_or(first)).or_default().push(fault);
    }
    let faulty = faults.iter().filter_map(|fault| row_of(fault)).min();
    let widest = all.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default().max(columns);
    for (number, cells) in &mut all {
        cells.resize(widest, String::new());
        let heads = *number == first && faulty.is_some_and(|faulty| faulty > first);
        cells.push(match told.get(number) {
            Some(faults) => faults.join(". "),
            None if heads => ERROR.to_owned(),
            None => String::new(),
        });
    }
    Ok(all.into_iter().map(|(_, cells)| cells).collect())
}

/// The row that a fault names: "Row 12, Yearly amount: enter …".
fn row_of(fault: &str) -> Option<u64> {
    let rest = fault.strip_prefix("Row ")?;
    rest.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, faults: &[&str]) -> Vec<String> {
        let faults: Vec<String> = faults.iter().map(|fault| (*fault).to_owned()).collect();
        marked(text, &faults, 3).unwrap().into_iter().map(|cells| cells.join("|")).collect()
    }

    #[test]
    fn every_row_keeps_its_cells_and_says_what_is_wrong_with_it() {
        let text = "Title\tAmount\n\nMeals\tlots\nCleaning\t5\n";
        let faults = ["Row 3, Amount: enter an amount", "Row 3, Title: enter another"];
        let wanted = [
            "Title|Amount||Error",
            "Meals|lots||Row 3, Amount: enter an amount. Row 3, Title: enter another",
            "Cleaning|5||",
        ];
        assert_eq!(rows(text, &faults), wanted);
    }

    #[test]
    fn a_fault_of_the_whole_stands_in_the_first_row() {
        assert_eq!(rows("a\tb\nc\td", &["Send fewer rows"]), ["a|b||Send fewer rows", "c|d||"]);
        assert_eq!(rows("", &["Paste at least one row"]), Vec::<String>::new());
    }
}
