//! Queries about people and their roles.

use super::rules::Grant;
use crate::platform::error::Result;
use crate::platform::http::session::Worn;
use crate::platform::keys::sha256_hex;
use ::entity::account_token::Purpose;
use ::entity::membership::{Role, Scope};
use ::entity::{account, account_token, cluster, ids::*, membership, provider, school, tender};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Roles read at once: those of a page of people.
const MOST_HATS: u64 = 1_000;

/// One person and a role of theirs, for a list of people.
#[derive(Clone, Debug)]
pub struct Held {
    pub membership: membership::Model,
    pub account: account::Model,
}

pub async fn by_email(connection: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::Email.eq(email)).one(connection).await?)
}

pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .order_by_asc(account::Column::Name)
        .all(connection)
        .await?)
}

/// The names of accounts, for pages that say who did what.
pub async fn names(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>> {
    Ok(by_ids(connection, ids).await?.into_iter().map(|person| (person.id, person.name)).collect())
}

/// The role, if it is held now.
pub async fn held(
    connection: &impl ConnectionTrait,
    account: AccountId,
    grant: Grant,
) -> Result<Option<membership::Model>> {
    let mut query = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account))
        .filter(membership::Column::Role.eq(grant.role))
        .filter(membership::Column::EndedAt.is_null());
    query = match grant.scope_id {
        Some(id) => query.filter(membership::Column::ScopeId.eq(id)),
        None => query.filter(membership::Column::ScopeId.is_null()),
    };
    if let Some(school) = grant.school {
        query = query.filter(membership::Column::SchoolId.eq(school));
    }
    Ok(query.one(connection).await?)
}

/// Everybody who holds a role in one place, at most 500.
pub async fn people_of(connection: &impl ConnectionTrait, scope: Scope, scope_id: Option<Uuid>) -> Result<Vec<Held>> {
    let mut query = membership::Entity::find()
        .filter(membership::Column::Scope.eq(scope))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id)
        .limit(500);
    if let Some(id) = scope_id {
        query = query.filter(membership::Column::ScopeId.eq(id));
    }
    let memberships = query.all(connection).await?;
    let accounts: HashMap<_, _> = by_ids(connection, memberships.iter().map(|held| held.account_id))
        .await?
        .into_iter()
        .map(|a| (a.id, a))
        .collect();
    let held = |membership: membership::Model| {
        let account = accounts.get(&membership.account_id)?.clone();
        Some(Held { membership, account })
    };
    Ok(memberships.into_iter().filter_map(held).collect())
}

/// The unused, unexpired token behind a mailed secret, locked.
pub async fn token(
    transaction: &impl ConnectionTrait,
    secret: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<account_token::Model>> {
    Ok(account_token::Entity::find()
        .filter(account_token::Column::TokenHash.eq(sha256_hex(secret.as_bytes())))
        .filter(account_token::Column::Purpose.eq(purpose))
        .filter(account_token::Column::UsedAt.is_null())
        .filter(account_token::Column::ExpiresAt.gt(now))
        .lock_exclusive()
        .one(transaction)
        .await?)
}

/// The hat that somebody wears after signing in: their first.
pub async fn first_hat(connection: &impl ConnectionTrait, account: AccountId) -> Result<Worn> {
    let none = Worn { label: "yourself".to_owned(), ..Worn::default() };
    Ok(hats(connection, account).await?.into_iter().next().unwrap_or(none))
}

/// All hats of a person in words, in the order they were given. Five queries however many there are.
pub async fn hats(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Worn>> {
    Ok(hats_of(connection, [account]).await?.remove(&account).unwrap_or_default())
}

/// The hats of several people. Five queries however many there are.
pub async fn hats_of(
    connection: &impl ConnectionTrait,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, Vec<Worn>>> {
    let held = membership::Entity::find()
        .filter(membership::Column::AccountId.is_in(accounts))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id)
        .limit(MOST_HATS)
        .all(connection)
        .await?;
    let places = places(connection, &held).await?;
    let mut hats = HashMap::<_, Vec<_>>::new();
    for held in &held {
        hats.entry(held.account_id).or_default().push(worn(held, &places));
    }
    Ok(hats)
}

/// How many people there are whose address begins so.
pub async fn count(connection: &impl ConnectionTrait, beginning: &str) -> Result<u64> {
    Ok(account::Entity::find().filter(account::Column::Email.starts_with(beginning)).count(connection).await?)
}

/// A page of the people whose address begins so, by address.
pub async fn listed(
    connection: &impl ConnectionTrait,
    beginning: &str,
    skipped: u64,
    most: u64,
) -> Result<Vec<account::Model>> {
    let found = account::Entity::find().filter(account::Column::Email.starts_with(beginning));
    Ok(found.order_by_asc(account::Column::Email).offset(skipped).limit(most).all(connection).await?)
}

/// The school with this number in the register.
pub async fn school_by_urn(connection: &impl ConnectionTrait, urn: i32) -> Result<Option<school::Model>> {
    Ok(school::Entity::find().filter(school::Column::Urn.eq(urn)).one(connection).await?)
}

/// Name and path by id.
type Places = HashMap<Uuid, (String, String)>;

async fn places(connection: &impl ConnectionTrait, held: &[membership::Model]) -> Result<Places> {
    let ids = |scope: Scope| held.iter().filter(move |held| held.scope == scope).filter_map(|held| held.scope_id);
    let mut places = Places::new();
    let schools = school::Entity::find().filter(school::Column::Id.is_in(ids(Scope::School))).all(connection).await?;
    places.extend(schools.into_iter().map(|school| (school.id.0, (school.name, format!("/schools/{}", school.urn)))));
    let tenders = tender::Entity::find().filter(tender::Column::Id.is_in(ids(Scope::Tender))).all(connection).await?;
    let clusters =
        cluster::Entity::find().filter(cluster::Column::Id.is_in(ids(Scope::Cluster))).all(connection).await?;
    places.extend(
        clusters.into_iter().map(|cluster| (cluster.id.0, (cluster.name, format!("/clusters/{}", cluster.slug)))),
    );
    places.extend(tenders.into_iter().map(|tender| {
        let path = format!("/tenders/{}", tender.reference);
        (tender.id.0, (tender.reference, path))
    }));
    let providers =
        provider::Entity::find().filter(provider::Column::Id.is_in(ids(Scope::Provider))).all(connection).await?;
    places.extend(providers.into_iter().map(|provider| {
        let path =
            provider.la_code.map(|code| format!("/authorities/{code}")).unwrap_or_else(|| "/organisation".to_owned());
        (provider.id.0, (provider.name, path))
    }));
    Ok(places)
}

fn worn(held: &membership::Model, places: &Places) -> Worn {
    let place = held.scope_id.and_then(|id| places.get(&id));
    let (label, path) = match place {
        Some((name, path)) => (format!("{}, {name}", held.role.title()), path.clone()),
        None => (held.role.title().to_owned(), if held.role == Role::Auditor { "/audit" } else { "/admin" }.to_owned()),
    };
    Worn { membership: Some(held.id), label, path }
}

/// The first hundred accounts, oldest first: the demonstration's people.
pub async fn everybody(connection: &impl ConnectionTrait) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find().order_by_asc(account::Column::Id).limit(100).all(connection).await?)
}

/// The account with this address.
pub async fn find(connection: &impl ConnectionTrait, email: &str) -> Result<Option<AccountId>> {
    Ok(by_email(connection, email).await?.map(|person| person.id))
}

/// Whether there is any account yet.
pub async fn anybody(connection: &impl ConnectionTrait) -> Result<bool> {
    Ok(account::Entity::find().limit(1).one(connection).await?.is_some())
}
