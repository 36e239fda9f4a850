//! Where a provider stands in a tender of two stages, and so whether it may bid.

use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::tender::rules::stages::{self as rules, Standing};
use crate::tender::store;
use ::entity::ids::*;
use ::entity::tender;
use sea_orm::ConnectionTrait;

/// None for a tender of one stage.
pub async fn standing_of(context: &Context, tender: &tender::Model, provider: ProviderId) -> Result<Option<Standing>> {
    if tender.participation_closes_at.is_none() {
        return Ok(None);
    }
    let plan = store::plan(context.read(), tender.id).await?.ok_or_else(|| Error::internal("stages without a plan"))?;
    if plan.sent_at.is_none() {
        let open = rules::takes_requests(tender.participation_closes_at, plan.closed_at, context.now);
        return Ok(Some(if open { Standing::Asking } else { Standing::Judging }));
    }
    let own = store::request_by(context.read(), tender.id, provider).await?;
    Ok(Some(match own.map(|own| own.invited) {
        Some(Some(true)) => Standing::Invited,
        Some(_) => Standing::Refused,
        None => Standing::NeverAsked,
    }))
}

/// Whether this provider may start a bid: in two stages, only an invited one.
pub async fn may_bid(context: &Context, tender: &tender::Model, provider: ProviderId) -> Result<()> {
    let Some(standing) = standing_of(context, tender, provider).await? else { return Ok(()) };
    let closes = tender.participation_closes_at.map(words::deadline).unwrap_or_default();
    rules::may_bid(standing, &closes).map_err(Error::refused)
}

/// The invited firms by name, with their providers.
pub async fn invited_providers(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Vec<(ProviderId, String)>> {
    store::invited(connection, tender).await
}
