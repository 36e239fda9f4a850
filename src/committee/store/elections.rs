//! Elections, who stands, and how schools voted.

use super::MOST;
use crate::platform::error::Result;
use ::entity::membership::Role;
use ::entity::{committee_election, committee_election_vote, committee_item, committee_nomination, ids::*};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The elections of a cluster, the newest first, at most 50.
pub async fn elections(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Vec<committee_election::Model>> {
    Ok(committee_election::Entity::find()
        .filter(committee_election::Column::ClusterId.eq(cluster))
        .order_by_desc(committee_election::Column::Id)
        .limit(50)
        .all(connection)
        .await?)
}

pub async fn election(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    id: ElectionId,
) -> Result<Option<committee_election::Model>> {
    let own = committee_election::Column::ClusterId.eq(cluster);
    Ok(committee_election::Entity::find_by_id(id).filter(own).one(connection).await?)
}

/// As `election`, locked until the change ends.
pub async fn locked_election(
    transaction: &impl ConnectionTrait,
    cluster: ClusterId,
    id: ElectionId,
) -> Result<Option<committee_election::Model>> {
    let own = committee_election::Column::ClusterId.eq(cluster);
    Ok(committee_election::Entity::find_by_id(id).filter(own).lock_exclusive().one(transaction).await?)
}

/// An election of the office that is not over.
pub async fn open_for_office(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    office: Role,
) -> Result<Option<committee_election::Model>> {
    Ok(committee_election::Entity::find()
        .filter(committee_election::Column::ClusterId.eq(cluster))
        .filter(committee_election::Column::Office.eq(office))
        .filter(committee_election::Column::RecordedAt.is_null())
        .filter(committee_election::Column::CalledOffReason.is_null())
        .one(connection)
        .await?)
}

/// The last election that filled the office.
pub async fn latest_elected(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    office: Role,
) -> Result<Option<committee_election::Model>> {
    Ok(committee_election::Entity::find()
        .filter(committee_election::Column::ClusterId.eq(cluster))
        .filter(committee_election::Column::Office.eq(office))
        .filter(committee_election::Column::Elected.is_not_null())
        .order_by_desc(committee_election::Column::RecordedAt)
        .one(connection)
        .await?)
}

/// Who stands, in the order in which they were put forward.
pub async fn nominations(
    connection: &impl ConnectionTrait,
    election: ElectionId,
) -> Result<Vec<committee_nomination::Model>> {
    Ok(committee_nomination::Entity::find()
        .filter(committee_nomination::Column::ElectionId.eq(election))
        .order_by_asc(committee_nomination::Column::NominatedAt)
        .order_by_asc(committee_nomination::Column::Name)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn ballots_of(
    connection: &impl ConnectionTrait,
    election: ElectionId,
) -> Result<Vec<committee_election_vote::Model>> {
    Ok(committee_election_vote::Entity::find()
        .filter(committee_election_vote::Column::ElectionId.eq(election))
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn own_ballot(
    connection: &impl ConnectionTrait,
    election: ElectionId,
    school: SchoolId,
) -> Result<Option<committee_election_vote::Model>> {
    Ok(committee_election_vote::Entity::find_by_id((election, school)).one(connection).await?)
}

/// The agenda item at which an election is held.
pub async fn item_of_election(
    connection: &impl ConnectionTrait,
    election: ElectionId,
) -> Result<Option<committee_item::Model>> {
    let held = committee_item::Entity::find().filter(committee_item::Column::ElectionId.eq(election));
    Ok(held.order_by_desc(committee_item::Column::Id).one(connection).await?)
}
