//! Excel workbooks made for tests: one sheet of cells, and the parts that every workbook has.

use std::io::{Cursor, Write as _};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A cell as a workbook keeps it.
#[derive(Clone, Copy, Debug)]
pub enum Kept<'a> {
    Words(&'a str),
    /// Words that several cells share.
    Shared(usize),
    Number(&'a str),
    /// Days since the end of 1899.
    Day(&'a str),
    Percent(&'a str),
    /// A formula and what it came to when the file was saved, if it was.
    Formula(&'a str, Option<&'a str>),
    Nothing,
}

const SHARED: &str = r#"<sst uniqueCount="99999999999999"><si><t>Fish &amp; chips</t></si><si><r><t>St </t></r><r><t>Anne&#8217;s</t></r><rPh><t>no</t></rPh></si></sst>"#;
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-809]dd\ mmm\ yyyy"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>"#;
const BOOK: &str = r#"<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Lists" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Data" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="rId1" Target="worksheets/hidden.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook whose visible sheet has these rows, the first in row 1.
pub fn workbook(rows: &[&[Kept<'_>]]) -> Vec<u8> {
    let cell = |(column, kept): (usize, &Kept<'_>), row: usize| {
        let place = format!("{}{row}", char::from(b'A' + u8::try_from(column).unwrap()));
        match kept {
            Kept::Words(words) => {
                let words = words.replace('&', "&amp;").replace('<', "&lt;");
                format!(r#"<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>"#)
            }
            Kept::Shared(at) => format!(r#"<c r="{place}" t="s"><v>{at}</v></c>"#),
            Kept::Number(number) => format!(r#"<c r="{place}"><v>{number}</v></c>"#),
            Kept::Day(number) => format!(r#"<c r="{place}" s="1"><v>{number}</v></c>"#),
            Kept::Percent(number) => format!(r#"<c r="{place}" s="2"><v>{number}</v></c>"#),
            Kept::Formula(formula, Some(value)) => format!(r#"<c r="{place}"><f>{formula}</f><v>{value}</v></c>"#),
            Kept::Formula(formula, None) => format!(r#"<c r="{place}"><f>{formula}</f></c>"#),
            Kept::Nothing => format!(r#"<c r="{place}" s="1"/>"#),
        }
    };
    let row = |(at, cells): (usize, &&[Kept<'_>])| {
        let cells: String = cells.iter().enumerate().map(|each| cell(each, at + 1)).collect();
        format!(r#"<row r="{}">{cells}</row>"#, at + 1)
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    of_parts(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))
}

/// A workbook whose visible sheet is this XML.
pub fn of_parts(sheet: &str) -> Vec<u8> {
    zipped(&[
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", SHARED),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// A zip file with these parts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same file whose directory says that every part unpacks to this many bytes.
pub fn saying_it_unpacks_to(mut file: Vec<u8>, bytes: u32) -> Vec<u8> {
    for at in 0..file.len() - 46 {
        if file[at..].starts_with(b"PK\x01\x02") {
            file[at + 24..at + 28].copy_from_slice(&bytes.to_le_bytes());
        }
    }
    file
}
