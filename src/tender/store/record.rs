//! The entries of a tender's chain, for its timeline and its record.

use crate::platform::error::Result;
use crate::platform::event::Chain;
use crate::tender::rules::words;
use ::entity::{account, event, ids::*, tender};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

const ON_A_PAGE: u64 = 20;

/// Who reads: the public what is public, a reader of the record everything but what is still sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Public,
    OfTheRecord,
}

/// An entry with the name of who did it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub event: event::Model,
    pub by: Option<String>,
}

/// One page of entries, the newest first, and how many pages there are. Before the bids are opened no entry about a bid
/// is among them, nor counted. Three queries.
pub async fn entries(
    connection: &impl ConnectionTrait,
    tender: &tender::Model,
    reader: Reader,
    page: u64,
) -> Result<super::Paged<Entry>> {
    let mut query = event::Entity::find().filter(event::Column::Chain.eq(Chain::Tender(tender.id).to_string()));
    if reader == Reader::Public {
        query = query.filter(event::Column::Action.is_in(words::PUBLIC.iter().copied()));
    } else if tender.opened_at.is_none() {
        query = query.filter(event::Column::Action.starts_with(words::SEALED).not());
    }
    let count = query.clone().count(connection).await?;
    let pages = super::pages_of(count, ON_A_PAGE);
    let page = page.clamp(1, pages);
    let rows =
        query.order_by_desc(event::Column::N).limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE).all(connection).await?;
    let names = names(connection, &rows).await?;
    let by = |event: &event::Model| event.actor.and_then(|actor| names.get(&actor).cloned());
    Ok(super::Paged { rows: rows.into_iter().map(|event| Entry { by: by(&event), event }).collect(), page, pages })
}

async fn names(connection: &impl ConnectionTrait, rows: &[event::Model]) -> Result<HashMap<AccountId, String>> {
    let ids = rows.iter().filter_map(|event| event.actor);
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
    Ok(accounts.into_iter().map(|account| (account.id, account.name)).collect())
}

/// Who changed the tender last, and when.
pub async fn last_change(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<Entry>> {
    let last = event::Entity::find()
        .filter(event::Column::Chain.eq(Chain::Tender(tender).to_string()))
        .filter(event::Column::Action.starts_with(words::SEALED).not())
        .order_by_desc(event::Column::N)
        .one(connection)
        .await?;
    let Some(event) = last else { return Ok(None) };
    let names = names(connection, std::slice::from_ref(&event)).await?;
    Ok(Some(Entry { by: event.actor.and_then(|actor| names.get(&actor).cloned()), event }))
}
