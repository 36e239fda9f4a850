//! Page 1: who bids. The facts are known; the bidder confirms them.

use super::OWN;
use super::wizard::{Sent, Strip, desk, keep, sample_strips, sent, show};
use crate::bid::Desk;
use crate::bid::rules::{Draft, Organisation, Step};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::provider;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const STEP: Step = Step::Organisation;

pub(super) fn routes() -> Routes {
    Routes::new().get("/bids/{id}/organisation", OWN, open).post("/bids/{id}/organisation", OWN, save)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<OrganisationPage>()]
}

#[derive(Clone, Serialize)]
struct Facts {
    name: String,
    company_number: Option<String>,
    address: Option<String>,
}

#[derive(Serialize)]
struct OrganisationPage {
    strip: Strip,
    form: FormView,
    facts: Facts,
}

impl Page for OrganisationPage {
    const TEMPLATE: &'static str = "bid/organisation.html";
    fn samples() -> Vec<Self> {
        let facts = Facts { name: "Larder".to_owned(), company_number: Some("01234567".to_owned()), address: None };
        let page = |strip| Self { strip, form: FormView::default(), facts: facts.clone() };
        sample_strips(STEP).into_iter().map(page).collect()
    }
}

fn page(desk: &Desk) -> impl FnOnce(Strip, FormView) -> OrganisationPage + use<> {
    let provider::Model { name, company_number, address, .. } = desk.provider.clone();
    let facts = Facts { name, company_number, address };
    move |strip, form| OrganisationPage { strip, form, facts }
}

async fn open(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    show(&visit, &desk, STEP, filled(&desk), page(&desk))
}

fn filled(desk: &Desk) -> FormView {
    let stored = desk.draft.organisation.as_ref();
    let name = stored.map(|facts| facts.contact_name.clone()).or(desk.provider.contact_name.clone());
    let email = stored.map(|facts| facts.contact_email.clone()).or(desk.provider.contact_email.clone());
    let form = FormView::default()
        .with("contact_name", name.unwrap_or_default())
        .with("contact_email", email.unwrap_or_default());
    if desk.draft.confirmed { form.with("confirmed", "yes") } else { form }
}

struct Typed {
    sent: Sent,
    name: String,
    email: String,
    confirmed: bool,
}

fn typed(form: &Reader) -> Typed {
    let email = form.text("contact_email");
    Typed {
        sent: sent(form),
        name: form.text_up_to("contact_name", 200),
        email: if email.is_empty() { email } else { form.email("contact_email") },
        confirmed: form.ticked("confirmed"),
    }
}

fn apply(draft: &mut Draft, facts: provider::Model, typed: &Typed) {
    draft.confirmed = typed.confirmed;
    draft.organisation = Some(Organisation {
        name: facts.name,
        company_number: facts.company_number,
        address: facts.address,
        contact_name: typed.name.clone(),
        contact_email: typed.email.clone(),
    });
}

async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    match fields.read(typed) {
        Err(form) => show(&visit, &desk, STEP, form, page(&desk)),
        Ok(typed) => {
            let facts = desk.provider.clone();
            let edit = |draft: &mut Draft| apply(draft, facts, &typed);
            keep(&visit, &desk, STEP, &typed.sent, &fields, edit, page(&desk)).await
        }
    }
}
