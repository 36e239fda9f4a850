//! Queries about demand sheets and their lines.

use crate::platform::error::Result;
use ::entity::demand::DemandState;
use ::entity::membership::{Role, Scope};
use ::entity::tender::TenderState;
use ::entity::{account, category, demand, demand_line, ids::*, membership, school, tender, volume};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, HashMap};

/// No tender has more sheets.
const MOST_SHEETS: u64 = 500;

/// Every school's sheet for a tender.
pub async fn sheets_of(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<demand::Model>> {
    Ok(demand::Entity::find()
        .filter(demand::Column::TenderId.eq(tender))
        .order_by_asc(demand::Column::Id)
        .limit(MOST_SHEETS)
        .all(connection)
        .await?)
}

/// The lines of several sheets, by sheet and item.
pub async fn lines_of(
    connection: &impl ConnectionTrait,
    sheets: impl IntoIterator<Item = DemandId>,
) -> Result<BTreeMap<DemandId, BTreeMap<String, demand_line::Model>>> {
    let mut all: BTreeMap<DemandId, BTreeMap<String, demand_line::Model>> = BTreeMap::new();
    let found = demand_line::Entity::find().filter(demand_line::Column::DemandId.is_in(sheets)).all(connection).await?;
    for line in found {
        all.entry(line.demand_id).or_default().insert(line.item.clone(), line);
    }
    Ok(all)
}

/// The register rows of schools, by id.
pub async fn schools(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = SchoolId>,
) -> Result<HashMap<SchoolId, school::Model>> {
    let found = school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?;
    Ok(found.into_iter().map(|school| (school.id, school)).collect())
}

/// What schools used in a category up to a year: the newest row of each item.
pub async fn last_used(
    connection: &impl ConnectionTrait,
    schools: impl IntoIterator<Item = SchoolId>,
    category: CategoryId,
    up_to: i32,
) -> Result<HashMap<(SchoolId, String), volume::Model>> {
    let found = volume::Entity::find()
        .filter(volume::Column::CategoryId.eq(category))
        .filter(volume::Column::SchoolId.is_in(schools))
        .filter(volume::Column::Year.lte(up_to))
        .order_by_asc(volume::Column::Year)
        .all(connection)
        .await?;
    Ok(found.into_iter().map(|row| ((row.school_id, row.item.clone()), row)).collect())
}

/// Who holds a role in these schools. Two queries.
pub async fn people(
    connection: &impl ConnectionTrait,
    role: Role,
    schools: impl IntoIterator<Item = SchoolId>,
) -> Result<Vec<(SchoolId, account::Model)>> {
    let held = membership::Entity::find()
        .filter(membership::Column::Role.eq(role))
        .filter(membership::Column::Scope.eq(Scope::School))
        .filter(membership::Column::ScopeId.is_in(schools.into_iter().map(|school| school.0)))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id)
        .limit(2_000)
        .all(connection)
        .await?;
    let ids = held.iter().map(|held| held.account_id);
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
    let accounts: HashMap<_, _> = accounts.into_iter().map(|account| (account.id, account)).collect();
    Ok(held
        .into_iter()
        .filter_map(|held| Some((SchoolId(held.scope_id?), accounts.get(&held.account_id)?.clone())))
        .collect())
}

/// The category of a tender.
pub async fn category_of(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<category::Model>> {
    let Some(tender) = tender::Entity::find_by_id(tender).one(connection).await? else { return Ok(None) };
    Ok(category::Entity::find_by_id(tender.category_id).one(connection).await?)
}

/// One school's sheet for a tender.
pub async fn sheet(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    school: SchoolId,
) -> Result<Option<demand::Model>> {
    Ok(demand::Entity::find()
        .filter(demand::Column::TenderId.eq(tender))
        .filter(demand::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The newest hundred sheets of a school with their tenders. Two queries.
pub async fn sheets_of_school(
    connection: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Vec<(demand::Model, tender::Model)>> {
    let sheets = demand::Entity::find()
        .filter(demand::Column::SchoolId.eq(school))
        .order_by_desc(demand::Column::Id)
        .limit(100)
        .all(connection)
        .await?;
    with_tenders(connection, sheets).await
}

/// The sheets of these schools that can be changed now, the first due first. Two queries.
pub async fn open_sheets(
    connection: &impl ConnectionTrait,
    schools: &[SchoolId],
) -> Result<Vec<(demand::Model, tender::Model)>> {
    let sheets = demand::Entity::find()
        .filter(demand::Column::SchoolId.is_in(schools.iter().copied()))
        .filter(demand::Column::LockedAt.is_null())
        .order_by_asc(demand::Column::DueAt)
        .limit(200)
        .all(connection)
        .await?;
    let mut sheets = with_tenders(connection, sheets).await?;
    sheets.retain(|(_, tender)| tender.state == TenderState::Pooling);
    Ok(sheets)
}

async fn with_tenders(
    connection: &impl ConnectionTrait,
    sheets: Vec<demand::Model>,
) -> Result<Vec<(demand::Model, tender::Model)>> {
    if sheets.is_empty() {
        return Ok(Vec::new());
    }
    let ids = sheets.iter().map(|sheet| sheet.tender_id);
    let tenders = tender::Entity::find().filter(tender::Column::Id.is_in(ids)).all(connection).await?;
    let tenders: HashMap<_, _> = tenders.into_iter().map(|tender| (tender.id, tender)).collect();
    Ok(sheets.into_iter().filter_map(|sheet| Some((sheet.clone(), tenders.get(&sheet.tender_id)?.clone()))).collect())
}

/// The newest hundred tenders of a cluster for which schools were asked.
pub async fn pooled_tenders(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<tender::Model>> {
    Ok(tender::Entity::find()
        .filter(tender::Column::ClusterId.eq(cluster))
        .filter(tender::Column::PooledAt.is_not_null())
        .order_by_desc(tender::Column::Id)
        .limit(100)
        .all(connection)
        .await?)
}

/// The tenders of these clusters that pool demand now.
pub async fn pooling(connection: &impl ConnectionTrait, clusters: &[ClusterId]) -> Result<Vec<tender::Model>> {
    Ok(tender::Entity::find()
        .filter(tender::Column::ClusterId.is_in(clusters.iter().copied()))
        .filter(tender::Column::State.eq(TenderState::Pooling))
        .order_by_asc(tender::Column::Id)
        .limit(50)
        .all(connection)
        .await?)
}

/// For each tender how many schools were asked, have replied (sent, signed or declined), are committed. Three queries.
pub async fn counts(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<HashMap<TenderId, (i64, i64, i64)>> {
    let of_these = demand::Entity::find().filter(demand::Column::TenderId.is_in(tenders));
    let replied = of_these.clone().filter(demand::Column::State.ne(DemandState::Draft));
    let signed = of_these.clone().filter(demand::Column::State.eq(DemandState::Signed));
    let committed = signed.filter(demand::Column::MandateLimit.is_not_null());
    let mut counts: HashMap<TenderId, (i64, i64, i64)> = HashMap::new();
    for (tender, asked) in counted(connection, of_these).await? {
        counts.entry(tender).or_default().0 = asked;
    }
    for (tender, replied) in counted(connection, replied).await? {
        counts.entry(tender).or_default().1 = replied;
    }
    for (tender, committed) in counted(connection, committed).await? {
        counts.entry(tender).or_default().2 = committed;
    }
    Ok(counts)
}

async fn counted(
    connection: &impl ConnectionTrait,
    query: sea_orm::Select<demand::Entity>,
) -> Result<Vec<(TenderId, i64)>> {
    Ok(query
        .select_only()
        .column(demand::Column::TenderId)
        .column_as(demand::Column::Id.count(), "sheets")
        .group_by(demand::Column::TenderId)
        .into_tuple()
        .all(connection)
        .await?)
}
