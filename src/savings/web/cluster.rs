//! A cluster's savings: every school's figures for its members, published totals for everybody else.

use super::effects::EffectRow;
use super::view::{Figure, SchoolRow, SchoolTotal, Section, SidesView, StageView, UnitView, schools_pay, stages};
use super::years::{YearRow, years};
use super::{file, public, stage_words, status_of};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::chart::LineChart;
use crate::platform::http::download;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::savings::rules::ledger::Step;
use crate::savings::{self, Savings, cluster_by_slug, entries, place_of, publish, stage, store, totals};
use ::entity::cluster_money::MoneyKind;
use ::entity::ids::*;
use ::entity::savings_publication::Stage;
use ::entity::{cluster, savings_publication};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/savings", Who::Public, show)
        .get("/clusters/{slug}/savings.csv", Who::May(&[Action::SeeCluster]), csv)
        .post("/clusters/{slug}/savings/publish", Who::May(&[Action::PublishSavings]), make_public)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ClusterSavingsPage>()]
}

/// What running the cluster leaves of the actual savings, and funding beside it.
#[derive(Clone, Debug, Serialize)]
struct Net {
    year: Option<String>,
    gross: String,
    running: Figure,
    net: Figure,
    net_is_less: bool,
    funding: Figure,
}

#[derive(Clone, Debug, Serialize)]
struct Item {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct ClusterSavingsPage {
    form: FormView,
    slug: String,
    cluster: String,
    stages: Vec<StageView>,
    net: Net,
    years: Vec<YearRow>,
    years_chart: Option<LineChart>,
    may_publish: bool,
    items: Vec<Item>,
}

impl Page for ClusterSavingsPage {
    const TEMPLATE: &'static str = "savings/cluster.html";
    fn samples() -> Vec<Self> {
        let net = |year: Option<&str>, net_is_less| Net {
            year: year.map(str::to_owned),
            gross: "15000.00".to_owned(),
            running: Figure::sample(),
            net: Figure::sample(),
            net_is_less,
            funding: Figure::sample(),
        };
        let page = |stages, net, years, items: Vec<Item>| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            stages,
            net,
            years,
            years_chart: None,
            may_publish: true,
            items,
        };
        let year = |actual: Option<&str>| YearRow {
            year: "2027 to 2028".to_owned(),
            expected: "12000.00".to_owned(),
            actual: actual.map(str::to_owned),
            change: actual.map(|_| "-10.00".to_owned()),
            entered: 3,
            of: 9,
        };
        let item = Item { value: "catering:forecast".to_owned(), text: "Catering, Expected".to_owned() };
        let empty = || page(Vec::new(), net(None, true), Vec::new(), Vec::new());
        vec![
            page(
                vec![sample_stage()],
                net(Some("2026 to 2027"), false),
                vec![year(Some("11990.00")), year(None)],
                vec![item],
            ),
            Self { may_publish: false, ..empty() },
            empty(),
        ]
    }
}

/// A stage with every branch of its template.
fn sample_stage() -> StageView {
    let row = |known: bool| SchoolRow {
        name: "Rose Hill Primary".to_owned(),
        own: known,
        before: known.then(Figure::sample),
        after: Figure::sample(),
        change: known.then(|| "420.00".to_owned()),
        per_unit: known.then(|| "0.0700".to_owned()),
        basis: "Invoices",
    };
    let sides =
        || SidesView { paying_less: 7, less: "33900.00".to_owned(), paying_more: 2, more: "2660.00".to_owned() };
    let unit = UnitView {
        what: "Management".to_owned(),
        one: "meal".to_owned(),
        many: "meals".to_owned(),
        volume: "120,000".to_owned(),
        before: "0.3000".to_owned(),
        after: "0.1000".to_owned(),
        change: "-0.2000".to_owned(),
    };
    let section = |unit: Option<UnitView>, unmeasured: Vec<String>| Section {
        id: format!("realised-{}", unmeasured.len()),
        service: "Catering".to_owned(),
        title: "School meals, A".to_owned(),
        year: "2027 to 2028".to_owned(),
        unit_one: "meal".to_owned(),
        before: "36000.00".to_owned(),
        after: "12000.00".to_owned(),
        change: "-24000.00".to_owned(),
        sides: sides(),
        unit,
        rows: vec![row(true), row(false)],
        effects: if unmeasured.is_empty() { vec![EffectRow::sample()] } else { Vec::new() },
        unmeasured,
        chart: None,
    };
    let total = |own| SchoolTotal {
        name: "Rose Hill Primary".to_owned(),
        own,
        before: "9.00".to_owned(),
        after: "8.00".to_owned(),
        change: "-1.00".to_owned(),
    };
    StageView {
        id: "realised",
        stage: "Actual",
        kind: "done",
        meaning: "From invoices.",
        before: "36000.00".to_owned(),
        after: "12000.00".to_owned(),
        change: "-24000.00".to_owned(),
        sides: sides(),
        paying_more: vec!["Rose Hill Primary: £420 more for finance".to_owned()],
        by_school: vec![total(true), total(false)],
        chart: None,
        sections: vec![section(Some(unit), Vec::new()), section(None, vec!["Oak School".to_owned()])],
    }
}

async fn opened(visit: &Visit, slug: &str) -> Result<(cluster::Model, Place)> {
    let cluster = cluster_by_slug(visit.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = place_of(visit.read(), cluster.id).await?;
    Ok((cluster, place))
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let (cluster, place) = opened(&visit, &slug).await?;
    if !visit.actor.may(Action::SeeCluster, &place) {
        return public::show(&visit, &cluster).await;
    }
    let published = store::published(visit.read(), cluster.id).await?;
    let savings = entries(&visit, &cluster).await?;
    let ticked: Vec<String> = published.iter().filter_map(|row| value_of(&savings, row)).collect();
    render(&visit, &cluster, &place, &savings, FormView::default().with("publish", ticked.join("\n")))
}

/// "catering:forecast".
fn value_of(savings: &Savings, row: &savings_publication::Model) -> Option<String> {
    Some(format!("{}:{}", savings.categories.get(&row.category_id)?.slug, row.stage))
}

fn render(
    visit: &Visit,
    cluster: &cluster::Model,
    place: &Place,
    savings: &Savings,
    form: FormView,
) -> Result<Response> {
    let own = visit.actor.worn.as_ref().and_then(|worn| worn.for_school());
    let (years, years_chart) = years(&savings.contracts);
    let page = ClusterSavingsPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        stages: stages(savings, own),
        net: net(savings),
        years,
        years_chart,
        may_publish: visit.actor.may(Action::PublishSavings, place),
        items: items(savings),
    };
    let seen_by =
        format!("people of {} and its member schools. Everybody sees what the chair has published", cluster.name);
    visit.form_page(frame(format!("Savings, {}", cluster.name)).seen_by(seen_by), &form, &page)
}

fn net(savings: &Savings) -> Net {
    let steps = |kind: MoneyKind| -> Vec<Step> {
        let rows = savings.money.iter().filter(|row| row.kind == kind);
        rows.map(|row| Step { text: row.purpose.clone(), amount: row.amount.exact() }).collect()
    };
    let report = &savings.report;
    let working = [
        Step { text: "Actual savings of a year".to_owned(), amount: report.realised_gross.clone() },
        Step { text: "Taken off: running the cluster".to_owned(), amount: report.running_costs.clone() },
    ];
    Net {
        year: savings.money_year.map(|year| format!("{year} to {}", year + 1)),
        gross: report.realised_gross.pounds(),
        running: Figure::of(&report.running_costs, &steps(MoneyKind::RunningCost)),
        net: Figure::of(&report.realised_net.abs(), &working),
        net_is_less: !report.realised_net.is_negative(),
        funding: Figure::of(&report.funding_not_counted, &steps(MoneyKind::Funding)),
    }
}

/// What can be made public.
fn items(savings: &Savings) -> Vec<Item> {
    let item = |totals: &savings::Totals| {
        let category = savings.categories.get(&totals.category)?;
        let sides = &totals.sides;
        Some(Item {
            value: format!("{}:{}", category.slug, stage(totals.status)),
            text: format!(
                "{}, {}: {} less, {} more",
                category.name,
                stage_words(totals.status).0.to_lowercase(),
                schools_pay(sides.paying_less),
                sides.paying_more
            ),
        })
    };
    totals(savings).iter().filter(|totals| totals.may_be_public).filter_map(item).collect()
}

async fn make_public(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, place) = opened(&visit, &slug).await?;
    visit.actor.require_sight(Action::SeeCluster, &place)?;
    let savings = entries(&visit, &cluster).await?;
    let read = fields.read(|form| {
        let chosen: Option<Vec<_>> = form.many("publish").iter().map(|value| chosen(&savings, value)).collect();
        chosen.unwrap_or_else(|| {
            form.error("publish", "Choose figures that can be made public");
            Vec::new()
        })
    });
    let form = match read {
        Ok(chosen) => match publish(&visit, &cluster, &chosen).await {
            Ok(()) => return visit.go_saying(format!("/clusters/{slug}/savings"), "Everybody can see what you chose"),
            Err(error) => fields.refused(error)?,
        },
        Err(form) => form,
    };
    render(&visit, &cluster, &place, &savings, form)
}

fn chosen(savings: &Savings, value: &str) -> Option<(CategoryId, Stage)> {
    let (slug, stage) = value.split_once(':')?;
    let category = savings.categories.values().find(|category| category.slug == slug)?;
    let stage: Stage = stage.parse().ok()?;
    savings.categories_of(status_of(stage)).iter().any(|each| each.id == category.id).then_some((category.id, stage))
}

async fn csv(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let (cluster, place) = opened(&visit, &slug).await?;
    visit.actor.require_sight(Action::SeeCluster, &place)?;
    let savings = entries(&visit, &cluster).await?;
    download::csv(&format!("savings-{slug}"), &file::rows(&savings, savings.ledger.lines.iter()))
}
