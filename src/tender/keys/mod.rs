//! The key that a tender's bids are sealed to: made by publishing, opened by two, forgotten once prices are open.

mod recovery;
mod shares;

pub use recovery::{KeyDesk, choose_custody, key_desk, make_recovery_key, test_recovery_key};
pub use shares::{Given, give_share};

use super::store;
use crate::platform::change::Change;
use crate::platform::error::{Error, Result};
use crate::platform::keys::secret;
use crate::platform::sealing::{self, Identity};
use ::entity::ids::*;
use ::entity::key_half::HalfPurpose;
use ::entity::tender_key::{self, Custody};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};

/// Makes the tender's key, once: wrapped for the server, or in split custody for every pair of key-holders and for nobody
/// else.
pub async fn make_key(change: &Change, tender: TenderId) -> Result<()> {
    let held = store::key_of(change.tx(), tender).await?;
    let custody = held.as_ref().map_or(Custody::Standard, |key| key.custody);
    if held.as_ref().is_some_and(|key| key.recipient.is_some()) {
        return Ok(());
    }
    let identity = Identity::generate();
    let wrapped = match custody {
        Custody::Standard => Some(wrap(change, &identity)?),
        Custody::Split => None,
    };
    let row = tender_key::ActiveModel {
        tender_id: Set(tender),
        custody: Set(custody),
        recipient: Set(Some(identity.recipient())),
        wrapped: Set(wrapped),
        salt: Set(secret()),
        made_at: Set(Some(change.now())),
    };
    match held {
        Some(_) => row.update(change.tx()).await.map(|_| ())?,
        None => tender_key::Entity::insert(row).exec_without_returning(change.tx()).await.map(|_| ())?,
    }
    if custody == Custody::Split {
        shares::give_out(change, tender, &identity).await?;
    }
    Ok(())
}

fn wrap(change: &Change, identity: &Identity) -> Result<Vec<u8>> {
    Ok(sealing::seal(&change.app().key.sealing().recipient(), format!("{}\n", identity.text()).as_bytes())?)
}

/// What bids of this tender are sealed to: "age1…".
pub async fn bids_are_sealed_to(connection: &impl ConnectionTrait, tender: TenderId) -> Result<String> {
    let key = store::key_of(connection, tender).await?;
    key.and_then(|key| key.recipient).ok_or_else(|| Error::internal("a tender takes bids and has no key"))
}

/// What a key-holder's confirmation brought about the key.
#[derive(Clone, Debug)]
pub enum Unlocked {
    /// The key-holder's half is kept for the other one.
    Half,
    Whole(Identity),
}

/// A key-holder confirms the opening. In split custody each brings their recovery key, and the second of them makes the
/// tender's key whole; in standard custody the server opens it with the second confirmation.
pub async fn unlock(
    change: &Change,
    tender: TenderId,
    account: AccountId,
    recovery_key: &str,
    is_second: bool,
) -> Result<Unlocked> {
    let key = store::key_of(change.tx(), tender).await?.ok_or_else(|| Error::internal("a tender without a key"))?;
    match (key.custody, is_second) {
        (Custody::Standard, false) => Ok(Unlocked::Half),
        (Custody::Standard, true) => unwrapped(change, &key).map(Unlocked::Whole),
        (Custody::Split, false) => {
            shares::give_halves(change, tender, HalfPurpose::Opening, account, recovery_key).await?;
            Ok(Unlocked::Half)
        }
        (Custody::Split, true) => {
            let identity = shares::complete(change, tender, HalfPurpose::Opening, account, recovery_key).await?;
            let identity = identity.ok_or_else(|| {
                Error::refused("The other key-holder's half is not for you. Give yourself a share of the key first")
            })?;
            keep_until_prices(change, key, &identity).await?;
            Ok(Unlocked::Whole(identity))
        }
    }
}

fn unwrapped(change: &Change, key: &tender_key::Model) -> Result<Identity> {
    let refused =
        || Error::refused("This server's own key does not open the key of this tender. Restore the key folder");
    let wrapped = key.wrapped.as_ref().ok_or_else(refused)?;
    let clear = change.app().key.sealing().open(wrapped).map_err(|_| refused())?;
    let text = String::from_utf8(clear).map_err(|_| refused())?;
    text.parse().map_err(|_| refused())
}

/// From the opening on the server keeps the key too, because the prices stay sealed until quality is locked.
async fn keep_until_prices(change: &Change, key: tender_key::Model, identity: &Identity) -> Result<()> {
    let wrapped = wrap(change, identity)?;
    let mut row = key.into_active_model();
    row.wrapped = Set(Some(wrapped));
    row.update(change.tx()).await?;
    Ok(())
}

/// The key of a tender whose bids were opened, for its price envelopes.
pub async fn for_prices(change: &Change, tender: TenderId) -> Result<Identity> {
    let key = store::key_of(change.tx(), tender).await?.ok_or_else(|| Error::internal("a tender without a key"))?;
    unwrapped(change, &key)
}

/// What is mixed into the sum over the bids at the close; none where the tender has no key.
pub async fn salt_of(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<String>> {
    Ok(store::key_of(connection, tender).await?.filter(|key| key.recipient.is_some()).map(|key| key.salt))
}

/// The wrapped key as files for the `age` program: for the server's own key, or for every pair of recovery keys.
pub async fn wrapped_key(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<(String, Vec<u8>)>> {
    let key = store::key_of(connection, tender).await?;
    let wrapped = key.and_then(|key| key.wrapped).map(|wrapped| ("tender.key.age".to_owned(), wrapped));
    let shares = store::shares(connection, tender).await?.into_iter();
    let shares =
        shares.map(|share| (format!("shares/{}-{}.age", share.outer_recipient, share.inner_recipient), share.sealed));
    Ok(wrapped.into_iter().chain(shares).collect())
}

/// Once no price is sealed any more, a server that was not to have the key forgets it.
pub async fn forget(change: &Change, tender: TenderId) -> Result<()> {
    let Some(key) = store::key_of(change.tx(), tender).await? else { return Ok(()) };
    if key.custody == Custody::Split {
        let mut row = key.into_active_model();
        row.wrapped = Set(None);
        row.update(change.tx()).await?;
    }
    Ok(())
}
