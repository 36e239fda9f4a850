//! The clerk or the chair opens a vote.

use super::outcome_of;
use crate::award::LotAddress;
use crate::award::rules::HOURS;
use crate::award::{self, NewBallot};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::law::add_working_days;
use crate::platform::words;
use ::entity::ballot::Motion;
use axum::response::Response;
use chrono::Datelike;
use serde::Serialize;

/// Working days for which a vote is open unless another day is set.
const DAYS_TO_VOTE: u32 = 5;

#[derive(Serialize)]
struct Hour {
    value: String,
    text: String,
}

#[derive(Serialize)]
pub(super) struct BallotPage {
    form: FormView,
    reference: String,
    title: String,
    hours: Vec<Hour>,
}

impl Page for BallotPage {
    const TEMPLATE: &'static str = "award/ballot.html";
    fn samples() -> Vec<Self> {
        let page = |form: FormView| Self {
            form,
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            hours: hours(),
        };
        vec![
            page(FormView::default()),
            page(FormView::default().refusing("closes-day", "Voting must close later than now")),
        ]
    }
}

fn hours() -> Vec<Hour> {
    let text = |hour: u32| match hour {
        12 => "midday".to_owned(),
        13.. => format!("{}pm", hour - 12),
        _ => format!("{hour}am"),
    };
    HOURS.map(|hour| Hour { value: hour.to_string(), text: text(hour) }).collect()
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    let mut form = FormView::default().with("motion", Motion::Accept.as_str()).with("hour", "17");
    if let Ok(day) = add_working_days(words::london_day(visit.now), DAYS_TO_VOTE) {
        form = form
            .with("closes-day", day.day().to_string())
            .with("closes-month", day.month().to_string())
            .with("closes-year", day.year().to_string());
    }
    render(&visit, &at, form).await
}

async fn render(visit: &Visit, at: &LotAddress, form: FormView) -> Result<Response> {
    let scene = award::scene(visit, at).await?;
    let beside = scene.of().sections("ballot");
    let page =
        BallotPage { form: form.clone(), title: scene.of().title(), reference: scene.tender.reference, hours: hours() };
    let frame = frame("Open the vote")
        .beside(beside)
        .back(at.page("decision"), "Back to the decision")
        .seen_by("the chair and the clerk");
    visit.form_page(frame, &form, &page)
}

pub(super) async fn open(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| NewBallot {
        motion: form.choice("motion", Motion::ALL, "Choose what the schools vote on"),
        closes_on: form.date("closes", "Enter the day on which voting closes"),
        closes_hour: form.parsed("hour", "Choose the hour at which voting closes", 17),
        grounds: form.optional("grounds"),
    });
    let verb = async |new: NewBallot| award::open_ballot(&visit, &at, new).await;
    match outcome_of(&fields, read, verb).await? {
        Ok(number) => {
            let done = format!("Vote {number} is open. Representatives and substitutes are told by mail");
            visit.go_saying(at.page("decision"), &done)
        }
        Err(form) => render(&visit, &at, form).await,
    }
}
