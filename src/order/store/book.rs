//! An authority's order book: narrowed by year, service and state, one page at a time, added up by the database.

use crate::platform::error::Result;
use ::entity::buy_back_order::OrderState;
use ::entity::money::Money;
use ::entity::{buy_back_line, buy_back_order, ids::*};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};
use std::collections::HashMap;

/// Which orders of a year are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Placed or confirmed.
    #[default]
    Standing,
    In(OrderState),
}

/// What a book is narrowed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub provider: ProviderId,
    /// The financial year that is delivered and billed; an order of several years is in each of them.
    pub year: i32,
    pub category: Option<CategoryId>,
    pub shown: Shown,
}

impl Filter {
    fn condition(&self) -> Condition {
        use buy_back_order::Column as Of;
        let all = Condition::all()
            .add(Of::ProviderId.eq(self.provider))
            .add(Of::FinancialYear.lte(self.year))
            .add(Of::LastYear.gte(self.year));
        let all = match self.shown {
            Shown::Standing => all.add(Of::Stands.eq(true)),
            Shown::In(state) => all.add(Of::State.eq(state)),
        };
        all.add_option(self.category.map(|category| Of::CategoryId.eq(category)))
    }
}

/// Orders added up for a year, excluding VAT, and the VAT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub orders: i64,
    pub net: Money,
    pub vat: Money,
}

fn orders(filter: &Filter) -> Select<buy_back_order::Entity> {
    buy_back_order::Entity::find().filter(filter.condition())
}

pub async fn count(connection: &impl ConnectionTrait, filter: &Filter) -> Result<u64> {
    Ok(orders(filter).count(connection).await?)
}

/// The newest orders first.
pub async fn page(
    connection: &impl ConnectionTrait,
    filter: &Filter,
    skipped: u64,
    most: u64,
) -> Result<Vec<buy_back_order::Model>> {
    Ok(orders(filter)
        .order_by_desc(buy_back_order::Column::PlacedAt)
        .order_by_desc(buy_back_order::Column::Id)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await?)
}

/// The charges of a book's year, with their orders.
fn lines(filter: &Filter) -> Select<buy_back_line::Entity> {
    let of_order: RelationDef = buy_back_line::Entity::belongs_to(buy_back_order::Entity)
        .from(buy_back_line::Column::OrderId)
        .to(buy_back_order::Column::Id)
        .into();
    buy_back_line::Entity::find()
        .join(JoinType::InnerJoin, of_order)
        .filter(buy_back_line::Column::FinancialYear.eq(filter.year))
        .filter(filter.condition())
}

/// A sum of whole numbers, which PostgreSQL would answer as a decimal.
fn sum(column: buy_back_line::Column) -> SimpleExpr {
    Expr::col((buy_back_line::Entity, column)).sum().cast_as(Alias::new("bigint"))
}

fn added(query: Select<buy_back_line::Entity>) -> Select<buy_back_line::Entity> {
    query
        .column_as(Expr::col((buy_back_line::Entity, buy_back_line::Column::OrderId)).count_distinct(), "orders")
        .column_as(sum(buy_back_line::Column::Amount), "net")
        .column_as(sum(buy_back_line::Column::Vat), "vat_sum")
}

fn of_row((orders, net, vat): (i64, Option<i64>, Option<i64>)) -> Sums {
    Sums { orders, net: Money(net.unwrap_or_default()), vat: Money(vat.unwrap_or_default()) }
}

/// Everything that the filter lets through.
pub async fn sums(connection: &impl ConnectionTrait, filter: &Filter) -> Result<Sums> {
    let row = added(lines(filter).select_only()).into_tuple().one(connection).await?;
    Ok(row.map(of_row).unwrap_or_default())
}

type Keyed<Id> = (Id, i64, Option<i64>, Option<i64>);

pub async fn sums_by_category(connection: &impl ConnectionTrait, filter: &Filter) -> Result<HashMap<CategoryId, Sums>> {
    let by = buy_back_order::Column::CategoryId;
    let query = added(lines(filter).select_only().column(by)).group_by(by);
    let rows: Vec<Keyed<CategoryId>> = query.into_tuple().all(connection).await?;
    Ok(rows.into_iter().map(|(id, orders, net, vat)| (id, of_row((orders, net, vat)))).collect())
}

pub async fn sums_by_school(connection: &impl ConnectionTrait, filter: &Filter) -> Result<HashMap<SchoolId, Sums>> {
    let by = buy_back_order::Column::SchoolId;
    let query = added(lines(filter).select_only().column(by)).group_by(by).limit(super::MOST_SCHOOLS);
    let rows: Vec<Keyed<SchoolId>> = query.into_tuple().all(connection).await?;
    Ok(rows.into_iter().map(|(id, orders, net, vat)| (id, of_row((orders, net, vat)))).collect())
}

/// The charges of a year of these orders.
pub async fn lines_in_year(
    connection: &impl ConnectionTrait,
    orders: impl IntoIterator<Item = OrderId>,
    year: i32,
) -> Result<Vec<buy_back_line::Model>> {
    Ok(buy_back_line::Entity::find()
        .filter(buy_back_line::Column::OrderId.is_in(orders))
        .filter(buy_back_line::Column::FinancialYear.eq(year))
        .all(connection)
        .await?)
}

/// One charge with its order.
pub type Billed = (buy_back_line::Model, buy_back_order::Model);

/// The charges of a year, order by order; one more than `most` where there are more.
pub async fn billed(connection: &impl ConnectionTrait, filter: &Filter, most: u64) -> Result<Vec<Billed>> {
    let rows = lines(filter)
        .select_also(buy_back_order::Entity)
        .order_by_asc(buy_back_order::Column::SchoolId)
        .order_by_asc(buy_back_order::Column::Reference)
        .order_by_asc(buy_back_line::Column::Position)
        .limit(most + 1)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(line, order)| Some((line, order?))).collect())
}

/// How many orders wait to be confirmed, by the year they begin in.
pub async fn waiting(connection: &impl ConnectionTrait, provider: ProviderId) -> Result<Vec<(i32, i64)>> {
    let year = buy_back_order::Column::FinancialYear;
    Ok(buy_back_order::Entity::find()
        .select_only()
        .column(year)
        .column_as(Expr::col((buy_back_order::Entity, buy_back_order::Column::Id)).count(), "orders")
        .filter(buy_back_order::Column::ProviderId.eq(provider))
        .filter(buy_back_order::Column::State.eq(OrderState::Placed))
        .group_by(year)
        .order_by_asc(year)
        .into_tuple()
        .all(connection)
        .await?)
}
