//! The self-evaluation: what leaders and governors think of the cluster, side by side, and where to start.

mod sheet;

use super::{SEE, inside, opened};
use crate::cluster::rules::evaluation::{FEWEST, LEVELS, Pair, Results, STATEMENTS, Theme, level_hint, level_words};
use crate::cluster::{self as verbs, store};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::chart::{BarChart, Heading, Measure};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use ::entity::self_evaluation::Raters;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const RATE: Who = Who::May(&[Action::EvaluateAsLeader, Action::EvaluateAsGovernor]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/self-evaluation", SEE, show)
        .get("/clusters/{slug}/self-evaluation/{urn}/{raters}", RATE, sheet::show)
        .post("/clusters/{slug}/self-evaluation/{urn}/{raters}", RATE, sheet::rate)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<EvaluationPage>(), PageSample::of::<sheet::SheetPage>()]
}

#[derive(Clone, Serialize)]
struct Row {
    text: &'static str,
    theme: &'static str,
    leaders: String,
    governors: String,
    apart: String,
}

#[derive(Serialize)]
struct Year {
    href: String,
    text: String,
    current: bool,
}

/// A sheet that the reader may fill.
#[derive(Serialize)]
struct Own {
    school: String,
    raters: &'static str,
    href: String,
    is_done: bool,
}

#[derive(Serialize)]
struct Level {
    level: i32,
    words: &'static str,
    hint: &'static str,
}

#[derive(Serialize)]
struct EvaluationPage {
    slug: String,
    cluster: String,
    year: String,
    years: Vec<Year>,
    schools: usize,
    leaders: i64,
    governors: i64,
    fewest: i64,
    themes: Vec<Row>,
    start: Vec<Row>,
    chart: Option<BarChart>,
    levels: Vec<Level>,
    own: Vec<Own>,
}

fn raters_words(raters: Raters) -> &'static str {
    match raters {
        Raters::Leaders => "School leaders",
        Raters::Governors => "Governors",
    }
}

fn year_words(year: i32) -> String {
    format!("{year} to {}", year + 1)
}

/// "Leaders 0.7 higher".
fn apart(pair: &Pair) -> String {
    let (Some(leaders), Some(governors), Some(apart)) = (pair.leaders.tenths(), pair.governors.tenths(), pair.apart())
    else {
        return "–".to_owned();
    };
    match leaders - governors {
        0 => "The same".to_owned(),
        1.. => format!("Leaders {}.{} higher", apart / 10, apart % 10),
        _ => format!("Governors {}.{} higher", apart / 10, apart % 10),
    }
}

fn row(text: &'static str, theme: Theme, pair: &Pair) -> Row {
    Row {
        text,
        theme: theme.title(),
        leaders: pair.leaders.words(),
        governors: pair.governors.words(),
        apart: apart(pair),
    }
}

fn levels() -> Vec<Level> {
    LEVELS.iter().map(|level| Level { level: *level, words: level_words(*level), hint: level_hint(*level) }).collect()
}

/// A bar for each theme and group that is shown.
fn chart(results: &Results, first: Option<&Row>) -> Option<BarChart> {
    let bars = results.themes.iter().flat_map(|(theme, pair)| {
        [(pair.leaders, "leaders"), (pair.governors, "governors")].into_iter().filter_map(move |(tally, who)| {
            let label = format!("{}: {who}", theme.title());
            Some(Measure { label, amount: tally.tenths()?, words: tally.words() })
        })
    });
    let finding = match first {
        Some(first) => format!("Rated lowest: {}", first.text),
        None => "Nothing is shown yet".to_owned(),
    };
    let heading = Heading { id: "themes-chart".to_owned(), finding, table: "Themes".to_owned() };
    BarChart::against(heading, &bars.collect::<Vec<_>>(), None)
}

impl Page for EvaluationPage {
    const TEMPLATE: &'static str = "cluster/evaluation.html";
    fn samples() -> Vec<Self> {
        use crate::cluster::rules::evaluation::{Answer, results};
        let page = |answers: Vec<Answer>, own| Self::of("northgate", "Northgate Schools", &results(&answers), own);
        let answer = |raters, level| Answer { raters, levels: vec![level; STATEMENTS.len()] };
        let all = [vec![answer(Raters::Leaders, 3); 3], vec![answer(Raters::Governors, 2); 3]].concat();
        let own = |is_done| Own {
            school: "Canal Side Primary".to_owned(),
            raters: raters_words(Raters::Governors),
            href: "/clusters/northgate/self-evaluation/100123/governors".to_owned(),
            is_done,
        };
        vec![page(Vec::new(), Vec::new()), page(all, vec![own(true), own(false)])]
    }
}

impl EvaluationPage {
    fn of(slug: &str, cluster: &str, results: &Results, own: Vec<Own>) -> Self {
        let start: Vec<Row> =
            results.start_with().iter().map(|(each, pair)| row(each.words, each.theme, pair)).collect();
        Self {
            slug: slug.to_owned(),
            cluster: cluster.to_owned(),
            year: String::new(),
            years: Vec::new(),
            schools: 0,
            leaders: results.leaders,
            governors: results.governors,
            fewest: FEWEST,
            themes: results.themes.iter().map(|(theme, pair)| row(theme.title(), *theme, pair)).collect(),
            chart: chart(results, start.first()),
            start,
            levels: levels(),
            own,
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    year: Option<i32>,
}

async fn show(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let now = verbs::year_of(&visit);
    let mut years = store::evaluation_years(visit.read(), cluster.id).await?;
    let year = asked.year.filter(|year| (2000..2100).contains(year)).unwrap_or(now);
    for each in [now, year] {
        if !years.contains(&each) {
            years.push(each);
        }
    }
    years.sort_by(|one, other| other.cmp(one));
    let results = verbs::results(visit.read(), cluster.id, year).await?;
    let members = store::members(visit.read(), cluster.id).await?;
    let rated = store::evaluations(visit.read(), cluster.id, now).await?;
    let sheets = members.iter().flat_map(|member| Raters::ALL.iter().map(move |raters| (member, *raters)));
    let own = sheets.filter(|(member, raters)| {
        year == now && visit.actor.may(verbs::action_of(*raters), &Place::school(member.school.id))
    });
    let own = own.map(|(member, raters)| Own {
        school: member.school.name.clone(),
        raters: raters_words(raters),
        href: format!("/clusters/{slug}/self-evaluation/{}/{raters}", member.school.urn),
        is_done: rated.iter().any(|row| row.school_id == member.school.id && row.raters == raters),
    });
    let link = |each: i32| Year { href: format!("?year={each}"), text: year_words(each), current: each == year };
    let page = EvaluationPage {
        year: year_words(year),
        years: years.into_iter().map(link).collect(),
        schools: members.len(),
        ..EvaluationPage::of(&slug, &cluster.name, &results, own.collect())
    };
    visit.page(inside("Self-evaluation", &cluster), &page)
}
