//! Best value, not the cheapest: scores, moderation, price marks and the ranking.

mod enquiry;
mod keep;
pub mod priced;
mod reopen;
pub mod rules;
pub mod sheet;
pub mod store;
pub mod web;

pub use enquiry::{ask_about_price, close_enquiry, confirm_rejection, enquiry_of, explain_price};
pub use keep::keep_locked;
pub use priced::{Need, PricedBid, PricedLot, priced_lot, prices_are_open, shares_of};
pub use reopen::reopen;
pub use sheet::{Sheet, mark_of};

use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::todo::ToDo;
use crate::tender::{self as tenders, TenderEvent};
pub use crate::tender::{LotAddress, TenderLot};
use crate::{account, bid};
use ::entity::membership::{Role, Scope};
use ::entity::tender::TenderState;
use ::entity::{consensus, ids::*, lot, price_confirmation, score, tender};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use std::collections::HashMap;

/// A score as an evaluator gives it.
#[derive(Clone, Debug)]
pub struct NewScore {
    pub score: i32,
    pub reason: String,
}

/// A score as the panel agrees it.
#[derive(Clone, Debug)]
pub struct AgreedScore {
    pub score: i32,
    pub reason: String,
    pub explanation: Option<String>,
    /// What would have scored higher, for the bidder to read.
    pub higher: Option<String>,
}

/// Two people confirm before prices open: what one confirmation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    WaitingForAnother,
    PricesOpen,
}

async fn lock_lot(change: &Change, lot: LotId, state: TenderState) -> Result<lot::Model> {
    let lot = lot::Entity::find_by_id(lot).lock_exclusive().one(change.tx()).await?.ok_or(Error::NotFound)?;
    if lot.state == state { Ok(lot) } else { Err(tenders::not_now(lot.state)) }
}

/// Saves one score of one's own; it can be changed until all are submitted.
pub async fn save_score(context: &Context, of: &TenderLot, mark: &str, code: &str, new: NewScore) -> Result<()> {
    let tender = &of.tender;
    let account = require(context, tender, Action::Score).await?;
    let change = Change::begin(context).await?;
    lock_lot(&change, of.lot.id, TenderState::Scoring).await?;
    let sheet = sheet::sheet(change.tx(), tender, of.lot.id).await?;
    let standing = store::standing(change.tx(), tender.id, account, sheet.has_submitted(account)).await?;
    rules::panel::may_score(standing).map_err(Error::refused)?;
    let (bid, criterion) = (sheet.bid(mark)?.bid, sheet.criterion(code)?);
    rules::panel::check_turn(criterion.kind, sheet.scoring_now(account)).map_err(Error::refused)?;
    rules::panel::check_score(new.score, criterion.scale_max, &new.reason, &criterion.name).map_err(score_fault)?;
    let row = score::ActiveModel {
        bid_id: Set(bid),
        criterion_id: Set(criterion.id),
        evaluator_id: Set(account),
        score: Set(new.score),
        reason: Set(new.reason),
        saved_at: Set(change.now()),
        submitted_at: Set(None),
    };
    let same = [score::Column::BidId, score::Column::CriterionId, score::Column::EvaluatorId];
    let latest = [score::Column::Score, score::Column::Reason, score::Column::SavedAt];
    let replace = OnConflict::columns(same).update_columns(latest).to_owned();
    score::Entity::insert(row).on_conflict(replace).exec_without_returning(change.tx()).await?;
    let event = Event::new(Chain::Tender(tender.id), "score.saved", format!("bid:{bid}"));
    change.commit(event.with(json!({ "criterion": criterion.code }))).await?;
    Ok(())
}

fn score_fault(refusal: rules::panel::Refusal) -> Error {
    let field = if matches!(refusal, rules::panel::Refusal::ReasonMissing { .. }) { "reason" } else { "score" };
    Error::field(field, refusal)
}

/// Hands in one's scores: of the written answers, then of the presentations where there are any; the last evaluator's last
/// opens moderation.
pub async fn submit_scores(context: &Context, of: &TenderLot) -> Result<bool> {
    let tender = &of.tender;
    let account = require(context, tender, Action::Score).await?;
    let mut change = Change::begin(context).await?;
    let lot = lock_lot(&change, of.lot.id, TenderState::Scoring).await?;
    let mut sheet = sheet::sheet(change.tx(), tender, of.lot.id).await?;
    let standing = store::standing(change.tx(), tender.id, account, sheet.has_submitted(account)).await?;
    rules::panel::may_score(standing).map_err(Error::refused)?;
    let kind = sheet.scoring_now(account).ok_or_else(|| Error::refused(rules::panel::Refusal::AlreadySubmitted))?;
    let ids: Vec<CriterionId> = sheet.of_kind(kind).map(|criterion| criterion.id).collect();
    let unscored = sheet
        .cells()
        .filter(|(_, criterion)| criterion.kind == kind)
        .filter(|(bid, criterion)| sheet.score_of(account, bid.bid, criterion.id).is_none());
    let left: Vec<String> = unscored.map(|(bid, criterion)| format!("{} for {}", criterion.name, bid.label)).collect();
    if !left.is_empty() {
        return Err(Error::refused(rules::panel::Refusal::Unscored(left)));
    }
    score::Entity::update_many()
        .col_expr(score::Column::SubmittedAt, Expr::value(change.now()))
        .filter(score::Column::EvaluatorId.eq(account))
        .filter(score::Column::BidId.is_in(sheet.bids.iter().map(|bid| bid.bid)))
        .filter(score::Column::CriterionId.is_in(ids.iter().copied()))
        .exec(change.tx())
        .await?;
    sheet
        .scores
        .iter_mut()
        .filter(|score| score.evaluator_id == account && ids.contains(&score.criterion_id))
        .for_each(|score| score.submitted_at = Some(change.now()));
    keep::keep_given(&change, lot.id, sheet.scores.iter().filter(|score| score.evaluator_id == account)).await?;
    let complete = sheet.awaited().is_empty();
    if complete {
        tenders::move_to(&mut change, tender, Some(&lot), TenderEvent::FinishScoring).await?;
    }
    let event = Event::new(Chain::Tender(tender.id), "scores.submitted", format!("account:{account}"));
    change.commit(event.with(json!({ "answers": kind }))).await?;
    Ok(complete)
}

/// Records the panel's one score for one answer.
pub async fn agree(context: &Context, of: &TenderLot, mark: &str, code: &str, agreed: AgreedScore) -> Result<()> {
    let tender = &of.tender;
    let account = require(context, tender, Action::Moderate).await?;
    let change = Change::begin(context).await?;
    let lot = lock_lot(&change, of.lot.id, TenderState::Moderation).await?;
    let sheet = sheet::sheet(change.tx(), tender, of.lot.id).await?;
    let (bid, criterion) = (sheet.bid(mark)?.bid, sheet.criterion(code)?);
    rules::panel::check_score(agreed.score, criterion.scale_max, &agreed.reason, &criterion.name)
        .map_err(score_fault)?;
    let given: Vec<i32> = sheet
        .scores
        .iter()
        .filter(|score| score.bid_id == bid && score.criterion_id == criterion.id)
        .map(|score| score.score)
        .collect();
    let explained = rules::panel::check_agreed(agreed.score, &given, agreed.explanation.as_deref());
    explained.map_err(|refusal| Error::field("explanation", refusal))?;
    let row = consensus::ActiveModel {
        bid_id: Set(bid),
        criterion_id: Set(criterion.id),
        score: Set(agreed.score),
        reason: Set(agreed.reason),
        explanation: Set(agreed.explanation),
        higher: Set(agreed.higher),
        recorded_by: Set(account),
        recorded_at: Set(change.now()),
    };
    use consensus::Column::{Explanation, Higher, Reason, RecordedAt, RecordedBy, Score};
    let same = OnConflict::columns([consensus::Column::BidId, consensus::Column::CriterionId])
        .update_columns([Score, Reason, Explanation, Higher, RecordedBy, RecordedAt])
        .to_owned();
    consensus::Entity::insert(row).on_conflict(same).exec_without_returning(change.tx()).await?;
    forget_confirmations(&change, lot.id).await?;
    let event = Event::new(Chain::Tender(tender.id), "score.agreed", format!("bid:{bid}"));
    change.commit(event.with(json!({ "criterion": criterion.code, "score": agreed.score }))).await?;
    Ok(())
}

/// A confirmation is about the scores as they stood: a changed score asks for both again.
async fn forget_confirmations(change: &Change, lot: LotId) -> Result<()> {
    let old = price_confirmation::Entity::delete_many().filter(price_confirmation::Column::LotId.eq(lot));
    old.exec(change.tx()).await?;
    Ok(())
}

/// The tender lead and one evaluator confirm that every score is agreed; the second of them opens the prices.
pub async fn confirm_prices(context: &Context, of: &TenderLot) -> Result<Confirmed> {
    let tender = &of.tender;
    let account = require(context, tender, Action::OpenPrices).await?;
    let place = tenders::place_of(context.read(), tender).await?;
    let as_lead = context.actor.require(Action::OpenPrices, &place)?.role == Role::TenderLead;
    let mut change = Change::begin(context).await?;
    let lot = lock_lot(&change, of.lot.id, TenderState::Moderation).await?;
    let left = sheet::sheet(change.tx(), tender, of.lot.id).await?.left_to_agree();
    if left > 0 {
        return Err(Error::refused(rules::panel::Refusal::NotAgreed(left)));
    }
    let row = price_confirmation::ActiveModel {
        lot_id: Set(lot.id),
        account_id: Set(account),
        as_lead: Set(as_lead),
        confirmed_at: Set(change.now()),
    };
    let once = price_confirmation::Entity::insert(row).exec_without_returning(change.tx()).await;
    once.map_err(|error| {
        Error::on_duplicate(error, Error::refused("You have confirmed already. Another person is needed"))
    })?;
    let confirmed = store::price_confirmations(change.tx(), lot.id).await?;
    let both = confirmed.iter().any(|one| one.as_lead) && confirmed.iter().any(|one| !one.as_lead);
    if both {
        bid::open_prices(&mut change, tender.id, lot.id).await?;
        keep_locked(&change, lot.id).await?;
        tenders::move_to(&mut change, tender, Some(&lot), TenderEvent::LockQuality).await?;
    }
    let action = if both { "prices.opened" } else { "prices.confirmed" };
    change.commit(Event::new(Chain::Tender(tender.id), action, format!("lot:{}", lot.id))).await?;
    Ok(if both { Confirmed::PricesOpen } else { Confirmed::WaitingForAnother })
}

async fn require(context: &Context, tender: &tender::Model, action: Action) -> Result<AccountId> {
    let place = tenders::place_of(context.read(), tender).await?;
    context.actor.require_sight(Action::SeeTenderTeam, &place)?;
    context.actor.require(action, &place)?;
    tenders::require_inside(context, tender).await?;
    context.actor.require_account()
}

/// The lot behind an address, for somebody of its team who may do `action`.
pub async fn lot_for(context: &Context, at: &LotAddress, action: Action) -> Result<TenderLot> {
    let tender = tenders::by_reference(context.read(), &at.reference).await?;
    require(context, &tender, action).await?;
    tenders::lot_at(context.read(), tender, at.lot).await
}

/// Whether the actor may do `action` in this tender.
pub async fn may(context: &Context, tender: &tender::Model, action: Action) -> Result<bool> {
    Ok(context.actor.may(action, &tenders::place_of(context.read(), tender).await?))
}

/// The names of those who confirmed that prices may be opened.
pub async fn confirmed_by(context: &Context, lot: LotId) -> Result<Vec<String>> {
    let confirmed = store::price_confirmations(context.read(), lot).await?;
    let names = account::names(context.read(), confirmed.iter().map(|one| one.account_id)).await?;
    Ok(confirmed.iter().filter_map(|one| names.get(&one.account_id).cloned()).collect())
}

/// What evaluators and leads have to do.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mine = context.actor.hats().iter().filter(|hat| hat.scope == Scope::Tender);
    let ids: Vec<TenderId> = mine.filter_map(|hat| hat.scope_id).map(TenderId).collect();
    let mut all = to_explain(context).await?;
    if ids.is_empty() {
        return Ok(all);
    }
    let tenders = tender::Entity::find().filter(tender::Column::Id.is_in(ids)).all(context.read()).await?;
    let lots = tenders::lots_of(context.read(), tenders.iter().map(|tender| tender.id)).await?;
    let waiting: Vec<TenderLot> = tenders.iter().flat_map(|tender| in_evaluation(tender, &lots)).collect();
    let ids: Vec<LotId> = waiting.iter().map(|of| of.lot.id).collect();
    let done = store::done_by(context.read(), &ids, context.actor.account).await?;
    let open = waiting.iter().filter(|of| !done.contains(&(of.lot.id, of.lot.state)));
    all.extend(open.filter_map(|of| one_to_do(context, of)));
    Ok(all)
}

/// The lots of a tender that wait for its panel.
fn in_evaluation(tender: &tender::Model, lots: &HashMap<TenderId, Vec<lot::Model>>) -> Vec<TenderLot> {
    let all = lots.get(&tender.id).cloned().unwrap_or_default();
    let waits =
        |lot: &&lot::Model| matches!(lot.state, TenderState::Scoring | TenderState::Moderation | TenderState::Priced);
    let of = |lot: &lot::Model| TenderLot { tender: tender.clone(), lot: lot.clone(), all: all.clone() };
    all.iter().filter(waits).map(of).collect()
}

/// Prices that this person's organisation was asked to explain.
async fn to_explain(context: &Context) -> Result<Vec<ToDo>> {
    let own = context.actor.hats().iter().filter(|hat| Action::Bid.roles().contains(&hat.role));
    let providers: Vec<ProviderId> = own.filter_map(|hat| hat.scope_id).map(ProviderId).collect();
    if providers.is_empty() {
        return Ok(Vec::new());
    }
    let asked = store::unexplained(context.read(), &providers).await?;
    let todo = |(bid, tender): (BidId, tender::Model)| {
        let why = "The buyers asked: nothing is decided against a bid that explains its price";
        ToDo::new(format!("Explain your price: {}", tender.title), format!("/bids/{bid}/price-explanation"), why)
    };
    Ok(asked.into_iter().map(todo).collect())
}

fn one_to_do(context: &Context, of: &TenderLot) -> Option<ToDo> {
    let tender = &of.tender;
    let holds =
        |role: Role| context.actor.hats().iter().any(|hat| hat.role == role && hat.scope_id == Some(tender.id.0));
    let (text, page, role, minutes) = match of.lot.state {
        TenderState::Scoring if holds(Role::Evaluator) => ("Score the bids", "evaluation", "an evaluator", 45),
        TenderState::Moderation if holds(Role::TenderLead) => ("Agree the scores", "moderation", "tender lead", 60),
        TenderState::Moderation if holds(Role::Evaluator) => ("Agree the scores", "moderation", "an evaluator", 60),
        TenderState::Priced if holds(Role::TenderLead) => {
            ("Check the prices and recommend", "prices", "tender lead", 30)
        }
        _ => return None,
    };
    let href = of.address().page(page);
    let why = format!("You are {role} of {}", tender.reference);
    Some(ToDo::new(format!("{text}: {}", of.title()), href, why).taking(minutes))
}
