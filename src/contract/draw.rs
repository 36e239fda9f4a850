//! A contract drawn up for a lot that was awarded, and baselines frozen with it.

use super::rules::term::Term;
use crate::account;
use crate::catalogue::{self, rules::Baseline};
use crate::platform::change::Change;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::platform::words;
use crate::tender as tenders;
use ::entity::contract::{self, ContractOrigin, ContractState};
use ::entity::membership::Role;
use ::entity::money::{Money, Quantity};
use ::entity::price::PriceSchedule;
use ::entity::school_schedule::Confidence;
use ::entity::{category, ids::*, lot, school, school_schedule, tender};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// One school's part of a contract: what it buys a year, what it pays, what it would pay without the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolPart {
    pub school: SchoolId,
    /// Its place in the cluster's order.
    pub position: i32,
    /// Unit → quantity a year.
    pub volumes: BTreeMap<String, Quantity>,
    /// Its share of the first year, net of VAT.
    pub yearly_cost: Money,
    /// None: not measurable.
    pub baseline: Option<Money>,
    pub confidence: Option<Confidence>,
    pub source: Option<String>,
    pub body_name: String,
}

#[derive(Serialize)]
struct ReadyToSign {
    title: String,
    path: String,
}

impl Notice for ReadyToSign {
    const TEMPLATE: &'static str = "mail/contract_sign.txt";
}

/// Draws up the contract of an awarded lot inside the award's change: provider and bodies are asked to sign it. A lot has
/// one contract, however many ask at once.
pub async fn draw_up(
    change: &mut Change,
    tender: &tender::Model,
    lot: &lot::Model,
    provider: ProviderId,
    schedule: &PriceSchedule,
    parts: Vec<SchoolPart>,
) -> Result<ContractId> {
    let starts_on = tender.contract_start.ok_or_else(|| Error::refused("The tender says no first day"))?;
    let title = tenders::lot_of(change.tx(), tender.clone(), lot.id).await?.title();
    let id = ContractId::new(change.now());
    let row = contract::Model {
        id,
        cluster_id: tender.cluster_id,
        category_id: tender.category_id,
        provider_id: provider,
        listing_version_id: None,
        lot_id: Some(lot.id),
        origin: ContractOrigin::Tender,
        how_bought: Some(format!("Tender {}", tender.reference)),
        title,
        state: ContractState::Signing,
        schedule: serde_json::to_value(schedule)?,
        starts_on,
        ends_on: Term::of_years(starts_on, schedule.term_years).ends_on,
        notice_on: None,
        provider_signed_by: None,
        provider_signed_at: None,
        live_at: None,
        end_asked_by: None,
        end_asked_at: None,
        ended_reason: None,
        created_at: change.now(),
    };
    let twice = || Error::refused("This lot has a contract already");
    contract::Entity::insert(row.clone().into_active_model())
        .exec_without_returning(change.tx())
        .await
        .map_err(|error| Error::on_duplicate(error, twice()))?;
    keep_parts(change, &row, parts).await?;
    ask_for_signatures(change, &row).await?;
    let data = json!({ "contract": id, "lot": lot.id, "provider": provider });
    change.note(Event::new(Chain::Tender(tender.id), "contract.drawn_up", format!("contract:{id}")).with(data));
    Ok(id)
}

/// Sets the contract of a lot aside that was drawn up and is not signed by all: its award does not stand. Nothing where none
/// was drawn up.
pub async fn void(change: &mut Change, lot: LotId) -> Result<()> {
    let drawn =
        contract::Entity::find().filter(contract::Column::LotId.eq(lot)).lock_exclusive().one(change.tx()).await?;
    let Some(drawn) = drawn else { return Ok(()) };
    if drawn.state != ContractState::Signing {
        return Err(Error::refused("The contract is made, so its award stands"));
    }
    let event = super::sign::event(change, &drawn, "contract.voided").await?;
    let parts = school_schedule::Entity::delete_many().filter(school_schedule::Column::ContractId.eq(drawn.id));
    parts.exec(change.tx()).await?;
    contract::Entity::delete_by_id(drawn.id).exec(change.tx()).await?;
    change.note(event);
    Ok(())
}

/// Stores the schools' parts; a baseline that can be taken apart keeps its headline component.
async fn keep_parts(change: &Change, contract: &contract::Model, parts: Vec<SchoolPart>) -> Result<()> {
    let ids = parts.iter().map(|part| part.school);
    let schools = super::store::schools(change.tx(), ids).await?;
    let schools: Vec<school::Model> = schools.into_values().collect();
    let category = catalogue::category_by_id(change.tx(), contract.category_id).await?.ok_or(Error::NotFound)?;
    let today = words::london_day(change.now());
    let known = catalogue::baseline::of_schools(change.tx(), &category, &schools, today).await?;
    for part in parts {
        let same =
            known.get(&part.school).filter(|found| part.baseline.is_some_and(|kept| kept.exact() == found.amount));
        let headline = same.and_then(|found| headline_of(found, &category));
        part_row(change, contract.id, part, headline).insert(change.tx()).await?;
    }
    Ok(())
}

pub(super) fn part_row(
    change: &Change,
    contract: ContractId,
    part: SchoolPart,
    headline: Option<Money>,
) -> school_schedule::ActiveModel {
    school_schedule::Model {
        id: ScheduleId::new(change.now()),
        contract_id: contract,
        school_id: part.school,
        position: part.position,
        volumes: json!(part.volumes),
        yearly_cost: part.yearly_cost,
        baseline: part.baseline,
        headline_baseline: headline,
        confidence: part.confidence,
        baseline_source: part.source,
        body_name: part.body_name,
        signed_by: None,
        signed_at: None,
        minute_reference: None,
        joined_on: None,
        left_on: None,
    }
    .into_active_model()
}

/// The first year's lines of the category's headline component in what a school pays now; none where the category has no
/// such component, or the figure cannot be taken apart.
pub fn headline_of(baseline: &Baseline, category: &category::Model) -> Option<Money> {
    let component = category.shape.headline_component.as_ref()?;
    let lines = &baseline.priced.as_ref()?.years.first()?.lines;
    let amount = lines.iter().filter(|line| line.component == *component).map(|line| &line.amount).sum();
    Money::rounded(&amount)
}

/// Mail to the provider's people and to the heads of the schools.
async fn ask_for_signatures(change: &Change, contract: &contract::Model) -> Result<()> {
    let notice = ReadyToSign { title: contract.title.clone(), path: format!("/contracts/{}", contract.id) };
    let mut told = BTreeMap::new();
    for role in [Role::ProviderStaff, Role::LaSeller] {
        told.extend(account::receivers(change.tx(), role, contract.provider_id.0).await?);
    }
    for part in super::store::parts(change.tx(), [contract.id]).await? {
        told.extend(account::receivers(change.tx(), Role::Headteacher, part.school_id.0).await?);
    }
    for (_, receiver) in told {
        change.tell(receiver, &notice).await?;
    }
    Ok(())
}
