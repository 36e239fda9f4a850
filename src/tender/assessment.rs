//! The conflicts assessment: who was asked, what was found, what follows; revised as the tender goes on, never overwritten.

use super::steps::{begin, event, require_going_on};
use super::store;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::Result;
use ::entity::conflicts_assessment::{self, AssessmentStage};
use ::entity::ids::{AssessmentId, TenderId};
use ::entity::tender::{self, TenderState};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait as _, ConnectionTrait, IntoActiveModel as _};
use serde_json::json;

/// What an assessment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub asked: String,
    pub found: String,
    pub mitigation: String,
}

/// At which stage one is made in this state.
pub fn stage_of(tender: &tender::Model) -> AssessmentStage {
    use TenderState::{Priced, Ratified, Recommended, Standstill};
    match tender.state {
        _ if tender.published_at.is_none() => AssessmentStage::BeforePublication,
        Priced | Recommended | Ratified | Standstill => AssessmentStage::AtAward,
        _ => AssessmentStage::Revised,
    }
}

/// Records one more, unless it says what the latest says.
pub(super) async fn record(change: &Change, tender: &tender::Model, new: Found) -> Result<()> {
    let latest = store::assessments(change.tx(), tender.id).await?.into_iter().next();
    let stage = stage_of(tender);
    let same = |held: &conflicts_assessment::Model| {
        held.stage == stage && (&held.asked, &held.found, &held.mitigation) == (&new.asked, &new.found, &new.mitigation)
    };
    if latest.as_ref().is_some_and(same) {
        return Ok(());
    }
    let row = conflicts_assessment::Model {
        id: AssessmentId::new(change.now()),
        tender_id: tender.id,
        number: latest.map_or(0, |held| held.number) + 1,
        stage,
        asked: new.asked,
        found: new.found,
        mitigation: new.mitigation,
        made_by: change.by()?,
        made_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await?;
    Ok(())
}

/// Revises the assessment of a published tender.
pub async fn revise(context: &Context, reference: &str, new: Found) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::EditTender).await?;
    require_going_on(&tender)?;
    record(&change, &tender, new).await?;
    let data = json!({ "stage": stage_of(&tender) });
    change.commit(event(&tender, "tender.conflicts_assessed").with(data)).await?;
    Ok(())
}

/// When the latest was recorded, and its stage in words.
pub async fn assessed_last(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Option<(DateTime<Utc>, &'static str)>> {
    let latest = store::assessments(connection, tender).await?.into_iter().next();
    Ok(latest.map(|held| (held.made_at, stage_words(held.stage))))
}

/// The stage in the words of the pages.
pub fn stage_words(stage: AssessmentStage) -> &'static str {
    match stage {
        AssessmentStage::BeforePublication => "Before publication",
        AssessmentStage::Revised => "Revised",
        AssessmentStage::AtAward => "Revised before the award",
    }
}
