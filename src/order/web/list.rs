//! What a school is offered by its authority, what it ordered, and until when.

use super::{STAFF, pounds, seen_by, state_words, years_words};
use crate::order::{self, Sla, rules::Window};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use ::entity::buy_back_order::Model as Order;
use ::entity::listing_version::Model as Version;
use ::entity::money::Money;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const ROWS_OF_A_PAGE: u64 = 50;
/// The newest orders of a school that its page shows.
const ORDERS_SHOWN: usize = 100;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/orders", STAFF, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<OffersPage>()]
}

/// One SLA that the school is offered.
#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    service: String,
    year: String,
    window: String,
    window_kind: &'static str,
    /// What it would cost in the first year, or why that is not known.
    cost: Option<String>,
    no_cost: Option<String>,
    last_day: Option<NaiveDate>,
    /// Where it can be ordered.
    order_path: Option<String>,
    ordered: Option<Ordered>,
}

/// The order that stands for it.
#[derive(Serialize)]
struct Ordered {
    href: String,
    state: &'static str,
    kind: &'static str,
}

impl Ordered {
    fn of(urn: i32, order: &Order) -> Self {
        let (state, kind) = state_words(order.state);
        Ordered { href: format!("/schools/{urn}/orders/{}", order.reference), state, kind }
    }
}

impl Row {
    fn of(urn: i32, sla: &Sla, may_order: bool) -> Self {
        let priced = sla.bought(1, false).priced;
        let listing = &sla.published.listing;
        Row {
            href: format!("/services/{}/{}", sla.category.slug, listing.slug),
            title: sla.title(),
            service: sla.category.name.clone(),
            year: order::financial_year_words(sla.year()),
            window: sla.window.to_string(),
            window_kind: match sla.window {
                Window::Open(_) => "progress",
                Window::NotYet(_) => "waiting",
                Window::Unset | Window::Closed(_) => "plain",
            },
            cost: priced.as_ref().ok().map(|priced| pounds(&priced.year_one())),
            no_cost: priced.err(),
            last_day: sla.published.version.withdraws_on,
            order_path: (may_order && sla.can_be_ordered())
                .then(|| format!("/schools/{urn}/orders/new?listing={}", listing.id)),
            ordered: sla.order.as_ref().map(|order| Ordered::of(urn, order)),
        }
    }
}

/// One order of the school.
#[derive(Serialize)]
struct OrderRow {
    title: String,
    reference: String,
    years: String,
    net: Money,
    starts: NaiveDate,
    ends: NaiveDate,
    ordered: Ordered,
}

impl OrderRow {
    fn of(urn: i32, (order, version): (Order, Version)) -> Self {
        OrderRow {
            title: order::title_of(&version),
            ordered: Ordered::of(urn, &order),
            years: years_words(order.years.into()),
            net: order.net,
            starts: order.starts_on,
            ends: order.ends_on,
            reference: order.reference,
        }
    }
}

#[derive(Serialize)]
struct OffersPage {
    path: String,
    school: String,
    /// The service that the list is narrowed to.
    service: Option<String>,
    /// Where all are.
    all_path: String,
    rows: Vec<Row>,
    orders: Vec<OrderRow>,
    pages: Paging,
}

impl Page for OffersPage {
    const TEMPLATE: &'static str = "order/offers.html";
    fn samples() -> Vec<Self> {
        let ordered = || Ordered { href: "/schools/100123/orders/BB27-A".to_owned(), state: "Placed", kind: "waiting" };
        let row = |is_full: bool| Row {
            href: "/services/hr/advice".to_owned(),
            title: "HR advice, Gold".to_owned(),
            service: "HR".to_owned(),
            year: order::financial_year_words(2027),
            window: "Open until Friday 26 February 2027".to_owned(),
            window_kind: "progress",
            cost: is_full.then(|| "£306".to_owned()),
            no_cost: (!is_full).then(|| "Add your employees".to_owned()),
            last_day: is_full.then(NaiveDate::default),
            order_path: is_full.then(|| "/schools/100123/orders/new?listing=1".to_owned()),
            ordered: (!is_full).then(ordered),
        };
        let order = || OrderRow {
            title: "HR advice".to_owned(),
            reference: "BB27-A".to_owned(),
            years: "1 year".to_owned(),
            net: Money(3_060_000),
            starts: NaiveDate::default(),
            ends: NaiveDate::default(),
            ordered: ordered(),
        };
        let page = |rows: Vec<Row>, orders, service: Option<&str>| Self {
            path: "/schools/100123".to_owned(),
            school: "Canal Side Primary".to_owned(),
            service: service.map(str::to_owned),
            all_path: "/schools/100123/orders".to_owned(),
            pages: Paging::of(60, ROWS_OF_A_PAGE, None, &[]),
            rows,
            orders,
        };
        vec![page(vec![row(true), row(false)], vec![order()], Some("HR")), page(Vec::new(), Vec::new(), None)]
    }
}

#[derive(Deserialize)]
struct Narrowed {
    service: Option<String>,
    page: Option<u64>,
}

async fn show(visit: Visit, Path(urn): Path<i32>, Query(asked): Query<Narrowed>) -> Result<Response> {
    let (school, mut slas) = order::offered(&visit, urn).await?;
    let service = asked.service.as_deref().unwrap_or_default();
    let named = slas.iter().find(|sla| sla.category.slug == service).map(|sla| sla.category.name.clone());
    slas.retain(|sla| service.is_empty() || sla.category.slug == service);
    let may_order = visit.actor.may(Action::PlaceOrder, &Place::school(school.id));
    let pages = Paging::of(slas.len() as u64, ROWS_OF_A_PAGE, asked.page, &[("service", service)]);
    let skipped = usize::try_from(pages.skipped()).unwrap_or_default();
    let shown = slas.iter().skip(skipped).take(usize::try_from(ROWS_OF_A_PAGE).unwrap_or_default());
    let orders = order::orders_of(&visit, &school, ORDERS_SHOWN).await?;
    let page = OffersPage {
        path: format!("/schools/{urn}"),
        school: school.name.clone(),
        service: named,
        all_path: format!("/schools/{urn}/orders"),
        rows: shown.map(|sla| Row::of(urn, sla, may_order)).collect(),
        orders: orders.into_iter().map(|order| OrderRow::of(urn, order)).collect(),
        pages,
    };
    let back = frame("What we buy back from the council").back(format!("/schools/{urn}"), school.name.clone());
    visit.page(back.seen_by(seen_by(&school)), &page)
}
