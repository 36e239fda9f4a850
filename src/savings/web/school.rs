//! What one school saves: before and after, service by service, and how sure each figure is.

use super::effects::EffectRow;
use super::view::{Figure, UnitView, chart, in_sentence};
use super::{file, stage_meaning, stage_words};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::chart::BarChart;
use crate::platform::http::download;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::savings::rules::Status;
use crate::savings::rules::ledger::{Line, Origin, unit_change};
use crate::savings::{Savings, clusters_of, entries, school_seen};
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::school;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeSet;

const STAFF: Who = Who::May(&[Action::SeeSchool]);
const CAPTION: &str = "What each service cost, and what it costs in the cluster";

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/savings", STAFF, show).get("/schools/{urn}/savings.csv", STAFF, csv)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<SchoolSavingsPage>()]
}

/// One service.
#[derive(Clone, Debug, Serialize)]
struct Row {
    service: String,
    title: String,
    href: Option<String>,
    year: String,
    before: Option<Figure>,
    after: Figure,
    change: Option<String>,
    unit: Option<UnitView>,
    basis: &'static str,
    stage: &'static str,
    kind: &'static str,
    enter_href: Option<String>,
}

/// All services of one stage together.
#[derive(Clone, Debug, Serialize)]
struct Total {
    stage: &'static str,
    meaning: &'static str,
    before: String,
    after: String,
    change: String,
}

#[derive(Serialize)]
struct SchoolSavingsPage {
    urn: i32,
    school: String,
    clusters: Vec<(String, String)>,
    rows: Vec<Row>,
    totals: Vec<Total>,
    effects: Vec<EffectRow>,
    chart: Option<BarChart>,
}

impl Page for SchoolSavingsPage {
    const TEMPLATE: &'static str = "savings/school.html";
    fn samples() -> Vec<Self> {
        let unit = UnitView {
            what: "Management".to_owned(),
            one: "meal".to_owned(),
            many: "meals".to_owned(),
            volume: "39,900".to_owned(),
            before: "0.3000".to_owned(),
            after: "0.1000".to_owned(),
            change: "-0.2000".to_owned(),
        };
        let row = |known: bool| Row {
            service: "Catering".to_owned(),
            title: "School meals, A".to_owned(),
            href: known.then(|| "/contracts/1".to_owned()),
            year: "2027 to 2028".to_owned(),
            before: known.then(Figure::sample),
            after: Figure::sample(),
            change: known.then(|| "-420.00".to_owned()),
            unit: known.then(|| unit.clone()),
            basis: "Invoices",
            stage: "Contracted",
            kind: "progress",
            enter_href: known.then(|| "/schools/100123/savings/actuals/1".to_owned()),
        };
        let total = Total {
            stage: "Contracted",
            meaning: "Signed.",
            before: "9.00".to_owned(),
            after: "8.00".to_owned(),
            change: "-1.00".to_owned(),
        };
        let page = |clusters: Vec<(String, String)>, rows: Vec<Row>, totals| Self {
            urn: 100_123,
            school: "Canal Side Primary".to_owned(),
            clusters,
            effects: if rows.is_empty() { Vec::new() } else { vec![EffectRow::sample()] },
            rows,
            totals,
            chart: None,
        };
        let northgate = || vec![("Northgate Schools".to_owned(), "/clusters/northgate/savings".to_owned())];
        vec![
            page(northgate(), vec![row(true), row(false)], vec![total]),
            page(northgate(), Vec::new(), Vec::new()),
            page(Vec::new(), Vec::new(), Vec::new()),
        ]
    }
}

/// A school's savings in each of its clusters, a service once.
struct Own {
    all: Vec<(::entity::cluster::Model, Savings)>,
    school: school::Model,
}

impl Own {
    async fn load(visit: &Visit, urn: i32) -> Result<Own> {
        let school = school_seen(visit, urn).await?;
        let mut all = Vec::new();
        for cluster in clusters_of(visit.read(), school.id).await? {
            let savings = entries(visit, &cluster).await?;
            all.push((cluster, savings));
        }
        Ok(Own { all, school })
    }

    /// Its lines, the surest first; a service that two clusters buy for it counts in the first.
    fn lines(&self) -> Vec<(&Savings, &Line)> {
        let own = |savings: &&Savings| -> Vec<(usize, CategoryId)> {
            let lines = savings.ledger.lines.iter().enumerate();
            lines
                .filter(|(_, line)| line.school == self.school.id)
                .map(|(at, line)| (at, savings.ledger.deal(line).category))
                .collect()
        };
        let mut seen = BTreeSet::new();
        let mut lines: Vec<(&Savings, &Line)> = Vec::new();
        for (_, savings) in &self.all {
            for (at, category) in own(&savings) {
                if seen.insert(category) {
                    lines.push((savings, &savings.ledger.lines[at]));
                }
            }
        }
        lines.sort_by_key(|(savings, line)| {
            let category = savings.categories.get(&savings.ledger.deal(line).category);
            (line.status, category.map(|category| category.position))
        });
        lines
    }
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let own = Own::load(&visit, urn).await?;
    let lines = own.lines();
    let may_enter = visit.actor.may(Action::EnterActuals, &Place::school(own.school.id));
    let rows: Vec<Row> = lines.iter().filter_map(|(savings, line)| row(savings, line, urn, may_enter)).collect();
    let measures: Vec<(String, Exact)> = lines
        .iter()
        .filter_map(|(savings, line)| {
            let category = savings.categories.get(&savings.ledger.deal(line).category)?;
            Some((format!("{}, {}", category.name, stage_words(line.status).0.to_lowercase()), line.change()?))
        })
        .collect();
    let page = SchoolSavingsPage {
        urn,
        school: own.school.name.clone(),
        clusters: own
            .all
            .iter()
            .map(|(cluster, _)| (cluster.name.clone(), format!("/clusters/{}/savings", cluster.slug)))
            .collect(),
        rows,
        totals: totals(&lines),
        effects: lines.iter().filter_map(|(savings, line)| effect(savings, line)).collect(),
        chart: chart("school", CAPTION, &measures).map(|mut chart| {
            chart.heading.finding = finding(&lines);
            chart
        }),
    };
    let title = format!("Savings, {}", own.school.name);
    visit.page(frame(title).seen_by(format!("staff and governors of {}", own.school.name)), &page)
}

fn effect(savings: &Savings, line: &Line) -> Option<EffectRow> {
    let category = savings.categories.get(&savings.ledger.deal(line).category)?;
    EffectRow::of(category.name.clone(), false, line, category)
}

fn row(savings: &Savings, line: &Line, urn: i32, may_enter: bool) -> Option<Row> {
    let deal = savings.ledger.deal(line);
    let category = savings.categories.get(&deal.category)?;
    let (stage, kind) = stage_words(line.status);
    let contract = match &deal.origin {
        Origin::Contract(id) => Some(*id),
        Origin::Tender(_) | Origin::Plan => None,
    };
    let signed = matches!(line.status, Status::Realised | Status::Contracted);
    let enters = contract.filter(|_| signed && may_enter);
    Some(Row {
        service: category.name.clone(),
        title: format!("{}, {}", deal.title, deal.provider),
        href: match &deal.origin {
            Origin::Contract(id) => Some(format!("/contracts/{id}")),
            Origin::Tender(reference) => Some(format!("/tenders/{reference}")),
            Origin::Plan => None,
        },
        year: deal.year.clone(),
        before: line.before.as_ref().map(Figure::before),
        after: Figure::of(&line.after, &line.after_steps),
        change: line.change().map(|change| change.pounds()),
        unit: own_unit(savings, line).map(|unit| UnitView::of(&unit, category)),
        basis: line.before.as_ref().map_or("Not known", |before| before.basis),
        stage,
        kind,
        enter_href: enters.map(|id| format!("/schools/{urn}/savings/actuals/{id}")),
    })
}

/// What one unit costs this school alone and in the cluster; of a headline component only where it is all that is paid.
fn own_unit(savings: &Savings, line: &Line) -> Option<crate::savings::rules::ledger::UnitChange> {
    let mut deal = savings.ledger.deal(line).clone();
    deal.headline_unit = None;
    unit_change(&deal, &[line])
}

fn totals(lines: &[(&Savings, &Line)]) -> Vec<Total> {
    let total = |status: Status| {
        let of: Vec<&Line> =
            lines.iter().map(|(_, line)| *line).filter(|line| line.status == status && line.before.is_some()).collect();
        let before: Exact = of.iter().filter_map(|line| Some(&line.before.as_ref()?.amount)).sum();
        let after: Exact = of.iter().map(|line| &line.after).sum();
        (!of.is_empty()).then(|| Total {
            stage: stage_words(status).0,
            meaning: stage_meaning(status),
            change: (&after - &before).pounds(),
            before: before.pounds(),
            after: after.pounds(),
        })
    };
    Status::ALL.into_iter().filter_map(total).collect()
}

/// "Less for catering and HR, more for finance".
fn finding(lines: &[(&Savings, &Line)]) -> String {
    let names = |more: bool| {
        let name = |(savings, line): &(&Savings, &Line)| {
            line.change().filter(|change| if more { change.is_positive() } else { change.is_negative() })?;
            savings.categories.get(&savings.ledger.deal(line).category).map(|category| in_sentence(&category.name))
        };
        lines.iter().filter_map(name).collect::<Vec<_>>().join(", ")
    };
    match (names(false), names(true)) {
        (less, more) if more.is_empty() => format!("Less for {less}"),
        (less, more) if less.is_empty() => format!("More for {more}"),
        (less, more) => format!("Less for {less}; more for {more}"),
    }
}

async fn csv(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let own = Own::load(&visit, urn).await?;
    let lines = own.lines();
    let mut rows = own.all.first().map(|(_, savings)| file::rows(savings, std::iter::empty())).unwrap_or_default();
    for (savings, line) in lines {
        rows.extend(file::rows(savings, std::iter::once(line)).into_iter().skip(1));
    }
    download::csv(&format!("savings-{urn}"), &rows)
}
