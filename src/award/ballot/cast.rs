//! A school's vote, changeable until the vote closes.

use super::{recommended, seat_of};
use crate::award::report::Scene;
use crate::award::rules::Refusal;
use crate::award::{event, scene, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::tender::{self, Declared, LotAddress};
use ::entity::vote::{self, Capacity, Choice};
use ::entity::{ballot, ids::*};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// A school's vote.
#[derive(Clone, Debug)]
pub struct NewVote {
    pub choice: Choice,
    pub reason: Option<String>,
}

/// Casts or changes the vote of the school that the actor represents. Answers whether it replaced an earlier one.
pub async fn cast(context: &Context, at: impl Into<LotAddress>, new: NewVote) -> Result<bool> {
    let scene = scene(context, at).await?;
    context.actor.require(Action::Vote, &scene.place)?;
    let account = context.actor.require_account()?;
    let (school, capacity) =
        seat_of(context, scene.tender.cluster_id).ok_or_else(|| Error::refused(Refusal::NoSeat))?;
    let change = Change::begin(context).await?;
    let award = recommended(&change, &scene).await?;
    let ballot = store::latest_ballot(change.tx(), award.id).await?;
    let ballot = ballot.ok_or_else(|| Error::refused(Refusal::NoVoteOpen))?;
    if ballot.recorded_at.is_some() || change.now() >= ballot.closes_at {
        return Err(Error::refused(Refusal::VoteClosed(words::deadline(ballot.closes_at))));
    }
    let seats = store::seats(change.tx(), scene.tender.cluster_id, change.now()).await?;
    if seats.iter().all(|seat| seat.school != school) {
        return Err(Error::refused(Refusal::NotBound));
    }
    match tender::declared_no_conflict(change.tx(), scene.tender.id, account).await? {
        Declared::Clear => {}
        Declared::Missing => return Err(Error::field("declaration", Refusal::Undeclared)),
        Declared::Conflict => return Err(Error::refused(Refusal::Interest)),
    }
    let replaced = make_room(&change, &scene, &ballot, school, capacity).await?;
    keep_vote(&change, &ballot, (school, capacity, account), new).await?;
    let recorded = event(&scene.tender, "vote.cast", format!("ballot:{}", ballot.id));
    let data = json!({ "school": school, "capacity": capacity, "changed": replaced });
    change.commit(recorded.with(data)).await?;
    Ok(replaced)
}

/// A representative's vote takes the place of the substitute's; a substitute's waits for nobody but a representative who has
/// voted and may. Answers whether the school had voted.
async fn make_room(
    change: &Change,
    scene: &Scene,
    ballot: &ballot::Model,
    school: SchoolId,
    capacity: Capacity,
) -> Result<bool> {
    let votes = store::votes(change.tx(), ballot.id).await?;
    let own: Vec<_> = votes.iter().filter(|vote| vote.school_id == school).collect();
    if capacity == Capacity::Substitute {
        let interested = store::interested(change.tx(), scene.tender.id).await?;
        let blocks =
            |vote: &&&vote::Model| vote.capacity == Capacity::Representative && !interested.contains(&vote.account_id);
        if own.iter().any(|vote| blocks(&vote)) {
            return Err(Error::refused(Refusal::RepresentativeVoted));
        }
    } else {
        vote::Entity::delete_many()
            .filter(vote::Column::BallotId.eq(ballot.id))
            .filter(vote::Column::SchoolId.eq(school))
            .filter(vote::Column::Capacity.eq(Capacity::Substitute))
            .exec(change.tx())
            .await?;
    }
    Ok(!own.is_empty())
}

async fn keep_vote(
    change: &Change,
    ballot: &ballot::Model,
    (school, capacity, account): (SchoolId, Capacity, AccountId),
    new: NewVote,
) -> Result<()> {
    let row = vote::ActiveModel {
        ballot_id: Set(ballot.id),
        school_id: Set(school),
        capacity: Set(capacity),
        account_id: Set(account),
        choice: Set(new.choice),
        reason: Set(new.reason),
        cast_at: Set(change.now()),
    };
    use vote::Column::{AccountId, BallotId, Capacity as Held, CastAt, Choice, Reason, SchoolId};
    let latest =
        OnConflict::columns([BallotId, SchoolId, Held]).update_columns([AccountId, Choice, Reason, CastAt]).to_owned();
    vote::Entity::insert(row).on_conflict(latest).exec_without_returning(change.tx()).await?;
    Ok(())
}
