//! Writing a bid: started, saved page by page, with its files. Anything can be saved; only submitting checks.

use super::desk::{Desk, bidder_name, closed_sentence, desk, own_provider, seen};
use super::rules::{Document, Draft, NonPrice, Saved, Step, may_change};
use super::{envelope, store};
use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::files;
use crate::provider;
use crate::tender::{self, LotAddress, TenderLot};
use ::entity::provider::ProviderKind;
use ::entity::tender::AuthorityHat;
use ::entity::{bid, ids::*, stored_file};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;

/// The most files of one bid.
const MOST_DOCUMENTS: usize = 30;

/// What became of a save.
#[derive(Clone, Debug)]
pub enum Kept {
    Saved,
    /// A colleague saved this page meanwhile; nothing was written. Theirs is in the draft.
    Changed(Box<Draft>),
}

/// Starts the bid of this person's provider for a lot, or finds it.
pub async fn start(context: &Context, at: impl Into<LotAddress>) -> Result<BidId> {
    let connection = context.read();
    let at = at.into();
    let tender = tender::by_reference(connection, &at.reference).await?;
    tender::visible_to(connection, &context.actor, &tender).await?;
    let provider = own_provider(&context.actor).ok_or_else(|| Error::Forbidden(who_bids()))?;
    context.actor.require(Action::Bid, &Place::provider(provider))?;
    let TenderLot { tender, lot, .. } = tender::lot_at(connection, tender, at.lot).await?;
    let bidder = bidder_name(&context.app, tender.id, provider);
    if let Some(found) = store::in_lot(connection, lot.id, &bidder).await? {
        return Ok(found.id);
    }
    may_change(&tender, context.now).map_err(|_| Error::refused(closed_sentence(&tender)))?;
    refuse_overseer(context, &tender, provider).await?;
    tender::may_bid(context, &tender, provider).await?;
    let draft = first_draft(context, provider).await?;
    let draft = envelope::seal_draft(&context.app, provider, &draft)?;
    match insert(context, &tender, lot.id, bidder.clone(), draft).await {
        Err(Error::Stale(_)) => {
            let found = store::in_lot(connection, lot.id, &bidder).await?;
            found.map(|bid| bid.id).ok_or_else(Error::stale)
        }
        started => started,
    }
}

fn who_bids() -> String {
    crate::platform::access::who_can(Action::Bid)
}

/// An authority bids in a tender of its own schools only where the notice says that it may.
pub async fn refuse_overseer(context: &Context, tender: &::entity::tender::Model, provider: ProviderId) -> Result<()> {
    let refusal = match tender.authority_hat {
        Some(AuthorityHat::Adviser | AuthorityHat::Overseer) => {
            "Your authority advises on or oversees this tender, so it cannot bid"
        }
        Some(AuthorityHat::None) => "The notice says that your authority has no part in this tender, so it cannot bid",
        Some(AuthorityHat::Bidder) | None => return Ok(()),
    };
    let provider = store::provider(context.read(), provider).await?;
    if provider.kind != ProviderKind::Authority {
        return Ok(());
    }
    let members = cluster::members(context.read(), tender.cluster_id).await?;
    if members.iter().any(|member| member.school.la_code == provider.la_code) {
        return Err(Error::refused(refusal));
    }
    Ok(())
}

/// What a draft starts from: what the provider declared last time.
async fn first_draft(context: &Context, provider: ProviderId) -> Result<Draft> {
    let last = store::last_opened(context.read(), provider).await?.and_then(|opened| opened.quality);
    let last: Option<NonPrice> = last.and_then(|quality| serde_json::from_str(&quality).ok());
    Ok(Draft { declared: last.map(|last| last.declared).unwrap_or_default(), ..Draft::default() })
}

async fn insert(
    context: &Context,
    tender: &::entity::tender::Model,
    lot: LotId,
    bidder: String,
    draft: Vec<u8>,
) -> Result<BidId> {
    let change = Change::begin(&context.unnamed()).await?;
    let id = BidId::new(change.now());
    let row = bid::Model {
        id,
        tender_id: tender.id,
        lot_id: lot,
        bidder: bidder.clone(),
        draft,
        draft_version: 1,
        draft_saved_at: change.now(),
        submission_id: None,
        label: None,
        provider_id: None,
        opened_at: None,
        passed: None,
        failed_reason: None,
        kept_until: None,
    };
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    change.commit(event(context, "bid.started", id, &bidder)?).await?;
    Ok(id)
}

/// An entry about a bid, in the bid's own chain: it names the bidder by the sealed name, who did it sealed with the server
/// key until the opening, and says nothing of the content.
pub(super) fn event(context: &Context, action: &'static str, bid: BidId, bidder: &str) -> Result<Event> {
    let data = json!({ "bidder": bidder, "by": sealed_actor(context)? });
    Ok(Event::new(Chain::Bid(bid), action, format!("bid:{bid}")).with(data))
}

pub(super) fn sealed_actor(context: &Context) -> Result<Option<String>> {
    let sealed = |account: AccountId| context.app.key.seal(account.to_string().as_bytes()).map(hex::encode);
    Ok(context.actor.account.map(sealed).transpose()?)
}

/// Saves one page. `seen_before` is what the page held when the form was made: when a colleague has saved it since,
/// nothing is written and theirs comes back.
pub async fn save(
    context: &Context,
    desk: &Desk,
    step: Step,
    seen_before: &str,
    edit: impl FnOnce(&mut Draft),
) -> Result<Kept> {
    save_with(context, desk, step, seen_before, &[], edit).await
}

/// As [`save`], with these answers of the organisation's library in it.
pub async fn save_with(
    context: &Context,
    desk: &Desk,
    step: Step,
    seen_before: &str,
    from_library: &[AnswerId],
    edit: impl FnOnce(&mut Draft),
) -> Result<Kept> {
    let change = Change::begin(&context.unnamed()).await?;
    let (bid, mut draft) = locked_draft(&change, desk).await?;
    let stored = draft.part(step)?;
    let was_seen = seen(&draft, step)? == seen_before;
    let theirs = draft.clone();
    edit(&mut draft);
    if !was_seen && draft.part(step)? != stored {
        return Ok(Kept::Changed(Box::new(theirs)));
    }
    provider::used(&change, desk.provider.id, from_library).await?;
    write(context, change, desk, bid, draft, step).await?;
    Ok(Kept::Saved)
}

async fn locked_draft(change: &Change, desk: &Desk) -> Result<(bid::Model, Draft)> {
    let bid = store::locked(change.tx(), desk.bid.id).await?;
    if desk.tender.opened_at.is_some() {
        return Err(Error::refused("The bids of this tender have been opened, so yours can no longer change"));
    }
    let draft = envelope::open_draft(change.app(), desk.provider.id, &bid)?;
    Ok((bid, draft))
}

async fn write(
    context: &Context,
    change: Change,
    desk: &Desk,
    bid: bid::Model,
    mut draft: Draft,
    step: Step,
) -> Result<()> {
    draft.saved.insert(step, Saved { by: context.actor.name.clone(), at: change.now() });
    let event = event(context, "bid.draft_saved", bid.id, &bid.bidder)?;
    let version = bid.draft_version;
    let mut row = bid.into_active_model();
    row.draft = Set(envelope::seal_draft(change.app(), desk.provider.id, &draft)?);
    row.draft_version = Set(version + 1);
    row.draft_saved_at = Set(change.now());
    row.update(change.tx()).await?;
    change.commit(event).await?;
    Ok(())
}

/// Adds a file to the draft: it is stored before the bid is submitted, so that submitting is one small request.
pub async fn add_document(context: &Context, desk: &Desk, name: &str, bytes: &[u8]) -> Result<FileId> {
    let stored = envelope::store_file(&context.app, &plain_name(name), bytes, context.now).await;
    let (file, document) = stored.map_err(|error| beside("file", error))?;
    let kept = keep_document(context, desk, &file, document).await;
    if kept.is_err() {
        remove_bytes(context, file.id).await;
    }
    kept.map(|()| file.id)
}

async fn keep_document(context: &Context, desk: &Desk, file: &stored_file::Model, document: Document) -> Result<()> {
    let change = Change::begin(&context.unnamed()).await?;
    let (bid, mut draft) = locked_draft(&change, desk).await?;
    if draft.documents.len() >= MOST_DOCUMENTS {
        return Err(Error::field("file", format!("A bid can have up to {MOST_DOCUMENTS} documents")));
    }
    files::keep(change.tx(), file).await?;
    draft.documents.push(document);
    write(context, change, desk, bid, draft, Step::Documents).await
}

/// Changes the list of documents in one step that no colleague's form can undo.
pub(super) async fn change_documents(context: &Context, desk: &Desk, edit: impl FnOnce(&mut Draft)) -> Result<()> {
    let change = Change::begin(&context.unnamed()).await?;
    let (bid, mut draft) = locked_draft(&change, desk).await?;
    edit(&mut draft);
    write(context, change, desk, bid, draft, Step::Documents).await
}

/// A file's own name without folders and control characters.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(150).collect()
}

fn beside(field: &str, error: Error) -> Error {
    match error {
        Error::Refused { field: None, sentence } => Error::field(field, sentence),
        other => other,
    }
}

/// Takes a file out of the draft; its bytes go too, unless a submission has them.
pub async fn remove_document(context: &Context, desk: &Desk, file: FileId) -> Result<()> {
    let change = Change::begin(&context.unnamed()).await?;
    let (bid, mut draft) = locked_draft(&change, desk).await?;
    if !draft.documents.iter().any(|document| document.file == file) {
        return Err(Error::NotFound);
    }
    draft.documents.retain(|document| document.file != file);
    draft.evidence.retain(|_, evidence| evidence.file != file);
    let submissions = store::submissions(change.tx(), bid.id).await?;
    let mut is_submitted = false;
    for submission in &submissions {
        let manifest = envelope::manifest(change.app(), desk.provider.id, submission)?;
        is_submitted |= manifest.iter().any(|document| document.file == file);
    }
    if !is_submitted && let Some(row) = stored_file::Entity::find_by_id(file).one(change.tx()).await? {
        files::forget(change.tx(), row).await?;
    }
    write(context, change, desk, bid, draft, Step::Documents).await?;
    if !is_submitted {
        remove_bytes(context, file).await;
    }
    Ok(())
}

/// What is left of a file nobody refers to; it does no harm if this fails.
async fn remove_bytes(context: &Context, file: FileId) {
    if let Err(error) = tokio::fs::remove_file(context.app.files.path(file)).await {
        tracing::warn!("a file without a row stays: {error}");
    }
}

/// A file of one's own bid, as drafted or as submitted.
pub async fn document(context: &Context, id: BidId, file: FileId) -> Result<(Document, Vec<u8>)> {
    let desk = desk(context, id).await?;
    let submitted = match &desk.counted {
        Some(counted) => envelope::manifest(&context.app, desk.provider.id, counted)?,
        None => Vec::new(),
    };
    let found = desk.draft.documents.into_iter().chain(submitted).find(|document| document.file == file);
    let document = found.ok_or(Error::NotFound)?;
    let bytes = envelope::read_file(&context.app, &document).await?;
    Ok((document, bytes))
}
