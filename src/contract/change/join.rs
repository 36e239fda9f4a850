//! A school joins a contract that runs: by what the notice describes and its highest value, at the price that the contract's
//! own schedule gives for the larger group.

use super::{Costs, Ground, data, in_force, insert, letters, new_row, priced_for, refused};
use crate::catalogue::rules::{buyer, unit_name, unknown_units};
use crate::cluster;
use crate::contract::record::{free_of_contracts, frozen};
use crate::contract::rules::Refusal as Recorded;
use crate::contract::rules::change::{JoinFacts, Refusal, check_start, may_join};
use crate::contract::rules::term::Term;
use crate::contract::sign::event;
use crate::contract::store::{self, Held};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::price::rules::{Buyer, price_offer};
use ::entity::contract_change::ChangeKind;
use ::entity::exact::Exact;
use ::entity::money::{Money, Quantity};
use ::entity::{ids::*, school};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

/// A school that is to join, with what it buys a year by unit.
#[derive(Clone, Debug)]
pub struct NewJoining {
    pub school: SchoolId,
    pub volumes: BTreeMap<String, Quantity>,
    pub starts_on: NaiveDate,
    pub why: String,
    pub described: bool,
    pub maximum_value: Option<Money>,
    pub ground: Ground,
}

/// Proposes that a member school joins. A second person approves, its body and the provider sign. Answers its number.
pub async fn join(context: &Context, id: ContractId, new: NewJoining) -> Result<i32> {
    let change = Change::begin(context).await?;
    let held = in_force(&change, id).await?;
    let place = cluster::place_of(change.tx(), held.cluster.id).await?;
    context.actor.require(Action::ChangeContract, &place)?;
    let today = words::london_day(change.now());
    let term = Term::of(&held.contract);
    check_start(&term, new.starts_on, today).map_err(refused)?;
    let school = candidate(&change, &held, &new, today).await?;
    let joining = buyer_of(&held, &school, &new)?;
    let (after, value_with) = prices(&change, &held, &school, joining, today).await?;
    let facts = JoinFacts {
        described: new.described,
        maximum_value: new.maximum_value.map(|most| most.exact()),
        value_with,
        has_ground: new.ground.ground.is_some(),
    };
    may_join(&facts).map_err(refused)?;
    let mut row = new_row(context, &change, &held, ChangeKind::Joining, new.starts_on);
    row.what = format!("{} joins", school.name);
    row.why = new.why;
    row.after = json!(after);
    row.school_id = Some(school.id);
    row.volumes = Some(json!(new.volumes));
    row.described = Some(new.described);
    row.maximum_value = new.maximum_value;
    row.ground = new.ground.ground;
    row.ground_words = new.ground.words;
    let number = row.number;
    let event = event(&change, &held.contract, "contract.change_proposed").await?.with(data(&row));
    letters::ask_second(&change, &held, &row).await?;
    insert(&change, row).await?;
    change.commit(event).await?;
    Ok(number)
}

/// A school that the agreement in force binds and that is in no contract for the service then.
async fn candidate(change: &Change, held: &Held, new: &NewJoining, today: NaiveDate) -> Result<school::Model> {
    let members = cluster::parties(change.tx(), held.cluster.id).await?;
    let member = members.into_iter().find(|member| member.school.id == new.school);
    let school = member.ok_or_else(|| Error::field("school", Recorded::NotAMember))?.school;
    if held.part_of(school.id).is_some() {
        return Err(refused(Refusal::AlreadyIn { school: school.name }));
    }
    if store::waits_for(change.tx(), held.contract.id, school.id).await? {
        return Err(refused(Refusal::AskedAlready { school: school.name }));
    }
    let term = Term { starts_on: new.starts_on, ..Term::of(&held.contract) };
    let schools = std::slice::from_ref(&school);
    free_of_contracts(change.tx(), held.cluster.id, &held.category, &term, schools, today).await?;
    Ok(school)
}

fn buyer_of(held: &Held, school: &school::Model, new: &NewJoining) -> Result<Buyer> {
    let volumes: BTreeMap<String, Exact> =
        new.volumes.iter().map(|(unit, quantity)| (unit.clone(), quantity.exact())).collect();
    if let Some(unit) = unknown_units(&held.schedule, &volumes).first() {
        let name = unit_name(&held.category.shape, unit, &Exact::zero()).to_owned();
        let refusal = Recorded::VolumeMissing { school: school.name.clone(), unit: name };
        return Err(Error::field(format!("q-{unit}"), refusal));
    }
    Ok(buyer(school, volumes))
}

/// What everybody pays with the school in it, and what the whole contract is then worth.
async fn prices(
    change: &Change,
    held: &Held,
    school: &school::Model,
    joining: Buyer,
    today: NaiveDate,
) -> Result<(Costs, Exact)> {
    let known = frozen(change.tx(), &held.category, std::slice::from_ref(school), today, today).await?;
    let mut now: Vec<Option<Exact>> =
        held.parts.iter().map(|part| part.row.baseline.map(|amount| amount.exact())).collect();
    now.push(known.get(&school.id).map(|found| found.amount.clone()));
    let mut buyers = held.buyers();
    buyers.push(joining);
    let costs = priced_for(change.tx(), held, &buyers, &now).await?;
    let schools = held.parts.iter().map(|part| part.school.id).chain([school.id]);
    let value = price_offer(&buyers, &held.schedule).map_err(Error::refused)?.whole_life;
    Ok((schools.zip(costs).collect(), value))
}
