//! The administrator registers organisations and invites their first people.

use super::kind_of;
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::provider::rules::{authorities, kind_words};
use crate::provider::{self, Invited, NewProvider, store};
use ::entity::provider::ProviderKind;
use axum::extract::Query;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const ADMINISTRATOR: Who = Who::May(&[Action::ManagePlatform]);
const ROWS_OF_A_PAGE: u64 = 50;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/admin/providers", ADMINISTRATOR, list)
        .get("/admin/providers/new", ADMINISTRATOR, show_new)
        .post("/admin/providers/new", ADMINISTRATOR, register)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>(), PageSample::of::<NewPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    name: String,
    kind: String,
}

#[derive(Serialize)]
struct ListPage {
    rows: Vec<Row>,
    pages: Paging,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "provider/admin_list.html";
    fn samples() -> Vec<Self> {
        let provider = super::sample();
        let row = Row { href: "/admin/providers/a".to_owned(), kind: kind_of(&provider), name: provider.name };
        let page = |rows| Self { rows, pages: Paging::of(90, ROWS_OF_A_PAGE, None, &[]) };
        vec![page(vec![row]), page(Vec::new())]
    }
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

#[derive(Serialize)]
struct NewPage {
    form: FormView,
    kinds: Vec<Choice>,
    authorities: Vec<Choice>,
}

impl NewPage {
    fn with(form: FormView) -> Self {
        let kind = |kind: &ProviderKind| Choice { value: kind.as_str(), text: kind_words(*kind) };
        let authorities = authorities().iter().map(|(value, text)| Choice { value, text }).collect();
        Self { form, kinds: ProviderKind::ALL.iter().map(kind).collect(), authorities }
    }
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "provider/admin_new.html";
    fn samples() -> Vec<Self> {
        vec![Self::with(FormView::default().refusing("name", "Enter the organisation's name"))]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let pages = Paging::of(store::count(visit.read()).await?, ROWS_OF_A_PAGE, asked.page, &[]);
    let found = store::listed(visit.read(), pages.skipped(), ROWS_OF_A_PAGE).await?;
    let row = |provider: ::entity::provider::Model| Row {
        href: format!("/admin/providers/{}", provider.slug),
        kind: kind_of(&provider),
        name: provider.name,
    };
    visit.page(frame("Providers"), &ListPage { rows: found.into_iter().map(row).collect(), pages })
}

fn render_new(visit: &Visit, form: FormView) -> Result<Response> {
    let frame = frame("Register a provider").back("/admin/providers", "Providers");
    visit.form_page(frame, &form.clone(), &NewPage::with(form))
}

async fn show_new(visit: Visit) -> Result<Response> {
    render_new(&visit, FormView::default())
}

async fn register(visit: Visit, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let new = NewProvider {
            name: form.required("name", "Enter the organisation's name"),
            kind: form.choice("kind", ProviderKind::ALL, "Choose what kind of organisation it is"),
            la_code: form.optional("la_code"),
            urn: form.optional_parsed("urn", "Enter the URN as six digits"),
        };
        let name = form.required("first_name", "Enter the first person's name");
        (new, Invited { name, email: form.email("first_email") })
    });
    let (new, first) = match read {
        Ok(read) => read,
        Err(form) => return render_new(&visit, form),
    };
    let saying = format!("{} is registered, and {} has a role in it", new.name, first.name);
    match provider::register(&visit, new, first).await {
        Ok(_) => visit.go_saying("/admin/providers", &saying),
        Err(error) => render_new(&visit, fields.refused(error)?),
    }
}
