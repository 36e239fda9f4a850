//! Files as people really have them, and files made to do harm.

use super::workbook::Limits;
use super::{Bytes, Record, Rows, TableFault, as_text};
use proptest::prelude::*;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use support::workbook::Kept::{Day, Formula, Nothing, Number, Percent, Shared, Words};
use support::workbook::{of_parts, saying_it_unpacks_to, workbook, zipped};

fn all(mut rows: Rows) -> Result<Vec<(u64, Vec<String>)>, TableFault> {
    let (mut record, mut found) = (Record::new(), Vec::new());
    while let Some(number) = rows.read(&mut record)? {
        found.push((number, record.iter().map(str::to_owned).collect()));
    }
    Ok(found)
}

fn read(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, String> {
    Rows::open(Cursor::new(bytes.to_vec())).and_then(all).map_err(|fault| fault.to_string())
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    read(bytes).unwrap().into_iter().map(|(_, cells)| cells).collect()
}

#[test]
fn the_same_table_is_read_from_every_encoding_and_separator() {
    let wanted = [["Title", "Cost"], ["St Anne’s, café", "£5"]];
    let utf16: Vec<u8> =
        "\u{feff}Title\tCost\r\nSt Anne’s, café\t£5\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        "Title,Cost\n\"St Anne’s, café\",£5".as_bytes(),
        "\u{feff}Title,Cost\r\n\"St Anne’s, café\",£5\r\n".as_bytes(),
        "Title;Cost\nSt Anne’s, café;£5\n".as_bytes(),
        "Title\tCost\nSt Anne’s, café\t£5\n".as_bytes(),
        "sep=;\nTitle;Cost\nSt Anne’s, café;£5\n".as_bytes(),
        b"Title;Cost\nSt Anne\x92s, caf\xE9;\xA35\n",
        &utf16,
    ] {
        assert_eq!(cells(bytes), wanted);
    }
}

#[test]
fn quotes_and_line_ends_stay_inside_their_cell_and_rows_count_as_a_spreadsheet_shows_them() {
    let found = read(b"a,b\r\n\r\n\"one\r\ntwo\",\"say \"\"hello\"\"\"\r\n,\r\nlast,1\r\n").unwrap();
    let cell = |text: &str| text.to_owned();
    assert_eq!(found[1], (3, vec![cell("one\ntwo"), cell("say \"hello\"")]));
    assert_eq!(found[2], (5, vec![cell("last"), cell("1")]), "the row of empty cells is passed over and counted");
}

#[test]
fn a_workbook_shows_the_values_of_its_formulas_its_days_and_its_percentages() {
    let file = workbook(&[
        &[Words("Title"), Words("Cost"), Words("End"), Words("Discount")],
        &[Shared(0), Formula("SUM(A1:A9)", Some("0.30000000000000004")), Day("46630"), Percent("0.05")],
        &[Nothing, Nothing],
        &[Shared(1), Number("1250"), Nothing, Words("a < b & c")],
    ]);
    let cell = |text: &str| text.to_owned();
    let found = read(&file).unwrap();
    assert_eq!(found[1], (2, vec![cell("Fish & chips"), cell("0.3"), cell("2027-08-31"), cell("5%")]));
    assert_eq!(found[2], (4, vec![cell("St Anne’s"), cell("1250"), cell(""), cell("a < b & c")]));
}

#[test]
fn a_formula_that_was_never_computed_is_told_with_its_cell() {
    let file = workbook(&[&[Words("Title")], &[Words("Meals"), Formula("A1+1", None)]]);
    assert!(read(&file).unwrap_err().starts_with("Row 2, column B: the formula has no value. Open the file"));
}

#[test]
fn a_workbook_too_large_is_refused_before_it_is_unpacked_and_one_that_lies_while_it_is() {
    let honest = workbook(&[&[Words("Title")]]);
    let told = read(&saying_it_unpacks_to(honest, u32::MAX - 1)).unwrap_err();
    assert!(told.starts_with("This workbook would unpack to more than 256 MB, so it was not opened"), "{told}");
    let long = format!("<worksheet><sheetData>{}</sheetData></worksheet>", "<row r=\"1\"></row>".repeat(50_000));
    assert!(read(&of_parts(&long)).unwrap().is_empty());
    assert!(read(&saying_it_unpacks_to(of_parts(&long), 2_000)).unwrap_err().contains("damaged"));
    let tag = format!("<worksheet><sheetData a=\"{}\"/></worksheet>", "x".repeat(3_000_000));
    assert!(read(&of_parts(&tag)).unwrap_err().contains("damaged"));
}

#[test]
fn the_words_that_cells_share_are_held_within_their_limit() {
    let file = workbook(&[&[Shared(0)]]);
    let tight = Limits { words: 20, ..Limits::default() };
    assert!(matches!(Rows::within(Cursor::new(file), tight), Err(TableFault::TooLarge(_))));
}

#[test]
fn one_cell_far_away_asks_for_no_memory() {
    let far = r#"<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>"#;
    assert_eq!(read(&of_parts(far)).unwrap(), [(1_048_576, vec!["1".to_owned()])]);
    let wide = r#"<worksheet><sheetData><row r="2"><c r="XFD2"><v>1</v></c></row></sheetData></worksheet>"#;
    assert_eq!(read(&of_parts(wide)).unwrap_err(), "Row 2 has more than 512 columns. Remove those that are empty");
    assert!(as_text(of_parts(far), 10).unwrap().lines().count() < 1_000);
}

#[test]
fn a_file_that_is_no_table_is_named() {
    let odt =
        zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", "<x/>")]);
    let word = zipped(&[("word/document.xml", "<x/>")]);
    for (bytes, kind) in [
        (&b"%PDF-1.7\n"[..], "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", "an old Excel file, or a workbook with a password"),
        (b"<html><table>", "a web page"),
        (&[0; 40], "no text and no workbook"),
        (&odt, "an OpenDocument file"),
        (&word, "a Word document"),
    ] {
        let told = format!("This file is {kind}. Save it as XLSX or CSV, then choose it again");
        assert_eq!(read(bytes).unwrap_err(), told);
    }
    assert_eq!(read(b"").unwrap(), []);
    assert!(read(b"PK\x03\x04 cut off").unwrap_err().contains("damaged"));
}

#[test]
fn a_file_as_text_keeps_every_row_where_it_was() {
    let text = as_text(b"a,b\n\n\n\"x\ty\",\"one\ntwo\"\n".to_vec(), 10).unwrap();
    let again = all(Rows::of_text(&text).unwrap()).unwrap();
    assert_eq!(again[1], (4, vec!["x\ty".to_owned(), "one\ntwo".to_owned()]));
}

/// A file of many rows that exists only while it is read, and how much of it was.
struct Endless {
    at: u64,
    rows: u64,
    read: Arc<AtomicU64>,
}

const LINE: &[u8] = b"Meals,Canal Caterers,1234.50\n";

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.rows * LINE.len() as u64 - self.at;
        let count = buffer.len().min(usize::try_from(left).unwrap());
        for (at, byte) in buffer[..count].iter_mut().enumerate() {
            *byte = LINE[(usize::try_from(self.at).unwrap() + at) % LINE.len()];
        }
        self.at += count as u64;
        self.read.fetch_max(self.at, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Endless {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        self.at = 0;
        Ok(0)
    }
}

#[test]
fn a_hundred_thousand_rows_are_read_a_little_at_a_time() {
    let read = Arc::new(AtomicU64::new(0));
    let file: Box<dyn Bytes> = Box::new(Endless { at: 0, rows: 100_000, read: Arc::clone(&read) });
    let mut rows = Rows::open(file).unwrap();
    let (mut record, mut count, mut ahead) = (Record::new(), 0, 0);
    while let Some(number) = rows.read(&mut record).unwrap() {
        count += 1;
        ahead = ahead.max(read.load(Ordering::Relaxed) - (number - 1) * LINE.len() as u64);
    }
    assert_eq!(count, 100_000);
    assert!(ahead < 256 * 1024, "{ahead} bytes were held at once");
}

#[test]
fn a_hundred_thousand_rows_of_a_workbook_are_read_too() {
    let row =
        |number: usize| format!(r#"<row r="{number}"><c r="A{number}" t="s"><v>0</v></c><c><v>{number}</v></c></row>"#);
    let rows: String = (1..=100_000).map(row).collect();
    let mut rows =
        Rows::open(Cursor::new(of_parts(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")))).unwrap();
    let (mut record, mut last) = (Record::new(), 0);
    while let Some(number) = rows.read(&mut record).unwrap() {
        last = number;
    }
    assert_eq!((last, record.iter().collect::<Vec<_>>()), (100_000, vec!["Fish & chips", "100000"]));
}

proptest! {
    #[test]
    fn no_bytes_do_more_than_be_refused_in_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        if let Err(sentence) = read(&bytes) {
            prop_assert!(!sentence.is_empty());
        }
    }

    #[test]
    fn a_mangled_workbook_does_no_more(at in 0usize..2_000, with in prop::collection::vec(any::<u8>(), 1..8)) {
        let mut file = workbook(&[&[Words("Title"), Shared(1)], &[Number("12"), Day("46630")]]);
        let at = at.min(file.len() - 1);
        let end = (at + with.len()).min(file.len());
        file.splice(at..end, with);
        if let Err(sentence) = read(&file) {
            prop_assert!(!sentence.is_empty());
        }
    }
}
