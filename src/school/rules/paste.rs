//! Rows pasted from a spreadsheet into the contract register: tabs or commas, with headings or in the template's order.

use std::fmt::Display;

use chrono::NaiveDate;
use entity::contract_entry::CostSource;
use entity::ids::CategoryId;
use entity::money::Money;

use super::register::{Refusal, Terms, check};

/// The most rows of one paste.
pub const MOST_ROWS: usize = 500;
const LONGEST_CELL: usize = 300;

/// The columns of the template, in its order, each with other names it goes by in schools' own registers.
pub const COLUMNS: [(&str, &[&str]); 11] = [
    ("Title", &["contract", "contracttitle", "description", "whatfor"]),
    ("Provider", &["supplier", "contractor", "providername", "suppliername"]),
    ("Service", &["category", "servicecategory"]),
    ("Start", &["starts", "startdate", "contractstart"]),
    ("End", &["ends", "enddate", "contractend", "expires"]),
    ("Notice terms", &["noticeperiod"]),
    ("Notice date", &["notice", "triggerdate", "noticeby"]),
    ("Yearly amount", &["yearlycost", "annualcost", "annualamount", "annualvalue", "amount", "cost"]),
    ("How bought", &["procurement", "route", "procurementroute"]),
    ("Source of the cost", &["source", "costsource"]),
    ("Responsible", &["whoisresponsible", "owner", "contractmanager"]),
];

const TITLE: usize = 0;
const PROVIDER: usize = 1;
const SERVICE: usize = 2;
const START: usize = 3;
const END: usize = 4;
const NOTICE_TERMS: usize = 5;
const NOTICE_DATE: usize = 6;
const AMOUNT: usize = 7;
const HOW_BOUGHT: usize = 8;
const SOURCE: usize = 9;
const RESPONSIBLE: usize = 10;

/// A service category by the names it may be written with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: CategoryId,
    pub name: String,
    pub slug: String,
}

/// What was pasted. It can be kept only when nothing is wrong with any row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    pub rows: Vec<Terms>,
    /// "Row 12, Yearly amount: enter …".
    pub faults: Vec<String>,
    /// Headings that no column of ours matches; their cells are left out.
    pub unused: Vec<String>,
}

/// Reads the rows. Rows count from 1 as the spreadsheet's do: headings are row 1.
pub fn read_rows(text: &str, categories: &[Choice]) -> Pasted {
    let records = records(text);
    let mut pasted = Pasted::default();
    let Some((_, first)) = records.first() else {
        pasted.faults.push("Paste at least one row".to_owned());
        return pasted;
    };
    let (places, has_headings) = places(first, &mut pasted);
    let rows: Vec<_> = records.iter().skip(usize::from(has_headings)).collect();
    if pasted.faults.is_empty() && rows.is_empty() {
        pasted.faults.push("Paste at least one row below the headings".to_owned());
    }
    if rows.len() > MOST_ROWS {
        pasted.faults.push(format!("Paste at most {MOST_ROWS} rows at a time"));
        return pasted;
    }
    if pasted.faults.is_empty() {
        for (number, cells) in rows {
            let mut row = Row { number: *number, cells, places: &places, faults: &mut pasted.faults };
            let terms = row.terms(categories);
            pasted.rows.push(terms);
        }
    }
    pasted
}

/// The lines that hold something, with their numbers; tabs win over commas.
fn records(text: &str) -> Vec<(usize, Vec<String>)> {
    let delimiter = if text.contains('\t') { b'\t' } else { b',' };
    let text = format!("{text}\n");
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut breaks_inside_cells = 0;
    let mut records = Vec::new();
    while reader.read_record(&mut record).is_ok_and(|more| more) {
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        breaks_inside_cells += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        let lines = usize::try_from(reader.position().line()).unwrap_or_default();
        if cells.iter().any(|cell| !cell.is_empty()) {
            records.push((lines.saturating_sub(1 + breaks_inside_cells), cells));
        }
    }
    records
}

/// Where each of our columns stands, and whether the first line is headings: two of them known are enough.
fn places(first: &[String], pasted: &mut Pasted) -> ([Option<usize>; COLUMNS.len()], bool) {
    let known = |heading: &String| COLUMNS.iter().position(|column| goes_by(column, heading));
    let found: Vec<Option<usize>> = first.iter().map(known).collect();
    if found.iter().flatten().count() < 2 {
        return (std::array::from_fn(Some), false);
    }
    let places: [Option<usize>; COLUMNS.len()] =
        std::array::from_fn(|column| found.iter().position(|place| *place == Some(column)));
    let unused = first.iter().zip(&found).filter(|(heading, place)| place.is_none() && !heading.is_empty());
    pasted.unused = unused.map(|(heading, _)| heading.clone()).collect();
    for needed in [TITLE, PROVIDER] {
        if places[needed].is_none() {
            pasted.faults.push(format!("The rows must use the template. Column \"{}\" is missing", COLUMNS[needed].0));
        }
    }
    (places, true)
}

fn goes_by((name, others): &(&str, &[&str]), heading: &str) -> bool {
    let plain = plain(heading);
    let before_brackets = self::plain(heading.split('(').next().unwrap_or_default());
    let is = |name: &str| plain == name || before_brackets == name;
    is(&self::plain(name)) || others.iter().any(|other| is(other))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One line being read.
struct Row<'a> {
    number: usize,
    cells: &'a [String],
    places: &'a [Option<usize>; COLUMNS.len()],
    faults: &'a mut Vec<String>,
}

impl Row<'_> {
    fn terms(&mut self, categories: &[Choice]) -> Terms {
        let terms = Terms {
            title: self.required(TITLE, "enter what the contract is for"),
            provider_name: self.required(PROVIDER, "enter who provides it"),
            category: self.category(categories),
            starts_on: self.date(START),
            ends_on: self.date(END),
            notice_terms: self.text(NOTICE_TERMS),
            notice_on: self.date(NOTICE_DATE),
            yearly_amount: self.amount(),
            how_bought: self.text(HOW_BOUGHT),
            cost_source: self.source(),
            responsible: self.text(RESPONSIBLE),
        };
        if let Err(refusal) = check(&terms) {
            let column = if refusal == Refusal::EndsBeforeItStarts { END } else { NOTICE_DATE };
            self.wrong(column, lower_first(&refusal.to_string()));
        }
        terms
    }

    fn text(&mut self, column: usize) -> Option<String> {
        let cell = self.places[column].and_then(|place| self.cells.get(place)).filter(|cell| !cell.is_empty())?.clone();
        if cell.chars().count() > LONGEST_CELL {
            self.wrong(column, format!("use {LONGEST_CELL} characters or fewer"));
        }
        Some(cell)
    }

    fn wrong(&mut self, column: usize, sentence: impl Display) {
        self.faults.push(format!("Row {}, {}: {sentence}", self.number, COLUMNS[column].0));
    }

    fn required(&mut self, column: usize, sentence: &str) -> String {
        self.text(column).unwrap_or_else(|| {
            self.wrong(column, sentence);
            String::new()
        })
    }

    fn parsed<T>(&mut self, column: usize, wanted: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let cell = self.text(column)?;
        let value = parse(&cell);
        if value.is_none() {
            self.wrong(column, format!("{wanted}. We found \"{cell}\""));
        }
        value
    }

    fn date(&mut self, column: usize) -> Option<NaiveDate> {
        self.parsed(column, "enter a date, like 31/08/2027", date)
    }

    fn amount(&mut self) -> Option<Money> {
        self.parsed(AMOUNT, "enter pounds and pence, like 1234.50", |cell| {
            let digits = cell.replace(['£', ',', ' '], "");
            digits.parse::<Money>().ok().filter(|amount| !amount.is_negative())
        })
    }

    fn category(&mut self, categories: &[Choice]) -> Option<CategoryId> {
        let names: Vec<&str> = categories.iter().map(|choice| choice.name.as_str()).collect();
        let wanted = format!("enter one of {}, or leave it empty", names.join(", "));
        self.parsed(SERVICE, &wanted, |cell| {
            let written = plain(cell);
            let is = |choice: &&Choice| plain(&choice.name) == written || plain(&choice.slug) == written;
            categories.iter().find(is).map(|choice| choice.id)
        })
    }

    fn source(&mut self) -> CostSource {
        let read =
            self.parsed(SOURCE, "enter invoices or contract, or leave it empty", |cell| match plain(cell).as_str() {
                "invoices" | "invoice" => Some(CostSource::Invoices),
                "contract" | "contracts" => Some(CostSource::Contract),
                "unknown" | "notknown" => Some(CostSource::Unknown),
                _ => None,
            });
        read.unwrap_or(CostSource::Unknown)
    }
}

/// 31/08/2027 or 2027-08-31, in this or the next century.
fn date(text: &str) -> Option<NaiveDate> {
    let parsed = NaiveDate::parse_from_str(text, "%d/%m/%Y").or_else(|_| NaiveDate::parse_from_str(text, "%Y-%m-%d"));
    parsed.ok().filter(|day| (1900..2200).contains(&chrono::Datelike::year(day)))
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn categories() -> Vec<Choice> {
        let choice = |name: &str, slug: &str| Choice {
            id: CategoryId::new(chrono::DateTime::UNIX_EPOCH),
            name: name.to_owned(),
            slug: slug.to_owned(),
        };
        vec![choice("Catering", "catering"), choice("HR and legal", "hr")]
    }

    #[test]
    fn headings_in_any_order_and_words_are_matched_and_the_rest_is_named() {
        let text = "Supplier\tContract\tAnnual cost (£)\tEnd date\tNotes\nCSG\tMeals\t£5,092.90\t31/08/2027\tgood\n";
        let pasted = read_rows(text, &categories());
        assert_eq!(pasted.faults, Vec::<String>::new());
        assert_eq!(pasted.unused, ["Notes"]);
        let row = &pasted.rows[0];
        assert_eq!((row.title.as_str(), row.provider_name.as_str()), ("Meals", "CSG"));
        assert_eq!(row.yearly_amount, "5092.90".parse().ok());
        assert_eq!(row.ends_on, "2027-08-31".parse().ok());
    }

    #[test]
    fn without_headings_the_cells_are_in_the_order_of_the_template() {
        let all = categories();
        let text = "Meals,CSG,hr,2026-09-01,2027-08-31,\"3 months, in writing\",31/05/2027,100,Tender,invoices,Bursar";
        let pasted = read_rows(text, &all);
        assert_eq!(pasted.faults, Vec::<String>::new());
        let row = &pasted.rows[0];
        assert_eq!((row.category, row.cost_source), (Some(all[1].id), CostSource::Invoices));
        assert_eq!(row.notice_terms.as_deref(), Some("3 months, in writing"));
        assert_eq!(row.responsible.as_deref(), Some("Bursar"));
    }

    #[test]
    fn every_fault_names_its_row_and_column_and_what_was_found() {
        let text = "Title\tProvider\tService\tStart\tEnd\tYearly amount\tSource\n\nMeals\t\tCooking\t1/9/2027\t31/08/2027\ttwo hundred\tguess\n";
        assert_eq!(
            read_rows(text, &categories()).faults,
            [
                "Row 3, Provider: enter who provides it",
                "Row 3, Service: enter one of Catering, HR and legal, or leave it empty. We found \"Cooking\"",
                "Row 3, Yearly amount: enter pounds and pence, like 1234.50. We found \"two hundred\"",
                "Row 3, Source of the cost: enter invoices or contract, or leave it empty. We found \"guess\"",
                "Row 3, End: the end must be after the start",
            ]
        );
    }

    #[test]
    fn rows_without_the_needed_columns_or_without_rows_are_refused_whole() {
        let of = |text: &str| read_rows(text, &categories()).faults;
        assert_eq!(of(" \n"), ["Paste at least one row"]);
        assert_eq!(of("Title,Provider\n"), ["Paste at least one row below the headings"]);
        assert_eq!(of("Title,End\nMeals,\n"), ["The rows must use the template. Column \"Provider\" is missing"]);
        assert_eq!(of(&"a,b\n".repeat(MOST_ROWS + 1)), ["Paste at most 500 rows at a time"]);
    }
}
