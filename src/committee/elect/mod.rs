//! Electing the chair and the vice-chair: people are put forward, schools vote, and who is elected takes office.

mod open;
mod record;
mod show;
mod stand;

pub use open::{NewElection, Nominee, call_off_election, eligible, open_election};
pub use record::{MeetingBallots, record_election};
pub use show::{ElectionFacts, election};
pub use stand::{cast, put_forward, withdraw_nomination};

use super::store;
use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::vote::Capacity;
use ::entity::{
    cluster as cluster_row, committee_election, committee_election_vote, committee_item, committee_meeting, ids::*,
};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

/// An election to change, locked, for whoever may.
async fn begin(
    context: &Context,
    slug: &str,
    id: ElectionId,
    action: Action,
) -> Result<(Change, cluster_row::Model, Place, committee_election::Model)> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(action, &place)?;
    let change = Change::begin(context).await?;
    let election = store::locked_election(change.tx(), cluster.id, id).await?.ok_or(Error::NotFound)?;
    Ok((change, cluster, place, election))
}

async fn keep_ballot(
    change: &Change,
    election: ElectionId,
    (school, capacity): (SchoolId, Capacity),
    nominee: Option<AccountId>,
) -> Result<()> {
    use committee_election_vote::Column;
    let row = committee_election_vote::ActiveModel {
        election_id: Set(election),
        school_id: Set(school),
        nominee: Set(nominee),
        capacity: Set(capacity),
        cast_by: Set(change.by()?),
        cast_at: Set(change.now()),
    };
    let latest = OnConflict::columns([Column::ElectionId, Column::SchoolId])
        .update_columns([Column::Nominee, Column::Capacity, Column::CastBy, Column::CastAt])
        .to_owned();
    committee_election_vote::Entity::insert(row).on_conflict(latest).exec_without_returning(change.tx()).await?;
    Ok(())
}

/// The item at which a meeting elects, with the meeting.
async fn meeting_of(
    connection: &impl ConnectionTrait,
    election: ElectionId,
) -> Result<Option<(committee_item::Model, committee_meeting::Model)>> {
    let Some(item) = store::item_of_election(connection, election).await? else { return Ok(None) };
    let meeting = store::meeting_by_id(connection, item.meeting_id).await?;
    Ok(meeting.map(|meeting| (item, meeting)))
}
