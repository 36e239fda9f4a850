//! Every other way of dividing a joint bill.

use super::parts::{OfferView, ShareCell, above_words, cells, stability_words};
use super::{bill_of, inside};
use crate::platform::error::Result;
use crate::platform::http::page::Page;
use crate::platform::http::visit::Visit;
use crate::savings::Bill;
use crate::savings::rules::fair::{Proposal, Shared, Way};
use crate::savings::rules::share::{CannotShare, MOST_SCHOOLS, StabilityTest};
use crate::savings::web::view::in_sentence;
use ::entity::exact::Exact;
use ::entity::ids::SchoolId;
use ::entity::money::plain_price;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

/// What a way means, and what it does here.
#[derive(Serialize)]
struct WayRow {
    title: &'static str,
    sentence: &'static str,
    /// Whether anybody pays more than alone; or why the way is not shown.
    acceptable: String,
    stability: String,
}

#[derive(Serialize)]
struct SchoolRow {
    name: String,
    own: bool,
    now: String,
    alone: String,
    cells: Vec<ShareCell>,
}

#[derive(Serialize)]
pub(super) struct WaysPage {
    slug: String,
    cluster: String,
    category: String,
    service: String,
    offer: OfferView,
    refusal: Option<String>,
    ways: Vec<WayRow>,
    /// Titles of the ways worked out.
    columns: Vec<&'static str>,
    rows: Vec<SchoolRow>,
}

impl Page for WaysPage {
    const TEMPLATE: &'static str = "savings/sharing_ways.html";
    fn samples() -> Vec<Self> {
        let way = || WayRow {
            title: Way::Shapley.title(),
            sentence: Way::Shapley.sentence(),
            acceptable: "Nobody pays more than alone.".to_owned(),
            stability: "Stable.".to_owned(),
        };
        let row = |own| SchoolRow {
            name: "Rose Hill Primary".to_owned(),
            own,
            now: "£5,100".to_owned(),
            alone: "£5,100".to_owned(),
            cells: vec![ShareCell::sample()],
        };
        let page = |refusal: Option<&str>, ways, rows| Self {
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            category: "catering".to_owned(),
            service: "Catering".to_owned(),
            offer: OfferView::sample(true),
            refusal: refusal.map(str::to_owned),
            ways,
            columns: vec![Way::Shapley.title()],
            rows,
        };
        vec![page(None, vec![way()], vec![row(true), row(false)]), page(Some("Too large"), Vec::new(), Vec::new())]
    }
}

pub(super) async fn show(visit: Visit, Path((slug, category)): Path<(String, String)>) -> Result<Response> {
    let (cluster, bill) = bill_of(&visit, &slug, &category).await?;
    let own = visit.actor.worn.as_ref().and_then(|worn| worn.for_school());
    let shared = bill.shared();
    let refusal = refusal(&shared);
    let (ways, columns, rows) = match &shared {
        Ok(shared) if refusal.is_none() => worked_out(&bill, shared, own),
        _ => (Vec::new(), Vec::new(), Vec::new()),
    };
    let page = WaysPage {
        service: bill.category.name.clone(),
        offer: OfferView::of(&bill, &slug),
        refusal,
        ways,
        columns,
        rows,
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        category,
    };
    let title = format!("Other ways to share {}", in_sentence(&bill.category.name));
    let back = format!("/clusters/{slug}/sharing/{}", page.category);
    visit.page(inside(title, &cluster).back(back, "Fair shares"), &page)
}

/// Why there is nothing to divide.
fn refusal(shared: &std::result::Result<Shared, CannotShare>) -> Option<String> {
    match shared {
        Err(cannot) => Some(cannot.to_string()),
        Ok(shared) if shared.schools() > MOST_SCHOOLS => Some(CannotShare::TooLarge.to_string()),
        Ok(shared) if !shared.game.joint_offer_is_used() => Some("Nothing is saved that could be shared".to_owned()),
        Ok(_) => None,
    }
}

fn worked_out(bill: &Bill, shared: &Shared, own: Option<SchoolId>) -> (Vec<WayRow>, Vec<&'static str>, Vec<SchoolRow>) {
    let tests = StabilityTest::of(&shared.game);
    let alone = shared.game.alone();
    let names: Vec<String> = bill.schools.iter().map(|school| school.name.clone()).collect();
    let (mut ways, mut shown): (Vec<WayRow>, Vec<Proposal>) = (Vec::new(), Vec::new());
    for way in Way::ALL {
        let found = shared.proposal(way, &tests);
        let (acceptable, stability) = match &found {
            Ok(proposal) => (
                above_words(proposal, &alone, &names)
                    .map_or_else(|| "Nobody pays more than alone.".to_owned(), |more| format!("{more} than alone.")),
                stability_words(proposal.stability.as_ref(), &names),
            ),
            Err(why) => (format!("Not shown: {}.", in_sentence(&why.to_string())), "–".to_owned()),
        };
        ways.push(WayRow { title: way.title(), sentence: way.sentence(), acceptable, stability });
        shown.extend(found.ok());
    }
    let columns: Vec<Vec<ShareCell>> = shown.iter().map(|proposal| cells(bill, shared, proposal)).collect();
    let row = |(place, school): (usize, &::entity::school::Model)| SchoolRow {
        name: school.name.clone(),
        own: own == Some(school.id),
        now: bill.before[place].as_ref().map_or_else(|| "Not known".to_owned(), |before| plain_price(&before.amount)),
        alone: plain_price(&alone.get(place).cloned().unwrap_or_else(Exact::zero)),
        cells: columns.iter().map(|column| column[place].clone()).collect(),
    };
    let rows = bill.schools.iter().enumerate().map(row).collect();
    (ways, shown.iter().map(|proposal| proposal.way.title()).collect(), rows)
}
