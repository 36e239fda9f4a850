//! Schools joined under one agreement: members, representatives, votes.

mod agree;
mod found;
mod money;
mod people;
mod terms;
pub mod rules;
pub mod store;
pub mod web;

pub use crate::fund::{MoneyLine, all_money_in, money_in, money_years};
pub use agree::{NewVersion, Standing, adopt, agree, record_version, standing, withdraw};
pub use found::{NewCluster, add_school, change_host, found, leave};
pub use money::{NewEntry, end_plan, offers, plan, record_money, remove_money};
pub use people::{Appointment, appoint, may_appoint};
pub use store::{
    Member, Offer, agreement_in_force, all_members, by_id, by_slug, closures, clusters_of, members, officers, place_of,
    plans, recorded_money_in, recorded_money_years,
};
pub use terms::{NewClosure, record_closure, remove_closure};

use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::todo::ToDo;
use ::entity::cluster;
use ::entity::ids::SchoolId;
use ::entity::membership::{Role, Scope};

/// The cluster with this address and where its permissions are asked, for whoever may see inside it.
pub async fn within_sight(context: &Context, slug: &str) -> Result<(cluster::Model, Place)> {
    let cluster = by_slug(context.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = place_of(context.read(), cluster.id).await?;
    context.actor.require_sight(Action::SeeCluster, &place)?;
    Ok((cluster, place))
}

/// The schools that the hats in use are held in, as one of these roles.
fn own_schools(context: &Context, roles: &[Role]) -> Vec<SchoolId> {
    let hats = context.actor.hats().iter().filter(|hat| hat.scope == Scope::School && roles.contains(&hat.role));
    hats.filter_map(|hat| hat.for_school()).collect()
}

/// Bodies that have not agreed, versions that can come into force, clusters without a chair.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mut all = Vec::new();
    for school in own_schools(context, Action::AgreeForBody.roles()) {
        for cluster in clusters_of(context.read(), school).await? {
            all.extend(to_agree(context, &cluster, school).await?);
        }
    }
    for hat in context.actor.hats().iter().filter(|hat| hat.role == Role::Chair) {
        let Some(id) = hat.scope_id else { continue };
        if let Some(cluster) = by_id(context.read(), ::entity::ids::ClusterId(id)).await? {
            all.extend(to_adopt(context, &cluster).await?);
        }
    }
    Ok(all)
}

async fn to_agree(context: &Context, cluster: &cluster::Model, school: SchoolId) -> Result<Vec<ToDo>> {
    let Some(standing) = standing(context.read(), cluster.id).await? else { return Ok(Vec::new()) };
    let waiting = standing.waiting.iter().find(|member| member.school.id == school);
    let todo = |member: &Member| {
        ToDo::new(
            format!("Record your governing body's agreement to {}", cluster.name),
            format!("/clusters/{}/agreement", cluster.slug),
            format!("{} has not agreed to version {} yet", member.school.name, standing.version.version),
        )
    };
    Ok(waiting.map(todo).into_iter().collect())
}

async fn to_adopt(context: &Context, cluster: &cluster::Model) -> Result<Vec<ToDo>> {
    let Some(standing) = standing(context.read(), cluster.id).await? else {
        let text = format!("Record the agreement of {}", cluster.name);
        let href = format!("/clusters/{}/agreement", cluster.slug);
        return Ok(vec![ToDo::new(text, href, "No tender can pool demand before it is in force")]);
    };
    if standing.version.adopted_at.is_some() || !standing.waiting.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![ToDo::new(
        format!("Bring version {} of the agreement into force", standing.version.version),
        format!("/clusters/{}/agreement", cluster.slug),
        format!("The body of every school in {} has agreed", cluster.name),
    )])
}
