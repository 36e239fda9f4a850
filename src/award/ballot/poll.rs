//! A vote as a page may show it: nothing but how many have voted before it closes.

use super::{how, seat_of};
use crate::award::report::Scene;
use crate::award::rules::{self, Counted, Refusal, Seat};
use crate::award::store;
use crate::cluster;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::tender::{self, Declared};
use ::entity::vote::{self, Capacity};
use ::entity::{ballot, ids::*};

/// A ballot as a page may show it: the count alone while it is open, the result once it is recorded.
#[derive(Clone, Debug)]
pub struct Poll {
    pub ballot: ballot::Model,
    pub open: bool,
    pub voted: usize,
    pub voting_members: usize,
    pub quorum: usize,
    /// After closing.
    pub counted: Option<Counted>,
    pub needs_casting_vote: bool,
    /// The reader's seat, and what was cast from it.
    pub own: Option<Own>,
}

/// A seat of the reader.
#[derive(Clone, Debug)]
pub struct Own {
    pub school: String,
    pub capacity: Capacity,
    pub declared: Declared,
    pub cast: Option<vote::Model>,
    pub representative_voted: bool,
}

impl Own {
    /// Why no vote can be cast from this seat by this reader.
    pub fn refusal(&self) -> Option<Refusal> {
        match self.declared {
            Declared::Missing => Some(Refusal::Undeclared),
            Declared::Conflict => Some(Refusal::Interest),
            Declared::Clear => self.representative_voted.then_some(Refusal::RepresentativeVoted),
        }
    }
}

/// The latest ballot of an award for its page, with the reader's seat.
pub async fn poll(context: &Context, scene: &Scene, award: AwardId) -> Result<Option<Poll>> {
    let connection = context.read();
    let Some(ballot) = store::ballots(connection, award).await?.into_iter().next() else { return Ok(None) };
    let open = ballot.recorded_at.is_none() && context.now < ballot.closes_at;
    let votes = store::votes(connection, ballot.id).await?;
    let at = if open { context.now } else { ballot.closes_at };
    let seats = store::seats(connection, scene.tender.cluster_id, at).await?;
    let interested = store::interested(connection, scene.tender.id).await?;
    let agreement = cluster::agreement_in_force(connection, scene.tender.cluster_id).await?;
    let how = how(agreement.as_ref(), None);
    let counted = rules::count(&seats, &votes, &interested, how);
    let recorded = ballot.result.clone().map(serde_json::from_value).transpose()?;
    Ok(Some(Poll {
        open,
        voted: rules::voted(&seats, &votes),
        voting_members: counted.voting_members,
        quorum: counted.quorum,
        needs_casting_vote: !open && rules::needs_casting_vote(&counted, how),
        counted: recorded.or((!open).then_some(counted)),
        own: if open { own(context, scene, &seats, &votes).await? } else { None },
        ballot,
    }))
}

async fn own(context: &Context, scene: &Scene, seats: &[Seat], votes: &[vote::Model]) -> Result<Option<Own>> {
    let Some((school, capacity)) = seat_of(context, scene.tender.cluster_id) else { return Ok(None) };
    let Some(seat) = seats.iter().find(|seat| seat.school == school) else { return Ok(None) };
    let account = context.actor.require_account()?;
    let of =
        |capacity: Capacity| votes.iter().find(|vote| vote.school_id == school && vote.capacity == capacity).cloned();
    Ok(Some(Own {
        school: seat.name.clone(),
        capacity,
        declared: tender::declared_no_conflict(context.read(), scene.tender.id, account).await?,
        cast: of(capacity),
        representative_voted: capacity == Capacity::Substitute && of(Capacity::Representative).is_some(),
    }))
}
