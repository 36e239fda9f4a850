//! Ratings and scores as pages, lists and comparisons read them.

use super::rate::seen_by;
use super::rules::{Heard, Like, Score, TermOf, from_like};
use super::store;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use crate::standing::rules::{Kind, phase_words};
use ::entity::contract_rating::{self, LevelRating};
use ::entity::{ids::*, listing_version, provider, rating_reply, school};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// A rating with who gave it, of what, and what was replied.
#[derive(Clone, Debug)]
pub struct Said {
    pub rating: contract_rating::Model,
    pub levels: Vec<LevelRating>,
    pub school: school::Model,
    pub version: Option<listing_version::Model>,
    pub reply: Option<rating_reply::Model>,
}

/// Ratings with what belongs to them. Three queries, where there are any.
pub(super) async fn said(connection: &impl ConnectionTrait, ratings: Vec<contract_rating::Model>) -> Result<Vec<Said>> {
    if ratings.is_empty() {
        return Ok(Vec::new());
    }
    let mut replies = store::replies(connection, ratings.iter().map(|rating| rating.id)).await?;
    let schools = store::schools_by_ids(connection, ratings.iter().map(|rating| rating.school_id)).await?;
    let versions = ratings.iter().filter_map(|rating| rating.listing_version_id);
    let versions = store::versions_by_ids(connection, versions).await?;
    let mut all = Vec::new();
    for rating in ratings {
        let Some(school) = schools.get(&rating.school_id).cloned() else { continue };
        all.push(Said {
            levels: serde_json::from_value(rating.levels.clone())?,
            version: rating.listing_version_id.and_then(|id| versions.get(&id).cloned()),
            reply: replies.remove(&rating.id),
            school,
            rating,
        });
    }
    Ok(all)
}

/// What schools show of their ratings of a listing, and how many there are.
pub async fn shared(
    context: &Context,
    listing: ListingId,
    is_of_a_school: bool,
    rows: (u64, u64),
) -> Result<(Vec<Said>, u64)> {
    let (ratings, total) = store::shared(context.read(), listing, seen_by(is_of_a_school), rows).await?;
    Ok((said(context.read(), ratings).await?, total))
}

/// What schools show a provider of their ratings, and how many there are.
pub async fn of_provider(context: &Context, provider: &provider::Model, rows: (u64, u64)) -> Result<(Vec<Said>, u64)> {
    let (ratings, total) = store::ratings_of_provider(context.read(), provider.id, rows).await?;
    Ok((said(context.read(), ratings).await?, total))
}

/// The scores of listings as they stand now; a listing that nobody rated is left out. One query.
pub async fn scores(
    context: &Context,
    listings: impl IntoIterator<Item = ListingId>,
) -> Result<HashMap<ListingId, Score>> {
    let listings: Vec<ListingId> = listings.into_iter().collect();
    if listings.is_empty() {
        return Ok(HashMap::new());
    }
    let term = TermOf::at(words::london_day(context.now)).number();
    store::scores(context.read(), listings, term).await
}

/// What schools think of a listing: all of them, and where enough those like one school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opinion {
    pub all: Score,
    pub like: Option<Heard>,
}

/// The opinions on listings, for one school. Two queries, or one where nobody rated them.
pub async fn opinions(
    context: &Context,
    school: &school::Model,
    listings: &[ListingId],
) -> Result<HashMap<ListingId, Opinion>> {
    let term = TermOf::at(words::london_day(context.now)).number();
    let scores = scores(context, listings.iter().copied()).await?;
    if scores.is_empty() {
        return Ok(HashMap::new());
    }
    let likes = store::likes(context.read(), listings, school.phase, term).await?;
    let kind = Kind::of(school);
    let like = Like {
        phase: phase_words(kind.phase),
        size: kind.size,
        la_code: school.la_code.clone(),
        la_name: school.la_name.clone(),
    };
    let opinion = |(id, all): (ListingId, Score)| {
        let parts = likes.get(&id).map(Vec::as_slice).unwrap_or_default();
        (id, Opinion { all, like: from_like(parts, all, &like) })
    };
    Ok(scores.into_iter().map(opinion).collect())
}
