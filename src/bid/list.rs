//! An organisation's own bids, and what needs somebody now. Others' bids are never counted.

use super::desk::{Desk, asked, bidder_name, own_provider};
use super::rules::{Facts, Standing, Step, may_change, progress, standing};
use super::{envelope, store};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::todo::ToDo;
use crate::platform::words;
use crate::tender::{self, TenderLot};
use ::entity::membership::{Role, Scope};
use ::entity::tender::TenderState;
use ::entity::{bid, ids::*, lot};
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};

/// One of an organisation's own bids.
#[derive(Clone, Debug)]
pub struct Own {
    pub bid: bid::Model,
    pub tender: ::entity::tender::Model,
    /// "Catering", or "Catering, lot 2: Juniors".
    pub title: String,
    /// Pages that are ready, of six.
    pub ready: usize,
    pub is_submitted: bool,
    /// Submitted before a material change, and not confirmed since: it does not count.
    pub is_unconfirmed: bool,
    /// Can it still be submitted or replaced?
    pub is_open: bool,
    /// What happens with it now.
    pub standing: Standing,
    /// An outcome was sent.
    pub has_outcome: bool,
}

impl Own {
    /// Whole percent of the pages that are ready.
    pub fn percent(&self) -> usize {
        self.ready * 100 / Step::ALL.len()
    }
}

/// The bids of this person's provider for the tenders published last, the next deadline first. Eight queries however
/// many there are.
pub async fn own_bids(context: &Context) -> Result<Vec<Own>> {
    let provider = own_provider(&context.actor).ok_or(Error::NotFound)?;
    let connection = context.read();
    let tenders = store::published(connection).await?;
    let names = tenders.iter().map(|tender| bidder_name(&context.app, tender.id, provider)).collect();
    let bids = store::by_bidders(connection, names).await?;
    let counted = store::counted(connection, &bids).await?;
    let outcomes = store::outcomes(connection, &bids).await?;
    let criteria = store::criteria(connection, bids.iter().map(|bid| bid.lot_id)).await?;
    let mut tenders: HashMap<TenderId, ::entity::tender::Model> =
        tenders.into_iter().map(|tender| (tender.id, tender)).collect();
    let started: HashSet<TenderId> = bids.iter().map(|bid| bid.tender_id).collect();
    tenders.retain(|id, _| started.contains(id));
    let conditions = tender::pass_conditions_of(connection, tenders.keys().copied()).await?;
    let lots = tender::lots_of(connection, tenders.keys().copied()).await?;
    let own = |bid: bid::Model| {
        let all = lots.get(&bid.tender_id)?.clone();
        let lot = all.iter().find(|lot| lot.id == bid.lot_id)?.clone();
        let tender = tenders.get(&bid.tender_id)?.clone();
        let conditions = conditions.get(&tender.id).map(Vec::as_slice).unwrap_or_default();
        let questions = criteria.get(&bid.lot_id).map(Vec::as_slice).unwrap_or_default();
        let draft = envelope::open_draft(&context.app, provider, &bid).unwrap_or_default();
        let is_submitted = bid.submission_id.is_some();
        let submission = counted.iter().find(|one| Some(one.id) == bid.submission_id);
        let is_unconfirmed = submission.is_some_and(|one| one.confirmed_version < tender.public_version);
        let ready = progress(&draft, &asked(&tender, questions, conditions, Vec::new()), is_submitted);
        let is_open = may_change(&tender, context.now).is_ok();
        let state = state_of(&tender, &lot, context.now);
        let title = TenderLot { tender: tender.clone(), lot, all }.title();
        let won = outcomes.get(&bid.id).copied();
        let is_opened = tender.opened_at.is_some();
        let standing = standing(Facts { is_submitted, is_unconfirmed, is_open, is_opened, state, won });
        Some(Own {
            bid,
            tender,
            title,
            ready,
            is_submitted,
            is_unconfirmed,
            is_open,
            standing,
            has_outcome: won.is_some(),
        })
    };
    let mut own: Vec<Own> = bids.into_iter().filter_map(own).collect();
    own.sort_by_key(|own| (!own.is_open, own.tender.deadline_at, own.title.clone()));
    Ok(own)
}

/// A lot has a state of its own once bids are opened.
fn state_of(tender: &::entity::tender::Model, lot: &lot::Model, now: DateTime<Utc>) -> TenderState {
    match (tender::phase(tender, now), tender.opened_at) {
        (ended @ (TenderState::Withdrawn | TenderState::Cancelled), _) => ended,
        (phase, None) => phase,
        (_, Some(_)) => lot.state,
    }
}

/// What happens with one bid now, and whether an outcome was sent.
pub async fn standing_of(context: &Context, desk: &Desk) -> Result<(Standing, bool)> {
    let outcomes = store::outcomes(context.read(), std::slice::from_ref(&desk.bid)).await?;
    let won = outcomes.get(&desk.bid.id).copied();
    let lot = desk.lots.iter().find(|lot| lot.id == desk.bid.lot_id).ok_or(Error::NotFound)?;
    let facts = Facts {
        is_submitted: desk.counted.is_some(),
        is_unconfirmed: desk.is_unconfirmed(),
        is_open: desk.is_open(context.now),
        is_opened: desk.tender.opened_at.is_some(),
        state: state_of(&desk.tender, lot, context.now),
        won,
    };
    Ok((standing(facts), won.is_some()))
}

/// The bids that the visitor's provider has begun in a tender, by lot.
pub async fn begun_in(context: &Context, tender: &::entity::tender::Model) -> Result<Vec<bid::Model>> {
    let Some(provider) = own_provider(&context.actor) else { return Ok(Vec::new()) };
    store::by_bidders(context.read(), vec![bidder_name(&context.app, tender.id, provider)]).await
}

/// Bids to finish, bids to open, bids to check.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mut all = to_submit(context).await?;
    all.extend(to_open(context).await?);
    all.extend(super::compliance::to_do(context).await?);
    Ok(all)
}

async fn to_submit(context: &Context) -> Result<Vec<ToDo>> {
    if own_provider(&context.actor).is_none() {
        return Ok(Vec::new());
    }
    let open =
        own_bids(context).await?.into_iter().filter(|own| own.is_open && (!own.is_submitted || own.is_unconfirmed));
    let todo = |own: Own| {
        let text = if own.is_unconfirmed {
            format!("Confirm your bid for {}: the tender has changed", own.title)
        } else {
            format!("Submit your bid for {}: {}% complete", own.title, own.percent())
        };
        due(ToDo::new(text, format!("/bids/{}", own.bid.id), "You bid for your organisation"), own.tender.deadline_at)
    };
    Ok(open.map(todo).collect())
}

fn due(todo: ToDo, at: Option<DateTime<Utc>>) -> ToDo {
    match at {
        Some(at) => todo.due(words::london_day(at)),
        None => todo,
    }
}

/// For key-holders, reviewers, tender leads and clerks of tenders that are closed.
async fn to_open(context: &Context) -> Result<Vec<ToDo>> {
    let hats = context.actor.hats().iter();
    let of_tenders: Vec<(TenderId, Role)> = hats
        .filter(|hat| hat.scope == Scope::Tender)
        .filter_map(|hat| Some((TenderId(hat.scope_id?), hat.role)))
        .collect();
    let ids: Vec<TenderId> = of_tenders.iter().map(|(tender, _)| *tender).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let states = [TenderState::Open, TenderState::Sealed, TenderState::Compliance];
    let tenders = store::tenders_in(context.read(), ids.clone(), &states).await?;
    let confirmed = store::confirmations(context.read(), ids).await?;
    let has_confirmed = |tender: TenderId| {
        confirmed.iter().any(|one| one.tender_id == tender && Some(one.account_id) == context.actor.account)
    };
    let lots = tender::lots_of(context.read(), tenders.iter().map(|tender| tender.id)).await?;
    let mut found = Vec::new();
    for tender in tenders {
        let roles: Vec<Role> = of_tenders.iter().filter(|(id, _)| *id == tender.id).map(|(_, role)| *role).collect();
        let all = lots.get(&tender.id).cloned().unwrap_or_default();
        if tender.opened_at.is_none() {
            found.extend(to_confirm(&tender, &roles, has_confirmed(tender.id), context.now));
            continue;
        }
        for lot in &all {
            let of = TenderLot { tender: tender.clone(), lot: lot.clone(), all: all.clone() };
            found.extend(of_role(&of, &roles));
        }
    }
    Ok(found)
}

/// The opening is of the whole tender.
fn to_confirm(
    tender: &::entity::tender::Model,
    roles: &[Role],
    has_confirmed: bool,
    now: DateTime<Utc>,
) -> Option<ToDo> {
    let waits = tender::phase(tender, now) == TenderState::Sealed && roles.contains(&Role::KeyHolder) && !has_confirmed;
    let href = format!("/tenders/{}/opening", tender.reference);
    waits.then(|| ToDo::new(format!("Open the bids for {}", tender.title), href, "You are a key-holder"))
}

/// After it each lot waits for itself.
fn of_role(of: &TenderLot, roles: &[Role]) -> Option<ToDo> {
    let todo = |text: String, page: &str, why: &str| Some(ToDo::new(text, of.address().page(page), why));
    let title = of.title();
    match of.lot.state {
        TenderState::Sealed if roles.contains(&Role::Reviewer) => {
            todo(format!("Decide whether to go on with one bid for {title}"), "opening", "You are the reviewer")
        }
        TenderState::Compliance if roles.contains(&Role::TenderLead) => {
            todo(format!("Check the bids for {title}"), "compliance", "You lead this tender")
        }
        _ => None,
    }
}
