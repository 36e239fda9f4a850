//! An Excel workbook (ECMA-376): the rows of its first visible sheet, as they are unpacked.
//!
//! The sizes of all its parts are added up before anything is unpacked, and no part may turn out larger than it said. Of a
//! formula the value is read that was computed when the file was saved.

mod package;
mod rows;
mod text;

use super::number::Format;
use super::{Bytes, Record, TableFault};
use package::Package;
use rows::SheetRows;
use text::{Attributes as _, Xml};

use quick_xml::events::Event;

/// What a workbook may unpack to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Bytes of all its parts together.
    pub(super) unpacked: u64,
    /// Bytes of the words that its cells share, which are held in memory.
    pub(super) words: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { unpacked: 256 * 1024 * 1024, words: 64 * 1024 * 1024 }
    }
}

pub(super) struct Workbook {
    rows: SheetRows,
}

impl Workbook {
    pub(super) fn open(bytes: Box<dyn Bytes>, limits: Limits) -> Result<Self, TableFault> {
        let mut package = Package::open(bytes, limits)?;
        let book = Book::read(&mut package)?;
        let words = shared_words(&mut package, limits)?;
        let formats = formats(&mut package)?;
        let sheet = package.unpack_to_the_end(&book.sheet)?;
        Ok(Workbook { rows: SheetRows::of(Xml::of(sheet), words, formats, book.from_1904) })
    }

    pub(super) fn read(&mut self, into: &mut Record) -> Result<Option<u64>, TableFault> {
        self.rows.read(into)
    }
}

/// What the workbook says of itself.
struct Book {
    /// The part that holds the first sheet that is not hidden.
    sheet: String,
    from_1904: bool,
}

impl Book {
    fn read(package: &mut Package) -> Result<Self, TableFault> {
        let (mut relation, mut from_1904) = (None, false);
        let mut xml = Xml::of(package.unpack("xl/workbook.xml")?);
        while let Some(event) = xml.next()? {
            if let Event::Start(tag) | Event::Empty(tag) = event {
                match tag.local_name().as_ref() {
                    "workbookPr" => from_1904 = matches!(tag.value_of("date1904")?.as_deref(), Some("1" | "true")),
                    "sheet" if relation.is_none() && tag.value_of("state")?.is_none_or(|it| it == "visible") => {
                        relation = tag.value_of("r:id")?;
                    }
                    _ => {}
                }
            }
        }
        drop(xml);
        let relation = relation.ok_or(TableFault::Damaged)?;
        let mut xml = Xml::of(package.unpack("xl/_rels/workbook.xml.rels")?);
        while let Some(event) = xml.next()? {
            if let Event::Start(tag) | Event::Empty(tag) = event
                && tag.value_of("Id")?.as_deref() == Some(&relation)
            {
                let target = tag.value_of("Target")?.ok_or(TableFault::Damaged)?;
                let sheet = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                return Ok(Book { sheet, from_1904 });
            }
        }
        Err(TableFault::Damaged)
    }
}

/// The words that cells refer to by number.
fn shared_words(package: &mut Package, limits: Limits) -> Result<Vec<String>, TableFault> {
    const PART: &str = "xl/sharedStrings.xml";
    let mut words = Vec::new();
    if !package.has(PART) {
        return Ok(words);
    }
    let mut held = 0;
    let mut xml = Xml::of(package.unpack(PART)?);
    while let Some(event) = xml.next()? {
        if matches!(&event, Event::Start(tag) if tag.local_name().as_ref() == "si") {
            let word = xml.words_until("si")?;
            held += word.len() as u64 + size_of::<String>() as u64;
            if held > limits.words {
                return Err(TableFault::TooLarge(limits.words / 1024 / 1024));
            }
            words.push(word);
        } else if matches!(&event, Event::Empty(tag) if tag.local_name().as_ref() == "si") {
            words.push(String::new());
        }
    }
    Ok(words)
}

/// The number format of every style of cell.
fn formats(package: &mut Package) -> Result<Vec<Format>, TableFault> {
    const PART: &str = "xl/styles.xml";
    let (mut own, mut formats, mut in_cells) = (std::collections::HashMap::new(), Vec::new(), false);
    if !package.has(PART) {
        return Ok(formats);
    }
    let mut xml = Xml::of(package.unpack(PART)?);
    while let Some(event) = xml.next()? {
        match event {
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "cellXfs" => in_cells = true,
                "numFmt" => {
                    if let (Some(id), Some(code)) = (tag.value_of("numFmtId")?, tag.value_of("formatCode")?) {
                        own.insert(id, Format::of_code(&code));
                    }
                }
                "xf" if in_cells && formats.len() < 100_000 => {
                    let id = tag.value_of("numFmtId")?.unwrap_or_default();
                    let built_in = || Format::built_in(id.parse().unwrap_or_default());
                    formats.push(own.get(&id).copied().unwrap_or_else(built_in));
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok(formats)
}
