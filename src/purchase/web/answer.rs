//! A provider's answer to one request: what the school needs and uses, the prices in the one price form, and the outcome.

use super::enter::sample_shape;
use super::inbox::standing;
use super::{SELLERS, id, typed, untyped, with_date};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::price::form::{self as price_form, PriceFields};
use crate::purchase::{self, Desk};
use ::entity::category::CategoryShape;
use ::entity::price::PriceSchedule;
use ::entity::quote_request::{QuoteState, Stated};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Serialize;

/// Days after the last day for answers that a quote is proposed to be valid.
const USUAL_VALIDITY: u64 = 60;

pub(super) fn routes() -> Routes {
    Routes::new().get("/quotes/{id}", SELLERS, show).post("/quotes/{id}", SELLERS, answer).post(
        "/quotes/{id}/decline",
        SELLERS,
        decline,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<AnswerPage>()]
}

#[derive(Serialize)]
struct AnswerPage {
    form: FormView,
    path: String,
    title: String,
    school: String,
    town: Option<String>,
    pupils: Option<i32>,
    need: String,
    items: Vec<Stated>,
    starts: NaiveDate,
    years: i32,
    answers_by: DateTime<Utc>,
    standing: &'static str,
    kind: &'static str,
    sent_at: Option<DateTime<Utc>>,
    declined: Option<String>,
    saved_at: Option<DateTime<Utc>>,
    is_open: bool,
    price: PriceFields,
    /// Figures of the answer that was sent: a year, and in total.
    totals: Option<(String, String)>,
    /// "Your quote was chosen", with the reason that all who were asked read.
    outcome: Option<(&'static str, String)>,
    cancelled: Option<String>,
}

impl Page for AnswerPage {
    const TEMPLATE: &'static str = "purchase/answer.html";
    fn samples() -> Vec<Self> {
        let page = |is_open: bool, is_full: bool| Self {
            form: FormView::default(),
            path: "/quotes/1".to_owned(),
            title: "HR advice".to_owned(),
            school: "Canal Side Primary".to_owned(),
            town: is_full.then(|| "Northgate".to_owned()),
            pupils: is_full.then_some(210),
            need: "Advice by phone".to_owned(),
            items: vec![Stated { label: "Employees".to_owned(), amount: "40".to_owned() }],
            starts: NaiveDate::default(),
            years: 3,
            answers_by: DateTime::UNIX_EPOCH,
            standing: "To answer",
            kind: "waiting",
            sent_at: is_full.then_some(DateTime::UNIX_EPOCH),
            declined: (!is_full).then(|| "Full".to_owned()),
            saved_at: is_full.then_some(DateTime::UNIX_EPOCH),
            is_open,
            price: PriceFields::of(&sample_shape(), &FormView::default()),
            totals: is_full.then(|| ("£5,000".to_owned(), "£15,000".to_owned())),
            outcome: (!is_open && is_full).then(|| ("Your quote was chosen", "Best fit".to_owned())),
            cancelled: (!is_open && !is_full).then(|| "No longer needed".to_owned()),
        };
        vec![page(true, true), page(true, false), page(false, true), page(false, false)]
    }
}

fn render(visit: &Visit, desk: &Desk, form: FormView) -> Result<Response> {
    let answer = desk.answer.as_ref();
    let sent = answer.filter(|answer| answer.sent_at.is_some());
    let (standing, kind) =
        standing(desk.phase, sent.is_some(), answer.is_some_and(|answer| answer.declined_at.is_some()));
    let outcome =
        desk.outcome.as_ref().filter(|_| sent.is_some()).map(|choice| match choice.asked_id == desk.asked.id {
            true => ("Your quote was chosen", choice.told.clone()),
            false => ("Another quote was chosen", choice.told.clone()),
        });
    let page = AnswerPage {
        form: form.clone(),
        path: format!("/quotes/{}", desk.asked.id),
        title: desk.quote.title.clone(),
        school: desk.school.name.clone(),
        town: desk.school.town.clone(),
        pupils: desk.school.pupils,
        need: desk.quote.need.clone(),
        items: desk.quote.quantities.items.clone(),
        starts: desk.quote.starts_on,
        years: desk.quote.term_years,
        answers_by: desk.quote.answers_by,
        standing,
        kind,
        sent_at: sent.and_then(|answer| answer.sent_at),
        declined: answer.and_then(|answer| answer.declined_reason.clone()),
        saved_at: answer.map(|answer| answer.saved_at),
        is_open: desk.phase == QuoteState::Asked,
        price: PriceFields::of(&desk.category.shape, &form),
        totals: sent.and_then(|answer| totals(desk, answer.schedule.clone()?)),
        outcome,
        cancelled: desk.quote.ended_reason.clone(),
    };
    let frame = frame(format!("Quote for {}: {}", desk.school.name, desk.quote.title)).back("/quotes", "Quotes");
    visit.form_page(frame.seen_by("People of your organisation, until the time for answers is over"), &form, &page)
}

/// What the answer comes to for this school.
fn totals(desk: &Desk, schedule: serde_json::Value) -> Option<(String, String)> {
    let schedule: PriceSchedule = serde_json::from_value(schedule).ok()?;
    let (yearly, value) = purchase::priced_for(desk, &schedule)?;
    let pounds = |amount: ::entity::money::Money| words::pounds(amount.to_string().parse().unwrap_or_default());
    Some((pounds(yearly), pounds(value)))
}

/// What was typed last; else the listing's prices, for the years that are asked.
fn filled(desk: &Desk) -> FormView {
    if let Some(held) = desk.answer.as_ref().filter(|held| held.draft.as_array().is_some_and(|kept| !kept.is_empty())) {
        return untyped(&held.draft).view();
    }
    let listed = desk.listed.iter().flat_map(price_form::view);
    let form = listed.fold(FormView::default(), |form, (name, value)| form.with(name, value));
    let form = form.with("term_years", desk.quote.term_years.to_string());
    let last = words::london_day(desk.quote.answers_by);
    with_date(form, "valid_until", last.checked_add_days(Days::new(USUAL_VALIDITY)).unwrap_or(last))
}

async fn show(visit: Visit, Path(text): Path<String>) -> Result<Response> {
    let desk = purchase::desk(&visit, id(&text)?).await?;
    render(&visit, &desk, filled(&desk))
}

fn read(form: &Reader, shape: &CategoryShape) -> (PriceSchedule, String, NaiveDate) {
    form.text("then");
    (
        price_form::read(form, shape),
        form.text_up_to("notes", 10_000),
        form.date("valid_until", "Enter until when your quote is valid"),
    )
}

/// Save keeps what is typed, whatever it is; send wants it whole.
async fn answer(visit: Visit, Path(text): Path<String>, fields: Fields) -> Result<Response> {
    let desk = purchase::desk(&visit, id(&text)?).await?;
    if let Some(form) = price_form::more(&fields) {
        return render(&visit, &desk, form);
    }
    let path = format!("/quotes/{}", desk.asked.id);
    let shape = &desk.category.shape;
    let read = fields.read(|form| read(form, shape));
    let is_unknown = |form: &FormView| form.errors.iter().any(|error| error.field == "main");
    let kept = typed(&fields);
    if fields.get("then") != Some("send") {
        if let Err(form) = &read
            && is_unknown(form)
        {
            return render(&visit, &desk, form.clone());
        }
        purchase::save(&visit, &desk, kept).await?;
        return visit.go_saying(path, "Saved. It is not sent yet");
    }
    let sent = match read {
        Ok(sent) => sent,
        Err(form) => return render(&visit, &desk, form),
    };
    match purchase::send(&visit, &desk, kept, sent).await {
        Ok(()) => visit.go_saying(path, "Your quote is sent. You can replace it until the time for answers is over"),
        Err(error) => {
            let form = fields.refused(error)?;
            render(&visit, &purchase::desk(&visit, desk.asked.id).await?, form)
        }
    }
}

async fn decline(visit: Visit, Path(text): Path<String>, fields: Fields) -> Result<Response> {
    let desk = purchase::desk(&visit, id(&text)?).await?;
    let reason = match fields.read(|form| form.required("decline_reason", "Enter why you do not quote")) {
        Ok(reason) => reason,
        Err(form) => return render(&visit, &desk, again(&desk, &form)),
    };
    match purchase::decline(&visit, &desk, reason).await {
        Ok(()) => visit.go_saying("/quotes", "The school reads your reason once the time for answers is over"),
        Err(error) => render(&visit, &desk, again(&desk, &fields.refused(error)?)),
    }
}

/// The price form as it was, with what is wrong with the other form of the page.
fn again(desk: &Desk, refused: &FormView) -> FormView {
    let mut form = filled(desk);
    form.values.extend(refused.values.clone());
    form.errors.clone_from(&refused.errors);
    form
}
