//! What a new tender starts from: its category's criteria alone, the usual terms, or a tender that the cluster made before.

use super::planning;
use super::rules::dates;
use super::rules::planner::Step;
use super::rules::presets::{Preset, preset};
use super::{dossier, store};
use crate::platform::change::Change;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::{category, criterion, ids::*, tender};
use chrono::NaiveTime;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set};

/// Where a new tender starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The category's criteria, everything else empty.
    #[default]
    Criteria,
    /// The usual terms of the category, and the dates that a plan back from the contract's start proposes.
    Usual,
    /// The words, terms, price rule and criteria of another tender of the cluster.
    Copy(String),
}

/// A tender that is copied, with its criteria.
pub(super) struct Source {
    pub(super) tender: tender::Model,
    pub(super) criteria: Vec<criterion::Model>,
}

/// The tender to copy, which has to be the cluster's own, for the same service, and known to its members.
pub(super) async fn source(
    change: &Change,
    cluster: ClusterId,
    category: &category::Model,
    start: &Start,
) -> Result<Option<Source>> {
    let Start::Copy(reference) = start else { return Ok(None) };
    let refused = || Error::field("start", "Choose a tender of your cluster to copy");
    let found = store::by_reference(change.tx(), reference).await.map_err(|_| refused())?;
    if found.cluster_id != cluster || found.pooled_at.is_none() {
        return Err(refused());
    }
    if found.category_id != category.id {
        return Err(Error::field(
            "start",
            format!("{reference} buys another service. Choose one for {}", category.name),
        ));
    }
    let lot = store::first_lot(change.tx(), found.id).await?;
    Ok(Some(Source { criteria: store::criteria(change.tx(), lot.id).await?, tender: found }))
}

/// Writes the terms of the start into a draft.
pub(super) fn fill(draft: &mut tender::Model, category: &category::Model, start: &Start, source: Option<&Source>) {
    if *start == Start::Usual {
        let Preset { need, bid_validity_days, low_bid_percent, leave_rule } = preset(&category.slug);
        need.clone_into(&mut draft.need);
        (draft.bid_validity_days, draft.low_bid_percent, draft.leave_rule) =
            (bid_validity_days, low_bid_percent, leave_rule);
    }
    if let Some(Source { tender, .. }) = source {
        draft.need.clone_from(&tender.need);
        draft.price_rule.clone_from(&tender.price_rule);
        draft.quality_minimum = tender.quality_minimum;
        draft.minimum_schools = tender.minimum_schools;
        (draft.bid_validity_days, draft.low_bid_percent, draft.leave_rule) =
            (tender.bid_validity_days, tender.low_bid_percent, tender.leave_rule);
    }
}

/// Proposes when bids and questions close, where the plan leaves time for it.
pub(super) async fn propose_dates(change: &Change, id: TenderId, start: &Start) -> Result<()> {
    if *start == Start::Criteria {
        return Ok(());
    }
    let dossier = dossier::of(change.tx(), store::by_id(change.tx(), id).await?).await?;
    let Some(planned) = planning::planned(change.tx(), &dossier, change.now()).await? else { return Ok(()) };
    let Ok(plan) = planned.plan else { return Ok(()) };
    let today = words::london_day(change.now());
    let Some(row) = plan.rows.iter().find(|row| row.step == Step::Open && row.from > today) else { return Ok(()) };
    let midday = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let Ok(set) = dates::timetable(dates::in_london(row.by, midday), None, change.now()) else { return Ok(()) };
    let proposed = tender::ActiveModel {
        id: Set(id),
        deadline_at: Set(Some(set.deadline_at)),
        questions_close_at: Set(Some(set.questions_close_at)),
        ..Default::default()
    };
    proposed.update(change.tx()).await?;
    Ok(())
}
