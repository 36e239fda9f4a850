//! The form of one contract: add, change, take off.

use super::{EDITORS, seen_by};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::school::rules::{self, Choice, Terms};
use crate::school::{self, store};
use ::entity::contract_entry::{self, CostSource};
use ::entity::ids::ContractEntryId;
use axum::extract::Path;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/spend/add", EDITORS, show_add)
        .post("/schools/{urn}/spend/add", EDITORS, add)
        .get("/schools/{urn}/spend/{id}", EDITORS, show_change)
        .post("/schools/{urn}/spend/{id}", EDITORS, change)
        .post("/schools/{urn}/spend/{id}/end", EDITORS, end)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TermsPage>()]
}

#[derive(Clone, Serialize)]
struct Listed {
    value: String,
    text: String,
    hint: String,
}

#[derive(Serialize)]
struct TermsPage {
    form: FormView,
    heading: &'static str,
    path: String,
    /// Only a contract that stands on the register can be taken off it.
    end_path: Option<String>,
    services: Vec<Listed>,
    sources: Vec<Listed>,
    /// CFR for a maintained school, AAR for an academy.
    codes: Vec<Listed>,
}

impl Page for TermsPage {
    const TEMPLATE: &'static str = "school/terms.html";
    fn samples() -> Vec<Self> {
        let page = |heading, end_path| Self {
            form: FormView::default().refusing("title", "Enter what the contract is for"),
            heading,
            path: "/schools/100123/spend/add".to_owned(),
            end_path,
            services: vec![listed("catering", "Catering", "")],
            sources: sources(),
            codes: vec![listed("E25", "E25 Catering supplies", "")],
        };
        vec![page("Add a contract", None), page("Change a contract", Some("/schools/100123/spend/1/end".to_owned()))]
    }
}

fn listed(value: &str, text: &str, hint: &str) -> Listed {
    Listed { value: value.to_owned(), text: text.to_owned(), hint: hint.to_owned() }
}

fn sources() -> Vec<Listed> {
    vec![
        listed("invoices", "Invoices", "What you were really charged in the last year: the surest"),
        listed("contract", "Contract", "What the contract says"),
        listed("unknown", "Not known", "A guess, or no figure yet"),
    ]
}

fn codes(school: &::entity::school::Model) -> Vec<Listed> {
    let line = |line: rules::CostLine| listed(line.code, &format!("{} {}", line.code, line.name), "");
    rules::lines_of(school.legal_type).into_iter().map(line).collect()
}

/// Add, or change the contract with this id.
type Which = Option<ContractEntryId>;

async fn render(visit: &Visit, urn: i32, which: Which, form: FormView) -> Result<Response> {
    let school = school::opened(visit, urn, Action::EditSchool).await?;
    let services = school::categories(visit).await?;
    let register = format!("/schools/{urn}/spend");
    let own = which.map(|id| format!("{register}/{id}"));
    let page = TermsPage {
        form: form.clone(),
        heading: if which.is_some() { "Change a contract" } else { "Add a contract" },
        end_path: own.as_ref().map(|own| format!("{own}/end")),
        path: own.unwrap_or_else(|| format!("{register}/add")),
        services: services.iter().map(|each| listed(&each.slug, &each.name, "")).collect(),
        sources: sources(),
        codes: codes(&school),
    };
    let frame = frame(page.heading).back(register, "Contracts").seen_by(seen_by(&school));
    visit.form_page(frame, &form, &page)
}

fn read(form: &Reader, services: &[Choice]) -> Terms {
    const DATE: &str = "Enter a date";
    let slug = form.optional("service");
    let category = slug.as_ref().and_then(|slug| services.iter().find(|each| each.slug == *slug));
    if slug.is_some() && category.is_none() {
        form.error("service", "Choose a service from the list");
    }
    Terms {
        title: form.required("title", "Enter what the contract is for"),
        provider_name: form.required("provider", "Enter who provides it"),
        category: category.map(|each| each.id),
        starts_on: form.optional_date("starts", DATE),
        ends_on: form.optional_date("ends", DATE),
        notice_terms: form.optional("notice_terms"),
        notice_on: form.optional_date("notice", DATE),
        yearly_amount: form.optional_money("yearly", "Enter the yearly amount in pounds and pence, like 1234.50"),
        how_bought: form.optional("how_bought"),
        cost_source: form.choice("source", CostSource::ALL, "Choose where the yearly amount comes from"),
        responsible: form.optional("responsible"),
        cost_code: code(form),
    }
}

fn code(form: &Reader) -> Option<String> {
    let typed = form.optional("cost_code")?;
    let code = rules::cost_code(&typed);
    if code.is_none() {
        form.error("cost_code", "Choose a cost code from the list");
    }
    code
}

fn filled(entry: contract_entry::Model, services: &[Choice]) -> FormView {
    let service = services.iter().find(|each| Some(each.id) == entry.category_id).map(|each| each.slug.clone());
    let form = FormView::default()
        .with("title", entry.title)
        .with("provider", entry.provider_name)
        .with("service", service.unwrap_or_default())
        .with("notice_terms", entry.notice_terms.unwrap_or_default())
        .with("yearly", entry.yearly_amount.map(|amount| amount.to_string()).unwrap_or_default())
        .with("how_bought", entry.how_bought.unwrap_or_default())
        .with("source", entry.cost_source.as_str())
        .with("responsible", entry.responsible.unwrap_or_default())
        .with("cost_code", entry.cost_code.unwrap_or_default());
    let dates = [("starts", entry.starts_on), ("ends", entry.ends_on), ("notice", entry.notice_on)];
    dates.into_iter().fold(form, |form, (name, day)| with_date(form, name, day))
}

fn with_date(form: FormView, name: &str, day: Option<NaiveDate>) -> FormView {
    let Some(day) = day else { return form };
    form.with(format!("{name}-day"), day.day().to_string())
        .with(format!("{name}-month"), day.month().to_string())
        .with(format!("{name}-year"), day.year().to_string())
}

async fn show_add(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    render(&visit, urn, None, FormView::default().with("source", "invoices")).await
}

async fn add(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let school = school::opened(&visit, urn, Action::EditSchool).await?;
    let services = school::categories(&visit).await?;
    let added = match fields.read(|form| read(form, &services)) {
        Ok(terms) => school::add_contract(&visit, &school, terms).await,
        Err(form) => return render(&visit, urn, None, form).await,
    };
    match added {
        Ok(_) => visit.go_saying(format!("/schools/{urn}/spend"), "The contract is on the register"),
        Err(error) => render(&visit, urn, None, fields.refused(error)?).await,
    }
}

async fn show_change(visit: Visit, Path((urn, id)): Path<(i32, String)>) -> Result<Response> {
    let school = school::opened(&visit, urn, Action::EditSchool).await?;
    let id = parsed(&id)?;
    let entry = store::entry(visit.read(), school.id, id).await?.ok_or(Error::NotFound)?;
    let services = school::categories(&visit).await?;
    render(&visit, urn, Some(id), filled(entry, &services)).await
}

async fn change(visit: Visit, Path((urn, id)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let school = school::opened(&visit, urn, Action::EditSchool).await?;
    let (id, services) = (parsed(&id)?, school::categories(&visit).await?);
    let changed = match fields.read(|form| read(form, &services)) {
        Ok(terms) => school::change_contract(&visit, &school, id, terms).await,
        Err(form) => return render(&visit, urn, Some(id), form).await,
    };
    match changed {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/spend"), "The contract is changed"),
        Err(error) => render(&visit, urn, Some(id), fields.refused(error)?).await,
    }
}

async fn end(visit: Visit, Path((urn, id)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    drop(fields);
    let school = school::opened(&visit, urn, Action::EditSchool).await?;
    school::end_contract(&visit, &school, parsed(&id)?).await?;
    visit.go_saying(format!("/schools/{urn}/spend"), "The contract is off the register")
}

fn parsed(id: &str) -> Result<ContractEntryId> {
    id.parse().map_err(|_| Error::NotFound)
}
