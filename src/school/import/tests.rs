//! The reader against made-up samples, mangled bytes and, where they are at hand, the Department's own files.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use entity::school::{EstablishmentStatus, LegalType, Phase};
use proptest::prelude::*;

use super::{Layout, RowFault, SchoolFile, SchoolRow};

type Read = (Layout, Vec<SchoolRow>, Vec<RowFault>);

fn read(bytes: &[u8]) -> Result<Read, String> {
    let mut file = SchoolFile::open(std::io::Cursor::new(bytes.to_vec())).map_err(|fault| fault.to_string())?;
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    while let Some(row) = file.next_row().map_err(|fault| fault.to_string())? {
        match row {
            Ok(row) => rows.push(row),
            Err(wrong) => faults.extend(wrong),
        }
    }
    Ok((file.layout(), rows, faults))
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap()
}

fn census() -> Vec<SchoolRow> {
    read(&sample("census_small.csv")).unwrap().1
}

#[test]
fn the_census_says_what_a_school_is_and_how_many_pupils_it_has() {
    let (layout, rows, faults) = read(&sample("census_small.csv")).unwrap();
    assert_eq!((layout, rows.len(), faults), (Layout::Census, 5, vec![]));
    let first = &rows[0];
    assert_eq!((first.row, first.urn, first.name.as_str()), (2, 900_001, "Brook Lane Primary School"));
    assert_eq!((first.phase, first.legal_type), (Phase::Primary, LegalType::Community));
    assert_eq!((first.la_code.clone(), first.pupils), (Some(Some("999".into())), Some(Some(210))));
    assert_eq!((first.fsm_pupils, first.religious_character.clone()), (Some(Some(42)), Some(None)));
    assert_eq!(rows[3].trust_name, Some(Some("GREEN LEARNING TRUST".into())));
    assert_eq!(rows[3].legal_type, LegalType::Academy);
    assert_eq!((rows[4].phase, rows[4].legal_type), (Phase::Alternative, LegalType::PupilReferralUnit));
}

#[test]
fn a_column_that_a_file_lacks_is_not_an_empty_one() {
    let rows = census();
    assert_eq!((&rows[0].town, &rows[0].website, rows[0].status), (&None, &None, None));
    assert_eq!((&rows[0].trust_name, rows[0].opened_on), (&Some(None), Some(None)));
}

#[test]
fn z_is_no_figure_nought_is_one_and_null_is_no_postcode() {
    let rows = census();
    assert_eq!((rows[1].pupils, rows[1].postcode.clone()), (Some(Some(0)), Some(Some("FE1 1AB".into()))));
    assert_eq!((rows[2].fsm_pupils, rows[2].postcode.clone()), (Some(None), Some(None)));
    assert_eq!(rows[2].name, "Hilltop House School");
    assert_eq!(rows[4].fsm_pupils, Some(None));
}

#[test]
fn the_three_encodings_give_the_same_schools() {
    assert_eq!(read(&sample("census_small_1252.csv")).unwrap().1, census());
    assert_eq!(read(&sample("census_small_bom.csv")).unwrap().1, census());
    assert_eq!(census()[1].name, "St Anne’s, Mill Road");
}

#[test]
fn the_register_adds_status_address_ages_and_federation() {
    let (layout, rows, faults) = read(&sample("register_names_small.csv")).unwrap();
    assert_eq!((layout, rows.len(), faults), (Layout::RegisterNames, 3, vec![]));
    assert_eq!(rows[0].federation_name, Some(Some("The Brook Federation".into())));
    assert_eq!((rows[0].low_age, rows[0].high_age, rows[0].capacity), (Some(Some(4)), Some(Some(11)), Some(Some(240))));
    assert_eq!((rows[1].status, rows[1].phase), (Some(EstablishmentStatus::Closed), Phase::Middle));
    let dates: Vec<_> = [rows[1].closed_on, rows[2].opened_on].map(|date| date.flatten().unwrap().to_string()).into();
    assert_eq!(dates, ["2016-08-31", "2012-09-01"], "with hyphens and with slashes");
    assert_eq!((rows[2].status, rows[2].phase), (Some(EstablishmentStatus::Open), Phase::Special));
    assert_eq!(rows[2].legal_type, LegalType::Academy);
}

#[test]
fn headings_count_whatever_their_case_and_spacing() {
    let text = String::from_utf8(sample("register_names_small.csv")).unwrap();
    let (headings, rows) = text.split_once('\n').unwrap();
    let loose = format!("{}\n{rows}", headings.to_uppercase().replace(" (", "   ("));
    assert_eq!(read(loose.as_bytes()).unwrap().1, read(text.as_bytes()).unwrap().1);
}

#[test]
fn the_full_register_is_told_by_its_codes() {
    let headings = "URN,LA (code),EstablishmentName,TypeOfEstablishment (code),TypeOfEstablishment (name),\
                    EstablishmentStatus (name),PhaseOfEducation (name)";
    assert_eq!(read(headings.as_bytes()).unwrap().0, Layout::RegisterFull2018);
    assert_eq!(read(format!("{headings},FSM").as_bytes()).unwrap().0, Layout::RegisterFull);
}

#[test]
fn each_fault_names_its_row_its_column_and_what_was_found() {
    let (_, rows, faults) = read(&sample("census_faulty.csv")).unwrap();
    assert_eq!(rows.iter().map(|row| (row.row, row.urn)).collect::<Vec<_>>(), [(2, 900_001), (9, 900_007)]);
    let sentences: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "Row 3, urn: enter a whole number. We found \"two hundred\"",
            "Row 5, opendate: enter a date like 31/08/2016. We found \"31/02/1991\"",
            "Row 5, headcount of pupils: enter a whole number. We found \"61.5\"",
            "Row 6, URN: 900001 is already in row 2. Keep one of them",
            "Row 7, school_name: enter a value. The cell is empty",
            "Row 7, phase_type_grouping: enter a phase of the census, like State-funded primary. We found \"Lower school\"",
            "Row 7, headcount of pupils: enter a whole number. We found \"-4\"",
            "Row 8: this row has 6 columns, the headings have 11",
        ]
    );
}

#[test]
fn rows_are_counted_with_windows_line_ends_blank_lines_and_breaks_inside_cells() {
    let unix = String::from_utf8(sample("census_faulty.csv")).unwrap();
    let windows = unix.replace('\n', "\r\n");
    assert_eq!(read(windows.as_bytes()).unwrap().2, read(unix.as_bytes()).unwrap().2);
    assert_eq!(read(unix.trim_end().as_bytes()).unwrap().1.last().unwrap().row, 9);
}

#[test]
fn files_that_hold_no_schools_we_take_are_refused_by_name() {
    let refusal = |text: &str| read(text.as_bytes()).unwrap_err();
    assert!(refusal("URN,LA,ESTAB,LAESTAB,SCHNAME,ICLOSE\n").contains("the performance tables \"spine\""));
    assert!(refusal("URN,Number of  pupils eligible for the Deprivation Pupil Premium\n").contains("pupil premium"));
    assert!(refusal("establishment-type-group-code,x\n").contains("establishment types"));
    assert!(refusal("").starts_with("This file is empty. We accept the school census"));
    assert!(refusal("\n\n").starts_with("This file is empty"));
    assert!(refusal("PK\u{3}\u{4}....").contains("This workbook is damaged"));
    assert!(refusal("%PDF-1.7").contains("a PDF. Save it as XLSX or CSV"));
    assert!(refusal("a,b\n1,2").contains("We do not know this file. Its first columns are \"a\", \"b\". We accept"));
    let short = refusal("urn,school_name,phase_type_grouping\n");
    assert!(short.contains("it has no column \"typeofestablishment_name\", \"headcount of pupils\""), "{short}");
}

#[test]
fn a_column_that_stands_twice_is_refused() {
    let text = String::from_utf8(sample("census_small.csv")).unwrap().replacen("fte pupils", "Headcount of  pupils", 1);
    assert_eq!(
        read(text.as_bytes()).unwrap_err(),
        "This file has the column \"Headcount of pupils\" twice. Remove one of them"
    );
}

#[test]
fn a_quotation_mark_that_never_closes_stops_the_reading_instead_of_filling_memory() {
    let mut bytes = sample("census_small.csv");
    bytes.extend(b"202223,900009,\"");
    bytes.extend(std::iter::repeat_n(b"never closed\n", 200_000).flatten());
    assert_eq!(read(&bytes).unwrap_err(), "Row 7 is too long to be one row. Check its quotation marks");
}

#[test]
fn text_that_a_database_cannot_hold_is_a_fault_of_its_row() {
    let text = String::from_utf8(sample("census_small.csv")).unwrap();
    let zero = text.replacen("Brook Lane Primary", "Brook\0Lane", 1);
    let faults = read(zero.as_bytes()).unwrap().2;
    assert_eq!(faults[0].sentence, "enter text without control characters. We found \"Brook\u{FFFD}Lane School\"");
    let mut broken = text.into_bytes();
    broken
        .extend(b"202223,900010,9992010,999,E,Fernshire,2010,caf\xFF,State-funded primary,Community school,,,,,,1,1,1");
    let faults = read(&broken).unwrap().2;
    assert!(faults[0].sentence.starts_with("enter text in UTF-8 or Windows-1252, not a mixture"), "{faults:?}");
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_fail_otherwise_than_in_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Err(sentence) = read(&bytes) {
            prop_assert!(!sentence.is_empty());
        }
    }

    #[test]
    fn every_row_of_a_mangled_file_is_read_or_named(at in 400usize..1150, with in prop::collection::vec(any::<u8>(), 0..6)) {
        let mut bytes = sample("census_small.csv");
        let at = at.min(bytes.len());
        bytes.splice(at..(at + with.len()).min(bytes.len()), with);
        if let Ok((_, rows, faults)) = read(&bytes) {
            let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
            prop_assert!(rows.iter().all(|row| (2..=lines).contains(&row.row)));
            prop_assert!(faults.iter().all(|fault| (2..=lines).contains(&fault.row)));
            prop_assert!(!rows.is_empty() || !faults.is_empty());
        }
    }
}

/// The Department's files, kept beside the repository and not in it.
fn published(name: &str) -> Option<Read> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/schools").join(name);
    if let Ok(bytes) = fs::read(&path) {
        return Some(read(&bytes).unwrap());
    }
    assert!(std::env::var_os("CLUSTERBUY_TEST_REQUIRE_SHARED").is_none(), "{name} is required");
    writeln!(std::io::stderr(), "skipped: {name} is not beside the repository").unwrap();
    None
}

#[test]
fn every_school_in_england_is_read_from_the_census() {
    let Some((layout, rows, faults)) = published("spc_2022_23_england.csv") else { return };
    assert_eq!((layout, rows.len(), faults), (Layout::Census, 24_442, vec![]));
    let not_applicable = rows.iter().filter(|row| row.fsm_pupils == Some(None)).count();
    assert_eq!(not_applicable, 2_408);
    assert_eq!(rows.iter().filter(|row| row.pupils == Some(Some(0))).count(), 65);
    assert!(rows.iter().all(|row| row.legal_type != LegalType::Other));
    let pinfold = rows.iter().find(|row| row.urn == 104_176).unwrap();
    assert_eq!(
        (pinfold.legal_type, pinfold.phase, pinfold.pupils),
        (LegalType::Community, Phase::Primary, Some(Some(416)))
    );
}

#[test]
fn the_three_registers_are_read_without_a_fault() {
    for (name, layout, count) in [
        ("gias_2022_04_surrey_hampshire.csv", Layout::RegisterNames, 1_096),
        ("gias_2018_full_columns_sample.csv", Layout::RegisterFull2018, 4),
        ("dfe_fixture_gias_2024_header_anonymised.csv", Layout::RegisterFull, 60),
    ] {
        let Some(found) = published(name) else { return };
        assert_eq!((found.0, found.1.len(), found.2), (layout, count, vec![]), "{name}");
    }
}
