//! The correction window: opened once by the tender lead, answered by bidders, closed by the clock.

use super::{going_on, of_checkers, store};
use crate::bid::opened::read_opened;
use crate::bid::rules::correction::{self as rules, Refusal};
use crate::bid::store as bids;
use crate::bid::submission::bid_team;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::mail::Notice;
use crate::platform::{files, words};
use crate::tender::{self, LotAddress};
use ::entity::{bid, correction_item, correction_window, ids::*, lot, stored_file, tender_condition};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};
use serde::Serialize;
use serde_json::json;

/// One condition of one bid, and what is to be put right.
#[derive(Clone, Debug)]
pub struct AskedCorrection {
    pub bid: BidId,
    pub condition: String,
    pub asked: String,
}

#[derive(Serialize)]
struct CorrectionOpened {
    reference: String,
    title: String,
    until: String,
    path: String,
}

impl Notice for CorrectionOpened {
    const TEMPLATE: &'static str = "mail/correction_opened.txt";
}

/// Opens the lot's one window: the same hours for every bidder that has something to correct.
pub async fn open(
    context: &Context,
    at: impl Into<LotAddress>,
    hours: i32,
    reason: &str,
    asked: &[AskedCorrection],
) -> Result<correction_window::Model> {
    let (of, place, opened) = of_checkers(context, at).await?;
    context.actor.require(Action::FinishCompliance, &place)?;
    let change = Change::begin(context).await?;
    let tender = tender::locked(change.tx(), of.tender.id).await?;
    let lot = going_on(&change, &of).await?;
    let before = store::window(change.tx(), lot.id).await?;
    rules::may_open(lot.state, before.as_ref(), asked.len(), hours).map_err(Error::refused)?;
    let conditions = tender::pass_conditions(change.tx(), tender.id).await?;
    let bids = read_opened(change.tx(), &opened, lot.id).await?;
    let window = insert(&change, &lot, hours, reason).await?;
    for one in asked {
        let is_asked = conditions.iter().any(|condition| condition.code == one.condition);
        if !is_asked || !bids.iter().any(|bid| bid.bid == one.bid) {
            return Err(Error::NotFound);
        }
        item(lot.id, one).into_active_model().insert(change.tx()).await?;
    }
    for bid in bids.iter().filter(|bid| asked.iter().any(|one| one.bid == bid.bid)) {
        let notice = CorrectionOpened {
            reference: tender.reference.clone(),
            title: tender.title.clone(),
            until: words::deadline(window.closes_at),
            path: format!("/bids/{}/correction", bid.bid),
        };
        for to in bid_team(&change, bid.provider_id).await? {
            change.tell(to, &notice).await?;
        }
    }
    let data = json!({ "hours": hours, "closes_at": window.closes_at, "items": asked.len() });
    let event = Event::new(Chain::Tender(tender.id), "compliance.window_opened", format!("lot:{}", lot.id));
    change.commit(event.with(data).because(reason)).await?;
    Ok(window)
}

async fn insert(change: &Change, lot: &lot::Model, hours: i32, reason: &str) -> Result<correction_window::Model> {
    let window = correction_window::Model {
        lot_id: lot.id,
        hours,
        reason: reason.to_owned(),
        opened_by: change.by()?,
        opened_at: change.now(),
        closes_at: rules::closes_at(change.now(), hours).map_err(|beyond| Error::refused(Refusal::Beyond(beyond)))?,
    };
    let inserted = window.clone().into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::refused(Refusal::OpenedBefore)))?;
    Ok(window)
}

fn item(lot: LotId, one: &AskedCorrection) -> correction_item::Model {
    correction_item::Model {
        bid_id: one.bid,
        condition: one.condition.clone(),
        lot_id: lot,
        asked: one.asked.clone(),
        answer: None,
        file_id: None,
        file_name: None,
        media_type: None,
        expires_on: None,
        answered_by: None,
        answered_at: None,
    }
}

/// An opened bid for those who bid for its bidder; for everybody else there is none.
pub(in crate::bid) async fn own_opened(context: &Context, id: BidId) -> Result<(bid::Model, ::entity::tender::Model)> {
    let bid = bids::by_id(context.read(), id).await?;
    let provider = bid.provider_id.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::Bid, &Place::provider(provider))?;
    let tender = tender::by_id(context.read(), bid.tender_id).await?;
    Ok((bid, tender))
}

/// What a bidder may correct in its own bid.
#[derive(Clone, Debug)]
pub struct Correction {
    pub bid: bid::Model,
    pub tender: ::entity::tender::Model,
    pub window: correction_window::Model,
    pub items: Vec<correction_item::Model>,
    pub conditions: Vec<tender_condition::Model>,
    pub is_open: bool,
}

pub async fn correction(context: &Context, id: BidId) -> Result<Correction> {
    let (bid, tender) = own_opened(context, id).await?;
    let items = store::corrections_of(context.read(), [id]).await?;
    let window = store::window(context.read(), bid.lot_id).await?.filter(|_| !items.is_empty());
    let window = window.ok_or(Error::NotFound)?;
    let lots = tender::lots(context.read(), tender.id).await?;
    let state = lots.iter().find(|lot| lot.id == bid.lot_id).map(|lot| lot.state);
    let is_open = state.is_some_and(|state| rules::may_correct(state, &window, context.now).is_ok());
    let conditions = tender::pass_conditions(context.read(), tender.id).await?;
    Ok(Correction { bid, tender, window, items, conditions, is_open })
}

/// What a bidder sends for one condition.
#[derive(Clone, Debug, Default)]
pub struct GivenCorrection {
    pub answer: Option<String>,
    pub file: Option<(String, Vec<u8>)>,
    pub expires_on: Option<NaiveDate>,
}

/// Corrects one condition, in place of what was sent in the window before; the bid itself does not change.
pub async fn correct(context: &Context, id: BidId, condition: &str, given: GivenCorrection) -> Result<()> {
    let (bid, _) = own_opened(context, id).await?;
    if given.answer.is_none() && given.file.is_none() {
        return Err(Error::refused(Refusal::Nothing));
    }
    let file = stored(context, &bid, given.file).await?;
    let change = Change::begin(context).await?;
    let tender = tender::locked(change.tx(), bid.tender_id).await?;
    let lots = tender::lots(change.tx(), tender.id).await?;
    let lot = lots.into_iter().find(|lot| lot.id == bid.lot_id).ok_or(Error::NotFound)?;
    let window = store::window(change.tx(), lot.id).await?.ok_or(Error::NotFound)?;
    rules::may_correct(lot.state, &window, change.now()).map_err(Error::refused)?;
    let key = (id, condition.to_owned());
    let item = correction_item::Entity::find_by_id(key).one(change.tx()).await?.ok_or(Error::NotFound)?;
    let mut row = item.into_active_model();
    row.answer = Set(given.answer);
    if let Some((name, file)) = file {
        files::keep(change.tx(), &file).await?;
        row.file_id = Set(Some(file.id));
        row.file_name = Set(Some(name));
        row.media_type = Set(Some(file.media_type));
        row.expires_on = Set(given.expires_on);
    }
    row.answered_by = Set(Some(change.by()?));
    row.answered_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let event = Event::new(Chain::Tender(tender.id), "compliance.corrected", format!("bid:{id}"));
    change.commit(event.with(json!({ "condition": condition }))).await?;
    Ok(())
}

async fn stored(
    context: &Context,
    bid: &bid::Model,
    file: Option<(String, Vec<u8>)>,
) -> Result<Option<(String, stored_file::Model)>> {
    let Some((name, bytes)) = file else { return Ok(None) };
    let kept = context.app.files.store(&format!("bid:{}", bid.bidder), &name, &bytes, context.now).await;
    let kept = kept.map_err(|error| match error {
        Error::Refused { field: None, sentence } => Error::field("file", sentence),
        other => other,
    })?;
    Ok(Some((name, kept)))
}
