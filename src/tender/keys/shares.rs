//! The tender's key for every pair of key-holders: given out, put together by two, given out again when one leaves.

use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::sealing::{Identity, seal_for_two};
use crate::tender::rules::custody::{Holder, lacks, pairs};
use crate::tender::steps::{begin, event};
use crate::tender::store;
use ::entity::key_half::{self, HalfPurpose};
use ::entity::tender_key::Custody;
use ::entity::{ids::*, key_share};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

/// Wraps the key for every ordered pair of key-holders with a tested recovery key, in place of every earlier share.
pub(super) async fn give_out(change: &Change, tender: TenderId, identity: &Identity) -> Result<()> {
    let holders = store::key_holders(change.tx(), tender).await?;
    let missing = lacks(Custody::Split, &holders);
    if let Some(sentence) = missing.first() {
        return Err(Error::refused(sentence));
    }
    let clear = format!("{}\n", identity.text());
    let mut rows = Vec::new();
    for (outer, inner) in pairs(&holders) {
        let (Some(outer_recipient), Some(inner_recipient)) = (&outer.recipient, &inner.recipient) else { continue };
        let row = key_share::Model {
            tender_id: tender,
            outer_id: outer.account,
            inner_id: inner.account,
            outer_recipient: outer_recipient.clone(),
            inner_recipient: inner_recipient.clone(),
            sealed: seal_for_two(outer_recipient, inner_recipient, clear.as_bytes())?,
            made_at: change.now(),
        };
        rows.push(row.into_active_model());
    }
    let earlier = key_share::Entity::delete_many().filter(key_share::Column::TenderId.eq(tender));
    earlier.exec(change.tx()).await?;
    key_share::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    Ok(())
}

fn recovery_key(text: &str) -> Result<Identity> {
    let refused = || Error::field("recovery_key", "Enter your recovery key. It begins with AGE-SECRET-KEY-1");
    text.trim().to_uppercase().parse().map_err(|_| refused())
}

fn not_theirs() -> Error {
    Error::field("recovery_key", "This is not the recovery key that you tested for this tender")
}

/// Takes the outer layer off every share of this key-holder, and keeps each half for the other of its pair.
pub(super) async fn give_halves(
    change: &Change,
    tender: TenderId,
    purpose: HalfPurpose,
    account: AccountId,
    typed: &str,
) -> Result<()> {
    let identity = recovery_key(typed)?;
    let own = |share: &key_share::Model| share.outer_id == account;
    let shares: Vec<_> = store::shares(change.tx(), tender).await?.into_iter().filter(own).collect();
    if shares.is_empty() {
        return Err(Error::refused("You have no share of this tender's key yet. Two other key-holders give you one"));
    }
    let mut rows = Vec::new();
    for share in shares {
        let half = identity.open(&share.sealed).map_err(|_| not_theirs())?;
        let row = key_half::Model {
            tender_id: tender,
            purpose,
            given_by: account,
            for_id: share.inner_id,
            sealed: change.app().key.seal(&half)?,
            given_at: change.now(),
        };
        rows.push(row.into_active_model());
    }
    clear_halves(change, tender, purpose).await?;
    key_half::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    Ok(())
}

/// Opens a half that waits for this key-holder with their recovery key; none where no half does.
pub(super) async fn complete(
    change: &Change,
    tender: TenderId,
    purpose: HalfPurpose,
    account: AccountId,
    typed: &str,
) -> Result<Option<Identity>> {
    let identity = recovery_key(typed)?;
    let Some(half) = store::halves_for(change.tx(), tender, purpose, account).await?.into_iter().next() else {
        return Ok(None);
    };
    let half = change.app().key.unseal(&half.sealed)?;
    let clear = identity.open(&half).map_err(|_| not_theirs())?;
    let text = String::from_utf8(clear).map_err(|_| not_theirs())?;
    clear_halves(change, tender, purpose).await?;
    text.parse().map(Some).map_err(|_| not_theirs())
}

async fn clear_halves(change: &Change, tender: TenderId, purpose: HalfPurpose) -> Result<()> {
    key_half::Entity::delete_many()
        .filter(key_half::Column::TenderId.eq(tender))
        .filter(key_half::Column::Purpose.eq(purpose))
        .exec(change.tx())
        .await?;
    Ok(())
}

/// What giving a share did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    WaitsForAnother,
    /// Every key-holder with a tested recovery key has a share now.
    Shared,
}

/// Two key-holders, one after the other, give the key to those who have no share: a new key-holder, or one with a new
/// recovery key. Shares of whoever has left go.
pub async fn give_share(context: &Context, reference: &str, typed: &str) -> Result<Given> {
    let (change, tender, _) = begin(context, reference, Action::ConfirmOpening).await?;
    let account = context.actor.require_account()?;
    if tender.opened_at.is_some() || tender.published_at.is_none() {
        return Err(Error::refused("Shares are given from the publication of a tender until its bids are opened"));
    }
    if store::custody_of(change.tx(), tender.id).await? != Custody::Split {
        return Err(Error::refused("The key of this tender is kept by the server, so there are no shares"));
    }
    let holders = store::key_holders(change.tx(), tender.id).await?;
    may_give(&holders, account)?;
    let purpose = HalfPurpose::Sharing;
    let (given, action) = match complete(&change, tender.id, purpose, account, typed).await? {
        Some(identity) => {
            give_out(&change, tender.id, &identity).await?;
            (Given::Shared, "keys.shared")
        }
        None => {
            give_halves(&change, tender.id, purpose, account, typed).await?;
            (Given::WaitsForAnother, "keys.half_given")
        }
    };
    change.commit(event(&tender, action).with(json!({ "holders": holders.len() }))).await?;
    Ok(given)
}

fn may_give(holders: &[Holder], account: AccountId) -> Result<()> {
    if holders.iter().all(|holder| holder.has_share || !holder.is_tested) {
        return Err(Error::refused("Every key-holder with a tested recovery key has a share already"));
    }
    let own = holders.iter().find(|holder| holder.account == account);
    if own.is_none_or(|holder| !holder.has_share) {
        return Err(Error::refused("You have no share of this tender's key yet. Two other key-holders give you one"));
    }
    Ok(())
}
