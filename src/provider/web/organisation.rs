//! An organisation's own page: its facts, kept once.

use super::{Fact, fact, kind_of};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::provider::rules::evidence::standing;
use crate::provider::{self, Facts};
use ::entity::provider::Model;
use ::entity::provider_evidence;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

const EDITORS: Who = Who::May(&[Action::EditOrganisation]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/organisation", Who::May(&[Action::SeeOrganisation]), show)
        .get("/organisation/edit", EDITORS, show_edit)
        .post("/organisation/edit", EDITORS, edit)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<OrganisationPage>(), PageSample::of::<EditPage>()]
}

#[derive(Serialize)]
struct OrganisationPage {
    name: String,
    public_path: String,
    facts: Vec<Fact>,
    /// Certificates that have expired or will soon.
    expiring: Vec<Expiring>,
    may_edit: bool,
}

#[derive(Serialize)]
struct Expiring {
    href: String,
    name: String,
    /// "Expires soon, on 1 June 2027".
    words: String,
}

impl Expiring {
    fn of(held: &provider_evidence::Model, today: NaiveDate) -> Option<Self> {
        let day = held.expires_on?;
        let word = standing(held.expires_on, today).words()?;
        Some(Self {
            href: format!("/organisation/evidence/{}/renew", held.id),
            name: held.name.clone(),
            words: format!("{word}, on {}", words::short_date(day)),
        })
    }
}

impl OrganisationPage {
    fn of(provider: &Model, expiring: Vec<Expiring>, may_edit: bool) -> Self {
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "Not given".to_owned());
        let facts = vec![
            fact("Name", &provider.name),
            fact("Kind", kind_of(provider)),
            fact(
                "What you do",
                Some(&provider.description).filter(|text| !text.is_empty()).map_or("Not given", |text| text),
            ),
            fact("Company number", said(&provider.company_number)),
            fact("Address", said(&provider.address)),
            fact("Contact", said(&provider.contact_name)),
            fact("Email address", said(&provider.contact_email)),
        ];
        Self {
            name: provider.name.clone(),
            public_path: format!("/providers/{}", provider.slug),
            facts,
            expiring,
            may_edit,
        }
    }
}

impl Page for OrganisationPage {
    const TEMPLATE: &'static str = "provider/organisation.html";
    fn samples() -> Vec<Self> {
        let expiring = Expiring {
            href: "/organisation/evidence/1/renew".to_owned(),
            name: "Food hygiene".to_owned(),
            words: "Expires soon, on 1 June 2027".to_owned(),
        };
        vec![Self::of(&super::sample(), vec![expiring], true), Self::of(&super::sample(), Vec::new(), false)]
    }
}

#[derive(Serialize)]
struct EditPage {
    form: FormView,
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "provider/edit.html";
    fn samples() -> Vec<Self> {
        vec![Self { form: FormView::default().refusing("name", "Enter the organisation's name") }]
    }
}

async fn show(visit: Visit) -> Result<Response> {
    let provider = provider::own(&visit).await?;
    let may_edit = visit.actor.may(Action::EditOrganisation, &Place::provider(provider.id));
    let frame =
        frame(provider.name.clone()).seen_by(format!("{} staff; the public sees the public page", provider.name));
    let today = words::london_day(visit.now);
    let held = provider::evidence(&visit, provider.id).await?;
    let expiring = held.iter().filter_map(|held| Expiring::of(held, today)).collect();
    visit.page(frame, &OrganisationPage::of(&provider, expiring, may_edit))
}

fn render_edit(visit: &Visit, form: FormView) -> Result<Response> {
    let frame = frame("Change your organisation's facts").back("/organisation", "Organisation");
    visit.form_page(frame, &form.clone(), &EditPage { form })
}

async fn show_edit(visit: Visit) -> Result<Response> {
    let provider = provider::own(&visit).await?;
    let said = |text: Option<String>| text.unwrap_or_default();
    let form = FormView::default()
        .with("name", provider.name)
        .with("description", provider.description)
        .with("company_number", said(provider.company_number))
        .with("address", said(provider.address))
        .with("contact_name", said(provider.contact_name))
        .with("contact_email", said(provider.contact_email));
    render_edit(&visit, form)
}

async fn edit(visit: Visit, fields: Fields) -> Result<Response> {
    let provider = provider::own(&visit).await?;
    let read = fields.read(|form| Facts {
        name: form.required("name", "Enter the organisation's name"),
        description: form.text_up_to("description", 4_000),
        company_number: form.optional("company_number"),
        address: form.optional("address"),
        contact_name: form.optional("contact_name"),
        contact_email: Some(form.email("contact_email")),
    });
    match read {
        Ok(facts) => match provider::describe(&visit, provider.id, facts).await {
            Ok(()) => visit.go_saying("/organisation", "Your organisation's facts are saved"),
            Err(error) => render_edit(&visit, fields.refused(error)?),
        },
        Err(form) => render_edit(&visit, form),
    }
}
