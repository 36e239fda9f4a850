//! Invented tenders with their bids: most ended without a contract, one has its prices open.

use super::store::keep_all;
use super::{Making, written};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::Result;
use ::entity::money::Quantity;
use ::entity::tender::{LeaveRule, TenderState};
use ::entity::{bid, cluster, ids::*, lot, provider, tender};
use chrono::Duration;
use sea_orm::IntoActiveModel as _;
use serde_json::json;

pub(super) async fn add(
    context: &Context,
    making: &mut Making,
    clusters: &[cluster::Model],
    providers: &[provider::Model],
) -> Result<()> {
    if clusters.is_empty() {
        return Ok(());
    }
    let tenders: Vec<tender::Model> = (0..making.sizes.tenders).map(|place| tender(making, clusters, place)).collect();
    let lots: Vec<lot::Model> = tenders.iter().map(|tender| lot(making, tender)).collect();
    let bids = bids(making, &lots, providers);
    let (count, bid_count) = (tenders.len(), bids.len());
    let change = Change::begin(context).await?;
    keep_all(change.tx(), tenders.into_iter().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), lots.into_iter().map(|row| row.into_active_model())).await?;
    written(change, "tenders", count).await?;
    let change = Change::begin(context).await?;
    keep_all(change.tx(), bids.into_iter().map(|row| row.into_active_model())).await?;
    written(change, "bids", bid_count).await
}

fn tender(making: &mut Making, clusters: &[cluster::Model], place: usize) -> tender::Model {
    let cluster = &clusters[place % clusters.len()];
    let category = &making.categories[place % making.categories.len()];
    let state = match place {
        0 => TenderState::Priced,
        _ if place % 10 == 1 => TenderState::Draft,
        _ => TenderState::Unsuccessful,
    };
    let ago = |days: i64| making.now - Duration::days(days);
    let is_published = state != TenderState::Draft;
    tender::Model {
        id: TenderId::new(making.now),
        reference: format!("{}-2025-{:03}", cluster.reference_prefix, place / clusters.len() + 1),
        cluster_id: cluster.id,
        category_id: category.id,
        title: format!("{} together", category.name),
        state,
        need: making.words.draw(&mut making.dice, 12),
        contract_start: Some((making.now + Duration::days(200)).date_naive()),
        term_years: 3,
        price_rule: json!({ "weight": "40", "method": { "kind": "lowest_ratio" } }),
        quality_minimum: None,
        low_bid_percent: 10,
        minimum_schools: 2,
        leave_rule: LeaveRule::BidScheduleDecides,
        authority_hat: None,
        estimated_value: None,
        route: None,
        procedure: None,
        notice_number: None,
        notice_published_on: None,
        questions_close_at: is_published.then(|| ago(70)),
        participation_closes_at: None,
        deadline_at: is_published.then(|| ago(60)),
        bid_validity_days: 120,
        pooled_at: is_published.then(|| ago(120)),
        published_at: is_published.then(|| ago(100)),
        public_version: i32::from(is_published),
        closed_at: is_published.then(|| ago(60)),
        opened_at: is_published.then(|| ago(59)),
        ended_reason: (state == TenderState::Unsuccessful).then(|| "No bid met the conditions.".to_owned()),
        created_at: ago(150),
        version: 1,
    }
}

fn lot(making: &Making, tender: &tender::Model) -> lot::Model {
    lot::Model {
        id: LotId::new(making.now),
        tender_id: tender.id,
        number: 1,
        title: tender.title.clone(),
        state: tender.state,
        weight: Quantity::ONE,
        price_rule: None,
        ended_reason: tender.ended_reason.clone(),
        asked_until: None,
        standstill_from: None,
        standstill_ends_at: None,
    }
}

/// Of the first tender as many as asked for; the others share the rest.
fn bids(making: &Making, lots: &[lot::Model], providers: &[provider::Model]) -> Vec<bid::Model> {
    let one = making.sizes.bids_of_one.min(providers.len());
    let others: Vec<&lot::Model> = lots.iter().skip(1).filter(|lot| lot.state != TenderState::Draft).collect();
    let rest = making.sizes.bids.saturating_sub(one);
    let first = (0..one).filter_map(|place| Some((lots.first()?, place)));
    let shared = (0..rest).filter_map(|place| Some((*others.get(place % others.len().max(1))?, place)));
    let bid = |(lot, place): (&lot::Model, usize)| bid::Model {
        id: BidId::new(making.now),
        tender_id: lot.tender_id,
        lot_id: lot.id,
        bidder: format!("{place:064x}"),
        draft: Vec::new(),
        draft_version: 1,
        draft_saved_at: making.now,
        submission_id: None,
        label: Some(format!("Provider {}", place + 1)),
        provider_id: providers.get(place % providers.len().max(1)).map(|provider| provider.id),
        opened_at: Some(making.now - Duration::days(59)),
        passed: Some(false),
        failed_reason: None,
        kept_until: None,
    };
    first.chain(shared).map(bid).collect()
}
