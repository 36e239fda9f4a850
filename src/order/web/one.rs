//! One order: the school cancels it within the window, the authority confirms or declines it.

use super::shown::Shown;
use super::{BOOK, BUYERS, SELLERS, STAFF, seen_by, sellers_of};
use crate::order::{self, Held, rules};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/orders/{reference}", STAFF, of_school)
        .post("/schools/{urn}/orders/{reference}/cancel", BUYERS, cancel)
        .get("/organisation/orders/{reference}", SELLERS, of_authority)
        .post("/organisation/orders/{reference}/decline", SELLERS, decline)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<SchoolPage>(), PageSample::of::<BookPage>()]
}

/// An order as its school sees it.
#[derive(Serialize)]
struct SchoolPage {
    form: FormView,
    order: Shown,
    register_path: String,
    cancel_path: String,
    can_cancel: bool,
}

impl Page for SchoolPage {
    const TEMPLATE: &'static str = "order/of_school.html";
    fn samples() -> Vec<Self> {
        let page = |is_full| Self {
            form: FormView::default().refusing("reason", "Enter why you cancel"),
            order: Shown::sample(is_full),
            register_path: "/schools/100123/spend".to_owned(),
            cancel_path: "/schools/100123/orders/BB27-A/cancel".to_owned(),
            can_cancel: is_full,
        };
        vec![page(true), page(false)]
    }
}

/// An order as its authority sees it.
#[derive(Serialize)]
struct BookPage {
    form: FormView,
    order: Shown,
    confirm_path: String,
    decline_path: String,
    waits: bool,
}

impl Page for BookPage {
    const TEMPLATE: &'static str = "order/of_authority.html";
    fn samples() -> Vec<Self> {
        let page = |waits| Self {
            form: FormView::default().refusing("reason", "Enter why you decline"),
            order: Shown::sample(waits),
            confirm_path: format!("{BOOK}/confirm"),
            decline_path: format!("{BOOK}/BB27-A/decline"),
            waits,
        };
        vec![page(true), page(false)]
    }
}

fn school_page(visit: &Visit, held: &Held, form: FormView) -> Result<Response> {
    let (urn, reference) = (held.school.urn, &held.order.reference);
    let page = SchoolPage {
        form: form.clone(),
        order: Shown::of(held),
        register_path: format!("/schools/{urn}/spend"),
        cancel_path: format!("/schools/{urn}/orders/{reference}/cancel"),
        can_cancel: held.can_be_cancelled() && visit.actor.may(Action::PlaceOrder, &Place::school(held.school.id)),
    };
    let back = frame(format!("Order of {}", held.title())).back(format!("/schools/{urn}/orders"), "What we buy back");
    visit.form_page(back.seen_by(seen_by(&held.school)), &form, &page)
}

async fn of_school(visit: Visit, Path((urn, reference)): Path<(i32, String)>) -> Result<Response> {
    let held = order::of_school(&visit, urn, &reference).await?;
    school_page(&visit, &held, FormView::default())
}

async fn cancel(visit: Visit, Path((urn, reference)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let held = order::of_school(&visit, urn, &reference).await?;
    let reason = match fields.read(|form| form.required("reason", "Enter why you cancel the order")) {
        Ok(reason) => reason,
        Err(form) => return school_page(&visit, &held, form),
    };
    match order::cancel(&visit, urn, &reference, &reason).await {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/orders"), &format!("Order {reference} is cancelled")),
        Err(error) => school_page(&visit, &held, fields.refused(error)?),
    }
}

fn book_page(visit: &Visit, held: &Held, form: FormView) -> Result<Response> {
    let page = BookPage {
        form: form.clone(),
        order: Shown::of(held),
        confirm_path: format!("{BOOK}/confirm"),
        decline_path: format!("{BOOK}/{}/decline", held.order.reference),
        waits: rules::next(held.order.state, rules::Step::Decline).is_ok(),
    };
    let title = format!("{}: {}", held.school.name, held.title());
    let back = frame(title).back(format!("{BOOK}?year={}", held.order.financial_year), "Orders");
    visit.form_page(back.seen_by(sellers_of(&held.provider)), &form, &page)
}

async fn of_authority(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let held = order::of_authority(&visit, &reference).await?;
    book_page(&visit, &held, FormView::default())
}

async fn decline(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let held = order::of_authority(&visit, &reference).await?;
    let reason = match fields.read(|form| form.required("reason", "Enter why you decline the order")) {
        Ok(reason) => reason,
        Err(form) => return book_page(&visit, &held, form),
    };
    match order::decline(&visit, &reference, &reason).await {
        Ok(()) => {
            let book = format!("{BOOK}?year={}", held.order.financial_year);
            visit.go_saying(book, &format!("Order {reference} is declined. The school is told"))
        }
        Err(error) => book_page(&visit, &held, fields.refused(error)?),
    }
}
