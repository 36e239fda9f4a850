//! The law's table: seeded with what the product brings, added to, read into memory when it changed.

use super::data;
use super::figures::{Figure, Law};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::{law_figure, setting};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder};
use serde_json::json;
use std::sync::{Arc, Mutex};

/// The setting that changes with every row that is added, so that each process knows when to read again.
const VERSION: &str = "law.version";
/// How many rows are written at once: each binds eleven values, and SQLite takes 32,766.
const AT_ONCE: usize = 500;

/// The law as it was last read.
#[derive(Clone)]
struct LastRead {
    /// What version of the table that was; none while it is as the product brings it.
    version: Option<String>,
    law: Arc<Law>,
    /// When the version was last looked at.
    at: DateTime<Utc>,
}

/// The law in memory: looked at again after a second, so that what another process adds holds here by then.
#[derive(Default)]
pub struct Held(Mutex<Option<LastRead>>);

impl Held {
    /// The law of `now`.
    pub async fn now(&self, connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Arc<Law>> {
        let last = self.last();
        if let Some(last) = &last
            && (last.at..last.at + TimeDelta::seconds(1)).contains(&now)
        {
            return Ok(Arc::clone(&last.law));
        }
        let version = setting::Entity::find_by_id(VERSION).one(connection).await?.map(|setting| setting.value);
        let law = match last {
            Some(last) if last.version == version => last.law,
            _ if version.is_none() => Law::given(),
            _ => Arc::new(read(connection).await?),
        };
        self.keep(Some(LastRead { version, law: Arc::clone(&law), at: now }));
        Ok(law)
    }

    /// The next who asks looks at the table: something was added here.
    pub fn forget(&self) {
        self.keep(None);
    }

    fn last(&self) -> Option<LastRead> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    fn keep(&self, last: Option<LastRead>) {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = last;
    }
}

/// All rows of the table.
async fn read(connection: &impl ConnectionTrait) -> Result<Law> {
    let rows = law_figure::Entity::find().order_by_asc(law_figure::Column::Id).all(connection).await?;
    let figure = |row: law_figure::Model| Figure {
        topic: row.topic,
        name: row.name,
        valid_from: row.valid_from,
        number: row.number,
        title: row.title,
        detail: row.detail,
        exception: row.exception,
        source: row.source,
    };
    Ok(Law::of(rows.into_iter().map(figure).collect()))
}

/// Writes what the product brings and the table lacks: at the first start, and after an update.
pub async fn ensure_given(context: &Context) -> Result<()> {
    let change = Change::begin(context).await?;
    let (law, given) = (read(change.tx()).await?, data::given());
    let is_missing = |row: &Figure| !law.rows(row.topic).any(|held| same(held, row));
    let missing: Vec<Figure> = given.into_iter().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(());
    }
    insert(&change, &missing).await?;
    let event = Event::new(Chain::Platform, "law.given", "law").with(json!({ "rows": missing.len() }));
    change.commit(event).await?;
    context.app.law.forget();
    Ok(())
}

fn same(one: &Figure, other: &Figure) -> bool {
    (one.topic, &one.name, one.valid_from) == (other.topic, &other.name, other.valid_from)
}

/// Adds rows inside a change; the same figure from the same day is refused.
pub async fn add(change: &Change, rows: &[Figure]) -> Result<()> {
    insert(change, rows).await
}

async fn insert(change: &Change, rows: &[Figure]) -> Result<()> {
    let row = |figure: &Figure| law_figure::ActiveModel {
        topic: Set(figure.topic),
        name: Set(figure.name.clone()),
        valid_from: Set(figure.valid_from),
        number: Set(figure.number),
        title: Set(figure.title.clone()),
        detail: Set(figure.detail.clone()),
        exception: Set(figure.exception.clone()),
        source: Set(figure.source.clone()),
        added_by: Set(change.by_whom()),
        added_at: Set(change.now()),
        ..Default::default()
    };
    let twice = || Error::refused("A figure from this day is there already. Figures are never edited in place");
    for some in rows.chunks(AT_ONCE) {
        let inserted = law_figure::Entity::insert_many(some.iter().map(row)).exec_without_returning(change.tx()).await;
        inserted.map_err(|error| Error::on_duplicate(error, twice()))?;
    }
    let version = setting::ActiveModel { key: Set(VERSION.to_owned()), value: Set(crate::platform::keys::secret()) };
    let changed = OnConflict::column(setting::Column::Key).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(version).on_conflict(changed).exec_without_returning(change.tx()).await?;
    Ok(())
}
