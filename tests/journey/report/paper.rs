//! Any document as a tagged PDF: what a screen reader gets of it.

use clusterbuy::platform::http::chart::{BarChart, Heading, LineChart, Measure, Period, StackedChart};
use clusterbuy::platform::pdf::{Block, Column, Document, Row, Table, render};
use support::pdf::Pdf;

fn heading(id: &str) -> Heading {
    Heading { id: id.to_owned(), finding: "Seven pay less".to_owned(), table: "Long".to_owned() }
}

fn document(rows: usize) -> Document {
    let row = |at: usize| {
        let words = if at == 3 { "long words ".repeat(400) } else { format!("Row {at} – “quoted” − é ł") };
        Row::plain([format!("School {at}"), words, format!("£{at}")])
    };
    let table = Table {
        id: "long".to_owned(),
        caption: "Long".to_owned(),
        note: "In pounds".to_owned(),
        columns: vec![Column::text("School"), Column::text("What"), Column::number("Cost", "£ a year")],
        rows: (0..rows).map(row).chain([Row::total(["All".to_owned(), String::new(), "£9".to_owned()])]).collect(),
    };
    let measures: Vec<Measure> = [100, -300]
        .map(|amount| Measure { label: "A (b) \\ c".to_owned(), amount, words: amount.to_string() })
        .to_vec();
    let bars = BarChart::diverging(heading("bars"), &measures).unwrap();
    let stacked =
        StackedChart::new(heading("stack"), ["Quality", "Price"], &[("A".to_owned(), 5, 5, "10".to_owned())]).unwrap();
    let period = |name: &str| Period { name: name.to_owned(), expected: 10, actual: Some(5) };
    let lines = LineChart::new(heading("lines"), &[period("2027"), period("2028")], ["£10", "£5"]).unwrap();
    Document {
        title: "A report → on (brackets)".to_owned(),
        blocks: vec![
            Block::lead("The lead"),
            Block::heading(2, "one", "First"),
            Block::paragraph("Some words.\nA second line."),
            Block::list(["an item".to_owned(), "another".to_owned()]),
            Block::heading(3, "sub", "Below the first"),
            Block::Table(table),
            Block::Bars { chart: bars },
            Block::Stacked { chart: stacked },
            Block::Lines { chart: lines },
            Block::PageBreak,
            Block::heading(2, "two", "Second"),
            Block::paragraph("The end"),
        ],
    }
}

#[test]
fn everything_that_is_read_has_a_tag_and_a_place_in_the_outline() {
    let pdf = Pdf::read(&render(&document(4)).unwrap());
    assert_eq!((pdf.title.as_str(), pdf.language.as_str(), pdf.is_marked), ("A report → on (brackets)", "en-GB", true));
    assert_eq!(pdf.bookmarks, ["A report to on (brackets)", "First", "Below the first", "Second"]);
    assert!(pdf.untagged.is_empty(), "{:?}", pdf.untagged);
    let roles: Vec<(&str, &str)> = pdf.tags.iter().map(|tag| (tag.role.as_str(), tag.text.as_str())).take(14).collect();
    assert_eq!(
        roles,
        [
            ("Document", ""),
            ("H1", "A report to on (brackets)"),
            ("P", "The lead"),
            ("H2", "First"),
            ("P", "Some words. A second line."),
            ("L", ""),
            ("LI", ""),
            ("Lbl", "•"),
            ("LBody", "an item"),
            ("LI", ""),
            ("Lbl", "•"),
            ("LBody", "another"),
            ("H3", "Below the first"),
            ("Table", ""),
        ]
    );
    let scopes: Vec<_> =
        pdf.tags.iter().filter(|tag| tag.role == "TH").filter_map(|tag| tag.scope.as_deref()).collect();
    assert_eq!(scopes[..4], ["Column", "Column", "Column", "Row"]);
    let read: Vec<_> = pdf.tags.iter().filter(|tag| tag.role == "Figure").map(|tag| tag.alternative.clone()).collect();
    assert_eq!(read, vec![Some("Chart: Seven pay less. The table “Long” has the same figures.".to_owned()); 3]);
}

#[test]
fn a_table_goes_on_over_pages_and_a_cell_longer_than_a_page_is_read_whole() {
    let pdf = Pdf::read(&render(&document(120)).unwrap());
    let table = pdf.table("Long");
    assert_eq!(table.len(), 122, "the headings are read once, however many pages there are");
    assert_eq!(table[0], ["School", "What", "Cost £ a year"]);
    assert_eq!(table[1], ["School 0", "Row 0 – “quoted” − é ł", "£0"]);
    assert_eq!(table[4][1], "long words ".repeat(400).trim_end());
    assert_eq!(table[121], ["All", "", "£9"]);
    assert!(pdf.pages > 4, "{}", pdf.pages);
    assert!(pdf.untagged.is_empty());
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(render(&document(9)).unwrap(), render(&document(9)).unwrap());
}
