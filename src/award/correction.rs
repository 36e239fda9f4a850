//! A wrong award put right before the contract: one person proposes the right score, another of a different school confirms
//! it, every bidder is told anew, and a new standstill runs. What was told before stays in the record.

use super::letters::{AwardCorrected, BIDDERS, CorrectionProposed, tell};
use super::recommend::{put_forward, stands};
use super::report::Scene;
use super::rules::{self, Put, Refusal};
use super::{event, past, store};
use crate::contract;
use crate::evaluation::rules::evaluate;
use crate::evaluation::{self, PricedLot, priced_lot};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender::{self, LotAddress, TenderEvent};
use ::entity::exact::Exact;
use ::entity::membership::Role;
use ::entity::{award_correction, consensus, ids::*, lot};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// What a correction would put in the place of an agreed score.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    pub bid: BidId,
    pub criterion: CriterionId,
    pub score: i32,
    /// The reason that the bidder reads.
    pub reason: String,
    /// What the error was, and what shows it.
    pub because: String,
}

/// For the page: what stands, and the correction that waits for a second person.
#[derive(Clone, Debug)]
pub struct CorrectionFacts {
    pub scene: Scene,
    pub priced: PricedLot,
    pub open: Option<award_correction::Model>,
    /// Why nothing can be proposed.
    pub refusal: Option<Refusal>,
    /// Why this person cannot confirm what was proposed.
    pub cannot_confirm: Option<Refusal>,
}

pub async fn correction(context: &Context, at: impl Into<LotAddress>) -> Result<CorrectionFacts> {
    let scene = super::scene(context, at).await?;
    let hat = context.actor.require(Action::CorrectAward, &scene.place)?.clone();
    let priced = priced_lot(context, &scene.tender, scene.lot.id).await?;
    let open = store::open_correction(context.read(), scene.lot.id).await?;
    let own = (context.actor.require_account()?, hat.for_school());
    let cannot_confirm = open.as_ref().and_then(|open| rules::may_confirm(who(open), own).err());
    let refusal = rules::may_correct(scene.lot.state).err().or(open.is_some().then_some(Refusal::CorrectionOpen));
    Ok(CorrectionFacts { scene, priced, open, refusal, cannot_confirm })
}

fn who(proposed: &award_correction::Model) -> (AccountId, Option<SchoolId>) {
    (proposed.proposed_by, proposed.proposed_for)
}

/// Proposes what the score should have been; the others who may confirm it are told.
pub async fn propose_correction(context: &Context, at: impl Into<LotAddress>, new: NewCorrection) -> Result<()> {
    let scene = super::scene(context, at).await?;
    let hat = context.actor.require(Action::CorrectAward, &scene.place)?.clone();
    let priced = priced_lot(context, &scene.tender, scene.lot.id).await?;
    let agreed = priced.sheet.agreed_of(new.bid, new.criterion).ok_or(Error::NotFound)?.clone();
    let criterion = priced.sheet.criteria.iter().find(|one| one.id == new.criterion).ok_or(Error::NotFound)?;
    let (old, should) =
        (Put { score: agreed.score, reason: &agreed.reason }, Put { score: new.score, reason: &new.reason });
    rules::check(old, should, criterion.scale_max).map_err(|refusal| Error::field("score", refusal))?;
    let change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    rules::may_correct(lot.state).map_err(Error::refused)?;
    if store::open_correction(change.tx(), lot.id).await?.is_some() {
        return Err(Error::refused(Refusal::CorrectionOpen));
    }
    let id = CorrectionId::new(change.now());
    let row = award_correction::Model {
        id,
        lot_id: lot.id,
        bid_id: new.bid,
        criterion_id: new.criterion,
        from_score: agreed.score,
        to_score: new.score,
        to_reason: new.reason,
        because: new.because.clone(),
        proposed_by: context.actor.require_account()?,
        proposed_for: hat.for_school(),
        proposed_at: change.now(),
        confirmed: None,
        decided_by: None,
        decided_at: None,
    };
    row.into_active_model().insert(change.tx()).await?;
    let notice = CorrectionProposed {
        reference: scene.tender.reference.clone(),
        title: scene.of().title(),
        path: scene.of().address().page("correction"),
    };
    tell(&change, &[Role::TenderLead, Role::Reviewer], scene.tender.id.0, &notice).await?;
    tell(&change, &[Role::Chair, Role::Clerk], scene.tender.cluster_id.0, &notice).await?;
    let recorded = event(&scene.tender, "correction.proposed", format!("correction:{id}"));
    change.commit(recorded.with(json!({ "criterion": criterion.code })).because(new.because)).await?;
    Ok(())
}

/// What a confirmed correction led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrected {
    /// The same bid wins: its outcome is sent anew.
    SameWinner,
    /// Another bid is ranked first, and the schools vote on it.
    AnotherWinner,
    /// The second person did not agree.
    Dropped,
}

/// A second person of another school confirms the correction, or does not.
pub async fn decide_correction(
    context: &Context,
    at: impl Into<LotAddress>,
    id: CorrectionId,
    confirms: bool,
) -> Result<Corrected> {
    let scene = super::scene(context, at).await?;
    let hat = context.actor.require(Action::CorrectAward, &scene.place)?.clone();
    let account = context.actor.require_account()?;
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    let open =
        store::open_correction(change.tx(), lot.id).await?.filter(|open| open.id == id).ok_or_else(Error::stale)?;
    let mut row = open.clone().into_active_model();
    row.confirmed = Set(Some(confirms));
    row.decided_by = Set(Some(account));
    row.decided_at = Set(Some(change.now()));
    if !confirms {
        row.update(change.tx()).await?;
        change.commit(event(&scene.tender, "correction.dropped", format!("correction:{id}"))).await?;
        return Ok(Corrected::Dropped);
    }
    rules::may_confirm(who(&open), (account, hat.for_school())).map_err(Error::refused)?;
    rules::may_correct(lot.state).map_err(Error::refused)?;
    row.update(change.tx()).await?;
    let scene = Scene { lot, ..scene };
    // Putting it right takes the outcomes back, so whom they were sent to is read first.
    let told = store::told(change.tx(), scene.lot.id).await?;
    let corrected = put_right(context, &mut change, &scene, &open).await?;
    tell_bidders(&change, &scene, told).await?;
    let recorded = event(&scene.tender, "award.corrected", format!("correction:{id}"));
    let data = json!({ "score": open.to_score, "another_winner": corrected == Corrected::AnotherWinner });
    change.commit(recorded.with(data).because(open.because)).await?;
    Ok(corrected)
}

async fn put_right(
    context: &Context,
    change: &mut Change,
    scene: &Scene,
    open: &award_correction::Model,
) -> Result<Corrected> {
    let priced = priced_lot(context, &scene.tender, scene.lot.id).await?;
    let withdrawn = store::withdrawn(change.tx(), scene.lot.id).await?;
    let first = first_with(&priced, open, &withdrawn)?;
    past::keep(change, &scene.award, &scene.lot, &open.because).await?;
    let agreed = priced.sheet.agreed_of(open.bid_id, open.criterion_id).ok_or(Error::NotFound)?;
    keep_score(change, agreed, open).await?;
    evaluation::keep_locked(change, scene.lot.id).await?;
    contract::void(change, scene.lot.id).await?;
    stop_standstill(change, &scene.lot).await?;
    if first == scene.award.bid_id {
        tender::move_to(change, &scene.tender, Some(&scene.lot), TenderEvent::CorrectAward).await?;
        return Ok(Corrected::SameWinner);
    }
    let name = priced.provider(&first.to_string());
    let reasons = format!("An agreed score was wrong and is corrected: {}. {name} is ranked first.", open.because);
    let by = context.actor.require_account()?;
    put_forward(change, &scene.award, first, by, &reasons).await?;
    tender::move_to(change, &scene.tender, Some(&scene.lot), TenderEvent::CorrectWinner).await?;
    Ok(Corrected::AnotherWinner)
}

/// The bid ranked first once the score is right, withdrawn ones left out.
fn first_with(priced: &PricedLot, open: &award_correction::Model, withdrawn: &[BidId]) -> Result<BidId> {
    let code = priced.sheet.criteria.iter().find(|one| one.id == open.criterion_id).map(|one| one.code.clone());
    let mut evaluation = priced.evaluation.clone();
    for bid in evaluation.bids.iter_mut().filter(|bid| bid.id == open.bid_id.to_string()) {
        bid.scores.insert(code.clone().unwrap_or_default(), Exact::from(i64::from(open.to_score)));
    }
    let ranking = evaluate(&evaluation).map_err(Error::refused)?;
    let first = rules::first_standing(&ranking, |id| stands(withdrawn, id));
    first.and_then(|id| id.parse().ok()).ok_or_else(|| Error::refused(Refusal::NoSingleWinner))
}

async fn keep_score(change: &Change, agreed: &consensus::Model, open: &award_correction::Model) -> Result<()> {
    let mut row = agreed.clone().into_active_model();
    row.score = Set(open.to_score);
    row.reason = Set(open.to_reason.clone());
    row.explanation = Set(Some(format!("Corrected from {}: {}", open.from_score, open.because)));
    row.recorded_by = Set(open.proposed_by);
    row.recorded_at = Set(change.now());
    row.update(change.tx()).await?;
    Ok(())
}

/// The award notice that was given no longer holds.
pub(super) async fn stop_standstill(change: &Change, lot: &lot::Model) -> Result<()> {
    let mut row = lot.clone().into_active_model();
    row.standstill_from = Set(None);
    row.standstill_ends_at = Set(None);
    row.update(change.tx()).await?;
    Ok(())
}

async fn tell_bidders(change: &Change, scene: &Scene, told: Vec<::entity::bid::Model>) -> Result<()> {
    for bid in told {
        let Some(provider) = bid.provider_id else { continue };
        let notice = AwardCorrected {
            reference: scene.tender.reference.clone(),
            title: scene.of().title(),
            path: format!("/bids/{}/outcome", bid.id),
        };
        tell(change, BIDDERS, provider.0, &notice).await?;
    }
    Ok(())
}
