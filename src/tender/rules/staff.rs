//! Rows about staff that transfer: pasted from a spreadsheet, with everything that names a person kept out.

use ::entity::ids::SchoolId;
use ::entity::money::Quantity;
use ::entity::staff_row::{Model as Row, PensionScheme};
use std::collections::BTreeMap;

/// The most rows of one paste.
pub const MOST_ROWS: usize = 500;
/// A site is named in the pack from so many members of staff on; fewer could be told by it.
pub const FEWEST_OF_A_SITE: usize = 5;
/// The site of staff of a site with fewer.
pub const SMALL_SITE: &str = "One of the smaller sites";

const LONGEST: usize = 200;

/// One member of staff as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStaff {
    pub role: String,
    pub hours: Quantity,
    pub pay_band: String,
    pub service_years: i32,
    pub pension: PensionScheme,
    pub terms: Option<String>,
}

/// What was pasted. It can be kept only when nothing is wrong with any row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    pub rows: Vec<NewStaff>,
    pub faults: Vec<String>,
    /// Headings of columns that were left out because they name or could name people, or that the pack has no use for.
    pub left_out: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Role,
    Hours,
    PayBand,
    Service,
    Pension,
    Terms,
}

const COLUMNS: [(Column, &[&str]); 6] = [
    (Column::Role, &["role", "job", "jobtitle", "post"]),
    (Column::Hours, &["hours", "hoursaweek", "weeklyhours", "contractedhours"]),
    (Column::PayBand, &["payband", "pay", "grade", "band", "payscale"]),
    (Column::Service, &["lengthofservice", "service", "yearsofservice", "serviceyears", "years"]),
    (Column::Pension, &["pension", "pensionscheme", "scheme"]),
    (Column::Terms, &["terms", "otherterms", "notes"]),
];

fn plain(heading: &str) -> String {
    heading.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

fn column(heading: &str) -> Option<Column> {
    let word = plain(heading);
    COLUMNS.iter().find(|(_, names)| names.contains(&word.as_str())).map(|(column, _)| *column)
}

/// Rows that were given, as they could be pasted again: to change or take out single ones.
pub fn as_pasted(rows: &[&Row]) -> String {
    let line = |row: &&Row| {
        let (hours, years) = (row.hours.to_string(), row.service_years.to_string());
        let terms = row.terms.as_deref().unwrap_or_default();
        [row.role.as_str(), &hours, &row.pay_band, &years, row.pension.as_str(), terms].join("\t")
    };
    let headings = "Role\tHours\tPay band\tLength of service\tPension\tTerms".to_owned();
    std::iter::once(headings).chain(rows.iter().map(line)).collect::<Vec<_>>().join("\n")
}

/// The rows of a paste with headings in its first line, by tabs or commas.
pub fn pasted(text: &str) -> Pasted {
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let mut found = Pasted::default();
    let Some(first) = lines.next() else {
        found.faults.push("Paste at least one row under a row of headings".to_owned());
        return found;
    };
    let separator = if first.contains('\t') { '\t' } else { ',' };
    let headings: Vec<&str> = first.split(separator).map(str::trim).collect();
    let columns: Vec<Option<Column>> = headings.iter().map(|heading| column(heading)).collect();
    found.left_out =
        headings.iter().filter(|heading| column(heading).is_none()).map(|text| (*text).to_owned()).collect();
    let lacking = COLUMNS.iter().filter(|(each, _)| *each != Column::Terms && !columns.contains(&Some(*each)));
    let lacking: Vec<&str> = lacking.map(|(_, names)| names[0]).collect();
    if !lacking.is_empty() {
        found.faults.push(format!(
            "The first row must have the headings Role, Hours, Pay band, Length of service and Pension. Missing: {}",
            lacking.join(", ")
        ));
        return found;
    }
    for (number, line) in (2..).zip(lines.take(MOST_ROWS)) {
        let cells: BTreeMap<Column, &str> =
            columns.iter().zip(line.split(separator)).filter_map(|(at, cell)| Some(((*at)?, cell.trim()))).collect();
        match row(&cells) {
            Ok(row) => found.rows.push(row),
            Err(fault) => found.faults.push(format!("Row {number}, {fault}")),
        }
    }
    found
}

fn row(cells: &BTreeMap<Column, &str>) -> Result<NewStaff, String> {
    let cell = |column: Column| cells.get(&column).copied().unwrap_or_default();
    for (column, text) in cells {
        if let Some(fault) = names_somebody(text) {
            let names = COLUMNS.iter().find(|(each, _)| each == column).map_or("", |(_, names)| names[0]);
            return Err(format!("{names}: {fault}. Take it out"));
        }
    }
    let role = cell(Column::Role);
    if role.is_empty() || role.chars().count() > LONGEST {
        return Err("role: enter the job, like Kitchen assistant".to_owned());
    }
    let hours: Quantity = cell(Column::Hours).parse().map_err(|_| number(Column::Hours, cell(Column::Hours)))?;
    if hours.0 <= 0 || hours.0 > 60_000 {
        return Err(number(Column::Hours, cell(Column::Hours)));
    }
    let service: Quantity =
        cell(Column::Service).parse().map_err(|_| number(Column::Service, cell(Column::Service)))?;
    let service_years = i32::try_from(service.0 / 1_000).ok().filter(|years| (0..=60).contains(years));
    Ok(NewStaff {
        role: role.to_owned(),
        hours,
        pay_band: Some(cell(Column::PayBand))
            .filter(|text| !text.is_empty())
            .ok_or("payband: enter the band")?
            .to_owned(),
        service_years: service_years.ok_or_else(|| number(Column::Service, cell(Column::Service)))?,
        pension: pension(cell(Column::Pension))?,
        terms: Some(cell(Column::Terms)).filter(|text| !text.is_empty()).map(str::to_owned),
    })
}

fn number(column: Column, found: &str) -> String {
    match column {
        Column::Service => format!("lengthofservice: enter whole years, like 7. We found \"{found}\""),
        _ => format!("hours: enter the hours a week, like 17.5. We found \"{found}\""),
    }
}

fn pension(text: &str) -> Result<PensionScheme, String> {
    match plain(text).as_str() {
        "lgps" | "localgovernmentpensionscheme" => Ok(PensionScheme::Lgps),
        "tps" | "teacherspensionscheme" | "teacherspensions" => Ok(PensionScheme::Tps),
        "none" | "no" | "" => Ok(PensionScheme::None),
        "other" | "nest" | "auto" | "workplace" => Ok(PensionScheme::Other),
        _ => Err(format!("pension: enter LGPS, TPS, other or none. We found \"{text}\"")),
    }
}

/// Why a cell could tell who somebody is: a National Insurance number, a date of birth, an email address, a title with a name.
pub fn names_somebody(text: &str) -> Option<&'static str> {
    let letters = plain(text);
    if text.contains('@') {
        return Some("it looks like an email address");
    }
    if letters.as_bytes().windows(9).any(is_insurance_number) {
        return Some("it looks like a National Insurance number");
    }
    if is_a_date(text) {
        return Some("it looks like a date. Give whole years instead");
    }
    let titles = ["mr", "mrs", "ms", "miss", "dr", "mx"];
    let first = text.split([' ', '.']).next().unwrap_or_default().to_lowercase();
    (titles.contains(&first.as_str()) && text.contains(' ')).then_some("it looks like a person's name")
}

/// Two letters, six digits, one letter.
fn is_insurance_number(nine: &[u8]) -> bool {
    nine[..2].iter().all(u8::is_ascii_alphabetic)
        && nine[2..8].iter().all(u8::is_ascii_digit)
        && nine[8].is_ascii_alphabetic()
}

/// 12/03/1971, 12.3.71, 1971-03-12.
fn is_a_date(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
        parts.len() == 3
            && parts.iter().all(|part| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_digit()))
    })
}

/// The site of each row as bidders read it: its name where enough work there that nobody is told by it.
pub fn sites<'a>(rows: &[Row], name: impl Fn(SchoolId) -> Option<&'a str>) -> Vec<String> {
    let mut of: BTreeMap<Option<SchoolId>, usize> = BTreeMap::new();
    for row in rows {
        *of.entry(row.school_id).or_default() += 1;
    }
    let site = |row: &Row| match row.school_id.and_then(&name) {
        Some(name) if of.get(&row.school_id).is_some_and(|count| *count >= FEWEST_OF_A_SITE) => name.to_owned(),
        _ => SMALL_SITE.to_owned(),
    };
    rows.iter().map(site).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::entity::ids::{AccountId, StaffRowId, TenderId};
    use chrono::DateTime;

    const HEAD: &str = "Name\tRole\tHours\tPay band\tLength of service\tPension\tNI number\n";

    #[test]
    fn columns_that_name_people_are_left_out() {
        let found = pasted(&format!("{HEAD}Ann Other\tCook\t25\tScale 4\t12\tLGPS\tQQ123456C\n"));
        assert_eq!(found.left_out, ["Name", "NI number"]);
        assert_eq!(found.faults, Vec::<String>::new());
        let row = &found.rows[0];
        assert_eq!((row.role.as_str(), row.hours, row.service_years), ("Cook", Quantity(25_000), 12));
        assert!(!format!("{found:?}").contains("Ann") && !format!("{found:?}").contains("QQ123456C"));
    }

    #[test]
    fn a_cell_that_names_somebody_is_refused_with_its_row() {
        let paste = |cell: &str| {
            pasted(&format!("Role,Hours,Pay band,Length of service,Pension,Terms\nCook,25,4,12,LGPS,{cell}"))
        };
        for cell in ["Mrs Other", "born 12/03/1971", "QQ 12 34 56 C", "ann@example.org"] {
            let found = paste(cell);
            assert!(found.rows.is_empty() && found.faults[0].starts_with("Row 2, terms: it looks like"), "{found:?}");
        }
        assert_eq!(paste("Term time only").faults, Vec::<String>::new());
    }

    #[test]
    fn a_heading_that_is_missing_and_a_number_that_is_none_are_told() {
        assert!(pasted("Role,Hours\nCook,25").faults[0].contains("Missing: payband, lengthofservice, pension"));
        let found = pasted("Role,Hours,Pay band,Length of service,Pension\nCook,lots,4,12,LGPS");
        assert_eq!(found.faults, ["Row 2, hours: enter the hours a week, like 17.5. We found \"lots\""]);
    }

    #[test]
    fn a_site_with_few_staff_is_not_named() {
        let now = DateTime::UNIX_EPOCH;
        let (large, small) = (SchoolId::new(now), SchoolId::new(now));
        let row = |school| Row {
            id: StaffRowId::new(now),
            tender_id: TenderId::new(now),
            school_id: Some(school),
            role: "Cook".to_owned(),
            hours: Quantity(25_000),
            pay_band: "4".to_owned(),
            service_years: 3,
            pension: PensionScheme::Lgps,
            terms: None,
            given_by: AccountId::new(now),
            given_at: now,
            by_provider: false,
        };
        let rows: Vec<Row> = (0..5).map(|_| row(large)).chain([row(small)]).collect();
        let named = sites(&rows, |id| Some(if id == large { "Rose Hill" } else { "Canal Side" }));
        assert_eq!((named[0].as_str(), named[5].as_str()), ("Rose Hill", SMALL_SITE));
    }
}
