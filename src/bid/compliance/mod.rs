//! The compliance check: the non-price part of every opened bid, each condition pass or fail with a reason.

mod store;
mod to_do;
mod window;

pub(super) use to_do::asked_of;
pub use to_do::to_do;
pub use window::{AskedCorrection, Correction, GivenCorrection, correct, correction, open as open_window};

pub(super) use store::hearings;
pub(super) use window::own_opened;

use super::opened::{Opened, OpenedBid, read_opened};
use super::rules::{Check, Document, NonPrice, Question, checks, correction as rules, hearing, needs_hearing};
use super::{desk, envelope, store as bids};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::tender::rules::states::TenderEvent;
use crate::tender::{self, LotAddress, TenderLot};
use ::entity::tender::TenderState;
use ::entity::{bid, bid_check, correction_item, correction_window, exclusion, ids::*, lot, tender_condition};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::json;

/// One opened bid under the check.
#[derive(Clone, Debug)]
pub struct Checked {
    pub bid: BidId,
    pub label: String,
    pub provider: String,
    pub part: NonPrice,
    pub results: Vec<bid_check::Model>,
    /// What its bidder may correct, and has corrected.
    pub corrections: Vec<correction_item::Model>,
    /// Notices of exclusion and what came of them, the latest first.
    pub hearings: Vec<exclusion::Model>,
    pub passed: Option<bool>,
    pub failed_reason: Option<String>,
}

/// A bid that could not be read when it was opened.
#[derive(Clone, Debug)]
pub struct Unreadable {
    pub label: String,
    pub reason: String,
}

/// The check of the bids for a lot.
#[derive(Clone, Debug)]
pub struct ComplianceDesk {
    pub of: TenderLot,
    pub conditions: Vec<tender_condition::Model>,
    pub window: Option<correction_window::Model>,
    pub checks: Vec<Check>,
    pub questions: Vec<Question>,
    pub bids: Vec<Checked>,
    pub unreadable: Vec<Unreadable>,
    /// Is the check still going on?
    pub is_going_on: bool,
    pub may_finish: bool,
    /// May this person give notice of an exclusion?
    pub may_hear: bool,
}

impl ComplianceDesk {
    pub fn bid(&self, id: BidId) -> Result<&Checked> {
        self.bids.iter().find(|bid| bid.bid == id).ok_or(Error::NotFound)
    }
}

/// The lot, for those who check its bids, once these are open.
pub(super) async fn of_checkers(context: &Context, at: impl Into<LotAddress>) -> Result<(TenderLot, Place, Opened)> {
    let at = at.into();
    let tender = tender::by_reference(context.read(), &at.reference).await?;
    let place = tender::visible_to(context.read(), &context.actor, &tender).await?;
    context.actor.require(Action::CheckCompliance, &place)?;
    tender::require_inside(context, &tender).await?;
    let of = tender::lot_at(context.read(), tender, at.lot).await?;
    let opened = Opened::of(&of.tender).filter(|_| of.lot.state != TenderState::Sealed);
    let phase = tender::phase(&of.tender, context.now);
    let closed = || format!("The bids of this tender are not open. {}", tender::rules::coach::turn(phase));
    let opened = opened.ok_or_else(|| Error::refused(closed()))?;
    Ok((of, place, opened))
}

pub async fn compliance(context: &Context, at: impl Into<LotAddress>) -> Result<ComplianceDesk> {
    let (of, place, opened) = of_checkers(context, at).await?;
    let connection = context.read();
    let TenderLot { tender, lot, .. } = &of;
    let conditions = tender::pass_conditions(connection, tender.id).await?;
    let criteria = tender::criteria(connection, lot.id).await?;
    let readable = read_opened(connection, &opened, lot.id).await?;
    let results = bids::checks(connection, readable.iter().map(|bid| bid.bid)).await?;
    let corrections = store::corrections(connection, lot.id).await?;
    let hearings = store::hearings(connection, readable.iter().map(|bid| bid.bid)).await?;
    let all = bids::opened_bids(connection, tender.id, lot.id).await?;
    let is_going_on = lot.state == TenderState::Compliance;
    Ok(ComplianceDesk {
        checks: checks(&conditions),
        questions: desk::asked(tender, &criteria, &conditions, Vec::new()).questions,
        unreadable: unreadable(&all, &readable),
        bids: readable.into_iter().map(|bid| checked(bid, &results, &corrections, &hearings)).collect(),
        window: store::window(connection, lot.id).await?,
        may_hear: context.actor.may(Action::HearBidder, &place),
        may_finish: is_going_on && context.actor.may(Action::FinishCompliance, &place),
        is_going_on,
        conditions,
        of,
    })
}

fn unreadable(all: &[bid::Model], readable: &[OpenedBid]) -> Vec<Unreadable> {
    let lost = all.iter().filter(|bid| !readable.iter().any(|read| read.bid == bid.id));
    let told = |bid: &bid::Model| Unreadable {
        label: bid.label.clone().unwrap_or_default(),
        reason: bid.failed_reason.clone().unwrap_or_default(),
    };
    lost.map(told).collect()
}

fn checked(
    bid: OpenedBid,
    results: &[bid_check::Model],
    corrections: &[correction_item::Model],
    hearings: &[exclusion::Model],
) -> Checked {
    Checked {
        bid: bid.bid,
        label: bid.label,
        provider: bid.provider_name,
        part: bid.package,
        results: results.iter().filter(|result| result.bid_id == bid.bid).cloned().collect(),
        corrections: corrections.iter().filter(|item| item.bid_id == bid.bid).cloned().collect(),
        hearings: hearings.iter().filter(|hearing| hearing.bid_id == bid.bid).cloned().collect(),
        passed: bid.passed,
        failed_reason: bid.failed_reason,
    }
}

/// One condition's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub code: String,
    pub name: String,
    pub passed: bool,
    pub reason: Option<String>,
}

/// Records the result of every condition for one bid; it passes when all do.
pub async fn check_bid(context: &Context, at: impl Into<LotAddress>, id: BidId, judged: &[Judged]) -> Result<()> {
    let (of, _, opened) = of_checkers(context, at).await?;
    let account = context.actor.require_account()?;
    let change = Change::begin(context).await?;
    let tender = tender::locked(change.tx(), of.tender.id).await?;
    let lot = going_on(&change, &of).await?;
    let bids = read_opened(change.tx(), &opened, lot.id).await?;
    let read = bids.into_iter().find(|bid| bid.bid == id).ok_or(Error::NotFound)?;
    may_judge(&change, &lot, id, judged).await?;
    let rows = judged.iter().map(|one| bid_check::ActiveModel {
        bid_id: Set(id),
        condition: Set(one.code.clone()),
        passed: Set(one.passed),
        reason: Set(one.reason.clone()),
        checked_by: Set(account),
        checked_at: Set(change.now()),
    });
    bid_check::Entity::insert_many(rows).on_conflict(replacing()).exec_without_returning(change.tx()).await?;
    let failed: Vec<String> = judged.iter().filter(|one| !one.passed).map(failure).collect();
    let row = bid::ActiveModel {
        id: Set(id),
        passed: Set(Some(failed.is_empty())),
        failed_reason: Set(Some(failed.join("; ")).filter(|text| !text.is_empty())),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    let data = json!({ "label": read.label, "passed": failed.is_empty() });
    let mut event = Event::new(Chain::Tender(tender.id), "compliance.checked", format!("bid:{id}")).with(data);
    if !failed.is_empty() {
        event = event.because(failed.join("; "));
    }
    change.commit(event).await?;
    Ok(())
}

/// Not while bidders may correct; and a ground for exclusion fails nobody who was not heard.
async fn may_judge(change: &Change, lot: &lot::Model, id: BidId, judged: &[Judged]) -> Result<()> {
    let window = store::window(change.tx(), lot.id).await?;
    rules::may_judge(window.as_ref(), change.now()).map_err(Error::refused)?;
    let hearings = store::hearings(change.tx(), [id]).await?;
    if hearings.iter().any(hearing::excludes) {
        return Err(Error::refused(hearing::Refusal::Decided));
    }
    match judged.iter().find(|one| !one.passed && needs_hearing(&one.code)) {
        Some(one) => {
            let refusal = hearing::Refusal::NeedsHearing(one.name.clone());
            Err(Error::field(format!("result-{}", one.code), refusal))
        }
        None => Ok(()),
    }
}

fn failure(judged: &Judged) -> String {
    format!("{}: {}", judged.name, judged.reason.as_deref().unwrap_or_default())
}

fn replacing() -> OnConflict {
    use bid_check::Column;
    let mut conflict = OnConflict::columns([Column::BidId, Column::Condition]);
    conflict.update_columns([Column::Passed, Column::Reason, Column::CheckedBy, Column::CheckedAt]).to_owned()
}

async fn going_on(change: &Change, of: &TenderLot) -> Result<lot::Model> {
    let lot = tender::lot(change.tx(), of.tender.id, of.lot.id).await?;
    if lot.state == TenderState::Compliance {
        Ok(lot)
    } else {
        Err(Error::refused("The check of these bids is finished"))
    }
}

/// Every bid was checked: those that passed go on to be scored; where none did, the lot ends.
pub async fn finish(context: &Context, at: impl Into<LotAddress>) -> Result<TenderState> {
    let (of, place, _) = of_checkers(context, at).await?;
    context.actor.require(Action::FinishCompliance, &place)?;
    let mut change = Change::begin(context).await?;
    let tender = tender::locked(change.tx(), of.tender.id).await?;
    let lot = going_on(&change, &of).await?;
    let window = store::window(change.tx(), lot.id).await?;
    rules::may_judge(window.as_ref(), change.now()).map_err(Error::refused)?;
    let bids = bids::opened_bids(change.tx(), tender.id, lot.id).await?;
    let unchecked: Vec<String> =
        bids.iter().filter(|bid| bid.passed.is_none()).filter_map(|bid| bid.label.clone()).collect();
    if !unchecked.is_empty() {
        return Err(Error::refused(format!("Check every bid first. Not checked: {}", unchecked.join(", "))));
    }
    let passed = bids.iter().filter(|bid| bid.passed == Some(true)).count();
    let event = if passed == 0 { TenderEvent::FindNoneFit } else { TenderEvent::StartScoring };
    if passed == 0 {
        tender::keep_ending(&change, &lot, "No bid met every condition.").await?;
    }
    tender::move_to(&mut change, &tender, Some(&lot), event).await?;
    let data = json!({ "bids": bids.len(), "passed": passed });
    let event = Event::new(Chain::Tender(tender.id), "compliance.finished", format!("lot:{}", lot.id)).with(data);
    change.commit(event).await?;
    Ok(if passed == 0 { TenderState::Unsuccessful } else { TenderState::Scoring })
}

/// A document of an opened bid, for those who check it.
pub async fn document(
    context: &Context,
    at: impl Into<LotAddress>,
    id: BidId,
    file: FileId,
) -> Result<(Document, Vec<u8>)> {
    let desk = compliance(context, at).await?;
    let bid = desk.bid(id)?;
    if let Some(item) = bid.corrections.iter().find(|item| item.file_id == Some(file)) {
        return Ok((corrected(item, file), context.app.files.read(file).await?));
    }
    let found = bid.part.documents.iter().find(|document| document.file == file).cloned();
    let document = found.ok_or(Error::NotFound)?;
    let bytes = envelope::read_file(&context.app, &document).await?;
    Ok((document, bytes))
}

/// A file that corrects the bid, as a document.
fn corrected(item: &correction_item::Model, file: FileId) -> Document {
    Document {
        file,
        name: item.file_name.clone().unwrap_or_default(),
        size: 0,
        media_type: item.media_type.clone().unwrap_or_default(),
        sha256: String::new(),
        key: String::new(),
    }
}
