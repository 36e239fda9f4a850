//! The document that shows one condition: chosen from what the organisation keeps, or uploaded.

use super::OWN;
use super::wizard::{desk, framed};
use crate::bid::rules::{Document, Step, Validity, validity};
use crate::bid::{self, Desk, GivenEvidence};
use crate::bid::{evidence_kept, needed_until};
use crate::platform::error::{Error, Result};
use crate::platform::files::LARGEST;
use crate::platform::http::fields::{Reader, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::provider_evidence::Model as Held;
use ::entity::tender_condition::{ConditionKind, Model as Condition};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

/// The choice of a file that is uploaded now.
const NEW: &str = "new";

pub(super) fn routes() -> Routes {
    Routes::new().get("/bids/{id}/evidence/{code}", OWN, open).post_files(
        "/bids/{id}/evidence/{code}",
        OWN,
        LARGEST + 64 * 1024,
        attach,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<EvidencePage>()]
}

/// A condition that asks for a document, as the page of documents lists it.
#[derive(Clone, Serialize)]
pub(super) struct AskedRow {
    field: String,
    name: String,
    wanted: String,
    href: String,
    file: Option<String>,
    said: Option<String>,
    /// Does it expire too early?
    is_short: bool,
}

/// What documents the tender asks for, and which are attached.
pub(super) fn asked_rows(desk: &Desk) -> Vec<AskedRow> {
    let asked = desk.asked.conditions.iter().filter(|condition| condition.kind == ConditionKind::Evidence);
    asked.map(|condition| asked_row(desk, condition)).collect()
}

fn asked_row(desk: &Desk, condition: &Condition) -> AskedRow {
    let given = desk.draft.evidence.get(&condition.code);
    let document: Option<&Document> =
        given.and_then(|given| desk.draft.documents.iter().find(|document| document.file == given.file));
    let valid = given.map(|given| validity(condition, desk.asked.contract_start, given.expires_on));
    AskedRow {
        field: format!("evidence-{}", condition.code),
        name: condition.name.clone(),
        wanted: wanted(desk, condition),
        href: format!("/bids/{}/evidence/{}", desk.bid.id, condition.code),
        file: document.map(|document| document.name.clone()),
        said: valid.map(validity_words),
        is_short: matches!(valid, Some(Validity::EndsBefore(..))),
    }
}

/// "The food hygiene rating of each kitchen. Valid until 1 September 2027 or later".
fn wanted(desk: &Desk, condition: &Condition) -> String {
    let document = condition.evidence.clone().unwrap_or_default();
    match needed_until(condition, desk.asked.contract_start) {
        Some(day) => format!("{document}. Valid until {} or later", words::short_date(day)),
        None => document,
    }
}

fn validity_words(valid: Validity) -> String {
    match valid {
        Validity::Unsaid => "No day of expiry".to_owned(),
        Validity::Lasts(day) => format!("Expires on {}", words::short_date(day)),
        Validity::EndsBefore(day, needed) => {
            let (day, needed) = (words::short_date(day), words::short_date(needed));
            format!("Expires on {day}, but must be valid until {needed}")
        }
    }
}

pub(super) fn sample_rows() -> Vec<AskedRow> {
    let row = |file: Option<&str>, is_short| AskedRow {
        field: "evidence-food_hygiene".to_owned(),
        name: "Food hygiene".to_owned(),
        wanted: "The rating of each kitchen. Valid until 1 September 2027 or later".to_owned(),
        href: "/bids/1/evidence/food_hygiene".to_owned(),
        file: file.map(str::to_owned),
        said: file.map(|_| "Expires on 1 June 2028".to_owned()),
        is_short,
    };
    vec![row(None, false), row(Some("rating.pdf"), true)]
}

#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    text: String,
    hint: Option<String>,
}

#[derive(Serialize)]
struct EvidencePage {
    form: FormView,
    path: String,
    name: String,
    statement: String,
    wanted: String,
    file: Option<String>,
    choices: Vec<Choice>,
}

impl Page for EvidencePage {
    const TEMPLATE: &'static str = "bid/evidence.html";
    fn samples() -> Vec<Self> {
        let choice = |hint: Option<&str>| Choice {
            value: NEW.to_owned(),
            text: "Another document".to_owned(),
            hint: hint.map(str::to_owned),
        };
        let page = |form, file: Option<&str>, choices| Self {
            form,
            path: "/bids/1/evidence/food_hygiene".to_owned(),
            name: "Food hygiene".to_owned(),
            statement: "No kitchen of ours is rated below 3".to_owned(),
            wanted: "The rating of each kitchen".to_owned(),
            file: file.map(str::to_owned),
            choices,
        };
        vec![
            page(FormView::default().refusing("file", "Select a file"), None, vec![choice(None)]),
            page(FormView::default(), Some("rating.pdf"), vec![choice(Some("Expires on 1 June 2028")), choice(None)]),
        ]
    }
}

async fn open(visit: Visit, Path((text, code)): Path<(String, String)>) -> Result<Response> {
    let desk = desk(&visit, &text).await?;
    render(&visit, &desk, &code, FormView::default()).await
}

async fn render(visit: &Visit, desk: &Desk, code: &str, form: FormView) -> Result<Response> {
    let condition = bid::evidence_asked(desk, code)?;
    let kept = evidence_kept(visit, desk.provider.id).await?;
    let first = kept.first().map_or_else(|| NEW.to_owned(), |held| held.id.to_string());
    let form = if form.values.contains_key("held") { form } else { form.with("held", first) };
    let row = asked_row(desk, condition);
    let new = Choice { value: NEW.to_owned(), text: "A document that I upload now".to_owned(), hint: None };
    let page = EvidencePage {
        form: form.clone(),
        path: row.href.clone(),
        name: condition.name.clone(),
        statement: condition.statement.clone(),
        wanted: row.wanted,
        file: row.file,
        choices: kept.iter().map(|held| choice(condition, desk.asked.contract_start, held)).chain([new]).collect(),
    };
    let head = framed(desk, Step::Documents).back(format!("/bids/{}/documents", desk.bid.id), "Documents");
    visit.form_page(head, &form, &page)
}

fn choice(condition: &Condition, contract_start: Option<NaiveDate>, held: &Held) -> Choice {
    Choice {
        value: held.id.to_string(),
        text: format!("{} ({})", held.name, held.file_name),
        hint: Some(validity_words(validity(condition, contract_start, held.expires_on))),
    }
}

struct Typed {
    held: String,
    expires_on: Option<NaiveDate>,
    keeps: bool,
}

fn typed(form: &Reader) -> Typed {
    Typed {
        held: form.required("held", "Choose a document"),
        expires_on: form.optional_date("expires_on", "Enter the day on which it expires"),
        keeps: form.ticked("keeps"),
    }
}

async fn attach(visit: Visit, Path((text, code)): Path<(String, String)>, upload: Upload) -> Result<Response> {
    let desk = desk(&visit, &text).await?;
    let typed = match upload.fields.read(typed) {
        Ok(typed) => typed,
        Err(form) => return render(&visit, &desk, &code, form).await,
    };
    let given = given(typed, &upload);
    let done = match given {
        Ok(given) => bid::attach_evidence(&visit, &desk, &code, given).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => visit.go_saying(format!("/bids/{}/documents", desk.bid.id), "The document is attached to your draft"),
        Err(error) => render(&visit, &desk, &code, upload.fields.refused(error)?).await,
    }
}

fn given(typed: Typed, upload: &Upload) -> Result<GivenEvidence> {
    if typed.held != NEW {
        return typed.held.parse().map(GivenEvidence::Kept).map_err(|_| Error::field("held", "Choose a document"));
    }
    let file = upload.files.first().ok_or_else(|| Error::field("file", "Select a file"))?;
    Ok(GivenEvidence::New {
        name: file.name.clone(),
        bytes: file.bytes.clone(),
        expires_on: typed.expires_on,
        keeps: typed.keeps,
    })
}
