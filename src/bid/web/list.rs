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
    /// How far a draft is.
    percent: Option<usize>,
    outcome: Option<String>,
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
            state: "Draft, not submitted",
            kind: "progress",
            percent: Some(66),
            outcome: None,
        };
        vec![
            Self {
                bids: vec![
                    row.clone(),
                    BidRow { deadline: None, percent: None, outcome: Some("/bids/1/outcome".to_owned()), ..row },
                ],
            },
            Self { bids: Vec::new() },
        ]
    }
}

/// One bid: what happens with it now, its six pages and how far each is.
#[derive(Serialize)]
struct BidPage {
    strip: Strip,
    state: &'static str,
    now: &'static str,
    links: Vec<Link>,
}

/// What the bidder can open now.
#[derive(Clone, Serialize)]
struct Link {
    href: String,
    text: &'static str,
}

impl Page for BidPage {
    const TEMPLATE: &'static str = "bid/bid.html";
    fn samples() -> Vec<Self> {
        let link = Link { href: "/bids/1/outcome".to_owned(), text: "Read the outcome" };
        let page = |strip| Self { strip, state: "Submitted", now: "You need do nothing.", links: vec![link.clone()] };
        let none = sample_strips(Step::Check).into_iter().map(|strip| Self { links: Vec::new(), ..page(strip) });
        sample_strips(Step::Check).into_iter().map(page).chain(none).collect()
    }
}

async fn show(visit: Visit) -> Result<Response> {
    let bids = bid::own_bids(&visit).await?.into_iter().map(row).collect();
    visit.page(frame("Your bids").seen_by(SEEN_BY), &BidsPage { bids })
}

fn row(own: Own) -> BidRow {
    BidRow {
        href: format!("/bids/{}", own.bid.id),
        outcome: own.has_outcome.then(|| format!("/bids/{}/outcome", own.bid.id)),
        percent: (own.is_open && !own.is_submitted).then(|| own.percent()),
        title: own.title,
        reference: own.tender.reference,
        deadline: own.tender.deadline_at.map(|at| at.to_rfc3339()),
        state: own.standing.title,
        kind: own.standing.kind,
    }
}

async fn show_one(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let title = format!("Your bid: {}", desk.title);
    let (standing, has_outcome) = bid::standing_of(&visit, &desk).await?;
    let link = |text: &'static str, page: &str| Link { href: format!("/bids/{}/{page}", desk.bid.id), text };
    let mut links = Vec::new();
    links.extend(has_outcome.then(|| link("Read the outcome", "outcome")));
    links.extend(bid::asked_of(&visit, &desk.bid).await?.into_iter().map(|asked| link(asked.text(), asked.page())));
    links.extend(desk.counted.is_some().then(|| link("Your receipt", "receipt")));
    let page = BidPage { strip: strip(&visit, &desk, Step::Check)?, state: standing.title, now: standing.now, links };
    visit.page(frame(title).back("/bids", "Your bids").seen_by(SEEN_BY), &page)
}

async fn start(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    drop(fields);
    let id = bid::start(&visit, &at).await?;
    visit.go(format!("/bids/{id}"))
}
