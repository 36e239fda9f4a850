//! Rows of invoices from a spreadsheet: which school, contract and part of a year each is for.

use ::entity::ids::*;
use ::entity::money::{Money, Quantity};
use chrono::{Datelike, NaiveDate};

use super::spend::{Period, Refusal, may_enter};
use super::term::Term;
use crate::platform::table::{Cells, Column, Sheet, column};

/// The most rows that are taken at once: three years of months of a school with many contracts.
pub const MOST_ROWS: usize = 1_000;

/// The columns of the template, in its order, each with other names it goes by.
pub const COLUMNS: [Column; 6] = [
    column("School", &["urn", "schoolname"]),
    column("Contract", &["contracttitle", "title", "service"]),
    column("Month or term", &["month", "term", "period", "for"]),
    column("Quantity", &["units", "volume"]),
    column("Amount", &["amountpaid", "netamount", "net", "cost"]),
    column("Invoice", &["invoicenumber", "invoicereference", "reference"]),
];

const SCHOOL: usize = 0;
const CONTRACT: usize = 1;
const PERIOD: usize = 2;
const QUANTITY: usize = 3;
const AMOUNT: usize = 4;
const INVOICE: usize = 5;

/// A school's part of a contract that a row may be of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub part: ScheduleId,
    pub school: SchoolId,
    pub urn: i32,
    pub school_name: String,
    pub contract: ContractId,
    pub title: String,
    pub service: String,
    pub term: Term,
    /// What is there by contract year and period.
    pub entered: Vec<(i32, Period)>,
    /// Whether whoever sends the rows may enter for this school.
    pub may_enter: bool,
}

/// One row, ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    pub part: ScheduleId,
    pub school: SchoolId,
    pub contract: ContractId,
    /// The contract year, from 1.
    pub year: i32,
    pub period: Period,
    pub amount: Money,
    pub quantity: Option<Quantity>,
    pub reference: Option<String>,
}

/// What was sent. It can be kept only when nothing is wrong with any row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invoices {
    pub rows: Vec<Invoice>,
    /// "Row 12, Amount: enter …".
    pub faults: Vec<String>,
    /// Headings that no column of ours matches; their cells are left out.
    pub unused: Vec<String>,
}

/// Reads the rows. `own` is the school whose page they are sent on: rows that name no school are its own.
pub fn read_rows(text: &str, known: &[Known], own: i32, today: NaiveDate) -> Invoices {
    let sheet = match Sheet::read(text, &COLUMNS, &[CONTRACT, PERIOD, AMOUNT], MOST_ROWS) {
        Ok(sheet) => sheet,
        Err(fault) => return Invoices { faults: vec![fault], ..Invoices::default() },
    };
    let mut read = Invoices { unused: sheet.unused.clone(), ..Invoices::default() };
    for mut cells in sheet.rows() {
        if let Some(invoice) = invoice(&mut cells, known, own, today, &read.rows) {
            read.rows.push(invoice);
        }
        read.faults.append(&mut cells.faults);
    }
    read
}

fn invoice(cells: &mut Cells<'_>, known: &[Known], own: i32, today: NaiveDate, before: &[Invoice]) -> Option<Invoice> {
    let of_school = school(cells, known, own);
    let title = cells.required(CONTRACT, "enter the contract's title or its service");
    let asked = period(cells);
    let quantity = cells.parsed(QUANTITY, "enter a number such as 150", |cell| {
        cell.replace([',', ' '], "").parse::<Quantity>().ok().filter(|quantity| !quantity.is_negative())
    });
    let amount = cells.money(AMOUNT);
    if amount.is_none() && cells.text(AMOUNT).is_none() {
        cells.wrong(AMOUNT, "enter an amount such as 1,250.00");
    }
    let reference = cells.text(INVOICE);
    let (of_school, asked) = (of_school?, asked?);
    let (part, year) = contract(cells, &of_school, &title, asked, today)?;
    let period = asked.period();
    if let Err(sentence) = is_free(part, year, period, before) {
        cells.wrong(PERIOD, sentence);
        return None;
    }
    let (school, contract) = (part.school, part.contract);
    Some(Invoice { part: part.part, school, contract, year, period, amount: amount?, quantity, reference })
}

/// The contracts of the row's school.
fn school<'a>(cells: &mut Cells<'_>, known: &'a [Known], own: i32) -> Option<Vec<&'a Known>> {
    let named = cells.text(SCHOOL);
    let is_named = |part: &&Known| match &named {
        None => part.urn == own,
        Some(name) => part.urn.to_string() == *name || same(&part.school_name, name),
    };
    let found: Vec<&Known> = known.iter().filter(is_named).collect();
    if found.is_empty() {
        cells.wrong(SCHOOL, "enter the name or the URN of a school in the contract");
        return None;
    }
    if found.iter().all(|part| !part.may_enter) {
        let name = &found[0].school_name;
        cells.wrong(SCHOOL, format!("only staff of {name} enter what it paid. Ask its business manager"));
        return None;
    }
    Some(found)
}

/// The contract that has this title or service and runs in the period, with the number of its year.
fn contract<'a>(
    cells: &mut Cells<'_>,
    of_school: &[&'a Known],
    title: &str,
    asked: Asked,
    today: NaiveDate,
) -> Option<(&'a Known, i32)> {
    let named: Vec<&Known> =
        of_school.iter().copied().filter(|part| same(&part.title, title) || same(&part.service, title)).collect();
    if named.is_empty() {
        if !title.is_empty() {
            let titles: Vec<&str> = of_school.iter().map(|part| part.title.as_str()).collect();
            cells.wrong(CONTRACT, format!("enter one of {}", titles.join(", ")));
        }
        return None;
    }
    let running: Vec<(&Known, i32)> =
        named.iter().filter_map(|part| Some((*part, asked.year_of(&part.term)?))).collect();
    match running.as_slice() {
        [(part, year)] if part.term.year(*year).0 > today => {
            cells.wrong(PERIOD, lower_first(&Refusal::NotBegun.to_string()));
            None
        }
        [found] => Some(*found),
        [] => {
            cells.wrong(PERIOD, "the contract does not run then");
            None
        }
        _ => {
            cells.wrong(CONTRACT, "more than one contract fits. Enter its title");
            None
        }
    }
}

/// A period is entered once: neither in another row nor before.
fn is_free(part: &Known, year: i32, period: Period, before: &[Invoice]) -> Result<(), String> {
    let in_rows = before.iter().filter(|row| row.part == part.part && row.year == year).map(|row| row.period);
    let stored: Vec<Period> = part.entered.iter().filter(|(of, _)| *of == year).map(|(_, period)| *period).collect();
    let in_rows: Vec<Period> = in_rows.collect();
    if in_rows.contains(&period) {
        return Err(format!("another row is for the {} too. Enter it once", period.in_sentence()));
    }
    if stored.contains(&period) {
        return Err(format!("the {} is entered already. Correct it on the page of the contract", period.in_sentence()));
    }
    may_enter(period, &[stored, in_rows].concat()).map_err(|refusal| match refusal {
        Refusal::TermIsThere(Period::Month(_)) => refusal.to_string(),
        other => lower_first(&other.to_string()),
    })
}

fn period(cells: &mut Cells<'_>) -> Option<Asked> {
    let wanted = "enter a month, a term or a year, such as October 2026, Autumn 2026 or 2026 to 2027";
    if cells.text(PERIOD).is_none() {
        cells.wrong(PERIOD, wanted);
        return None;
    }
    cells.parsed(PERIOD, wanted, asked)
}

/// A part of the calendar as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// A whole contract year by the year in which it begins.
    Whole(i32),
    /// A term or a month of a calendar year.
    Part(Period, i32),
}

impl Asked {
    fn period(self) -> Period {
        match self {
            Asked::Whole(_) => Period::WholeYear,
            Asked::Part(period, _) => period,
        }
    }

    /// The contract year that it falls in.
    fn year_of(self, term: &Term) -> Option<i32> {
        match self {
            Asked::Whole(first) => (1..=term.years()).find(|number| term.year(*number).0.year() == first),
            Asked::Part(period, calendar) => {
                let months = period.months().into_iter().rev();
                let days = months.filter_map(|month| {
                    let first = NaiveDate::from_ymd_opt(calendar, month, 1)?;
                    let last = first.checked_add_months(chrono::Months::new(1))?.pred_opt()?;
                    term.year_of(last).or_else(|| term.year_of(first))
                });
                days.into_iter().next()
            }
        }
    }
}

/// "October 2026", "Oct-26", "2026-10", "31/10/2026", "Autumn term 2026", "2026 to 2027", "2026/27".
fn asked(text: &str) -> Option<Asked> {
    let small = text.to_lowercase();
    let words: Vec<&str> = small
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !["term", "to", "year"].contains(word))
        .collect();
    let number = |word: &str| word.parse::<i32>().ok();
    match words.as_slice() {
        [name, year] if number(name).is_none() => Some(Asked::Part(named(name)?, full_year(number(year)?))),
        [year] => Some(Asked::Whole(number(year).filter(|year| *year >= 1900)?)),
        [one, other] => two_numbers(number(one)?, number(other)?),
        [one, month, other] => {
            let (one, other) = (number(one)?, number(other)?);
            let year = [one, other].into_iter().find(|year| *year >= 1900)?;
            month_of(number(month)?, year)
        }
        _ => None,
    }
}

fn two_numbers(one: i32, other: i32) -> Option<Asked> {
    if one >= 1900 && (other == one + 1 || other == (one + 1) % 100) {
        return Some(Asked::Whole(one));
    }
    if one >= 1900 { month_of(other, one) } else { month_of(one, full_year(other)) }
}

fn month_of(month: i32, year: i32) -> Option<Asked> {
    let month = u32::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    Some(Asked::Part(Period::Month(month), year))
}

fn full_year(year: i32) -> i32 {
    if year < 100 { 2000 + year } else { year }
}

/// A term by its name, a month by its first letters.
fn named(name: &str) -> Option<Period> {
    let is = |period: &&Period| match period {
        Period::WholeYear => false,
        Period::Month(_) => name.len() >= 3 && period.words().to_lowercase().starts_with(name),
        term => term.words().to_lowercase().split(' ').next() == Some(name),
    };
    Period::ALL.iter().find(is).copied()
}

fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    plain(one) == plain(other)
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_a_part_of_a_year_in_many_ways() {
        let part = |period, year| Some(Asked::Part(period, year));
        for text in ["October 2026", "oct-26", "2026-10", "10/2026", "31/10/2026", "2026-10-31", "Oct 2026"] {
            assert_eq!(asked(text), part(Period::Month(10), 2026), "{text}");
        }
        for text in ["Autumn 2026", "autumn term 2026", "AUTUMN 26"] {
            assert_eq!(asked(text), part(Period::Autumn, 2026), "{text}");
        }
        for text in ["2026 to 2027", "2026/27", "2026-2027", "Year 2026"] {
            assert_eq!(asked(text), Some(Asked::Whole(2026)), "{text}");
        }
        for text in ["", "October", "term 3", "13/2026", "soon 2026", "1 2 3 4"] {
            assert_eq!(asked(text), None, "{text}");
        }
    }

    #[test]
    fn a_term_falls_in_the_contract_year_that_has_its_months() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let financial = Term { starts_on: day("2026-04-01"), ends_on: day("2029-03-31"), notice_on: None };
        let year = |asked: Asked| asked.year_of(&financial);
        assert_eq!(year(Asked::Part(Period::Summer, 2026)), Some(1));
        assert_eq!(year(Asked::Part(Period::Spring, 2027)), Some(1));
        assert_eq!(year(Asked::Part(Period::Month(4), 2027)), Some(2));
        assert_eq!(year(Asked::Part(Period::Spring, 2026)), None);
        assert_eq!(year(Asked::Whole(2027)), Some(2));
    }
}
