//! The shortlist: the tender lead judges every request by the published conditions; invitations and refusals leave together.

use super::request::{Requested, name_all, opened};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::mail::Receiver;
use crate::platform::words;
use crate::tender::documents::Download;
use crate::tender::notices::{Invited, NotInvited};
use crate::tender::rules::route;
use crate::tender::rules::shortlist::{self as rules, Marked, Shortlist, Verdict};
use crate::tender::rules::{stages, states};
use crate::tender::steps::{begin, event};
use crate::tender::{Declared, sight, store};
use ::entity::ids::*;
use ::entity::tender::{self, TenderState};
use ::entity::{shortlist_condition, shortlist_mark, stage_plan};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};
use serde_json::json;
use std::collections::HashMap;

/// A request with its marks so far.
#[derive(Clone, Debug)]
pub struct Judged {
    pub requested: Requested,
    pub marks: HashMap<ShortlistConditionId, shortlist_mark::Model>,
}

/// What the lead works on.
#[derive(Clone, Debug)]
pub struct Desk {
    pub tender: tender::Model,
    pub plan: stage_plan::Model,
    pub conditions: Vec<shortlist_condition::Model>,
    /// None while requests are still taken: nobody sees them, or how many there are.
    pub requests: Option<Vec<Judged>>,
    pub declared: Declared,
}

impl Desk {
    /// What follows from the marks, once all are given.
    pub fn shortlist(&self) -> Option<Shortlist> {
        let marked: Vec<Marked> = self.requests.as_ref()?.iter().map(marked).collect();
        rules::shortlist(&self.conditions, &marked, self.plan.least, self.plan.most).ok()
    }
}

fn marked(judged: &Judged) -> Marked {
    Marked {
        request: judged.requested.row.id,
        marks: judged.marks.iter().map(|(condition, mark)| (*condition, mark.mark)).collect(),
    }
}

/// The desk of the tender lead.
pub async fn desk(context: &Context, reference: &str) -> Result<Desk> {
    let tender = store::by_reference(context.read(), reference).await?;
    let place = sight::visible_to(context.read(), &context.actor, &tender).await?;
    context.actor.require(Action::Shortlist, &place)?;
    let plan = store::plan(context.read(), tender.id).await?.filter(|_| tender.participation_closes_at.is_some());
    let plan = plan.ok_or(Error::NotFound)?;
    let account = context.actor.require_account()?;
    let closed = tender.published_at.is_some()
        && !stages::takes_requests(tender.participation_closes_at, plan.closed_at, context.now);
    Ok(Desk {
        conditions: store::conditions(context.read(), tender.id).await?,
        requests: if closed { Some(judged(context, tender.id).await?) } else { None },
        declared: store::declared_no_conflict(context.read(), tender.id, account).await?,
        plan,
        tender,
    })
}

async fn judged(context: &Context, tender: TenderId) -> Result<Vec<Judged>> {
    let rows = store::requests(context.read(), tender).await?;
    let marks = store::marks(context.read(), rows.iter().map(|row| row.id)).await?;
    let mut all = Vec::new();
    for row in rows {
        let own = marks.iter().filter(|mark| mark.request_id == row.id);
        let marks = own.map(|mark| (mark.condition_id, mark.clone())).collect();
        all.push(Judged { requested: opened(&context.app, row)?, marks });
    }
    all.sort_by(|one, other| one.requested.content.firm.cmp(&other.requested.content.firm));
    Ok(all)
}

/// How a request meets one condition.
#[derive(Clone, Debug)]
pub struct Mark {
    pub condition: ShortlistConditionId,
    pub mark: i32,
    pub reason: String,
}

/// Saves the marks of one request, each with its reason.
pub async fn mark(context: &Context, reference: &str, id: RequestId, marks: Vec<Mark>) -> Result<()> {
    let (change, tender, _) = begun(context, reference).await?;
    let conditions = store::conditions(change.tx(), tender.id).await?;
    let requests = store::requests(change.tx(), tender.id).await?;
    if !requests.iter().any(|request| request.id == id) {
        return Err(Error::NotFound);
    }
    for mark in marks {
        let condition = conditions.iter().find(|one| one.id == mark.condition).ok_or(Error::NotFound)?;
        check(condition, &mark)?;
        let row = shortlist_mark::ActiveModel {
            request_id: Set(id),
            condition_id: Set(mark.condition),
            mark: Set(mark.mark),
            reason: Set(mark.reason),
            marked_by: Set(context.actor.require_account()?),
            marked_at: Set(change.now()),
        };
        use shortlist_mark::Column::{ConditionId, Mark, MarkedAt, MarkedBy, Reason, RequestId};
        let same =
            OnConflict::columns([RequestId, ConditionId]).update_columns([Mark, Reason, MarkedBy, MarkedAt]).to_owned();
        shortlist_mark::Entity::insert(row).on_conflict(same).exec_without_returning(change.tx()).await?;
    }
    change.commit(event(&tender, "tender.request_judged").with(json!({ "request": id }))).await?;
    Ok(())
}

fn check(condition: &shortlist_condition::Model, mark: &Mark) -> Result<()> {
    let top = condition.scale_max.unwrap_or(1);
    if !(0..=top).contains(&mark.mark) {
        return Err(Error::field(format!("mark-{}", condition.id), format!("Choose a mark from 0 to {top}")));
    }
    if mark.reason.trim().is_empty() {
        let sentence = format!("Enter a reason for {}. The firm reads it", condition.name);
        return Err(Error::field(format!("reason-{}", condition.id), sentence));
    }
    Ok(())
}

/// The tender and its plan for somebody who judges requests, the close of requests stored, nothing sent yet.
async fn begun(context: &Context, reference: &str) -> Result<(Change, tender::Model, stage_plan::Model)> {
    let (mut change, tender, _) = begin(context, reference, Action::Shortlist).await?;
    if states::phase(&tender, context.now) != TenderState::Open {
        return Err(Error::refused("Firms are invited while the tender is open"));
    }
    let plan = store::plan(change.tx(), tender.id).await?.ok_or(Error::NotFound)?;
    if stages::takes_requests(tender.participation_closes_at, plan.closed_at, change.now()) {
        return Err(Error::refused("Nobody sees the requests before the participation deadline"));
    }
    if plan.sent_at.is_some() {
        return Err(Error::refused("Invitations and refusals have been sent. They stand"));
    }
    match store::declared_no_conflict(change.tx(), tender.id, context.actor.require_account()?).await? {
        Declared::Clear => {}
        Declared::Missing => return Err(Error::refused("Declare your interests before you judge requests")),
        Declared::Conflict => {
            return Err(Error::refused("You declared an interest, so you cannot judge requests. Another lead must"));
        }
    }
    if plan.closed_at.is_none() {
        close(&mut change, &tender, &plan).await?;
    }
    Ok((change, tender, plan))
}

/// Stores that no more requests are taken, and names those who asked.
async fn close(change: &mut Change, tender: &tender::Model, plan: &stage_plan::Model) -> Result<()> {
    let mut row = plan.clone().into_active_model();
    row.closed_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    name_all(change, tender.id).await?;
    change.note(event(tender, "tender.requests_closed"));
    Ok(())
}

/// Sends every invitation and every refusal with its reasons at the same minute. Going on with fewer firms than published
/// needs a reason.
pub async fn send(context: &Context, reference: &str, fewer_reason: Option<String>) -> Result<()> {
    let (change, tender, plan) = begun(context, reference).await?;
    let conditions = store::conditions(change.tx(), tender.id).await?;
    let judged = judged_in(&change, tender.id).await?;
    let marked: Vec<Marked> = judged.iter().map(self::marked).collect();
    let list = rules::shortlist(&conditions, &marked, plan.least, plan.most);
    let list =
        list.map_err(|left| Error::refused(format!("Judge every request first. {} marks are missing", left.0)))?;
    sendable(&tender, &plan, &list, fewer_reason.as_deref(), &change)?;
    for judged in &judged {
        let verdict = list.verdicts.iter().find(|(id, _)| *id == judged.requested.row.id).map(|(_, verdict)| verdict);
        let verdict = verdict.ok_or_else(|| Error::internal("a request without a verdict"))?;
        tell(&change, &tender, &conditions, judged, verdict).await?;
        let mut row = judged.requested.row.clone().into_active_model();
        row.invited = Set(Some(matches!(verdict, Verdict::Invited { .. })));
        row.update(change.tx()).await?;
    }
    let closed_at = plan.closed_at.unwrap_or(change.now());
    let mut row = plan.into_active_model();
    (row.sent_at, row.closed_at) = (Set(Some(change.now())), Set(Some(closed_at)));
    row.fewer_reason = Set(fewer_reason.clone().filter(|_| list.fewer));
    row.update(change.tx()).await?;
    let sent = event(&tender, "tender.shortlisted");
    change
        .commit(match fewer_reason.filter(|_| list.fewer) {
            Some(reason) => sent.because(reason),
            None => sent,
        })
        .await?;
    Ok(())
}

async fn judged_in(change: &Change, tender: TenderId) -> Result<Vec<Judged>> {
    let rows = store::requests(change.tx(), tender).await?;
    let marks = store::marks(change.tx(), rows.iter().map(|row| row.id)).await?;
    let judged = |row: ::entity::participation_request::Model| {
        let own = marks.iter().filter(|mark| mark.request_id == row.id);
        let marks = own.map(|mark| (mark.condition_id, mark.clone())).collect();
        Ok(Judged { requested: opened(change.app(), row)?, marks })
    };
    rows.into_iter().map(judged).collect()
}

fn sendable(
    tender: &tender::Model,
    plan: &stage_plan::Model,
    list: &Shortlist,
    fewer_reason: Option<&str>,
    change: &Change,
) -> Result<()> {
    if list.invited() == 0 {
        let none = "No firm can be invited. Withdraw the tender, with the reason";
        return Err(Error::refused(none));
    }
    if list.fewer && fewer_reason.is_none() {
        let sentence = format!("Fewer than the published {} firms can be invited. Say why you go on", plan.least);
        return Err(Error::field("fewer_reason", sentence));
    }
    let regime = tender.route.and_then(route::regime_of);
    let first = stages::first_deadline(words::london_day(change.now()), regime);
    if tender.deadline_at.is_some_and(|deadline| words::london_day(deadline) < first) {
        return Err(Error::refused(format!(
            "Firms that are invited need time to bid: bids must close on or after {}. Change the published tender first",
            words::date(first)
        )));
    }
    Ok(())
}

async fn tell(
    change: &Change,
    tender: &tender::Model,
    conditions: &[shortlist_condition::Model],
    judged: &Judged,
    verdict: &Verdict,
) -> Result<()> {
    let (reference, title) = (tender.reference.clone(), tender.title.clone());
    let provider = judged.requested.content.firm.clone();
    let reasons = reasons(conditions, judged);
    for person in store::sellers_of(change.tx(), vec![judged.requested.content.provider]).await? {
        let to = Receiver { name: person.name, email: person.email };
        match verdict {
            Verdict::Invited { .. } => {
                let deadline = tender.deadline_at.map(words::deadline).unwrap_or_default();
                let (reference, title, provider) = (reference.clone(), title.clone(), provider.clone());
                change.tell(to, &Invited { reference, title, provider, deadline, reasons: reasons.clone() }).await?;
            }
            Verdict::Failed(_) | Verdict::BelowCut { .. } => {
                let (reference, title, provider) = (reference.clone(), title.clone(), provider.clone());
                let why = why_not(verdict);
                change.tell(to, &NotInvited { reference, title, provider, why, reasons: reasons.clone() }).await?;
            }
        }
    }
    Ok(())
}

/// "Safeguarding: not met. No evidence".
fn reasons(conditions: &[shortlist_condition::Model], judged: &Judged) -> String {
    let line = |condition: &shortlist_condition::Model| {
        let given = judged.marks.get(&condition.id)?;
        let mark = match condition.scale_max {
            Some(top) => format!("{} of {top}", given.mark),
            None if given.mark == 0 => "not met".to_owned(),
            None => "met".to_owned(),
        };
        Some(format!("{}: {mark}. {}", condition.name, given.reason))
    };
    conditions.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

/// Why a request is not invited, in a sentence.
pub(super) fn why_not(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Invited { .. } => String::new(),
        Verdict::Failed(names) => format!("It does not meet: {}.", words::listed(names)),
        Verdict::BelowCut { total, cut } => {
            format!("It meets the conditions with {total} marks. Firms with {cut} marks or more are invited.")
        }
    }
}

/// The document of a request, for the tender lead once requests are closed.
pub async fn document(context: &Context, reference: &str, id: RequestId) -> Result<Download> {
    let desk = desk(context, reference).await?;
    let found = desk.requests.into_iter().flatten().find(|judged| judged.requested.row.id == id);
    let requested = found.ok_or(Error::NotFound)?.requested;
    let (sealed, (name, media_type)) = requested.row.document.zip(requested.content.document).ok_or(Error::NotFound)?;
    Ok(Download {
        name: crate::tender::documents::safe_name(&name),
        media_type,
        bytes: context.app.key.unseal(&sealed)?,
    })
}
