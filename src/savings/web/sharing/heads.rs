//! Three ways of dividing a joint bill, side by side for every school.

use super::losers::AtCost;
use super::parts::{Agreed, OfferView, ShareCell, above_words, cells, stability_words, way_of};
use super::{bill_of, inside};
use crate::platform::error::Result;
use crate::platform::http::chart::BarChart;
use crate::platform::http::page::Page;
use crate::platform::http::visit::Visit;
use crate::savings::rules::fair::{Proposal, Shared, Way};
use crate::savings::rules::ledger::Step;
use crate::savings::rules::share::StabilityTest;
use crate::savings::sharing::is_by_school;
use crate::savings::web::view::{Figure, change_words, chart, in_sentence};
use crate::savings::{Bill, agreement_in_force};
use ::entity::agreement;
use ::entity::exact::Exact;
use ::entity::ids::SchoolId;
use ::entity::money::plain_price;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

/// What stands for what is paid now, where that is not known of all.
const ALONE: &str = "This offer alone";
/// The caption of the table, which the chart names.
const CAPTION: &str = "What each school would pay in year 1";

/// One of the three ways.
#[derive(Serialize)]
struct WayView {
    title: &'static str,
    sentence: &'static str,
    agreed: bool,
    /// Who would pay more than now, or that nobody does.
    verdict: String,
    stability: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    own: bool,
    now: Figure,
    basis: &'static str,
    cells: Vec<ShareCell>,
}

/// The figures, where there is something to divide.
#[derive(Serialize)]
struct Shares {
    ways: Vec<WayView>,
    rows: Vec<Row>,
    /// What all pay now, then each way's total.
    totals: Vec<String>,
    chart: Option<BarChart>,
    at_cost: Option<AtCost>,
    knows_now: bool,
}

#[derive(Serialize)]
pub(super) struct HeadsPage {
    slug: String,
    cluster: String,
    category: String,
    service: String,
    offer: OfferView,
    agreed: Option<Agreed>,
    /// "9 schools pay £21,000 now and would pay £16,800 together: £4,200 less."
    sentence: String,
    by_school: bool,
    /// Schools of which it is not known what they pay now.
    unknown: Vec<String>,
    shares: Option<Shares>,
}

impl Page for HeadsPage {
    const TEMPLATE: &'static str = "savings/sharing.html";
    fn samples() -> Vec<Self> {
        let way = |agreed| WayView {
            title: Way::PayAsNow.title(),
            sentence: Way::PayAsNow.sentence(),
            agreed,
            verdict: "Nobody pays more than now.".to_owned(),
            stability: "Stable.".to_owned(),
        };
        let row = |own| Row {
            name: "Rose Hill Primary".to_owned(),
            own,
            now: Figure::sample(),
            basis: "Invoices",
            cells: vec![ShareCell::sample(), ShareCell::sample()],
        };
        let shares = |loses| Shares {
            ways: vec![way(true), way(false)],
            rows: vec![row(true), row(false)],
            totals: vec!["£36,000".to_owned(), "£12,000".to_owned(), "£12,000".to_owned()],
            chart: None,
            at_cost: Some(AtCost::sample(loses)),
            knows_now: true,
        };
        let page = |agreed: Option<Agreed>, by_school, shares: Option<Shares>| Self {
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            category: "catering".to_owned(),
            service: "Catering".to_owned(),
            offer: OfferView::sample(by_school),
            unknown: if by_school { vec!["Rose Hill Primary".to_owned()] } else { Vec::new() },
            agreed,
            sentence: "8 schools pay £36,000 now.".to_owned(),
            by_school,
            shares,
        };
        vec![
            page(Some(Agreed::sample()), true, Some(shares(true))),
            page(None, false, Some(Shares { at_cost: None, ..shares(false) })),
            page(None, true, Some(Shares { at_cost: None, knows_now: false, ..shares(false) })),
            page(None, false, Some(shares(false))),
            page(None, false, None),
        ]
    }
}

pub(super) async fn show(visit: Visit, Path((slug, category)): Path<(String, String)>) -> Result<Response> {
    let (cluster, bill) = bill_of(&visit, &slug, &category).await?;
    let agreement = agreement_in_force(visit.read(), cluster.id).await?;
    let own = visit.actor.worn.as_ref().and_then(|worn| worn.for_school());
    let shared = bill.shared();
    let unknown = bill.schools.iter().zip(&bill.before).filter(|(_, before)| before.is_none());
    let unknown: Vec<String> = unknown.map(|(school, _)| school.name.clone()).collect();
    let page = HeadsPage {
        category,
        service: bill.category.name.clone(),
        offer: OfferView::of(&bill, &slug),
        agreed: agreement
            .as_ref()
            .map(|agreement| Agreed::of(agreement, &slug).unknowing(agreement.sharing_rule, unknown.is_empty())),
        sentence: shared.as_ref().map_or_else(ToString::to_string, |shared| together(&bill, shared)),
        by_school: is_by_school(&bill.schedule),
        unknown,
        shares: shared.ok().and_then(|shared| shares(&bill, &shared, agreement.as_ref(), own)),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
    };
    let title = format!("Fair shares of {}", in_sentence(&bill.category.name));
    visit.page(inside(title, &cluster).back(format!("/clusters/{slug}/sharing"), "Sharing costs"), &page)
}

fn together(bill: &Bill, shared: &Shared) -> String {
    let (now, then) = (shared.baselines.iter().sum::<Exact>(), shared.joint.total());
    let [now_words, then_words] = [&now, &then].map(plain_price);
    let paying = match shared.now_is_known {
        true => format!("pay {now_words} a year now"),
        false => format!("would pay {now_words} a year if each bought this offer alone"),
    };
    let schools = bill.schools.len();
    let change = change_words(&(&then - &now));
    match then > now {
        true => format!(
            "{schools} schools {paying} and would pay {then_words} together, {change}: nothing is saved \
             that could be shared."
        ),
        false => format!("{schools} schools {paying} and would pay {then_words} together: {change}."),
    }
}

/// None where nothing is saved, or a rule cannot divide this bill.
fn shares(bill: &Bill, shared: &Shared, agreement: Option<&agreement::Model>, own: Option<SchoolId>) -> Option<Shares> {
    if !shared.game.joint_offer_is_used() {
        return None;
    }
    let tests = StabilityTest::of(&shared.game);
    let heads = if shared.now_is_known { Way::HEADS } else { Way::HEADS_UNKNOWING };
    let proposals: Vec<Proposal> =
        heads.iter().map(|way| shared.proposal(*way, &tests)).collect::<std::result::Result<_, _>>().ok()?;
    let at_cost = shared.proposal(Way::AtCost, &tests).ok()?;
    let names: Vec<String> = bill.schools.iter().map(|school| school.name.clone()).collect();
    let agreed = agreement.map(|agreement| way_of(agreement.sharing_rule, bill, shared));
    let way = |proposal: &Proposal| WayView {
        title: proposal.way.title(),
        sentence: proposal.way.sentence(),
        agreed: agreed == Some(proposal.way),
        verdict: above_words(proposal, &shared.baselines, &names)
            .map_or_else(|| "Nobody pays more than now.".to_owned(), |more| format!("{more} than now.")),
        stability: stability_words(proposal.stability.as_ref(), &names),
    };
    let shown = proposals.iter().find(|proposal| agreed == Some(proposal.way)).unwrap_or(&proposals[0]);
    let changes = names.iter().zip(&shown.shares).zip(&shared.baselines);
    let changes: Vec<(String, Exact)> = changes.map(|((name, share), now)| (name.clone(), share - now)).collect();
    let totals = proposals.iter().map(|proposal| plain_price(&proposal.shares.iter().sum()));
    let loses = at_cost.above(&shared.baselines).next().is_some();
    Some(Shares {
        ways: proposals.iter().map(way).collect(),
        rows: rows(bill, shared, &proposals, own),
        totals: std::iter::once(plain_price(&shared.baselines.iter().sum())).chain(totals).collect(),
        chart: chart("shares", CAPTION, &changes).map(|mut chart| {
            chart.heading.finding = format!("{}: {}", shown.way.title(), chart.heading.finding);
            chart
        }),
        at_cost: (shared.now_is_known && (loses || is_by_school(&bill.schedule)))
            .then(|| AtCost::of(bill, shared, &at_cost, &proposals, own)),
        knows_now: shared.now_is_known,
    })
}

fn rows(bill: &Bill, shared: &Shared, proposals: &[Proposal], own: Option<SchoolId>) -> Vec<Row> {
    let alone = |place: usize| {
        let amount = &shared.baselines[place];
        Figure::of(amount, &[Step::new(ALONE, amount)])
    };
    let now = |place: usize| match &bill.before[place] {
        Some(before) if shared.now_is_known => Figure::before(before),
        _ => alone(place),
    };
    let columns: Vec<Vec<ShareCell>> = proposals.iter().map(|proposal| cells(bill, shared, proposal)).collect();
    let row = |(place, school): (usize, &::entity::school::Model)| Row {
        name: school.name.clone(),
        own: own == Some(school.id),
        now: now(place),
        basis: bill.before[place].as_ref().filter(|_| shared.now_is_known).map_or(ALONE, |before| before.basis),
        cells: columns.iter().map(|column| column[place].clone()).collect(),
    };
    bill.schools.iter().enumerate().map(row).collect()
}
