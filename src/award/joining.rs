//! Which schools join: inside their mandate they are in, above it their body decides.

use super::combine::priced_with_discount;
use super::letters::{FOR_THE_BODY, JoiningAsked, tell};
use super::report::{Report, Scene};
use super::rules::{self, Refusal, Tally};
use super::{event, money, store};
use crate::evaluation::{Need, PricedBid, PricedLot, shares_of};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::price::rules::{Priced, price_offer};
use crate::tender::LotAddress;
use ::entity::exact::Exact;
use ::entity::joining::{self, JoinState};
use ::entity::money::Money;
use ::entity::tender::TenderState;
use ::entity::{award, ids::*, school};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

/// What a school's body decides: in, up to a yearly price, or out.
#[derive(Clone, Debug)]
pub struct JoinDecision {
    /// The most a year that it agrees to; none: it does not join.
    pub up_to: Option<Money>,
    pub minute_reference: String,
}

/// One school's place in the award.
#[derive(Clone, Debug)]
pub struct Joiner {
    pub school: school::Model,
    pub row: joining::Model,
    /// Its yearly share as the schools stand now; none for one that left.
    pub share: Option<Exact>,
}

/// The award as the schools stand now: the bid's own schedule priced for those that have not left.
#[derive(Clone, Debug)]
pub struct Standing {
    /// In the cluster's order.
    pub joiners: Vec<Joiner>,
    pub tally: Tally,
    pub price: Option<Priced>,
}

impl Standing {
    /// Without those that left: what each school needs, and its share.
    pub fn stays<'a>(&'a self, needs: &'a [Need]) -> impl Iterator<Item = (&'a Need, &'a Exact)> {
        let share = |need: &Need| self.joiners.iter().find(|joiner| joiner.school.id == need.school.id)?.share.as_ref();
        needs.iter().filter_map(move |need| Some((need, share(need)?)))
    }
}

/// At ratification: each school's share against what its body authorised. Who has to decide is asked by mail.
pub(super) async fn work_out(
    context: &Context,
    change: &mut Change,
    scene: &Scene,
    award: &award::Model,
) -> Result<()> {
    let tender = &scene.tender;
    let priced = priced_with_discount(context, &scene.of(), award.bid_id).await?;
    let limits = store::mandates(change.tx(), tender.id).await?;
    let bid = priced.bid(award.bid_id)?;
    joining::Entity::delete_many().filter(joining::Column::AwardId.eq(award.id)).exec(change.tx()).await?;
    let mut asked = Vec::new();
    let mut rows = Vec::new();
    for (need, share) in priced.needs.iter().zip(&bid.shares) {
        let limit = limits.get(&need.school.id).copied();
        let state = rules::first_state(share, limit);
        if state == JoinState::Undecided {
            asked.push(need.school.clone());
        }
        rows.push(joining::ActiveModel {
            award_id: Set(award.id),
            school_id: Set(need.school.id),
            state: Set(state),
            share: Set(money(share)?),
            mandate_limit: Set(limit),
            minute_reference: Set(None),
            decided_by: Set(None),
            decided_at: Set(change.now()),
        });
    }
    let data = json!({ "schools": rows.len(), "undecided": asked.len() });
    if !rows.is_empty() {
        joining::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    }
    ask(change, scene, &asked).await?;
    change.note(event(tender, "award.ratified", format!("award:{}", award.id)).with(data));
    Ok(())
}

async fn ask(change: &Change, scene: &Scene, schools: &[school::Model]) -> Result<()> {
    let category = scene.said_of(&store::category(change.tx(), &scene.tender).await?.name);
    for school in schools {
        let notice = JoiningAsked {
            category: category.clone(),
            school: school.name.clone(),
            path: format!("{}#joining", scene.of().address().page("decision")),
        };
        tell(change, FOR_THE_BODY, school.id.0, &notice).await?;
    }
    Ok(())
}

/// Prices the winner's schedule for the schools that have not left, and shares it among them.
fn price(
    priced: &PricedLot,
    bid: &PricedBid,
    rows: &[joining::Model],
) -> Result<(Vec<SchoolId>, Vec<Exact>, Option<Priced>)> {
    let left = |need: &&Need| !rows.iter().any(|row| row.school_id == need.school.id && row.state == JoinState::Left);
    let needs: Vec<Need> = priced.needs.iter().filter(left).cloned().collect();
    if needs.is_empty() {
        return Ok((Vec::new(), Vec::new(), None));
    }
    let buyers: Vec<_> = needs.iter().map(|need| need.buyer.clone()).collect();
    let schedule = &bid.schedule;
    let price = price_offer(&buyers, schedule).map_err(Error::refused)?;
    let shares = shares_of(&needs, schedule, priced.rule)?;
    Ok((needs.iter().map(|need| need.school.id).collect(), shares, Some(price)))
}

/// Who is in, undecided and out, with shares as they stand. The ranking is not looked at again.
pub fn standing(report: &Report) -> Result<Standing> {
    stand(&report.priced, report.bid()?, &report.joinings)
}

pub(super) fn stand(priced: &PricedLot, bid: &PricedBid, rows: &[joining::Model]) -> Result<Standing> {
    let (schools, shares, price) = price(priced, bid, rows)?;
    let share = |school: SchoolId| shares.get(schools.iter().position(|id| *id == school)?).cloned();
    let joiner = |need: &Need| {
        let row = rows.iter().find(|row| row.school_id == need.school.id)?.clone();
        Some(Joiner { school: need.school.clone(), share: share(row.school_id), row })
    };
    let joiners: Vec<Joiner> = priced.needs.iter().filter_map(joiner).collect();
    Ok(Standing { tally: rules::tally(joiners.iter().map(|joiner| joiner.row.state)), joiners, price })
}

/// A school's body decides whether it joins. When it leaves, the bid's own schedule gives the others' new shares; one whose
/// share is then above what its body authorised has to decide too.
pub async fn decide_joining(
    context: &Context,
    at: impl Into<LotAddress>,
    urn: i32,
    decision: JoinDecision,
) -> Result<()> {
    let scene = super::scene(context, at).await?;
    let change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    let award = store::award_of(change.tx(), lot.id).await?.ok_or(Error::NotFound)?;
    if lot.state != TenderState::Ratified {
        return Err(Error::refused("Schools decide whether they join after the vote and before the outcome is sent"));
    }
    let priced = priced_with_discount(context, &scene.of(), scene.award.bid_id).await?;
    let need = priced.needs.iter().find(|need| need.school.urn == urn).ok_or(Error::NotFound)?;
    context.actor.require(Action::RecordMandate, &Place::school(need.school.id))?;
    let row = store::joining_of(change.tx(), award.id, need.school.id).await?.ok_or(Error::NotFound)?;
    let mut rows = store::joinings(change.tx(), award.id).await?;
    let share = share_if_in(&priced, priced.bid(award.bid_id)?, &rows, need.school.id)?;
    let state = rules::decided(row.state, &share, decision.up_to).map_err(refused)?;
    keep_decision(&change, row, state, &decision, context.actor.require_account()?).await?;
    if state == JoinState::Left {
        rows = store::joinings(change.tx(), award.id).await?;
        unsettle(&change, &scene, &priced, &award, &rows).await?;
    }
    let recorded = event(&scene.tender, "joining.decided", format!("school:{}", need.school.id));
    let data = json!({ "state": state, "minute": decision.minute_reference });
    change.commit(recorded.with(data)).await?;
    Ok(())
}

fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::UpToBelowShare(_) => Error::field("up_to", refusal),
        _ => Error::refused(refusal),
    }
}

/// A school's share if it is in, the others as they stand.
fn share_if_in(priced: &PricedLot, bid: &PricedBid, rows: &[joining::Model], school: SchoolId) -> Result<Exact> {
    let others: Vec<joining::Model> = rows.iter().filter(|row| row.school_id != school).cloned().collect();
    let (schools, shares, _) = price(priced, bid, &others)?;
    let place = schools.iter().position(|id| *id == school);
    place.and_then(|place| shares.get(place).cloned()).ok_or(Error::NotFound)
}

async fn keep_decision(
    change: &Change,
    row: joining::Model,
    state: JoinState,
    decision: &JoinDecision,
    by: AccountId,
) -> Result<()> {
    let mandate = decision.up_to.or(row.mandate_limit);
    let mut row = row.into_active_model();
    row.state = Set(state);
    row.mandate_limit = Set(mandate);
    row.minute_reference = Set(Some(decision.minute_reference.clone()));
    row.decided_by = Set(Some(by));
    row.decided_at = Set(change.now());
    row.update(change.tx()).await?;
    Ok(())
}

async fn unsettle(
    change: &Change,
    scene: &Scene,
    priced: &PricedLot,
    award: &award::Model,
    rows: &[joining::Model],
) -> Result<()> {
    let standing = stand(priced, priced.bid(award.bid_id)?, rows)?;
    let mut asked = Vec::new();
    for joiner in standing.joiners {
        let Some(share) = &joiner.share else { continue };
        if rules::still_settled(joiner.row.state, share, joiner.row.mandate_limit) {
            continue;
        }
        let mut row = joiner.row.into_active_model();
        row.state = Set(JoinState::Undecided);
        row.update(change.tx()).await?;
        asked.push(joiner.school);
    }
    ask(change, scene, &asked).await
}
