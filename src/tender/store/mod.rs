//! Queries about tenders, on any connection.

mod asked;
mod conditions;
mod interests;
mod kept;
mod keys;
mod lists;
mod lots;
mod meetings;
mod obligations;
mod opportunities;
mod people;
mod plan;
mod record;
mod stages;
mod staff;
mod versions;

pub use asked::{amendments, answers_due, cancellation_of, document, documents, proposed_by, question, questions};
pub use conditions::{assessments, pass_conditions, pass_conditions_of};
pub use interests::{bid_in, bidder_interests, bidding, opened_bidders, tied_people, ties, wall_assessments};
pub use kept::{
    Bidder, Given, Locked, challenges_of, corrections_of, every_bidder, every_declaration, every_question,
    everybody_of, given_scores, in_front, joiners, locked_scores, opened_by, past_awards, received, recorded_ballots,
    sent_outcomes, withdrawals_of,
};
pub use keys::{custody_of, givers, halves_for, key_holders, key_of, keys_lacking, recovery_keys, shares};
pub use lists::{Listed, Paged, Sight, any_of_cluster, copyable, of_cluster, published, recorded, running};
pub use lots::{first_lot, in_several, lot, lot_plan, lot_rules, lots, lots_of, schools_of};
pub use meetings::{bidders, engagement, meeting, meetings, meetings_with};
pub use obligations::{framework_choice, frameworks, grounds, official_notices, tender_law};
pub use opportunities::{
    areas_of_clusters, followed, newest_open, offered, opportunities, paces, people_to_tell, preference, preferences,
};
pub use people::{
    Declared, chairs, declaration_of, declarations, declared_by, declared_no_conflict, following, intending,
    sellers_of, team, told_of_schools,
};
pub use plan::{Buying, notice_by, plan_of};
pub use record::{Entry, Reader, Shown, entries, entries_after, last_change, shown_to};
pub use staff::{staff, staff_access, staff_pack, staff_readings, variations};
pub use stages::{conditions, invited, marks, plan, plans, provider_name, request_by, request_of, requests};
pub use versions::{version, versions};

use super::rules::price_rule::PriceRule;
use crate::platform::error::{Error, Result};
use ::entity::{cluster, criterion, ids::*, lot, tender};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The tender with this reference, whoever asks: who may know of it is `tender::visible_to`.
pub async fn by_reference(connection: &impl ConnectionTrait, reference: &str) -> Result<tender::Model> {
    let found = tender::Entity::find().filter(tender::Column::Reference.eq(reference)).one(connection).await?;
    found.ok_or(Error::NotFound)
}

pub async fn by_id(connection: &impl ConnectionTrait, id: TenderId) -> Result<tender::Model> {
    tender::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

/// The tender, kept from changing until the transaction ends.
pub async fn locked(transaction: &impl ConnectionTrait, id: TenderId) -> Result<tender::Model> {
    tender::Entity::find_by_id(id).lock_exclusive().one(transaction).await?.ok_or(Error::NotFound)
}

/// A lot's quality criteria in their order.
pub async fn criteria(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<criterion::Model>> {
    let all = criterion::Entity::find()
        .filter(criterion::Column::LotId.eq(lot))
        .order_by_asc(criterion::Column::Position)
        .order_by_asc(criterion::Column::Id);
    Ok(all.limit(100).all(connection).await?)
}

/// The criteria of all lots, lot by lot. Two queries.
pub async fn all_criteria(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<criterion::Model>> {
    let lots = lots(connection, tender).await?;
    let of_lots = criterion::Column::LotId.is_in(lots.iter().map(|lot| lot.id));
    let found = criterion::Entity::find().filter(of_lots).order_by_asc(criterion::Column::Position).limit(500);
    let mut all = found.all(connection).await?;
    all.sort_by_key(|criterion| lots.iter().position(|lot| lot.id == criterion.lot_id));
    Ok(all)
}

pub async fn criterion(connection: &impl ConnectionTrait, id: CriterionId) -> Result<criterion::Model> {
    criterion::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

/// How price counts for a lot: its own rule, else the tender's.
pub fn price_rule(tender: &tender::Model, lot: &lot::Model) -> Result<PriceRule> {
    Ok(serde_json::from_value(lot.price_rule.clone().unwrap_or_else(|| tender.price_rule.clone()))?)
}

/// Keeps the cluster from changing until the transaction ends.
pub async fn lock_cluster(transaction: &impl ConnectionTrait, id: ClusterId) -> Result<()> {
    cluster::Entity::find_by_id(id).lock_exclusive().one(transaction).await?.map(|_| ()).ok_or(Error::NotFound)
}

/// The reference given last with this beginning, by any cluster.
pub async fn last_reference(connection: &impl ConnectionTrait, beginning: &str) -> Result<Option<String>> {
    Ok(tender::Entity::find()
        .select_only()
        .column(tender::Column::Reference)
        .filter(tender::Column::Reference.starts_with(beginning))
        .order_by_desc(tender::Column::Id)
        .into_tuple()
        .one(connection)
        .await?)
}

/// How many pages so many rows take: at least one.
fn pages_of(rows: u64, on_a_page: u64) -> u64 {
    rows.div_ceil(on_a_page).max(1)
}
