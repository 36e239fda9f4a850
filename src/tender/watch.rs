//! The threshold as schools join: what the committed ones are worth, and who would take the tender over.

use super::rules::route;
use super::rules::watch::{Watch, watch};
use super::{Dossier, dossier, estimate, store};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::{law, words};
use ::entity::exact::Exact;
use ::entity::ids::TenderId;
use ::entity::tender::TenderState;
use std::collections::BTreeSet;

/// Where a tender that schools still join stands; none once its demand is locked, or while nobody's cost is known.
pub async fn threshold_watch(context: &Context, tender: TenderId) -> Result<Option<Watch>> {
    let tender = store::by_id(context.read(), tender).await?;
    if !matches!(tender.state, TenderState::Draft | TenderState::Pooling) {
        return Ok(None);
    }
    watched(context, &dossier::of(context.read(), tender).await?).await
}

/// As `threshold_watch`, of a dossier that is read already.
pub async fn watched(context: &Context, dossier: &Dossier) -> Result<Option<Watch>> {
    if !matches!(dossier.tender.state, TenderState::Draft | TenderState::Pooling) {
        return Ok(None);
    }
    let today = words::london_day(context.now);
    let paid = estimate::paid_now(context.read(), dossier, today).await?;
    let committed: BTreeSet<&str> = dossier
        .members
        .iter()
        .filter(|school| dossier.commitment.committed.contains(&school.id))
        .map(|school| school.name.as_str())
        .collect();
    let all: Vec<(String, Exact)> = paid.known.into_iter().map(|paid| (paid.school, paid.amount)).collect();
    let (joined, waiting): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(school, _)| committed.contains(school.as_str()));
    let regime = route::regime_on(&dossier.category.shape.cpv_codes, today);
    let Ok(threshold) = law::threshold(regime, today) else { return Ok(None) };
    if joined.is_empty() && waiting.is_empty() {
        return Ok(None);
    }
    Ok(watch(threshold, dossier.tender.term_years, &joined, &waiting))
}
