//! Schools joined under one agreement: members, representatives, votes.

mod agree;
mod authority;
mod bodies;
mod due;
mod evaluate;
mod found;
mod letters;
mod money;
mod people;
mod stay;
mod terms;
mod to_do;
pub mod rules;
pub mod store;
pub mod web;

pub use crate::fund::{MoneyLine, all_money_in, money_in, money_years};
pub use agree::{NewVersion, Standing, adopt, change_answer_by, record_version, standing, taking, withdraw};
pub use authority::{
    NewPromise, Parties, Signed, may_promise, parties_to, promise, remove_promise, sign_for_authority,
};
pub use bodies::{Refused, agree, decline};
pub use due::{end_notices, remind};
pub use evaluate::{action_of, own_levels, rate, results, year_of};
pub use found::{NewCluster, add_school, change_host, found, leave};
pub use money::{NewEntry, end_plan, offers, plan, record_money, remove_money};
pub use people::{Appointment, appoint, fill, may_appoint};
pub use stay::{Said, Stay, give_notice, refresh, stays, take_back};
pub use store::{
    Member, Offer, agreement_in_force, all_members, by_id, by_slug, closures, clusters_of, locked, members, officers,
    parties, place_of, plans, recorded_money_in, recorded_money_years,
};
pub use terms::{NewClosure, record_closure, remove_closure};
pub use to_do::to_do;

use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::cluster;
use ::entity::ids::{ClusterId, SchoolId};
use ::entity::membership::{Role, Scope};

/// The cluster with this address and where its permissions are asked, for whoever may see inside it.
pub async fn within_sight(context: &Context, slug: &str) -> Result<(cluster::Model, Place)> {
    let cluster = by_slug(context.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = place_of(context.read(), cluster.id).await?;
    context.actor.require_sight(Action::SeeCluster, &place)?;
    Ok((cluster, place))
}

/// The clusters of the hats in use: a school's, or the one that an office is held in; the oldest first.
pub async fn own(context: &Context) -> Result<&[cluster::Model]> {
    Ok(context.own.clusters.get_or_try_init(|| read_own(context)).await?)
}

async fn read_own(context: &Context) -> Result<Vec<cluster::Model>> {
    let of = |scope: Scope| context.actor.hats().iter().filter(move |hat| hat.scope == scope);
    let schools: Vec<SchoolId> = of(Scope::School).filter_map(|hat| hat.for_school()).collect();
    let offices: Vec<ClusterId> = of(Scope::Cluster).filter_map(|hat| hat.scope_id.map(ClusterId)).collect();
    let mut all = store::clusters_of_schools(context.read(), &schools).await?;
    all.extend(store::by_ids(context.read(), &offices).await?);
    all.sort_by_key(|cluster| cluster.id);
    all.dedup_by_key(|cluster| cluster.id);
    Ok(all)
}

/// The schools that the hats in use are held in, as one of these roles.
fn own_schools(context: &Context, roles: &[Role]) -> Vec<SchoolId> {
    let hats = context.actor.hats().iter().filter(|hat| hat.scope == Scope::School && roles.contains(&hat.role));
    hats.filter_map(|hat| hat.for_school()).collect()
}
