//! Page 2: what the bidder declares. Ticked is what holds; what is not ticked needs a reason.

use super::OWN;
use super::wizard::{Sent, Strip, desk, keep, sample_strips, sent, show};
use crate::bid::Desk;
use crate::bid::rules::{Draft, Interest, Step};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::tender_condition::Model as Condition;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const STEP: Step = Step::Declarations;

pub(super) fn routes() -> Routes {
    Routes::new().get("/bids/{id}/declarations", OWN, open).post("/bids/{id}/declarations", OWN, save)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<DeclarationsPage>()]
}

#[derive(Clone, Serialize)]
struct Item {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct DeclarationsPage {
    strip: Strip,
    form: FormView,
    items: Vec<Item>,
}

impl Page for DeclarationsPage {
    const TEMPLATE: &'static str = "bid/declarations.html";
    fn samples() -> Vec<Self> {
        let form = || FormView::default().refusing("interest", "Choose yes or no");
        let item = Item { value: "insurance".to_owned(), text: "We hold insurance".to_owned() };
        let page = |strip| Self { strip, form: form(), items: vec![item.clone()] };
        sample_strips(STEP).into_iter().map(page).collect()
    }
}

fn items(conditions: &[Condition]) -> Vec<Item> {
    conditions.iter().map(|each| Item { value: each.code.clone(), text: each.statement.clone() }).collect()
}

fn page(desk: &Desk) -> impl FnOnce(Strip, FormView) -> DeclarationsPage + use<> {
    let items = items(&desk.asked.conditions);
    move |strip, form| DeclarationsPage { strip, form, items }
}

async fn open(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    show(&visit, &desk, STEP, filled(&desk.draft), page(&desk))
}

fn filled(draft: &Draft) -> FormView {
    let declared: Vec<&str> = draft.declared.iter().map(String::as_str).collect();
    let form = FormView::default()
        .with("declared", declared.join("\n"))
        .with("explanation", draft.explanation.clone().unwrap_or_default());
    match &draft.interest {
        None => form,
        Some(interest) => form
            .with("interest", if interest.has_interest { "yes" } else { "no" })
            .with("interest_detail", interest.detail.clone().unwrap_or_default()),
    }
}

struct Typed {
    sent: Sent,
    declared: Vec<String>,
    explanation: Option<String>,
    interest: Option<Interest>,
}

fn typed(form: &Reader, asked: &[Condition]) -> Typed {
    let codes = form.many("declared");
    if codes.iter().any(|code| !asked.iter().any(|condition| condition.code == *code)) {
        form.error("declared", "Tick only what is listed");
    }
    let detail = form.optional("interest_detail");
    let interest = match form.text("interest").as_str() {
        "yes" => Some(Interest { has_interest: true, detail }),
        "no" => Some(Interest { has_interest: false, detail }),
        "" => None,
        _ => {
            form.error("interest", "Choose yes or no");
            None
        }
    };
    Typed { sent: sent(form), declared: codes, explanation: form.optional("explanation"), interest }
}

async fn save(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    match fields.read(|form| typed(form, &desk.asked.conditions)) {
        Err(form) => show(&visit, &desk, STEP, form, page(&desk)),
        Ok(typed) => {
            let edit = |draft: &mut Draft| {
                draft.declared = typed.declared.into_iter().collect();
                draft.explanation = typed.explanation;
                draft.interest = typed.interest;
            };
            keep(&visit, &desk, STEP, &typed.sent, &fields, edit, page(&desk)).await
        }
    }
}
