//! Page 3: the prices, in the one price form; the totals are worked out here, school by school.

use super::OWN;
use super::wizard::{Sent, Strip, changed, desk, keep, sample_strips, sent, show};
use crate::bid::rules::{Draft, Step, by_school};
use crate::bid::{self, Desk, Kept};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::price::form::{self as price_form, PriceFields};
use ::entity::category::{CategoryShape, Component, Unit};
use ::entity::price::{LotDiscount, PriceSchedule};
use axum::extract::Path;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

const STEP: Step = Step::Prices;
/// Fields of the page that are not the price form's.
const OTHERS: [&str; 5] = ["seen", "then", "valid_until-day", "valid_until-month", "valid_until-year"];

/// The fields of a discount for winning several lots.
const PERCENT: &str = "lots_percent";
const OTHER_LOTS: &str = "other_lots";

pub(super) fn routes() -> Routes {
    Routes::new().get("/bids/{id}/prices", OWN, open).post("/bids/{id}/prices", OWN, save)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PricesPage>()]
}

#[derive(Clone, Serialize)]
pub(super) struct SchoolPrice {
    name: String,
    amount: String,
}

/// What the prices come to for the schools of the tender, or why that cannot be said.
#[derive(Clone, Default, Serialize)]
pub(super) struct Totals {
    schools: Vec<SchoolPrice>,
    shared: Option<String>,
    first_year: String,
    whole_life: String,
    years: u32,
    refusal: Option<String>,
}

/// Another lot of the tender.
#[derive(Clone, Serialize)]
struct OtherLot {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct PricesPage {
    /// The other lots, where a discount for winning several may be offered.
    others: Vec<OtherLot>,
    strip: Strip,
    form: FormView,
    price: PriceFields,
    term_years: u32,
    least_valid: NaiveDate,
    totals: Option<Totals>,
}

impl Page for PricesPage {
    const TEMPLATE: &'static str = "bid/prices.html";
    fn samples() -> Vec<Self> {
        let shape = shape_sample();
        let none =
            [None, Some(Totals { refusal: Some("The provider can serve 2 schools".to_owned()), ..totals_sample() })];
        let other = OtherLot { value: "2".to_owned(), text: "Lot 2: Juniors".to_owned() };
        let page = |(strip, totals): (Strip, Option<Totals>)| Self {
            others: totals.iter().map(|_| other.clone()).collect(),
            strip,
            price: PriceFields::of(&shape, &FormView::default()),
            form: FormView::default(),
            term_years: 3,
            least_valid: NaiveDate::default(),
            totals,
        };
        sample_strips(STEP).into_iter().zip(none.into_iter().chain([Some(totals_sample())])).map(page).collect()
    }
}

fn shape_sample() -> CategoryShape {
    let (id, one, many) = ("meal".to_owned(), "meal".to_owned(), "meals".to_owned());
    let unit = Unit { id, one, many, factors: Vec::new(), adds_up: true };
    CategoryShape {
        items: Vec::new(),
        units: vec![unit],
        main_unit: "meal".to_owned(),
        components: vec![Component { id: "management".to_owned(), label: "Management".to_owned() }],
        headline_component: None,
        cpv_codes: Vec::new(),
        cost_codes: Vec::new(),
        criteria: Vec::new(),
    }
}

pub(super) fn totals_sample() -> Totals {
    Totals {
        schools: vec![SchoolPrice { name: "Canal Side Primary".to_owned(), amount: "101148.00".to_owned() }],
        shared: Some("600.00".to_owned()),
        first_year: "101748.00".to_owned(),
        whole_life: "305244.00".to_owned(),
        years: 3,
        refusal: None,
    }
}

/// The totals of the drafted schedule, once there is one.
pub(super) fn totals(desk: &Desk) -> Option<Totals> {
    let schedule = desk.draft.schedule.as_ref()?;
    let quote = match by_school(&desk.asked.buyers, schedule) {
        Ok(quote) => quote,
        Err(refusal) => return Some(Totals { refusal: Some(refusal.to_string()), ..Totals::default() }),
    };
    let school = |(school, amount): (&::entity::school::Model, &::entity::exact::Exact)| SchoolPrice {
        name: school.name.clone(),
        amount: amount.decimals(2),
    };
    Some(Totals {
        schools: desk.schools.iter().zip(&quote.schools).map(school).collect(),
        shared: (!quote.shared.is_zero()).then(|| quote.shared.decimals(2)),
        first_year: quote.first_year.decimals(2),
        whole_life: quote.whole_life.decimals(2),
        years: schedule.term_years,
        refusal: None,
    })
}

fn page(desk: &Desk) -> impl FnOnce(Strip, FormView) -> PricesPage + use<> {
    let shape = desk.category.shape.clone();
    let (term_years, least_valid, totals) = (desk.asked.term_years, desk.asked.valid_until, totals(desk));
    let others = others(desk);
    move |strip, form| PricesPage {
        others,
        strip,
        price: PriceFields::of(&shape, &form),
        form,
        term_years,
        least_valid,
        totals,
    }
}

fn others(desk: &Desk) -> Vec<OtherLot> {
    let other = |lot: &::entity::lot::Model| OtherLot {
        value: lot.number.to_string(),
        text: format!("Lot {}: {}", lot.number, lot.title),
    };
    let offered = desk.lots.iter().filter(|lot| desk.takes_discounts && lot.id != desk.bid.lot_id);
    offered.map(other).collect()
}

/// The percentage and the other lots, where both are given.
fn lot_discount(form: &Reader, desk: &Desk) -> Option<LotDiscount> {
    const SENTENCE: &str = "Enter a percentage from 0.1 to 50, like 5";
    if others(desk).is_empty() {
        return None;
    }
    let percent = form.optional_quantity(PERCENT, SENTENCE);
    let chosen = form.many(OTHER_LOTS);
    if percent.is_some_and(|percent| !(100..=50_000).contains(&percent.0)) {
        form.error(PERCENT, SENTENCE);
    }
    if percent.is_none() != chosen.is_empty() {
        let sentence = "Choose the lots that you must win too, and enter the percentage; or leave both empty";
        form.error(PERCENT, sentence);
    }
    let number = |lot: &::entity::lot::Model| chosen.contains(&lot.number.to_string()) || lot.id == desk.bid.lot_id;
    let lots = desk.lots.iter().filter(|lot| number(lot)).map(|lot| lot.number).collect();
    Some(LotDiscount { lots, percent: percent?.exact() })
}

async fn open(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    show(&visit, &desk, STEP, filled(&desk), page(&desk))
}

fn filled(desk: &Desk) -> FormView {
    let draft = &desk.draft;
    let form = match (&draft.schedule, draft.typed_prices.is_empty()) {
        (_, false) => draft.typed_prices.iter().fold(FormView::default(), |form, (name, value)| form.with(name, value)),
        (Some(schedule), true) => {
            let values = price_form::view(schedule).into_iter();
            values.fold(FormView::default(), |form, (name, value)| form.with(name, value))
        }
        (None, true) => proposed(desk),
    };
    let form = match draft.schedule.as_ref().and_then(|schedule| schedule.lot_discount.as_ref()) {
        Some(discount) => {
            let other = |number: &&i32| desk.lots.iter().any(|lot| lot.number == **number && lot.id != desk.bid.lot_id);
            let others: Vec<String> = discount.lots.iter().filter(other).map(i32::to_string).collect();
            let percent = discount.percent.terminating().unwrap_or_default();
            form.with(PERCENT, percent).with(OTHER_LOTS, others.join("\n"))
        }
        None => form,
    };
    let valid = draft.valid_until.unwrap_or(desk.asked.valid_until);
    form.with("valid_until-day", valid.day().to_string())
        .with("valid_until-month", valid.month().to_string())
        .with("valid_until-year", valid.year().to_string())
}

/// A new form: the contract's length, and a charge for each school that needs something beyond the core.
fn proposed(desk: &Desk) -> FormView {
    let form = FormView::default().with("term_years", desk.asked.term_years.to_string());
    let of = desk.asked.variations.iter().enumerate();
    of.fold(form, |form, (at, one)| {
        form.with(format!("charge-{at}-label"), format!("{}, {}", one.title, one.school))
            .with(format!("charge-{at}-scope"), "school")
            .with(format!("charge-{at}-kind"), "fixed")
            .with(format!("charge-{at}-schools"), one.urn.to_string())
    })
}

struct Typed {
    sent: Sent,
    schedule: PriceSchedule,
    valid_until: Option<NaiveDate>,
}

fn typed(form: &Reader, desk: &Desk) -> Typed {
    Typed {
        sent: sent(form),
        valid_until: form.optional_date("valid_until", "Enter the last day on which your bid can be accepted"),
        schedule: PriceSchedule {
            lot_discount: lot_discount(form, desk),
            ..price_form::read(form, &desk.category.shape)
        },
    }
}

/// The price form as typed; several ticks of one name stand on lines.
fn as_typed(fields: &Fields) -> BTreeMap<String, String> {
    let mut typed = fields.view().values;
    typed.retain(|name, value| !OTHERS.contains(&name.as_str()) && !value.is_empty());
    typed
}

async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    if let Some(form) = price_form::more(&fields) {
        return show(&visit, &desk, STEP, form, page(&desk));
    }
    let raw = as_typed(&fields);
    match fields.read(|form| typed(form, &desk)) {
        Ok(typed) => {
            let edit = |draft: &mut Draft| {
                draft.typed_prices = BTreeMap::new();
                draft.schedule = Some(typed.schedule);
                draft.valid_until = typed.valid_until;
            };
            keep(&visit, &desk, STEP, &typed.sent, &fields, edit, page(&desk)).await
        }
        Err(form) => keep_unfinished(&visit, &desk, &fields, form, raw).await,
    }
}

/// What cannot be read as prices yet is kept as typed, and the page says what to put right.
async fn keep_unfinished(
    visit: &Visit,
    desk: &Desk,
    fields: &Fields,
    form: FormView,
    raw: BTreeMap<String, String>,
) -> Result<Response> {
    let seen = fields.get("seen").unwrap_or_default().to_owned();
    let sent = Sent { seen, then: fields.get("then").unwrap_or_default().to_owned(), from_library: Vec::new() };
    let unknown = form.errors.iter().any(|error| error.field == "main");
    let edit = |draft: &mut Draft| {
        draft.typed_prices = raw;
        draft.schedule = None;
    };
    if sent.then == "later" && !unknown {
        return keep(visit, desk, STEP, &sent, fields, edit, page(desk)).await;
    }
    if unknown {
        return show(visit, desk, STEP, form, page(desk));
    }
    match bid::save(visit, desk, STEP, &sent.seen, edit).await? {
        Kept::Saved => show_unfinished(visit, desk, form).await,
        Kept::Changed(theirs) => changed(visit, desk, STEP, &theirs, fields, page(desk)),
    }
}

async fn show_unfinished(visit: &Visit, desk: &Desk, mut form: FormView) -> Result<Response> {
    let desk = bid::desk(visit, desk.bid.id).await?;
    form.values.remove("seen");
    show(visit, &desk, STEP, form, page(&desk))
}
