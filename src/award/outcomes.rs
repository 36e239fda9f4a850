//! Every bidder is told at the same instant how its bid was assessed; then the award notice, and the standstill.

use super::combine::priced_with_discount;
use super::joining::stand;
use super::letters::{BIDDERS, OutcomeSent, tell};
use super::report::{Scene, ranked};
use super::rules::{self, Assessed, Line, Mark, Refusal, Summary};
use super::{event, store};
use crate::account;
use crate::bid::opened::{Opened, OpenedBid, read_opened};
use crate::evaluation::rules::Reason;
use crate::evaluation::rules::panel::scale_words;
use crate::evaluation::{PricedBid, PricedLot};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::tender::{self, LotAddress, TenderEvent, TenderLot};
use ::entity::exact::Exact;
use ::entity::joining::JoinState;
use ::entity::membership::Role;
use ::entity::tender::{LeaveRule, TenderState};
use ::entity::{
    bid, challenge, consensus, criterion, ids::*, joining, lot, outcome, sent_outcome, tender as tender_row,
    winner_withdrawal,
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;

/// What sending would do, and what is missing for it.
#[derive(Clone, Debug)]
pub struct Dispatch {
    pub of: TenderLot,
    /// Each bidder's provider with its summary.
    pub summaries: Vec<(String, Summary)>,
    pub refusal: Option<String>,
    /// When the conflicts assessment was recorded last, and at which stage.
    pub assessed: Option<(DateTime<Utc>, &'static str)>,
    /// The last day of the standstill if it started now.
    pub last_day: Option<NaiveDate>,
}

/// A bidder's own outcome.
#[derive(Clone, Debug)]
pub struct OutcomeFacts {
    /// "Catering", or "Catering, lot 2: Juniors".
    pub title: String,
    pub address: LotAddress,
    pub tender: tender_row::Model,
    pub lot: lot::Model,
    pub bid: bid::Model,
    pub outcome: outcome::Model,
    pub summary: Summary,
    pub challenge: Option<challenge::Model>,
    /// Challenges of other bidders that are decided.
    pub others: Vec<challenge::Model>,
    /// The winner, which has not withdrawn, and no contract is made.
    pub may_withdraw: bool,
    pub withdrawal: Option<winner_withdrawal::Model>,
    /// The bidder can still challenge.
    pub may_challenge: bool,
    /// The cluster's clerks with their addresses: whom to ask about a score.
    pub clerks: Vec<String>,
}

/// All that is told, worked out and checked.
struct Ready {
    bids: Vec<OpenedBid>,
    summaries: Vec<Summary>,
}

async fn ready(context: &Context, scene: &Scene, joinings: &[joining::Model]) -> Result<(Ready, Option<Refusal>)> {
    let priced = priced_with_discount(context, &scene.of(), scene.award.bid_id).await?;
    let winner = priced.bid(scene.award.bid_id)?;
    let standing = stand(&priced, winner, joinings)?;
    let opened = Opened::of(&scene.tender).ok_or(Error::NotFound)?;
    let mut bids = read_opened(context.read(), &opened, scene.lot.id).await?;
    bids.retain(|bid| bid.passed.is_some());
    let named = |state: JoinState| -> Vec<String> {
        let in_state = standing.joiners.iter().filter(|joiner| joiner.row.state == state);
        in_state.map(|joiner| joiner.school.name.clone()).collect()
    };
    let (undecided, left, missing) = (named(JoinState::Undecided), named(JoinState::Left), reasons_missing(&priced));
    let gone =
        store::withdrawal_of(context.read(), scene.award.bid_id).await?.is_some_and(|one| one.confirmed_at.is_some());
    let today = words::london_day(context.now);
    let refusal = if gone {
        Some(Refusal::Withdrawn(winner.opened.provider_name.clone()))
    } else if let Err(lapsed) = rules::check_stands(&winner.opened.provider_name, winner.opened.valid_until, today) {
        Some(lapsed)
    } else if !undecided.is_empty() {
        Some(Refusal::Undecided(undecided))
    } else if !left.is_empty() && scene.tender.leave_rule == LeaveRule::TenderEnds {
        Some(Refusal::TenderEndsOnLeaving(left))
    } else if standing.tally.joined == 0 {
        Some(Refusal::NobodyIn)
    } else {
        (!missing.is_empty()).then_some(Refusal::ReasonsMissing(missing))
    };
    let value = standing.price.map(|price| price.whole_life.pounds()).unwrap_or_default();
    let withdrawn = store::withdrawn(context.read(), scene.lot.id).await?;
    let assessed = |bid: &OpenedBid| Assessed { withdrew: withdrawn.contains(&bid.bid), ..assessed(&priced, bid) };
    let best = assessed(&winner.opened);
    let summary = |bid: &OpenedBid| rules::summary(&assessed(bid), &best, &value, standing.tally.joined);
    Ok((Ready { summaries: bids.iter().map(summary).collect(), bids }, refusal))
}

fn reasons_missing(priced: &PricedLot) -> Vec<String> {
    let blank = |bid: BidId, criterion: CriterionId| {
        priced.sheet.agreed_of(bid, criterion).is_none_or(|agreed| agreed.reason.trim().is_empty())
    };
    let cells = priced.sheet.cells().filter(|(bid, criterion)| blank(bid.bid, criterion.id));
    cells.map(|(bid, criterion)| format!("{} for {}", criterion.name, bid.provider_name)).collect()
}

/// One bid as it was assessed; one that a compliance check left out has its reason alone.
fn assessed(priced: &PricedLot, opened: &OpenedBid) -> Assessed {
    let id = opened.bid.to_string();
    let ranked = ranked(priced).into_iter().find(|ranked| ranked.bid == id);
    let rank = priced.ranking.results.iter().find(|ranked| ranked.bid == id).map(|ranked| ranked.rank);
    let excluded = priced.ranking.excluded.iter().find(|excluded| excluded.bid == id);
    let failed = || (opened.passed == Some(false)).then(|| opened.failed_reason.clone().unwrap_or_default());
    let decimals = |mark: Option<&Exact>| mark.map(|mark| mark.decimals(2));
    Assessed {
        provider: opened.provider_name.clone(),
        withdrew: false,
        rank,
        excluded: excluded.map(|excluded| excluded_words(priced, &excluded.reason)).or_else(failed),
        lines: priced.bid(opened.bid).map(|bid| lines(priced, bid)).unwrap_or_default(),
        price_weight: priced.evaluation.price_weight.terminating().unwrap_or_default(),
        price_mark: decimals(ranked.as_ref().and_then(|ranked| ranked.price_mark.as_ref())),
        total: decimals(ranked.as_ref().and_then(|ranked| ranked.total.as_ref())),
        whole_life: priced.bid(opened.bid).ok().map(|bid| bid.price.whole_life.pounds()),
    }
}

fn excluded_words(priced: &PricedLot, reason: &Reason) -> String {
    match reason {
        Reason::BelowMinimum { criterion } => {
            let named = priced.sheet.criteria.iter().find(|one| one.code == *criterion);
            let criterion = named.map_or_else(|| criterion.clone(), |one| one.name.clone());
            Reason::BelowMinimum { criterion }.to_string()
        }
        plain => plain.to_string(),
    }
}

fn lines(priced: &PricedLot, bid: &PricedBid) -> Vec<Line> {
    let line = |criterion: &criterion::Model| {
        let agreed = priced.sheet.agreed_of(bid.opened.bid, criterion.id)?;
        let mark = criterion.weight.exact() * Exact::from(agreed.score) / Exact::from(criterion.scale_max);
        Some(Line {
            criterion: criterion.name.clone(),
            question: criterion.question.clone(),
            weight: criterion.weight.to_string(),
            scale_max: criterion.scale_max,
            own: Mark { score: agreed.score, mark: mark.half_up(priced.evaluation.mark_decimals).decimals(2) },
            reason: agreed.reason.clone(),
            higher: higher(agreed, criterion),
            winner: None,
        })
    };
    priced.sheet.criteria.iter().filter_map(line).collect()
}

/// What the panel wrote, or else what the next score of the published scale is for.
fn higher(agreed: &consensus::Model, criterion: &criterion::Model) -> Option<String> {
    let (next, most) = (agreed.score + 1, criterion.scale_max);
    let by_the_scale = || format!("An answer that is {} gets {next} of {most}", scale_words(next, most));
    agreed.higher.clone().or_else(|| (next <= most).then(by_the_scale))
}

/// For the chair, before anything is sent.
pub async fn dispatch(context: &Context, at: impl Into<LotAddress>) -> Result<Dispatch> {
    let scene = super::scene(context, at).await?;
    context.actor.require(Action::StartStandstill, &scene.place)?;
    if scene.lot.state != TenderState::Ratified {
        return Err(Error::refused("Outcomes are sent once, after the schools have accepted the recommendation"));
    }
    let joinings = store::joinings(context.read(), scene.award.id).await?;
    let (ready, refusal) = ready(context, &scene, &joinings).await?;
    let last_day =
        tender::standstill(context.read(), scene.tender.id, context.now).await.ok().map(|runs| runs.last_day);
    let assessed = tender::assessed_last(context.read(), scene.tender.id).await?;
    let names = ready.bids.into_iter().map(|bid| bid.provider_name);
    Ok(Dispatch {
        summaries: names.zip(ready.summaries).collect(),
        refusal: refusal.map(|refusal| refusal.to_string()),
        last_day,
        assessed,
        of: scene.of(),
    })
}

/// Sends every bidder its summary in one change, gives the award notice and starts the standstill. Answers its last day.
pub async fn send_outcomes_and_start_standstill(context: &Context, at: impl Into<LotAddress>) -> Result<NaiveDate> {
    let scene = super::scene(context, at).await?;
    context.actor.require(Action::StartStandstill, &scene.place)?;
    let mut change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), scene.lot.id).await?;
    if lot.state != TenderState::Ratified {
        return Err(tender::not_now(lot.state));
    }
    let joinings = store::joinings(change.tx(), scene.award.id).await?;
    let (ready, refusal) = ready(context, &scene, &joinings).await?;
    if let Some(refusal) = refusal {
        return Err(Error::refused(refusal));
    }
    let standstill = tender::standstill(change.tx(), scene.tender.id, change.now()).await?;
    for (bid, summary) in ready.bids.iter().zip(&ready.summaries) {
        keep(&change, bid.bid, summary).await?;
        let notice = OutcomeSent {
            reference: scene.tender.reference.clone(),
            title: scene.of().title(),
            path: format!("/bids/{}/outcome", bid.bid),
        };
        tell(&change, BIDDERS, bid.provider_id.0, &notice).await?;
    }
    change.note(
        event(&scene.tender, "outcomes.sent", format!("lot:{}", lot.id)).with(json!({ "bids": ready.bids.len() })),
    );
    let mut row = lot.clone().into_active_model();
    row.standstill_from = Set(Some(standstill.first_day));
    row.standstill_ends_at = Set(Some(standstill.ends_at));
    row.update(change.tx()).await?;
    tender::move_to(&mut change, &scene.tender, Some(&lot), TenderEvent::StartStandstill).await?;
    let notice = event(&scene.tender, "award.notice_given", format!("lot:{}", lot.id));
    change.commit(notice.with(json!({ "last_day": standstill.last_day }))).await?;
    Ok(standstill.last_day)
}

/// One assessed anew after a challenge replaces what was told before.
async fn keep(change: &Change, bid: BidId, summary: &Summary) -> Result<()> {
    let row = outcome::ActiveModel {
        bid_id: Set(bid),
        won: Set(summary.won),
        summary: Set(serde_json::to_value(summary)?),
        sent_at: Set(change.now()),
        acknowledged_at: Set(None),
    };
    use outcome::Column::{AcknowledgedAt, BidId, SentAt, Summary, Won};
    let again = OnConflict::column(BidId).update_columns([Won, Summary, SentAt, AcknowledgedAt]).to_owned();
    outcome::Entity::insert(row).on_conflict(again).exec_without_returning(change.tx()).await?;
    let (won, summary) = (summary.won, serde_json::to_value(summary)?);
    let sent = sent_outcome::Model { bid_id: bid, sent_at: change.now(), won, summary };
    sent.into_active_model().insert(change.tx()).await?;
    Ok(())
}

/// What a bidder was told; nobody else's outcome is there for it.
pub async fn outcome(context: &Context, id: BidId) -> Result<OutcomeFacts> {
    let connection = context.read();
    let bid = store::bid(connection, id).await?;
    let provider = bid.provider_id.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::Bid, &Place::provider(provider))?;
    let outcome = store::outcome(connection, id).await?.ok_or(Error::NotFound)?;
    let tender = tender::by_id(connection, bid.tender_id).await?;
    let of = tender::lot_of(connection, tender, bid.lot_id).await?;
    let challenges = store::challenges(connection, of.lot.id).await?;
    let challenge = challenges.iter().find(|one| one.bid_id == id).cloned();
    let of_others = challenges.into_iter().filter(|one| one.bid_id != id && one.outcome.is_some());
    let withdrawal = store::withdrawal_of(connection, id).await?;
    let award = store::award_of(connection, of.lot.id).await?;
    let chosen = outcome.won && award.is_some_and(|award| award.bid_id == id);
    let signable = matches!(of.lot.state, TenderState::Standstill | TenderState::Contracting);
    let clerks = account::receivers(connection, Role::Clerk, of.tender.cluster_id.0).await?;
    Ok(OutcomeFacts {
        clerks: clerks.into_iter().map(|(_, clerk)| format!("{}, {}", clerk.name, clerk.email)).collect(),
        summary: serde_json::from_value(outcome.summary.clone())?,
        may_challenge: withdrawal.is_none()
            && rules::may_challenge(&of.lot, challenge.as_ref(), &outcome, context.now).is_ok(),
        challenge,
        others: of_others.collect(),
        may_withdraw: chosen && signable && withdrawal.is_none(),
        withdrawal,
        title: of.title(),
        address: of.address(),
        tender: of.tender,
        lot: of.lot,
        bid,
        outcome,
    })
}

/// The bidder has read its outcome.
pub async fn acknowledge(context: &Context, id: BidId) -> Result<()> {
    let facts = outcome(context, id).await?;
    if facts.outcome.acknowledged_at.is_some() {
        return Ok(());
    }
    let change = Change::begin(context).await?;
    let mut row = facts.outcome.into_active_model();
    row.acknowledged_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(event(&facts.tender, "outcome.acknowledged", format!("bid:{id}"))).await?;
    Ok(())
}
