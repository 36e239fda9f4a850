//! The entries of a tender's chain, for its timeline and its record.

use crate::platform::error::Result;
use crate::platform::event::Chain;
use crate::tender::rules::words;
use ::entity::{account, event, ids::*, membership, tender};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::HashMap;

const ON_A_PAGE: u64 = 20;
/// Entries that are read at once for a file.
const AT_ONCE: u64 = 500;

/// Who reads: the public what is public, a reader of the record everything but what is still sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Public,
    OfTheRecord,
}

/// Which entries are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// What the notice tells everybody.
    Published,
    /// Everything but what would tell whether there is any bid.
    Unsealed,
    All,
}

/// An entry with the name of who did it, and the role in which they did.
#[derive(Clone, Debug)]
pub struct Entry {
    pub event: event::Model,
    pub by: Option<String>,
    pub role: Option<&'static str>,
}

fn of(tender: TenderId, shown: Shown) -> Select<event::Entity> {
    let query = event::Entity::find().filter(event::Column::Chain.eq(Chain::Tender(tender).to_string()));
    match shown {
        Shown::Published => query.filter(event::Column::Action.is_in(words::PUBLIC.iter().copied())),
        Shown::Unsealed => query.filter(event::Column::Action.starts_with(words::SEALED).not()),
        Shown::All => query,
    }
}

/// One page of entries, the newest first, and how many pages there are. Four queries.
pub async fn entries(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    shown: Shown,
    page: u64,
) -> Result<super::Paged<Entry>> {
    let query = of(tender, shown);
    let count = query.clone().count(connection).await?;
    let pages = super::pages_of(count, ON_A_PAGE);
    let page = page.clamp(1, pages);
    let rows =
        query.order_by_desc(event::Column::N).limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE).all(connection).await?;
    Ok(super::Paged { rows: told(connection, rows).await?, page, pages })
}

/// The entries after a place in the chain, a bounded number at once, the oldest first. Three queries.
pub async fn entries_after(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    shown: Shown,
    after: i64,
) -> Result<Vec<Entry>> {
    let query = of(tender, shown).filter(event::Column::N.gt(after)).order_by_asc(event::Column::N);
    let rows = query.limit(AT_ONCE).all(connection).await?;
    told(connection, rows).await
}

async fn told(connection: &impl ConnectionTrait, rows: Vec<event::Model>) -> Result<Vec<Entry>> {
    let names = names(connection, &rows).await?;
    let worn = rows.iter().filter_map(|event| event.acting_as);
    let worn = membership::Entity::find().filter(membership::Column::Id.is_in(worn)).all(connection).await?;
    let roles: HashMap<_, _> = worn.into_iter().map(|held| (held.id, held.role.title())).collect();
    let entry = |event: event::Model| Entry {
        by: event.actor.and_then(|actor| names.get(&actor).cloned()),
        role: event.acting_as.and_then(|worn| roles.get(&worn).copied()),
        event,
    };
    Ok(rows.into_iter().map(entry).collect())
}

async fn names(connection: &impl ConnectionTrait, rows: &[event::Model]) -> Result<HashMap<AccountId, String>> {
    let ids = rows.iter().filter_map(|event| event.actor);
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
    Ok(accounts.into_iter().map(|account| (account.id, account.name)).collect())
}

/// Who changed the tender last, and when.
pub async fn last_change(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<Entry>> {
    let last = of(tender, Shown::Unsealed).order_by_desc(event::Column::N).one(connection).await?;
    Ok(told(connection, last.into_iter().collect()).await?.pop())
}

/// Which entries a reader of the record has: nothing about bids before they are opened.
pub fn shown_to(tender: &tender::Model, reader: Reader, is_told: bool) -> Shown {
    match reader {
        Reader::Public if is_told => Shown::All,
        Reader::Public => Shown::Published,
        Reader::OfTheRecord if tender.opened_at.is_some() => Shown::All,
        Reader::OfTheRecord => Shown::Unsealed,
    }
}
