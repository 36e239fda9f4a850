//! What the check asks of people: corrections to send, answers to give, decisions to take.

use super::store;
use crate::bid::asked::Request;
use crate::bid::desk::own_provider;
use crate::bid::rules::hearing as rules;
use crate::bid::store as bids;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::membership::{Role, Scope};
use ::entity::tender::TenderState;
use ::entity::{bid, correction_window, exclusion, ids::*, tender};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// For bidders and for those who hear them.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mut all = of_bidder(context).await?;
    all.extend(of_hearers(context).await?);
    Ok(all)
}

/// Whether this bidder was asked to correct something, or given notice of a possible exclusion.
pub(in crate::bid) async fn asked_of(connection: &impl ConnectionTrait, bid: BidId) -> Result<Vec<Request>> {
    let mut asked = Vec::new();
    if !store::corrections_of(connection, [bid]).await?.is_empty() {
        asked.push(Request::Correction);
    }
    if !store::hearings(connection, [bid]).await?.is_empty() {
        asked.push(Request::Hearing);
    }
    Ok(asked)
}

async fn of_bidder(context: &Context) -> Result<Vec<ToDo>> {
    let Some(provider) = own_provider(&context.actor) else { return Ok(Vec::new()) };
    let own = store::bids_of(context.read(), [provider]).await?;
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let windows = store::windows(context.read(), own.iter().map(|bid| bid.lot_id)).await?;
    let corrections = store::corrections_of(context.read(), own.iter().map(|bid| bid.id)).await?;
    let hearings = store::hearings(context.read(), own.iter().map(|bid| bid.id)).await?;
    let mut all = Vec::new();
    for bid in &own {
        let window = windows.iter().find(|window| window.lot_id == bid.lot_id);
        let left = corrections.iter().any(|item| item.bid_id == bid.id && item.answered_at.is_none());
        all.extend(
            window.filter(|window| left && context.now < window.closes_at).map(|window| to_correct(bid, window)),
        );
        let noticed = hearings.iter().find(|hearing| hearing.bid_id == bid.id && hearing.answered_at.is_none());
        all.extend(
            noticed.filter(|hearing| rules::may_answer(hearing, context.now).is_ok()).map(|one| to_answer(bid, one)),
        );
    }
    Ok(all)
}

fn to_correct(bid: &bid::Model, window: &correction_window::Model) -> ToDo {
    let why = "The buyers found something that you may put right";
    let todo = ToDo::new("Correct your bid", format!("/bids/{}/correction", bid.id), why);
    todo.due(words::london_day(window.closes_at))
}

fn to_answer(bid: &bid::Model, hearing: &exclusion::Model) -> ToDo {
    let why = "The buyers think of excluding your organisation; nothing is decided before you could answer";
    let todo = ToDo::new("Answer the notice of a possible exclusion", format!("/bids/{}/hearing", bid.id), why);
    todo.due(words::london_day(hearing.answer_by))
}

/// Hearings to decide, for tender leads; decisions to confirm, for reviewers.
async fn of_hearers(context: &Context) -> Result<Vec<ToDo>> {
    let hats = context.actor.hats().iter().filter(|hat| hat.scope == Scope::Tender);
    let wanted = hats.filter(|hat| matches!(hat.role, Role::TenderLead | Role::Reviewer));
    let roles: BTreeMap<TenderId, Role> = wanted.filter_map(|hat| Some((TenderId(hat.scope_id?), hat.role))).collect();
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let states = [TenderState::Compliance, TenderState::Scoring, TenderState::Moderation, TenderState::Priced];
    let tenders = bids::tenders_in(context.read(), roles.keys().copied().collect(), &states).await?;
    let opened = bids::opened_of(context.read(), tenders.iter().map(|tender| tender.id)).await?;
    let hearings = store::hearings(context.read(), opened.iter().map(|bid| bid.id)).await?;
    let item = |hearing: &exclusion::Model| {
        let bid = opened.iter().find(|bid| bid.id == hearing.bid_id)?;
        let tender = tenders.iter().find(|tender| tender.id == bid.tender_id)?;
        to_decide(context, tender, hearing, *roles.get(&tender.id)?)
    };
    Ok(hearings.iter().filter(|hearing| hearing.confirmed_at.is_none()).filter_map(item).collect())
}

fn to_decide(context: &Context, tender: &tender::Model, hearing: &exclusion::Model, role: Role) -> Option<ToDo> {
    let path = format!("/tenders/{}/compliance/{}/hearing", tender.reference, hearing.bid_id);
    let is_others = hearing.proposed_by.is_some_and(|by| Some(by) != context.actor.account);
    match role {
        Role::TenderLead if hearing.proposed_by.is_none() && rules::may_propose(hearing, context.now).is_ok() => {
            Some(ToDo::new(format!("Decide on a bidder's answer: {}", tender.title), path, "You lead this tender"))
        }
        Role::Reviewer if is_others => {
            Some(ToDo::new(format!("Confirm a decision: {}", tender.title), path, "You are the reviewer"))
        }
        _ => None,
    }
}
