//! The page from which somebody looks at a tender in each state, as each of the people concerned.

use crate::demo::every_state::{tenders, views};
use crate::demo::people::email;
use crate::demo::{account_of, phase, words_of};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::tender::Model as Tender;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/demo/states", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<StatesPage>()]
}

#[derive(Serialize)]
struct Look {
    account: String,
    person: &'static str,
    role: &'static str,
    next: String,
    shows: &'static str,
}

#[derive(Serialize)]
struct Shown {
    state: &'static str,
    title: String,
    reference: String,
    looks: Vec<Look>,
}

#[derive(Serialize)]
struct StatesPage {
    tenders: Vec<Shown>,
}

impl Page for StatesPage {
    const TEMPLATE: &'static str = "demo/states.html";
    fn samples() -> Vec<Self> {
        let look = Look {
            account: "1".to_owned(),
            person: "Cam Clerk-Demo",
            role: "clerk",
            next: "/tenders/ES-2026-001/record".to_owned(),
            shows: "the record",
        };
        let shown = Shown {
            state: "Standstill",
            title: "Catering management (standstill)".to_owned(),
            reference: "ES-2026-001".to_owned(),
            looks: vec![look],
        };
        vec![Self { tenders: vec![shown] }, Self { tenders: Vec::new() }]
    }
}

/// Outside the demonstration there is no such page.
async fn show(visit: Visit) -> Result<Response> {
    if !visit.app.is_demonstration {
        return Err(Error::NotFound);
    }
    let mut shown = Vec::new();
    for tender in tenders(&visit.app).await? {
        shown.push(with_looks(&visit, tender).await?);
    }
    visit.page(frame("Tenders in every state"), &StatesPage { tenders: shown })
}

/// The state is that of now; what is worth looking at is that of the state it was made for, as long as it is in it.
async fn with_looks(visit: &Visit, tender: Tender) -> Result<Shown> {
    let state = phase(&tender, visit.now);
    let mut looks = Vec::new();
    for view in views(state) {
        let Some(account) = account_of(visit.read(), &email(view.person)).await? else { continue };
        let of_tender = !matches!(view.path, "/bids" | "/contracts");
        let next = if of_tender { format!("/tenders/{}{}", tender.reference, view.path) } else { view.path.to_owned() };
        let look = Look { account: account.to_string(), person: view.person, role: view.role, next, shows: view.shows };
        looks.push(look);
    }
    Ok(Shown { state: words_of(state), title: tender.title, reference: tender.reference, looks })
}
