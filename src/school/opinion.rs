//! What a school thinks of what it buys: one rating a term for each contract of its register.

use super::rules::term_of;
use super::{place_of, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::{contract_rating, ids::*, school};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// Rates a contract for the term that it is now; once more in the same term takes the place of the first.
pub async fn rate(
    context: &Context,
    school: &school::Model,
    id: ContractEntryId,
    score: i32,
    said: String,
) -> Result<()> {
    context.actor.require(Action::EditSchool, &place_of(school))?;
    if !(1..=5).contains(&score) {
        return Err(Error::field("score", "Choose a score from 1 to 5"));
    }
    let change = Change::begin(context).await?;
    store::entry(change.tx(), school.id, id).await?.ok_or(Error::NotFound)?;
    let (year, term) = term_of(words::london_day(change.now()));
    let before = store::rating(change.tx(), id, year, term).await?;
    match before {
        Some(before) => {
            let mut row = before.into_active_model();
            (row.score, row.words) = (Set(score), Set(said));
            (row.rated_at, row.rated_by) = (Set(change.now()), Set(context.actor.account));
            row.update(change.tx()).await?;
        }
        None => {
            let (rated_at, rated_by) = (change.now(), context.actor.account);
            let id_of = RatingId::new(rated_at);
            let row =
                contract_rating::Model { id: id_of, entry_id: id, year, term, score, words: said, rated_at, rated_by };
            let inserted = row.into_active_model().insert(change.tx()).await;
            inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        }
    }
    let event = Event::new(Chain::School(school.id), "contract.rated", format!("contract_entry:{id}"));
    change.commit(event.with(json!({ "year": year, "term": term, "score": score }))).await?;
    Ok(())
}
