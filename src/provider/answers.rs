//! The answer library: what an organisation answered once, kept for later bids, visible to itself alone.

use super::rules::answers::{ON_A_PAGE, Said, check, sought, tidy, words};
use super::store;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words::london_day;
use ::entity::ids::*;
use ::entity::library_answer::{self, Model};
use ::entity::library_answer_version::{self as version, Model as Version};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde_json::json;

/// A page of the library.
#[derive(Clone, Debug)]
pub struct Answers {
    pub rows: Vec<Model>,
    pub total: u64,
    pub page: u64,
}

/// The answers that hold every one of these words, those changed last first. Two queries.
pub async fn answers(context: &Context, provider: ProviderId, words: &[String], page: Option<u64>) -> Result<Answers> {
    context.actor.require_sight(Action::SeeOrganisation, &Place::provider(provider))?;
    let total = store::count_answers(context.read(), provider, words).await?;
    let page = page.unwrap_or(1).clamp(1, total.div_ceil(ON_A_PAGE).max(1));
    let rows = store::answers(context.read(), provider, words, (page - 1) * ON_A_PAGE, ON_A_PAGE).await?;
    Ok(Answers { rows, total, page })
}

/// One answer that the organisation keeps, with its words; else not found.
pub async fn answer(context: &Context, provider: ProviderId, id: AnswerId) -> Result<(Model, Version)> {
    context.actor.require_sight(Action::SeeOrganisation, &Place::provider(provider))?;
    let held = store::answer_of(context.read(), provider, id).await?.ok_or(Error::NotFound)?;
    let version = store::answer_version(context.read(), id, held.number).await?.ok_or(Error::NotFound)?;
    Ok((held, version))
}

/// Keeps an answer for later bids.
pub async fn keep_answer(
    context: &Context,
    provider: ProviderId,
    category: Option<CategoryId>,
    said: Said,
) -> Result<AnswerId> {
    context.actor.require(Action::EditOrganisation, &Place::provider(provider))?;
    let said = Said { tags: tidy(&said.tags), ..said };
    let kept = store::count_answers(context.read(), provider, &[]).await?;
    check(&said, kept).map_err(|refusal| Error::field(refusal.field(), refusal))?;
    let change = Change::begin(context).await?;
    let id = AnswerId::new(change.now());
    let row = Model {
        id,
        provider_id: provider,
        sought: sought(&said),
        topic: said.topic,
        category_id: category,
        tags: said.tags,
        number: 1,
        words: words(&said.text),
        changed_at: change.now(),
        last_used_on: None,
        removed_at: None,
    };
    row.into_active_model().insert(change.tx()).await?;
    keep_version(&change, context, id, 1, said.text).await?;
    change.commit(Event::new(Chain::Provider(provider), "answer.kept", format!("answer:{id}"))).await?;
    Ok(id)
}

/// Keeps the next version of an answer; a change of its topic, tags or category alone makes none.
pub async fn change_answer(
    context: &Context,
    provider: ProviderId,
    id: AnswerId,
    category: Option<CategoryId>,
    said: Said,
) -> Result<()> {
    context.actor.require(Action::EditOrganisation, &Place::provider(provider))?;
    let said = Said { tags: tidy(&said.tags), ..said };
    check(&said, 0).map_err(|refusal| Error::field(refusal.field(), refusal))?;
    let change = Change::begin(context).await?;
    let held = locked(&change, provider, id).await?;
    let before = store::answer_version(change.tx(), id, held.number).await?.ok_or(Error::NotFound)?;
    let number = if before.text == said.text { held.number } else { held.number + 1 };
    let mut row = held.clone().into_active_model();
    row.sought = Set(sought(&said));
    row.topic = Set(said.topic);
    row.category_id = Set(category);
    row.tags = Set(said.tags);
    row.words = Set(words(&said.text));
    row.number = Set(number);
    row.changed_at = Set(change.now());
    row.update(change.tx()).await?;
    if number > held.number {
        keep_version(&change, context, id, number, said.text).await?;
    }
    let event = Event::new(Chain::Provider(provider), "answer.changed", format!("answer:{id}"));
    change.commit(event.with(json!({ "version": number }))).await?;
    Ok(())
}

/// Takes an answer out of the library; bids that used it keep their words.
pub async fn remove_answer(context: &Context, provider: ProviderId, id: AnswerId) -> Result<()> {
    context.actor.require(Action::EditOrganisation, &Place::provider(provider))?;
    let change = Change::begin(context).await?;
    let mut row = locked(&change, provider, id).await?.into_active_model();
    row.removed_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(Event::new(Chain::Provider(provider), "answer.removed", format!("answer:{id}"))).await?;
    Ok(())
}

/// These answers went into a bid, inside another verb's change; the day alone is kept, which tells of no bid.
pub async fn used(change: &Change, provider: ProviderId, ids: &[AnswerId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    library_answer::Entity::update_many()
        .col_expr(library_answer::Column::LastUsedOn, Expr::value(london_day(change.now())))
        .filter(library_answer::Column::ProviderId.eq(provider))
        .filter(library_answer::Column::Id.is_in(ids.iter().copied()))
        .exec(change.tx())
        .await?;
    Ok(())
}

async fn locked(change: &Change, provider: ProviderId, id: AnswerId) -> Result<Model> {
    let found = library_answer::Entity::find_by_id(id).lock_exclusive().one(change.tx()).await?;
    found.filter(|held| held.provider_id == provider && held.removed_at.is_none()).ok_or(Error::NotFound)
}

async fn keep_version(change: &Change, context: &Context, id: AnswerId, number: i32, text: String) -> Result<()> {
    let kept_by = context.actor.account;
    let row = Version { answer_id: id, number, text, kept_at: change.now(), kept_by };
    let inserted = version::ActiveModel::from(row).insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    Ok(())
}
