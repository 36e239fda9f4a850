//! An authority's page over the clusters of its schools.

use crate::partner::rules::{Kind, Risk};
use crate::partner::store::Costlier;
use crate::partner::{self, Award, Oversight, Watched};
use crate::platform::access::Action;
use crate::platform::csv_out::Cell;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::exact::Exact;
use ::entity::school;
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    const OFFICER: Who = Who::May(&[Action::SeeOversight]);
    Routes::new().get("/authorities/{code}/oversight", OFFICER, show).get(
        "/authorities/{code}/oversight.csv",
        OFFICER,
        export,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<OversightPage>()]
}

#[derive(Serialize)]
struct ClusterRow {
    href: String,
    name: String,
    schools: Vec<String>,
}

#[derive(Serialize)]
struct TenderRow {
    href: String,
    title: String,
    reference: String,
    cluster: String,
    state: &'static str,
    /// Until bids are opened: when they close. Nothing of them is known before.
    sealed_until: Option<DateTime<Utc>>,
    joined: usize,
    undecided: usize,
    left: Vec<String>,
    is_walled: bool,
}

#[derive(Serialize)]
struct CostlierRow {
    school: String,
    contract: String,
    href: String,
    before: Exact,
    after: Exact,
    more: Exact,
}

#[derive(Clone, Serialize)]
struct RiskRow {
    kind: &'static str,
    what: String,
    on: Option<NaiveDate>,
    why: String,
}

#[derive(Clone, Serialize)]
struct AwardRow {
    href: String,
    title: String,
    cluster: String,
    winner: String,
    told_on: NaiveDate,
    standstill_until: Option<NaiveDate>,
}

#[derive(Serialize)]
struct OversightPage {
    code: String,
    authority: String,
    clusters: Vec<ClusterRow>,
    tenders: Vec<TenderRow>,
    costlier: Vec<CostlierRow>,
    /// Schools of the area in no cluster, as many as are shown, and how many there are.
    outside: Vec<String>,
    outside_count: u64,
    risks: Vec<RiskRow>,
    awards: Vec<AwardRow>,
}

impl Page for OversightPage {
    const TEMPLATE: &'static str = "partner/oversight.html";
    fn samples() -> Vec<Self> {
        let words = str::to_owned;
        let tender = |sealed_until, left| TenderRow {
            href: words("/tenders/NG-2027-004"),
            title: words("Catering"),
            reference: words("NG-2027-004"),
            cluster: words("Northgate"),
            state: "Open for bids",
            sealed_until,
            joined: 7,
            undecided: 1,
            left,
            is_walled: sealed_until.is_some(),
        };
        let costlier = CostlierRow {
            school: words("Rose Hill Primary"),
            contract: words("Catering"),
            href: words("/contracts/1"),
            before: Exact::from(100),
            after: Exact::from(110),
            more: Exact::from(10),
        };
        let cluster =
            ClusterRow { href: words("/clusters/northgate"), name: words("Northgate"), schools: vec![words("A")] };
        let empty = Self {
            code: words("335"),
            authority: words("Walsall"),
            clusters: vec![],
            tenders: vec![],
            costlier: vec![],
            outside: vec![],
            outside_count: 0,
            risks: vec![],
            awards: vec![],
        };
        let day = NaiveDate::default();
        let risk = |on| RiskRow { kind: "Withdrawn", what: words("Payroll"), on, why: words("We stop") };
        let award = |standstill_until| AwardRow {
            href: words("/tenders/NG-2027-004"),
            title: words("Catering"),
            cluster: words("Northgate"),
            winner: words("A"),
            told_on: day,
            standstill_until,
        };
        let tenders = vec![tender(Some(DateTime::UNIX_EPOCH), vec![]), tender(None, vec![words("B")])];
        let full = Self {
            code: words("335"),
            authority: words("Walsall"),
            clusters: vec![cluster],
            tenders,
            costlier: vec![costlier],
            outside: vec![words("Elm")],
            outside_count: 3,
            risks: vec![risk(None), risk(Some(day))],
            awards: vec![award(None), award(Some(day))],
        };
        vec![full, empty]
    }
}

async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response> {
    let seen = partner::oversight(&visit, &code).await?;
    let frame = frame("Oversight").seen_by(format!("Officers of {}", seen.authority.name));
    let page = page(code, seen, visit.now);
    visit.page(frame, &page)
}

fn page(code: String, seen: Oversight, now: DateTime<Utc>) -> OversightPage {
    let cluster = |(cluster, schools): (::entity::cluster::Model, Vec<school::Model>)| ClusterRow {
        href: format!("/clusters/{}", cluster.slug),
        name: cluster.name,
        schools: schools.into_iter().map(|school| school.name).collect(),
    };
    let (outside, outside_count) = seen.outside;
    OversightPage {
        code,
        authority: seen.authority.name,
        clusters: seen.clusters.into_iter().map(cluster).collect(),
        tenders: seen.tenders.into_iter().map(|watched| tender(watched, now)).collect(),
        costlier: seen.costlier.into_iter().map(|(school, row)| costlier(school, row)).collect(),
        outside: outside.into_iter().map(|school| school.name).collect(),
        outside_count,
        risks: seen.risks.into_iter().map(risk).collect(),
        awards: seen.awards.into_iter().map(award).collect(),
    }
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Withdrawn => "Withdrawn",
        Kind::Ending => "Ends",
        Kind::Alone => "Alone",
    }
}

fn risk(risk: Risk) -> RiskRow {
    RiskRow { kind: kind_words(risk.kind), what: risk.what, on: risk.on, why: risk.why }
}

fn award(award: Award) -> AwardRow {
    AwardRow {
        href: format!("/tenders/{}", award.reference),
        title: award.title,
        cluster: award.cluster,
        winner: award.winner,
        told_on: award.told_on,
        standstill_until: award.standstill_until,
    }
}

/// The page's tables one under the other, each line saying of what it is.
async fn export(visit: Visit, Path(code): Path<String>) -> Result<Response> {
    let seen = partner::oversight(&visit, &code).await?;
    if !code.chars().all(|letter| letter.is_ascii_alphanumeric()) {
        return Err(Error::NotFound);
    }
    let page = page(code.clone(), seen, visit.now);
    let mut rows = vec![["Of", "What", "Where", "State or reason", "Day", "£ a year more"].map(Cell::text).to_vec()];
    let mut line = |of: &str, what: &str, place: &str, state: &str, on: Option<NaiveDate>, more: Option<String>| {
        rows.push(vec![
            Cell::text(of),
            Cell::text(what),
            Cell::text(place),
            Cell::text(state),
            on.map_or_else(Cell::empty, |on| Cell::text(on.to_string())),
            more.map_or_else(Cell::empty, Cell::number),
        ]);
    };
    for cluster in &page.clusters {
        for school in &cluster.schools {
            line("School in a cluster", school, &cluster.name, "", None, None);
        }
    }
    for school in &page.outside {
        line("School in no cluster", school, "", "", None, None);
    }
    for tender in &page.tenders {
        line("Tender", &format!("{} {}", tender.reference, tender.title), &tender.cluster, tender.state, None, None);
    }
    for award in &page.awards {
        line("Award", &award.title, &award.cluster, &award.winner, Some(award.told_on), None);
    }
    for risk in &page.risks {
        line("Service at risk", &risk.what, risk.kind, &risk.why, risk.on, None);
    }
    for row in &page.costlier {
        line("School that pays more", &row.school, &row.contract, "", None, Some(row.more.pounds()));
    }
    download::csv(&format!("oversight-{code}"), &rows)
}

fn tender(watched: Watched, now: DateTime<Utc>) -> TenderRow {
    let row = watched.tender;
    TenderRow {
        state: watched.state,
        sealed_until: row.deadline_at.filter(|deadline| row.state == TenderState::Open && *deadline > now),
        href: format!("/tenders/{}", row.reference),
        title: row.title,
        reference: row.reference,
        cluster: watched.cluster,
        joined: watched.joined,
        undecided: watched.undecided,
        left: watched.left,
        is_walled: watched.is_walled,
    }
}

fn costlier(school: school::Model, row: Costlier) -> CostlierRow {
    let after = row.schedule.yearly_cost.exact();
    let before = row.schedule.baseline.map(|money| money.exact()).unwrap_or_else(|| after.clone());
    CostlierRow {
        school: school.name,
        href: format!("/contracts/{}", row.contract.id),
        contract: row.contract.title,
        more: &after - &before,
        before,
        after,
    }
}
