//! Queries about orders: a school's own, one by its reference, those in force, and an authority's book.

mod book;

pub use book::{
    Billed, Filter, Shown, Sums, billed, count, lines_in_year, page, sums, sums_by_category, sums_by_school, waiting,
};

use crate::platform::error::Result;
use ::entity::listing::ListingState;
use ::entity::listing_area::EVERYWHERE;
use ::entity::school::EstablishmentStatus;
use ::entity::{
    buy_back_line, buy_back_order, buy_back_reminder, contract_entry, ids::*, listing, listing_place, listing_version,
    provider, school,
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    RelationDef,
};
use std::collections::{BTreeMap, HashMap};

/// More orders than any school has.
const MOST_OF_A_SCHOOL: u64 = 1_000;
/// More schools than any authority has.
pub const MOST_SCHOOLS: u64 = 3_000;
/// More SLAs than close in one authority within a month.
const MOST_CLOSING: u64 = 200;

/// A school's orders, the newest first.
pub async fn of_school(connection: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<buy_back_order::Model>> {
    Ok(buy_back_order::Entity::find()
        .filter(buy_back_order::Column::SchoolId.eq(school))
        .order_by_desc(buy_back_order::Column::PlacedAt)
        .order_by_desc(buy_back_order::Column::Id)
        .limit(MOST_OF_A_SCHOOL)
        .all(connection)
        .await?)
}

pub async fn by_reference(connection: &impl ConnectionTrait, reference: &str) -> Result<Option<buy_back_order::Model>> {
    Ok(buy_back_order::Entity::find().filter(buy_back_order::Column::Reference.eq(reference)).one(connection).await?)
}

/// The charges of orders, in their order.
pub async fn lines_of(
    connection: &impl ConnectionTrait,
    orders: impl IntoIterator<Item = OrderId>,
) -> Result<Vec<buy_back_line::Model>> {
    Ok(buy_back_line::Entity::find()
        .filter(buy_back_line::Column::OrderId.is_in(orders))
        .order_by_asc(buy_back_line::Column::OrderId)
        .order_by_asc(buy_back_line::Column::FinancialYear)
        .order_by_asc(buy_back_line::Column::Position)
        .all(connection)
        .await?)
}

/// What was ordered, by its version.
pub async fn versions(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ListingVersionId>,
) -> Result<HashMap<ListingVersionId, listing_version::Model>> {
    let found = listing_version::Entity::find().filter(listing_version::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|version| (version.id, version)).collect())
}

pub async fn listing(connection: &impl ConnectionTrait, id: ListingId) -> Result<Option<listing::Model>> {
    Ok(listing::Entity::find_by_id(id).one(connection).await?)
}

pub async fn schools(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = SchoolId>,
) -> Result<HashMap<SchoolId, school::Model>> {
    let found = school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|school| (school.id, school)).collect())
}

pub async fn providers(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ProviderId>,
) -> Result<HashMap<ProviderId, provider::Model>> {
    let found = provider::Entity::find().filter(provider::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|provider| (provider.id, provider)).collect())
}

/// The lines of registers that orders made or that end with them.
pub async fn entries(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ContractEntryId>,
) -> Result<HashMap<ContractEntryId, contract_entry::Model>> {
    let found = contract_entry::Entity::find().filter(contract_entry::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|entry| (entry.id, entry)).collect())
}

/// What a school's register says of these services and was not taken off it.
pub async fn register_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    categories: impl IntoIterator<Item = CategoryId>,
) -> Result<Vec<contract_entry::Model>> {
    Ok(contract_entry::Entity::find()
        .filter(contract_entry::Column::SchoolId.eq(school))
        .filter(contract_entry::Column::CategoryId.is_in(categories))
        .filter(contract_entry::Column::EndedAt.is_null())
        .order_by_asc(contract_entry::Column::Id)
        .limit(MOST_OF_A_SCHOOL)
        .all(connection)
        .await?)
}

/// The orders of these schools in these services that stand and run on a day.
pub async fn in_force(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    schools: &[SchoolId],
    day: NaiveDate,
) -> Result<Vec<buy_back_order::Model>> {
    Ok(buy_back_order::Entity::find()
        .filter(buy_back_order::Column::SchoolId.is_in(schools.iter().copied()))
        .filter(buy_back_order::Column::CategoryId.is_in(categories.iter().copied()))
        .filter(buy_back_order::Column::Stands.eq(true))
        .filter(buy_back_order::Column::StartsOn.lte(day))
        .filter(buy_back_order::Column::EndsOn.gte(day))
        .order_by_asc(buy_back_order::Column::Id)
        .all(connection)
        .await?)
}

/// How many standing orders are for one of these versions.
pub async fn resting_on(connection: &impl ConnectionTrait, versions: &[ListingVersionId]) -> Result<u64> {
    Ok(buy_back_order::Entity::find()
        .filter(buy_back_order::Column::VersionId.is_in(versions.iter().copied()))
        .filter(buy_back_order::Column::Stands.eq(true))
        .count(connection)
        .await?)
}

/// The SLAs offered in an LA's area whose window closes within these days.
pub async fn closing(
    connection: &impl ConnectionTrait,
    la_code: &str,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<ListingId>> {
    let of_listing: RelationDef = listing::Entity::belongs_to(listing_version::Entity)
        .from(listing::Column::VersionId)
        .to(listing_version::Column::Id)
        .into();
    let of_place: RelationDef = listing_place::Entity::belongs_to(listing::Entity)
        .from(listing_place::Column::ListingId)
        .to(listing::Column::Id)
        .into();
    Ok(listing_place::Entity::find()
        .select_only()
        .column(listing_place::Column::ListingId)
        .join(JoinType::InnerJoin, of_place)
        .join(JoinType::InnerJoin, of_listing)
        .filter(listing_place::Column::LaCode.is_in([la_code, EVERYWHERE]))
        .filter(listing_place::Column::IsSla.eq(true))
        .filter(listing::Column::State.eq(ListingState::Published))
        .filter(listing_version::Column::BuyBackTo.between(first, last))
        .order_by_asc(listing_version::Column::BuyBackTo)
        .limit(MOST_CLOSING)
        .into_tuple()
        .all(connection)
        .await?)
}

/// The open schools of some LAs, by name.
pub async fn schools_of(connection: &impl ConnectionTrait, codes: &[String]) -> Result<Vec<school::Model>> {
    Ok(school::Entity::find()
        .filter(school::Column::LaCode.is_in(codes))
        .filter(school::Column::Status.eq(EstablishmentStatus::Open))
        .order_by_asc(school::Column::Name)
        .order_by_asc(school::Column::Urn)
        .limit(MOST_SCHOOLS)
        .all(connection)
        .await?)
}

/// When an authority reminded schools of a year's window.
pub async fn reminders(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
    year: i32,
) -> Result<BTreeMap<SchoolId, buy_back_reminder::Model>> {
    let rows = buy_back_reminder::Entity::find()
        .filter(buy_back_reminder::Column::ProviderId.eq(provider))
        .filter(buy_back_reminder::Column::FinancialYear.eq(year))
        .limit(MOST_SCHOOLS)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.school_id, row)).collect())
}
