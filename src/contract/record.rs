//! A contract that was bought before clusterbuy, or elsewhere: recorded with the evidence of its signatures.

use super::draw::{SchoolPart, headline_of, part_row};
use super::rules::term::{Term, phase};
use super::rules::{Refusal, stored};
use super::store;
use crate::catalogue::rules::{Baseline, buyer, unit_name, unknown_units, volumes, year_of};
use crate::catalogue::{self, baseline};
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::price::rules::Buyer;
use crate::savings::sharing;
use crate::standing;
use ::entity::agreement::SharingRule;
use ::entity::contract::{self, ContractOrigin, ContractState};
use ::entity::exact::Exact;
use ::entity::money::{Money, Quantity};
use ::entity::{category, ids::*, school, school_schedule};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A contract to record, its price that of a published listing's version.
#[derive(Clone, Debug)]
pub struct NewContract {
    pub version: ListingVersionId,
    /// "Three quotes", "Tender in 2024".
    pub how_bought: String,
    pub title: String,
    pub term: Term,
    /// Where the signatures are found: "Minute 7 of 3 March 2026".
    pub minute_reference: String,
    pub schools: Vec<Joining>,
}

/// A school that is in it, with what it buys a year by unit.
#[derive(Clone, Debug)]
pub struct Joining {
    pub school: SchoolId,
    pub volumes: BTreeMap<String, Quantity>,
}

/// Records it, in force at once. Each school pays its own lines where the price charges every school by itself, else its
/// share by the cluster's rule; what it would pay without the cluster is frozen with it.
pub async fn record_existing(
    context: &Context,
    cluster: &::entity::cluster::Model,
    new: NewContract,
) -> Result<ContractId> {
    let place = cluster::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordContract, &place)?;
    let offers = store::offers(context.read()).await?;
    let offer = offers.into_iter().find(|offer| offer.version.id == new.version);
    let offer = offer.ok_or_else(|| Error::field("offer", "Choose a published offer"))?;
    let members = cluster::parties(context.read(), cluster.id).await?;
    let schools = joining(&members, &new, &offer).map_err(refused)?;
    let change = Change::begin(context).await?;
    store::locked_cluster(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    free_of_contracts(change.tx(), cluster.id, &offer.category, &new.term, &schools, words::london_day(change.now()))
        .await?;
    let known =
        frozen(change.tx(), &offer.category, &schools, new.term.starts_on, words::london_day(change.now())).await?;
    let costs = costs(change.tx(), cluster.id, &offer, &new, &schools, &known).await?;
    let row = contract_row(&change, cluster.id, &offer, &new);
    row.clone().into_active_model().insert(change.tx()).await?;
    for ((position, school), cost) in (1..).zip(&schools).zip(costs) {
        let joined = new.schools.iter().find(|joined| joined.school == school.id);
        let volumes = joined.map(|joined| joined.volumes.clone()).unwrap_or_default();
        let found = known.get(&school.id);
        let part = part(school, position, volumes, cost, found)?;
        let headline = found.and_then(|found| headline_of(found, &offer.category));
        let mut part = part_row(&change, row.id, part, headline);
        part.signed_at = Set(Some(change.now()));
        part.signed_by = Set(context.actor.account);
        part.minute_reference = Set(Some(new.minute_reference.clone()));
        part.insert(change.tx()).await?;
    }
    let ids: Vec<SchoolId> = schools.iter().map(|school| school.id).collect();
    standing::refresh(change.tx(), &ids, &[offer.category.id], words::london_day(change.now())).await?;
    let data = json!({ "contract": row.id, "provider": offer.provider.id, "version": offer.version.id, "schools": schools.len() });
    let event = Event::new(Chain::Cluster(cluster.id), "contract.recorded", format!("contract:{}", row.id)).with(data);
    change.commit(event.because(format!("{}; {}", new.how_bought, new.minute_reference))).await?;
    Ok(row.id)
}

fn refused(refusal: Refusal) -> Error {
    match refusal.field() {
        Some(field) => Error::field(field, refusal),
        None => Error::refused(refusal),
    }
}

/// The schools in the cluster's order, once the terms and the quantities make sense.
fn joining(
    members: &[cluster::Member],
    new: &NewContract,
    offer: &store::Offer,
) -> std::result::Result<Vec<school::Model>, Refusal> {
    new.term.check()?;
    if new.schools.is_empty() {
        return Err(Refusal::NoSchools);
    }
    let chosen: BTreeSet<SchoolId> = new.schools.iter().map(|joined| joined.school).collect();
    let schools: Vec<school::Model> = members
        .iter()
        .filter(|member| chosen.contains(&member.school.id))
        .map(|member| member.school.clone())
        .collect();
    if schools.len() != new.schools.len() {
        return Err(Refusal::NotAMember);
    }
    for school in &schools {
        let volumes = exact_volumes(new, school.id);
        if let Some(unit) = unknown_units(&offer.schedule, &volumes).first() {
            let unit = unit_name(&offer.category.shape, unit, &Exact::zero()).to_owned();
            return Err(Refusal::VolumeMissing { school: school.name.clone(), unit });
        }
    }
    Ok(schools)
}

fn exact_volumes(new: &NewContract, school: SchoolId) -> BTreeMap<String, Exact> {
    let joined = new.schools.iter().find(|joined| joined.school == school);
    let volumes = joined.map(|joined| joined.volumes.iter()).into_iter().flatten();
    volumes.map(|(unit, quantity)| (unit.clone(), quantity.exact())).collect()
}

/// Refuses a school that is in another contract for the same service at the same time: one saving is counted once.
pub(super) async fn free_of_contracts(
    transaction: &impl ConnectionTrait,
    cluster: ClusterId,
    category: &category::Model,
    term: &Term,
    schools: &[school::Model],
    today: NaiveDate,
) -> Result<()> {
    let there: Vec<contract::Model> = store::of_cluster(transaction, cluster)
        .await?
        .into_iter()
        .filter(|contract| contract.category_id == category.id && Term::of(contract).overlaps(term))
        .filter(|contract| phase(contract, today) != ContractState::Terminated)
        .collect();
    let parts = store::parts(transaction, there.iter().map(|contract| contract.id)).await?;
    let still = |part: &&school_schedule::Model| part.left_on.is_none_or(|last| last >= term.starts_on);
    let clash = parts
        .iter()
        .filter(still)
        .find_map(|part| Some((part, schools.iter().find(|school| school.id == part.school_id)?)));
    let Some((part, school)) = clash else { return Ok(()) };
    let title = there.iter().find(|contract| contract.id == part.contract_id).map(|contract| contract.title.clone());
    let refusal = Refusal::AlreadyUnderContract { school: school.name.clone(), title: title.unwrap_or_default() };
    Err(Error::refused(refusal))
}

/// What each school would pay without the cluster: as it stood on the day before the contract began, or else as it is
/// known today.
pub(super) async fn frozen(
    transaction: &impl ConnectionTrait,
    category: &category::Model,
    schools: &[school::Model],
    starts_on: NaiveDate,
    today: NaiveDate,
) -> Result<BTreeMap<SchoolId, Baseline>> {
    let before = starts_on.pred_opt().unwrap_or(starts_on).min(today);
    let mut known = baseline::of_schools(transaction, category, schools, before).await?;
    if known.len() < schools.len() && before < today {
        for (school, found) in baseline::of_schools(transaction, category, schools, today).await? {
            known.entry(school).or_insert(found);
        }
    }
    Ok(known)
}

async fn costs(
    transaction: &impl ConnectionTrait,
    cluster: ClusterId,
    offer: &store::Offer,
    new: &NewContract,
    schools: &[school::Model],
    known: &BTreeMap<SchoolId, Baseline>,
) -> Result<Vec<Exact>> {
    let rule = cluster::agreement_in_force(transaction, cluster).await?.map(|agreement| agreement.sharing_rule);
    let buyers: Vec<Buyer> = schools.iter().map(|school| buyer(school, exact_volumes(new, school.id))).collect();
    let now: Vec<Option<Exact>> =
        schools.iter().map(|school| known.get(&school.id).map(|found| found.amount.clone())).collect();
    sharing::yearly_costs(rule.unwrap_or(SharingRule::Proportional), &offer.schedule, &buyers, &now)
        .map_err(Error::refused)
}

fn part(
    school: &school::Model,
    position: i32,
    volumes: BTreeMap<String, Quantity>,
    cost: Exact,
    found: Option<&Baseline>,
) -> Result<SchoolPart> {
    let too_large = || Error::refused("The yearly cost is too large to be stored");
    Ok(SchoolPart {
        school: school.id,
        position,
        volumes,
        yearly_cost: Money::rounded(&cost).ok_or_else(too_large)?,
        baseline: found.and_then(|found| Money::rounded(&found.amount)),
        confidence: found.map(|found| stored(found.confidence)),
        source: found.map(|found| format!("{}: {}", found.source_words, found.source)),
        body_name: school.body_name(),
    })
}

fn contract_row(change: &Change, cluster: ClusterId, offer: &store::Offer, new: &NewContract) -> contract::Model {
    contract::Model {
        id: ContractId::new(change.now()),
        cluster_id: cluster,
        category_id: offer.category.id,
        provider_id: offer.provider.id,
        listing_version_id: Some(offer.version.id),
        lot_id: None,
        origin: ContractOrigin::Recorded,
        how_bought: Some(new.how_bought.clone()),
        title: new.title.clone(),
        state: ContractState::Live,
        schedule: offer.version.schedule.clone(),
        starts_on: new.term.starts_on,
        ends_on: new.term.ends_on,
        notice_on: new.term.notice_on,
        provider_signed_by: None,
        provider_signed_at: Some(change.now()),
        live_at: Some(change.now()),
        end_asked_by: None,
        end_asked_at: None,
        ended_reason: None,
        created_at: change.now(),
    }
}

/// What each member school states that it uses in a category, by unit: a form starts from it.
pub async fn usual_volumes(
    context: &Context,
    category: &category::Model,
    schools: &[school::Model],
) -> Result<BTreeMap<SchoolId, BTreeMap<String, Exact>>> {
    let today = words::london_day(context.now);
    let ids: Vec<SchoolId> = schools.iter().map(|school| school.id).collect();
    let year = schools.iter().map(|school| year_of(school, today)).max().unwrap_or_default();
    let stated = catalogue::stated_volumes(context.read(), &[category.id], &ids, year).await?;
    let of = |school: &school::Model| {
        let items = stated.get(&(school.id, category.id)).cloned().unwrap_or_default();
        (school.id, volumes(&category.shape, &items, school.pupils))
    };
    Ok(schools.iter().map(of).collect())
}
