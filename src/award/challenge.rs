//! An assessed bidder challenges during the standstill; a reviewer decides. Until then nothing is signed.

use super::correction::stop_standstill;
use super::letters::{BIDDERS, ChallengeDecided, ChallengeRaised, tell};
use super::report::Scene;
use super::rules::{self, may_challenge};
use super::{ballot, event, outcomes, past, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender::{self, LotAddress, TenderEvent};
use ::entity::award::AwardState;
use ::entity::challenge::{self, ChallengeOutcome};
use ::entity::ids::*;
use ::entity::membership::Role;
use ::entity::tender::TenderState;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// A tender's challenges, for who decides or follows them.
#[derive(Clone, Debug)]
pub struct ChallengeFacts {
    pub scene: Scene,
    pub title: String,
    pub all: Vec<(String, challenge::Model)>,
    pub may_decide: bool,
}

/// Raises a challenge: signing waits until a reviewer has decided.
pub async fn challenge(context: &Context, bid: BidId, grounds: &str) -> Result<()> {
    let facts = outcomes::outcome(context, bid).await?;
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), facts.lot.id).await?;
    let earlier = store::challenges(change.tx(), lot.id).await?.into_iter().find(|one| one.bid_id == bid);
    may_challenge(&lot, earlier.as_ref(), &facts.outcome, change.now()).map_err(Error::refused)?;
    let id = ChallengeId::new(change.now());
    let row = challenge::ActiveModel {
        id: Set(id),
        lot_id: Set(lot.id),
        bid_id: Set(bid),
        grounds: Set(grounds.to_owned()),
        raised_at: Set(change.now()),
        outcome: Set(None),
        outcome_reason: Set(None),
        decided_by: Set(None),
        decided_at: Set(None),
    };
    row.insert(change.tx()).await?;
    if lot.state == TenderState::Standstill {
        tender::move_to(&mut change, &facts.tender, Some(&lot), TenderEvent::Challenge).await?;
    }
    let notice = ChallengeRaised {
        reference: facts.tender.reference.clone(),
        title: facts.title.clone(),
        path: facts.address.page("challenges"),
    };
    tell(&change, &[Role::Reviewer], facts.tender.id.0, &notice).await?;
    tell(&change, &[Role::Chair, Role::Clerk], facts.tender.cluster_id.0, &notice).await?;
    change.commit(event(&facts.tender, "award.challenged", format!("challenge:{id}"))).await?;
    Ok(())
}

/// The challenges of a tender with who raised them.
pub async fn challenges(context: &Context, at: impl Into<LotAddress>) -> Result<ChallengeFacts> {
    let scene = super::scene(context, at).await?;
    context.actor.require_sight(Action::SeeTenderTeam, &scene.place)?;
    let mut all = Vec::new();
    for one in store::challenges(context.read(), scene.lot.id).await? {
        all.push((store::provider_of(context.read(), one.bid_id).await?.name, one));
    }
    let may_decide = context.actor.may(Action::DecideChallenge, &scene.place);
    Ok(ChallengeFacts { title: scene.of().title(), scene, all, may_decide })
}

/// A reviewer dismisses a challenge and the standstill goes on, has the bids scored again, or cancels the tender.
pub async fn decide_challenge(
    context: &Context,
    at: impl Into<LotAddress>,
    id: ChallengeId,
    decision: ChallengeOutcome,
    reason: &str,
) -> Result<()> {
    let scene = super::scene(context, at).await?;
    context.actor.require_sight(Action::SeeTenderTeam, &scene.place)?;
    context.actor.require(Action::DecideChallenge, &scene.place)?;
    let by = context.actor.require_account()?;
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    let mut all = store::challenges(change.tx(), lot.id).await?;
    let place = all.iter().position(|one| one.id == id).ok_or(Error::NotFound)?;
    let decided = all.swap_remove(place);
    if decided.outcome.is_some() {
        return Err(Error::stale());
    }
    if lot.state != TenderState::Challenged {
        return Err(tender::not_now(lot.state));
    }
    let others_open = all.iter().any(|one| one.outcome.is_none());
    let first_raised = all.iter().filter(|one| one.outcome.is_none()).map(|one| one.raised_at).min();
    let paused_from = first_raised.map_or(decided.raised_at, |other| other.min(decided.raised_at));
    let mut row = decided.into_active_model();
    row.outcome = Set(Some(decision));
    row.outcome_reason = Set(Some(reason.to_owned()));
    row.decided_by = Set(Some(by));
    row.decided_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let scene = Scene { lot, ..scene };
    match decision {
        ChallengeOutcome::Dismissed if others_open => {}
        ChallengeOutcome::Dismissed => go_on(&mut change, &scene, paused_from).await?,
        ChallengeOutcome::Rescore => score_again(&mut change, &scene, reason).await?,
        ChallengeOutcome::Cancel => cancel(&mut change, &scene, reason).await?,
    }
    tell_all(&change, &scene, decision).await?;
    let recorded = event(&scene.tender, "challenge.decided", format!("challenge:{id}"));
    change.commit(recorded.with(json!({ "outcome": decision })).because(reason)).await?;
    Ok(())
}

/// As many working days of standstill are left as when it was interrupted.
async fn go_on(change: &mut Change, scene: &Scene, paused_from: DateTime<Utc>) -> Result<()> {
    let ends = scene.lot.standstill_ends_at.ok_or_else(|| Error::internal("a challenge without a standstill"))?;
    let ends = rules::resumed(ends, paused_from, change.now()).map_err(Error::refused)?;
    let mut row = scene.lot.clone().into_active_model();
    row.standstill_ends_at = Set(Some(ends));
    row.update(change.tx()).await?;
    tender::move_to(change, &scene.tender, Some(&scene.lot), TenderEvent::DismissChallenge).await
}

async fn score_again(change: &mut Change, scene: &Scene, reason: &str) -> Result<()> {
    past::keep(change, &scene.award, &scene.lot, reason).await?;
    stop_standstill(change, &scene.lot).await?;
    end_award(change, scene, AwardState::SentBack).await?;
    ballot::reopen_scores(change, &scene.tender, &scene.lot.id, reason).await?;
    tender::move_to(change, &scene.tender, Some(&scene.lot), TenderEvent::UpholdChallenge).await
}

async fn cancel(change: &mut Change, scene: &Scene, reason: &str) -> Result<()> {
    end_award(change, scene, AwardState::Ended).await?;
    tender::keep_ending(change, &scene.lot, reason).await?;
    tender::move_to(change, &scene.tender, Some(&scene.lot), TenderEvent::CancelOnChallenge).await
}

async fn end_award(change: &Change, scene: &Scene, state: AwardState) -> Result<()> {
    let mut row = scene.award.clone().into_active_model();
    row.state = Set(state);
    row.update(change.tx()).await?;
    Ok(())
}

/// Every bidder that was told an outcome, the tender's lead, and who runs and who votes in the cluster.
async fn tell_all(change: &Change, scene: &Scene, decision: ChallengeOutcome) -> Result<()> {
    let decision = match decision {
        ChallengeOutcome::Dismissed => "The challenge was dismissed.",
        ChallengeOutcome::Rescore => "The bids are scored again. You will be told the new outcome.",
        ChallengeOutcome::Cancel => "The tender is cancelled.",
    };
    for bid in store::told(change.tx(), scene.lot.id).await? {
        let Some(provider) = bid.provider_id else { continue };
        let notice = ChallengeDecided {
            reference: scene.tender.reference.clone(),
            title: scene.of().title(),
            decision: decision.to_owned(),
            path: format!("/bids/{}/outcome", bid.id),
        };
        tell(change, BIDDERS, provider.0, &notice).await?;
    }
    let notice = ChallengeDecided {
        reference: scene.tender.reference.clone(),
        title: scene.tender.title.clone(),
        decision: decision.to_owned(),
        path: scene.of().address().page("decision"),
    };
    tell(change, &[Role::TenderLead], scene.tender.id.0, &notice).await?;
    tell(change, &[Role::Chair, Role::Clerk, Role::Representative], scene.tender.cluster_id.0, &notice).await
}
