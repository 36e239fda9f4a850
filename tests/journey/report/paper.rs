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
            Block::Bars { chart: bars, of_changes: true },
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

#[test]
fn a_heading_stands_over_what_it_is_above_and_a_short_table_or_paragraph_is_not_taken_apart() {
    let words = "Some words that go on over the end of a line and over that of the next. ".repeat(4);
    for filling in 0..60 {
        let table = Table {
            id: "short".to_owned(),
            caption: "Short".to_owned(),
            note: String::new(),
            columns: vec![Column::text("School"), Column::number("Cost", "£ a year")],
            rows: (0..6).map(|at| Row::plain([format!("School {at}"), format!("£{at}")])).collect(),
        };
        let mut blocks: Vec<Block> = (0..filling).map(|_| Block::paragraph("A line")).collect();
        blocks.extend([
            Block::paragraph(words.clone()),
            Block::heading(2, "one", "Over a table"),
            Block::Table(table),
            Block::heading(2, "two", "Over another heading"),
            Block::heading(3, "three", "Over words"),
            Block::paragraph(words.clone()),
        ]);
        let pdf = Pdf::read(&render(&Document { title: "Pages".to_owned(), blocks }).unwrap());
        let page = |text: &str| {
            let found = pdf.tags.iter().find(|tag| tag.text == text);
            found.unwrap_or_else(|| panic!("no {text}")).pages.clone()
        };
        let cells = pdf.tags.iter().filter(|tag| ["TH", "TD", "Caption"].contains(&tag.role.as_str()));
        assert!(cells.clone().all(|cell| cell.pages == page("Over a table")), "{filling} lines before it");
        assert_eq!(page("Over another heading"), page("Over words"), "{filling} lines before it");
        let paragraphs: Vec<_> = pdf.tags.iter().filter(|tag| tag.text == words.trim_end()).collect();
        assert!(
            paragraphs.len() == 2 && paragraphs.iter().all(|one| one.pages.len() == 1),
            "{filling} lines before it"
        );
        assert_eq!(paragraphs[1].pages, page("Over words"), "{filling} lines before it");
    }
}

#[test]
fn the_readers_own_school_is_told_in_words_too() {
    let table = Table {
        id: "own".to_owned(),
        caption: "Schools".to_owned(),
        note: String::new(),
        columns: vec![Column::text("School"), Column::text("State")],
        rows: vec![Row::of_school(true, ["Rose Hill", "In"]), Row::of_school(false, ["Canal Side", "In"])],
    };
    let document = Document { title: "Own".to_owned(), blocks: vec![Block::Table(table)] };
    let rows = Pdf::read(&render(&document).unwrap()).table("Schools");
    assert_eq!((rows[1][0].as_str(), rows[2][0].as_str()), ("Rose Hill (your school)", "Canal Side"));
}
