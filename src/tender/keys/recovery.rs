//! Choosing the custody, and each key-holder's own recovery key: made, shown once, tested.

use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::keys::{secret, sha256_hex};
use crate::platform::sealing::{self, Identity};
use crate::tender::rules::custody::{Holder, lacks};
use crate::tender::steps::{begin, event};
use crate::tender::{sight, store};
use ::entity::key_half::HalfPurpose;
use ::entity::tender_key::{self, Custody};
use ::entity::{ids::*, recovery_key, tender};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;

/// Everything that the page about a tender's key shows.
#[derive(Clone, Debug)]
pub struct KeyDesk {
    pub tender: tender::Model,
    pub custody: Custody,
    /// What bids are sealed to, from the publication on.
    pub recipient: Option<String>,
    pub holders: Vec<Holder>,
    /// What keeps it from being published.
    pub lacks: Vec<String>,
    /// Who has given a half towards new shares.
    pub givers: Vec<AccountId>,
    pub may_choose: bool,
    /// This person's own line among the holders.
    pub own: Option<Holder>,
    /// Is somebody without a share who should have one?
    pub needs_share: bool,
}

pub async fn key_desk(context: &Context, reference: &str) -> Result<KeyDesk> {
    let connection = context.read();
    let tender = store::by_reference(connection, reference).await?;
    let place = sight::visible_to(connection, &context.actor, &tender).await?;
    context.actor.require(Action::SeeTenderTeam, &place)?;
    let key = store::key_of(connection, tender.id).await?;
    let custody = key.as_ref().map_or(Custody::Standard, |key| key.custody);
    let holders = store::key_holders(connection, tender.id).await?;
    let is_given_out = key.as_ref().is_some_and(|key| key.recipient.is_some());
    let own = holders.iter().find(|holder| Some(holder.account) == context.actor.account);
    let waits = |holder: &Holder| holder.is_tested && !holder.has_share;
    Ok(KeyDesk {
        lacks: lacks(custody, &holders),
        givers: store::givers(connection, tender.id, HalfPurpose::Sharing).await?,
        may_choose: tender.published_at.is_none() && context.actor.may(Action::RunTender, &place),
        own: own.filter(|_| context.actor.may(Action::ConfirmOpening, &place)).cloned(),
        needs_share: custody == Custody::Split
            && is_given_out
            && tender.opened_at.is_none()
            && holders.iter().any(waits),
        recipient: key.and_then(|key| key.recipient),
        holders,
        custody,
        tender,
    })
}

/// The chair chooses who keeps the key, until the tender is published.
pub async fn choose_custody(context: &Context, reference: &str, custody: Custody) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::RunTender).await?;
    if tender.published_at.is_some() {
        return Err(Error::refused("The key was made when the tender was published, so its custody stays"));
    }
    let row = tender_key::Model {
        tender_id: tender.id,
        custody,
        recipient: None,
        wrapped: None,
        salt: secret(),
        made_at: None,
    };
    let mut replace = OnConflict::column(tender_key::Column::TenderId);
    let replace = replace.update_column(tender_key::Column::Custody).to_owned();
    let insert = tender_key::Entity::insert(row.into_active_model()).on_conflict(replace);
    insert.exec_without_returning(change.tx()).await?;
    change.commit(event(&tender, "keys.custody_chosen").with(json!({ "custody": custody }))).await?;
    Ok(())
}

/// Makes the key-holder's recovery key and answers its secret half, which is kept nowhere. A new one replaces the one
/// before; a share that was given to that one does not open with it.
pub async fn make_recovery_key(context: &Context, reference: &str) -> Result<String> {
    let (change, tender, _) = begin(context, reference, Action::ConfirmOpening).await?;
    let account = context.actor.require_account()?;
    may_change(&tender, store::custody_of(change.tx(), tender.id).await?)?;
    let (identity, message) = (Identity::generate(), secret());
    let row = recovery_key::Model {
        tender_id: tender.id,
        account_id: account,
        recipient: identity.recipient(),
        test: sealing::seal(&identity.recipient(), message.as_bytes())?,
        test_sha256: sha256_hex(message.as_bytes()),
        made_at: change.now(),
        tested_at: None,
    };
    use recovery_key::Column::{AccountId, MadeAt, Recipient, TenderId, Test, TestSha256, TestedAt};
    let mut replace = OnConflict::columns([TenderId, AccountId]);
    let replace = replace.update_columns([Recipient, Test, TestSha256, MadeAt, TestedAt]).to_owned();
    let insert = recovery_key::Entity::insert(row.into_active_model()).on_conflict(replace);
    insert.exec_without_returning(change.tx()).await?;
    change.commit(event(&tender, "keys.recovery_key_made")).await?;
    Ok(identity.text())
}

fn may_change(tender: &tender::Model, custody: Custody) -> Result<()> {
    if custody != Custody::Split {
        return Err(Error::refused("The key of this tender is kept by the server, so nobody needs a recovery key"));
    }
    if tender.opened_at.is_some() {
        return Err(Error::refused("The bids of this tender have been opened, so its key is no longer needed"));
    }
    Ok(())
}

/// A test opening: shows that what the key-holder printed or wrote down opens what is sealed to them.
pub async fn test_recovery_key(context: &Context, reference: &str, typed: &str) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::ConfirmOpening).await?;
    let account = context.actor.require_account()?;
    let found = recovery_key::Entity::find_by_id((tender.id, account)).one(change.tx()).await?;
    let key = found.ok_or_else(|| Error::refused("Make your recovery key first"))?;
    let identity: Identity =
        typed.trim().to_uppercase().parse().map_err(|_| {
            Error::field("recovery_key", "Enter the whole recovery key. It begins with AGE-SECRET-KEY-1")
        })?;
    let message = identity.open(&key.test).ok().filter(|message| sha256_hex(message) == key.test_sha256);
    if message.is_none() {
        return Err(Error::field("recovery_key", "This key does not open the test. Check it letter by letter"));
    }
    let mut row = key.into_active_model();
    row.tested_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(event(&tender, "keys.recovery_key_tested")).await?;
    Ok(())
}
