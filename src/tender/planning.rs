//! The plan of a tender: worked out backwards from the contract's start, published as a calendar.

use super::dossier::{self, Dossier};
use super::rules::planner::{self, Closure, Facts, Plan, Row, Step};
use super::rules::{route, states};
use super::steps::{begin, event, require_going_on};
use super::store;
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::law::BeyondCalendar;
use crate::platform::words;
use ::entity::ids::ClusterId;
use ::entity::tender_plan;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A tender's plan with what it was worked out from.
#[derive(Clone, Debug)]
pub struct Planned {
    pub facts: Facts,
    /// None where working days cannot be counted that far, with the sentence that says so.
    pub plan: std::result::Result<Plan, BeyondCalendar>,
    /// School years whose closures are assumed, by the year in which they begin.
    pub assumed: Vec<i32>,
    pub published: Option<Published>,
}

/// The calendar as it was published.
#[derive(Clone, Debug)]
pub struct Published {
    pub dates: Vec<Dated>,
    pub at: DateTime<Utc>,
}

/// A step of a published calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    pub step: Step,
    pub from: NaiveDate,
    pub by: NaiveDate,
}

impl From<&Row> for Dated {
    fn from(row: &Row) -> Self {
        Self { step: row.step, from: row.from, by: row.by }
    }
}

/// The plan of a dossier's tender; none before the day is known on which its contract starts.
pub async fn planned(
    connection: &impl ConnectionTrait,
    dossier: &Dossier,
    now: DateTime<Utc>,
) -> Result<Option<Planned>> {
    let tender = &dossier.tender;
    let Some(contract_start) = tender.contract_start else { return Ok(None) };
    let row = store::plan_of(connection, tender.id).await?;
    let today = words::london_day(now);
    let (closures, assumed) = closures(connection, dossier.cluster.id, today, contract_start).await?;
    let buyers = dossier.buyers();
    let buying = store::Buying { tender, buyers: &buyers };
    let facts = Facts {
        contract_start,
        today,
        state: states::phase(tender, now),
        regime: tender.route.and_then(route::regime_of),
        staff_transfer: row.as_ref().is_none_or(|row| row.staff_transfer),
        notice_by: store::notice_by(connection, &buying, contract_start).await?,
        closures,
    };
    let plan = planner::plan(&facts);
    let published = row.map(published).transpose()?.flatten();
    Ok(Some(Planned { facts, plan, assumed, published }))
}

/// The plan of a tender that nobody has begun, for a contract that starts on a day: by the rules of any other. One query.
pub async fn plan_of_idea(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    contract_start: NaiveDate,
    notice_by: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<std::result::Result<Plan, BeyondCalendar>> {
    let (closures, _) = closures(connection, cluster, today, contract_start).await?;
    let state = ::entity::tender::TenderState::Draft;
    let facts = Facts { contract_start, today, state, regime: None, staff_transfer: true, notice_by, closures };
    Ok(planner::plan(&facts))
}

/// What was published of a plan.
fn published(row: tender_plan::Model) -> Result<Option<Published>> {
    let Some((dates, at)) = row.published.zip(row.published_at) else { return Ok(None) };
    Ok(Some(Published { dates: serde_json::from_value(dates)?, at }))
}

/// The calendar that the public reads.
pub async fn published_calendar(
    connection: &impl ConnectionTrait,
    tender: ::entity::ids::TenderId,
) -> Result<Option<Published>> {
    store::plan_of(connection, tender).await?.map(published).transpose().map(Option::flatten)
}

/// The cluster's own closures; for a school year without any, the standard ones.
async fn closures(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    today: NaiveDate,
    start: NaiveDate,
) -> Result<(Vec<Closure>, Vec<i32>)> {
    let own = cluster::closures(connection, cluster).await?;
    let closure =
        |row: ::entity::school_closure::Model| Closure { title: row.title, first: row.first_day, last: row.last_day };
    let mut all: Vec<Closure> = own.into_iter().map(closure).collect();
    let (first, last) = (planner::school_year(today.min(start)) - 1, planner::school_year(today.max(start)) + 1);
    let typed = |year: i32| all.iter().any(|closure| planner::school_year(closure.first) == year);
    let assumed: Vec<i32> = (first..=last).filter(|year| !typed(*year)).collect();
    all.extend(assumed.iter().flat_map(|year| planner::standard_closures(*year)));
    Ok((all, assumed))
}

/// Says whether staff move to another employer with the service.
pub async fn set_staff_transfer(context: &Context, reference: &str, staff_transfer: bool) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::EditTender).await?;
    require_going_on(&tender)?;
    let row = tender_plan::ActiveModel {
        tender_id: Set(tender.id),
        staff_transfer: Set(staff_transfer),
        published: Set(None),
        published_at: Set(None),
    };
    let latest =
        OnConflict::column(tender_plan::Column::TenderId).update_column(tender_plan::Column::StaffTransfer).to_owned();
    tender_plan::Entity::insert(row).on_conflict(latest).exec_without_returning(change.tx()).await?;
    change.commit(event(&tender, "tender.plan_changed").with(json!({ "staff_transfer": staff_transfer }))).await?;
    Ok(())
}

/// Publishes the calendar as it is worked out now: on the notice as soon as that is public.
pub async fn publish_calendar(context: &Context, reference: &str) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::EditTender).await?;
    require_going_on(&tender)?;
    let dossier = dossier::of(change.tx(), tender).await?;
    let planned = planned(change.tx(), &dossier, change.now()).await?;
    let planned = planned.ok_or_else(|| Error::refused("Enter the day the contract starts first"))?;
    let plan = planned.plan.map_err(Error::refused)?;
    let dates: Vec<Dated> = plan.rows.iter().map(Dated::from).collect();
    let row = tender_plan::ActiveModel {
        tender_id: Set(dossier.tender.id),
        staff_transfer: Set(planned.facts.staff_transfer),
        published: Set(Some(serde_json::to_value(&dates)?)),
        published_at: Set(Some(change.now())),
    };
    let latest = OnConflict::column(tender_plan::Column::TenderId)
        .update_columns([tender_plan::Column::Published, tender_plan::Column::PublishedAt])
        .to_owned();
    tender_plan::Entity::insert(row).on_conflict(latest).exec_without_returning(change.tx()).await?;
    change.commit(event(&dossier.tender, "tender.calendar_published").with(json!({ "dates": dates }))).await?;
    Ok(())
}
