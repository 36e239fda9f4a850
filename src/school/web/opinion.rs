//! What the school thinks of a contract, this term and in the terms before.

use super::{EDITORS, STAFF, seen_by};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::school::rules::{score_words, term_of, term_words};
use crate::school::{self, store};
use ::entity::contract_rating;
use ::entity::ids::ContractEntryId;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/spend/{id}/rating", STAFF, show).post(
        "/schools/{urn}/spend/{id}/rating",
        EDITORS,
        rate,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<RatingPage>()]
}

#[derive(Serialize)]
struct Score {
    value: String,
    text: &'static str,
}

#[derive(Serialize)]
struct Said {
    term: String,
    score: &'static str,
    words: String,
    at: DateTime<Utc>,
}

impl Said {
    fn of(rating: contract_rating::Model) -> Self {
        Said {
            term: term_words(rating.year, rating.term),
            score: score_words(rating.score),
            words: rating.words,
            at: rating.rated_at,
        }
    }
}

#[derive(Serialize)]
struct RatingPage {
    form: FormView,
    path: String,
    title: String,
    provider: String,
    term: String,
    scores: Vec<Score>,
    said: Vec<Said>,
    may_rate: bool,
}

impl Page for RatingPage {
    const TEMPLATE: &'static str = "school/rating.html";
    fn samples() -> Vec<Self> {
        let said = || Said {
            term: "Summer term 2026".to_owned(),
            score: score_words(4),
            words: "Menus are better".to_owned(),
            at: DateTime::UNIX_EPOCH,
        };
        let page = |said: Vec<Said>, may_rate| Self {
            form: FormView::default().refusing("score", "Choose a score from 1 to 5"),
            path: "/schools/100123/spend/1/rating".to_owned(),
            title: "Meals".to_owned(),
            provider: "Provider A".to_owned(),
            term: "Autumn term 2026".to_owned(),
            scores: scores(),
            said,
            may_rate,
        };
        vec![page(vec![said()], true), page(Vec::new(), false)]
    }
}

fn scores() -> Vec<Score> {
    (1..=5).rev().map(|score| Score { value: score.to_string(), text: score_words(score) }).collect()
}

async fn render(visit: &Visit, urn: i32, id: ContractEntryId, form: Option<FormView>) -> Result<Response> {
    let school = school::seen(visit, urn).await?;
    let entry = store::entry(visit.read(), school.id, id).await?.ok_or(Error::NotFound)?;
    let said = store::ratings(visit.read(), [id]).await?;
    let (year, term) = term_of(words::london_day(visit.now));
    let now = said.iter().find(|rating| rating.year == year && rating.term == term);
    let filled = now.map(|now| FormView::default().with("score", now.score.to_string()).with("words", &now.words));
    let form = form.or(filled).unwrap_or_default();
    let page = RatingPage {
        form: form.clone(),
        path: format!("/schools/{urn}/spend/{id}/rating"),
        title: entry.title,
        provider: entry.provider_name,
        term: term_words(year, term),
        scores: scores(),
        said: said.into_iter().map(Said::of).collect(),
        may_rate: visit.actor.may(Action::EditSchool, &school::place_of(&school)),
    };
    let frame = frame(format!("What we think of {}", page.title)).back(format!("/schools/{urn}/spend"), "Contracts");
    visit.form_page(frame.seen_by(seen_by(&school)), &form, &page)
}

async fn show(visit: Visit, Path((urn, id)): Path<(i32, String)>) -> Result<Response> {
    render(&visit, urn, parsed(&id)?, None).await
}

async fn rate(visit: Visit, Path((urn, id)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let school = school::opened(&visit, urn, Action::EditSchool).await?;
    let id = parsed(&id)?;
    let read =
        fields.read(|form| (form.parsed("score", "Choose a score from 1 to 5", 0), form.text_up_to("words", 1_000)));
    let (score, said) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, urn, id, Some(form)).await,
    };
    match school::rate(&visit, &school, id, score, said).await {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/spend"), "Your rating is kept"),
        Err(error) => render(&visit, urn, id, Some(fields.refused(error)?)).await,
    }
}

fn parsed(id: &str) -> Result<ContractEntryId> {
    id.parse().map_err(|_| Error::NotFound)
}
