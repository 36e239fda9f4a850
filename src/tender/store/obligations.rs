//! What is recorded of a tender's duties: official notices, grounds, the framework, the figures it keeps.

use crate::platform::error::Result;
use ::entity::{framework, framework_choice, ids::*, legal_ground, official_notice, tender_law};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

const MOST: u64 = 200;

pub async fn official_notices(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<official_notice::Model>> {
    let of = official_notice::Column::TenderId.eq(tender);
    Ok(official_notice::Entity::find().filter(of).limit(MOST).all(connection).await?)
}

/// The newest first.
pub async fn grounds(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<legal_ground::Model>> {
    Ok(legal_ground::Entity::find()
        .filter(legal_ground::Column::TenderId.eq(tender))
        .order_by_desc(legal_ground::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn framework_choice(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Option<framework_choice::Model>> {
    Ok(framework_choice::Entity::find_by_id(tender).one(connection).await?)
}

pub async fn tender_law(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<tender_law::Model>> {
    Ok(tender_law::Entity::find_by_id(tender).one(connection).await?)
}

/// The frameworks that were added, the newest first; of one category and valid on a day, where both are given.
pub async fn frameworks(
    connection: &impl ConnectionTrait,
    valid: Option<(&str, NaiveDate)>,
) -> Result<Vec<framework::Model>> {
    let mut query = framework::Entity::find().order_by_desc(framework::Column::Id).limit(MOST);
    if let Some((category, day)) = valid {
        let still = Condition::any().add(framework::Column::ValidTo.is_null()).add(framework::Column::ValidTo.gte(day));
        query = query
            .filter(framework::Column::Category.eq(category))
            .filter(framework::Column::ValidFrom.lte(day))
            .filter(still);
    }
    Ok(query.all(connection).await?)
}
