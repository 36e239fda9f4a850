//! Declaring interests: before anybody opens, scores or votes.

use super::rules::states;
use super::steps::{begin, event};
use super::store;
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::{declaration, ids::DeclarationId};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _};
use serde_json::json;

/// Declares an interest in a bidder or likely bidder, with its detail, or none. An interest that was declared stays once
/// bids are closed.
pub async fn declare(context: &Context, reference: &str, interest: Option<String>) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::Declare).await?;
    let account = context.actor.require_account()?;
    let has_interest = interest.is_some();
    match store::declaration_of(change.tx(), tender.id, account).await? {
        Some(held) => {
            if held.has_interest && !has_interest && states::is_closed(&tender, context.now) {
                return Err(Error::field("interest", "You declared an interest. It stands now that bids are closed"));
            }
            let mut row = held.into_active_model();
            row.has_interest = Set(has_interest);
            row.detail = Set(interest);
            row.declared_at = Set(change.now());
            row.update(change.tx()).await?;
        }
        None => {
            let row = declaration::Model {
                id: DeclarationId::new(change.now()),
                tender_id: tender.id,
                account_id: account,
                has_interest,
                detail: interest,
                declared_at: change.now(),
            };
            let inserted = row.into_active_model().insert(change.tx()).await;
            inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        }
    }
    change.commit(event(&tender, "tender.declared").with(json!({ "interest": has_interest }))).await?;
    Ok(())
}
