//! Purchases made directly or from a framework: the list, and the form for a new one.

use super::waivers::standing;
use super::{BUYERS, Choice, READERS, ROWS_OF_A_PAGE, WITH_FILE, choice, evidence, main_frame, sub_frame};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Reader, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::purchase::{self, Framework, NewPurchase, store};
use ::entity::category::Model as Category;
use ::entity::money::Money;
use ::entity::recorded_purchase::{self, PurchaseWay};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/purchases", READERS, list)
        .get("/schools/{urn}/purchases/new", BUYERS, show_new)
        .post_files("/schools/{urn}/purchases/new", BUYERS, WITH_FILE, record)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PurchasesPage>(), PageSample::of::<NewPage>()]
}

pub(super) fn way_words(way: PurchaseWay) -> &'static str {
    match way {
        PurchaseWay::Direct => "Directly",
        PurchaseWay::DirectAward => "From a framework, direct award",
        PurchaseWay::FurtherCompetition => "From a framework, further competition",
    }
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    provider: String,
    way: &'static str,
    yearly: Money,
    at: DateTime<Utc>,
    standing: &'static str,
    tag: &'static str,
}

#[derive(Serialize)]
struct PurchasesPage {
    path: String,
    rows: Vec<Row>,
    pages: Paging,
    may_buy: bool,
}

impl Page for PurchasesPage {
    const TEMPLATE: &'static str = "purchase/purchases.html";
    fn samples() -> Vec<Self> {
        let row = || Row {
            href: "/schools/100123/purchases/1".to_owned(),
            title: "Payroll".to_owned(),
            provider: "Provider A".to_owned(),
            way: way_words(PurchaseWay::Direct),
            yearly: Money(10_000_000),
            at: DateTime::UNIX_EPOCH,
            standing: "Approved",
            tag: "done",
        };
        let page = |rows, may_buy| Self {
            path: "/schools/100123/purchases".to_owned(),
            rows,
            pages: Paging::of(21, ROWS_OF_A_PAGE, None, &[]),
            may_buy,
        };
        vec![page(vec![row()], true), page(Vec::new(), false)]
    }
}

#[derive(Serialize)]
struct NewPage {
    form: FormView,
    path: String,
    services: Vec<Choice>,
    ways: Vec<Choice>,
    /// Of the chosen service.
    frameworks: Vec<Choice>,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "purchase/purchase_new.html";
    fn samples() -> Vec<Self> {
        let page = |frameworks| Self {
            form: FormView::default().refusing("framework", "Choose the framework"),
            path: "/schools/100123/purchases/new".to_owned(),
            services: vec![choice("payroll", "Payroll")],
            ways: ways(),
            frameworks,
        };
        vec![page(vec![choice("HR", "HR")]), page(Vec::new())]
    }
}

fn ways() -> Vec<Choice> {
    PurchaseWay::ALL.iter().map(|way| choice(way.as_str(), way_words(*way))).collect()
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

async fn list(visit: Visit, Path(urn): Path<i32>, Query(asked): Query<Asked>) -> Result<Response> {
    let school = purchase::seen(&visit, urn).await?;
    let connection = visit.read();
    let pages = Paging::of(store::count_purchases(connection, school.id).await?, ROWS_OF_A_PAGE, asked.page, &[]);
    let found = store::purchases(connection, school.id, pages.skipped(), ROWS_OF_A_PAGE).await?;
    let row = |held: recorded_purchase::Model| {
        let (standing, tag) = standing(held.decision);
        Row {
            href: format!("/schools/{urn}/purchases/{}", held.id),
            title: held.title,
            provider: held.provider_name,
            way: way_words(held.way),
            yearly: held.yearly,
            at: held.recorded_at,
            standing,
            tag,
        }
    };
    let page = PurchasesPage {
        path: format!("/schools/{urn}/purchases"),
        rows: found.into_iter().map(row).collect(),
        pages,
        may_buy: visit.actor.may(Action::BuySmall, &purchase::place_of(&school)),
    };
    visit.page(main_frame(&visit, &school, "Recorded purchases", "purchases"), &page)
}

async fn render_new(visit: &Visit, urn: i32, form: FormView) -> Result<Response> {
    let school = purchase::opened(visit, urn, Action::BuySmall).await?;
    let services = purchase::categories(visit.read()).await?;
    let slug = form.values.get("category").cloned().unwrap_or_default();
    let is_known = services.iter().any(|each| each.slug == slug);
    let frameworks = if is_known { purchase::frameworks_for(visit, &slug).await? } else { Vec::new() };
    let framework = |one: Framework| choice(&one.name, format!("{}, {}", one.name, one.owner));
    let page = NewPage {
        form: form.clone(),
        path: format!("/schools/{urn}/purchases/new"),
        services: services.into_iter().map(|each| choice(each.slug, each.name)).collect(),
        ways: ways(),
        frameworks: frameworks.into_iter().map(framework).collect(),
    };
    visit.form_page(sub_frame(&school, "Record a purchase", ("purchases", "Recorded purchases")), &form, &page)
}

/// The form as the page before filled it.
async fn show_new(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let query = visit.uri.query().unwrap_or_default();
    let kept = |name: &str| ["category", "way", "title", "years"].contains(&name);
    let given = url::form_urlencoded::parse(query.as_bytes()).into_owned().take(20);
    let form = given.fold(FormView::default(), |form, (name, value)| match name.as_str() {
        "estimate" => form.with("yearly", value),
        name if kept(name) => form.with(name, value),
        _ => form,
    });
    render_new(&visit, urn, form).await
}

fn read(form: &Reader) -> NewPurchase {
    let way = form.choice("way", PurchaseWay::ALL, "Choose how it is bought");
    let framework = form.optional("framework").filter(|_| way != PurchaseWay::Direct);
    let reference = form.optional("reference").filter(|_| way != PurchaseWay::Direct);
    NewPurchase {
        way,
        framework,
        reference,
        title: form.required("title", "Enter what is bought"),
        provider_name: form.required("provider", "Enter who provides it"),
        asked: form.required("asked", "Say who was asked, and what they answered"),
        yearly: form.money("yearly", "Enter the amount a year in pounds, like 4500"),
        term_years: form.whole("years", 1..=10, "Enter for how many years, from 1 to 10"),
        starts_on: form.date("starts", "Enter the day on which it starts"),
        reason: form.required("reason", "Say why this provider, and why this way"),
        evidence: None,
    }
}

async fn record(visit: Visit, Path(urn): Path<i32>, mut upload: Upload) -> Result<Response> {
    let school = purchase::opened(&visit, urn, Action::BuySmall).await?;
    let services = purchase::categories(visit.read()).await?;
    let read = upload.fields.read(|form| {
        let slug = form.required("category", "Choose the service");
        let category: Option<&Category> = services.iter().find(|each| each.slug == slug);
        if category.is_none() && !slug.is_empty() {
            form.error("category", "Choose the service");
        }
        (category, read(form))
    });
    let (category, new) = match read {
        Ok((Some(category), new)) => (category, NewPurchase { evidence: evidence(&mut upload), ..new }),
        Ok((None, _)) => return Err(Error::NotFound),
        Err(form) => return render_new(&visit, urn, form).await,
    };
    match purchase::record_purchase(&visit, &school, category, new).await {
        Ok(id) => {
            let said = "The purchase is recorded and waits for approval by another person";
            visit.go_saying(format!("/schools/{urn}/purchases/{id}"), said)
        }
        Err(error) => render_new(&visit, urn, upload.fields.refused(error)?).await,
    }
}
