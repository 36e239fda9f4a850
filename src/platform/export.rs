//! A list in the forms that people ask for by the end of its address: `.csv`, `.xlsx`, `.json`.

use super::csv_out::{self, Cell};
use super::error::Result;
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::{Map, Value, json};

/// The most rows of one file.
pub const MOST_ROWS: u64 = 1_000;
/// The longest text that a spreadsheet's cell holds.
const LONGEST_CELL: usize = 32_767;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Csv,
    Xlsx,
    Json,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Csv, Form::Xlsx, Form::Json];

    pub fn ending(self) -> &'static str {
        match self {
            Form::Csv => ".csv",
            Form::Xlsx => ".xlsx",
            Form::Json => ".json",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Form::Csv => "text/csv; charset=utf-8",
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form::Json => "application/json",
        }
    }

    /// The form that the end of an address asks for, and the address without it.
    pub fn of(address: &str) -> (&str, Option<Form>) {
        let found = Form::ALL.into_iter().find_map(|form| Some((address.strip_suffix(form.ending())?, Some(form))));
        found.unwrap_or((address, None))
    }
}

/// A list with the names of its columns, and what has to be known to read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Of the file, without its ending: letters, digits, dashes.
    pub name: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// Sentences: what the figures are, and of which day.
    pub notes: Vec<String>,
}

impl Sheet {
    pub fn bytes(&self, form: Form) -> Result<Vec<u8>> {
        match form {
            Form::Csv => Ok(self.csv().into_bytes()),
            Form::Xlsx => Ok(self.xlsx().map_err(anyhow::Error::from)?),
            Form::Json => Ok(serde_json::to_vec(&self.json())?),
        }
    }

    fn csv(&self) -> String {
        let head = self.columns.iter().map(Cell::text).collect();
        csv_out::csv(&std::iter::once(head).chain(self.rows.iter().cloned()).collect::<Vec<_>>())
    }

    /// Each row by the names of the columns; numbers as text, so that none loses a digit.
    fn json(&self) -> Value {
        let value = |cell: &Cell| match cell {
            Cell::Text(text) if text.is_empty() => Value::Null,
            Cell::Text(text) | Cell::Number(text) => Value::from(text.clone()),
        };
        let row = |cells: &Vec<Cell>| {
            Value::Object(self.columns.iter().cloned().zip(cells.iter().map(value)).collect::<Map<_, _>>())
        };
        json!({ "notes": self.notes, "rows": self.rows.iter().map(row).collect::<Vec<_>>() })
    }

    /// Typed cells, the head row in view, the notes on a sheet of their own. Text is written as text: it is never run.
    fn xlsx(&self) -> std::result::Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // The same list is the same bytes at any hour.
        let written = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&written));
        let head = Format::new().set_bold();
        let list = book.add_worksheet().set_name("List")?;
        for (column, name) in (0..).zip(&self.columns) {
            list.write_string_with_format(0, column, name, &head)?;
        }
        list.set_freeze_panes(1, 0)?;
        for (row, cells) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(cells) {
                write_cell(list, (row, column), cell)?;
            }
        }
        let notes = book.add_worksheet().set_name("Notes")?;
        for (row, note) in (0..).zip(&self.notes) {
            notes.write_string(row, 0, note)?;
        }
        book.save_to_buffer()
    }
}

fn write_cell(list: &mut Worksheet, (row, column): (u32, u16), cell: &Cell) -> std::result::Result<(), XlsxError> {
    match cell {
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => {
            list.write_string(row, column, text.chars().take(LONGEST_CELL).collect::<String>())?;
        }
        Cell::Number(number) => match number.parse::<Decimal>() {
            Ok(number) => drop(list.write(row, column, number)?),
            Err(_) => drop(list.write_string(row, column, number)?),
        },
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            name: "services".to_owned(),
            columns: vec!["Title".to_owned(), "Cost".to_owned()],
            rows: vec![vec![Cell::text("=1+1"), Cell::number("-12.50")], vec![Cell::text("Meals"), Cell::empty()]],
            notes: vec!["Excluding VAT".to_owned()],
        }
    }

    #[test]
    fn the_end_of_an_address_asks_for_a_form() {
        assert_eq!(Form::of("catering.xlsx"), ("catering", Some(Form::Xlsx)));
        assert_eq!(Form::of("catering"), ("catering", None));
        assert_eq!(Form::of("catering.pdf"), ("catering.pdf", None));
    }

    #[test]
    fn a_formula_in_a_csv_file_becomes_text() {
        let csv = String::from_utf8(sheet().bytes(Form::Csv).unwrap()).unwrap();
        assert_eq!(csv, "\u{feff}Title,Cost\r\n'=1+1,-12.50\r\nMeals,\r\n");
    }

    #[test]
    fn json_names_every_value_and_keeps_every_digit() {
        let json: Value = serde_json::from_slice(&sheet().bytes(Form::Json).unwrap()).unwrap();
        assert_eq!(json["rows"][0], json!({ "Title": "=1+1", "Cost": "-12.50" }));
        assert_eq!(json["rows"][1]["Cost"], Value::Null);
    }

    #[test]
    fn a_workbook_is_a_zip_archive() {
        let bytes = sheet().bytes(Form::Xlsx).unwrap();
        assert!(bytes.starts_with(b"PK\x03\x04"));
    }
}
