//! Queries of an authority's page over the clusters of its schools.

use crate::platform::error::Result;
use ::entity::contract::ContractState;
use ::entity::{
    award, cluster, cluster_member, contract, ids::*, joining, lot, provider, school, school_schedule, tender,
};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Rows of each table of an authority's page.
pub const MOST_ROWS: u64 = 200;

/// The organisation that is the authority with this code.
pub async fn authority(connection: &impl ConnectionTrait, la_code: &str) -> Result<Option<provider::Model>> {
    Ok(provider::Entity::find().filter(provider::Column::LaCode.eq(la_code)).one(connection).await?)
}

/// The open schools of an authority's area that are in a cluster on a day, with the cluster.
pub async fn clustered(
    connection: &impl ConnectionTrait,
    la_code: &str,
    day: NaiveDate,
) -> Result<Vec<(cluster_member::Model, school::Model)>> {
    let of_school: sea_orm::RelationDef = cluster_member::Entity::belongs_to(school::Entity)
        .from(cluster_member::Column::SchoolId)
        .to(school::Column::Id)
        .into();
    let is_member =
        Condition::any().add(cluster_member::Column::LeftOn.is_null()).add(cluster_member::Column::LeftOn.gt(day));
    let members = cluster_member::Entity::find()
        .join(JoinType::InnerJoin, of_school)
        .filter(school::Column::LaCode.eq(la_code))
        .filter(is_member)
        .order_by_asc(school::Column::Urn)
        .limit(MOST_ROWS)
        .all(connection)
        .await?;
    let ids = members.iter().map(|member| member.school_id);
    let schools = school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?;
    let schools: HashMap<_, _> = schools.into_iter().map(|school| (school.id, school)).collect();
    let with = |member: cluster_member::Model| Some((schools.get(&member.school_id)?.clone(), member));
    Ok(members.into_iter().filter_map(with).map(|(school, member)| (member, school)).collect())
}

pub async fn clusters(connection: &impl ConnectionTrait, ids: &[ClusterId]) -> Result<Vec<cluster::Model>> {
    let found = cluster::Entity::find().filter(cluster::Column::Id.is_in(ids.iter().copied()));
    Ok(found.order_by_asc(cluster::Column::Name).all(connection).await?)
}

/// The published tenders of clusters, the newest first.
pub async fn tenders(connection: &impl ConnectionTrait, ids: &[ClusterId]) -> Result<Vec<tender::Model>> {
    Ok(tender::Entity::find()
        .filter(tender::Column::ClusterId.is_in(ids.iter().copied()))
        .filter(tender::Column::PublishedAt.is_not_null())
        .order_by_desc(tender::Column::PublishedAt)
        .limit(MOST_ROWS)
        .all(connection)
        .await?)
}

/// Who joined or left the awards of tenders whose bidders were told the outcome, by tender: the authority may have bid.
pub async fn joinings(
    connection: &impl ConnectionTrait,
    tenders: &[tender::Model],
) -> Result<HashMap<TenderId, Vec<joining::Model>>> {
    let ids = tenders.iter().map(|tender| tender.id);
    let told =
        lot::Entity::find().filter(lot::Column::TenderId.is_in(ids)).filter(lot::Column::StandstillFrom.is_not_null());
    let lots = told.all(connection).await?;
    let lots: HashMap<_, _> = lots.into_iter().map(|lot| (lot.id, lot.tender_id)).collect();
    let awards = award::Entity::find().filter(award::Column::LotId.is_in(lots.keys().copied())).all(connection).await?;
    let awards: HashMap<_, _> =
        awards.into_iter().filter_map(|award| Some((award.id, *lots.get(&award.lot_id)?))).collect();
    let rows = joining::Entity::find().filter(joining::Column::AwardId.is_in(awards.keys().copied()));
    let mut found = HashMap::<_, Vec<_>>::new();
    for row in rows.all(connection).await? {
        if let Some(tender) = awards.get(&row.award_id) {
            found.entry(*tender).or_default().push(row);
        }
    }
    Ok(found)
}

/// A school that pays more under a contract than before.
#[derive(Clone, Debug)]
pub struct Costlier {
    pub school: SchoolId,
    pub contract: contract::Model,
    pub schedule: school_schedule::Model,
}

/// The parts of contracts in force on a day by which these schools pay more than their baseline.
pub async fn costlier(
    connection: &impl ConnectionTrait,
    schools: &[SchoolId],
    day: NaiveDate,
) -> Result<Vec<Costlier>> {
    let of_contract: sea_orm::RelationDef = school_schedule::Entity::belongs_to(contract::Entity)
        .from(school_schedule::Column::ContractId)
        .to(contract::Column::Id)
        .into();
    let parts = school_schedule::Entity::find()
        .join(JoinType::InnerJoin, of_contract)
        .filter(contract::Column::State.eq(ContractState::Live))
        .filter(contract::Column::StartsOn.lte(day))
        .filter(contract::Column::EndsOn.gte(day))
        .filter(school_schedule::Column::SchoolId.is_in(schools.iter().copied()))
        .filter(
            Expr::col((school_schedule::Entity, school_schedule::Column::YearlyCost))
                .gt(Expr::col((school_schedule::Entity, school_schedule::Column::Baseline))),
        )
        .order_by_asc(school_schedule::Column::Id)
        .limit(MOST_ROWS)
        .all(connection)
        .await?;
    let contracts = contract::Entity::find()
        .filter(contract::Column::Id.is_in(parts.iter().map(|part| part.contract_id)))
        .all(connection)
        .await?;
    let contracts: HashMap<_, _> = contracts.into_iter().map(|contract| (contract.id, contract)).collect();
    let with = |schedule: school_schedule::Model| {
        let contract = contracts.get(&schedule.contract_id)?.clone();
        Some(Costlier { school: schedule.school_id, contract, schedule })
    };
    Ok(parts.into_iter().filter_map(with).collect())
}
