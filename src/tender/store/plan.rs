//! What a plan rests on: its own row, and when notice has to be given on what the schools buy now.

use crate::platform::error::Result;
use ::entity::listing::{self, ListingKind, ListingState};
use ::entity::{contract_entry, demand, ids::*, listing_version, provider, school, tender, tender_plan};
use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// How long before the start a notice can lie that still concerns it: two years.
const REACH: Days = Days::new(730);

/// A tender with the schools that buy.
pub struct Buying<'a> {
    pub tender: &'a tender::Model,
    pub buyers: &'a [&'a school::Model],
}

pub async fn plan_of(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<tender_plan::Model>> {
    Ok(tender_plan::Entity::find_by_id(tender).one(connection).await?)
}

/// The earliest day by which a school has to give notice on what it buys now: from its demand sheet, its contract
/// register, or the last day of its authority's buy-back window. Four queries.
pub async fn notice_by(
    connection: &impl ConnectionTrait,
    of: &Buying<'_>,
    start: NaiveDate,
) -> Result<Option<NaiveDate>> {
    let concerns = |day: &NaiveDate| *day >= start - REACH && *day < start;
    let mut days = stated(connection, of).await?;
    days.extend(registered(connection, of).await?);
    days.extend(buy_back(connection, of).await?);
    Ok(days.into_iter().filter(concerns).min())
}

async fn stated(connection: &impl ConnectionTrait, of: &Buying<'_>) -> Result<Vec<NaiveDate>> {
    let days: Vec<Option<NaiveDate>> = demand::Entity::find()
        .select_only()
        .column(demand::Column::NoticeBy)
        .filter(demand::Column::TenderId.eq(of.tender.id))
        .filter(demand::Column::NoticeBy.is_not_null())
        .limit(500)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(days.into_iter().flatten().collect())
}

async fn registered(connection: &impl ConnectionTrait, of: &Buying<'_>) -> Result<Vec<NaiveDate>> {
    let days: Vec<Option<NaiveDate>> = contract_entry::Entity::find()
        .select_only()
        .column(contract_entry::Column::NoticeOn)
        .filter(contract_entry::Column::SchoolId.is_in(of.buyers.iter().map(|school| school.id)))
        .filter(contract_entry::Column::CategoryId.eq(of.tender.category_id))
        .filter(contract_entry::Column::EndedAt.is_null())
        .filter(contract_entry::Column::NoticeOn.is_not_null())
        .limit(500)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(days.into_iter().flatten().collect())
}

/// The last days of the buy-back windows of the schools' authorities in this category.
async fn buy_back(connection: &impl ConnectionTrait, of: &Buying<'_>) -> Result<Vec<NaiveDate>> {
    let codes: Vec<String> = of.buyers.iter().filter_map(|school| school.la_code.clone()).collect();
    let authorities = provider::Entity::find().filter(provider::Column::LaCode.is_in(codes));
    let authorities: Vec<ProviderId> = authorities.all(connection).await?.into_iter().map(|each| each.id).collect();
    if authorities.is_empty() {
        return Ok(Vec::new());
    }
    let lists = listing::Entity::find()
        .filter(listing::Column::ProviderId.is_in(authorities))
        .filter(listing::Column::CategoryId.eq(of.tender.category_id))
        .filter(listing::Column::Kind.eq(ListingKind::Sla))
        .filter(listing::Column::State.eq(ListingState::Published))
        .limit(100)
        .all(connection)
        .await?;
    let days: Vec<Option<NaiveDate>> = listing_version::Entity::find()
        .select_only()
        .column(listing_version::Column::BuyBackTo)
        .filter(listing_version::Column::Id.is_in(lists.iter().filter_map(|list| list.version_id)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(days.into_iter().flatten().collect())
}
