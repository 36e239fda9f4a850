//! The forms that propose a variation, give a school's notice, and publish the price of a year.

use super::{BODIES, OFFICERS, SEEN_BY, SELLERS, grounds, party, path_of};
use crate::contract::change::{Ground, NewIndex, NewLeaving, NewVariation, leave, set_index, vary};
use crate::contract::rules::change::{leaving_days, scheduled_percent};
use crate::contract::rules::term::Term;
use crate::contract::store;
use crate::contract::web::Choice;
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::contract_change::ModificationGround;
use ::entity::exact::Exact;
use ::entity::ids::*;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/changes/variation", OFFICERS, variation)
        .post("/contracts/{id}/changes/variation", OFFICERS, varied)
        .get("/contracts/{id}/changes/leaving/{urn}", BODIES, leaving)
        .post("/contracts/{id}/changes/leaving/{urn}", BODIES, left)
        .get("/contracts/{id}/changes/price", SELLERS, price)
        .post("/contracts/{id}/changes/price", SELLERS, priced)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<VariationPage>(), PageSample::of::<LeavingPage>(), PageSample::of::<PricePage>()]
}

#[derive(Serialize)]
struct VariationPage {
    form: FormView,
    path: String,
    title: String,
    total: String,
    grounds: Vec<Choice>,
}

impl Page for VariationPage {
    const TEMPLATE: &'static str = "contract/change_variation.html";
    fn samples() -> Vec<Self> {
        vec![Self {
            form: FormView::default(),
            path: "/contracts/1/changes".to_owned(),
            title: "Finance support".to_owned(),
            total: "24960.00".to_owned(),
            grounds: grounds(),
        }]
    }
}

#[derive(Serialize)]
struct LeavingPage {
    form: FormView,
    path: String,
    title: String,
    school: String,
    days: Vec<Choice>,
}

impl Page for LeavingPage {
    const TEMPLATE: &'static str = "contract/change_leaving.html";
    fn samples() -> Vec<Self> {
        let page = |days| Self {
            form: FormView::default(),
            path: "/contracts/1/changes/leaving/100123".to_owned(),
            title: "Finance support".to_owned(),
            school: "Canal Side Primary".to_owned(),
            days,
        };
        let day = Choice { value: "2028-03-31".to_owned(), text: "31 March 2028".to_owned() };
        vec![page(vec![day]), page(Vec::new())]
    }
}

#[derive(Serialize)]
struct PricePage {
    form: FormView,
    path: String,
    title: String,
    years: Vec<Choice>,
}

impl Page for PricePage {
    const TEMPLATE: &'static str = "contract/change_price.html";
    fn samples() -> Vec<Self> {
        let page = |years| Self {
            form: FormView::default(),
            path: "/contracts/1/changes/price".to_owned(),
            title: "Finance support".to_owned(),
            years,
        };
        let year = Choice { value: "2".to_owned(), text: "2027 to 2028: at most 3.1%".to_owned() };
        vec![page(vec![year]), page(Vec::new())]
    }
}

/// The ground that stands in a form, if one was chosen.
pub(super) fn ground(form: &Reader<'_>) -> Ground {
    let ground: Option<ModificationGround> =
        form.optional_parsed("ground", "Choose the ground on which it may be changed");
    Ground { ground, words: form.optional("ground_words") }
}

async fn variation(visit: Visit, Path(id): Path<ContractId>) -> Result<Response> {
    render_variation(&visit, id, FormView::default()).await
}

async fn varied(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| NewVariation {
        what: form.required("what", "Enter what changes"),
        why: form.required("why", "Enter why it changes"),
        starts_on: form.date("starts", "Enter the first day of the change"),
        yearly_total: form.optional_money("total", "Enter what all schools pay a year after it, like 25500.00"),
        volume_effect: form.optional("volume"),
        ground: ground(form),
    });
    match read {
        Ok(new) => match vary(&visit, id, new).await {
            Ok(number) => {
                visit.go_saying(format!("{}/{number}", path_of(id)), "Proposed. A second person can approve it")
            }
            Err(error) => render_variation(&visit, id, fields.refused(error)?).await,
        },
        Err(form) => render_variation(&visit, id, form).await,
    }
}

async fn render_variation(visit: &Visit, id: ContractId, form: FormView) -> Result<Response> {
    let seen = party(visit, id).await?;
    visit.actor.require(Action::ChangeContract, &seen.place)?;
    let page = VariationPage {
        form: form.clone(),
        path: path_of(id),
        title: seen.held.contract.title.clone(),
        total: seen.held.yearly_cost().exact().pounds(),
        grounds: grounds(),
    };
    let frame = frame("Propose a variation").back(path_of(id), "Changes").seen_by(SEEN_BY);
    visit.form_page(frame, &form, &page)
}

async fn leaving(visit: Visit, Path((id, urn)): Path<(ContractId, i32)>) -> Result<Response> {
    render_leaving(&visit, id, urn, FormView::default()).await
}

async fn left(visit: Visit, Path((id, urn)): Path<(ContractId, i32)>, fields: Fields) -> Result<Response> {
    let school = store::school_by_urn(visit.read(), urn).await?.ok_or(Error::NotFound)?;
    let read = fields.read(|form| NewLeaving {
        last: form.parsed("last", "Choose the last day in the contract", chrono::NaiveDate::default()),
        why: form.required("why", "Enter why your school leaves"),
        minute_reference: form.required("minute", "Enter the minute of your body's decision"),
    });
    match read {
        Ok(new) => match leave(&visit, id, school.id, new).await {
            Ok(number) => visit.go_saying(format!("{}/{number}", path_of(id)), "Notice is given"),
            Err(error) => render_leaving(&visit, id, urn, fields.refused(error)?).await,
        },
        Err(form) => render_leaving(&visit, id, urn, form).await,
    }
}

async fn render_leaving(visit: &Visit, id: ContractId, urn: i32, form: FormView) -> Result<Response> {
    let seen = party(visit, id).await?;
    let part = seen.held.parts.iter().find(|part| part.school.urn == urn).ok_or(Error::NotFound)?;
    visit.actor.require(Action::SignForBody, &Place::school(part.school.id))?;
    let term = Term::of(&seen.held.contract);
    let today = words::london_day(visit.now);
    let can = term.notice_on.is_some_and(|day| day >= today);
    let days = leaving_days(&term, today).into_iter().filter(|_| can);
    let page = LeavingPage {
        form: form.clone(),
        path: format!("{}/leaving/{urn}", path_of(id)),
        title: seen.held.contract.title.clone(),
        school: part.school.name.clone(),
        days: days.map(|day| Choice { value: day.to_string(), text: words::short_date(day) }).collect(),
    };
    let frame = frame("Leave the contract").back(path_of(id), "Changes").seen_by(SEEN_BY);
    visit.form_page(frame, &form, &page)
}

async fn price(visit: Visit, Path(id): Path<ContractId>) -> Result<Response> {
    render_price(&visit, id, FormView::default()).await
}

async fn priced(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| NewIndex {
        year: form.whole("year", 2..=100, "Choose the year"),
        percent: form.parsed("percent", "Enter a percentage of 0 or more, like 2.5", Exact::zero()),
        why: form.required("why", "Enter how it comes about, like the index and its month"),
    });
    match read {
        Ok(new) => match set_index(&visit, id, new).await {
            Ok(_) => visit.go_saying(path_of(id), "The price is published to the schools"),
            Err(error) => render_price(&visit, id, fields.refused(error)?).await,
        },
        Err(form) => render_price(&visit, id, form).await,
    }
}

async fn render_price(visit: &Visit, id: ContractId, form: FormView) -> Result<Response> {
    let seen = party(visit, id).await?;
    let held = &seen.held;
    visit.actor.require(Action::SignForProvider, &Place::provider(held.provider.id))?;
    let term = Term::of(&held.contract);
    let today = words::london_day(visit.now);
    let set: Vec<i32> = held.changes.iter().filter_map(|change| change.contract_year).collect();
    let open = (2..=term.years()).filter(|year| term.year(*year).0 > today && !set.contains(year));
    let choice = |year: i32| {
        let most = scheduled_percent(&held.schedule, year);
        let most = most.terminating().unwrap_or_else(|| most.decimals(2));
        Choice { value: year.to_string(), text: format!("{}: at most {most}%", term.year_words(year)) }
    };
    let page = PricePage {
        form: form.clone(),
        path: format!("{}/price", path_of(id)),
        title: held.contract.title.clone(),
        years: open.map(choice).collect(),
    };
    let frame = frame("Publish the price of a year").back(path_of(id), "Changes").seen_by(SEEN_BY);
    visit.form_page(frame, &form, &page)
}
