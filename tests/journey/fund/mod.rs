//! Money that schools hold together: the ledger, payments by two, matching, pools, posts, needs.

mod any_order;
mod ledger;
mod matching;
mod needs;
mod payments;
mod pool;
mod seen;

use clusterbuy::fund::{self, NewBudget, NewFund, NewMovement, NewPayment};
use clusterbuy::platform::context::Context;
use entity::fund::{FundKind, FundSharing, YearEnd};
use entity::fund_payment::PaymentKind;
use entity::ids::{FundId, FundPaymentId};
use entity::membership::Role;
use entity::money::Money;
use support::{Person, TestCluster, World};

/// The financial year that every test world begins in.
const YEAR: i32 = 2026;

fn pounds(pounds: i64) -> Money {
    Money(pounds * 10_000)
}

fn said(world: &World) -> NewMovement {
    let (reason, evidence) = ("As agreed".to_owned(), "Minute 4".to_owned());
    NewMovement { day: world.now().date_naive(), reason, evidence, file: None }
}

fn new_fund(northgate: &TestCluster, kind: FundKind, name: &str) -> NewFund {
    NewFund {
        kind,
        name: name.to_owned(),
        purpose: "Working together".to_owned(),
        outcome: "It is worth it".to_owned(),
        host: northgate.schools[0].id,
        sharing: if kind == FundKind::Pool { FundSharing::Contributions } else { FundSharing::Pupils },
        approvals: 1,
        year_end: if kind == FundKind::Pool { YearEnd::Back } else { YearEnd::Reserve },
        per_pupil: (kind == FundKind::Running).then(|| pounds(1)),
        match_total: (kind == FundKind::Match).then(|| pounds(900)),
        penalty: None,
        penalty_terms: None,
        claim_cap: (kind == FundKind::Pool).then(|| pounds(500)),
        pool_k: None,
        pool_loading: None,
        headings: vec!["Clerking".to_owned(), "Meetings".to_owned()],
        decision: Some("Minute 3".to_owned()),
        evidence: None,
    }
}

/// A cluster of three schools of 200 pupils that agreed, with a fund of this kind and £1,000 for clerking in its budget.
async fn with_fund(world: &World, kind: FundKind) -> (TestCluster, Context, FundId) {
    let northgate = world.cluster_of(3).await;
    northgate.agrees(world).await;
    let chair = northgate.chair.context(world).await;
    let id = fund::open(&chair, &northgate.cluster, new_fund(&northgate, kind, "Our fund")).await.unwrap();
    let heading = fund::heading_of(chair.read(), id, "Clerking").await.unwrap().unwrap();
    let budget = NewBudget { heading, year: YEAR, amount: pounds(1_000), decision: "Minute 4".to_owned() };
    fund::set_budget(&chair, &northgate.cluster, id, budget).await.unwrap();
    (northgate, chair, id)
}

async fn book(chair: &Context, northgate: &TestCluster, id: FundId) -> fund::rules::Book {
    let found = fund::seen(chair, &northgate.cluster.slug, id).await.unwrap().fund;
    fund::book_of(chair.read(), &found, YEAR).await.unwrap()
}

async fn receive(world: &World, chair: &Context, northgate: &TestCluster, id: FundId, school: usize, amount: Money) {
    let from = (northgate.schools[school].id, amount);
    fund::receive(chair, &northgate.cluster, id, from, said(world)).await.unwrap();
}

fn spending(heading: Option<entity::ids::FundAccountId>, amount: Money) -> NewPayment {
    NewPayment {
        kind: PaymentKind::Spending,
        heading,
        school: None,
        to_fund: None,
        payee: "A. Clerk".to_owned(),
        purpose: "Autumn term".to_owned(),
        amount,
        evidence: "Invoice 7".to_owned(),
        file: None,
    }
}

async fn ask(by: &Context, northgate: &TestCluster, id: FundId, amount: Money) -> FundPaymentId {
    let heading = fund::heading_of(by.read(), id, "Clerking").await.unwrap();
    fund::ask(by, &northgate.cluster, id, spending(heading, amount)).await.unwrap()
}

/// The business manager of a school of the cluster.
async fn manager(world: &World, northgate: &TestCluster, school: usize) -> Person {
    let name = format!("Bea School{school}");
    world.at_school(&name, Role::BusinessManager, &northgate.schools[school]).await
}
