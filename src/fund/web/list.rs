//! The funds of a cluster, each with what is at its bank.

use super::{SEE, kind_words, seen_by, state_words, this_year};
use crate::fund::{self, FundYear};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use ::entity::fund::{FundKind, FundState};
use ::entity::money::Money;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/funds", SEE, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<FundsPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    name: String,
    kind: &'static str,
    standing: &'static str,
    tag: &'static str,
    contributed: Money,
    grants: Money,
    spending: Money,
    bank: Money,
}

#[derive(Serialize)]
struct FundsPage {
    slug: String,
    cluster: String,
    year: String,
    funds: Vec<Row>,
    bank: Money,
    may_keep: bool,
}

impl Page for FundsPage {
    const TEMPLATE: &'static str = "fund/list.html";
    fn samples() -> Vec<Self> {
        let (standing, tag) = state_words(FundState::Open);
        let row = || Row {
            href: "/clusters/northgate/funds/1".to_owned(),
            name: "Running the cluster".to_owned(),
            kind: kind_words(FundKind::Running),
            standing,
            tag,
            contributed: Money(36_700_000),
            grants: Money(0),
            spending: Money(12_000_000),
            bank: Money(24_700_000),
        };
        let page = |funds, may_keep| Self {
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            year: "2026 to 2027".to_owned(),
            funds,
            bank: Money(24_700_000),
            may_keep,
        };
        vec![page(vec![row()], true), page(Vec::new(), false), page(Vec::new(), true)]
    }
}

fn row(slug: &str, of: FundYear) -> Row {
    let (standing, tag) = state_words(of.fund.state);
    Row {
        href: format!("/clusters/{slug}/funds/{}", of.fund.id),
        kind: kind_words(of.fund.kind),
        name: of.fund.name,
        standing,
        tag,
        contributed: of.total.contributed,
        grants: of.total.grants,
        spending: Money(-of.total.spending.0),
        bank: of.bank,
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let (cluster, place) = fund::within_sight(&visit, &slug).await?;
    let year = this_year(&visit);
    let all = fund::year_totals(visit.read(), cluster.id, year).await?;
    let page = FundsPage {
        year: fund::rules::year_words(year),
        bank: all.iter().map(|one| one.bank).sum(),
        funds: all.into_iter().map(|one| row(&slug, one)).collect(),
        may_keep: visit.actor.may(Action::KeepFund, &place),
        cluster: cluster.name.clone(),
        slug,
    };
    visit.page(frame(format!("Funds, {}", cluster.name)).seen_by(seen_by(&cluster)), &page)
}
