//! The lots of tenders with their rules and schools.

use super::price_rule;
use crate::platform::error::{Error, Result};
use crate::tender::rules::lots::LotRules;
use ::entity::{criterion, ids::*, lot, lot_plan, lot_school, tender};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// No tender has more.
const MOST: u64 = 100;

/// Its lots by number.
pub async fn lots(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<lot::Model>> {
    let all = lot::Entity::find().filter(lot::Column::TenderId.eq(tender)).order_by_asc(lot::Column::Number);
    Ok(all.limit(MOST).all(connection).await?)
}

/// The lots of several tenders, each tender's by number.
pub async fn lots_of(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<HashMap<TenderId, Vec<lot::Model>>> {
    let found = lot::Entity::find()
        .filter(lot::Column::TenderId.is_in(tenders))
        .order_by_asc(lot::Column::Number)
        .all(connection)
        .await?;
    let mut of: HashMap<TenderId, Vec<lot::Model>> = HashMap::new();
    for lot in found {
        of.entry(lot.tender_id).or_default().push(lot);
    }
    Ok(of)
}

/// One of its lots.
pub async fn lot(connection: &impl ConnectionTrait, tender: TenderId, id: LotId) -> Result<lot::Model> {
    let found = lot::Entity::find_by_id(id).filter(lot::Column::TenderId.eq(tender)).one(connection).await?;
    found.ok_or(Error::NotFound)
}

/// The lot that there always is.
pub async fn first_lot(connection: &impl ConnectionTrait, tender: TenderId) -> Result<lot::Model> {
    lots(connection, tender).await?.into_iter().next().ok_or_else(|| Error::internal("a tender without a lot"))
}

/// The schools that a lot is for; none of them: every school of the tender.
pub async fn schools_of(connection: &impl ConnectionTrait, lot: LotId) -> Result<BTreeSet<SchoolId>> {
    let rows = lot_school::Entity::find().filter(lot_school::Column::LotId.eq(lot)).all(connection).await?;
    Ok(rows.into_iter().map(|row| row.school_id).collect())
}

/// The schools that are in more than one lot of a tender.
pub async fn in_several(connection: &impl ConnectionTrait, lots: &[lot::Model]) -> Result<BTreeSet<SchoolId>> {
    let rows = lot_school::Entity::find()
        .filter(lot_school::Column::LotId.is_in(lots.iter().map(|lot| lot.id)))
        .all(connection)
        .await?;
    let mut counted: BTreeMap<SchoolId, usize> = BTreeMap::new();
    rows.iter().for_each(|row| *counted.entry(row.school_id).or_default() += 1);
    Ok(counted.into_iter().filter(|(_, lots)| *lots > 1).map(|(school, _)| school).collect())
}

/// How the tender is divided, where it has several lots.
pub async fn lot_plan(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<lot_plan::Model>> {
    Ok(lot_plan::Entity::find_by_id(tender).one(connection).await?)
}

/// Every lot with its criteria, price rule and schools. Three queries.
pub async fn lot_rules(connection: &impl ConnectionTrait, tender: &tender::Model) -> Result<Vec<LotRules>> {
    let lots = lots(connection, tender.id).await?;
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    let criteria = criterion::Entity::find()
        .filter(criterion::Column::LotId.is_in(ids.clone()))
        .order_by_asc(criterion::Column::Position)
        .order_by_asc(criterion::Column::Id)
        .all(connection)
        .await?;
    let schools = lot_school::Entity::find().filter(lot_school::Column::LotId.is_in(ids)).all(connection).await?;
    let rules = |lot: lot::Model| {
        Ok(LotRules {
            criteria: criteria.iter().filter(|criterion| criterion.lot_id == lot.id).cloned().collect(),
            price: price_rule(tender, &lot)?,
            schools: schools.iter().filter(|row| row.lot_id == lot.id).map(|row| row.school_id).collect(),
            lot,
        })
    };
    lots.into_iter().map(rules).collect()
}
