//! Queries of the record of events.

use crate::platform::error::Result;
use ::entity::{account, event};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

pub const EVENTS_OF_A_PAGE: u64 = 50;
/// Older entries are read in the record's own file.
const MOST_EVENTS: u64 = 10_000;

/// An entry of the record with the name of who did it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub event: event::Model,
    pub by: Option<String>,
}

/// Everything but the tenders' chains, which have pages that keep the sealed sealed, and the coming and going of people.
fn events_of_organisations() -> sea_orm::Select<event::Entity> {
    event::Entity::find()
        .filter(event::Column::Chain.starts_with("tender:").not())
        .filter(event::Column::Chain.starts_with("bid:").not())
        .filter(event::Column::Action.starts_with("account.signed").not())
        // What an organisation keeps of its bids would tell when it writes them.
        .filter(event::Column::Action.starts_with("answer.").not())
}

/// How many there are, counted no further than the last page that is shown.
pub async fn count_events(connection: &impl ConnectionTrait) -> Result<u64> {
    Ok(events_of_organisations().limit(MOST_EVENTS).count(connection).await?)
}

/// The newest entries first. Two queries.
pub async fn events(connection: &impl ConnectionTrait, skipped: u64) -> Result<Vec<Entry>> {
    let page = events_of_organisations().order_by_desc(event::Column::Id).offset(skipped).limit(EVENTS_OF_A_PAGE);
    let rows = page.all(connection).await?;
    let ids = rows.iter().filter_map(|event| event.actor);
    let people = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
    let names: HashMap<_, _> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let by = |event: &event::Model| names.get(&event.actor?).cloned();
    Ok(rows.into_iter().map(|event| Entry { by: by(&event), event }).collect())
}
