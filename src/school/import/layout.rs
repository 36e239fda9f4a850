//! Which of the Department's files this is, told from its headings alone.

use std::collections::HashMap;

/// A file whose schools we can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// "Schools, pupils and their characteristics", one row a school: the January census.
    Census,
    /// A search download of the register (GIAS), which has names but no codes.
    RegisterNames,
    /// The register's full extract as it was in 2018, before it counted free school meals.
    RegisterFull2018,
    /// The register's full extract as it is now.
    RegisterFull,
}

impl Layout {
    /// What a person calls such a file.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Census => "school census (\"Schools, pupils and their characteristics\")",
            Layout::RegisterNames => "register of schools (GIAS), search download",
            Layout::RegisterFull2018 => "register of schools (GIAS), full extract of 2018",
            Layout::RegisterFull => "register of schools (GIAS), full extract",
        }
    }
}

/// Why a file cannot be taken, as a sentence for whoever chose it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutFault {
    #[error("This file is empty. {ACCEPTED}")]
    Empty,
    #[error("This file is {0}, which has no school details we import. {ACCEPTED}")]
    Known(&'static str),
    #[error("This file looks like a {}, but it has no column {}. {ACCEPTED}", layout.name(), quoted(missing))]
    Missing { layout: Layout, missing: Vec<&'static str> },
    #[error("This file has the column \"{0}\" twice. Remove one of them")]
    Twice(String),
    #[error("We do not know this file. Its first columns are {}. {ACCEPTED}", quoted(.0))]
    Unknown(Vec<String>),
}

const ACCEPTED: &str = "We accept the school census (\"Schools, pupils and their characteristics\", one row a school) \
                        and the register of schools (GIAS), as a search download or in full";

fn quoted(columns: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.as_ref())).collect();
    quoted.join(", ")
}

/// What we take from a file, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Urn,
    Name,
    LaCode,
    LaName,
    EstablishmentNumber,
    Phase,
    Type,
    Status,
    OpenDate,
    CloseDate,
    Street,
    Locality,
    Town,
    Postcode,
    Trust,
    Federation,
    Pupils,
    FsmPupils,
    Website,
    ReligiousCharacter,
    Gender,
    LowAge,
    HighAge,
    Capacity,
}

use Field::{
    Capacity, CloseDate, EstablishmentNumber, Federation, FsmPupils, Gender, HighAge, LaCode, LaName, Locality, LowAge,
    Name, OpenDate, Phase, Postcode, Pupils, ReligiousCharacter, Status, Street, Town, Trust, Type, Urn, Website,
};

const CENSUS: &[(Field, &str)] = &[
    (Urn, "urn"),
    (Name, "school_name"),
    (LaCode, "old_la_code"),
    (LaName, "la_name"),
    (EstablishmentNumber, "estab"),
    (Phase, "phase_type_grouping"),
    (Type, "typeofestablishment_name"),
    (OpenDate, "opendate"),
    (Postcode, "school_postcode"),
    (Trust, "trust"),
    (Pupils, "headcount of pupils"),
    (FsmPupils, "number of pupils known to be eligible for free school meals"),
    (ReligiousCharacter, "denomination"),
];
const CENSUS_NEEDS: &[&str] =
    &["urn", "school_name", "phase_type_grouping", "typeofestablishment_name", "headcount of pupils"];

const REGISTER: &[(Field, &str)] = &[
    (Urn, "urn"),
    (Name, "establishmentname"),
    (LaCode, "la (code)"),
    (LaName, "la (name)"),
    (EstablishmentNumber, "establishmentnumber"),
    (Phase, "phaseofeducation (name)"),
    (Type, "typeofestablishment (name)"),
    (Status, "establishmentstatus (name)"),
    (OpenDate, "opendate"),
    (CloseDate, "closedate"),
    (Street, "street"),
    (Locality, "locality"),
    (Town, "town"),
    (Postcode, "postcode"),
    (Trust, "trusts (name)"),
    (Federation, "federations (name)"),
    (Pupils, "numberofpupils"),
    (FsmPupils, "fsm"),
    (Website, "schoolwebsite"),
    (ReligiousCharacter, "religiouscharacter (name)"),
    (Gender, "gender (name)"),
    (LowAge, "statutorylowage"),
    (HighAge, "statutoryhighage"),
    (Capacity, "schoolcapacity"),
];
const REGISTER_NEEDS: &[&str] = &[
    "urn",
    "establishmentname",
    "la (code)",
    "typeofestablishment (name)",
    "establishmentstatus (name)",
    "phaseofeducation (name)",
];

/// Where a field stands, and what the file itself calls it.
pub(super) struct Place {
    pub(super) index: usize,
    pub(super) heading: String,
}

/// The headings of a file we take.
pub(super) struct Header {
    pub(super) layout: Layout,
    pub(super) columns: usize,
    places: HashMap<Field, Place>,
}

impl Header {
    /// Recognises the headings, whatever their case and spacing.
    pub(super) fn recognise<'a>(headings: impl Iterator<Item = &'a str>) -> Result<Header, LayoutFault> {
        let headings: Vec<&str> = headings.collect();
        let plain: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
        let (layout, wanted, needs) = layout_of(&plain, &headings)?;
        let missing: Vec<_> = needs.iter().copied().filter(|need| !has(&plain, need)).collect();
        if !missing.is_empty() {
            return Err(LayoutFault::Missing { layout, missing });
        }
        let mut places = HashMap::new();
        for (field, name) in wanted {
            let mut found = plain.iter().enumerate().filter(|(_, heading)| heading.as_str() == *name);
            if let Some((index, _)) = found.next() {
                places.insert(*field, Place { index, heading: shown(headings[index]) });
            }
            if let Some((again, _)) = found.next() {
                return Err(LayoutFault::Twice(shown(headings[again])));
            }
        }
        Ok(Header { layout, columns: headings.len(), places })
    }

    pub(super) fn place(&self, field: Field) -> Option<&Place> {
        self.places.get(&field)
    }
}

type Recognised = (Layout, &'static [(Field, &'static str)], &'static [&'static str]);

fn layout_of(plain: &[String], headings: &[&str]) -> Result<Recognised, LayoutFault> {
    if plain.iter().all(String::is_empty) {
        return Err(LayoutFault::Empty);
    }
    if let Some(name) = known_refusal(plain) {
        return Err(LayoutFault::Known(name));
    }
    if has(plain, "phase_type_grouping") || has(plain, "headcount of pupils") {
        return Ok((Layout::Census, CENSUS, CENSUS_NEEDS));
    }
    if has(plain, "establishmentname") || has(plain, "phaseofeducation (name)") {
        let layout = match (has(plain, "typeofestablishment (code)"), has(plain, "fsm")) {
            (false, _) => Layout::RegisterNames,
            (true, false) => Layout::RegisterFull2018,
            (true, true) => Layout::RegisterFull,
        };
        return Ok((layout, REGISTER, REGISTER_NEEDS));
    }
    Err(LayoutFault::Unknown(headings.iter().take(5).map(|heading| shown(heading)).collect()))
}

/// Other files of the Department that people have at hand, and that hold no school details we take.
fn known_refusal(plain: &[String]) -> Option<&'static str> {
    if has(plain, "schname") && has(plain, "iclose") {
        return Some("the performance tables \"spine\" (school information of a past year)");
    }
    if plain.iter().any(|heading| heading.contains("pupil premium")) {
        return Some("a list of pupil premium allocations");
    }
    if has(plain, "establishment-type-group-code") || has(plain, "type-of-establishment-code") {
        return Some("the list of establishment types");
    }
    None
}

fn has(plain: &[String], name: &str) -> bool {
    plain.iter().any(|heading| heading == name)
}

fn plain(heading: &str) -> String {
    heading.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A heading as a message repeats it: one line, not long.
fn shown(heading: &str) -> String {
    let line = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|letter| !letter.is_control()).take(60).collect()
}
