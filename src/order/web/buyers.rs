//! The schools that an authority offers to: what each ordered, who has not, and a reminder to those.

use super::book::{Asked, Narrowed, years};
use super::{BOOK, Choice, SELLERS, choice, pounds, sellers_of};
use crate::order::{self, Buyer};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use axum::extract::Query;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

const ROWS_OF_A_PAGE: u64 = 50;
/// What an address says for the schools without an order alone.
const MISSING: &str = "not-ordered";

pub(super) fn routes() -> Routes {
    Routes::new().get("/organisation/orders/schools", SELLERS, show).post(
        "/organisation/orders/remind",
        SELLERS,
        remind,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<BuyersPage>()]
}

#[derive(Serialize)]
struct Row {
    school: String,
    urn: i32,
    offered: usize,
    orders: i64,
    net: String,
    closes_on: Option<NaiveDate>,
    reminded_at: Option<DateTime<Utc>>,
}

impl Row {
    fn of(buyer: &Buyer) -> Self {
        Row {
            school: buyer.school.name.clone(),
            urn: buyer.school.urn,
            offered: buyer.offered,
            orders: buyer.sums.orders,
            net: pounds(&buyer.sums.net.exact()),
            closes_on: buyer.closes_on,
            reminded_at: buyer.reminded_at,
        }
    }
}

#[derive(Serialize)]
struct BuyersPage {
    form: FormView,
    year: String,
    years: Vec<Choice>,
    services: Vec<Choice>,
    only: Vec<Choice>,
    offered: usize,
    missing: usize,
    rows: Vec<Row>,
    can_remind: bool,
    kept: String,
    pages: Paging,
}

impl Page for BuyersPage {
    const TEMPLATE: &'static str = "order/buyers.html";
    fn samples() -> Vec<Self> {
        let row = |is_full: bool| Row {
            school: "Canal Side Primary".to_owned(),
            urn: 100_123,
            offered: 4,
            orders: i64::from(is_full),
            net: "£306".to_owned(),
            closes_on: is_full.then(NaiveDate::default),
            reminded_at: is_full.then_some(DateTime::UNIX_EPOCH),
        };
        let page = |rows: Vec<Row>| Self {
            form: FormView::default(),
            year: order::financial_year_words(2027),
            years: vec![choice("2027", "2027 to 2028")],
            services: vec![choice("hr", "HR")],
            only: only(),
            offered: 9,
            missing: rows.len(),
            can_remind: !rows.is_empty(),
            rows,
            kept: "year=2027".to_owned(),
            pages: Paging::of(60, ROWS_OF_A_PAGE, None, &[]),
        };
        vec![page(vec![row(true), row(false)]), page(Vec::new())]
    }
}

fn only() -> Vec<Choice> {
    vec![choice(MISSING, "Not ordered yet")]
}

async fn render(visit: &Visit, asked: &Asked, refused: Option<FormView>) -> Result<Response> {
    let provider = order::own(visit).await?;
    let narrowed = Narrowed::of(visit, &provider, asked).await?;
    let mut buyers = order::buyers(visit, &provider, narrowed.filter.year, narrowed.filter.category).await?;
    let offered = buyers.len();
    let is_missing = |buyer: &Buyer| buyer.sums.orders == 0;
    let missing = buyers.iter().filter(|buyer| is_missing(buyer)).count();
    let can_remind = buyers.iter().any(|buyer| is_missing(buyer) && buyer.is_open);
    let only_missing = asked.only.as_deref() == Some(MISSING);
    buyers.retain(|buyer| !only_missing || is_missing(buyer));
    let (year, only_word) = (narrowed.filter.year.to_string(), if only_missing { MISSING } else { "" });
    let kept = [("year", year.as_str()), ("service", &narrowed.service), ("only", only_word)];
    let pages = Paging::of(buyers.len() as u64, ROWS_OF_A_PAGE, asked.page, &kept);
    let skipped = usize::try_from(pages.skipped()).unwrap_or_default();
    let shown = buyers.iter().skip(skipped).take(usize::try_from(ROWS_OF_A_PAGE).unwrap_or_default());
    let errors = refused.map(|form| form.errors).unwrap_or_default();
    let form = FormView { errors, ..narrowed.form() }.with("only", only_word);
    let page = BuyersPage {
        form: form.clone(),
        year: order::financial_year_words(narrowed.filter.year),
        years: years(visit, narrowed.filter.year),
        services: narrowed.services(),
        only: only(),
        offered,
        missing,
        rows: shown.map(Row::of).collect(),
        can_remind,
        kept: narrowed.query(),
        pages,
    };
    let back = frame("Schools and their orders").back(format!("{BOOK}?{}", page.kept), "Orders");
    visit.form_page(back.seen_by(sellers_of(&provider)), &form, &page)
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    render(&visit, &asked, None).await
}

async fn remind(visit: Visit, fields: Fields) -> Result<Response> {
    let provider = order::own(&visit).await?;
    let read = fields
        .read(|form| (form.optional_parsed::<i32>("year", "Choose the financial year"), form.optional("service")));
    let (asked, form) = match read {
        Ok((year, service)) => (Asked { year, service, ..Asked::default() }, None),
        Err(form) => (Asked::default(), Some(form)),
    };
    if form.is_some() {
        return render(&visit, &asked, form).await;
    }
    let narrowed = Narrowed::of(&visit, &provider, &asked).await?;
    match order::remind(&visit, narrowed.filter.year, narrowed.filter.category).await {
        Ok(told) => {
            let told = words::plural(i64::try_from(told).unwrap_or(i64::MAX), "school is", "schools are");
            visit.go_saying(format!("{BOOK}/schools?{}", narrowed.query()), &format!("{told} reminded by mail"))
        }
        Err(error) => render(&visit, &asked, Some(fields.refused(error)?)).await,
    }
}
