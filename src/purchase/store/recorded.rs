//! Waivers, purchases made directly or from a framework, and what a school bought of the same already.

use crate::platform::error::Result;
use ::entity::quote_request::{self, QuoteState};
use ::entity::{contract_entry, ids::*, purchase_waiver, recorded_purchase};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// More than wait for an approver at one time.
const MOST_OPEN: u64 = 100;
/// More waivers than one request has.
const MOST_OF_ONE: u64 = 20;
/// More purchases of the same than are shown beside a new one.
const MOST_BESIDE: u64 = 50;
/// More contracts than any school can extend.
const MOST_ENTRIES: u64 = 500;

pub async fn waiver(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: WaiverId,
) -> Result<Option<purchase_waiver::Model>> {
    let found = purchase_waiver::Entity::find_by_id(id).filter(purchase_waiver::Column::SchoolId.eq(school));
    Ok(found.one(connection).await?)
}

pub async fn lock_waiver(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: WaiverId,
) -> Result<Option<purchase_waiver::Model>> {
    let found = purchase_waiver::Entity::find_by_id(id).filter(purchase_waiver::Column::SchoolId.eq(school));
    Ok(found.lock_exclusive().one(connection).await?)
}

pub async fn count_waivers(connection: &impl ConnectionTrait, school: SchoolId) -> Result<u64> {
    Ok(purchase_waiver::Entity::find().filter(purchase_waiver::Column::SchoolId.eq(school)).count(connection).await?)
}

/// A page of a school's waivers, the newest first.
pub async fn waivers(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    skipped: u64,
    most: u64,
) -> Result<Vec<purchase_waiver::Model>> {
    Ok(purchase_waiver::Entity::find()
        .filter(purchase_waiver::Column::SchoolId.eq(school))
        .order_by_desc(purchase_waiver::Column::Id)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await?)
}

/// The waivers for one request, the newest first.
pub async fn waivers_for(connection: &impl ConnectionTrait, quote: QuoteId) -> Result<Vec<purchase_waiver::Model>> {
    Ok(purchase_waiver::Entity::find()
        .filter(purchase_waiver::Column::QuoteId.eq(quote))
        .order_by_desc(purchase_waiver::Column::Id)
        .limit(MOST_OF_ONE)
        .all(connection)
        .await?)
}

/// The schools' waivers that nobody has decided about.
pub async fn open_waivers(
    connection: &impl ConnectionTrait,
    schools: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<purchase_waiver::Model>> {
    Ok(purchase_waiver::Entity::find()
        .filter(purchase_waiver::Column::SchoolId.is_in(schools))
        .filter(purchase_waiver::Column::Decision.is_null())
        .order_by_asc(purchase_waiver::Column::Id)
        .limit(MOST_OPEN)
        .all(connection)
        .await?)
}

pub async fn purchase(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: PurchaseId,
) -> Result<Option<recorded_purchase::Model>> {
    let found = recorded_purchase::Entity::find_by_id(id).filter(recorded_purchase::Column::SchoolId.eq(school));
    Ok(found.one(connection).await?)
}

pub async fn lock_purchase(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: PurchaseId,
) -> Result<Option<recorded_purchase::Model>> {
    let found = recorded_purchase::Entity::find_by_id(id).filter(recorded_purchase::Column::SchoolId.eq(school));
    Ok(found.lock_exclusive().one(connection).await?)
}

pub async fn count_purchases(connection: &impl ConnectionTrait, school: SchoolId) -> Result<u64> {
    let found = recorded_purchase::Entity::find().filter(recorded_purchase::Column::SchoolId.eq(school));
    Ok(found.count(connection).await?)
}

/// A page of a school's recorded purchases, the newest first.
pub async fn purchases(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    skipped: u64,
    most: u64,
) -> Result<Vec<recorded_purchase::Model>> {
    Ok(recorded_purchase::Entity::find()
        .filter(recorded_purchase::Column::SchoolId.eq(school))
        .order_by_desc(recorded_purchase::Column::Id)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await?)
}

/// The schools' recorded purchases that nobody has decided about.
pub async fn open_purchases(
    connection: &impl ConnectionTrait,
    schools: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<recorded_purchase::Model>> {
    Ok(recorded_purchase::Entity::find()
        .filter(recorded_purchase::Column::SchoolId.is_in(schools))
        .filter(recorded_purchase::Column::Decision.is_null())
        .order_by_asc(recorded_purchase::Column::Id)
        .limit(MOST_OPEN)
        .all(connection)
        .await?)
}

/// The contracts on a school's register.
pub async fn entries_of(connection: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<contract_entry::Model>> {
    Ok(contract_entry::Entity::find()
        .filter(contract_entry::Column::SchoolId.eq(school))
        .filter(contract_entry::Column::EndedAt.is_null())
        .order_by_asc(contract_entry::Column::Title)
        .limit(MOST_ENTRIES)
        .all(connection)
        .await?)
}

/// What a school bought of a category, or is about to.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Contracts that started, or were recorded without a start, since the day.
    pub entries: Vec<contract_entry::Model>,
    /// Requests for quotes under way.
    pub quotes: Vec<quote_request::Model>,
    /// Purchases that wait for approval.
    pub purchases: Vec<recorded_purchase::Model>,
}

/// Three queries.
pub async fn beside(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    category: CategoryId,
    since: NaiveDate,
    since_instant: DateTime<Utc>,
) -> Result<Beside> {
    let recorded = Condition::all()
        .add(contract_entry::Column::StartsOn.is_null())
        .add(contract_entry::Column::RecordedAt.gte(since_instant));
    let entries = contract_entry::Entity::find()
        .filter(contract_entry::Column::SchoolId.eq(school))
        .filter(contract_entry::Column::CategoryId.eq(category))
        .filter(contract_entry::Column::EndedAt.is_null())
        .filter(Condition::any().add(contract_entry::Column::StartsOn.gte(since)).add(recorded))
        .order_by_desc(contract_entry::Column::Id)
        .limit(MOST_BESIDE)
        .all(connection)
        .await?;
    let open = [QuoteState::Asked, QuoteState::Answers, QuoteState::Chosen];
    let quotes = quote_request::Entity::find()
        .filter(quote_request::Column::SchoolId.eq(school))
        .filter(quote_request::Column::State.is_in(open))
        .filter(quote_request::Column::CategoryId.eq(category))
        .limit(MOST_BESIDE)
        .all(connection)
        .await?;
    let purchases = recorded_purchase::Entity::find()
        .filter(recorded_purchase::Column::SchoolId.eq(school))
        .filter(recorded_purchase::Column::Decision.is_null())
        .filter(recorded_purchase::Column::CategoryId.eq(category))
        .limit(MOST_BESIDE)
        .all(connection)
        .await?;
    Ok(Beside { entries, quotes, purchases })
}
