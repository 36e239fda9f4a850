//! A vote of the schools on the recommendation: opened, cast, counted once.

mod cast;
mod open;
mod poll;
mod record;

pub use cast::{NewVote, cast};
pub use open::{NewBallot, open_ballot};
pub use poll::{Own, Poll, poll};
pub(super) use record::reopen_scores;
pub use record::{Recording, record_vote};

use super::report::Scene;
use super::rules::How;
use super::store;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::award::AwardState;
use ::entity::membership::{Role, Scope};
use ::entity::tender::TenderState;
use ::entity::vote::{Capacity, Choice};
use ::entity::{agreement, award, ids::*};

/// The award, locked with its lot while it waits for the schools' decision.
async fn recommended(change: &Change, scene: &Scene) -> Result<award::Model> {
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    let award = store::award_of(change.tx(), lot.id).await?.ok_or(Error::NotFound)?;
    let waiting = lot.state == TenderState::Recommended && award.state == AwardState::Recommended;
    if waiting { Ok(award) } else { Err(Error::refused("This award is decided already")) }
}

/// The seat that the actor's hats give: the representative's before the substitute's.
pub fn seat_of(context: &Context, cluster: ClusterId) -> Option<(SchoolId, Capacity)> {
    let seat = |role: Role, capacity: Capacity| {
        let held = context.actor.hats().iter().find(|hat| {
            hat.role == role && hat.scope == Scope::Cluster && hat.scope_id == Some(cluster.0) && hat.school.is_some()
        });
        held.and_then(|hat| Some((hat.school?, capacity)))
    };
    seat(Role::Representative, Capacity::Representative).or_else(|| seat(Role::Substitute, Capacity::Substitute))
}

/// How the cluster's agreement counts.
fn how(agreement: Option<&agreement::Model>, casting_vote: Option<Choice>) -> How {
    How {
        majority: agreement.map_or(agreement::Majority::Simple, |agreement| agreement.majority),
        casting_vote_allowed: agreement.is_some_and(|agreement| agreement.casting_vote),
        casting_vote,
        quorum: None,
    }
}
