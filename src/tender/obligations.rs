//! What the law asks of a tender beside its steps: official notices, grounds relied on, a framework's evidence, the figures
//! that it keeps.

use super::rules::frozen::{Frozen, frozen};
use super::rules::{obligations, states};
use super::steps::require_going_on;
use super::{Dossier, sight, store};
use crate::award::rules::{self as award_rules, Standstill};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::law::standstill_days;
use crate::platform::words;
use ::entity::legal_ground::Question;
use ::entity::tender::TenderState;
use ::entity::{framework_choice, ids::*, legal_ground, lot, official_notice, tender, tender_law};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

/// An official notice as it stands on the central platform.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// "UK6"
    pub kind: String,
    pub number: String,
    pub published_at: DateTime<Utc>,
    /// With UK6: the supplier's registration on the central platform.
    pub supplier: Option<String>,
}

/// Why a tender calls off from a framework, and what shows it.
#[derive(Clone, Debug)]
pub struct NewChoice {
    pub name: String,
    pub reference: String,
    pub reason: String,
    pub document: TenderDocumentId,
}

async fn begin(context: &Context, reference: &str) -> Result<(Change, tender::Model)> {
    let found = store::by_reference(context.read(), reference).await?;
    let place = sight::visible_to(context.read(), &context.actor, &found).await?;
    context.actor.require(Action::EditTender, &place)?;
    let change = Change::begin(context).await?;
    let tender = store::locked(change.tx(), found.id).await?;
    Ok((change, tender))
}

fn event(tender: &tender::Model, action: &'static str) -> Event {
    Event::new(Chain::Tender(tender.id), action, format!("tender:{}", tender.id))
}

/// Records number and publication of an official notice; clocks start there. The tender notice is recorded until this
/// tender is published, every other once.
pub async fn record_notice(context: &Context, reference: &str, new: NewNotice) -> Result<()> {
    if new.published_at > context.now {
        return Err(Error::field("published-day", "Record the notice once it is published"));
    }
    let (change, tender) = begin(context, reference).await?;
    if new.kind == "UK4" {
        keep_tender_notice(&change, &tender, &new).await?;
    } else if new.kind == "UK6" {
        start_standstill(&change, &tender, new.published_at).await?;
    }
    let row = official_notice::Model {
        tender_id: tender.id,
        kind: new.kind.clone(),
        number: new.number.clone(),
        published_at: new.published_at,
        supplier: new.supplier.clone(),
        recorded_by: context.actor.require_account()?,
        recorded_at: context.now,
    };
    let taken = || Error::refused("This notice is recorded already");
    if new.kind == "UK4" {
        official_notice::Entity::delete_by_id((tender.id, new.kind.clone())).exec(change.tx()).await?;
    }
    let inserted = row.into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, taken()))?;
    let data = json!({ "notice": new.kind, "number": new.number, "published_at": new.published_at });
    change.commit(event(&tender, "tender.official_notice_recorded").with(data)).await?;
    Ok(())
}

async fn keep_tender_notice(change: &Change, tender: &tender::Model, new: &NewNotice) -> Result<()> {
    if !matches!(tender.state, TenderState::Draft | TenderState::Pooling | TenderState::Review) {
        return Err(Error::refused("The tender notice is recorded before this tender is published"));
    }
    let row = tender::ActiveModel {
        id: Set(tender.id),
        notice_number: Set(Some(new.number.clone())),
        notice_published_on: Set(Some(words::london_day(new.published_at))),
        version: Set(tender.version + 1),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    Ok(())
}

/// The standstill that an award notice given at this instant starts: by the figures kept with the tender's publication.
pub async fn standstill(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    notice: DateTime<Utc>,
) -> Result<Standstill> {
    let kept = store::tender_law(connection, tender).await?.map(|kept| serde_json::from_value::<Frozen>(kept.figures));
    let days = kept.transpose()?.map_or_else(|| standstill_days(words::london_day(notice)), |law| law.standstill_days);
    award_rules::standstill(notice, days).map_err(Error::refused)
}

/// The standstill of the lots that wait runs from the official award notice, and never ends earlier than was told.
async fn start_standstill(change: &Change, tender: &tender::Model, published: DateTime<Utc>) -> Result<()> {
    let lots = store::lots(change.tx(), tender.id).await?;
    let waiting: Vec<lot::Model> = lots.into_iter().filter(|lot| lot.state == TenderState::Standstill).collect();
    if waiting.is_empty() {
        return Err(Error::refused("Send every bidder its assessment summary first. The award notice comes after it"));
    }
    let runs = standstill(change.tx(), tender.id, published).await?;
    for lot in waiting {
        let row = lot::ActiveModel {
            id: Set(lot.id),
            standstill_from: Set(Some(runs.first_day)),
            standstill_ends_at: Set(lot.standstill_ends_at.max(Some(runs.ends_at))),
            ..Default::default()
        };
        row.update(change.tx()).await?;
    }
    Ok(())
}

/// Records the ground that somebody relies on; an earlier one stays on the record.
pub async fn record_ground(context: &Context, reference: &str, question: Question, ground: &str) -> Result<()> {
    let (change, tender) = begin(context, reference).await?;
    require_going_on(&tender)?;
    let row = legal_ground::ActiveModel {
        tender_id: Set(tender.id),
        question: Set(question),
        ground: Set(ground.to_owned()),
        recorded_by: Set(context.actor.require_account()?),
        recorded_at: Set(context.now),
        ..Default::default()
    };
    row.insert(change.tx()).await?;
    let recorded = event(&tender, "tender.ground_recorded").with(json!({ "question": question })).because(ground);
    change.commit(recorded).await?;
    Ok(())
}

/// Records the framework that the tender calls off from, with its evidence.
pub async fn choose_framework(context: &Context, reference: &str, new: NewChoice) -> Result<()> {
    let (change, tender) = begin(context, reference).await?;
    if !obligations::is_call_off(tender.procedure) {
        return Err(Error::refused("Choose a framework procedure first, under Procedure and stages"));
    }
    if states::phase(&tender, context.now) != tender.state || tender.published_at.is_some() {
        return Err(Error::refused("The framework is recorded before the tender is published"));
    }
    store::document(change.tx(), tender.id, new.document).await?;
    let row = framework_choice::ActiveModel {
        tender_id: Set(tender.id),
        name: Set(new.name.clone()),
        reference: Set(new.reference.clone()),
        reason: Set(new.reason.clone()),
        document_id: Set(new.document),
        recorded_by: Set(context.actor.require_account()?),
        recorded_at: Set(context.now),
    };
    use framework_choice::Column::{DocumentId, Name, Reason, RecordedAt, RecordedBy, Reference, TenderId};
    let again = OnConflict::column(TenderId)
        .update_columns([Name, Reference, Reason, DocumentId, RecordedBy, RecordedAt])
        .to_owned();
    framework_choice::Entity::insert(row).on_conflict(again).exec_without_returning(change.tx()).await?;
    let data = json!({ "framework": new.name, "reference": new.reference, "procedure": tender.procedure });
    change.commit(event(&tender, "tender.framework_chosen").with(data).because(new.reason)).await?;
    Ok(())
}

/// The figures that apply to a tender: those of its publication, else today's; none before its value is known.
pub async fn law_of(context: &Context, dossier: &Dossier) -> Result<Option<Frozen>> {
    match store::tender_law(context.read(), dossier.tender.id).await? {
        Some(kept) => Ok(Some(serde_json::from_value(kept.figures)?)),
        None => of_today(dossier, context.now),
    }
}

fn of_today(dossier: &Dossier, now: DateTime<Utc>) -> Result<Option<Frozen>> {
    let Some(value) = dossier.tender.estimated_value else { return Ok(None) };
    let is_catering = dossier.category.slug == "catering";
    let found = frozen(value, &dossier.category.shape.cpv_codes, is_catering, words::london_day(now));
    found.map(Some).map_err(Error::refused)
}

/// Keeps the figures of this day with the tender, inside its publication.
pub(super) async fn freeze(change: &Change, dossier: &Dossier) -> Result<()> {
    let Some(figures) = of_today(dossier, change.now())? else { return Ok(()) };
    let row = tender_law::Model {
        tender_id: dossier.tender.id,
        frozen_at: change.now(),
        figures: serde_json::to_value(figures)?,
    };
    row.into_active_model().insert(change.tx()).await?;
    Ok(())
}

/// Nothing is signed before the official award notice and the supplier's registration are recorded, where they are needed.
pub async fn award_notice_missing(connection: &impl ConnectionTrait, tender: &tender::Model) -> Result<bool> {
    let needs = tender.route.is_some_and(super::rules::route::needs_notice);
    Ok(needs && !store::official_notices(connection, tender.id).await?.iter().any(|notice| notice.kind == "UK6"))
}
