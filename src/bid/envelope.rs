//! What of a bid is stored before it is opened: drafts and files sealed to the bidder's organisation, submissions as two
//! age files for the tender's key. Nothing here is readable from the database, its backups or the files folder.

use super::rules::{Document, Draft, NonPrice, Package, non_price_part};
use crate::platform::app::App;
use crate::platform::error::{Error, Result};
use crate::platform::files::Kind;
use crate::platform::keys::{SecretKey, sha256_hex};
use crate::platform::sealing::{self, Identity, padded};
use ::entity::price::PriceSchedule;
use ::entity::{bid, bid_submission, ids::*, sealed_envelopes, stored_file};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// JSON may end with blanks, so that what is opened reads as it is.
const BLANK: u8 = b' ';

/// The organisation's own key: derived from the server key, which lives outside the database.
fn own_key(app: &App, provider: ProviderId) -> SecretKey {
    app.key.key_for(&["organisation", &provider.to_string()])
}

fn seal_own(app: &App, provider: ProviderId, content: &impl Serialize) -> Result<Vec<u8>> {
    Ok(own_key(app, provider).seal(&padded(serde_json::to_vec(content)?, BLANK))?)
}

fn open_own<T: DeserializeOwned>(app: &App, provider: ProviderId, sealed: &[u8]) -> Result<T> {
    Ok(serde_json::from_slice(&own_key(app, provider).unseal(sealed)?)?)
}

pub(super) fn seal_draft(app: &App, provider: ProviderId, draft: &Draft) -> Result<Vec<u8>> {
    seal_own(app, provider, draft)
}

pub(super) fn open_draft(app: &App, provider: ProviderId, bid: &bid::Model) -> Result<Draft> {
    open_own(app, provider, &bid.draft)
}

/// The files of a submission, for its own bidder.
pub(super) fn manifest(app: &App, provider: ProviderId, submission: &bid_submission::Model) -> Result<Vec<Document>> {
    open_own(app, provider, &submission.manifest)
}

/// A submission as it is stored.
pub(super) struct Sealed {
    pub(super) quality: Vec<u8>,
    pub(super) price: Vec<u8>,
    pub(super) manifest: Vec<u8>,
}

/// Seals a bid to the tender's key: everything but the prices in one envelope, the prices in another.
pub(super) fn seal(app: &App, provider: ProviderId, recipient: &str, package: &Package) -> Result<Sealed> {
    let envelope = |text: Vec<u8>| sealing::seal(recipient, &padded(text, BLANK));
    Ok(Sealed {
        quality: envelope(serde_json::to_vec(&non_price_part(package))?)?,
        price: envelope(serde_json::to_vec(&package.schedule)?)?,
        manifest: seal_own(app, provider, &package.documents)?,
    })
}

/// What stands on the receipt: the hash of the quality envelope followed by the price envelope.
pub(super) fn sha256_of(quality: &[u8], price: &[u8]) -> String {
    sha256_hex(&[quality, price].concat())
}

/// Whether the stored bytes are those that the receipt is for.
pub(super) fn is_as_received(submission: &bid_submission::Model, stored: &sealed_envelopes::Model) -> bool {
    sha256_of(&stored.quality, &stored.price) == submission.sha256
}

/// The quality envelope's text and what it says.
pub(super) fn open_quality(identity: &Identity, sealed: &[u8]) -> Option<(String, NonPrice)> {
    opened(identity, sealed)
}

/// The price envelope's text and what it says.
pub(super) fn open_price(identity: &Identity, sealed: &[u8]) -> Option<(String, PriceSchedule)> {
    opened(identity, sealed)
}

fn opened<T: DeserializeOwned>(identity: &Identity, sealed: &[u8]) -> Option<(String, T)> {
    let mut text = String::from_utf8(identity.open(sealed).ok()?).ok()?;
    text.truncate(text.trim_end().len());
    let content = serde_json::from_str(&text).ok()?;
    Some((text, content))
}

/// Stores a file of a bid: an age file with a key of its own, filled up to a size, under a name that tells nothing. Answers
/// the row to keep and the line of the manifest that opens it.
pub(super) async fn store_file(
    app: &App,
    name: &str,
    bytes: &[u8],
    now: DateTime<Utc>,
) -> Result<(stored_file::Model, Document)> {
    let kind = Kind::checked(name, bytes)?;
    let (identity, sha256) = (Identity::generate(), sha256_hex(bytes));
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let (recipient, clear) = (identity.recipient(), bytes.to_vec());
    let sealing = tokio::task::spawn_blocking(move || sealing::seal(&recipient, &padded(clear, 0)));
    let sealed = sealing.await.map_err(|error| Error::internal(error.to_string()))??;
    let row = app.files.store_sealed(&sealed, now).await?;
    let document = Document {
        file: row.id,
        name: name.to_owned(),
        size,
        media_type: kind.media_type().to_owned(),
        sha256,
        key: identity.text(),
    };
    Ok((row, document))
}

/// The bytes of a file, as they were uploaded.
pub(super) async fn read_file(app: &App, document: &Document) -> Result<Vec<u8>> {
    let sealed = app.files.read(document.file).await?;
    let identity: Identity = document.key.parse().map_err(Error::internal)?;
    let opening = tokio::task::spawn_blocking(move || identity.open(&sealed));
    let mut bytes = opening.await.map_err(|error| Error::internal(error.to_string()))??;
    bytes.truncate(usize::try_from(document.size).unwrap_or(0));
    if sha256_hex(&bytes) == document.sha256 { Ok(bytes) } else { Err(Error::internal("a file of a bid was changed")) }
}
