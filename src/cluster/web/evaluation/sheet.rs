//! The sheet on which one school's leaders, or its governors, rate the cluster.

use super::super::{inside, opened};
use super::{raters_words, year_words};
use crate::cluster::rules::evaluation::{LEVELS, STATEMENTS, Theme, level_hint, level_words};
use crate::cluster::{self as verbs, store};
use crate::platform::access::Place;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::self_evaluation::Raters;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

#[derive(Serialize)]
struct Statement {
    name: &'static str,
    legend: &'static str,
}

#[derive(Serialize)]
struct Group {
    title: &'static str,
    statements: Vec<Statement>,
}

#[derive(Serialize)]
struct LevelChoice {
    value: String,
    text: String,
    hint: &'static str,
}

/// The sheet of one school's leaders, or governors.
#[derive(Serialize)]
pub(super) struct SheetPage {
    form: FormView,
    slug: String,
    cluster: String,
    school: String,
    raters: &'static str,
    year: String,
    action: String,
    themes: Vec<Group>,
    levels: Vec<LevelChoice>,
}

impl SheetPage {
    fn of(form: FormView, slug: &str, cluster: &str, school: &str, raters: Raters, urn: i32, year: i32) -> Self {
        let statements = |theme: Theme| {
            let of_theme = STATEMENTS.iter().filter(|each| each.theme == theme);
            of_theme.map(|each| Statement { name: each.code, legend: each.words }).collect()
        };
        let option = |level: &i32| LevelChoice {
            value: level.to_string(),
            text: level_words(*level).to_owned(),
            hint: level_hint(*level),
        };
        Self {
            form,
            slug: slug.to_owned(),
            cluster: cluster.to_owned(),
            school: school.to_owned(),
            raters: raters_words(raters),
            year: year_words(year),
            action: format!("/clusters/{slug}/self-evaluation/{urn}/{raters}"),
            themes: Theme::ALL
                .into_iter()
                .map(|theme| Group { title: theme.title(), statements: statements(theme) })
                .collect(),
            levels: LEVELS.iter().map(option).collect(),
        }
    }
}

impl Page for SheetPage {
    const TEMPLATE: &'static str = "cluster/evaluation_sheet.html";
    fn samples() -> Vec<Self> {
        let form = FormView::default().refusing("aim", "Rate this statement");
        vec![Self::of(form, "northgate", "Northgate Schools", "Canal Side Primary", Raters::Leaders, 100_123, 2026)]
    }
}

async fn sheet(visit: &Visit, slug: &str, urn: i32, raters: Raters, form: Option<FormView>) -> Result<Response> {
    let (cluster, _) = opened(visit, slug).await?;
    let members = store::members(visit.read(), cluster.id).await?;
    let school = members.into_iter().map(|member| member.school).find(|school| school.urn == urn);
    let school = school.ok_or(Error::NotFound)?;
    visit.actor.require(verbs::action_of(raters), &Place::school(school.id))?;
    let year = verbs::year_of(visit);
    let form = match form {
        Some(form) => form,
        None => kept(verbs::own_levels(visit.read(), (cluster.id, year, school.id, raters)).await?),
    };
    let page = SheetPage::of(form.clone(), slug, &cluster.name, &school.name, raters, urn, year);
    let who = format!("{} of {}", words::in_sentence(raters_words(raters)), school.name);
    let framed = inside("Rate the cluster", &cluster).seen_by(who);
    visit.form_page(framed.back(format!("/clusters/{slug}/self-evaluation"), "Self-evaluation"), &form, &page)
}

fn kept(levels: Option<Vec<i32>>) -> FormView {
    let rated = STATEMENTS.iter().zip(levels.unwrap_or_default());
    rated.fold(FormView::default(), |form, (each, level)| form.with(each.code, level.to_string()))
}

fn parsed(raters: &str) -> Result<Raters> {
    raters.parse().map_err(|_| Error::NotFound)
}

pub(super) async fn show(visit: Visit, Path((slug, urn, raters)): Path<(String, i32, String)>) -> Result<Response> {
    sheet(&visit, &slug, urn, parsed(&raters)?, None).await
}

pub(super) async fn rate(
    visit: Visit,
    Path((slug, urn, raters)): Path<(String, i32, String)>,
    fields: Fields,
) -> Result<Response> {
    let raters = parsed(&raters)?;
    let (cluster, _) = opened(&visit, &slug).await?;
    let members = store::members(visit.read(), cluster.id).await?;
    let school = members.iter().find(|member| member.school.urn == urn).ok_or(Error::NotFound)?.school.id;
    let read = fields.read(|form| {
        STATEMENTS.iter().map(|each| form.choice(each.code, &LEVELS, "Rate this statement")).collect::<Vec<i32>>()
    });
    match read {
        Ok(levels) => match verbs::rate(&visit, &cluster, school, raters, &levels).await {
            Ok(()) => visit.go_saying(
                format!("/clusters/{slug}/self-evaluation"),
                "Your rating is kept. You can change it until the school year ends",
            ),
            Err(error) => sheet(&visit, &slug, urn, raters, Some(fields.refused(error)?)).await,
        },
        Err(form) => sheet(&visit, &slug, urn, raters, Some(form)).await,
    }
}
