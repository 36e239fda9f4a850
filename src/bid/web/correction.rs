//! A bidder corrects what the check found, condition by condition, until the clock closes the window.

use super::OWN;
use super::wizard::id;
use crate::bid::{self, Correction, GivenCorrection};
use crate::platform::error::{Error, Result};
use crate::platform::files::LARGEST;
use crate::platform::http::fields::{Fields, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::correction_item;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/bids/{id}/correction", OWN, show).post_files(
        "/bids/{id}/correction/{condition}",
        OWN,
        LARGEST + 64 * 1024,
        correct,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CorrectionPage>()]
}

#[derive(Clone, Serialize)]
struct Item {
    code: String,
    name: String,
    statement: String,
    asked: String,
    answer: Option<String>,
    file: Option<String>,
    expires: Option<String>,
    at: Option<String>,
}

#[derive(Serialize)]
struct CorrectionPage {
    form: FormView,
    path: String,
    reference: String,
    title: String,
    reason: String,
    closes_at: String,
    is_open: bool,
    items: Vec<Item>,
}

impl Page for CorrectionPage {
    const TEMPLATE: &'static str = "bid/correction.html";
    fn samples() -> Vec<Self> {
        let item = |sent: bool| Item {
            code: "food_hygiene".to_owned(),
            name: "Food hygiene".to_owned(),
            statement: "No kitchen is rated below 3".to_owned(),
            asked: "The rating is missing".to_owned(),
            answer: sent.then(|| "Here it is".to_owned()),
            file: sent.then(|| "rating.pdf".to_owned()),
            expires: sent.then(|| "1 June 2028".to_owned()),
            at: sent.then(|| "2027-03-18T10:00:00Z".to_owned()),
        };
        let page = |form, is_open| Self {
            form,
            path: "/bids/1/correction".to_owned(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            reason: "Papers are missing in some bids".to_owned(),
            closes_at: "2027-03-19T10:00:00Z".to_owned(),
            is_open,
            items: vec![item(false), item(true)],
        };
        vec![page(FormView::default().refusing("file", "Select a file"), true), page(FormView::default(), false)]
    }
}

async fn show(visit: Visit, Path(text): Path<String>) -> Result<Response> {
    let held = bid::correction(&visit, id(&text)?).await?;
    render(&visit, &held, FormView::default())
}

fn render(visit: &Visit, held: &Correction, form: FormView) -> Result<Response> {
    let page = CorrectionPage {
        form: form.clone(),
        path: format!("/bids/{}/correction", held.bid.id),
        reference: held.tender.reference.clone(),
        title: held.tender.title.clone(),
        reason: held.window.reason.clone(),
        closes_at: held.window.closes_at.to_rfc3339(),
        is_open: held.is_open,
        items: held.items.iter().map(|item| row(held, item)).collect(),
    };
    let head = frame("Correct your bid")
        .back(format!("/bids/{}", held.bid.id), "Your bid")
        .seen_by("your organisation's bid team, the tender lead and the clerk");
    visit.form_page(head, &form, &page)
}

fn row(held: &Correction, item: &correction_item::Model) -> Item {
    let condition = held.conditions.iter().find(|condition| condition.code == item.condition);
    Item {
        code: item.condition.clone(),
        name: condition.map_or_else(|| item.condition.clone(), |condition| condition.name.clone()),
        statement: condition.map(|condition| condition.statement.clone()).unwrap_or_default(),
        asked: item.asked.clone(),
        answer: item.answer.clone(),
        file: item.file_name.clone(),
        expires: item.expires_on.map(words::short_date),
        at: item.answered_at.map(|at| at.to_rfc3339()),
    }
}

async fn correct(visit: Visit, Path((text, code)): Path<(String, String)>, upload: Upload) -> Result<Response> {
    let held = bid::correction(&visit, id(&text)?).await?;
    if !held.items.iter().any(|item| item.condition == code) {
        return Err(Error::NotFound);
    }
    let read = upload.fields.read(|form| {
        let answer = form.optional(&format!("answer-{code}"));
        (answer, form.optional_date(&format!("expires-{code}"), "Enter the day on which it expires"))
    });
    let (answer, expires_on) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, &held, form),
    };
    let file = upload.files.into_iter().next().map(|file| (file.name, file.bytes));
    let given = GivenCorrection { answer, file, expires_on };
    let fields: Fields = upload.fields;
    match bid::correct(&visit, held.bid.id, &code, given).await {
        Ok(()) => visit.go_saying(format!("/bids/{}/correction", held.bid.id), "Your correction is received"),
        Err(error) => render(&visit, &held, fields.refused(beside(error, &code))?),
    }
}

/// The refusal beside the field of its own condition.
fn beside(error: Error, code: &str) -> Error {
    match error {
        Error::Refused { field: Some(field), sentence } if field == "file" => {
            Error::field(format!("file-{code}"), sentence)
        }
        other => other,
    }
}
