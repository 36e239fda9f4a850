//! Where a tender is, and who may know of it.

use crate::cluster;
use crate::platform::access::{Action, Actor, Place};
use crate::platform::error::{Error, Result};
use ::entity::tender::{self, TenderState};
use sea_orm::ConnectionTrait;

/// Where this tender is: its cluster, the member schools and the tender itself, for the roles that count there.
pub async fn place_of(connection: &impl ConnectionTrait, tender: &tender::Model) -> Result<Place> {
    let cluster = cluster::place_of(connection, tender.cluster_id).await?;
    Ok(Place { tender: Some(tender.id), ..cluster })
}

/// Where it is, for an actor who may know of it: a draft its team alone, then the member schools, from its publication on
/// everybody. Who may not is told that there is nothing.
pub async fn visible_to(connection: &impl ConnectionTrait, actor: &Actor, tender: &tender::Model) -> Result<Place> {
    let place = place_of(connection, tender).await?;
    if tender.published_at.is_none() {
        if actor.account.is_none() {
            // The same as for a tender that there is not: a visitor does not learn that one is being prepared.
            return Err(Error::NotFound);
        }
        let of_the_team = tender.state == TenderState::Draft || tender.pooled_at.is_none();
        actor.require_sight(if of_the_team { Action::SeeTenderTeam } else { Action::SeeCluster }, &place)?;
    }
    Ok(place)
}

/// Where a tender is for the roles held in its cluster or in itself, told without a query.
pub(super) fn place_in(tender: &tender::Model) -> Place {
    Place { clusters: vec![tender.cluster_id], tender: Some(tender.id), ..Place::default() }
}
