//! An authority sends a year's SLAs in one table: see how it is read, publish all of it or nothing, take it back.

use super::{Choice, content_form};
use crate::catalogue::price_list::{self, Planned};
use crate::catalogue::rules::{
    MOST_PRICE_LIST_ROWS, PRICE_LIST_COLUMNS, PriceList, Whole, financial_year_words, read_price_list,
};
use crate::catalogue::{self, listing, store};
use crate::platform::access::Action;
use crate::platform::csv_out::Cell;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::fields::{Fields, Reader, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::rows::{error_file, refusing, rows_of};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::price::form::describe;
use ::entity::ids::UploadId;
use ::entity::listing::{ListingKind, PriceVisibility};
use ::entity::provider::Model as Provider;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

const PATH: &str = "/organisation/price-list";
const SELLERS: Who = Who::May(&[Action::PublishSla]);
const LARGEST_FILE: usize = 5 * 1024 * 1024;
const LONGEST_TEXT: usize = 500_000;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(PATH, SELLERS, show)
        .post_files(PATH, SELLERS, LARGEST_FILE, preview)
        .get("/organisation/price-list/template.csv", SELLERS, template)
        .post("/organisation/price-list/again", SELLERS, again)
        .post("/organisation/price-list/errors", SELLERS, errors)
        .post("/organisation/price-list/publish", SELLERS, publish)
        .post("/organisation/price-list/{id}/undo", SELLERS, undo)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<SendPage>(), PageSample::of::<PreviewPage>()]
}

/// A list that was sent before.
#[derive(Serialize)]
struct Sent {
    year: String,
    slas: usize,
    at: DateTime<Utc>,
    undo_path: Option<String>,
}

#[derive(Serialize)]
struct SendPage {
    form: FormView,
    /// What was sent beside the rows, to be sent again with them.
    kept: Vec<Choice>,
    columns: Vec<&'static str>,
    visibilities: Vec<Choice>,
    sent: Vec<Sent>,
}

impl Page for SendPage {
    const TEMPLATE: &'static str = "catalogue/price_list.html";
    fn samples() -> Vec<Self> {
        let sent = |undo_path: Option<&str>| Sent {
            year: financial_year_words(2027),
            slas: 12,
            at: DateTime::UNIX_EPOCH,
            undo_path: undo_path.map(str::to_owned),
        };
        let page = |form: FormView, sent| Self {
            kept: kept(&form),
            form,
            columns: columns(),
            visibilities: content_form::visibilities(),
            sent,
        };
        let wrong = FormView::default()
            .with("rows", "Service\tSLA")
            .with("financial_year", "2027")
            .refusing("rows", "Row 7, Amount: enter an amount such as 1,250.00")
            .refusing("rows", "Row 9, Basis: enter a year");
        vec![page(FormView::default(), Vec::new()), page(wrong, vec![sent(Some("/undo")), sent(None)])]
    }
}

#[derive(Serialize)]
struct Row {
    service: String,
    title: String,
    package: Option<String>,
    prices: Vec<String>,
    /// "51 to 150 pupils have no price".
    warnings: Vec<String>,
    opens: Option<NaiveDate>,
    closes: Option<NaiveDate>,
    last_day: Option<NaiveDate>,
    promise: Option<String>,
    cover: Option<String>,
    /// "New", "Next version", "As published".
    change: &'static str,
    change_kind: &'static str,
}

impl Row {
    fn of(planned: Planned) -> Self {
        let (change, change_kind) = match (&planned.held, planned.is_same()) {
            (None, _) => ("New", "progress"),
            (Some(_), false) => ("Next version", "waiting"),
            (Some(_), true) => ("As published", "done"),
        };
        let content = planned.content;
        Row {
            service: planned.listed.category.name.clone(),
            prices: describe(&content.schedule, &planned.listed.category.shape),
            title: content.title,
            package: content.package,
            warnings: planned.listed.warnings,
            opens: content.buy_back_from,
            closes: content.buy_back_to,
            last_day: content.withdraws_on,
            promise: content.minimum_provision,
            cover: content.pooled_cover.as_ref().map(super::shown::cover_words),
            change,
            change_kind,
        }
    }
}

#[derive(Serialize)]
struct PreviewPage {
    year: String,
    rows: Vec<Row>,
    unused: Vec<String>,
    /// How many schools are in the authority's area.
    schools: u64,
    /// What was sent, to be sent again with the confirmation.
    kept: Vec<Choice>,
}

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "catalogue/price_list_preview.html";
    fn samples() -> Vec<Self> {
        let row = |is_full: bool| Row {
            service: "HR".to_owned(),
            title: "HR advice".to_owned(),
            package: is_full.then(|| "Gold".to_owned()),
            prices: vec!["Service: £26.01 an employee".to_owned()],
            warnings: is_full
                .then(|| "A school with 300 pupils falls between two bands".to_owned())
                .into_iter()
                .collect(),
            opens: is_full.then(NaiveDate::default),
            closes: is_full.then(NaiveDate::default),
            last_day: is_full.then(NaiveDate::default),
            promise: is_full.then(|| "12 visits a year".to_owned()),
            cover: is_full.then(|| "Supply cover".to_owned()),
            change: "New",
            change_kind: "progress",
        };
        let page = |unused: Vec<String>| Self {
            year: financial_year_words(2027),
            rows: vec![row(true), row(false)],
            unused,
            schools: 9,
            kept: vec![super::choice("rows", "Service\tSLA")],
        };
        vec![page(vec!["Notes".to_owned()]), page(Vec::new())]
    }
}

fn columns() -> Vec<&'static str> {
    PRICE_LIST_COLUMNS.iter().map(|column| column.name).collect()
}

/// Every field but the rows, as it was sent.
fn kept(form: &FormView) -> Vec<Choice> {
    let others = form.values.iter().filter(|(name, _)| *name != "rows");
    others.map(|(name, value)| super::choice(name, value)).collect()
}

/// The authority that the hat in use sells for.
async fn authority(visit: &Visit) -> Result<Provider> {
    let provider = catalogue::own_provider(visit).await?;
    listing::require_edit(visit, provider.id, ListingKind::Sla)?;
    Ok(provider)
}

async fn render(visit: &Visit, provider: &Provider, form: FormView) -> Result<Response> {
    let sent = store::uploads_of(visit.read(), provider.id).await?.into_iter().map(|upload| Sent {
        year: financial_year_words(upload.financial_year),
        slas: upload.published.0.len(),
        at: upload.uploaded_at,
        undo_path: upload.undone_at.is_none().then(|| format!("{PATH}/{}/undo", upload.id)),
    });
    let sent = sent.collect();
    let page = SendPage {
        kept: kept(&form),
        form: form.clone(),
        columns: columns(),
        visibilities: content_form::visibilities(),
        sent,
    };
    let frame = frame("A year's SLAs in one spreadsheet").back("/organisation/listings", "Listings");
    visit.form_page(frame.seen_by(format!("{} staff", provider.name)), &form, &page)
}

async fn show(visit: Visit) -> Result<Response> {
    let provider = authority(&visit).await?;
    let visibility = FormView::default().with("price_visibility", PriceVisibility::Public.as_str());
    render(&visit, &provider, visibility).await
}

/// The form again, with everything as it was sent.
async fn again(visit: Visit, fields: Fields) -> Result<Response> {
    let provider = authority(&visit).await?;
    render(&visit, &provider, fields.view()).await
}

fn whole(form: &Reader) -> Whole {
    form.text_up_to("rows", LONGEST_TEXT);
    let (opens, closes) = (
        form.optional_date("opens", "Enter the day the window opens"),
        form.optional_date("closes", "Enter the day the window closes"),
    );
    const YEAR: &str = "Enter the year in which the financial year starts, like 2027";
    Whole {
        financial_year: form.whole("financial_year", 2000..=2099, YEAR),
        opens,
        closes,
        visibility: form.choice("price_visibility", PriceVisibility::ALL, "Choose who sees the prices"),
    }
}

/// The list as it is read, or the form with everything that is wrong with it.
async fn read(visit: &Visit, fields: &Fields) -> Result<std::result::Result<(Whole, PriceList), FormView>> {
    let whole = match fields.read(whole) {
        Ok(whole) => whole,
        Err(form) => return Ok(Err(form)),
    };
    let categories = store::categories(visit.read()).await?;
    let list = read_price_list(fields.get("rows").unwrap_or_default(), &categories, &whole);
    Ok(if list.faults.is_empty() { Ok((whole, list)) } else { Err(refusing(fields.view(), "rows", list.faults)) })
}

async fn preview(visit: Visit, upload: Upload) -> Result<Response> {
    let provider = authority(&visit).await?;
    let fields = match rows_of(upload, "rows", "file", MOST_PRICE_LIST_ROWS).await? {
        Ok(fields) => fields,
        Err(form) => return render(&visit, &provider, form).await,
    };
    let (whole, list) = match read(&visit, &fields).await? {
        Ok(read) => read,
        Err(form) => return render(&visit, &provider, form).await,
    };
    let planned = price_list::plan(visit.read(), &provider, list.slas, whole.financial_year).await?;
    let page = PreviewPage {
        year: financial_year_words(whole.financial_year),
        rows: planned.into_iter().map(Row::of).collect(),
        unused: list.unused,
        schools: store::schools_in(visit.read(), provider.la_code.as_deref().unwrap_or_default()).await?,
        kept: fields.pairs().map(|(name, value)| super::choice(name, value)).collect(),
    };
    let frame = frame("Check the SLAs").back(PATH, "Send another list");
    visit.page(frame.seen_by(format!("{} staff", provider.name)), &page)
}

/// The rows with what is wrong with each, as a file.
async fn errors(visit: Visit, fields: Fields) -> Result<Response> {
    authority(&visit).await?;
    let whole = fields.read(|form| {
        form.text("as");
        whole(form)
    });
    let whole = match whole {
        Ok(whole) => whole,
        Err(form) => return render(&visit, &authority(&visit).await?, form).await,
    };
    let categories = store::categories(visit.read()).await?;
    let faults = read_price_list(fields.get("rows").unwrap_or_default(), &categories, &whole).faults;
    error_file("sla-price-list", &fields, "rows", &faults, PRICE_LIST_COLUMNS.len())
}

async fn publish(visit: Visit, fields: Fields) -> Result<Response> {
    let provider = authority(&visit).await?;
    let (whole, list) = match read(&visit, &fields).await? {
        Ok(read) => read,
        Err(form) => return render(&visit, &provider, form).await,
    };
    match price_list::publish(&visit, &provider, list.slas, whole.financial_year).await {
        Ok((_, count)) => {
            let count = words::plural(i64::try_from(count).unwrap_or(i64::MAX), "SLA is", "SLAs are");
            visit.go_saying(PATH, &format!("{count} published. Every school's “what you pay now” follows"))
        }
        Err(error) => render(&visit, &provider, fields.refused(error)?).await,
    }
}

async fn undo(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let provider = authority(&visit).await?;
    let id: UploadId = id.parse().map_err(|_| Error::NotFound)?;
    match price_list::undo(&visit, &provider, id).await {
        Ok(count) => {
            let count = words::plural(i64::try_from(count).unwrap_or(i64::MAX), "SLA is", "SLAs are");
            visit.go_saying(PATH, &format!("{count} taken back"))
        }
        Err(error) => render(&visit, &provider, fields.refused(error)?).await,
    }
}

async fn template(visit: Visit) -> Result<Response> {
    authority(&visit).await?;
    download::csv("sla-price-list-template", &[columns().into_iter().map(Cell::text).collect()])
}
