//! What sealed bids turn out to say: quality envelopes at the opening, price envelopes once quality is locked.

use super::{envelope, store};
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::event::{Chain, Event, is_as_written};
use crate::platform::keys::sha256_hex;
use crate::platform::sealing::Identity;
use crate::tender;
use ::entity::{bid, bid_submission, event, ids::*, opened_bid, sealed_envelopes};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use serde_json::{Value, json};

/// Why a bid fails whose envelope could not be opened.
pub(super) const UNREADABLE: &str = "The bid could not be read when it was opened";
const PRICES_UNREADABLE: &str = "The prices could not be read when they were opened";

/// A submission that counts, with its entry in the record.
pub(super) struct Received {
    pub(super) submission: bid_submission::Model,
    /// None where the row is gone.
    pub(super) envelopes: Option<sealed_envelopes::Model>,
    pub(super) entry: Option<event::Model>,
}

/// What one bid says, to be kept, and what the record says of its opening.
pub(super) struct Content {
    pub(super) row: opened_bid::Model,
    pub(super) told: Value,
}

/// Opens the quality envelope, if the stored bytes are those of the receipt and of the record.
pub(super) fn open(change: &Change, received: &Received, identity: &Identity) -> Content {
    let submission = &received.submission;
    let (quality, price) = match &received.envelopes {
        Some(stored) => (stored.quality.as_slice(), stored.price.as_slice()),
        None => (&[][..], &[][..]),
    };
    let found = envelope::sha256_of(quality, price);
    let recorded = received.entry.as_ref().filter(|entry| is_as_written(entry));
    let recorded = recorded.and_then(|entry| serde_json::from_str::<Value>(&entry.data).ok()).unwrap_or_default();
    let is_same = found == submission.sha256 && recorded["sha256"] == json!(submission.sha256);
    let quality = envelope::open_quality(identity, quality).map(|(text, _)| text);
    let fault = match (is_same, &quality) {
        (false, _) => Some("Its bytes are not those that were received"),
        (true, None) => Some("Its envelope cannot be opened with the tender's key"),
        (true, Some(_)) => None,
    };
    let entry = received.entry.as_ref();
    let told = json!({
        "receipt": submission.receipt, "received": submission.received_at, "sha256": found,
        "n": entry.map(|entry| entry.n), "hash": entry.map(|entry| entry.hash.clone()),
        "by": recorded["by"].as_str().and_then(|sealed| actor(change, sealed)),
    });
    let row = opened_bid::Model {
        bid_id: submission.bid_id,
        submission_id: submission.id,
        sha256: found,
        quality: quality.filter(|_| fault.is_none()),
        price: None,
        fault: fault.map(str::to_owned),
        opened_at: change.now(),
        priced_at: None,
    };
    Content { row, told }
}

/// Who submitted it, as the entry of that time has it sealed.
fn actor(change: &Change, sealed: &str) -> Option<String> {
    String::from_utf8(change.app().key.unseal(&hex::decode(sealed).ok()?).ok()?).ok()
}

/// Opens the price envelopes of a lot's bids that are still in, as part of the change that locks quality. Prices that
/// cannot be read are recorded, and their bid fails. The key is forgotten where no price is sealed any more.
pub async fn open_prices(change: &mut Change, tender: TenderId, lot: LotId) -> Result<()> {
    let bids = store::opened_bids(change.tx(), tender, lot).await?;
    let bids: Vec<bid::Model> = bids.into_iter().filter(|bid| bid.passed == Some(true)).collect();
    let contents = store::contents(change.tx(), &bids).await?;
    let sealed: Vec<opened_bid::Model> = contents.into_iter().filter(|content| content.priced_at.is_none()).collect();
    if sealed.is_empty() {
        return Ok(());
    }
    let identity = tender::for_prices(change, tender).await?;
    for content in sealed {
        open_price(change, tender, content, &identity).await?;
    }
    if store::still_sealed(change.tx(), tender).await? == 0 {
        tender::forget_key(change, tender).await?;
    }
    Ok(())
}

async fn open_price(
    change: &mut Change,
    tender: TenderId,
    content: opened_bid::Model,
    identity: &Identity,
) -> Result<()> {
    let id = content.bid_id;
    let submission = store::submission(change.tx(), content.submission_id).await?;
    let stored = store::envelopes(change.tx(), [content.submission_id]).await?.into_iter().next();
    let stored = submission.zip(stored).filter(|(submission, stored)| {
        submission.sha256 == content.sha256 && envelope::is_as_received(submission, stored)
    });
    let price = stored.and_then(|(_, stored)| envelope::open_price(identity, &stored.price)).map(|(text, _)| text);
    let is_readable = price.is_some();
    let mut row = content.into_active_model();
    row.price = Set(price);
    row.priced_at = Set(Some(change.now()));
    if !is_readable {
        row.fault = Set(Some(PRICES_UNREADABLE.to_owned()));
        let failed = bid::ActiveModel {
            id: Set(id),
            passed: Set(Some(false)),
            failed_reason: Set(Some(PRICES_UNREADABLE.to_owned())),
            ..Default::default()
        };
        failed.update(change.tx()).await?;
    }
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Tender(tender), "bid.priced", format!("bid:{id}"));
    change.note(event.with(json!({ "readable": is_readable })));
    Ok(())
}

/// One sum over every bid that counts at the close, to be recorded there: it says neither how many there are nor which, and
/// the minutes of the opening show what it was made of. None for a tender without a key.
pub async fn sum_at_close(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Option<String>> {
    let Some(salt) = tender::salt_of(connection, tender).await? else { return Ok(None) };
    let tender = tender::by_id(connection, tender).await?;
    let bids = store::submitted(connection, &tender).await?;
    let mut hashes = store::hashes(connection, &bids).await?;
    hashes.sort();
    Ok(Some(sum_of(&salt, &hashes)))
}

/// SHA-256, hex, of the salt and the hashes in their order, each on a line.
pub(super) fn sum_of(salt: &str, hashes: &[String]) -> String {
    let lines: String =
        std::iter::once(salt).chain(hashes.iter().map(String::as_str)).map(|line| format!("{line}\n")).collect();
    sha256_hex(lines.as_bytes())
}
