//! Signing a contract: for the provider, or for a school's body.

use crate::contract::describe;
use crate::contract::store::Held;
use crate::contract::{self, sign_for_body, sign_for_provider};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::ids::*;
use ::entity::money::Money;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const BODIES: Who = Who::May(&[Action::SignForBody]);
const PROVIDERS: Who = Who::May(&[Action::SignForProvider]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/sign/{urn}", BODIES, show_body)
        .post("/contracts/{id}/sign/{urn}", BODIES, sign_body)
        .get("/contracts/{id}/sign-provider", PROVIDERS, show_provider)
        .post("/contracts/{id}/sign-provider", PROVIDERS, sign_provider)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<SignPage>()]
}

/// The body's side of it.
#[derive(Clone, Serialize)]
struct Body {
    name: String,
    school: String,
    cost: Money,
}

#[derive(Serialize)]
struct SignPage {
    form: FormView,
    action: String,
    title: String,
    provider: String,
    cluster: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    price: Vec<String>,
    yearly: Money,
    body: Option<Body>,
    is_signed: bool,
}

impl Page for SignPage {
    const TEMPLATE: &'static str = "contract/sign.html";
    fn samples() -> Vec<Self> {
        let body = Body {
            name: "Governing body of Canal Side Primary".to_owned(),
            school: "Canal Side Primary".to_owned(),
            cost: Money(16_970_000),
        };
        let page = |body, is_signed| Self {
            form: FormView::default(),
            action: "/contracts/1/sign/100123".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            provider: "A".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            starts_on: NaiveDate::default(),
            ends_on: NaiveDate::default(),
            price: vec!["Management: 3p a meal".to_owned()],
            yearly: Money(120_000_000),
            body,
            is_signed,
        };
        vec![page(Some(body), false), page(None, false), page(None, true)]
    }
}

async fn show_body(visit: Visit, Path((id, urn)): Path<(ContractId, i32)>) -> Result<Response> {
    render_body(&visit, id, urn, FormView::default()).await
}

async fn sign_body(visit: Visit, Path((id, urn)): Path<(ContractId, i32)>, fields: Fields) -> Result<Response> {
    let (_, school) = of_body(&visit, id, urn).await?;
    match fields.read(|form| form.required("minute", "Enter the minute of your body's decision")) {
        Ok(minute) => match sign_for_body(&visit, id, school, &minute).await {
            Ok(()) => visit.go_saying(format!("/contracts/{id}"), "Signed"),
            Err(error) => render_body(&visit, id, urn, fields.refused(error)?).await,
        },
        Err(form) => render_body(&visit, id, urn, form).await,
    }
}

/// The contract and the school, for whoever may sign for its body.
async fn of_body(visit: &Visit, id: ContractId, urn: i32) -> Result<(Held, SchoolId)> {
    let held = contract::seen(visit, id).await?.held;
    let part = held.parts.iter().find(|part| part.school.urn == urn).ok_or(Error::NotFound)?;
    let school = part.school.id;
    visit.actor.require(Action::SignForBody, &Place::school(school))?;
    Ok((held, school))
}

async fn render_body(visit: &Visit, id: ContractId, urn: i32, form: FormView) -> Result<Response> {
    let (held, school) = of_body(visit, id, urn).await?;
    let part = held.part_of(school).ok_or(Error::NotFound)?;
    let body = Body { name: part.row.body_name.clone(), school: part.school.name.clone(), cost: part.row.yearly_cost };
    let is_signed = part.row.signed_at.is_some();
    render(visit, &held, form, format!("/contracts/{id}/sign/{urn}"), Some(body), is_signed)
}

async fn show_provider(visit: Visit, Path(id): Path<ContractId>) -> Result<Response> {
    render_provider(&visit, id, FormView::default()).await
}

async fn sign_provider(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        if !form.ticked("agreed") {
            form.error("agreed", "Confirm that you may sign for the provider");
        }
    });
    match read {
        Ok(()) => match sign_for_provider(&visit, id).await {
            Ok(()) => visit.go_saying(format!("/contracts/{id}"), "Signed"),
            Err(error) => render_provider(&visit, id, fields.refused(error)?).await,
        },
        Err(form) => render_provider(&visit, id, form).await,
    }
}

async fn render_provider(visit: &Visit, id: ContractId, form: FormView) -> Result<Response> {
    let held = contract::seen(visit, id).await?.held;
    visit.actor.require(Action::SignForProvider, &Place::provider(held.provider.id))?;
    let is_signed = held.contract.provider_signed_at.is_some();
    render(visit, &held, form, format!("/contracts/{id}/sign-provider"), None, is_signed)
}

fn render(
    visit: &Visit,
    held: &Held,
    form: FormView,
    action: String,
    body: Option<Body>,
    is_signed: bool,
) -> Result<Response> {
    let page = SignPage {
        form: form.clone(),
        action,
        title: held.contract.title.clone(),
        provider: held.provider.name.clone(),
        cluster: held.cluster.name.clone(),
        starts_on: held.contract.starts_on,
        ends_on: held.contract.ends_on,
        price: describe(&held.schedule, &held.category.shape),
        yearly: held.yearly_cost(),
        body,
        is_signed,
    };
    let back = format!("/contracts/{}", held.contract.id);
    let frame = frame("Sign the contract").back(back, held.contract.title.clone());
    visit.form_page(frame.seen_by("who may sign for this party"), &form, &page)
}
