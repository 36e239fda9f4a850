//! Who chairs, minutes and votes: each role has one holder, and a new one takes over from the one before.

use super::found::event;
use super::store;
use crate::account::{self, Grant};
use crate::committee;
use crate::platform::access::{Action, Actor, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::Event;
use ::entity::membership::Role;
use ::entity::{cluster, ids::*};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// Somebody to appoint, by name and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Chair, vice-chair, clerk, representative or substitute.
    pub role: Role,
    /// Whom a representative or substitute votes for; the school a chair or clerk comes from, if any.
    pub school: Option<SchoolId>,
    pub name: String,
    pub email: String,
}

/// May this person fill the role? The chair, vice-chair or clerk may; a school names who votes for it; and the host school
/// appoints the first chair.
pub fn may_appoint(
    actor: &Actor,
    place: &Place,
    host: Option<SchoolId>,
    has_chair: bool,
    role: Role,
    school: Option<SchoolId>,
) -> bool {
    if actor.may(Action::ManageCluster, place) {
        return true;
    }
    match (role, school, host) {
        (Role::Representative | Role::Substitute, Some(school), _) => {
            place.schools.contains(&school) && actor.may(Action::AgreeForBody, &Place::school(school))
        }
        (Role::Chair, _, Some(host)) => !has_chair && actor.may(Action::FoundCluster, &Place::school(host)),
        _ => false,
    }
}

/// Appoints somebody, by mail where they have no account yet; who held the role before holds it no longer.
pub async fn appoint(context: &Context, cluster: &cluster::Model, new: Appointment) -> Result<AccountId> {
    let place = store::place_of(context.read(), cluster.id).await?;
    let mut change = Change::begin(context).await?;
    let cluster = store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let chairs = store::role_held(change.tx(), cluster.id, Role::Chair, None).await?;
    if !may_appoint(&context.actor, &place, cluster.host_school_id, !chairs.is_empty(), new.role, new.school) {
        context.actor.require(Action::ManageCluster, &place)?;
    }
    let (account, given) = fill(&mut change, &cluster, &place, &new).await?;
    change.commit(given).await?;
    Ok(account)
}

/// Appoints within another change, for whoever may; the event tells of it.
pub async fn fill(
    change: &mut Change,
    cluster: &cluster::Model,
    place: &Place,
    new: &Appointment,
) -> Result<(AccountId, Event)> {
    check_school(place, new)?;
    let account = account::find_or_invite(change, &new.email, &new.name, new.role).await?;
    refuse_both_voters(change, cluster.id, account, new).await?;
    committee::may_hold(change, cluster.id, (new.role, new.school), account).await?;
    end_others(change, cluster, account, new).await?;
    let given = account::give(change, account, Grant::cluster(new.role, cluster.id, new.school)).await?;
    Ok((account, given))
}

fn is_voter(role: Role) -> bool {
    matches!(role, Role::Representative | Role::Substitute)
}

fn check_school(place: &Place, new: &Appointment) -> Result<()> {
    match (new.role, new.school) {
        (Role::Representative | Role::Substitute, None) => {
            Err(Error::field("school", "Choose a school of the cluster"))
        }
        (Role::Chair | Role::ViceChair | Role::Clerk | Role::Representative | Role::Substitute, school) => {
            match school.is_none_or(|school| place.schools.contains(&school)) {
                true => Ok(()),
                false => Err(Error::field("school", "Choose a school of the cluster")),
            }
        }
        _ => Err(Error::field("role", "Choose a role in the cluster")),
    }
}

/// One person cannot be a school's representative and its substitute.
async fn refuse_both_voters(change: &Change, cluster: ClusterId, account: AccountId, new: &Appointment) -> Result<()> {
    let other = match new.role {
        Role::Representative => Role::Substitute,
        Role::Substitute => Role::Representative,
        _ => return Ok(()),
    };
    let held = store::role_held(change.tx(), cluster, other, new.school).await?;
    if held.iter().any(|held| held.account_id == account) {
        let word = other.title().to_lowercase();
        return Err(Error::field("email", format!("This person is the school's {word}. Choose somebody else")));
    }
    Ok(())
}

async fn end_others(
    change: &mut Change,
    cluster: &cluster::Model,
    account: AccountId,
    new: &Appointment,
) -> Result<()> {
    let school = new.school.filter(|_| is_voter(new.role));
    for held in store::role_held(change.tx(), cluster.id, new.role, school).await? {
        if held.account_id == account && held.school_id == new.school {
            continue;
        }
        let data = json!({ "role": held.role, "school": held.school_id, "account": held.account_id });
        let mut row = held.into_active_model();
        row.ended_at = Set(Some(change.now()));
        row.update(change.tx()).await?;
        change.note(event(cluster, "role.ended").with(data));
    }
    Ok(())
}
