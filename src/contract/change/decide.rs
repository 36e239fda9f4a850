//! Who decides a proposed change: a second person, the body that joins, the provider; the last of them brings it into force.

use super::{Costs, costs, costs_of, data, in_force, letters, refused};
use crate::catalogue;
use crate::cluster;
use crate::contract::draw::{SchoolPart, headline_of, part_row};
use crate::contract::record::frozen;
use crate::contract::rules::change::{Act, Refusal, after};
use crate::contract::rules::stored;
use crate::contract::sign::event;
use crate::contract::store::{self, Held};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::standing;
use ::entity::contract_change::{self, ChangeKind, ChangeState};
use ::entity::money::Money;
use ::entity::{ids::*, school};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

type Row = contract_change::Model;

/// A second person of the cluster's offices approves.
pub async fn approve(context: &Context, id: ContractId, number: i32) -> Result<()> {
    let (change, held, row) = opened(context, id, number).await?;
    require_office(context, &change, &held).await?;
    let next = after(row.state, Act::Approve).ok_or_else(|| refused(Refusal::NotNow))?;
    if row.proposed_by == context.actor.account {
        return Err(refused(Refusal::SecondPerson));
    }
    let mut kept = row.clone().into_active_model();
    kept.state = Set(next);
    kept.second_by = Set(context.actor.account);
    kept.second_at = Set(Some(change.now()));
    kept.update(change.tx()).await?;
    letters::ask_parties(&change, &held, &row).await?;
    let event = event(&change, &held.contract, "contract.change_approved").await?.with(data(&row));
    change.commit(event).await?;
    Ok(())
}

/// The cluster's offices or the provider refuse, with the reason.
pub async fn refuse(context: &Context, id: ContractId, number: i32, why: &str) -> Result<()> {
    let (change, held, row) = opened(context, id, number).await?;
    let sells = context.actor.may(Action::SignForProvider, &Place::provider(held.provider.id));
    if !sells {
        require_office(context, &change, &held).await?;
    }
    let next = after(row.state, Act::Refuse).ok_or_else(|| refused(Refusal::NotNow))?;
    let mut kept = row.clone().into_active_model();
    kept.state = Set(next);
    kept.refused_by = Set(context.actor.account);
    kept.refused_at = Set(Some(change.now()));
    kept.refused_words = Set(Some(why.to_owned()));
    kept.update(change.tx()).await?;
    letters::tell_settled(&change, &held, &row, Some(why)).await?;
    let event = event(&change, &held.contract, "contract.change_refused").await?.with(data(&row)).because(why);
    change.commit(event).await?;
    Ok(())
}

/// The provider signs a change that two people approved.
pub async fn sign_as_provider(context: &Context, id: ContractId, number: i32) -> Result<()> {
    let (mut change, held, mut row) = opened(context, id, number).await?;
    context.actor.require(Action::SignForProvider, &Place::provider(held.provider.id))?;
    if row.state != ChangeState::Approved || row.provider_at.is_some() {
        return Err(refused(Refusal::NotNow));
    }
    row.provider_by = context.actor.account;
    row.provider_at = Some(change.now());
    complete(&mut change, &held, &mut row).await?;
    let event = event(&change, &held.contract, "contract.change_signed_by_provider").await?.with(data(&row));
    change.commit(event).await?;
    Ok(())
}

/// The body of the school that joins signs, with the minute of its decision.
pub async fn sign_as_joining_body(context: &Context, id: ContractId, number: i32, minute: &str) -> Result<()> {
    let (mut change, held, mut row) = opened(context, id, number).await?;
    let school = row.school_id.filter(|_| row.kind == ChangeKind::Joining).ok_or(Error::NotFound)?;
    context.actor.require(Action::SignForBody, &Place::school(school))?;
    if row.state != ChangeState::Approved || row.body_at.is_some() {
        return Err(refused(Refusal::NotNow));
    }
    row.body_by = context.actor.account;
    row.body_at = Some(change.now());
    row.minute_reference = Some(minute.to_owned());
    complete(&mut change, &held, &mut row).await?;
    let event = event(&change, &held.contract, "contract.change_signed_by_body").await?.with(data(&row));
    change.commit(event).await?;
    Ok(())
}

async fn opened(context: &Context, id: ContractId, number: i32) -> Result<(Change, Held, Row)> {
    let change = Change::begin(context).await?;
    let held = in_force(&change, id).await?;
    let row = store::change_of(change.tx(), id, number).await?.ok_or(Error::NotFound)?;
    Ok((change, held, row))
}

async fn require_office(context: &Context, change: &Change, held: &Held) -> Result<()> {
    let place = cluster::place_of(change.tx(), held.cluster.id).await?;
    context.actor.require(Action::ChangeContract, &place)?;
    Ok(())
}

/// Keeps the signature; with the last one the change is in force.
async fn complete(change: &mut Change, held: &Held, row: &mut Row) -> Result<()> {
    let body_is_there = row.kind != ChangeKind::Joining || row.body_at.is_some();
    if row.provider_at.is_some() && body_is_there {
        if costs(&row.before)? != costs_of(held) {
            return Err(Error::refused("The prices changed since this was proposed. Refuse it and propose it again"));
        }
        row.state = after(row.state, Act::Complete).ok_or_else(|| refused(Refusal::NotNow))?;
        apply(change, held, row).await?;
        let event = event(change, &held.contract, "contract.changed").await?.with(data(row));
        change.note(event);
        letters::tell_settled(change, held, row, None).await?;
    }
    row.clone().into_active_model().reset_all().update(change.tx()).await?;
    Ok(())
}

/// What the change does to the schools' parts.
pub(super) async fn apply(change: &mut Change, held: &Held, row: &Row) -> Result<()> {
    let new = costs(&row.after)?;
    for part in &held.parts {
        let mut set = part.row.clone().into_active_model();
        if let Some(cost) = new.get(&part.school.id) {
            set.yearly_cost = Set(*cost);
        } else if row.school_id == Some(part.school.id) {
            set.left_on = Set(row.starts_on.pred_opt());
        }
        set.update(change.tx()).await?;
    }
    if row.kind == ChangeKind::Joining {
        add_part(change, held, row, &new).await?;
    }
    let schools: Vec<SchoolId> = held.parts.iter().map(|part| part.school.id).chain(row.school_id).collect();
    standing::refresh(change.tx(), &schools, &[held.category.id], words::london_day(change.now())).await
}

/// The joining school's part, with what it paid before frozen now.
async fn add_part(change: &Change, held: &Held, row: &Row, new: &Costs) -> Result<()> {
    let id = row.school_id.ok_or(Error::NotFound)?;
    let school: school::Model = store::schools(change.tx(), [id]).await?.remove(&id).ok_or(Error::NotFound)?;
    let today = words::london_day(change.now());
    let known = frozen(change.tx(), &held.category, std::slice::from_ref(&school), today, today).await?;
    let found = known.get(&id);
    let volumes = row.volumes.clone().map(serde_json::from_value).transpose()?.unwrap_or_default();
    let last = held.parts.iter().chain(&held.former).map(|part| part.row.position).max().unwrap_or(0);
    let part = SchoolPart {
        school: id,
        position: last + 1,
        volumes,
        yearly_cost: new.get(&id).copied().ok_or(Error::NotFound)?,
        baseline: found.and_then(|found| Money::rounded(&found.amount)),
        confidence: found.map(|found| stored(found.confidence)),
        source: found.map(|found| format!("{}: {}", found.source_words, found.source)),
        body_name: school.body_name(),
    };
    let category = catalogue::category_by_id(change.tx(), held.category.id).await?.ok_or(Error::NotFound)?;
    let headline = found.and_then(|found| headline_of(found, &category));
    let mut part = part_row(change, held.contract.id, part, headline);
    part.joined_on = Set(Some(row.starts_on));
    part.signed_by = Set(row.body_by);
    part.signed_at = Set(row.body_at);
    part.minute_reference = Set(row.minute_reference.clone());
    let inserted = part.insert(change.tx()).await;
    let came_back = || Error::refused("A school that left this contract cannot join it again");
    inserted.map_err(|error| Error::on_duplicate(error, came_back()))?;
    Ok(())
}
