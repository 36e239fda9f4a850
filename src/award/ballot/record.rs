//! A closed vote is counted, minuted and acted on, once.

use super::{how, recommended};
use crate::award::report::Scene;
use crate::award::rules::{self, Counted, Refusal};
use crate::award::{event, joining, past, scene, store};
use crate::cluster;
use crate::evaluation;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::tender::{self, LotAddress, TenderEvent};
use ::entity::award::AwardState;
use ::entity::ballot::{self, Motion};
use ::entity::vote::Choice;
use ::entity::{award, ids::*, tender as tender_row};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// What the clerk records of a closed vote.
#[derive(Clone, Debug)]
pub struct Recording {
    pub reason: String,
    /// The chair's, where the votes are equal and the agreement gives one.
    pub casting_vote: Option<Choice>,
}

/// Counts a closed vote, keeps its result and minute, and does what it decided: the award is ratified, sent back or ended; a
/// vote that was not carried or not quorate leaves it recommended.
pub async fn record_vote(context: &Context, at: impl Into<LotAddress>, recording: Recording) -> Result<Counted> {
    let scene = scene(context, at).await?;
    context.actor.require(Action::RecordVote, &scene.place)?;
    let mut change = Change::begin(context).await?;
    let award = recommended(&change, &scene).await?;
    let ballot = store::latest_ballot(change.tx(), award.id).await?;
    let ballot = ballot.ok_or_else(|| Error::refused(Refusal::NoVoteOpen))?;
    if ballot.recorded_at.is_some() {
        return Err(Error::refused(Refusal::AlreadyRecorded));
    }
    if change.now() < ballot.closes_at {
        return Err(Error::refused(Refusal::VoteStillOpen(words::deadline(ballot.closes_at))));
    }
    let seats = store::seats(change.tx(), scene.tender.cluster_id, ballot.closes_at).await?;
    let votes = store::votes(change.tx(), ballot.id).await?;
    let interested = store::interested(change.tx(), scene.tender.id).await?;
    let agreement = cluster::agreement_in_force(change.tx(), scene.tender.cluster_id).await?;
    let how = how(agreement.as_ref(), recording.casting_vote);
    let mut counted = rules::count(&seats, &votes, &interested, how);
    if rules::needs_casting_vote(&counted, how) {
        return Err(Error::field("casting_vote", Refusal::CastingVoteNeeded));
    }
    counted.reason = recording.reason;
    counted.minute = rules::minute(ballot.number, &ballot.question, &words::deadline(ballot.closes_at), &counted);
    keep_result(&change, ballot.clone(), &counted).await?;
    act(context, &mut change, &scene, &award, &ballot, &counted).await?;
    let recorded = event(&scene.tender, "vote.recorded", format!("ballot:{}", ballot.id));
    let data = json!({
        "number": ballot.number, "carried": counted.carried, "for": counted.votes_for,
        "against": counted.votes_against, "abstained": counted.abstained, "quorum": counted.quorum,
    });
    change.commit(recorded.with(data).because(counted.reason.clone())).await?;
    Ok(counted)
}

async fn keep_result(change: &Change, ballot: ballot::Model, counted: &Counted) -> Result<()> {
    let mut row = ballot.into_active_model();
    row.result = Set(Some(serde_json::to_value(counted)?));
    row.carried = Set(Some(counted.carried));
    row.recorded_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    Ok(())
}

/// What a carried motion does. It never picks another bid.
async fn act(
    context: &Context,
    change: &mut Change,
    scene: &Scene,
    award: &award::Model,
    ballot: &ballot::Model,
    counted: &Counted,
) -> Result<()> {
    let mut row = award.clone().into_active_model();
    row.minute = Set(Some(counted.minute.clone()));
    let grounds = ballot.grounds.clone().unwrap_or_else(|| counted.reason.clone());
    match ballot.motion {
        _ if !counted.carried => {}
        Motion::Accept => {
            row.state = Set(AwardState::Ratified);
            row.ratified_at = Set(Some(change.now()));
            joining::work_out(context, change, scene, award).await?;
            tender::move_to(change, &scene.tender, Some(&scene.lot), TenderEvent::Ratify).await?;
        }
        Motion::SendBack => {
            past::keep(change, award, &scene.lot, &grounds).await?;
            row.state = Set(AwardState::SentBack);
            reopen_scores(change, &scene.tender, &scene.lot.id, &grounds).await?;
            tender::move_to(change, &scene.tender, Some(&scene.lot), TenderEvent::SendBack).await?;
        }
        Motion::EndTender => {
            row.state = Set(AwardState::Ended);
            tender::keep_ending(change, &scene.lot, &grounds).await?;
            tender::move_to(change, &scene.tender, Some(&scene.lot), TenderEvent::EndByVote).await?;
        }
    }
    row.update(change.tx()).await?;
    Ok(())
}

/// Scores are taken up again: every evaluator submits anew, and both price confirmations are asked for again.
pub(in crate::award) async fn reopen_scores(
    change: &mut Change,
    tender: &tender_row::Model,
    lot: &LotId,
    because: &str,
) -> Result<()> {
    evaluation::reopen(change, *lot).await?;
    change.note(event(tender, "scores.reopened", format!("lot:{lot}")).because(because));
    Ok(())
}
