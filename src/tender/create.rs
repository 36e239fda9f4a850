//! Starting a tender: its reference, its one lot, and the criteria of its category.

use super::rules::numbering;
use super::rules::price_rule::PriceRule;
use super::start::{self, Source, Start};
use super::{conditions, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::{catalogue, cluster, committee};
use ::entity::committee_item::DecisionKind;
use ::entity::criterion::CriterionKind;
use ::entity::exact::Exact;
use ::entity::money::Quantity;
use ::entity::tender::{LeaveRule, TenderState};
use ::entity::{category, cluster as cluster_table, criterion, ids::*, lot, tender};
use chrono::{Datelike as _, NaiveDate};
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
use serde_json::json;

const SCALE: i32 = 5;
const WORDS: i32 = 500;
const LOW_BID_PERCENT: i32 = 10;
const BID_VALIDITY_DAYS: i32 = 120;

/// What a new tender starts with.
#[derive(Clone, Debug)]
pub struct NewTender {
    /// The category's slug.
    pub category: String,
    pub title: String,
    pub contract_start: NaiveDate,
    pub term_years: i32,
}

/// Starts a draft with its category's criteria; answers its reference.
pub async fn create(context: &Context, cluster_slug: &str, new: NewTender) -> Result<String> {
    create_from(context, cluster_slug, new, Start::Criteria).await
}

/// Starts a draft from the usual terms or from another tender; answers its reference.
pub async fn create_from(context: &Context, cluster_slug: &str, new: NewTender, start: Start) -> Result<String> {
    let cluster = cluster::by_slug(context.read(), cluster_slug).await?.ok_or(Error::NotFound)?;
    let place = cluster::place_of(context.read(), cluster.id).await?;
    context.actor.require_sight(Action::SeeCluster, &place)?;
    context.actor.require(Action::CreateTender, &place)?;
    let category = catalogue::category_by_slug(context.read(), &new.category).await?;
    let category = category.ok_or_else(|| Error::field("category", "Choose what you are buying"))?;
    let change = Change::begin(context).await?;
    if cluster::agreement_in_force(change.tx(), cluster.id).await?.is_none() {
        return Err(Error::refused("Record the cluster's agreement first: a tender needs one that is in force"));
    }
    committee::require(&change, cluster.id, DecisionKind::StartTender).await?;
    let source = start::source(&change, cluster.id, &category, &start).await?;
    let reference = next_reference(&change, &cluster).await?;
    let mut tender = draft(&cluster, &category, &reference, new, change.now())?;
    start::fill(&mut tender, &category, &start, source.as_ref());
    let id = insert(&change, &category, tender, source.as_ref()).await?;
    start::propose_dates(&change, id, &start).await?;
    let copied = source.map(|source| source.tender.reference);
    let data = json!({ "reference": reference, "category": category.slug, "copied": copied });
    let event = Event::new(Chain::Tender(id), "tender.created", format!("tender:{id}")).with(data);
    change.commit(event).await?;
    Ok(reference)
}

/// The next free reference. The cluster is locked, so that its tenders queue here; another cluster with the same letters
/// meets the unique constraint.
async fn next_reference(change: &Change, cluster: &cluster_table::Model) -> Result<String> {
    store::lock_cluster(change.tx(), cluster.id).await?;
    let beginning = numbering::beginning(&cluster.reference_prefix, words::london_day(change.now()).year());
    let last = store::last_reference(change.tx(), &beginning).await?;
    Ok(numbering::next(&beginning, last.as_deref()))
}

async fn insert(
    change: &Change,
    category: &category::Model,
    tender: tender::Model,
    source: Option<&Source>,
) -> Result<TenderId> {
    let now = change.now();
    let (id, title) = (tender.id, tender.title.clone());
    let same_moment = "Somebody else started a tender at the same moment. Send the form again";
    tender
        .into_active_model()
        .insert(change.tx())
        .await
        .map_err(|error| Error::on_duplicate(error, Error::refused(same_moment)))?;
    let lot = lot::Model {
        id: LotId::new(now),
        tender_id: id,
        number: 1,
        title,
        state: TenderState::Draft,
        weight: Quantity::ONE,
        price_rule: None,
        ended_reason: None,
        asked_until: None,
        standstill_from: None,
        standstill_ends_at: None,
    };
    let lot_id = lot.id;
    lot.into_active_model().insert(change.tx()).await?;
    let templates = || category.shape.criteria.iter();
    let criteria: Vec<criterion::Model> = match source {
        Some(source) => source.criteria.iter().map(|row| copied(lot_id, row, now)).collect(),
        None => (1..).zip(templates()).map(|(at, template)| criterion_of(lot_id, at, template, now)).collect(),
    };
    for row in criteria {
        row.into_active_model().insert(change.tx()).await?;
    }
    conditions::keep_template(change.tx(), id, &category.slug).await?;
    Ok(id)
}

fn draft(
    cluster: &cluster_table::Model,
    category: &category::Model,
    reference: &str,
    new: NewTender,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<tender::Model> {
    let quality: Exact = category.shape.criteria.iter().map(|template| weight(template).exact()).sum();
    let price = Quantity::try_from(Exact::from(100) - quality).unwrap_or_default();
    Ok(tender::Model {
        id: TenderId::new(now),
        reference: reference.to_owned(),
        cluster_id: cluster.id,
        category_id: category.id,
        title: new.title,
        state: TenderState::Draft,
        need: String::new(),
        contract_start: Some(new.contract_start),
        term_years: new.term_years,
        price_rule: serde_json::to_value(PriceRule::starting(price))?,
        quality_minimum: None,
        low_bid_percent: LOW_BID_PERCENT,
        minimum_schools: 0,
        leave_rule: LeaveRule::BidScheduleDecides,
        authority_hat: None,
        estimated_value: None,
        route: None,
        procedure: None,
        notice_number: None,
        notice_published_on: None,
        questions_close_at: None,
        participation_closes_at: None,
        deadline_at: None,
        bid_validity_days: BID_VALIDITY_DAYS,
        pooled_at: None,
        published_at: None,
        public_version: 0,
        closed_at: None,
        opened_at: None,
        ended_reason: None,
        created_at: now,
        version: 1,
    })
}

fn copied(lot: LotId, row: &criterion::Model, now: chrono::DateTime<chrono::Utc>) -> criterion::Model {
    criterion::Model { id: CriterionId::new(now), lot_id: lot, ..row.clone() }
}

fn weight(template: &category::CriterionTemplate) -> Quantity {
    template.weight.parse().unwrap_or_default()
}

fn criterion_of(
    lot: LotId,
    position: i32,
    template: &category::CriterionTemplate,
    now: chrono::DateTime<chrono::Utc>,
) -> criterion::Model {
    criterion::Model {
        id: CriterionId::new(now),
        lot_id: lot,
        position,
        code: template.code.clone(),
        name: template.name.clone(),
        question: template.question.clone(),
        weight: weight(template),
        scale_max: SCALE,
        minimum: template.minimum,
        word_limit: WORDS,
        kind: CriterionKind::Written,
    }
}
