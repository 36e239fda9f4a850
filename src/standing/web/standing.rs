//! What the school pays for a unit, beside the medians of its cluster and of similar schools.

use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::chart::{BarChart, Heading, Measure};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::standing::rules::{Group, Withheld};
use crate::standing::{self, Row, Standing, per_unit_words};
use ::entity::category;
use ::entity::exact::Exact;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const STAFF: Who = Who::May(&[Action::SeeSchool]);
/// The caption of the table, which the charts name.
const CAPTION: &str = "What a unit costs";

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/standing", STAFF, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<StandingPage>()]
}

/// A median, or why it is not shown.
#[derive(Serialize)]
struct Cell {
    figure: Option<String>,
    /// "3p a meal more than we pay".
    against: Option<String>,
    direction: &'static str,
    note: String,
}

impl Cell {
    fn of(found: &std::result::Result<Group, Withheld>, own: Option<&Exact>, one: &str) -> Self {
        match found {
            Ok(group) => Cell {
                figure: Some(per_unit_words(&group.median, one)),
                against: own.map(|own| against(own, &group.median, one)),
                direction: own.map_or("same", |own| direction(own, &group.median, one)),
                note: format!("Median of {}", group.rests_on),
            },
            Err(why) => Cell { figure: None, against: None, direction: "same", note: why.to_string() },
        }
    }

    fn sample(is_shown: bool) -> Self {
        Cell {
            figure: is_shown.then(|| "27p a meal".to_owned()),
            against: is_shown.then(|| "We pay 3p a meal more".to_owned()),
            direction: "more",
            note: "Median of 14 primary schools of 200 to 399 pupils".to_owned(),
        }
    }
}

/// By the words in which both are told: what reads the same is the same.
fn direction(own: &Exact, median: &Exact, one: &str) -> &'static str {
    match own.cmp(median) {
        _ if per_unit_words(own, one) == per_unit_words(median, one) => "same",
        std::cmp::Ordering::Less => "less",
        std::cmp::Ordering::Equal => "same",
        std::cmp::Ordering::Greater => "more",
    }
}

/// "We pay 3p a meal more".
fn against(own: &Exact, median: &Exact, one: &str) -> String {
    let apart = (own - median).abs();
    match direction(own, median, one) {
        "same" => "We pay the same".to_owned(),
        side => format!("We pay {} {side}", per_unit_words(&apart, one)),
    }
}

#[derive(Serialize)]
struct RowView {
    service: String,
    href: String,
    /// "30p a meal"; none where it is not known.
    own: Option<String>,
    /// "£5,092.90 for 18,810 meals".
    sum: Option<String>,
    cluster: Cell,
    similar: Cell,
}

#[derive(Serialize)]
struct StandingPage {
    path: String,
    school: String,
    spend_path: String,
    consent_path: Option<String>,
    cluster: Option<String>,
    withholds: bool,
    caption: &'static str,
    rows: Vec<RowView>,
    charts: Vec<BarChart>,
}

impl Page for StandingPage {
    const TEMPLATE: &'static str = "standing/standing.html";
    fn samples() -> Vec<Self> {
        let row = |is_shown: bool| RowView {
            service: "Catering".to_owned(),
            href: "/schools/100123/compare/catering".to_owned(),
            own: is_shown.then(|| "30p a meal".to_owned()),
            sum: is_shown.then(|| "£5,643 for 18,810 meals".to_owned()),
            cluster: Cell::sample(is_shown),
            similar: Cell::sample(!is_shown),
        };
        let page = |rows: Vec<RowView>, is_full: bool| Self {
            path: "/schools/100123".to_owned(),
            school: "Canal Side Primary".to_owned(),
            spend_path: "/schools/100123/spend".to_owned(),
            consent_path: is_full.then(|| "/schools/100123/standing/consent".to_owned()),
            cluster: is_full.then(|| "Northgate Schools".to_owned()),
            withholds: is_full,
            caption: CAPTION,
            rows,
            charts: Vec::new(),
        };
        vec![page(vec![row(true), row(false)], true), page(Vec::new(), false)]
    }
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let standing = standing::of_school(&visit, urn).await?;
    let school = &standing.school;
    let may_edit = visit.actor.may(Action::EditSchool, &Place::school(school.id));
    let page = StandingPage {
        path: format!("/schools/{urn}"),
        school: school.name.clone(),
        spend_path: format!("/schools/{urn}/spend"),
        consent_path: may_edit.then(|| format!("/schools/{urn}/standing/consent")),
        cluster: standing.cluster.as_ref().map(|cluster| cluster.name.clone()),
        withholds: standing.withholds,
        caption: CAPTION,
        rows: standing.rows.iter().filter_map(|row| view(urn, row)).collect(),
        charts: charts(&standing),
    };
    let frame = frame(format!("How {} stands", school.name)).back(format!("/schools/{urn}/compare"), "Compare");
    visit.page(frame.seen_by(format!("{} staff and governors", school.name)), &page)
}

fn unit(category: &category::Model) -> Option<&category::Unit> {
    category.shape.units.iter().find(|unit| unit.id == category.shape.main_unit)
}

fn view(urn: i32, row: &Row) -> Option<RowView> {
    let unit = unit(&row.category)?;
    let own = row.own.as_ref().and_then(|own| own.unit_cost());
    let sum = row.own.as_ref().map(|own| {
        let volume = ::entity::money::plain_number(&own.volume);
        let name = if own.volume == Exact::one() { &unit.one } else { &unit.many };
        format!("{} for {volume} {name}", ::entity::money::plain_price(&own.amount.half_up(2)))
    });
    Some(RowView {
        service: row.category.name.clone(),
        href: format!("/schools/{urn}/compare/{}", row.category.slug),
        own: own.as_ref().map(|own| per_unit_words(own, &unit.one)),
        sum,
        cluster: Cell::of(&row.stands.cluster, own.as_ref(), &unit.one),
        similar: Cell::of(&row.stands.similar, own.as_ref(), &unit.one),
    })
}

/// A chart of each service in which the school's own figure stands beside at least one median.
fn charts(standing: &Standing) -> Vec<BarChart> {
    standing.rows.iter().filter_map(chart).collect()
}

fn chart(row: &Row) -> Option<BarChart> {
    let unit = unit(&row.category)?;
    let own = row.own.as_ref()?.unit_cost()?;
    let measure = |label: &str, cost: &Exact| {
        let amount = i64::try_from(cost.half_up_mantissa(4)).ok()?;
        Some(Measure { label: label.to_owned(), amount, words: per_unit_words(cost, &unit.one) })
    };
    let medians = [("Median of our cluster", &row.stands.cluster), ("Median of similar schools", &row.stands.similar)];
    let medians = medians.into_iter().filter_map(|(label, group)| measure(label, &group.as_ref().ok()?.median));
    let measures: Vec<Measure> = medians.collect();
    let ours = measure("You pay now", &own)?;
    let median = row.stands.similar.as_ref().or(row.stands.cluster.as_ref()).ok()?;
    let words = |cost: &Exact| per_unit_words(cost, &unit.one);
    let apart = match direction(&own, &median.median, &unit.one) {
        "same" => "no more and no less".to_owned(),
        side => format!("{} {side}", words(&(&own - &median.median).abs())),
    };
    let finding = format!("{}: {apart} than the median", row.category.name);
    let id = format!("standing-{}", row.category.slug);
    let heading = Heading { id, finding, table: CAPTION.to_owned() };
    BarChart::against(heading, &measures, Some(&ours)).filter(|chart| !chart.bars.is_empty())
}
