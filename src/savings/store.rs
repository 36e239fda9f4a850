//! Queries about what is published of savings, and which tenders give an expected figure.

use crate::platform::error::Result;
use ::entity::tender::TenderState;
use ::entity::{ids::*, lot, promise_payment, savings_promise, savings_publication, school, school_schedule, tender};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationDef,
};

/// No cluster has more of either.
const MOST: u64 = 200;

/// A bid is recommended and there is no contract yet.
pub const RECOMMENDED: [TenderState; 4] =
    [TenderState::Recommended, TenderState::Ratified, TenderState::Standstill, TenderState::Challenged];

/// What a cluster has made public, by service.
pub async fn published(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Vec<savings_publication::Model>> {
    Ok(savings_publication::Entity::find()
        .filter(savings_publication::Column::ClusterId.eq(cluster))
        .order_by_asc(savings_publication::Column::Stage)
        .order_by_asc(savings_publication::Column::CategoryId)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The cluster's tenders in which some lot has a recommendation that its schools may read and no contract yet, each with
/// all its lots. Two queries.
pub async fn recommended_lots(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Vec<(tender::Model, Vec<lot::Model>)>> {
    let of_tender: RelationDef =
        lot::Entity::belongs_to(tender::Entity).from(lot::Column::TenderId).to(tender::Column::Id).into();
    let recommended = lot::Entity::find()
        .select_only()
        .column(lot::Column::TenderId)
        .join(JoinType::InnerJoin, of_tender)
        .filter(tender::Column::ClusterId.eq(cluster))
        .filter(lot::Column::State.is_in(RECOMMENDED))
        .into_query();
    let tenders = tender::Entity::find()
        .filter(tender::Column::Id.in_subquery(recommended))
        .order_by_asc(tender::Column::Reference)
        .limit(MOST)
        .all(connection)
        .await?;
    let lots = lot::Entity::find()
        .filter(lot::Column::TenderId.is_in(tenders.iter().map(|tender| tender.id)))
        .order_by_asc(lot::Column::Number)
        .all(connection)
        .await?;
    let of = |tender: tender::Model| {
        let own = lots.iter().filter(|lot| lot.tender_id == tender.id).cloned().collect();
        (tender, own)
    };
    Ok(tenders.into_iter().map(of).collect())
}

/// These lots with the others of their tenders.
pub async fn lots_beside(connection: &impl ConnectionTrait, ids: Vec<LotId>) -> Result<Vec<lot::Model>> {
    let tenders = lot::Entity::find().select_only().column(lot::Column::TenderId).filter(lot::Column::Id.is_in(ids));
    let beside = lot::Entity::find().filter(lot::Column::TenderId.in_subquery(tenders.into_query()));
    Ok(beside.all(connection).await?)
}

/// The cluster's tenders for a service whose bids are asked for, open or being decided on.
pub async fn tenders_under_way(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    category: CategoryId,
) -> Result<Vec<tender::Model>> {
    use TenderState::{Challenged, Compliance, Contracting, Moderation, Open, Priced, Ratified, Recommended, Scoring};
    let states =
        [Open, TenderState::Sealed, Compliance, Scoring, Moderation, Priced, Recommended, Ratified, Challenged];
    Ok(tender::Entity::find()
        .filter(tender::Column::ClusterId.eq(cluster))
        .filter(tender::Column::CategoryId.eq(category))
        .filter(tender::Column::State.is_in(states.into_iter().chain([TenderState::Standstill, Contracting])))
        .order_by_asc(tender::Column::Reference)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The register rows of schools.
pub async fn schools(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<school::Model>> {
    Ok(school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?)
}

/// What was promised to the schools of these parts of contracts.
pub async fn promises(
    connection: &impl ConnectionTrait,
    schedules: impl IntoIterator<Item = ScheduleId>,
) -> Result<Vec<savings_promise::Model>> {
    Ok(savings_promise::Entity::find()
        .filter(savings_promise::Column::ScheduleId.is_in(schedules))
        .order_by_asc(savings_promise::Column::ContractYear)
        .all(connection)
        .await?)
}

/// What was paid against these promises, the first payment first.
pub async fn payments(
    connection: &impl ConnectionTrait,
    promises: impl IntoIterator<Item = SavingsPromiseId>,
) -> Result<Vec<promise_payment::Model>> {
    Ok(promise_payment::Entity::find()
        .filter(promise_payment::Column::PromiseId.is_in(promises))
        .order_by_asc(promise_payment::Column::PaidOn)
        .order_by_asc(promise_payment::Column::Id)
        .all(connection)
        .await?)
}

/// The promise for one part and contract year, kept from changing until the transaction ends.
pub async fn promise_of(
    transaction: &impl ConnectionTrait,
    schedule: ScheduleId,
    year: i32,
) -> Result<Option<savings_promise::Model>> {
    Ok(savings_promise::Entity::find()
        .filter(savings_promise::Column::ScheduleId.eq(schedule))
        .filter(savings_promise::Column::ContractYear.eq(year))
        .lock_exclusive()
        .one(transaction)
        .await?)
}

/// The contract that a part belongs to.
pub async fn contract_of(connection: &impl ConnectionTrait, schedule: ScheduleId) -> Result<Option<ContractId>> {
    let part = school_schedule::Entity::find_by_id(schedule).one(connection).await?;
    Ok(part.map(|part| part.contract_id))
}
