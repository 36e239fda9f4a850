//! A cluster's demand as its tender needs it: sheets opened, locked, committed, added up.

use super::notices::SheetOpened;
use super::{rules, store};
use crate::cluster;
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Receiver;
use crate::platform::words;
use ::entity::demand::DemandState;
use ::entity::membership::Role;
use ::entity::money::Quantity;
use ::entity::{category, demand, demand_line, ids::*, school, tender, volume};
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How far the schools of a tender are, each list in the cluster's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commitment {
    /// Signed off by the head and authorised by the body.
    pub committed: Vec<SchoolId>,
    /// All that take part, committed or not.
    pub all: Vec<SchoolId>,
    /// The names of those that take part and are not committed.
    pub missing: Vec<String>,
}

/// Opens a draft sheet for every school that the agreement in force binds, filled with what it used last, and tells the business managers. Sheets
/// that are there from an earlier pooling are unlocked and kept.
pub async fn open_for(change: &mut Change, tender: &tender::Model, category: &category::Model) -> Result<()> {
    let members = cluster::parties(change.tx(), tender.cluster_id).await?;
    let there: HashSet<SchoolId> =
        store::sheets_of(change.tx(), tender.id).await?.into_iter().map(|sheet| sheet.school_id).collect();
    unlock(change, tender.id).await?;
    let new: Vec<school::Model> =
        members.into_iter().map(|member| member.school).filter(|school| !there.contains(&school.id)).collect();
    let due = midday(rules::first_due(words::london_day(change.now())));
    insert_sheets(change, tender, category, &new, due).await?;
    tell_managers(change, tender, category, &new, due).await?;
    let data = json!({ "schools": new.len(), "due": due });
    change.note(Event::new(Chain::Tender(tender.id), "demand.opened", format!("tender:{}", tender.id)).with(data));
    Ok(())
}

/// Midday in London.
pub(super) fn midday(day: NaiveDate) -> DateTime<Utc> {
    let noon = day.and_time(NaiveTime::MIN + Duration::hours(12));
    chrono_tz::Europe::London.from_local_datetime(&noon).earliest().map_or(noon.and_utc(), |noon| noon.to_utc())
}

async fn unlock(change: &Change, tender: TenderId) -> Result<()> {
    demand::Entity::update_many()
        .col_expr(demand::Column::LockedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(demand::Column::TenderId.eq(tender))
        .exec(change.tx())
        .await?;
    Ok(())
}

async fn insert_sheets(
    change: &Change,
    tender: &tender::Model,
    category: &category::Model,
    schools: &[school::Model],
    due: DateTime<Utc>,
) -> Result<()> {
    let ids = schools.iter().map(|school| school.id);
    let used = store::last_used(change.tx(), ids, category.id, words::london_day(change.now()).year()).await?;
    let mut lines = Vec::new();
    for school in schools {
        let id = DemandId::new(change.now());
        blank(id, tender.id, school.id, change.now(), due).insert(change.tx()).await?;
        lines.extend(first_lines(id, category, school, &used));
    }
    if !lines.is_empty() {
        demand_line::Entity::insert_many(lines).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}

fn blank(
    id: DemandId,
    tender: TenderId,
    school: SchoolId,
    now: DateTime<Utc>,
    due: DateTime<Utc>,
) -> demand::ActiveModel {
    demand::ActiveModel {
        id: Set(id),
        tender_id: Set(tender),
        school_id: Set(school),
        state: Set(DemandState::Draft),
        due_at: Set(due),
        updated_at: Set(now),
        contract_ends_on: Set(None),
        notice_by: Set(None),
        kitchen_on_site: Set(None),
        note: Set(None),
        signed_at: Set(None),
        signed_by: Set(None),
        mandate_limit: Set(None),
        mandate_minute: Set(None),
        mandate_recorded_by: Set(None),
        mandate_at: Set(None),
        locked_at: Set(None),
    }
}

fn first_lines(
    sheet: DemandId,
    category: &category::Model,
    school: &school::Model,
    used: &HashMap<(SchoolId, String), volume::Model>,
) -> Vec<demand_line::ActiveModel> {
    let line = |item: &category::Item| {
        let last_year = used.get(&(school.id, item.id.clone())).map(|row| row.quantity);
        demand_line::ActiveModel {
            demand_id: Set(sheet),
            item: Set(item.id.clone()),
            last_year: Set(last_year),
            quantity: Set(last_year.or_else(|| rules::usual(item, school))),
            note: Set(None),
        }
    };
    category.shape.items.iter().map(line).collect()
}

async fn tell_managers(
    change: &Change,
    tender: &tender::Model,
    category: &category::Model,
    schools: &[school::Model],
    due: DateTime<Utc>,
) -> Result<()> {
    let Some(cluster) = cluster::by_id(change.tx(), tender.cluster_id).await? else { return Ok(()) };
    let managers = store::people(change.tx(), Role::BusinessManager, schools.iter().map(|school| school.id)).await?;
    for (id, person) in managers {
        let Some(school) = schools.iter().find(|school| school.id == id) else { continue };
        let notice = SheetOpened {
            category: category.name.clone(),
            cluster: cluster.name.clone(),
            school: school.name.clone(),
            due: words::deadline(due),
            path: format!("/schools/{}/demand/{}", school.urn, tender.reference),
        };
        change.tell(Receiver { name: person.name, email: person.email }, &notice).await?;
    }
    Ok(())
}

/// Locks every sheet: what schools need is fixed from Review on.
pub async fn lock_all(change: &mut Change, tender: &tender::Model) -> Result<()> {
    demand::Entity::update_many()
        .col_expr(demand::Column::LockedAt, Expr::value(change.now()))
        .filter(demand::Column::TenderId.eq(tender.id))
        .exec(change.tx())
        .await?;
    change.note(Event::new(Chain::Tender(tender.id), "demand.locked", format!("tender:{}", tender.id)));
    Ok(())
}

/// Who is committed, who takes part, who is missing. Three queries.
pub async fn committed(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Commitment> {
    let sheets = store::sheets_of(connection, tender).await?;
    let schools = store::schools(connection, sheets.iter().map(|sheet| sheet.school_id)).await?;
    let mut commitment = Commitment::default();
    for sheet in sheets.iter().filter(|sheet| sheet.state != DemandState::NotTakingPart) {
        commitment.all.push(sheet.school_id);
        if sheet.is_committed() {
            commitment.committed.push(sheet.school_id);
        } else {
            commitment.missing.extend(schools.get(&sheet.school_id).map(|school| school.name.clone()));
        }
    }
    Ok(commitment)
}

/// What each school that takes part needs a year, unit by unit ("meal" → 18,810). Units with an item not filled in are
/// left out. Five queries.
pub async fn quantities(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<BTreeMap<SchoolId, BTreeMap<String, Quantity>>> {
    let mut sheets = store::sheets_of(connection, tender).await?;
    sheets.retain(|sheet| sheet.state != DemandState::NotTakingPart);
    let Some(category) = store::category_of(connection, tender).await? else { return Ok(BTreeMap::new()) };
    let lines = store::lines_of(connection, sheets.iter().map(|sheet| sheet.id)).await?;
    let items = |sheet: &demand::Model| -> BTreeMap<String, Quantity> {
        let lines = lines.get(&sheet.id).into_iter().flatten();
        lines.filter_map(|(item, line)| Some((item.clone(), line.quantity?))).collect()
    };
    let schools = store::schools(connection, sheets.iter().map(|sheet| sheet.school_id)).await?;
    let pupils = |sheet: &demand::Model| schools.get(&sheet.school_id).and_then(|school| school.pupils);
    let yearly = |sheet: &demand::Model| rules::yearly(&category.shape, &items(sheet), pupils(sheet));
    Ok(sheets.iter().map(|sheet| (sheet.school_id, yearly(sheet))).collect())
}
