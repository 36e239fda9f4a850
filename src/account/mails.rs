//! How often somebody wants the kinds of mail that can wait.

use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::mail_choice::{Entity, MailKind, MailPace, Model};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

/// The actor's choice; once a day where they made none.
pub async fn pace_of(context: &Context, kind: MailKind) -> Result<MailPace> {
    let account = context.actor.require_account()?;
    let chosen = Entity::find_by_id((account, kind)).one(context.read()).await?;
    Ok(chosen.map_or(MailPace::Daily, |choice| choice.pace))
}

/// Keeps the actor's choice.
pub async fn choose_pace(context: &Context, kind: MailKind, pace: MailPace) -> Result<()> {
    let account = context.actor.require_account()?;
    let change = Change::begin(context).await?;
    let row = Model { account_id: account, kind, pace, chosen_at: change.now() }.into_active_model();
    match Entity::find_by_id((account, kind)).one(change.tx()).await? {
        Some(_) => {
            row.reset_all().update(change.tx()).await?;
        }
        None => {
            let inserted = row.insert(change.tx()).await;
            inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        }
    }
    let event = Event::new(Chain::Platform, "account.mail_chosen", format!("account:{account}"));
    change.commit(event.with(json!({ "kind": kind, "pace": pace }))).await?;
    Ok(())
}
