//! An organisation's bids, and one bid at a glance.

use super::wizard::{Strip, desk, sample_strips, strip};
use super::{BIDDERS, OWN, SEEN_BY};
use crate::bid::LotAddress;
use crate::bid::rules::Step;
use crate::bid::{self, Own};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/bids", BIDDERS, show).get("/bids/{id}", OWN, show_one).post(
        "/tenders/{reference}/bid",
        BIDDERS,
        start,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<BidsPage>(), PageSample::of::<BidPage>()]
}

#[derive(Clone, Serialize)]
struct BidRow {
    href: String,
    title: String,
    reference: String,
    deadline: Option<String>,
    state: &'static str,
    kind: &'static str,
    percent: usize,
}

#[derive(Serialize)]
struct BidsPage {
    bids: Vec<BidRow>,
}

impl Page for BidsPage {
    const TEMPLATE: &'static str = "bid/bids.html";
    fn samples() -> Vec<Self> {
        let row = BidRow {
            href: "/bids/1".to_owned(),
            title: "Catering".to_owned(),
            reference: "NG-2027-004".to_owned(),
            deadline: Some("2027-03-16T12:00:00Z".to_owned()),
            state: "Draft",
            kind: "progress",
            percent: 66,
        };
        vec![Self { bids: vec![row.clone(), BidRow { deadline: None, ..row }] }, Self { bids: Vec::new() }]
    }
}

/// One bid: its six pages and how far each is.
#[derive(Serialize)]
struct BidPage {
    strip: Strip,
}

impl Page for BidPage {
    const TEMPLATE: &'static str = "bid/bid.html";
    fn samples() -> Vec<Self> {
        sample_strips(Step::Check).into_iter().map(|strip| Self { strip }).collect()
    }
}

async fn show(visit: Visit) -> Result<Response> {
    let bids = bid::own_bids(&visit).await?.into_iter().map(row).collect();
    visit.page(frame("Your bids").seen_by(SEEN_BY), &BidsPage { bids })
}

fn row(own: Own) -> BidRow {
    let (state, kind) = match (own.is_submitted, own.is_open) {
        (true, true) if own.is_unconfirmed => ("Confirm it again: the tender has changed", "problem"),
        (true, false) if own.is_unconfirmed => ("Not confirmed, does not count", "problem"),
        (true, _) => ("Submitted", "done"),
        (false, true) => ("Draft, not submitted", "progress"),
        (false, false) => ("Not submitted", "problem"),
    };
    BidRow {
        href: format!("/bids/{}", own.bid.id),
        percent: own.percent(),
        title: own.title,
        reference: own.tender.reference,
        deadline: own.tender.deadline_at.map(|at| at.to_rfc3339()),
        state,
        kind,
    }
}

async fn show_one(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let title = format!("Your bid: {}", desk.title);
    visit.page(
        frame(title).back("/bids", "Your bids").seen_by(SEEN_BY),
        &BidPage { strip: strip(&visit, &desk, Step::Check)? },
    )
}

async fn start(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    drop(fields);
    let id = bid::start(&visit, &at).await?;
    visit.go(format!("/bids/{id}"))
}
