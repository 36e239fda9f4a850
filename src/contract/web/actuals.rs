//! What a school really paid under a contract: entered from invoices, by year or by term.

use super::Choice;
use crate::contract::rules::spend::{Period, in_sentence, missing};
use crate::contract::rules::term::Term;
use crate::contract::store::{self, Held, Part};
use crate::contract::unit_name;
use crate::contract::{self, NewSpend, enter_actuals};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::money::{Money, Quantity};
use ::entity::{actual_spend, school};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const ENTER: Who = Who::May(&[Action::EnterActuals]);

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/savings/actuals/{contract}", ENTER, show).post(
        "/schools/{urn}/savings/actuals/{contract}",
        ENTER,
        enter,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ActualsPage>()]
}

#[derive(Clone, Serialize)]
struct Entered {
    year: String,
    period: String,
    amount: Money,
    quantity: Option<Quantity>,
    invoice: String,
    recorded_on: NaiveDate,
}

#[derive(Serialize)]
struct ActualsPage {
    form: FormView,
    urn: i32,
    school: String,
    contract: String,
    title: String,
    provider: String,
    /// "Meals".
    unit: String,
    expected: Money,
    entered: Vec<Entered>,
    years: Vec<Choice>,
    periods: Vec<Choice>,
    months: Vec<Choice>,
    /// "2026 to 2027: summer term".
    missing: Vec<String>,
}

impl Page for ActualsPage {
    const TEMPLATE: &'static str = "contract/actuals.html";
    fn samples() -> Vec<Self> {
        let entered = |quantity| Entered {
            year: "2026 to 2027".to_owned(),
            period: "Whole year".to_owned(),
            amount: Money(31_200_000),
            quantity,
            invoice: "INV-1".to_owned(),
            recorded_on: NaiveDate::default(),
        };
        let page = |entered: Vec<Entered>, missing: Vec<String>| Self {
            form: FormView::default(),
            urn: 100_123,
            school: "Canal Side Primary".to_owned(),
            contract: "1".to_owned(),
            title: "Finance support".to_owned(),
            provider: "A".to_owned(),
            unit: "days".to_owned(),
            expected: Money(31_200_000),
            entered,
            years: vec![Choice { value: "1".to_owned(), text: "2026 to 2027".to_owned() }],
            periods: periods(),
            months: months(),
            missing,
        };
        vec![
            page(Vec::new(), vec!["2026 to 2027: whole year".to_owned()]),
            page(vec![entered(None), entered(Some(Quantity(12_000)))], Vec::new()),
        ]
    }
}

/// In the form: one month, which is then chosen.
const ONE_MONTH: &str = "month";

fn choice(period: &Period) -> Choice {
    Choice { value: period.code().to_owned(), text: period.words().to_owned() }
}

fn periods() -> Vec<Choice> {
    let longer = Period::ALL.iter().filter(|period| !matches!(period, Period::Month(_)));
    let month = Choice { value: ONE_MONTH.to_owned(), text: "One month".to_owned() };
    longer.map(choice).chain([month]).collect()
}

fn months() -> Vec<Choice> {
    Period::ALL.iter().filter(|period| matches!(period, Period::Month(_))).map(choice).collect()
}

/// The school and its part of the contract.
async fn opened(visit: &Visit, urn: i32, id: ContractId) -> Result<(school::Model, Held)> {
    let school = contract::school_opened(visit, urn, Action::EnterActuals).await?;
    let row = store::by_id(visit.read(), id).await?.ok_or(Error::NotFound)?;
    let held = store::held(visit.read(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    held.part_of(school.id).ok_or(Error::NotFound)?;
    Ok((school, held))
}

async fn show(visit: Visit, Path((urn, id)): Path<(i32, ContractId)>) -> Result<Response> {
    let (school, held) = opened(&visit, urn, id).await?;
    let first = held.part_of(school.id).map(|part| first_form(&visit, &held, part)).unwrap_or_default();
    render(&visit, &school, &held, first)
}

/// The next period that waits to be entered; the last year begun where none waits.
fn first_form(visit: &Visit, held: &Held, part: &Part) -> FormView {
    let term = Term::of(&held.contract);
    let today = words::london_day(visit.now);
    let mut begun = (1..=term.years()).filter(|year| term.year(*year).0 <= today);
    let waits = begun.clone().find(|year| !missing(&part.spends, *year).is_empty());
    let year = waits.or(begun.next_back()).unwrap_or(1);
    let next = missing(&part.spends, year).first().and_then(|words| Period::of_words(words));
    let form = FormView::default().with("year", year.to_string());
    match next.unwrap_or(Period::WholeYear) {
        month @ Period::Month(_) => form.with("period", ONE_MONTH).with("month", month.code()),
        longer => form.with("period", longer.code()),
    }
}

async fn enter(visit: Visit, Path((urn, id)): Path<(i32, ContractId)>, fields: Fields) -> Result<Response> {
    let (school, held) = opened(&visit, urn, id).await?;
    match fields.read(read) {
        Ok(new) => match enter_actuals(&visit, id, school.id, new).await {
            Ok(()) => {
                let here = format!("/schools/{urn}/savings/actuals/{id}");
                visit.go_saying(here, "The amount is kept and counts as actual spend")
            }
            Err(error) => render(&visit, &school, &held, fields.refused(error)?),
        },
        Err(form) => render(&visit, &school, &held, form),
    }
}

fn read(form: &Reader<'_>) -> NewSpend {
    NewSpend {
        year: form.whole("year", 1..=100, "Choose the year of the contract"),
        period: match form.text("period").as_str() {
            ONE_MONTH => form.choice("month", Period::ALL, "Choose which month"),
            _ => {
                form.optional("month");
                form.choice("period", Period::ALL, "Choose what the amount is for")
            }
        },
        amount: form.money("amount", "Enter what you paid in pounds and pence, like 3120.00"),
        quantity: form.optional_quantity("quantity", "Enter the quantity as a number, like 12"),
        invoice_reference: form.required("invoice", "Enter the number of the invoice, or of the last one"),
    }
}

fn render(visit: &Visit, school: &school::Model, held: &Held, form: FormView) -> Result<Response> {
    let part = held.part_of(school.id).ok_or(Error::NotFound)?;
    let term = Term::of(&held.contract);
    let today = words::london_day(visit.now);
    let begun: Vec<i32> = (1..=term.years()).filter(|year| term.year(*year).0 <= today).collect();
    let missing_in = |year: &i32| {
        let missing = missing(&part.spends, *year);
        let over = term.year(*year).1 < today;
        (over && !missing.is_empty()).then(|| format!("{}: {}", term.year_words(*year), in_sentence(&missing)))
    };
    let unit = unit_name(&held.category.shape, &held.category.shape.main_unit, &Exact::zero()).to_owned();
    let page = ActualsPage {
        form: form.clone(),
        urn: school.urn,
        school: school.name.clone(),
        contract: held.contract.id.to_string(),
        title: held.contract.title.clone(),
        provider: held.provider.name.clone(),
        unit,
        expected: part.row.yearly_cost,
        entered: part.spends.iter().map(|spend| entered(&term, spend)).collect(),
        years: begun.iter().map(|year| Choice { value: year.to_string(), text: term.year_words(*year) }).collect(),
        periods: periods(),
        months: months(),
        missing: begun.iter().filter_map(missing_in).collect(),
    };
    let title = format!("Actual spend, {}", held.contract.title);
    let frame = frame(title).back(format!("/schools/{}/savings", school.urn), "Savings");
    visit.form_page(frame.seen_by(format!("staff and governors of {}", school.name)), &form, &page)
}

fn entered(term: &Term, spend: &actual_spend::Model) -> Entered {
    Entered {
        year: term.year_words(spend.contract_year),
        period: spend.period.clone(),
        amount: spend.amount,
        quantity: spend.quantity,
        invoice: spend.invoice_reference.clone(),
        recorded_on: words::london_day(spend.recorded_at),
    }
}
