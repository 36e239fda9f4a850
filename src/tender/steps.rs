//! The steps of a tender up to its close: pooled, reviewed, published, withdrawn.

use super::cancel::Evidence;
use super::documents::{self, NewDocument};
use super::dossier::{self, Dossier};
use super::notices::{Ended, Returned, ReviewAsked, tell_followers, tell_members, tell_roles};
use super::rules::readiness::Task;
use super::rules::route;
use super::rules::states::{self, TenderEvent};
use super::transition::{move_to, store_close};
use super::{estimate, keys, obligations, sight, store, versions};
use crate::demand;
use crate::platform::access::{Action, Hat};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::membership::Role;
use ::entity::tender;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set};
use serde_json::json;

/// Refuses what would change the papers of a tender that is over.
pub(super) fn require_going_on(tender: &tender::Model) -> Result<()> {
    match states::is_final(tender.state) {
        true => Err(Error::refused("This tender is over, so everything stays as it was")),
        false => Ok(()),
    }
}

/// Asks the schools for their demand. Needs an agreement in force.
pub async fn pool(context: &Context, reference: &str) -> Result<()> {
    let (mut change, tender, _) = begin(context, reference, Action::RunTender).await?;
    let dossier = dossier::of(change.tx(), tender).await?;
    let lacking = [Task::What, Task::Schools, Task::Sharing].map(|task| dossier.lacking(task, context.now)).concat();
    if let Some(sentence) = lacking.first() {
        return Err(Error::refused(sentence));
    }
    move_to(&mut change, &dossier.tender, None, TenderEvent::Pool).await?;
    demand::open_for(&mut change, &dossier.tender, &dossier.category).await?;
    let event = event(&dossier.tender, "tender.pooled");
    change.commit(event.with(json!({ "schools": dossier.members.len() }))).await?;
    Ok(())
}

/// Locks the demand, works out the route on the value of the whole cluster, and hands the tender to its reviewers.
pub async fn send_to_review(context: &Context, reference: &str) -> Result<()> {
    let (mut change, tender, _) = begin(context, reference, Action::RunTender).await?;
    let dossier = dossier::of(change.tx(), tender).await?;
    may_be_reviewed(&dossier, context)?;
    move_to(&mut change, &dossier.tender, None, TenderEvent::SendToReview).await?;
    demand::lock_all(&mut change, &dossier.tender).await?;
    let (value, route) = valued(&change, &dossier).await?;
    let row = tender::ActiveModel {
        id: Set(dossier.tender.id),
        estimated_value: Set(Some(value)),
        route: Set(Some(route)),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    let notice = ReviewAsked { reference: reference.to_owned(), title: dossier.tender.title.clone() };
    tell_roles(&change, &dossier.tender, &[Role::Reviewer], &notice).await?;
    let data = json!({ "schools": dossier.commitment.all.len(), "route": route, "value": value });
    change.commit(event(&dossier.tender, "tender.sent_to_review").with(data)).await?;
    Ok(())
}

fn may_be_reviewed(dossier: &Dossier, context: &Context) -> Result<()> {
    if states::phase(&dossier.tender, context.now) != tender::TenderState::Pooling {
        return Ok(());
    }
    let missing = &dossier.commitment.missing;
    if !missing.is_empty() {
        let names = missing.join(", ");
        return Err(Error::refused(format!("Every school's demand must be committed. Not yet: {names}")));
    }
    match dossier.lacking(Task::Demand, context.now).into_iter().next() {
        Some(sentence) => Err(Error::refused(sentence)),
        None => Ok(()),
    }
}

async fn valued(change: &Change, dossier: &Dossier) -> Result<(::entity::money::Money, tender::Route)> {
    let today = words::london_day(change.now());
    let known = match dossier.tender.estimated_value {
        Some(value) => Some(value),
        None => estimate::paid_now(change.tx(), dossier, today).await?.whole_life(dossier.tender.term_years),
    };
    let value = known.ok_or_else(|| Error::refused("Work out the whole-life value first: open the route check"))?;
    let check = route::check(value, &dossier.category.shape.cpv_codes, today).map_err(Error::refused)?;
    Ok((value, check.route))
}

/// A reviewer hands it back, with a reason.
pub async fn return_to_draft(context: &Context, reference: &str, reason: &str) -> Result<()> {
    let (mut change, tender, _) = begin(context, reference, Action::ReviewTender).await?;
    move_to(&mut change, &tender, None, TenderEvent::ReturnToDraft).await?;
    let notice = Returned { reference: reference.to_owned(), title: tender.title.clone(), reason: reason.to_owned() };
    tell_roles(&change, &tender, &[Role::Chair, Role::TenderLead], &notice).await?;
    change.commit(event(&tender, "tender.returned").because(reason)).await?;
    Ok(())
}

/// A reviewer from another school than the chair's publishes it, when nothing is missing.
pub async fn publish(context: &Context, reference: &str) -> Result<()> {
    let (mut change, tender, hat) = begin(context, reference, Action::ReviewTender).await?;
    let dossier = dossier::of(change.tx(), tender).await?;
    let elsewhere = hat.for_school().is_some_and(|school| !dossier.chairs.contains(&school));
    if !elsewhere {
        return Err(Error::refused("The reviewer must be from another school than the chair's"));
    }
    if states::phase(&dossier.tender, context.now) == tender::TenderState::Review {
        let missing: Vec<String> = dossier.missing(context.now).into_iter().map(|each| each.sentence).collect();
        if !missing.is_empty() {
            return Err(Error::refused(format!("This cannot be published yet. {}", missing.join(". "))));
        }
    }
    move_to(&mut change, &dossier.tender, None, TenderEvent::Publish).await?;
    let sha256 = versions::keep(&change, &dossier, 1, None).await?;
    keys::make_key(&change, dossier.tender.id).await?;
    obligations::freeze(&change, &dossier).await?;
    let data = json!({
        "version": 1, "sha256": sha256,
        "deadline": dossier.tender.deadline_at, "questions_close": dossier.tender.questions_close_at,
        "price": dossier.tender.price_rule, "notice": dossier.tender.notice_number,
    });
    change.commit(event(&dossier.tender, "tender.published").with(data)).await?;
    Ok(())
}

/// The chair takes an open tender back, with a reason and a document that the public reads.
pub async fn withdraw(context: &Context, reference: &str, reason: &str, evidence: Option<Evidence>) -> Result<()> {
    let (mut change, tender, _) = begin(context, reference, Action::RunTender).await?;
    move_to(&mut change, &tender, None, TenderEvent::Withdraw).await?;
    if let Some(file) = evidence {
        let title = "Decision to withdraw this tender".to_owned();
        let new = NewDocument { title, file_name: file.file_name, bytes: file.bytes };
        let added = documents::attach(&change, &tender, new).await?;
        change.note(added);
    }
    end(&change, &tender, "withdrawn", reason).await?;
    change.commit(event(&tender, "tender.withdrawn").because(reason)).await?;
    Ok(())
}

/// Keeps the reason on the notice and tells the providers that follow it or have begun a bid, and the member schools.
pub(super) async fn end(change: &Change, tender: &tender::Model, how: &str, reason: &str) -> Result<()> {
    let row =
        tender::ActiveModel { id: Set(tender.id), ended_reason: Set(Some(reason.to_owned())), ..Default::default() };
    row.update(change.tx()).await?;
    let notice = Ended {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        how: how.to_owned(),
        reason: reason.to_owned(),
    };
    tell_followers(change, tender, &notice).await?;
    tell_members(change, tender, &notice).await
}

/// The tender, kept from changing, for somebody who may do this to it.
pub(super) async fn begin(context: &Context, reference: &str, action: Action) -> Result<(Change, tender::Model, Hat)> {
    let found = store::by_reference(context.read(), reference).await?;
    let place = sight::visible_to(context.read(), &context.actor, &found).await?;
    let hat = context.actor.require(action, &place)?.clone();
    store_close(context, found.id).await?;
    let change = Change::begin(context).await?;
    let tender = store::locked(change.tx(), found.id).await?;
    Ok((change, tender, hat))
}

pub(super) fn event(tender: &tender::Model, action: &'static str) -> Event {
    Event::new(Chain::Tender(tender.id), action, format!("tender:{}", tender.id))
}
