//! Pass or fail conditions, and what was found out about conflicts of interest.

use crate::platform::error::Result;
use ::entity::{conflicts_assessment, ids::*, tender_condition};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

const MOST: u64 = 100;

/// A tender's conditions in their order.
pub async fn pass_conditions(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<tender_condition::Model>> {
    Ok(pass_conditions_of(connection, [tender]).await?.remove(&tender).unwrap_or_default())
}

/// The conditions of several tenders, each in their order.
pub async fn pass_conditions_of(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<HashMap<TenderId, Vec<tender_condition::Model>>> {
    let found = tender_condition::Entity::find()
        .filter(tender_condition::Column::TenderId.is_in(tenders))
        .order_by_asc(tender_condition::Column::Position)
        .order_by_asc(tender_condition::Column::Code)
        .all(connection)
        .await?;
    let mut of: HashMap<TenderId, Vec<tender_condition::Model>> = HashMap::new();
    for condition in found {
        of.entry(condition.tender_id).or_default().push(condition);
    }
    Ok(of)
}

/// Every conflicts assessment of a tender, the latest first.
pub async fn assessments(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<conflicts_assessment::Model>> {
    Ok(conflicts_assessment::Entity::find()
        .filter(conflicts_assessment::Column::TenderId.eq(tender))
        .order_by_desc(conflicts_assessment::Column::Number)
        .limit(MOST)
        .all(connection)
        .await?)
}
