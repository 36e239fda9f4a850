//! Declaring interests: before anybody opens, scores or votes; against the list of bidders once bids are open.

use super::rules::states;
use super::steps::{begin, event, require_going_on};
use super::store;
use crate::platform::access::{Action, Actor, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::tender::{self, TenderState};
use ::entity::{bidder_interest, declaration, ids::*};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ConnectionTrait, EntityTrait as _, IntoActiveModel as _};
use serde_json::json;

/// An interest, and in which bidders.
#[derive(Clone, Debug, Default)]
pub struct Interest {
    pub detail: String,
    /// Once bids are open: each bidder, and what ties the person to it.
    pub bidders: Vec<(ProviderId, String)>,
}

/// Whether this person declares against the bidders' names: the team once bids are open, voters once a bid is recommended
/// for any lot. The names stand in alphabetical order, so that nobody learns which bid is whose.
pub async fn declares_bidders(
    connection: &impl ConnectionTrait,
    tender: &tender::Model,
    actor: &Actor,
    place: &Place,
) -> Result<bool> {
    if tender.opened_at.is_none() || actor.may(Action::SeeTenderTeam, place) {
        return Ok(tender.opened_at.is_some());
    }
    Ok(store::lots(connection, tender.id).await?.iter().any(|lot| reported(lot.state)))
}

/// Whether the evaluation report of a lot with opened bids is there to be voted on.
fn reported(state: TenderState) -> bool {
    use TenderState::{Compliance, Moderation, Priced, Scoring, Sealed, Unsuccessful};
    !matches!(state, Sealed | Compliance | Scoring | Moderation | Priced | Unsuccessful)
}

/// Declares an interest in a bidder or likely bidder, with its detail, or none. An interest that was declared stays once
/// bids are closed.
pub async fn declare(context: &Context, reference: &str, interest: Option<Interest>) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::Declare).await?;
    require_going_on(&tender)?;
    let place = super::place_of(change.tx(), &tender).await?;
    let against_bidders = declares_bidders(change.tx(), &tender, &context.actor, &place).await?;
    let bidders = match &interest {
        Some(interest) if against_bidders => known(&change, &tender, &interest.bidders).await?,
        _ => Vec::new(),
    };
    if against_bidders && interest.is_some() && bidders.is_empty() {
        return Err(Error::field("interest", "Choose the bidder that you have an interest in"));
    }
    let has_interest = interest.is_some();
    let id = keep(&change, context, &tender, interest, against_bidders).await?;
    for (provider, detail) in bidders {
        let row = bidder_interest::Model { declaration_id: id, provider_id: provider, detail };
        use bidder_interest::Column;
        let again =
            OnConflict::columns([Column::DeclarationId, Column::ProviderId]).update_column(Column::Detail).to_owned();
        let insert = bidder_interest::Entity::insert(row.into_active_model()).on_conflict(again);
        insert.exec_without_returning(change.tx()).await?;
    }
    let data = json!({ "interest": has_interest, "against_bidders": against_bidders });
    change.commit(event(&tender, "tender.declared").with(data)).await?;
    Ok(())
}

/// Those that bid, of those that were named.
async fn known(
    change: &Change,
    tender: &tender::Model,
    named: &[(ProviderId, String)],
) -> Result<Vec<(ProviderId, String)>> {
    let all = store::opened_bidders(change.tx(), tender.id).await?;
    Ok(named.iter().filter(|(id, _)| all.iter().any(|bidder| bidder.id == *id)).cloned().collect())
}

async fn keep(
    change: &Change,
    context: &Context,
    tender: &tender::Model,
    interest: Option<Interest>,
    against_bidders: bool,
) -> Result<DeclarationId> {
    let account = context.actor.require_account()?;
    let has_interest = interest.is_some();
    let bidders_declared_at = against_bidders.then(|| change.now());
    let Some(held) = store::declaration_of(change.tx(), tender.id, account).await? else {
        let row = declaration::Model {
            id: DeclarationId::new(change.now()),
            tender_id: tender.id,
            account_id: account,
            has_interest,
            detail: interest.map(|interest| interest.detail),
            declared_at: change.now(),
            bidders_declared_at,
        };
        let id = row.id;
        let inserted = row.into_active_model().insert(change.tx()).await;
        inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        return Ok(id);
    };
    if held.has_interest && !has_interest && states::is_closed(tender, context.now) {
        return Err(Error::field("interest", "You declared an interest. It stands now that bids are closed"));
    }
    let id = held.id;
    let mut row = held.into_active_model();
    row.has_interest = Set(has_interest);
    row.detail = Set(interest.map(|interest| interest.detail));
    row.declared_at = Set(change.now());
    if against_bidders {
        row.bidders_declared_at = Set(bidders_declared_at);
    }
    row.update(change.tx()).await?;
    Ok(id)
}
