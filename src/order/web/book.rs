//! An authority's order book: narrowed, added up, confirmed, sent to those who bill.

use super::{BOOK, Choice, SELLERS, choice, pounds, sellers_of, state_words, years_words};
use crate::order::store::{self, Filter, Shown, Sums};
use crate::order::{self, rules};
use crate::platform::error::{Error, Result};
use crate::platform::export::Form;
use crate::platform::http::download;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::buy_back_order::{Model as Order, OrderState};
use ::entity::category::Model as Category;
use ::entity::money::Money;
use ::entity::provider::Model as Provider;
use axum::extract::Query;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const ROWS_OF_A_PAGE: u64 = 50;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(BOOK, SELLERS, show)
        .get("/organisation/orders.csv", SELLERS, csv)
        .get("/organisation/orders.xlsx", SELLERS, xlsx)
        .get("/organisation/orders.json", SELLERS, json)
        .post("/organisation/orders/confirm", SELLERS, confirm)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<OrderBookPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    reference: String,
    title: String,
    school: String,
    length: String,
    net: String,
    vat: String,
    state: &'static str,
    kind: &'static str,
    placed_at: DateTime<Utc>,
}

/// A service with what was ordered of it.
#[derive(Serialize)]
pub(super) struct Total {
    name: String,
    orders: i64,
    net: String,
    vat: String,
}

impl Total {
    fn of(name: impl Into<String>, sums: &Sums) -> Self {
        let (net, vat) = (pounds(&sums.net.exact()), pounds(&sums.vat.exact()));
        Total { name: name.into(), orders: sums.orders, net, vat }
    }
}

#[derive(Serialize)]
struct OrderBookPage {
    form: FormView,
    provider: String,
    year: String,
    years: Vec<Choice>,
    services: Vec<Choice>,
    states: Vec<Choice>,
    rows: Vec<Row>,
    /// The references of the orders shown that wait to be confirmed.
    waiting: Vec<String>,
    totals: Vec<Total>,
    all: Total,
    /// What the address asks for, for files and the list of schools: "year=2027&state=placed".
    kept: String,
    pages: Paging,
}

impl Page for OrderBookPage {
    const TEMPLATE: &'static str = "order/book.html";
    fn samples() -> Vec<Self> {
        let row = || Row {
            href: format!("{BOOK}/BB27-A"),
            reference: "BB27-A".to_owned(),
            title: "HR advice, Gold".to_owned(),
            school: "Canal Side Primary".to_owned(),
            length: "1 year".to_owned(),
            net: "£306".to_owned(),
            vat: "£61.20".to_owned(),
            state: "Confirmed",
            kind: "done",
            placed_at: DateTime::UNIX_EPOCH,
        };
        let page = |rows: Vec<Row>, waiting: Vec<String>| Self {
            form: FormView::default(),
            provider: "Provider A".to_owned(),
            year: order::financial_year_words(2027),
            years: vec![choice("2027", "2027 to 2028")],
            services: vec![choice("hr", "HR")],
            states: states(),
            totals: rows.iter().map(|_| Total::of("HR", &Sums::default())).collect(),
            all: Total::of("Everything", &Sums::default()),
            rows,
            waiting,
            kept: "year=2027".to_owned(),
            pages: Paging::of(60, ROWS_OF_A_PAGE, None, &[]),
        };
        vec![page(vec![row()], vec!["BB27-A".to_owned()]), page(Vec::new(), Vec::new())]
    }
}

/// What an address narrows the book by.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    pub(super) year: Option<i32>,
    pub(super) service: Option<String>,
    pub(super) state: Option<String>,
    pub(super) page: Option<u64>,
    pub(super) only: Option<String>,
}

/// The filter that an address means, with its words.
pub(super) struct Narrowed {
    pub(super) filter: Filter,
    pub(super) service: String,
    state: String,
    pub(super) categories: Vec<Category>,
}

impl Narrowed {
    pub(super) async fn of(visit: &Visit, provider: &Provider, asked: &Asked) -> Result<Self> {
        let categories = order::categories(visit.read()).await?;
        let usual = rules::book_year(words::london_day(visit.now));
        let year = asked.year.filter(|year| (2000..2100).contains(year)).unwrap_or(usual);
        let named = asked.service.as_deref().unwrap_or_default();
        let category = categories.iter().find(|category| category.slug == named);
        let state = asked.state.as_deref().and_then(|state| state.parse::<OrderState>().ok());
        let filter = Filter {
            provider: provider.id,
            year,
            category: category.map(|category| category.id),
            shown: state.map_or(Shown::Standing, Shown::In),
        };
        Ok(Narrowed {
            service: category.map(|category| category.slug.clone()).unwrap_or_default(),
            state: state.map(|state| state.as_str().to_owned()).unwrap_or_default(),
            filter,
            categories,
        })
    }

    pub(super) fn form(&self) -> FormView {
        let form = FormView::default().with("year", self.filter.year.to_string());
        form.with("service", &self.service).with("state", &self.state)
    }

    pub(super) fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("year", &self.filter.year.to_string());
        for (name, value) in [("service", &self.service), ("state", &self.state)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    fn paging(&self, rows: u64, page: Option<u64>) -> Paging {
        let year = self.filter.year.to_string();
        let kept = [("year", year.as_str()), ("service", &self.service), ("state", &self.state)];
        Paging::of(rows, ROWS_OF_A_PAGE, page, &kept)
    }

    pub(super) fn services(&self) -> Vec<Choice> {
        self.categories.iter().map(|category| choice(&category.slug, &category.name)).collect()
    }
}

/// Some years before and after the one for which schools order now.
pub(super) fn years(visit: &Visit, shown: i32) -> Vec<Choice> {
    let usual = rules::book_year(words::london_day(visit.now));
    let mut years: Vec<i32> = (usual - 3..=usual + 2).chain([shown]).collect();
    years.sort_unstable();
    years.dedup();
    years.into_iter().map(|year| choice(year.to_string(), format!("{year} to {}", year + 1))).collect()
}

fn states() -> Vec<Choice> {
    OrderState::ALL.iter().map(|state| choice(state.as_str(), state_words(*state).0)).collect()
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    render(&visit, &asked, None).await
}

/// The orders of one page, with the charges of the year that is shown. Four queries.
async fn rows(visit: &Visit, narrowed: &Narrowed, orders: Vec<Order>) -> Result<Vec<Row>> {
    let read = visit.read();
    let schools = store::schools(read, orders.iter().map(|order| order.school_id)).await?;
    let versions = store::versions(read, orders.iter().map(|order| order.version_id)).await?;
    let mut sums: HashMap<_, (Money, Money)> = HashMap::new();
    for line in store::lines_in_year(read, orders.iter().map(|order| order.id), narrowed.filter.year).await? {
        let (net, vat) = sums.entry(line.order_id).or_default();
        (*net, *vat) = ([*net, line.amount].into_iter().sum(), [*vat, line.vat].into_iter().sum());
    }
    let row = |order: Order| {
        let (state, kind) = state_words(order.state);
        let (net, vat) = sums.get(&order.id).copied().unwrap_or_default();
        Some(Row {
            href: format!("{BOOK}/{}", order.reference),
            title: order::title_of(versions.get(&order.version_id)?),
            school: schools.get(&order.school_id)?.name.clone(),
            length: years_words(order.years.into()),
            net: pounds(&net.exact()),
            vat: pounds(&vat.exact()),
            state,
            kind,
            placed_at: order.placed_at,
            reference: order.reference,
        })
    };
    Ok(orders.into_iter().filter_map(row).collect())
}

async fn render(visit: &Visit, asked: &Asked, refused: Option<FormView>) -> Result<Response> {
    let provider = order::own(visit).await?;
    let narrowed = Narrowed::of(visit, &provider, asked).await?;
    let read = visit.read();
    let pages = narrowed.paging(store::count(read, &narrowed.filter).await?, asked.page);
    let orders = store::page(read, &narrowed.filter, pages.skipped(), ROWS_OF_A_PAGE).await?;
    let waiting = orders.iter().filter(|order| order.state == OrderState::Placed);
    let waiting = waiting.map(|order| order.reference.clone()).collect();
    let by_category = store::sums_by_category(read, &narrowed.filter).await?;
    let totals = narrowed
        .categories
        .iter()
        .filter_map(|category| by_category.get(&category.id).map(|sums| Total::of(&category.name, sums)));
    let errors = refused.map(|form| form.errors).unwrap_or_default();
    let form = FormView { errors, ..narrowed.form() };
    let page = OrderBookPage {
        form: form.clone(),
        provider: provider.name.clone(),
        year: order::financial_year_words(narrowed.filter.year),
        years: years(visit, narrowed.filter.year),
        services: narrowed.services(),
        states: states(),
        totals: totals.collect(),
        all: Total::of("Everything", &store::sums(read, &narrowed.filter).await?),
        rows: rows(visit, &narrowed, orders).await?,
        waiting,
        kept: narrowed.query(),
        pages,
    };
    visit.form_page(frame("Orders").seen_by(sellers_of(&provider)), &form, &page)
}

/// Confirms the orders named, one or all that were shown.
async fn confirm(visit: Visit, fields: Fields) -> Result<Response> {
    order::own(&visit).await?;
    let read = fields.read(|form| {
        (
            form.many("order"),
            form.optional_parsed::<i32>("year", "Reload the page"),
            form.optional("service"),
            form.optional("state"),
        )
    });
    let (orders, year, service, state) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, &Asked::default(), Some(form)).await,
    };
    let asked = Asked { year, service, state, ..Asked::default() };
    match order::confirm(&visit, &orders).await {
        Ok(count) => {
            let orders = words::plural(i64::try_from(count).unwrap_or(i64::MAX), "order is", "orders are");
            let year = year.map(|year| format!("?year={year}")).unwrap_or_default();
            visit.go_saying(format!("{BOOK}{year}"), &format!("{orders} confirmed. The schools are told"))
        }
        Err(error) => render(&visit, &asked, Some(fields.refused(error)?)).await,
    }
}

async fn csv(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    bill(&visit, &asked, Form::Csv).await
}

async fn xlsx(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    bill(&visit, &asked, Form::Xlsx).await
}

async fn json(visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    bill(&visit, &asked, Form::Json).await
}

/// Every charge that the filter lets through.
async fn bill(visit: &Visit, asked: &Asked, form: Form) -> Result<Response> {
    let provider = order::own(visit).await?;
    let narrowed = Narrowed::of(visit, &provider, asked).await?;
    match order::bill(visit, &provider, &narrowed.filter).await {
        Ok(sheet) => download::sheet(form, &sheet),
        Err(Error::Refused { sentence, .. }) => {
            render(visit, asked, Some(FormView::default().refusing("service", sentence))).await
        }
        Err(error) => Err(error),
    }
}
