//! A provider asks to take part: sealed by its name and content until requests are closed.

use crate::bid;
use crate::platform::access::{Action, Place};
use crate::platform::app::App;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::files::Kind;
use crate::platform::mail::Receiver;
use crate::platform::words;
use crate::tender::cancel::Evidence;
use crate::tender::interest;
use crate::tender::notices::RequestReceived;
use crate::tender::rules::stages as rules;
use crate::tender::rules::states;
use crate::tender::steps::event;
use crate::tender::{sight, store};
use ::entity::ids::*;
use ::entity::tender::{self, TenderState};
use ::entity::{participation_request, shortlist_condition};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, IntoActiveModel as _};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// The largest document of a request: 5 MB.
const LARGEST: usize = 5 * 1024 * 1024;

/// What a provider says of itself.
#[derive(Clone, Debug)]
pub struct NewRequest {
    pub contact_name: String,
    pub contact_email: String,
    /// By condition.
    pub answers: BTreeMap<ShortlistConditionId, String>,
    pub document: Option<Evidence>,
}

/// The sealed content of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub provider: ProviderId,
    pub firm: String,
    pub contact_name: String,
    pub contact_email: String,
    pub answers: BTreeMap<ShortlistConditionId, String>,
    /// Name and media type of the document, where one came.
    pub document: Option<(String, String)>,
}

/// A request with its content in clear.
#[derive(Clone, Debug)]
pub struct Requested {
    pub row: participation_request::Model,
    pub content: Content,
}

/// Asks to take part, or replaces the earlier request: the latest counts. The instant of receipt is the database's.
pub async fn ask_to_take_part(context: &Context, reference: &str, new: NewRequest) -> Result<()> {
    let found = store::by_reference(context.read(), reference).await?;
    sight::visible_to(context.read(), &context.actor, &found).await?;
    let provider = interest::provider_of(context)?;
    context.actor.require(Action::Bid, &Place::provider(provider))?;
    bid::refuse_overseer(context, &found, provider).await?;
    let change = Change::begin(&context.unnamed()).await?;
    let tender = store::locked(change.tx(), found.id).await?;
    let plan = store::plan(change.tx(), tender.id).await?.filter(|_| tender.participation_closes_at.is_some());
    let plan = plan.ok_or_else(|| Error::refused("This tender has one stage: start a bid"))?;
    let received = change.database_now().await?;
    let open = rules::takes_requests(tender.participation_closes_at, plan.closed_at, received);
    if states::phase(&tender, received) != TenderState::Open || !open {
        return Err(Error::refused(closed(&tender)));
    }
    let conditions = store::conditions(change.tx(), tender.id).await?;
    answered(&conditions, &new)?;
    let firm = store::provider_name(change.tx(), provider).await?;
    let (content, document) = sealed(change.app(), provider, &firm, new)?;
    let requester = requester_name(change.app(), tender.id, provider);
    let row = participation_request::ActiveModel {
        tender_id: Set(tender.id),
        requester: Set(requester.clone()),
        content: Set(content),
        document: Set(document),
        received_at: Set(received),
        ..Default::default()
    };
    match store::request_of(change.tx(), tender.id, &requester).await? {
        Some(held) => participation_request::ActiveModel { id: Set(held.id), ..row }.update(change.tx()).await?,
        None => {
            let row = participation_request::ActiveModel {
                id: Set(RequestId::new(received)),
                provider_id: Set(None),
                invited: Set(None),
                ..row
            };
            row.insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::stale()))?
        }
    };
    interest::remember(&change, tender.id, provider, None).await?;
    tell(&change, &tender, provider, &firm, received).await?;
    let entry = event(&tender, "bid.asked_to_take_part").with(json!({ "requester": requester }));
    change.commit(entry).await?;
    Ok(())
}

/// Another name than the one that the provider's bid bears, so that neither leads to the other.
fn requester_name(app: &App, tender: TenderId, provider: ProviderId) -> String {
    app.key.name_for(&["participation", &tender.to_string(), &provider.to_string()])
}

fn closed(tender: &tender::Model) -> String {
    match tender.participation_closes_at {
        Some(closes) => format!("Requests to participate closed at {}", words::deadline(closes)),
        None => "This tender takes no requests to participate".to_owned(),
    }
}

fn answered(conditions: &[shortlist_condition::Model], new: &NewRequest) -> Result<()> {
    let is_answered = |condition: &&shortlist_condition::Model| {
        new.answers.get(&condition.id).is_some_and(|answer| !answer.trim().is_empty())
    };
    match conditions.iter().find(|condition| !is_answered(condition)) {
        Some(missing) => {
            Err(Error::field(format!("answer-{}", missing.id), format!("Answer the condition {}", missing.name)))
        }
        None => Ok(()),
    }
}

/// Content and document, both encrypted.
fn sealed(app: &App, provider: ProviderId, firm: &str, new: NewRequest) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
    let document = match &new.document {
        Some(file) if file.bytes.len() > LARGEST => {
            return Err(Error::field("file", "The selected file must be smaller than 5 MB"));
        }
        Some(file) => {
            let kind = Kind::of(&file.file_name, &file.bytes);
            let kind =
                kind.ok_or_else(|| Error::field("file", "The selected file must be a PDF, DOCX, XLSX or CSV"))?;
            Some((file.file_name.clone(), kind.media_type().to_owned()))
        }
        None => None,
    };
    let content = Content {
        provider,
        firm: firm.to_owned(),
        contact_name: new.contact_name,
        contact_email: new.contact_email,
        answers: new.answers,
        document,
    };
    let bytes = new.document.map(|file| app.key.seal(&file.bytes)).transpose()?;
    Ok((app.key.seal(&serde_json::to_vec(&content)?)?, bytes))
}

async fn tell(
    change: &Change,
    tender: &tender::Model,
    provider: ProviderId,
    firm: &str,
    received: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let notice = RequestReceived {
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        provider: firm.to_owned(),
        received: words::moment(received),
        closes: tender.participation_closes_at.map(words::deadline).unwrap_or_default(),
    };
    for person in store::sellers_of(change.tx(), vec![provider]).await? {
        change.tell(Receiver { name: person.name, email: person.email }, &notice).await?;
    }
    Ok(())
}

/// The content of a request in clear.
pub(super) fn opened(app: &App, row: participation_request::Model) -> Result<Requested> {
    let content = serde_json::from_slice(&app.key.unseal(&row.content)?)?;
    Ok(Requested { row, content })
}

/// The request of the actor's own provider.
pub async fn own_request(context: &Context, tender: TenderId) -> Result<Option<Requested>> {
    let Ok(provider) = interest::provider_of(context) else { return Ok(None) };
    let requester = requester_name(&context.app, tender, provider);
    let held = store::request_of(context.read(), tender, &requester).await?;
    held.map(|row| opened(&context.app, row)).transpose()
}

/// Keeps who asked once requests are closed, inside the change that stores the close.
pub(super) async fn name_all(change: &Change, tender: TenderId) -> Result<()> {
    for row in store::requests(change.tx(), tender).await? {
        let requested = opened(change.app(), row)?;
        let mut row = requested.row.into_active_model();
        row.provider_id = Set(Some(requested.content.provider));
        row.update(change.tx()).await?;
    }
    Ok(())
}
