//! A school's waivers: the list that governors read, and the form for a new one.

use super::{BUYERS, Choice, READERS, ROWS_OF_A_PAGE, WITH_FILE, choice, evidence, main_frame, sub_frame};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Reader, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::purchase::{self, NewWaiver, store};
use ::entity::money::Money;
use ::entity::purchase_waiver::{self, WaiverKind};
use ::entity::quote_choice::Decision;
use ::entity::quote_request;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/waivers", READERS, list)
        .get("/schools/{urn}/waivers/new", BUYERS, show_new)
        .post_files("/schools/{urn}/waivers/new", BUYERS, WITH_FILE, ask)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<WaiversPage>(), PageSample::of::<NewWaiverPage>()]
}

pub(super) fn kind_words(kind: WaiverKind) -> &'static str {
    match kind {
        WaiverKind::FewerQuotes => "Fewer quotes than the limits ask for",
        WaiverKind::Urgency => "Urgency",
        WaiverKind::Extension => "An extension of a contract",
    }
}

/// Where a decision stands, in words.
pub(super) fn standing(decision: Option<Decision>) -> (&'static str, &'static str) {
    match decision {
        None => ("Waits for approval", "waiting"),
        Some(Decision::Approved) => ("Approved", "done"),
        Some(Decision::Refused) => ("Sent back", "problem"),
    }
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    kind: &'static str,
    value: Money,
    by: String,
    at: DateTime<Utc>,
    standing: &'static str,
    tag: &'static str,
    decided_by: Option<String>,
}

#[derive(Serialize)]
struct WaiversPage {
    path: String,
    rows: Vec<Row>,
    pages: Paging,
    may_buy: bool,
}

impl Page for WaiversPage {
    const TEMPLATE: &'static str = "purchase/waivers.html";
    fn samples() -> Vec<Self> {
        let row = |decided_by: Option<&str>| Row {
            href: "/schools/100123/waivers/1".to_owned(),
            title: "HR advice".to_owned(),
            kind: kind_words(WaiverKind::Urgency),
            value: Money(150_000_000),
            by: "Bea".to_owned(),
            at: DateTime::UNIX_EPOCH,
            standing: "Approved",
            tag: "done",
            decided_by: decided_by.map(str::to_owned),
        };
        let page = |rows, may_buy| Self {
            path: "/schools/100123/waivers".to_owned(),
            rows,
            pages: Paging::of(21, ROWS_OF_A_PAGE, None, &[]),
            may_buy,
        };
        vec![page(vec![row(Some("Hal")), row(None)], true), page(Vec::new(), false)]
    }
}

#[derive(Serialize)]
struct NewWaiverPage {
    form: FormView,
    path: String,
    kinds: Vec<Choice>,
    /// Requests under way and contracts on the register.
    fors: Vec<Choice>,
}

impl Page for NewWaiverPage {
    const TEMPLATE: &'static str = "purchase/waiver_new.html";
    fn samples() -> Vec<Self> {
        vec![Self {
            form: FormView::default().refusing("kind", "Choose what is waived"),
            path: "/schools/100123/waivers/new".to_owned(),
            kinds: kinds(),
            fors: vec![choice("quote:1", "Quotes: HR advice")],
        }]
    }
}

fn kinds() -> Vec<Choice> {
    WaiverKind::ALL.iter().map(|kind| choice(kind.as_str(), kind_words(*kind))).collect()
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
    /// The request that the waiver is for.
    quote: Option<String>,
}

async fn list(visit: Visit, Path(urn): Path<i32>, Query(asked): Query<Asked>) -> Result<Response> {
    let school = purchase::seen(&visit, urn).await?;
    let connection = visit.read();
    let pages = Paging::of(store::count_waivers(connection, school.id).await?, ROWS_OF_A_PAGE, asked.page, &[]);
    let found = store::waivers(connection, school.id, pages.skipped(), ROWS_OF_A_PAGE).await?;
    let people: Vec<_> = found.iter().flat_map(|one| [Some(one.asked_by), one.decided_by]).flatten().collect();
    let names = purchase::names_of(connection, people).await?;
    let row = |held: purchase_waiver::Model| {
        let (standing, tag) = standing(held.decision);
        Row {
            href: format!("/schools/{urn}/waivers/{}", held.id),
            kind: kind_words(held.kind),
            value: held.value,
            by: names.get(&held.asked_by).cloned().unwrap_or_default(),
            at: held.asked_at,
            standing,
            tag,
            decided_by: held.decided_by.and_then(|by| names.get(&by).cloned()),
            title: held.title,
        }
    };
    let page = WaiversPage {
        path: format!("/schools/{urn}/waivers"),
        rows: found.into_iter().map(row).collect(),
        pages,
        may_buy: visit.actor.may(Action::BuySmall, &purchase::place_of(&school)),
    };
    visit.page(main_frame(&visit, &school, "Waivers", "waivers"), &page)
}

async fn render_new(visit: &Visit, urn: i32, form: FormView) -> Result<Response> {
    let school = purchase::opened(visit, urn, Action::BuySmall).await?;
    let quotes = store::unfinished(visit.read(), [school.id]).await?;
    let entries = store::entries_of(visit.read(), school.id).await?;
    let quotes = quotes.iter().map(|one| choice(format!("quote:{}", one.id), format!("Quotes: {}", one.title)));
    let entries = entries
        .iter()
        .map(|one| choice(format!("entry:{}", one.id), format!("Contract: {}, {}", one.title, one.provider_name)));
    let page = NewWaiverPage {
        form: form.clone(),
        path: format!("/schools/{urn}/waivers/new"),
        kinds: kinds(),
        fors: quotes.chain(entries).collect(),
    };
    visit.form_page(sub_frame(&school, "Ask for a waiver", ("waivers", "Waivers")), &form, &page)
}

async fn show_new(visit: Visit, Path(urn): Path<i32>, Query(asked): Query<Asked>) -> Result<Response> {
    let school = purchase::opened(&visit, urn, Action::BuySmall).await?;
    let form = match asked.quote.and_then(|text| text.parse().ok()) {
        Some(id) => of_quote(&purchase::quote(&visit, &school, id).await?),
        None => FormView::default(),
    };
    render_new(&visit, urn, form).await
}

fn of_quote(quote: &quote_request::Model) -> FormView {
    let purchase = purchase::rules::Purchase { yearly: quote.estimate, years: quote.term_years, is_one_off: false };
    let value = purchase.value().map(|value| value.to_string()).unwrap_or_default();
    FormView::default()
        .with("kind", WaiverKind::FewerQuotes.as_str())
        .with("for", format!("quote:{}", quote.id))
        .with("value", value)
}

fn read(form: &Reader) -> NewWaiver {
    let of = form.required("for", "Choose what it is for");
    let part = |name: &str| of.strip_prefix(name).map(str::to_owned);
    NewWaiver {
        kind: form.choice("kind", WaiverKind::ALL, "Choose what is waived"),
        quote: part("quote:").and_then(|id| id.parse().ok()),
        entry: part("entry:").and_then(|id| id.parse().ok()),
        title: String::new(),
        value: form.money("value", "Enter what is bought with it, for the whole time, like 12000"),
        until: form.optional_date("until", "Enter the new last day"),
        reason: form.required("reason", "Enter why"),
        evidence: None,
    }
}

async fn ask(visit: Visit, Path(urn): Path<i32>, mut upload: Upload) -> Result<Response> {
    let school = purchase::opened(&visit, urn, Action::BuySmall).await?;
    let new = match upload.fields.read(read) {
        Ok(new) => NewWaiver { evidence: evidence(&mut upload), ..new },
        Err(form) => return render_new(&visit, urn, form).await,
    };
    match purchase::ask_waiver(&visit, &school, new).await {
        Ok(id) => {
            visit.go_saying(format!("/schools/{urn}/waivers/{id}"), "The waiver waits for approval by another person")
        }
        Err(error) => render_new(&visit, urn, upload.fields.refused(error)?).await,
    }
}
