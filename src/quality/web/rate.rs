//! What the school thinks of what it holds, this term and in the terms before.

use super::{Choice, EDITORS, STAFF, choice};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::quality::rules::{Given, TermOf, met_words, open_terms, sharing_words};
use crate::quality::score_words;
use crate::quality::{self, Held, Which, store};
use ::entity::contract_rating::{self, LevelRating, Met, Sharing};
use ::entity::listing::ServiceLevel;
use ::entity::school::Model as School;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/spend/{id}/rating", STAFF, show)
        .post("/schools/{urn}/spend/{id}/rating", EDITORS, rate)
        .get("/schools/{urn}/contracts/{contract}/rating", STAFF, show_of_cluster)
        .post("/schools/{urn}/contracts/{contract}/rating", EDITORS, rate_of_cluster)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<RatingPage>()]
}

#[derive(Serialize)]
struct Said {
    term: String,
    score: &'static str,
    words: String,
    sharing: &'static str,
    at: DateTime<Utc>,
}

impl Said {
    fn of(rating: contract_rating::Model) -> Self {
        Said {
            term: TermOf { year: rating.year, term: rating.term }.words(),
            score: score_words(rating.score),
            words: rating.words,
            sharing: sharing_words(rating.sharing).0,
            at: rating.rated_at,
        }
    }
}

/// A promise of the version that is held, to be rated.
#[derive(Serialize)]
struct LevelField {
    name: String,
    measure: String,
    target: String,
}

#[derive(Serialize)]
struct RatingPage {
    form: FormView,
    path: String,
    title: String,
    provider: String,
    term: String,
    /// More than one only within 30 days after a term's end.
    terms: Vec<Choice>,
    scores: Vec<Choice>,
    met: Vec<Choice>,
    levels: Vec<LevelField>,
    sharing: Vec<Choice>,
    /// "Meals, version 2": what the rating counts for; none: it counts nowhere.
    listing: Option<String>,
    /// Where the school says with which listing the contract is.
    link_path: Option<String>,
    concerns_path: Option<String>,
    said: Vec<Said>,
    may_rate: bool,
}

impl Page for RatingPage {
    const TEMPLATE: &'static str = "quality/rating.html";
    fn samples() -> Vec<Self> {
        let said = || Said {
            term: "Summer term 2026".to_owned(),
            score: score_words(4),
            words: "Menus are better".to_owned(),
            sharing: sharing_words(Sharing::Counted).0,
            at: DateTime::UNIX_EPOCH,
        };
        let level = || LevelField {
            name: "level-0".to_owned(),
            measure: "Heat".to_owned(),
            target: "Hot when served".to_owned(),
        };
        let page = |said: Vec<Said>, may_rate: bool| Self {
            form: FormView::default().refusing("score", "Choose a score from 1 to 5"),
            path: "/schools/100123/spend/1/rating".to_owned(),
            title: "Meals".to_owned(),
            provider: "Provider A".to_owned(),
            term: "Autumn term 2026".to_owned(),
            terms: if may_rate { vec![choice("2026-autumn", "Autumn term 2026")] } else { Vec::new() },
            scores: scores(),
            met: met_choices(),
            levels: if may_rate { vec![level()] } else { Vec::new() },
            sharing: sharing_choices(),
            listing: may_rate.then(|| "Meals, version 2".to_owned()),
            link_path: Some("/schools/100123/spend/1/provider".to_owned()),
            concerns_path: may_rate.then(|| "/schools/100123/spend/1/concerns".to_owned()),
            said,
            may_rate,
        };
        vec![page(vec![said()], true), page(Vec::new(), false)]
    }
}

fn scores() -> Vec<Choice> {
    (1..=5).rev().map(|score| choice(score.to_string(), score_words(score))).collect()
}

fn met_choices() -> Vec<Choice> {
    Met::ALL.iter().map(|met| choice(met.as_str(), met_words(*met))).collect()
}

fn sharing_choices() -> Vec<Choice> {
    let each = |sharing: &Sharing| {
        let (text, hint) = sharing_words(*sharing);
        Choice { hint: hint.to_owned(), ..choice(sharing.as_str(), text) }
    };
    Sharing::ALL.iter().map(each).collect()
}

/// Where the pages of what is held are.
struct Paths {
    own: String,
    back: (String, &'static str),
}

fn paths(urn: i32, which: Which) -> Paths {
    match which {
        Which::Entry(id) => Paths {
            own: format!("/schools/{urn}/spend/{id}/rating"),
            back: (format!("/schools/{urn}/spend"), "Contracts"),
        },
        Which::Contract(id) => Paths {
            own: format!("/schools/{urn}/contracts/{id}/rating"),
            back: (format!("/schools/{urn}/contracts"), "Cluster contracts"),
        },
    }
}

async fn render(visit: &Visit, urn: i32, which: Which, form: Option<FormView>) -> Result<Response> {
    let school = quality::school_seen(visit, urn).await?;
    let held = quality::held(visit.read(), &school, which).await?;
    let today = words::london_day(visit.now);
    let said = store::of_held(visit.read(), held.key()).await?;
    let form = form.unwrap_or_else(|| filled(&said, &held, today));
    let may_rate = visit.actor.may(Action::EditSchool, &Place::school(school.id));
    let page = page(urn, (&held, provider_name(visit, &held).await?), form.clone(), said, may_rate, today)?;
    let Paths { back, .. } = paths(urn, which);
    let frame = frame(format!("What we think of {}", page.title)).back(back.0, back.1);
    visit.form_page(frame.seen_by(seen_by(&school)), &form, &page)
}

fn seen_by(school: &School) -> String {
    format!("{} staff and governors; what you choose to show, whom you show it to", school.name)
}

async fn provider_name(visit: &Visit, held: &Held) -> Result<String> {
    let Some(id) = held.provider_id.filter(|_| held.provider_name.is_empty()) else {
        return Ok(held.provider_name.clone());
    };
    Ok(quality::provider_by_id(visit.read(), id).await?.map(|provider| provider.name).unwrap_or_default())
}

fn page(
    urn: i32,
    (held, provider): (&Held, String),
    form: FormView,
    said: Vec<contract_rating::Model>,
    may_rate: bool,
    today: NaiveDate,
) -> Result<RatingPage> {
    let level = |(at, level): (usize, ServiceLevel)| LevelField {
        name: format!("level-{at}"),
        target: quality::target_words(&level),
        measure: level.measure,
    };
    let version = held.version.as_ref();
    Ok(RatingPage {
        path: paths(urn, held.which).own,
        title: held.title.clone(),
        provider,
        term: TermOf::at(today).words(),
        terms: open_terms(today).into_iter().map(|term| choice(term.key(), term.words())).collect(),
        scores: scores(),
        met: met_choices(),
        levels: held.levels()?.into_iter().enumerate().map(level).collect(),
        sharing: sharing_choices(),
        listing: version.map(|version| format!("{}, version {}", version.title, version.number)),
        link_path: held.entry_id.filter(|_| may_rate).map(|id| format!("/schools/{urn}/spend/{id}/provider")),
        concerns_path: held.entry_id.map(|id| format!("/schools/{urn}/spend/{id}/concerns")),
        said: said.into_iter().map(Said::of).collect(),
        may_rate,
        form,
    })
}

/// This term's rating, where there is one; else as it begins.
fn filled(said: &[contract_rating::Model], held: &Held, today: NaiveDate) -> FormView {
    let now = TermOf::at(today);
    let form = FormView::default().with("term", now.key());
    let Some(rating) = said.iter().find(|rating| rating.year == now.year && rating.term == now.term) else {
        return form.with("sharing", Sharing::Counted.as_str());
    };
    let form = form
        .with("score", rating.score.to_string())
        .with("words", &rating.words)
        .with("sharing", rating.sharing.as_str());
    let rated: Vec<LevelRating> = serde_json::from_value(rating.levels.clone()).unwrap_or_default();
    let measures = held.measures().unwrap_or_default();
    measures.iter().enumerate().fold(form, |form, (at, measure)| {
        let Some(level) = rated.iter().find(|level| level.measure == *measure) else { return form };
        form.with(format!("level-{at}-met"), level.met.as_str())
            .with(format!("level-{at}-score"), level.score.to_string())
    })
}

fn read(form: &Reader, measures: &[String], today: NaiveDate) -> Given {
    const SCORE: &str = "Choose a score from 1 to 5";
    let level = |(at, measure): (usize, &String)| LevelRating {
        measure: measure.clone(),
        met: form.choice(&format!("level-{at}-met"), Met::ALL, "Choose whether it is met"),
        score: form.parsed(&format!("level-{at}-score"), SCORE, 0),
    };
    let key = form.text("term");
    let term = open_terms(today).into_iter().find(|term| term.key() == key);
    if term.is_none() && !key.is_empty() {
        form.error("term", "Choose a term of the list");
    }
    Given {
        term: term.unwrap_or(TermOf::at(today)),
        score: form.parsed("score", SCORE, 0),
        levels: measures.iter().enumerate().map(level).collect(),
        words: form.text_up_to("words", 1_000),
        sharing: form.choice("sharing", Sharing::ALL, "Choose what is done with the rating"),
    }
}

async fn keep(visit: Visit, urn: i32, which: Which, fields: Fields) -> Result<Response> {
    let school = quality::school_opened(&visit, urn, Action::EditSchool).await?;
    let held = quality::held(visit.read(), &school, which).await?;
    let measures = held.measures()?;
    let given = match fields.read(|form| read(form, &measures, words::london_day(visit.now))) {
        Ok(given) => given,
        Err(form) => return render(&visit, urn, which, Some(form)).await,
    };
    match quality::rate(&visit, &school, which, given).await {
        Ok(()) => visit.go_saying(paths(urn, which).back.0, "Your rating is kept"),
        Err(error) => render(&visit, urn, which, Some(fields.refused(error)?)).await,
    }
}

fn of_entry(id: &str) -> Result<Which> {
    id.parse().map(Which::Entry).map_err(|_| Error::NotFound)
}

fn of_contract(id: &str) -> Result<Which> {
    id.parse().map(Which::Contract).map_err(|_| Error::NotFound)
}

async fn show(visit: Visit, Path((urn, id)): Path<(i32, String)>) -> Result<Response> {
    render(&visit, urn, of_entry(&id)?, None).await
}

async fn rate(visit: Visit, Path((urn, id)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    keep(visit, urn, of_entry(&id)?, fields).await
}

async fn show_of_cluster(visit: Visit, Path((urn, id)): Path<(i32, String)>) -> Result<Response> {
    render(&visit, urn, of_contract(&id)?, None).await
}

async fn rate_of_cluster(visit: Visit, Path((urn, id)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    keep(visit, urn, of_contract(&id)?, fields).await
}
