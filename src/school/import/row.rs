//! One row of a file as what it says of one school.

use chrono::NaiveDate;
use entity::school::{EstablishmentStatus, LegalType, Phase};

use super::cell::{Cells, Column, RowFault};
use super::layout::{Field, Header, Layout};
use super::words;
use crate::platform::table::Record;

/// A six-digit unique reference number.
const URNS: std::ops::RangeInclusive<i32> = 100_000..=999_999;
const MOST_PUPILS: i32 = 99_999;

/// What a file says of a school. An import sets exactly the columns that are `Some`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolRow {
    /// Where it stands in the file, from 1.
    pub row: u64,
    pub urn: i32,
    pub name: String,
    /// The Department's three digits, "335" for Walsall.
    pub la_code: Column<String>,
    pub la_name: Column<String>,
    /// Four digits, unique in a local authority and not stable.
    pub establishment_number: Column<String>,
    pub phase: Phase,
    pub legal_type: LegalType,
    /// The Department's own words for the type.
    pub type_name: String,
    /// `None` from the census, which does not say.
    pub status: Option<EstablishmentStatus>,
    pub opened_on: Column<NaiveDate>,
    pub closed_on: Column<NaiveDate>,
    pub street: Column<String>,
    pub locality: Column<String>,
    pub town: Column<String>,
    pub postcode: Column<String>,
    pub trust_name: Column<String>,
    pub federation_name: Column<String>,
    /// Headcount, full-time and part-time alike.
    pub pupils: Column<i32>,
    /// Pupils known to be eligible for free school meals, whether or not they take them.
    pub fsm_pupils: Column<i32>,
    pub website: Column<String>,
    /// Denomination or faith; `Some(None)` for a school without one.
    pub religious_character: Column<String>,
    /// Mixed, Boys or Girls.
    pub gender: Column<String>,
    pub low_age: Column<i32>,
    pub high_age: Column<i32>,
    /// Places, not pupils.
    pub capacity: Column<i32>,
}

/// A URN that could be read, whatever else is wrong with its row: a second row with it is a fault.
pub(super) fn urn(header: &Header, record: &Record) -> Option<i32> {
    Cells::of(header, record, 0).whole(Field::Urn, URNS)?
}

impl SchoolRow {
    /// Reads a row, or says everything that is wrong with it.
    pub(super) fn read(header: &Header, record: &Record, row: u64) -> Result<SchoolRow, Vec<RowFault>> {
        if record.len() != header.columns {
            let sentence = format!("this row has {} columns, the headings have {}", record.len(), header.columns);
            return Err(vec![RowFault { row, column: None, sentence }]);
        }
        let mut cells = Cells::of(header, record, row);
        let read = read_cells(&mut cells, header.layout, row);
        if cells.faults.is_empty() { Ok(read) } else { Err(cells.faults) }
    }
}

/// Reads every cell, so that all faults of a row are told at once; the row counts only if there are none.
fn read_cells(cells: &mut Cells<'_>, layout: Layout, row: u64) -> SchoolRow {
    let type_name = cells.needed_text(Field::Type, 100);
    SchoolRow {
        row,
        urn: cells.needed(Field::Urn, |cells| cells.whole(Field::Urn, URNS)).unwrap_or_default(),
        name: cells.needed_text(Field::Name, 200),
        la_code: cells.code(Field::LaCode, 3),
        la_name: cells.text(Field::LaName, 100),
        establishment_number: cells.code(Field::EstablishmentNumber, 4),
        phase: words::phase_by_type(phase(cells, layout), &type_name),
        legal_type: words::legal_type(&type_name),
        type_name,
        status: status(cells),
        opened_on: cells.date(Field::OpenDate),
        closed_on: cells.date(Field::CloseDate),
        street: cells.text(Field::Street, 200),
        locality: cells.text(Field::Locality, 200),
        town: cells.text(Field::Town, 100),
        postcode: postcode(cells),
        trust_name: cells.text(Field::Trust, 200),
        federation_name: cells.text(Field::Federation, 300),
        pupils: cells.whole(Field::Pupils, 0..=MOST_PUPILS),
        fsm_pupils: cells.whole(Field::FsmPupils, 0..=MOST_PUPILS),
        website: cells.text(Field::Website, 300),
        religious_character: cells
            .text(Field::ReligiousCharacter, 100)
            .map(|words| words.and_then(words::religious_character)),
        gender: cells.words(Field::Gender, words::gender, words::GENDERS).map(Option::flatten),
        low_age: cells.whole(Field::LowAge, 0..=99),
        high_age: cells.whole(Field::HighAge, 0..=99),
        capacity: cells.whole(Field::Capacity, 0..=MOST_PUPILS),
    }
}

fn phase(cells: &mut Cells<'_>, layout: Layout) -> Phase {
    let found = cells.needed(Field::Phase, |cells| match layout {
        Layout::Census => cells.words(Field::Phase, words::census_phase, words::CENSUS_PHASES),
        _ => cells.words(Field::Phase, words::register_phase, words::REGISTER_PHASES),
    });
    found.unwrap_or(Phase::NotApplicable)
}

fn status(cells: &mut Cells<'_>) -> Option<EstablishmentStatus> {
    cells.raw(Field::Status)?;
    cells.needed(Field::Status, |cells| cells.words(Field::Status, words::status, words::STATUSES))
}

/// The census has postcodes in small letters, and "NULL" where it knows none.
fn postcode(cells: &mut Cells<'_>) -> Column<String> {
    let postcode = cells.text(Field::Postcode, 10)?;
    Some(postcode.map(|words| words.to_uppercase()).filter(|words| words != "NULL"))
}
