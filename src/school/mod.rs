//! Who buys: the schools of the register, and what each of them says of itself.

pub mod import;
mod register;
pub mod remind;
pub mod rules;
pub mod store;
pub mod web;

pub use register::{add_contract, add_contracts, change_contract, end_contract, enter, extend, undo_paste};
pub use store::{by_urn, entry};

pub use crate::standing::aligned_of;

pub use crate::account::Held;
use crate::account::{self, Grant};
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::mail::Receiver;
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::ids::*;
use ::entity::membership::{Role, Scope};
use ::entity::school;
use rules::{NOTICE_DAYS, Notice, may_end, notice};
use std::collections::HashMap;

/// The roles that a school gives.
pub const ROLES: [Role; 3] = [Role::BusinessManager, Role::Headteacher, Role::Governor];

/// Where permission for a school's pages is asked.
pub fn place_of(school: &school::Model) -> Place {
    Place::school(school.id)
}

/// The school of an address, for those who may see its pages; not found for everybody else.
pub async fn seen(context: &Context, urn: i32) -> Result<school::Model> {
    let school = store::by_urn(context.read(), urn).await?.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::SeeSchool, &place_of(&school))?;
    Ok(school)
}

/// As [`seen`], and refused unless the actor may do this there.
pub async fn opened(context: &Context, urn: i32, action: Action) -> Result<school::Model> {
    let school = seen(context, urn).await?;
    context.actor.require(action, &place_of(&school))?;
    Ok(school)
}

/// The schools that the hat in use is worn for.
pub async fn own(context: &Context) -> Result<&[school::Model]> {
    let may_see = |hat: &&crate::platform::access::Hat| Action::SeeSchool.roles().contains(&hat.role);
    let ids: Vec<SchoolId> = context.actor.hats().iter().filter(may_see).filter_map(|hat| hat.for_school()).collect();
    if ids.is_empty() {
        return Ok(&[]);
    }
    Ok(context.own.schools.get_or_try_init(|| store::by_ids(context.read(), ids)).await?)
}

/// Who holds which role in the school.
pub async fn people(context: &Context, school: &school::Model) -> Result<Vec<Held>> {
    account::people_of(context.read(), Scope::School, Some(school.id.0)).await
}

/// To whom mail about what the school buys goes: its business managers, or else the headteacher.
pub async fn keepers(connection: &impl sea_orm::ConnectionTrait, school: SchoolId) -> Result<Vec<Receiver>> {
    let mut found = account::receivers(connection, Role::BusinessManager, school.0).await?;
    if found.is_empty() {
        found = account::receivers(connection, Role::Headteacher, school.0).await?;
    }
    Ok(found.into_iter().map(|(_, receiver)| receiver).collect())
}

/// Gives somebody a role in the school, with an invitation by mail to who has no account.
pub async fn invite(context: &Context, school: &school::Model, email: &str, name: &str, role: Role) -> Result<()> {
    context.actor.require(Action::InviteToSchool, &place_of(school))?;
    account::invite(context, email, name, Grant::school(role, school.id)).await?;
    Ok(())
}

/// Ends one role of one person in the school.
pub async fn end_role(context: &Context, school: &school::Model, id: MembershipId) -> Result<()> {
    context.actor.require(Action::InviteToSchool, &place_of(school))?;
    let held: Vec<_> =
        people(context, school).await?.into_iter().map(|held| (held.membership.id, held.membership.role)).collect();
    if !held.iter().any(|(found, _)| *found == id) {
        return Err(Error::NotFound);
    }
    may_end(&held, id).map_err(Error::refused)?;
    account::end_role(context, id).await
}

/// Notice dates of the next 120 days, for who keeps the contract register.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let today = words::london_day(context.now);
    let mut todos = Vec::new();
    for school in own(context).await? {
        if !context.actor.may(Action::EditSchool, &place_of(school)) {
            continue;
        }
        for entry in store::register(context.read(), school.id).await? {
            let (Notice::Soon(_), Some(day)) = (notice(entry.notice_on, today), entry.notice_on) else { continue };
            let text = format!("Decide whether to give notice: {}", entry.title);
            let href = format!("/schools/{}/spend/{}", school.urn, entry.id);
            let why = format!("Notice to {} is due within {NOTICE_DAYS} days, at {}", entry.provider_name, school.name);
            todos.push(ToDo::new(text, href, why).due(day));
        }
    }
    Ok(todos)
}

/// The service categories that a contract can be for.
pub async fn categories(context: &Context) -> Result<Vec<rules::Choice>> {
    let all = crate::catalogue::categories(context.read()).await?;
    Ok(all
        .into_iter()
        .map(|each| rules::Choice { id: each.id, name: each.name, slug: each.slug, cost_codes: each.shape.cost_codes })
        .collect())
}

/// The name of every service category.
pub async fn category_names(context: &Context) -> Result<HashMap<CategoryId, String>> {
    Ok(categories(context).await?.into_iter().map(|each| (each.id, each.name)).collect())
}
