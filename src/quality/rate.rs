//! A school rates what it holds, once a term, and may change it until the term is over; every version is kept.

use super::held::{Held, Which, held};
use super::rules::{Given, RatingRefusal, TERMS, TermOf, check, sells_itself, since};
use super::{Score, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use crate::provider;
use crate::standing::rules::Kind;
use ::entity::contract_rating::{self, Sharing};
use ::entity::{ids::*, listing, listing_rater, school};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect,
};
use serde_json::json;

/// Rates what the school holds for a term; once more for the same term takes the place of the first.
pub async fn rate(context: &Context, school: &school::Model, which: Which, given: Given) -> Result<()> {
    context.actor.require(Action::EditSchool, &Place::school(school.id))?;
    let change = Change::begin(context).await?;
    let held = held(change.tx(), school, which).await?;
    let today = words::london_day(change.now());
    check(&given, &held.measures()?, (held.starts_on, held.ends_on), today).map_err(refused)?;
    may_rate(change.tx(), context, school, &held).await?;
    let before = store::given(change.tx(), held.key(), given.term).await?;
    let old_listing = before.as_ref().and_then(|before| before.listing_id);
    let row = row(&change, context, (school, &held), &given, before.as_ref())?;
    let number = store::last_number(change.tx(), row.id).await? + 1;
    match before {
        Some(_) => drop(row.clone().into_active_model().reset_all().update(change.tx()).await?),
        None => {
            let inserted = row.clone().into_active_model().insert(change.tx()).await;
            inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
        }
    }
    store::keep_version(change.tx(), number, &row).await?;
    let moved = old_listing.filter(|old| Some(*old) != row.listing_id);
    for listing in moved.into_iter().chain(row.listing_id) {
        refresh(change.tx(), listing, school, TermOf::at(today)).await?;
    }
    let event = Event::new(Chain::School(school.id), "contract.rated", format!("rating:{}", row.id));
    let data = json!({ "year": row.year, "term": row.term, "score": row.score, "sharing": row.sharing });
    change.commit(event.with(data)).await?;
    Ok(())
}

fn refused(refusal: RatingRefusal) -> Error {
    match refusal.field() {
        Some(field) => Error::field(field, refusal),
        None => Error::refused(refusal),
    }
}

/// Nobody rates what they sell.
async fn may_rate(
    transaction: &DatabaseTransaction,
    context: &Context,
    school: &school::Model,
    held: &Held,
) -> Result<()> {
    let Some(id) = held.provider_id else { return Ok(()) };
    let provider = provider::by_id(transaction, id).await?.ok_or(Error::NotFound)?;
    let registered_by = store::registered_by(transaction, &provider).await?;
    if sells_itself(&provider, registered_by.as_ref(), school) {
        return Err(refused(RatingRefusal::SellsItself));
    }
    if store::acts_for(transaction, context.actor.require_account()?, id).await? {
        return Err(refused(RatingRefusal::ActsForProvider));
    }
    Ok(())
}

fn row(
    change: &Change,
    context: &Context,
    (school, held): (&school::Model, &Held),
    given: &Given,
    before: Option<&contract_rating::Model>,
) -> Result<contract_rating::Model> {
    Ok(contract_rating::Model {
        id: before.map_or_else(|| RatingId::new(change.now()), |before| before.id),
        school_id: school.id,
        entry_id: held.entry_id,
        schedule_id: held.schedule_id,
        provider_id: held.provider_id,
        listing_id: held.version.as_ref().map(|version| version.listing_id),
        listing_version_id: held.version.as_ref().map(|version| version.id),
        year: given.term.year,
        term: given.term.term,
        score: given.score,
        levels: serde_json::to_value(&given.levels)?,
        words: given.words.clone(),
        sharing: given.sharing,
        rated_at: change.now(),
        rated_by: context.actor.account,
    })
}

/// Brings the school's one voice on a listing, and the listing's scores of this term and the next three, up to date.
async fn refresh(
    transaction: &DatabaseTransaction,
    listing: ListingId,
    school: &school::Model,
    now: TermOf,
) -> Result<()> {
    let rated = listing::Entity::find_by_id(listing).lock_exclusive().one(transaction).await?.ok_or(Error::NotFound)?;
    if !rated.is_rated {
        listing::ActiveModel { is_rated: Set(true), ..rated.into_active_model() }.update(transaction).await?;
    }
    let newest = newest(transaction, listing, school).await?;
    store::replace_rater(transaction, (listing, school.id), newest).await?;
    let now = now.number();
    let raters = store::raters(transaction, listing, since(now)).await?;
    let of_term = |term: i32| {
        let counts = raters.iter().filter(|(newest, _)| *newest >= since(term));
        let sum = |sum: Score, (_, one): &(i32, Score)| Score {
            raters: sum.raters + one.raters,
            total: sum.total + one.total,
        };
        (term, counts.fold(Score::default(), sum))
    };
    let scores: Vec<(i32, Score)> = (now..now + TERMS).map(of_term).collect();
    store::keep_score(transaction, listing, now, &scores).await
}

/// Of all that a school rated of the listing: the newest term, and in it what was said last.
async fn newest(
    connection: &impl ConnectionTrait,
    listing: ListingId,
    school: &school::Model,
) -> Result<Option<listing_rater::Model>> {
    let of = |rating: &contract_rating::Model| TermOf { year: rating.year, term: rating.term }.number();
    let ratings = store::counted_of(connection, listing, school.id).await?;
    let newest = ratings.iter().max_by_key(|rating| (of(rating), rating.rated_at));
    let kind = Kind::of(school);
    Ok(newest.map(|rating| listing_rater::Model {
        listing_id: listing,
        school_id: school.id,
        term_number: of(rating),
        score: rating.score,
        phase: kind.phase,
        size_band: kind.size.to_string(),
        la_code: school.la_code.clone().unwrap_or_default(),
    }))
}

/// What a reader of a listing sees with names and words: what is for everybody, and for somebody of a school what is for
/// schools.
pub fn seen_by(is_of_a_school: bool) -> &'static [Sharing] {
    if is_of_a_school { &[Sharing::Public, Sharing::Schools] } else { &[Sharing::Public] }
}
