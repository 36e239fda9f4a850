//! Movements and their lines.

use super::MOST_HEADINGS;
use crate::platform::error::Result;
use ::entity::fund_entry::{self, EntryKind};
use ::entity::money::Money;
use ::entity::{fund_budget, fund_line, ids::*};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

/// No movement has more lines: two for each school, and a few.
const MOST_LINES: u64 = 2_000;
/// More budgets than a fund sets.
const MOST_BUDGETS: u64 = 10_000;

/// What the lines of an account, a school and a year come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub fund: FundId,
    pub year: i32,
    pub account: FundAccountId,
    pub school: Option<SchoolId>,
    pub amount: Money,
}

type Row = (FundId, i32, FundAccountId, Option<SchoolId>, i64);

fn sums() -> Select<fund_line::Entity> {
    fund_line::Entity::find()
        .select_only()
        .column(fund_line::Column::FundId)
        .column(fund_line::Column::Year)
        .column(fund_line::Column::AccountId)
        .column(fund_line::Column::SchoolId)
        .column_as(Expr::col(fund_line::Column::Amount).sum().cast_as(Alias::new("bigint")), "amount")
        .group_by(fund_line::Column::FundId)
        .group_by(fund_line::Column::Year)
        .group_by(fund_line::Column::AccountId)
        .group_by(fund_line::Column::SchoolId)
}

fn of((fund, year, account, school, amount): Row) -> Held {
    Held { fund, year, account, school, amount: Money(amount) }
}

/// Everything that a fund's accounts hold.
pub async fn held(connection: &impl ConnectionTrait, fund: FundId) -> Result<Vec<Held>> {
    held_in_cluster(connection, vec![fund], i32::MAX).await
}

/// What the accounts of these funds hold up to the end of a year.
pub async fn held_in_cluster(connection: &impl ConnectionTrait, funds: Vec<FundId>, year: i32) -> Result<Vec<Held>> {
    let rows: Vec<Row> = sums()
        .filter(fund_line::Column::FundId.is_in(funds))
        .filter(fund_line::Column::Year.lte(year))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(of).collect())
}

pub async fn last_entry(connection: &impl ConnectionTrait, fund: FundId) -> Result<Option<fund_entry::Model>> {
    Ok(of_fund(fund).order_by_desc(fund_entry::Column::Number).one(connection).await?)
}

fn of_fund(fund: FundId) -> Select<fund_entry::Entity> {
    fund_entry::Entity::find().filter(fund_entry::Column::FundId.eq(fund))
}

pub async fn count_entries(connection: &impl ConnectionTrait, fund: FundId) -> Result<u64> {
    Ok(of_fund(fund).count(connection).await?)
}

/// A page of movements, the newest first.
pub async fn entries(
    connection: &impl ConnectionTrait,
    fund: FundId,
    skipped: u64,
    most: u64,
) -> Result<Vec<fund_entry::Model>> {
    let ordered = of_fund(fund).order_by_desc(fund_entry::Column::Number);
    Ok(ordered.offset(skipped).limit(most).all(connection).await?)
}

pub async fn entry(connection: &impl ConnectionTrait, fund: FundId, number: i32) -> Result<Option<fund_entry::Model>> {
    Ok(of_fund(fund).filter(fund_entry::Column::Number.eq(number)).one(connection).await?)
}

/// The movement that takes this one back, if there is one.
pub async fn reversal_of(connection: &impl ConnectionTrait, id: FundEntryId) -> Result<Option<fund_entry::Model>> {
    Ok(fund_entry::Entity::find().filter(fund_entry::Column::Reverses.eq(id)).one(connection).await?)
}

/// Whether there is a movement of this kind in the year that stands.
pub async fn is_kind_in_year(
    connection: &impl ConnectionTrait,
    fund: FundId,
    kind: EntryKind,
    year: i32,
) -> Result<bool> {
    let made = of_fund(fund).filter(fund_entry::Column::Kind.eq(kind)).filter(fund_entry::Column::Year.eq(year));
    let ids: Vec<FundEntryId> =
        made.limit(MOST_HEADINGS).all(connection).await?.into_iter().map(|entry| entry.id).collect();
    let taken_back = fund_entry::Entity::find().filter(fund_entry::Column::Reverses.is_in(ids.iter().copied()));
    Ok(u64::try_from(ids.len()).unwrap_or_default() > taken_back.count(connection).await?)
}

/// The lines of a movement.
pub async fn lines_of(connection: &impl ConnectionTrait, entry: FundEntryId) -> Result<Vec<fund_line::Model>> {
    Ok(fund_line::Entity::find()
        .filter(fund_line::Column::EntryId.eq(entry))
        .order_by_asc(fund_line::Column::Number)
        .limit(MOST_LINES)
        .all(connection)
        .await?)
}

/// Every budget that was set in a fund, in the order that they were.
pub async fn budgets(connection: &impl ConnectionTrait, fund: FundId) -> Result<Vec<fund_budget::Model>> {
    Ok(fund_budget::Entity::find()
        .filter(fund_budget::Column::FundId.eq(fund))
        .order_by_asc(fund_budget::Column::Year)
        .order_by_asc(fund_budget::Column::Number)
        .limit(MOST_BUDGETS)
        .all(connection)
        .await?)
}
