//! What a cluster's list of tenders and its form to start one need to know of the cluster.

use super::store::Sight;
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::{catalogue, cluster};
use ::entity::cluster as cluster_table;
use ::entity::ids::*;
use ::entity::membership::Scope;
use sea_orm::EntityTrait as _;

/// A cluster, where it is, and which of its tenders the actor may know of.
pub struct ClusterDesk {
    pub cluster: cluster_table::Model,
    pub place: Place,
    pub sight: Sight,
}

/// The cluster for somebody who belongs to it, or to the team of a tender of it.
pub async fn cluster_desk(context: &Context, slug: &str) -> Result<ClusterDesk> {
    let cluster = cluster::by_slug(context.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = cluster::place_of(context.read(), cluster.id).await?;
    let of_teams = context.actor.hats().iter().filter(|hat| hat.scope == Scope::Tender);
    let own_teams: Vec<TenderId> = of_teams.filter_map(|hat| hat.scope_id.map(TenderId)).collect();
    let belongs = context.actor.may(Action::SeeCluster, &place)
        || super::store::any_of_cluster(context.read(), cluster.id, &own_teams).await?;
    if !belongs {
        context.actor.require_sight(Action::SeeCluster, &place)?;
    }
    let sight = Sight { every_draft: context.actor.may(Action::SeeTenderTeam, &place), own_teams };
    Ok(ClusterDesk { cluster, place, sight })
}

/// What can be bought: slug and name.
pub async fn categories(context: &Context) -> Result<Vec<(String, String)>> {
    let all = catalogue::categories(context.read()).await?;
    Ok(all.into_iter().map(|category| (category.slug, category.name)).collect())
}

/// Whether the cluster has an agreement in force.
pub async fn has_agreement(context: &Context, cluster: ClusterId) -> Result<bool> {
    Ok(cluster::agreement_in_force(context.read(), cluster).await?.is_some())
}

/// The name of a person, for pages that say who did something.
pub async fn name_of(context: &Context, account: AccountId) -> Result<String> {
    let found = ::entity::account::Entity::find_by_id(account).one(context.read()).await?;
    Ok(found.map_or_else(|| "Somebody".to_owned(), |person| person.name))
}
