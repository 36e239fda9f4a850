//! The notice: everything about a tender on one public page, and its documents.

mod sample;

use super::shared::{CoachView, StageItem, Tab, stages, tabs};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{FormView, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::notice_words;
use crate::tender::rules::price_rule::{PriceMethodName, PriceRule};
use crate::tender::rules::stages::Standing;
use crate::tender::rules::states;
use crate::tender::{self, Dossier, LotRules, NoticeSection, may_ask, store};
use ::entity::bid;
use ::entity::criterion;
use ::entity::ids::TenderDocumentId;
use ::entity::money::{Money, Quantity};
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}", Who::Public, show).get(
        "/tenders/{reference}/documents/{id}",
        Who::Public,
        download,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<NoticePage>()]
}

#[derive(Serialize)]
struct CriterionRow {
    name: String,
    question: String,
    weight: Quantity,
    scale_max: i32,
    minimum: Option<i32>,
    /// "Answered in up to 500 words".
    answered: String,
}

/// How price counts, as published.
#[derive(Serialize)]
struct Price {
    title: &'static str,
    formula: &'static str,
    /// None for the methods that rank by a value in pounds.
    weight: Option<Quantity>,
    ceiling: Option<Money>,
    target: Option<Money>,
    pounds_per_mark: Option<Money>,
    mark: Option<Money>,
    depends: bool,
}

#[derive(Serialize)]
struct Total {
    unit: String,
    quantity: Quantity,
}

/// One of several lots.
#[derive(Serialize)]
struct LotView {
    number: i32,
    title: String,
    state: &'static str,
    /// Why it ended without a contract.
    ended: Option<String>,
    weight: Quantity,
    schools: Vec<String>,
    totals: Vec<Total>,
    /// Where a bid for it is started.
    start: String,
    /// The visitor's own bid for it.
    own: Option<String>,
}

/// The criteria and the price rule by which bids are scored.
#[derive(Serialize)]
struct Scoring {
    /// "Lot 2: Juniors", where there are several.
    heading: Option<String>,
    id: String,
    criteria: Vec<CriterionRow>,
    price: Price,
}

#[derive(Serialize)]
struct DocumentRow {
    href: String,
    title: String,
    name: String,
}

#[derive(Serialize)]
struct AmendmentRow {
    number: i32,
    text: String,
    made_at: DateTime<Utc>,
    deadline_at: Option<DateTime<Utc>>,
    /// The version that it made.
    version: Option<i32>,
}

/// A question with its answer.
#[derive(Serialize)]
struct Answered {
    question: String,
    answer: String,
}

/// What a provider can do here.
#[derive(Serialize)]
struct Provider {
    /// In two stages a bid begins with a request to take part.
    asks_first: bool,
    follows: bool,
    intends_to_bid: bool,
}

/// A bid that the visitor's organisation has begun.
#[derive(Serialize)]
struct OwnBid {
    href: String,
    submitted: bool,
}

#[derive(Serialize)]
struct NoticePage {
    form: FormView,
    tabs: Vec<Tab>,
    stages: Vec<StageItem>,
    reference: String,
    title: String,
    cluster: String,
    slug: String,
    category: String,
    state: &'static str,
    /// Not published: only the team or the members see it.
    is_preview: bool,
    is_open: bool,
    now: DateTime<Utc>,
    deadline: Option<DateTime<Utc>>,
    questions_close: Option<DateTime<Utc>>,
    /// Two stages: when requests to take part close.
    requests_close: Option<DateTime<Utc>>,
    may_ask: bool,
    published: Option<DateTime<Utc>>,
    /// The newest version; 0 before publication.
    version: i32,
    notice_number: Option<String>,
    need: String,
    schools: Vec<String>,
    minimum_schools: i32,
    leave_words: &'static str,
    authority_words: Option<&'static str>,
    sharing_words: Option<&'static str>,
    totals: Vec<Total>,
    /// Where there are several.
    lots: Vec<LotView>,
    most_lots: Option<i32>,
    discounts: bool,
    term_years: i32,
    contract_start: Option<NaiveDate>,
    bid_validity_days: i32,
    /// How bids are scored: once, or for each lot.
    scoring: Vec<Scoring>,
    quality_minimum: Option<i32>,
    low_bid_percent: i32,
    documents: Vec<DocumentRow>,
    amendments: Vec<AmendmentRow>,
    answered: Vec<Answered>,
    questions: u64,
    sections: Vec<NoticeSection>,
    provider: Option<Provider>,
    /// Of a tender with one lot.
    own_bid: Option<OwnBid>,
    /// For the members of the cluster and the team.
    coach: Option<CoachView>,
}

impl Price {
    fn of(rule: &PriceRule) -> Self {
        let benchmark = rule.method == PriceMethodName::Benchmark;
        Self {
            title: rule.method.title(),
            formula: rule.method.formula(),
            weight: (!rule.method.is_ratio()).then_some(rule.weight),
            ceiling: rule.ceiling.filter(|_| benchmark),
            target: rule.target.filter(|_| benchmark),
            pounds_per_mark: rule.pounds_per_mark.filter(|_| rule.method == PriceMethodName::QualityAdjustedPrice),
            mark: rule.pounds_for_a_mark(),
            depends: rule.method.depends_on_other_bids(),
        }
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, place) = tender::open_dossier(&visit, &reference).await?;
    let page = page(&visit, &dossier, &place).await?;
    let frame = frame(format!("{} – {reference}", dossier.tender.title));
    let frame = match dossier.tender.published_at {
        Some(_) => frame.back("/tenders", "Tenders"),
        None => frame
            .back(format!("/tenders/{reference}/edit"), "Tasks")
            .seen_by("The tender's team, and the member schools once they have been asked"),
    };
    visit.page(frame, &page)
}

async fn page(visit: &Visit, dossier: &Dossier, place: &Place) -> Result<NoticePage> {
    let tender = &dossier.tender;
    let phase = states::phase(tender, visit.now);
    let (answered, questions) = store::questions(visit.read(), tender.id, false, 1, 5).await?;
    let documents = store::documents(visit.read(), tender.id).await?;
    let amendments = store::amendments(visit.read(), tender.id).await?;
    let own = own_bids(visit, tender).await?;
    Ok(NoticePage {
        form: FormView::default(),
        tabs: tabs(visit, tender, place, "Notice"),
        stages: stages(tender, visit.now),
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        cluster: dossier.cluster.name.clone(),
        slug: dossier.cluster.slug.clone(),
        category: dossier.category.name.clone(),
        state: states::words(phase),
        is_preview: tender.published_at.is_none(),
        is_open: phase == TenderState::Open,
        now: visit.now,
        deadline: tender.deadline_at,
        questions_close: tender.questions_close_at,
        requests_close: tender.participation_closes_at,
        may_ask: may_ask(tender, visit.now),
        published: tender.published_at,
        version: tender.public_version,
        notice_number: tender.notice_number.clone(),
        need: tender.need.clone(),
        schools: dossier.buyers().into_iter().map(|school| school.name.clone()).collect(),
        minimum_schools: tender.minimum_schools,
        leave_words: notice_words::leaving(tender.leave_rule),
        authority_words: notice_words::authority(tender.authority_hat),
        sharing_words: dossier.agreement.as_ref().map(|agreement| agreement.sharing_rule.sentence()),
        totals: totals(dossier.totals()),
        lots: lots(dossier, &own),
        most_lots: dossier.plan.as_ref().and_then(|plan| plan.most),
        discounts: dossier.plan.as_ref().is_some_and(|plan| plan.discounts),
        term_years: tender.term_years,
        contract_start: tender.contract_start,
        bid_validity_days: tender.bid_validity_days,
        scoring: dossier.lots.iter().map(|rules| scoring(dossier, rules)).collect(),
        quality_minimum: tender.quality_minimum,
        low_bid_percent: tender.low_bid_percent,
        documents: documents.into_iter().map(|document| document_row(&tender.reference, document)).collect(),
        amendments: amendments.into_iter().map(amendment_row).collect(),
        answered: answered.into_iter().filter_map(answered_row).collect(),
        questions,
        sections: tender::notice_sections(visit, tender).await?,
        provider: provider(visit, dossier, phase).await?,
        own_bid: own.first().filter(|_| dossier.lots.len() < 2).map(own_bid),
        coach: coach(visit, dossier, place, phase).await?,
    })
}

/// A seller's own bids; nobody else has any.
async fn own_bids(visit: &Visit, tender: &::entity::tender::Model) -> Result<Vec<bid::Model>> {
    match visit.actor.may_somewhere(Action::Bid) {
        true => tender::own_bids(visit, tender).await,
        false => Ok(Vec::new()),
    }
}

fn own_bid(bid: &bid::Model) -> OwnBid {
    OwnBid { href: format!("/bids/{}", bid.id), submitted: bid.submission_id.is_some() }
}

fn lots(dossier: &Dossier, own: &[bid::Model]) -> Vec<LotView> {
    let of = dossier.at_lot();
    let view = |rules: &LotRules| LotView {
        number: rules.lot.number,
        title: rules.lot.title.clone(),
        state: states::words(rules.lot.state),
        ended: rules.lot.ended_reason.clone(),
        weight: rules.lot.weight,
        schools: dossier.buyers().iter().filter(|school| rules.is_for(school.id)).map(|one| one.name.clone()).collect(),
        totals: totals(dossier.totals_of(|school| rules.is_for(school))),
        start: of.address_of(&rules.lot).page("bid"),
        own: own.iter().find(|bid| bid.lot_id == rules.lot.id).map(|bid| own_bid(bid).href),
    };
    dossier.lots.iter().filter(|_| of.is_one_of_several()).map(view).collect()
}

fn totals(found: Vec<(String, Quantity)>) -> Vec<Total> {
    found.into_iter().map(|(unit, quantity)| Total { unit, quantity }).collect()
}

fn scoring(dossier: &Dossier, rules: &LotRules) -> Scoring {
    let several = dossier.lots.len() > 1;
    Scoring {
        heading: several.then(|| format!("Lot {}: {}", rules.lot.number, rules.lot.title)),
        id: if several { format!("criteria-table-{}", rules.lot.number) } else { "criteria-table".to_owned() },
        criteria: rules.criteria.iter().map(criterion_row).collect(),
        price: Price::of(&rules.price),
    }
}

/// What happens now, for whoever belongs to the buyers.
async fn coach(visit: &Visit, dossier: &Dossier, place: &Place, phase: TenderState) -> Result<Option<CoachView>> {
    if !visit.actor.may(Action::SeeCluster, place) {
        return Ok(None);
    }
    Ok(Some(CoachView::of(tender::coached(visit, dossier).await?, phase)))
}

fn criterion_row(criterion: &criterion::Model) -> CriterionRow {
    CriterionRow {
        name: criterion.name.clone(),
        question: criterion.question.clone(),
        weight: criterion.weight,
        scale_max: criterion.scale_max,
        minimum: criterion.minimum,
        answered: notice_words::answered(criterion),
    }
}

fn document_row(reference: &str, document: ::entity::tender_document::Model) -> DocumentRow {
    DocumentRow {
        href: format!("/tenders/{reference}/documents/{}", document.id),
        title: document.title,
        name: document.name,
    }
}

fn amendment_row(made: ::entity::tender_amendment::Model) -> AmendmentRow {
    AmendmentRow {
        number: made.number,
        text: made.text,
        made_at: made.made_at,
        deadline_at: made.deadline_at,
        version: made.version,
    }
}

fn answered_row(asked: ::entity::tender_question::Model) -> Option<Answered> {
    Some(Answered { question: asked.question, answer: asked.answer? })
}

/// What a seller who is signed in can do with an open tender.
async fn provider(visit: &Visit, dossier: &Dossier, phase: TenderState) -> Result<Option<Provider>> {
    if phase != TenderState::Open || !visit.actor.may_somewhere(Action::Bid) {
        return Ok(None);
    }
    let interest = tender::interest_of(visit, dossier.tender.id).await?;
    let standing = tender::standing_of(visit, &dossier.tender, tender::provider_of(visit)?).await?;
    Ok(Some(Provider {
        asks_first: standing.is_some_and(|standing| standing != Standing::Invited),
        follows: interest.is_some(),
        intends_to_bid: interest.is_some_and(|interest| interest.intends_to_bid),
    }))
}

async fn download(visit: Visit, Path((reference, id)): Path<(String, String)>) -> Result<Response> {
    let id: TenderDocumentId = id.parse().map_err(|_| Error::NotFound)?;
    let file = tender::read_document(&visit, &reference, id).await?;
    super::shared::download(file)
}
