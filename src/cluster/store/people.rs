//! Who holds which role in a cluster.

use super::MOST_MEMBERS;
use crate::platform::error::Result;
use ::entity::membership::{Role, Scope};
use ::entity::{account, ids::*, membership};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// A person and the role they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    pub role: Role,
    /// Whom they represent, or which school they come from.
    pub school: Option<SchoolId>,
    pub account: AccountId,
    pub name: String,
    pub email: String,
}

/// Everybody with a role in the cluster now. Two queries.
pub async fn officers(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<Officer>> {
    let held = in_cluster(cluster).limit(MOST_MEMBERS * 3).all(connection).await?;
    let ids = held.iter().map(|held| held.account_id);
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
    let accounts: HashMap<_, _> = accounts.into_iter().map(|account| (account.id, account)).collect();
    let officer = |held: membership::Model| {
        let account = accounts.get(&held.account_id)?;
        Some(Officer {
            role: held.role,
            school: held.school_id,
            account: account.id,
            name: account.name.clone(),
            email: account.email.clone(),
        })
    };
    Ok(held.into_iter().filter_map(officer).collect())
}

/// Who holds one role in the cluster, for one school if one is given.
pub async fn role_held(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    role: Role,
    school: Option<SchoolId>,
) -> Result<Vec<membership::Model>> {
    let mut query = in_cluster(cluster).filter(membership::Column::Role.eq(role));
    if let Some(school) = school {
        query = query.filter(membership::Column::SchoolId.eq(school));
    }
    Ok(query.limit(MOST_MEMBERS).all(connection).await?)
}

fn in_cluster(cluster: ClusterId) -> sea_orm::Select<membership::Entity> {
    membership::Entity::find()
        .filter(membership::Column::Scope.eq(Scope::Cluster))
        .filter(membership::Column::ScopeId.eq(cluster.0))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id)
}
