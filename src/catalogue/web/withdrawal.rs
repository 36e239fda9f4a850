//! The plan of a school for a service that is withdrawn.

use super::{EDITORS, STAFF, seen_by};
use crate::catalogue::withdrawal;
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::ids::ListingId;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/withdrawals/{id}", STAFF, show).post(
        "/schools/{urn}/withdrawals/{id}",
        EDITORS,
        answer,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PlanPage>()]
}

#[derive(Serialize)]
struct Step {
    on: NaiveDate,
    text: &'static str,
    is_over: bool,
}

#[derive(Serialize)]
struct PlanPage {
    form: FormView,
    path: String,
    title: String,
    provider: String,
    last_day: NaiveDate,
    reason: Option<String>,
    listing_path: String,
    steps: Vec<Step>,
    compare_path: String,
    category: String,
    answered: bool,
    may_answer: bool,
    consultations: Vec<Consulted>,
}

/// Who was asked before the service was withdrawn, and what it means for groups of people.
#[derive(Serialize)]
struct Consulted {
    who: String,
    from: NaiveDate,
    to: NaiveDate,
    said: String,
    effect: String,
    mitigation: String,
}

impl Page for PlanPage {
    const TEMPLATE: &'static str = "catalogue/withdrawal.html";
    fn samples() -> Vec<Self> {
        let page = |answered: bool| Self {
            form: FormView::default().refusing("answer", "Enter what follows"),
            path: "/schools/100123/withdrawals/1".to_owned(),
            title: "Payroll".to_owned(),
            provider: "Walsall Council".to_owned(),
            last_day: NaiveDate::default(),
            reason: (!answered).then(|| "We stop".to_owned()),
            listing_path: "/services/payroll/payroll".to_owned(),
            steps: vec![
                Step { on: NaiveDate::default(), text: "Look for what may follow", is_over: true },
                Step { on: NaiveDate::default(), text: "Last day of the service", is_over: false },
            ],
            compare_path: "/schools/100123/compare/payroll".to_owned(),
            category: "Payroll".to_owned(),
            answered,
            may_answer: !answered,
            consultations: if answered { vec![sample_consulted()] } else { Vec::new() },
        };
        vec![page(true), page(false)]
    }
}

fn sample_consulted() -> Consulted {
    Consulted {
        who: "Schools that buy it".to_owned(),
        from: NaiveDate::default(),
        to: NaiveDate::default(),
        said: "They need a year".to_owned(),
        effect: "None".to_owned(),
        mitigation: "It goes on for a year".to_owned(),
    }
}

async fn render(visit: &Visit, urn: i32, id: ListingId, form: Option<FormView>) -> Result<Response> {
    let (school, plan) = withdrawal::seen(visit, urn, id).await?;
    let today = words::london_day(visit.now);
    let step =
        |step: crate::catalogue::rules::PlanStep| Step { on: step.on, text: step.text, is_over: step.on < today };
    let kept = plan.answer.as_ref().map(|answer| FormView::default().with("answer", &answer.answer));
    let form = form.or(kept).unwrap_or_default();
    let page = PlanPage {
        form: form.clone(),
        path: plan.path(&school),
        reason: plan.reason().map(str::to_owned),
        listing_path: format!("/services/{}/{}", plan.category.slug, plan.published.listing.slug),
        steps: plan.steps().into_iter().map(step).collect(),
        title: plan.published.version.title,
        provider: plan.published.provider.name,
        last_day: plan.last_day,
        compare_path: format!("/schools/{urn}/compare/{}", plan.category.slug),
        category: plan.category.name,
        answered: plan.answer.is_some(),
        may_answer: visit.actor.may(Action::EditSchool, &Place::school(school.id)),
        consultations: withdrawal::consultations(visit.read(), id).await?.into_iter().map(consulted).collect(),
    };
    let frame = frame(format!("What follows {}", page.title)).back(format!("/schools/{urn}"), school.name.clone());
    visit.form_page(frame.seen_by(seen_by(&school)), &form, &page)
}

fn consulted(row: ::entity::consultation::Model) -> Consulted {
    Consulted {
        who: row.who,
        from: row.from_on,
        to: row.to_on,
        said: row.said,
        effect: row.effect,
        mitigation: row.mitigation,
    }
}

async fn show(visit: Visit, Path((urn, id)): Path<(i32, String)>) -> Result<Response> {
    render(&visit, urn, parsed(&id)?, None).await
}

async fn answer(visit: Visit, Path((urn, id)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    let text = match fields.read(|form| form.required("answer", "Enter what follows")) {
        Ok(text) => text,
        Err(form) => return render(&visit, urn, id, Some(form)).await,
    };
    match withdrawal::answer(&visit, urn, id, text).await {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/withdrawals/{id}"), "Your plan is kept"),
        Err(error) => render(&visit, urn, id, Some(fields.refused(error)?)).await,
    }
}

fn parsed(id: &str) -> Result<ListingId> {
    id.parse().map_err(|_| Error::NotFound)
}
