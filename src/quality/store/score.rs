//! Queries about scores: prepared rows, so that a list reads one for each listing.

use crate::platform::error::Result;
use crate::quality::rules::{Part, Score, since};
use crate::standing::rules::SizeBand;
use ::entity::school::Phase;
use ::entity::{ids::*, listing_rater, listing_score};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use std::collections::HashMap;

type Rater = listing_rater::Column;

/// The scores of listings as they stand in a term. One query.
pub async fn scores(
    connection: &impl ConnectionTrait,
    listings: impl IntoIterator<Item = ListingId>,
    term: i32,
) -> Result<HashMap<ListingId, Score>> {
    let rows = listing_score::Entity::find()
        .filter(listing_score::Column::ListingId.is_in(listings))
        .filter(listing_score::Column::TermNumber.eq(term))
        .all(connection)
        .await?;
    let score = |row: listing_score::Model| Score { raters: i64::from(row.raters), total: i64::from(row.total) };
    Ok(rows.into_iter().map(|row| (row.listing_id, score(row))).collect())
}

/// How many raters of a listing have their newest rating in each term from one on, with the sum of their scores.
pub async fn raters(connection: &impl ConnectionTrait, listing: ListingId, from: i32) -> Result<Vec<(i32, Score)>> {
    let rows: Vec<(i32, i64, i64)> = listing_rater::Entity::find()
        .select_only()
        .column(Rater::TermNumber)
        .column_as(Rater::SchoolId.count(), "raters")
        .column_as(Rater::Score.sum(), "total")
        .filter(Rater::ListingId.eq(listing))
        .filter(Rater::TermNumber.gte(from))
        .group_by(Rater::TermNumber)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(term, raters, total)| (term, Score { raters, total })).collect())
}

/// The raters of listings that are of one phase, by size and area, in the terms that count. One query.
pub async fn likes(
    connection: &impl ConnectionTrait,
    listings: &[ListingId],
    phase: Phase,
    term: i32,
) -> Result<HashMap<ListingId, Vec<Part>>> {
    let rows: Vec<(ListingId, String, String, i64, i64)> = listing_rater::Entity::find()
        .select_only()
        .columns([Rater::ListingId, Rater::SizeBand, Rater::LaCode])
        .column_as(Rater::SchoolId.count(), "raters")
        .column_as(Rater::Score.sum(), "total")
        .filter(Rater::ListingId.is_in(listings.iter().copied()))
        .filter(Rater::Phase.eq(phase))
        .filter(Rater::TermNumber.gte(since(term)))
        .group_by(Rater::ListingId)
        .group_by(Rater::SizeBand)
        .group_by(Rater::LaCode)
        .into_tuple()
        .all(connection)
        .await?;
    let mut parts: HashMap<ListingId, Vec<Part>> = HashMap::new();
    for (listing, size, la_code, raters, total) in rows {
        let size = size.parse().unwrap_or(SizeBand::Unknown);
        parts.entry(listing).or_default().push(Part { size, la_code, score: Score { raters, total } });
    }
    Ok(parts)
}

/// A school's one voice on a listing, in place of what it was; none: it has none now.
pub async fn replace_rater(
    transaction: &impl ConnectionTrait,
    (listing, school): (ListingId, SchoolId),
    row: Option<listing_rater::Model>,
) -> Result<()> {
    listing_rater::Entity::delete_by_id((listing, school)).exec(transaction).await?;
    if let Some(row) = row {
        listing_rater::Entity::insert(row.into_active_model()).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// The listing's scores from a term on, in place of what they were.
pub async fn keep(
    transaction: &impl ConnectionTrait,
    listing: ListingId,
    from: i32,
    scores: &[(i32, Score)],
) -> Result<()> {
    listing_score::Entity::delete_many()
        .filter(listing_score::Column::ListingId.eq(listing))
        .filter(listing_score::Column::TermNumber.gte(from))
        .exec(transaction)
        .await?;
    let small = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    let row = |(term_number, score): &(i32, Score)| listing_score::Model {
        listing_id: listing,
        term_number: *term_number,
        raters: small(score.raters),
        total: small(score.total),
        tenths: score.tenths(),
    };
    let rows: Vec<_> =
        scores.iter().filter(|(_, score)| score.raters > 0).map(|each| row(each).into_active_model()).collect();
    if !rows.is_empty() {
        listing_score::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}
