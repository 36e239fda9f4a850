//! The provider reads what schools show of their ratings, and replies to each once; it may change what it said.

use super::rules::may_reply;
use super::{reader, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::{ids::*, provider, rating_reply};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Replies to a rating of the organisation's own service, or changes the reply.
pub async fn reply(context: &Context, provider: &provider::Model, id: RatingId, said: String) -> Result<()> {
    let place = Place::provider(provider.id);
    context.actor.require(Action::AnswerSchools, &place)?;
    let change = Change::begin(context).await?;
    let rating = store::rating_by_id(change.tx(), id).await?;
    let rating = rating.filter(|rating| rating.provider_id == Some(provider.id)).ok_or(Error::NotFound)?;
    if may_reply(rating.sharing).is_err() {
        return Err(Error::NotFound);
    }
    let before = store::replies(change.tx(), [id]).await?.remove(&id);
    match before {
        Some(before) => {
            let mut row = before.into_active_model();
            (row.words, row.changed_at) = (Set(said), Set(Some(change.now())));
            row.replied_by = Set(context.actor.account);
            row.update(change.tx()).await?;
        }
        None => {
            let (replied_at, replied_by) = (change.now(), context.actor.account);
            let row = rating_reply::Model { rating_id: id, words: said, replied_at, changed_at: None, replied_by };
            let inserted = row.into_active_model().insert(change.tx()).await;
            inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        }
    }
    change.commit(Event::new(Chain::Provider(provider.id), "rating.replied", format!("rating:{id}"))).await?;
    Ok(())
}

/// A rating of the organisation's own service that it may reply to.
pub async fn to_reply(context: &Context, provider: &provider::Model, id: RatingId) -> Result<reader::Said> {
    let rating = store::rating_by_id(context.read(), id).await?;
    let rating = rating.filter(|rating| rating.provider_id == Some(provider.id) && may_reply(rating.sharing).is_ok());
    let said = reader::said(context.read(), vec![rating.ok_or(Error::NotFound)?]).await?;
    said.into_iter().next().ok_or(Error::NotFound)
}
