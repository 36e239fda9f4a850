//! The standstill is over and no challenge is open: the contract is drawn up for the schools that joined.

use super::combine::priced_with_discount;
use super::joining::stand;
use super::rules::{Refusal, last_day};
use super::{event, money, store};
use crate::contract::rules::stored;
use crate::contract::{self, SchoolPart};
use crate::evaluation::{Need, PricedBid};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::tender::{self, LotAddress, TenderEvent};
use ::entity::exact::Exact;
use ::entity::ids::ContractId;
use ::entity::money::Quantity;
use ::entity::tender::TenderState;
use serde_json::json;

/// Stores what the clock decided: from now on the parties sign. The winner's own schedule is priced for the schools that joined,
/// and what each pays now is frozen beside its share.
pub async fn start_contracting(context: &Context, at: impl Into<LotAddress>) -> Result<ContractId> {
    let scene = super::scene(context, at).await?;
    context.actor.require(Action::StartContracting, &scene.place)?;
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    match (lot.state, lot.standstill_ends_at) {
        (TenderState::Challenged, _) => return Err(Error::refused(Refusal::ChallengeOpen)),
        (TenderState::Standstill, Some(ends)) if change.now() < ends => {
            return Err(Error::refused(Refusal::StandstillRuns(words::date(last_day(ends)))));
        }
        (TenderState::Standstill, Some(_)) => {}
        (state, _) => return Err(tender::not_now(state)),
    }
    if tender::award_notice_missing(change.tx(), &scene.tender).await? {
        return Err(Error::refused(Refusal::AwardNoticeMissing));
    }
    let priced = priced_with_discount(context, &scene.of(), scene.award.bid_id).await?;
    let winner = priced.bid(scene.award.bid_id)?;
    refuse_withdrawn(&change, winner).await?;
    let joinings = store::joinings(change.tx(), scene.award.id).await?;
    let standing = stand(&priced, winner, &joinings)?;
    let in_order = standing.stays(&priced.needs).zip(0..);
    let parts: Vec<SchoolPart> =
        in_order.map(|((need, share), position)| part(need, share, position)).collect::<Result<_>>()?;
    tender::move_to(&mut change, &scene.tender, Some(&lot), TenderEvent::StartContracting).await?;
    let schedule = &winner.schedule;
    let provider = winner.opened.provider_id;
    let schools = parts.len();
    let contract = contract::draw_up(&mut change, &scene.tender, &lot, provider, schedule, parts).await?;
    let recorded = event(&scene.tender, "standstill.over", format!("lot:{}", lot.id));
    change.commit(recorded.with(json!({ "contract": contract, "schools": schools }))).await?;
    Ok(contract)
}

/// Nothing is sent or drawn up with a bid that was withdrawn.
pub(super) async fn refuse_withdrawn(change: &Change, winner: &PricedBid) -> Result<()> {
    let withdrawn = store::withdrawal_of(change.tx(), winner.opened.bid).await?;
    match withdrawn.is_some_and(|one| one.confirmed_at.is_some()) {
        true => Err(Error::refused(Refusal::Withdrawn(winner.opened.provider_name.clone()))),
        false => Ok(()),
    }
}

fn part(need: &Need, share: &Exact, position: i32) -> Result<SchoolPart> {
    let quantity = |(unit, volume): (&String, &Exact)| Some((unit.clone(), Quantity::try_from(volume).ok()?));
    Ok(SchoolPart {
        school: need.school.id,
        position,
        volumes: need.buyer.volumes.iter().filter_map(quantity).collect(),
        yearly_cost: money(share)?,
        baseline: need.baseline.as_ref().map(|baseline| money(&baseline.amount)).transpose()?,
        confidence: need.baseline.as_ref().map(|baseline| stored(baseline.confidence)),
        source: need.baseline.as_ref().map(|baseline| format!("{}: {}", baseline.source_words, baseline.source)),
        body_name: need.school.body_name(),
    })
}
