//! Queries about reports as they were published, and what a term's report is made from besides savings.

use crate::platform::error::Result;
use crate::quality::rules::TermOf;
use ::entity::ballot::{self, Motion};
use ::entity::cluster_report::{self, Audience};
use ::entity::contract_rating::{self, Sharing, Term};
use ::entity::tender::TenderState;
use ::entity::{award, ids::*, lot, provider, school_naming, tender};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};
use std::collections::{BTreeSet, HashMap};

/// No cluster has more of any of these in a term.
const MOST: u64 = 500;

/// An edition of a report without what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    pub term: TermOf,
    pub audience: Audience,
    pub number: i32,
    pub published_at: DateTime<Utc>,
}

/// The editions of a cluster's reports, the newest year first.
pub async fn published(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<Edition>> {
    let rows: Vec<(i32, Term, Audience, i32, DateTime<Utc>)> = cluster_report::Entity::find()
        .select_only()
        .column(cluster_report::Column::Year)
        .column(cluster_report::Column::Term)
        .column(cluster_report::Column::Audience)
        .column(cluster_report::Column::Edition)
        .column(cluster_report::Column::PublishedAt)
        .filter(cluster_report::Column::ClusterId.eq(cluster))
        .order_by_desc(cluster_report::Column::Year)
        .order_by_desc(cluster_report::Column::Edition)
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    let edition = |(year, term, audience, number, published_at)| {
        let term = TermOf { year, term };
        Edition { term, audience, number, published_at }
    };
    Ok(rows.into_iter().map(edition).collect())
}

/// The newest edition of a term's report for an audience, or the one with this number.
pub async fn edition(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    term: TermOf,
    audience: Audience,
    number: Option<i32>,
) -> Result<Option<cluster_report::Model>> {
    let mut query = cluster_report::Entity::find()
        .filter(cluster_report::Column::ClusterId.eq(cluster))
        .filter(cluster_report::Column::Year.eq(term.year))
        .filter(cluster_report::Column::Term.eq(term.term))
        .filter(cluster_report::Column::Audience.eq(audience));
    if let Some(number) = number {
        query = query.filter(cluster_report::Column::Edition.eq(number));
    }
    Ok(query.order_by_desc(cluster_report::Column::Edition).one(connection).await?)
}

/// Which of these schools agree that public reports name them.
pub async fn named(
    connection: &impl ConnectionTrait,
    schools: impl IntoIterator<Item = SchoolId>,
) -> Result<BTreeSet<SchoolId>> {
    let found = school_naming::Entity::find()
        .filter(school_naming::Column::SchoolId.is_in(schools))
        .filter(school_naming::Column::Agrees.eq(true))
        .all(connection)
        .await?;
    Ok(found.into_iter().map(|row| row.school_id).collect())
}

/// A vote whose result was recorded, with its tender and lot.
#[derive(Clone, Debug)]
pub struct Vote {
    pub ballot: ballot::Model,
    pub lot: lot::Model,
    pub tender: tender::Model,
}

/// The votes of a cluster that were recorded in a span, the earliest first. Two queries.
pub async fn votes(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Vote>> {
    let lots = lots_of(connection, cluster).await?;
    let of_award: RelationDef =
        ballot::Entity::belongs_to(award::Entity).from(ballot::Column::AwardId).to(award::Column::Id).into();
    let rows = ballot::Entity::find()
        .join(JoinType::InnerJoin, of_award)
        .select_also(award::Entity)
        .filter(award::Column::LotId.is_in(lots.keys().copied()))
        .filter(ballot::Column::RecordedAt.gte(from))
        .filter(ballot::Column::RecordedAt.lt(to))
        .order_by_asc(ballot::Column::RecordedAt)
        .limit(MOST)
        .all(connection)
        .await?;
    let vote = |(ballot, award): (ballot::Model, Option<award::Model>)| {
        let (lot, tender) = lots.get(&award?.lot_id)?.clone();
        Some(Vote { ballot, lot, tender })
    };
    Ok(rows.into_iter().filter_map(vote).collect())
}

async fn lots_of(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<HashMap<LotId, (lot::Model, tender::Model)>> {
    let of_tender: RelationDef =
        lot::Entity::belongs_to(tender::Entity).from(lot::Column::TenderId).to(tender::Column::Id).into();
    let rows = lot::Entity::find()
        .join(JoinType::InnerJoin, of_tender)
        .select_also(tender::Entity)
        .filter(tender::Column::ClusterId.eq(cluster))
        .limit(MOST)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(lot, tender)| Some((lot.id, (lot, tender?)))).collect())
}

/// Whether what a motion decided is a choice of a bid.
pub fn is_award(ballot: &ballot::Model) -> bool {
    ballot.motion == Motion::Accept
}

/// Ratings of these parts of contracts in a term that are in a score.
pub async fn ratings(
    connection: &impl ConnectionTrait,
    parts: impl IntoIterator<Item = ScheduleId>,
    term: TermOf,
) -> Result<Vec<contract_rating::Model>> {
    Ok(contract_rating::Entity::find()
        .filter(contract_rating::Column::ScheduleId.is_in(parts))
        .filter(contract_rating::Column::Year.eq(term.year))
        .filter(contract_rating::Column::Term.eq(term.term))
        .filter(contract_rating::Column::Sharing.ne(Sharing::Kept))
        .order_by_asc(contract_rating::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// Published tenders of a cluster that are open for bids at an instant.
pub async fn open_tenders(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    now: DateTime<Utc>,
) -> Result<Vec<tender::Model>> {
    Ok(tender::Entity::find()
        .filter(tender::Column::ClusterId.eq(cluster))
        .filter(tender::Column::State.eq(TenderState::Open))
        .filter(tender::Column::DeadlineAt.gt(now))
        .order_by_asc(tender::Column::DeadlineAt)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The authorities that registered to sell or oversee, by these area codes.
pub async fn authorities(
    connection: &impl ConnectionTrait,
    codes: impl IntoIterator<Item = String>,
) -> Result<Vec<provider::Model>> {
    let found = provider::Entity::find().filter(provider::Column::LaCode.is_in(codes));
    Ok(found.all(connection).await?)
}
