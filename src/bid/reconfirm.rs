//! After a material change: a bidder says that its submitted bid still stands for the newest version of the notice.

use super::desk::desk;
use super::draft::event;
use super::rules::may_change;
use super::store;
use super::submission::bid_team;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::mail::Notice;
use crate::platform::words;
use ::entity::ids::BidId;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _};
use serde::Serialize;
use serde_json::json;

#[derive(Serialize)]
struct BidConfirmed {
    reference: String,
    title: String,
    provider: String,
    receipt: String,
    version: String,
    deadline: String,
    path: String,
}

impl Notice for BidConfirmed {
    const TEMPLATE: &'static str = "mail/bid_confirmed.txt";
}

/// Confirms the submitted bid for the version that the bidder was shown; a version that came meanwhile is told first.
pub async fn reconfirm(context: &Context, id: BidId, shown: i32) -> Result<()> {
    let desk = desk(context, id).await?;
    let change = Change::begin(&context.unnamed()).await?;
    let tender = store::shared(change.tx(), desk.tender.id).await?;
    let bid = store::locked(change.tx(), id).await?;
    let at = change.database_now().await?;
    may_change(&tender, at).map_err(|_| Error::refused(desk.closed_sentence()))?;
    if tender.public_version != shown {
        return Err(Error::Stale("The tender has changed again. Read what changed, then confirm your bid.".to_owned()));
    }
    let counted = store::counted(change.tx(), std::slice::from_ref(&bid)).await?.into_iter().next();
    let counted = counted.ok_or_else(|| Error::refused("There is no submitted bid to confirm"))?;
    if counted.confirmed_version == shown {
        return Err(Error::refused(format!("Your bid is confirmed for version {shown} already")));
    }
    let receipt = counted.receipt.clone();
    let mut row = counted.into_active_model();
    row.confirmed_version = Set(shown);
    row.update(change.tx()).await?;
    let notice = BidConfirmed {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        provider: desk.provider.name.clone(),
        receipt,
        version: shown.to_string(),
        deadline: tender.deadline_at.map(words::deadline).unwrap_or_default(),
        path: format!("/bids/{id}"),
    };
    for receiver in bid_team(&change, desk.provider.id).await? {
        change.tell(receiver, &notice).await?;
    }
    let mut entry = event(context, "bid.reconfirmed", bid.id, &bid.bidder)?;
    entry.data["version"] = json!(shown);
    change.commit(entry).await?;
    Ok(())
}
