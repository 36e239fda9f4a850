//! Ending a contract early: one person asks and gives the reason, a second confirms.

use crate::contract::{self, ask_to_end, confirm_end, go_on};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::ids::*;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const OFFICERS: Who = Who::May(&[Action::EndContract]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/end", OFFICERS, show)
        .post("/contracts/{id}/end", OFFICERS, ask)
        .post("/contracts/{id}/end/confirm", OFFICERS, confirm)
        .post("/contracts/{id}/end/go-on", OFFICERS, stay)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<EndPage>()]
}

#[derive(Serialize)]
struct EndPage {
    form: FormView,
    id: String,
    title: String,
    /// The first person's reason.
    reason: Option<String>,
    /// The reader is that first person, so another must confirm.
    asked_by_reader: bool,
}

impl Page for EndPage {
    const TEMPLATE: &'static str = "contract/end.html";
    fn samples() -> Vec<Self> {
        let page = |reason: Option<&str>, asked_by_reader| Self {
            form: FormView::default(),
            id: "1".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            reason: reason.map(str::to_owned),
            asked_by_reader,
        };
        vec![page(None, false), page(Some("The provider closed"), true), page(Some("The provider closed"), false)]
    }
}

async fn show(visit: Visit, Path(id): Path<ContractId>) -> Result<Response> {
    render(&visit, id, FormView::default()).await
}

async fn ask(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.required("reason", "Enter why the contract ends early")) {
        Ok(reason) => {
            done(&visit, id, &fields, ask_to_end(&visit, id, &reason).await, "A second person can confirm it now").await
        }
        Err(form) => render(&visit, id, form).await,
    }
}

async fn confirm(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    done(&visit, id, &fields, confirm_end(&visit, id).await, "The contract has ended early").await
}

async fn stay(visit: Visit, Path(id): Path<ContractId>, fields: Fields) -> Result<Response> {
    done(&visit, id, &fields, go_on(&visit, id).await, "The contract goes on").await
}

async fn done(visit: &Visit, id: ContractId, fields: &Fields, result: Result<()>, said: &str) -> Result<Response> {
    match result {
        Ok(()) => visit.go_saying(format!("/contracts/{id}"), said),
        Err(error) => render(visit, id, fields.refused(error)?).await,
    }
}

async fn render(visit: &Visit, id: ContractId, form: FormView) -> Result<Response> {
    let seen = contract::seen(visit, id).await?;
    visit.actor.require(Action::EndContract, &seen.place)?;
    let contract = &seen.held.contract;
    let page = EndPage {
        form: form.clone(),
        id: id.to_string(),
        title: contract.title.clone(),
        reason: contract.ended_reason.clone().filter(|_| contract.end_asked_by.is_some()),
        asked_by_reader: contract.end_asked_by.is_some() && contract.end_asked_by == visit.actor.account,
    };
    let frame = frame("End the contract early").back(format!("/contracts/{id}"), contract.title.clone());
    visit.form_page(frame.seen_by("the chair and the clerk"), &form, &page)
}
