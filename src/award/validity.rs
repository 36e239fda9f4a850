//! Bidders asked to keep their bids open for longer, and their answers.

use super::letters::{BIDDERS, KeepOpenAsked, tell};
use super::rules::{Refusal, check_until, may_be_kept_open};
use super::{event, find, store};
use crate::bid::opened::{Opened, OpenedBid, read_opened};
use crate::evaluation::prices_are_open;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::tender::{self, LotAddress, TenderLot};
use ::entity::{bid, ids::BidId};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// For the page of the buyers.
#[derive(Clone, Debug)]
pub struct Validity {
    pub of: TenderLot,
    /// Each bid that stands, masked until prices are open, with its last day.
    pub bids: Vec<(String, NaiveDate)>,
    pub may_ask: bool,
    pub refusal: Option<Refusal>,
}

pub async fn validity(context: &Context, at: impl Into<LotAddress>) -> Result<Validity> {
    let (of, place) = find(context, at).await?;
    context.actor.require(Action::SeeTenderTeam, &place)?;
    let bids = standing(context, &of).await?;
    let is_named = prices_are_open(of.lot.state);
    let shown = |bid: OpenedBid| (if is_named { bid.provider_name } else { bid.label }, bid.valid_until);
    Ok(Validity {
        bids: bids.into_iter().map(shown).collect(),
        may_ask: context.actor.may(Action::EditTender, &place),
        refusal: may_be_kept_open(of.lot.state).err(),
        of,
    })
}

/// The opened bids that can still win.
async fn standing(context: &Context, of: &TenderLot) -> Result<Vec<OpenedBid>> {
    tender::require_inside(context, &of.tender).await?;
    let Some(opened) = Opened::of(&of.tender) else { return Ok(Vec::new()) };
    let mut bids = read_opened(context.read(), &opened, of.lot.id).await?;
    let withdrawn = store::withdrawn(context.read(), of.lot.id).await?;
    bids.retain(|bid| bid.passed != Some(false) && !withdrawn.contains(&bid.bid));
    Ok(bids)
}

/// Asks every bidder whose bid would lapse before that day to keep it open until then.
pub async fn ask_to_keep_open(context: &Context, at: impl Into<LotAddress>, until: NaiveDate) -> Result<()> {
    let (of, place) = find(context, at).await?;
    context.actor.require(Action::EditTender, &place)?;
    let bids = standing(context, &of).await?;
    let change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), of.lot.id).await?;
    may_be_kept_open(lot.state).map_err(Error::refused)?;
    let last_days: Vec<NaiveDate> = bids.iter().map(|bid| bid.valid_until).collect();
    let checked = check_until(until, &last_days, words::london_day(change.now()));
    checked.map_err(|refusal| Error::field("until-day", refusal))?;
    let id = lot.id;
    let mut row = lot.into_active_model();
    row.asked_until = Set(Some(until));
    row.update(change.tx()).await?;
    for bid in bids.iter().filter(|bid| bid.valid_until < until) {
        let notice = KeepOpenAsked {
            reference: of.tender.reference.clone(),
            title: of.title(),
            until: words::date(until),
            path: format!("/bids/{}/validity", bid.bid),
        };
        tell(&change, BIDDERS, bid.provider_id.0, &notice).await?;
    }
    change.commit(event(&of.tender, "validity.asked", format!("lot:{id}")).with(json!({ "until": until }))).await?;
    Ok(())
}

/// A bidder's own bid that it was asked to keep open.
#[derive(Clone, Debug)]
pub struct KeepOpen {
    pub of: TenderLot,
    pub bid: bid::Model,
    pub valid_until: NaiveDate,
    pub asked_until: NaiveDate,
    /// Why it cannot be kept open, or need not be.
    pub refusal: Option<Refusal>,
}

pub async fn keep_open_asked(context: &Context, id: BidId) -> Result<KeepOpen> {
    let bid = store::bid(context.read(), id).await?;
    context.actor.require_sight(Action::Bid, &Place::provider(bid.provider_id.ok_or(Error::NotFound)?))?;
    let tender = tender::by_id(context.read(), bid.tender_id).await?;
    let opened = Opened::of(&tender).ok_or(Error::NotFound)?;
    let of = tender::lot_of(context.read(), tender, bid.lot_id).await?;
    let asked_until = of.lot.asked_until.ok_or(Error::NotFound)?;
    let bids = read_opened(context.read(), &opened, of.lot.id).await?;
    let valid_until = bids.iter().find(|one| one.bid == id).ok_or(Error::NotFound)?.valid_until;
    let is_out = bid.passed == Some(false) || store::withdrawn(context.read(), of.lot.id).await?.contains(&id);
    let refusal = match may_be_kept_open(of.lot.state) {
        Err(refusal) => Some(refusal),
        Ok(()) if is_out || asked_until < words::london_day(context.now) => Some(Refusal::NothingToKeepOpen),
        Ok(()) => (asked_until <= valid_until).then(|| Refusal::KeptOpen(words::date(valid_until))),
    };
    Ok(KeepOpen { of, bid, valid_until, asked_until, refusal })
}

/// The bidder keeps its bid open as asked. Answers the new last day.
pub async fn keep_open(context: &Context, id: BidId) -> Result<NaiveDate> {
    let facts = keep_open_asked(context, id).await?;
    if let Some(refusal) = facts.refusal {
        return Err(Error::refused(refusal));
    }
    let change = Change::begin(context).await?;
    let lot = store::locked_lot(change.tx(), facts.of.lot.id).await?;
    if lot.asked_until != Some(facts.asked_until) {
        return Err(Error::stale());
    }
    may_be_kept_open(lot.state).map_err(Error::refused)?;
    let mut row = facts.bid.into_active_model();
    row.kept_until = Set(Some(facts.asked_until));
    row.update(change.tx()).await?;
    let recorded = event(&facts.of.tender, "bid.kept_open", format!("bid:{id}"));
    change.commit(recorded.with(json!({ "until": facts.asked_until }))).await?;
    Ok(facts.asked_until)
}
