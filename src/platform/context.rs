//! What every command is handed: the application, who acts, and the one instant that it happens at.

use super::access::{Actor, Hat};
use super::app::App;
use super::error::{Error, Result};
use ::entity::{account, cluster, ids::*, membership, school};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// One request, or one step of the demonstration.
#[derive(Clone)]
pub struct Context {
    pub app: App,
    pub actor: Actor,
    pub now: DateTime<Utc>,
    /// What the actor belongs to, once somebody has asked.
    pub own: Arc<Own>,
}

/// The schools and clusters of the actor's hats: read once for all parts of a page that ask.
#[derive(Default)]
pub struct Own {
    pub schools: OnceCell<Vec<school::Model>>,
    pub clusters: OnceCell<Vec<cluster::Model>>,
}

impl Context {
    pub fn new(app: &App, actor: Actor) -> Self {
        Self { app: app.clone(), actor, now: app.clock.now(), own: Arc::default() }
    }

    /// The platform itself acts: start-up, clock, background work.
    pub fn platform(app: &App) -> Self {
        Self::new(app, Actor::public())
    }

    /// The same request by nobody in particular: what the record must not name.
    pub fn unnamed(&self) -> Self {
        Self { actor: Actor::public(), own: Arc::default(), ..self.clone() }
    }

    /// A person acts without having signed in, wearing one of their hats: a step of the demonstration's story.
    pub async fn of(app: &App, account: AccountId, worn: Option<MembershipId>) -> Result<Self> {
        let person = account::Entity::find_by_id(account).one(app.db.read()).await?.ok_or(Error::NotFound)?;
        let hats = hats_of(app.db.read(), account).await?;
        Ok(Self::new(app, Actor::new(account, person.name, &hats, worn)))
    }

    /// The connection for queries.
    pub fn read(&self) -> &DatabaseConnection {
        self.app.db.read()
    }
}

/// The roles that an account holds now, oldest first.
pub async fn hats_of(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Hat>> {
    let held = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id)
        .all(connection)
        .await?;
    Ok(held.into_iter().map(hat_of).collect())
}

/// A role that is held, as a hat to wear.
pub fn hat_of(held: membership::Model) -> Hat {
    Hat { membership: held.id, role: held.role, scope: held.scope, scope_id: held.scope_id, school: held.school_id }
}
