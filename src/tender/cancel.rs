//! Cancelling a tender before its contract: one officer proposes with a reason and a document, another confirms.

use super::documents::{self, Download};
use super::notices::{CancellationProposed, tell_roles};
use super::rules::states::{self, BEFORE_A_CONTRACT, TenderEvent};
use super::steps::{begin, end, event, require_going_on};
use super::transition::move_to;
use super::{sight, store};
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::cancellation;
use ::entity::membership::Role;
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _, ModelTrait as _};
use serde_json::json;

/// What a decision to end a tender rests on: a file with its name.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub file_name: String,
    pub bytes: Vec<u8>,
}

/// Proposes to cancel; the other officers are told.
pub async fn propose(context: &Context, reference: &str, reason: &str, evidence: Evidence) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::CancelTender).await?;
    let by = context.actor.require_account()?;
    if !BEFORE_A_CONTRACT.contains(&states::phase(&tender, context.now)) {
        return Err(Error::refused("Only a tender without a contract can be cancelled"));
    }
    let file = documents::store_file(&change, &tender, &evidence.file_name, &evidence.bytes).await?;
    let row = cancellation::Model {
        tender_id: tender.id,
        proposed_by: by,
        proposed_at: change.now(),
        reason: reason.to_owned(),
        file_id: file.id,
        file_name: evidence.file_name,
    };
    let proposed_before = "Somebody has proposed to cancel this tender already";
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::refused(proposed_before)))?;
    let notice = CancellationProposed {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        by: context.actor.name.clone(),
        reason: reason.to_owned(),
    };
    tell_roles(&change, &tender, &[Role::Chair, Role::ViceChair, Role::Clerk], &notice).await?;
    let data = json!({ "sha256": file.sha256 });
    change.commit(event(&tender, "tender.cancellation_proposed").with(data).because(reason)).await?;
    Ok(())
}

/// Confirms the proposal of somebody else.
pub async fn confirm(context: &Context, reference: &str) -> Result<()> {
    let (mut change, tender, _) = begin(context, reference, Action::CancelTender).await?;
    let nothing = "Nobody has proposed to cancel this tender";
    let proposed = store::cancellation_of(change.tx(), tender.id).await?.ok_or_else(|| Error::refused(nothing))?;
    if context.actor.require_account()? == proposed.proposed_by {
        return Err(Error::refused("You proposed this, so another officer must confirm it"));
    }
    move_to(&mut change, &tender, None, TenderEvent::Cancel).await?;
    let title = "Decision to cancel this tender".to_owned();
    documents::publish_file(&change, &tender, proposed.file_id, &proposed.file_name, title).await?;
    end(&change, &tender, "cancelled", &proposed.reason).await?;
    change.commit(event(&tender, "tender.cancelled").because(proposed.reason)).await?;
    Ok(())
}

/// Takes a proposal back: whoever made it, or another officer who does not agree.
pub async fn drop_proposal(context: &Context, reference: &str) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::CancelTender).await?;
    let nothing = "Nobody has proposed to cancel this tender";
    let proposed = store::cancellation_of(change.tx(), tender.id).await?.ok_or_else(|| Error::refused(nothing))?;
    require_going_on(&tender)?;
    proposed.delete(change.tx()).await?;
    change.commit(event(&tender, "tender.cancellation_dropped")).await?;
    Ok(())
}

/// The document of a proposal, for the officers who decide on it.
pub async fn read_evidence(context: &Context, reference: &str) -> Result<Download> {
    let tender = store::by_reference(context.read(), reference).await?;
    let place = sight::visible_to(context.read(), &context.actor, &tender).await?;
    context.actor.require(Action::CancelTender, &place)?;
    let proposed = store::cancellation_of(context.read(), tender.id).await?.ok_or(Error::NotFound)?;
    documents::read_file(context, proposed.file_id, &proposed.file_name).await
}
