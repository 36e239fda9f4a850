//! Providers that follow a tender. Neither the record nor a page says who they are.

use super::rules::{dates, states};
use super::steps::event;
use super::{sight, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::membership::{Role, Scope};
use ::entity::tender::TenderState;
use ::entity::{ids::*, tender_interest};
use chrono::{DateTime, NaiveTime, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};

/// The provider that the actor acts for.
pub fn provider_of(context: &Context) -> Result<ProviderId> {
    let seller = |role| matches!(role, Role::ProviderStaff | Role::LaSeller);
    let hat = context.actor.hats().iter().find(|hat| hat.scope == Scope::Provider && seller(hat.role));
    match hat.and_then(|hat| hat.scope_id) {
        Some(id) => Ok(ProviderId(id)),
        None => context.actor.require(Action::Bid, &Place::default()).map(|_| ()).and(Err(Error::NotFound)),
    }
}

/// Follows an open tender, saying whether the provider intends to bid; the chair sees how many do.
pub async fn follow(context: &Context, reference: &str, intends_to_bid: bool) -> Result<()> {
    let tender = store::by_reference(context.read(), reference).await?;
    sight::visible_to(context.read(), &context.actor, &tender).await?;
    let provider = provider_of(context)?;
    context.actor.require(Action::Bid, &Place::provider(provider))?;
    if states::phase(&tender, context.now) != TenderState::Open {
        return Err(Error::refused("Only a tender that is open for bids can be followed"));
    }
    let change = Change::begin(&context.unnamed()).await?;
    remember(&change, tender.id, provider, Some(intends_to_bid)).await?;
    change.commit(event(&tender, "tender.followed")).await?;
    Ok(())
}

/// Puts a provider among those that hear of changes, inside another verb's change; what it said of its intention stays
/// where nothing new is said.
pub async fn remember(
    change: &Change,
    tender: TenderId,
    provider: ProviderId,
    intends_to_bid: Option<bool>,
) -> Result<()> {
    let held = tender_interest::Entity::find_by_id((tender, provider)).one(change.tx()).await?;
    match (held, intends_to_bid) {
        (Some(held), Some(intends)) => {
            let mut row = held.into_active_model();
            row.intends_to_bid = Set(intends);
            row.update(change.tx()).await?;
        }
        (Some(_), None) => {}
        (None, intends) => {
            let row = tender_interest::Model {
                tender_id: tender,
                provider_id: provider,
                intends_to_bid: intends.unwrap_or(false),
                since: start_of_day(change),
            };
            let inserted = row.into_active_model().insert(change.tx()).await;
            inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        }
    }
    Ok(())
}

/// Interest is kept by the day: a precise instant would tell whose a question is that was asked at the same moment.
fn start_of_day(change: &Change) -> DateTime<Utc> {
    dates::in_london(words::london_day(change.now()), NaiveTime::MIN)
}

/// What the actor's provider has said of this tender: nothing, that it follows it, or that it intends to bid.
pub async fn interest_of(context: &Context, tender: TenderId) -> Result<Option<tender_interest::Model>> {
    let Ok(provider) = provider_of(context) else { return Ok(None) };
    Ok(tender_interest::Entity::find_by_id((tender, provider)).one(context.read()).await?)
}
