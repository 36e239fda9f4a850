//! Appointing a tender's team, and letting somebody go.

use super::rules::team as rules;
use super::steps::require_going_on;
use super::{dossier, sight, store};
use crate::account::{self, Grant};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::ids::*;
use ::entity::membership::Role;
use ::entity::tender;

/// Somebody to appoint.
#[derive(Clone, Debug)]
pub struct Appointment {
    pub role: Role,
    pub name: String,
    pub email: String,
    /// The URN of the member school that they are appointed for.
    pub urn: i32,
}

/// Gives somebody a role in the tender; who has no account yet is invited by mail.
pub async fn appoint(context: &Context, reference: &str, new: Appointment) -> Result<()> {
    let (mut change, tender) = begin(context, reference).await?;
    let dossier = dossier::of(change.tx(), tender).await?;
    let school = dossier.members.iter().find(|school| school.urn == new.urn);
    let school = school.ok_or_else(|| Error::field("school", "Choose a school of the cluster"))?.id;
    rules::appoint(&dossier.team, &dossier.chairs, new.role, &new.email, school)
        .map_err(|refusal| Error::field(refusal.field(), refusal))?;
    let account = account::find_or_invite(&mut change, &new.email, &new.name, new.role).await?;
    let event = account::give(&change, account, Grant::tender(new.role, dossier.tender.id, Some(school))).await?;
    change.commit(event).await?;
    Ok(())
}

/// Takes a role of the tender away.
pub async fn dismiss(context: &Context, reference: &str, membership: MembershipId) -> Result<()> {
    let (change, tender) = begin(context, reference).await?;
    let team = store::team(change.tx(), tender.id).await?;
    let member = team.iter().find(|member| member.membership == membership).ok_or(Error::NotFound)?;
    let event = account::take(&change, member.membership).await?;
    change.commit(event).await?;
    Ok(())
}

async fn begin(context: &Context, reference: &str) -> Result<(Change, tender::Model)> {
    let found = store::by_reference(context.read(), reference).await?;
    let place = sight::visible_to(context.read(), &context.actor, &found).await?;
    context.actor.require(Action::RunTender, &place)?;
    let change = Change::begin(context).await?;
    let tender = store::locked(change.tx(), found.id).await?;
    require_going_on(&tender)?;
    Ok((change, tender))
}
