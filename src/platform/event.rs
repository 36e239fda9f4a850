//! The audit record: one gapless chain an aggregate, `hash = SHA-256(previous hash, newline, canonical entry)`.
//!
//! Each change writes its events in its own transaction. A chain is locked by its head, so that unrelated work never
//! queues behind one counter.

use super::error::{Error, Result};
use super::keys::sha256_hex;
use ::entity::{chain_head, event, ids::*};
use chrono::{DateTime, SecondsFormat, Utc};
use futures::TryStreamExt as _;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait, QueryFilter as _, QueryOrder,
    QuerySelect, StreamTrait,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;

const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The aggregate whose chain an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    Tender(TenderId),
    Cluster(ClusterId),
    School(SchoolId),
    Provider(ProviderId),
    /// One bid's own: where it stands tells nothing of other bids. Opening links it to the tender's.
    Bid(BidId),
    Platform,
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tender(id) => write!(f, "tender:{id}"),
            Self::Cluster(id) => write!(f, "cluster:{id}"),
            Self::School(id) => write!(f, "organisation:school:{id}"),
            Self::Provider(id) => write!(f, "organisation:provider:{id}"),
            Self::Bid(id) => write!(f, "bid:{id}"),
            Self::Platform => f.write_str("platform"),
        }
    }
}

/// What happened. No personal data and no bid content goes into `data`.
#[derive(Clone, Debug)]
pub struct Event {
    pub chain: Chain,
    pub action: &'static str,
    pub subject: String,
    pub reason: Option<String>,
    pub data: Value,
}

impl Event {
    /// `action` done to `subject` ("bid:…"), recorded in `chain`.
    pub fn new(chain: Chain, action: &'static str, subject: impl fmt::Display) -> Self {
        Self { chain, action, subject: subject.to_string(), reason: None, data: json!({}) }
    }

    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    pub fn with(mut self, data: Value) -> Self {
        self.data = data;
        self
    }
}

/// Who did it, wearing which hat, when.
#[derive(Clone, Copy, Debug)]
pub struct By {
    pub actor: Option<AccountId>,
    pub acting_as: Option<MembershipId>,
    pub at: DateTime<Utc>,
}

/// Appends to the chain inside the caller's transaction.
pub async fn append(transaction: &impl ConnectionTrait, by: By, event: Event) -> Result<event::Model> {
    let chain = event.chain.to_string();
    let head = lock_head(transaction, &chain).await?;
    let mut entry = event::Model {
        id: 0,
        chain: chain.clone(),
        n: head.n + 1,
        at: by.at,
        actor: by.actor,
        acting_as: by.acting_as,
        action: event.action.to_owned(),
        subject: event.subject,
        reason: event.reason,
        data: event.data.to_string(),
        previous_hash: head.hash.clone(),
        hash: String::new(),
    };
    entry.hash = hash_of(&entry);
    let mut row: event::ActiveModel = entry.clone().into();
    row.id = sea_orm::ActiveValue::NotSet;
    row.insert(transaction).await?;
    let mut next: chain_head::ActiveModel = head.into();
    next.n = Set(entry.n);
    next.hash = Set(entry.hash.clone());
    next.update(transaction).await?;
    Ok(entry)
}

/// The position of the next entry; the chain is kept from growing until the transaction ends.
pub async fn next_position(transaction: &impl ConnectionTrait, chain: Chain) -> Result<i64> {
    Ok(lock_head(transaction, &chain.to_string()).await?.n + 1)
}

async fn lock_head(transaction: &impl ConnectionTrait, chain: &str) -> Result<chain_head::Model> {
    let empty = chain_head::ActiveModel { chain: Set(chain.to_owned()), n: Set(0), hash: Set(GENESIS.to_owned()) };
    let keep = sea_orm::sea_query::OnConflict::column(chain_head::Column::Chain).do_nothing().to_owned();
    chain_head::Entity::insert(empty).on_conflict(keep).exec_without_returning(transaction).await?;
    let head = chain_head::Entity::find_by_id(chain.to_owned()).lock_exclusive().one(transaction).await?;
    head.ok_or_else(|| Error::internal(format!("chain {chain} has no head")))
}

/// The hash of an entry over everything it says and the hash before it.
fn hash_of(entry: &event::Model) -> String {
    let canonical = json!({
        "acting_as": entry.acting_as, "action": entry.action, "actor": entry.actor,
        "at": entry.at.to_rfc3339_opts(SecondsFormat::Micros, true), "chain": entry.chain, "data": entry.data,
        "n": entry.n, "reason": entry.reason, "subject": entry.subject,
    });
    sha256_hex(format!("{}\n{canonical}", entry.previous_hash).as_bytes())
}

/// Whether the entry's hash is of what it says now; whether it follows the entry before it, `verify_chain` tells.
pub fn is_as_written(entry: &event::Model) -> bool {
    entry.hash == hash_of(entry)
}

/// What `verify-audit` found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Unbroken { chains: usize, entries: u64 },
    Broken { chain: String, n: i64, why: &'static str },
}

/// Reads the whole record in order and recomputes every hash; names the first entry that is not as it was written.
pub async fn verify<C: ConnectionTrait + StreamTrait>(connection: &C) -> Result<Verdict> {
    let mut heads: BTreeMap<String, (i64, String)> = BTreeMap::new();
    let mut entries = 0;
    let ordered = event::Entity::find().order_by_asc(event::Column::Chain).order_by_asc(event::Column::N);
    let mut rows = ordered.stream(connection).await?;
    while let Some(row) = rows.try_next().await? {
        let head = heads.entry(row.chain.clone()).or_insert_with(|| (0, GENESIS.to_owned()));
        if let Some(why) = fault_of(&row, head) {
            return Ok(Verdict::Broken { chain: row.chain, n: row.n, why });
        }
        *head = (row.n, row.hash);
        entries += 1;
    }
    drop(rows);
    verify_heads(connection, heads, entries).await
}

/// The last entry's place and hash: whoever keeps them can prove later that nothing before was changed.
pub async fn head(connection: &impl ConnectionTrait, chain: Chain) -> Result<(i64, String)> {
    let head = chain_head::Entity::find_by_id(chain.to_string()).one(connection).await?;
    Ok(head.map_or((0, GENESIS.to_owned()), |head| (head.n, head.hash)))
}

/// Reads one chain as far as its head was when this began, and recomputes every hash.
pub async fn verify_chain<C: ConnectionTrait + StreamTrait>(connection: &C, chain: Chain) -> Result<Verdict> {
    let name = chain.to_string();
    let (last, hash) = head(connection, chain).await?;
    let ordered = event::Entity::find()
        .filter(event::Column::Chain.eq(&name))
        .filter(event::Column::N.lte(last))
        .order_by_asc(event::Column::N);
    let mut rows = ordered.stream(connection).await?;
    let mut read = (0, GENESIS.to_owned());
    while let Some(row) = rows.try_next().await? {
        if let Some(why) = fault_of(&row, &read) {
            return Ok(Verdict::Broken { chain: name, n: row.n, why });
        }
        read = (row.n, row.hash);
    }
    if read != (last, hash) {
        return Ok(Verdict::Broken { chain: name, n: read.0 + 1, why: "entries at its end are missing" });
    }
    Ok(Verdict::Unbroken { chains: 1, entries: u64::try_from(last).unwrap_or_default() })
}

fn fault_of(row: &event::Model, head: &(i64, String)) -> Option<&'static str> {
    if row.n != head.0 + 1 {
        Some("an entry before it is missing")
    } else if row.previous_hash != head.1 {
        Some("it does not follow the entry before it")
    } else if !is_as_written(row) {
        Some("it was changed")
    } else {
        None
    }
}

async fn verify_heads(
    connection: &impl ConnectionTrait,
    heads: BTreeMap<String, (i64, String)>,
    entries: u64,
) -> Result<Verdict> {
    for stored in chain_head::Entity::find().order_by_asc(chain_head::Column::Chain).all(connection).await? {
        let found = heads.get(&stored.chain).map(|(n, hash)| (*n, hash.as_str())).unwrap_or((0, GENESIS));
        if found != (stored.n, stored.hash.as_str()) {
            return Ok(Verdict::Broken { chain: stored.chain, n: found.0 + 1, why: "entries at its end are missing" });
        }
    }
    Ok(Verdict::Unbroken { chains: heads.len(), entries })
}
