//! The decisions of clusters, page by page.

use crate::platform::error::Result;
use crate::tender::rules::address::LotAddress;
use ::entity::{award, ballot, ids::*, lot, tender};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use std::collections::HashMap;

/// Decisions on one page of a list.
pub const A_PAGE: u64 = 20;

/// One award with what it is about and its latest ballot.
#[derive(Clone, Debug)]
pub struct Decided {
    pub award: award::Model,
    pub lot: lot::Model,
    pub tender: tender::Model,
    pub ballot: Option<ballot::Model>,
    /// How many lots the tender has.
    pub lots: usize,
}

impl Decided {
    /// The number by which the lot is addressed, where there are several.
    pub fn number(&self) -> Option<i32> {
        (self.lots > 1).then_some(self.lot.number)
    }

    /// "Catering", or "Catering, lot 2: Juniors".
    pub fn title(&self) -> String {
        match self.number() {
            Some(number) => format!("{}, lot {number}: {}", self.tender.title, self.lot.title),
            None => self.tender.title.clone(),
        }
    }

    pub fn address(&self) -> LotAddress {
        LotAddress { reference: self.tender.reference.clone(), lot: self.number() }
    }
}

fn newest_of(clusters: &[ClusterId]) -> Select<award::Entity> {
    let tenders = tender::Entity::find()
        .select_only()
        .column(tender::Column::Id)
        .filter(tender::Column::ClusterId.is_in(clusters.iter().copied()))
        .into_query();
    let lots = lot::Entity::find()
        .select_only()
        .column(lot::Column::Id)
        .filter(lot::Column::TenderId.in_subquery(tenders))
        .into_query();
    award::Entity::find()
        .filter(award::Column::LotId.in_subquery(lots))
        .order_by_desc(award::Column::RecommendedAt)
        .order_by_desc(award::Column::Id)
}

/// The latest awards of clusters: a page's worth. Four queries at most.
pub async fn newest_decided(connection: &impl ConnectionTrait, clusters: &[ClusterId]) -> Result<Vec<Decided>> {
    let awards = newest_of(clusters).limit(A_PAGE).all(connection).await?;
    with_tenders(connection, awards).await
}

/// The awards of clusters, the latest first, and how many pages there are. Five queries for any number of them.
pub async fn decided_in(
    connection: &impl ConnectionTrait,
    clusters: &[ClusterId],
    page: u64,
) -> Result<(Vec<Decided>, u64)> {
    let pages = newest_of(clusters).paginate(connection, A_PAGE);
    let count = pages.num_pages().await?;
    let awards = pages.fetch_page(page.saturating_sub(1)).await?;
    Ok((with_tenders(connection, awards).await?, count))
}

async fn with_tenders(connection: &impl ConnectionTrait, awards: Vec<award::Model>) -> Result<Vec<Decided>> {
    if awards.is_empty() {
        return Ok(Vec::new());
    }
    let awarded = lot::Entity::find()
        .select_only()
        .column(lot::Column::TenderId)
        .filter(lot::Column::Id.is_in(awards.iter().map(|award| award.lot_id)))
        .into_query();
    let lots = lot::Entity::find().filter(lot::Column::TenderId.in_subquery(awarded)).all(connection).await?;
    let tenders = tender::Entity::find()
        .filter(tender::Column::Id.is_in(lots.iter().map(|lot| lot.tender_id)))
        .all(connection)
        .await?;
    let ballots = ballot::Entity::find()
        .filter(ballot::Column::AwardId.is_in(awards.iter().map(|award| award.id)))
        .order_by_asc(ballot::Column::Number)
        .all(connection)
        .await?;
    let mut latest: HashMap<AwardId, ballot::Model> =
        ballots.into_iter().map(|ballot| (ballot.award_id, ballot)).collect();
    let decided = |award: award::Model| {
        let lot = lots.iter().find(|lot| lot.id == award.lot_id)?.clone();
        let tender = tenders.iter().find(|tender| tender.id == lot.tender_id)?.clone();
        let lots = lots.iter().filter(|other| other.tender_id == tender.id).count();
        Some(Decided { ballot: latest.remove(&award.id), lot, tender, award, lots })
    };
    Ok(awards.into_iter().filter_map(decided).collect())
}
