//! What a decision waits for, and whom.

mod after;

use super::store::{self, Decided};
use super::{Waiting, newest_decisions};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use crate::tender::{self, TenderLot};
use ::entity::award::AwardState;
use ::entity::membership::{Role, Scope};
use ::entity::tender::TenderState;

/// The votes to cast, open and record, schools that have to decide, outcomes to send and read, challenges, standstills over.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mut all = Vec::new();
    for waiting in newest_decisions(context).await? {
        let decided = &waiting.decided;
        all.extend(pack(&waiting));
        if waiting.vote {
            let until = waiting.open_until.unwrap_or(context.now);
            let text = format!("Vote on {} by {}", decided.title(), words::deadline(until));
            all.push(todo(text, decided, "#vote", voter(context)).due(words::london_day(until)));
        }
        if waiting.join {
            let text = format!("Decide whether your school joins: {}", decided.title());
            all.push(todo(text, decided, "#joining", "You decide for your school's body"));
        }
        all.extend(office(context, decided));
    }
    all.extend(team(context).await?);
    all.extend(after::team(context).await?);
    all.extend(bidder(context).await?);
    all.extend(after::bidder(context).await?);
    Ok(all)
}

fn todo(text: String, decided: &Decided, place: &str, why: &str) -> ToDo {
    ToDo::new(text, format!("{}{place}", decided.address().page("decision")), why)
}

/// What governors and heads read before their school votes or joins.
fn pack(waiting: &Waiting) -> Option<ToDo> {
    let decided = &waiting.decided;
    let text = format!("Read the governors' pack: {}", decided.title());
    let why = if decided.award.state == AwardState::Recommended {
        "Your school votes on it"
    } else {
        "Your school's body decides whether it joins"
    };
    let todo = ToDo::new(text, decided.address().page("decision/pack"), why);
    let todo = match waiting.open_until {
        Some(until) => todo.due(words::london_day(until)),
        None => todo,
    };
    Some(todo).filter(|_| waiting.pack)
}

fn voter(context: &Context) -> &'static str {
    if context.actor.has_role(Role::Representative) {
        "You represent your school"
    } else {
        "You are your school's substitute"
    }
}

fn office(context: &Context, decided: &Decided) -> Option<ToDo> {
    let holds = |role: Role| {
        let held = |scope_id| scope_id == Some(decided.tender.cluster_id.0);
        context.actor.hats().iter().any(|hat| hat.role == role && hat.scope == Scope::Cluster && held(hat.scope_id))
    };
    let (clerk, chair) = (holds(Role::Clerk), holds(Role::Chair));
    let why = if clerk { "You are the clerk" } else { "You are the chair" };
    let title = decided.title();
    let ballot = decided.ballot.as_ref().filter(|ballot| ballot.recorded_at.is_none());
    let (text, page, place) = match (decided.award.state, decided.lot.state, ballot) {
        (AwardState::Recommended, _, None) if clerk || chair => (format!("Open the vote: {title}"), "ballot", ""),
        (AwardState::Recommended, _, Some(ballot)) if clerk && context.now >= ballot.closes_at => {
            (format!("Record the vote: {title}"), "decision", "#record")
        }
        (_, TenderState::Ratified, _) if chair => (format!("Send the outcomes: {title}"), "outcomes", ""),
        (_, TenderState::Standstill, _) if (clerk || chair) && over(context, decided) => {
            (format!("The standstill is over, draw up the contract: {title}"), "decision", "#next")
        }
        _ => return None,
    };
    Some(ToDo::new(text, format!("{}{place}", decided.address().page(page)), why))
}

fn over(context: &Context, decided: &Decided) -> bool {
    decided.lot.standstill_ends_at.is_some_and(|ends| context.now >= ends)
}

/// Reviewers decide challenges.
async fn team(context: &Context) -> Result<Vec<ToDo>> {
    let mine = context.actor.hats().iter().filter(|hat| hat.role == Role::Reviewer).filter_map(|hat| hat.scope_id);
    let mine: Vec<_> = mine.collect();
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let challenged = store::challenged(context.read(), mine).await?;
    let tenders = tender::lots_of(context.read(), challenged.iter().map(|(tender, _)| tender.id)).await?;
    let todo = |(found, lot): &(::entity::tender::Model, ::entity::lot::Model)| {
        let all = tenders.get(&found.id).cloned().unwrap_or_default();
        let of = TenderLot { tender: found.clone(), lot: lot.clone(), all };
        let text = format!("Decide the challenge: {}", of.title());
        ToDo::new(text, of.address().page("challenges"), "You are the reviewer").taking(60)
    };
    Ok(challenged.iter().map(todo).collect())
}

/// Bidders read their outcome.
async fn bidder(context: &Context) -> Result<Vec<ToDo>> {
    let mine = context.actor.hats().iter().filter(|hat| matches!(hat.role, Role::ProviderStaff | Role::LaSeller));
    let mine: Vec<_> = mine.filter_map(|hat| hat.scope_id).collect();
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let unread = store::unread_outcomes(context.read(), mine).await?;
    let lots = tender::lots_of(context.read(), unread.iter().map(|(_, tender)| tender.id)).await?;
    let todo = |(bid, tender): &(::entity::bid::Model, ::entity::tender::Model)| {
        let all = lots.get(&tender.id).cloned().unwrap_or_default();
        let lot = all.iter().find(|lot| lot.id == bid.lot_id).cloned();
        let title =
            lot.map_or_else(|| tender.title.clone(), |lot| TenderLot { tender: tender.clone(), lot, all }.title());
        let text = format!("Read the outcome of {} {title}", tender.reference);
        ToDo::new(text, format!("/bids/{}/outcome", bid.id), "Your organisation bid")
    };
    Ok(unread.iter().map(todo).collect())
}
