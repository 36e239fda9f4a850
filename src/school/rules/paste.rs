//! Rows of a spreadsheet for the contract register, pasted or from a file: with headings or in the template's order.

use entity::contract_entry::CostSource;
use entity::ids::CategoryId;

use super::codes::cost_code;
use super::register::{Refusal, Terms, check};
use crate::platform::table::{Cells, Column, Sheet, column};

/// The most rows that are taken at once.
pub const MOST_ROWS: usize = 2_000;

/// The columns of the template, in its order, each with other names it goes by in schools' own registers.
pub const COLUMNS: [Column; 12] = [
    column("Title", &["contract", "contracttitle", "description", "whatfor"]),
    column("Provider", &["supplier", "contractor", "providername", "suppliername"]),
    column("Service", &["category", "servicecategory"]),
    column("Start", &["starts", "startdate", "contractstart"]),
    column("End", &["ends", "enddate", "contractend", "expires"]),
    column("Notice terms", &["noticeperiod"]),
    column("Notice date", &["notice", "triggerdate", "noticeby"]),
    column("Yearly amount", &["yearlycost", "annualcost", "annualamount", "annualvalue", "amount", "cost"]),
    column("How bought", &["procurement", "route", "procurementroute"]),
    column("Source of the cost", &["source", "costsource"]),
    column("Responsible", &["whoisresponsible", "owner", "contractmanager"]),
    column("Cost code", &["cfr", "cfrcode", "aar", "aarcode", "ledgercode", "code"]),
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
const COST_CODE: usize = 11;

/// A service category by the names it may be written with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: CategoryId,
    pub name: String,
    pub slug: String,
    /// CFR and AAR codes under which such a service stands in the accounts.
    pub cost_codes: Vec<String>,
}

/// What was sent. It can be kept only when nothing is wrong with any row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    pub rows: Vec<Terms>,
    /// "Row 12, Yearly amount: enter …".
    pub faults: Vec<String>,
    /// Headings that no column of ours matches; their cells are left out.
    pub unused: Vec<String>,
}

/// Reads the rows, which count as the spreadsheet's do: the first is row 1.
pub fn read_rows(text: &str, categories: &[Choice]) -> Pasted {
    let sheet = match Sheet::read(text, &COLUMNS, &[TITLE, PROVIDER], MOST_ROWS) {
        Ok(sheet) => sheet,
        Err(fault) => return Pasted { faults: vec![fault], ..Pasted::default() },
    };
    let mut pasted = Pasted { unused: sheet.unused.clone(), ..Pasted::default() };
    for mut cells in sheet.rows() {
        pasted.rows.push(terms(&mut cells, categories));
        pasted.faults.append(&mut cells.faults);
    }
    pasted
}

fn terms(cells: &mut Cells<'_>, categories: &[Choice]) -> Terms {
    let terms = Terms {
        title: cells.required(TITLE, "enter what the contract is for"),
        provider_name: cells.required(PROVIDER, "enter who provides it"),
        category: category(cells, categories),
        starts_on: cells.date(START),
        ends_on: cells.date(END),
        notice_terms: cells.text(NOTICE_TERMS),
        notice_on: cells.date(NOTICE_DATE),
        yearly_amount: cells.money(AMOUNT),
        how_bought: cells.text(HOW_BOUGHT),
        cost_source: source(cells),
        responsible: cells.text(RESPONSIBLE),
        cost_code: cells.parsed(COST_CODE, "enter a CFR or AAR code such as E25 or BAE250", cost_code),
    };
    if let Err(refusal) = check(&terms) {
        let column = if refusal == Refusal::EndsBeforeItStarts { END } else { NOTICE_DATE };
        cells.wrong(column, lower_first(&refusal.to_string()));
    }
    terms
}

fn category(cells: &mut Cells<'_>, categories: &[Choice]) -> Option<CategoryId> {
    let names: Vec<&str> = categories.iter().map(|choice| choice.name.as_str()).collect();
    let wanted = format!("enter one of {}, or leave it empty", names.join(", "));
    let words = categories.iter().flat_map(|it| [(it.name.as_str(), it.id), (it.slug.as_str(), it.id)]);
    cells.one_of(SERVICE, &words.collect::<Vec<_>>(), wanted)
}

fn source(cells: &mut Cells<'_>) -> CostSource {
    let words = [
        ("invoices", CostSource::Invoices),
        ("invoice", CostSource::Invoices),
        ("contract", CostSource::Contract),
        ("contracts", CostSource::Contract),
        ("unknown", CostSource::Unknown),
        ("not known", CostSource::Unknown),
    ];
    cells.one_of(SOURCE, &words, "enter invoices or contract, or leave it empty").unwrap_or(CostSource::Unknown)
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
            cost_codes: Vec::new(),
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
                "Row 3, Yearly amount: enter an amount such as 1,250.00. We found \"two hundred\"",
                "Row 3, Source: enter invoices or contract, or leave it empty. We found \"guess\"",
                "Row 3, End: the end must be after the start",
            ]
        );
    }

    #[test]
    fn rows_without_the_needed_columns_or_without_rows_are_refused_whole() {
        let of = |text: &str| read_rows(text, &categories()).faults;
        assert_eq!(of(" \n"), ["Paste at least one row, or choose a file that has one"]);
        assert_eq!(of("Title,Provider\n"), ["Add at least one row below the headings"]);
        assert_eq!(of("Title,End\nMeals,\n"), ["The rows must use the template. Column \"Provider\" is missing"]);
        assert_eq!(of(&"a,b\n".repeat(MOST_ROWS + 1)), ["Send at most 2000 rows at a time"]);
    }
}
