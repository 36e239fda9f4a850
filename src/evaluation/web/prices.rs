//! Prices open: who bid, at what price, the ranking, and what each offer would cost each school.

use crate::evaluation::lot_for;
use crate::evaluation::mark_of;
use crate::evaluation::rules::Outcome;
use crate::evaluation::{LotAddress, TenderLot};
use crate::evaluation::{PricedBid, PricedLot, priced_lot};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::chart::{Heading, StackedChart};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use ::entity::exact::Exact;
use ::entity::ids::AccountId;
use ::entity::price_enquiry::EnquiryOutcome;
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

#[derive(Clone, Serialize)]
struct Enquiry {
    answer_by: String,
    /// Rejected by one person; another must confirm.
    proposed: bool,
    may_confirm: bool,
    answer: Option<String>,
    outcome: Option<&'static str>,
    reason: Option<String>,
    closed: bool,
}

#[derive(Clone, Serialize)]
struct Offer {
    mark: String,
    label: String,
    provider: String,
    rank: Option<usize>,
    excluded: Option<String>,
    price: String,
    year_one: String,
    marks: Vec<String>,
    quality: Option<String>,
    price_mark: Option<String>,
    total: Option<String>,
    flags: Vec<String>,
    enquiry: Option<Enquiry>,
}

#[derive(Clone, Serialize)]
struct SchoolRow {
    school: String,
    now: Option<String>,
    shares: Vec<Share>,
}

#[derive(Clone, Serialize)]
struct Share {
    amount: String,
    change: Option<String>,
}

#[derive(Serialize)]
pub(super) struct PricesPage {
    form: FormView,
    reference: String,
    title: String,
    questions: Vec<String>,
    offers: Vec<Offer>,
    schools: Vec<SchoolRow>,
    chart: Option<StackedChart>,
    winner: Option<String>,
    tie_break: Option<String>,
    is_lead: bool,
    priced: bool,
}

impl Page for PricesPage {
    const TEMPLATE: &'static str = "evaluation/prices.html";
    fn samples() -> Vec<Self> {
        let enquiry = |closed: bool| Enquiry {
            answer_by: "2027-03-22T17:00:00Z".to_owned(),
            proposed: !closed,
            may_confirm: !closed,
            answer: Some("Shared staff".to_owned()),
            outcome: closed.then_some("Accepted"),
            reason: closed.then(|| "Explained".to_owned()),
            closed,
        };
        let offer = |enquiry: Option<Enquiry>, excluded: Option<&str>| Offer {
            mark: "a".to_owned(),
            label: "Provider A".to_owned(),
            provider: "Alder".to_owned(),
            rank: excluded.is_none().then_some(1),
            excluded: excluded.map(str::to_owned),
            price: "36000.00".to_owned(),
            year_one: "12000.00".to_owned(),
            marks: vec!["20.00".to_owned()],
            quality: Some("50.00".to_owned()),
            price_mark: Some("34.29".to_owned()),
            total: Some("84.29".to_owned()),
            flags: vec!["The price is far below the other bids".to_owned()],
            enquiry,
        };
        let share = |change: Option<&str>| Share { amount: "1697.64".to_owned(), change: change.map(str::to_owned) };
        let row = |now: Option<&str>| SchoolRow {
            school: "Canal Side".to_owned(),
            now: now.map(str::to_owned),
            shares: vec![share(now.map(|_| "-3395.26"))],
        };
        let page = |priced: bool, offers: Vec<Offer>| Self {
            form: FormView::default(),
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            questions: vec!["Menus (20%)".to_owned()],
            offers,
            schools: vec![row(Some("5092.90")), row(None)],
            chart: None,
            winner: priced.then(|| "Provider A".to_owned()),
            tie_break: priced.then(|| "The totals are equal: higher quality decides".to_owned()),
            is_lead: priced,
            priced,
        };
        let open =
            vec![offer(None, None), offer(Some(enquiry(false)), None), offer(Some(enquiry(true)), Some("Failed"))];
        vec![page(true, open), page(false, vec![offer(None, None)])]
    }
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    let of = lot_for(&visit, &at, Action::SeePrices).await?;
    render(&visit, &of, FormView::default()).await
}

async fn render(visit: &Visit, of: &TenderLot, form: FormView) -> Result<Response> {
    let lot = priced_lot(visit, &of.tender, of.lot.id).await?;
    let second = match crate::evaluation::may(visit, &of.tender, Action::ConfirmExclusion).await? {
        true => visit.actor.account,
        false => None,
    };
    let mut offers: Vec<Offer> = lot.bids.iter().map(|bid| offer(&lot, bid, second)).collect();
    offers.sort_by_key(|offer| (offer.rank.is_none(), offer.rank));
    let page = PricesPage {
        form: form.clone(),
        reference: of.tender.reference.clone(),
        title: of.title(),
        questions: lot
            .sheet
            .criteria
            .iter()
            .map(|criterion| format!("{} ({}%)", criterion.name, criterion.weight))
            .collect(),
        schools: schools(&lot, &offers),
        chart: chart(&offers),
        winner: lot.first().map(|bid| bid.opened.provider_name.clone()),
        tie_break: lot.tie_words(),
        is_lead: crate::evaluation::may(visit, &of.tender, Action::Recommend).await?,
        priced: lot.sheet.lot.state == TenderState::Priced,
        offers,
    };
    let frame = frame(format!("Prices and ranking: {}", of.title()))
        .back(format!("/tenders/{}", of.tender.reference), "Back to the tender")
        .beside(of.sections("prices"))
        .seen_by("the panel, the chair, the clerk and the reviewer");
    visit.form_page(frame, &form, &page)
}

/// `second`: the reader, where they may confirm what another person proposed.
fn offer(lot: &PricedLot, bid: &PricedBid, second: Option<AccountId>) -> Offer {
    let id = bid.opened.bid.to_string();
    let ranked = lot.ranking.results.iter().find(|ranked| ranked.bid == id);
    let (price_mark, total) = match ranked.map(|ranked| &ranked.outcome) {
        Some(Outcome::Marks { price_mark, total, .. }) => (Some(price_mark.decimals(2)), Some(total.decimals(2))),
        Some(Outcome::Value(value)) => (None, value.as_ref().map(|value| value.decimals(2))),
        None => (None, None),
    };
    Offer {
        mark: mark_of(&bid.opened.label),
        label: bid.opened.label.clone(),
        provider: bid.opened.provider_name.clone(),
        rank: ranked.map(|ranked| ranked.rank),
        excluded: lot
            .ranking
            .excluded
            .iter()
            .find(|excluded| excluded.bid == id)
            .map(|excluded| excluded.reason.to_string()),
        price: bid.price.whole_life.pounds(),
        year_one: bid.price.year_one().pounds(),
        marks: ranked.map(|ranked| ranked.marks.iter().map(|(_, mark)| mark.decimals(2)).collect()).unwrap_or_default(),
        quality: ranked.map(|ranked| ranked.quality.decimals(2)),
        price_mark,
        total,
        flags: lot
            .ranking
            .flags
            .iter()
            .filter(|flagged| flagged.bid == id)
            .map(|flagged| flagged.flag.to_string())
            .collect(),
        enquiry: lot.enquiry(bid.opened.bid).map(|enquiry| Enquiry {
            answer_by: enquiry.answer_by.to_rfc3339(),
            proposed: enquiry.proposed_by.is_some() && enquiry.closed_at.is_none(),
            may_confirm: enquiry.closed_at.is_none()
                && enquiry.proposed_by.zip(second).is_some_and(|(by, me)| by != me),
            answer: enquiry.answer.clone(),
            outcome: enquiry
                .outcome
                .map(|outcome| if outcome == EnquiryOutcome::Accepted { "Accepted" } else { "Rejected" }),
            reason: enquiry.outcome_reason.clone(),
            closed: enquiry.closed_at.is_some(),
        }),
    }
}

/// One row a school, costliest change first under the leading offer; offers in rank order.
fn schools(lot: &PricedLot, offers: &[Offer]) -> Vec<SchoolRow> {
    let bids: Vec<&PricedBid> =
        offers.iter().filter_map(|offer| lot.bids.iter().find(|bid| bid.opened.label == offer.label)).collect();
    let mut rows: Vec<(Exact, SchoolRow)> = Vec::new();
    for (index, need) in lot.needs.iter().enumerate() {
        let now = need.baseline.as_ref().map(|baseline| baseline.amount.clone());
        let change = |bid: &PricedBid| now.as_ref().map(|now| &bid.shares[index] - now);
        let shares = bids
            .iter()
            .map(|bid| Share { amount: bid.shares[index].pounds(), change: change(bid).map(|change| change.pounds()) });
        let row = SchoolRow {
            school: need.school.name.clone(),
            now: now.as_ref().map(Exact::pounds),
            shares: shares.collect(),
        };
        rows.push((bids.first().and_then(|bid| change(bid)).unwrap_or_default(), row));
    }
    rows.sort_by(|(one, _), (other, _)| other.cmp(one));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn chart(offers: &[Offer]) -> Option<StackedChart> {
    let hundredths = |mark: &str| mark.replace('.', "").parse::<i64>().ok();
    let row = |offer: &Offer| {
        let (quality, price) = (offer.quality.as_deref()?, offer.price_mark.as_deref()?);
        let words = format!("{} of 100", offer.total.as_deref()?);
        Some((offer.provider.clone(), hundredths(quality)?, hundredths(price)?, words))
    };
    let rows: Vec<_> = offers.iter().filter_map(row).collect();
    let first = offers.first()?;
    let heading = Heading {
        id: "marks".to_owned(),
        finding: format!("{} has the best total: {}", first.provider, first.total.as_deref()?),
        table: "Marks and prices".to_owned(),
    };
    StackedChart::new(heading, ["Quality", "Price"], &rows)
}

pub(super) async fn ask(
    visit: Visit,
    at: LotAddress,
    Path((_, mark)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    let of = lot_for(&visit, &at, Action::Recommend).await?;
    match crate::evaluation::ask_about_price(&visit, &of, &mark).await {
        Ok(()) => visit.go_saying(at.page("prices"), "The bidder is asked to explain its price"),
        Err(error) => render(&visit, &of, fields.refused(error)?).await,
    }
}

pub(super) async fn close(
    visit: Visit,
    at: LotAddress,
    Path((_, mark)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    let of = lot_for(&visit, &at, Action::Recommend).await?;
    let read = fields.read(|form| {
        (
            form.choice(&format!("outcome-{mark}"), EnquiryOutcome::ALL, "Choose whether the price is accepted"),
            form.required(&format!("reason-{mark}"), "Enter the reason"),
        )
    });
    let outcome = match read {
        Ok((outcome, reason)) => {
            let closed = crate::evaluation::close_enquiry(&visit, &of, &mark, outcome, &reason).await;
            closed.map_err(|error| fields.refused(error))
        }
        Err(form) => Err(Ok(form)),
    };
    match outcome {
        Ok(()) => visit.go_saying(at.page("prices"), "The outcome is recorded"),
        Err(form) => render(&visit, &of, form?).await,
    }
}

pub(super) async fn confirm(
    visit: Visit,
    at: LotAddress,
    Path((_, mark)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response> {
    let of = lot_for(&visit, &at, Action::ConfirmExclusion).await?;
    match crate::evaluation::confirm_rejection(&visit, &of, &mark).await {
        Ok(()) => visit.go_saying(at.page("prices"), "The bid is rejected. The bidder is told the reasons"),
        Err(error) => render(&visit, &of, fields.refused(error)?).await,
    }
}
