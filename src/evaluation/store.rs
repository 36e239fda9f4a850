//! Queries about one lot's evaluators, scores, agreed scores and price enquiries.

use super::rules::panel::Standing;
use crate::platform::error::Result;
use ::entity::membership::Role;
use ::entity::{
    account, consensus, declaration, ids::*, membership, opening_confirmation, price_confirmation, price_enquiry, score,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// An evaluator of this tender.
#[derive(Clone, Debug)]
pub struct Evaluator {
    pub account: AccountId,
    pub name: String,
    pub has_interest: bool,
}

pub async fn scores(connection: &impl ConnectionTrait, bids: &[BidId]) -> Result<Vec<score::Model>> {
    let query = score::Entity::find().filter(score::Column::BidId.is_in(bids.iter().copied()));
    Ok(query.all(connection).await?)
}

pub async fn agreed(connection: &impl ConnectionTrait, bids: &[BidId]) -> Result<Vec<consensus::Model>> {
    let query = consensus::Entity::find().filter(consensus::Column::BidId.is_in(bids.iter().copied()));
    Ok(query.all(connection).await?)
}

/// The tender's evaluators by name, with what they declared.
pub async fn evaluators(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<Evaluator>> {
    let held = membership::Entity::find()
        .filter(membership::Column::ScopeId.eq(tender.0))
        .filter(membership::Column::Role.eq(Role::Evaluator))
        .filter(membership::Column::EndedAt.is_null())
        .all(connection)
        .await?;
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(held.iter().map(|held| held.account_id)))
        .order_by_asc(account::Column::Name)
        .all(connection)
        .await?;
    let interests = declaration::Entity::find()
        .filter(declaration::Column::TenderId.eq(tender))
        .filter(declaration::Column::HasInterest.eq(true))
        .all(connection)
        .await?;
    let evaluator = |person: account::Model| Evaluator {
        has_interest: interests.iter().any(|declared| declared.account_id == person.id),
        account: person.id,
        name: person.name,
    };
    Ok(people.into_iter().map(evaluator).collect())
}

/// What decides whether somebody may score.
pub async fn standing(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    account: AccountId,
    submitted: bool,
) -> Result<Standing> {
    let declared = declaration::Entity::find()
        .filter(declaration::Column::TenderId.eq(tender))
        .filter(declaration::Column::AccountId.eq(account))
        .one(connection)
        .await?;
    let opened = opening_confirmation::Entity::find()
        .filter(opening_confirmation::Column::TenderId.eq(tender))
        .filter(opening_confirmation::Column::AccountId.eq(account))
        .one(connection)
        .await?;
    Ok(Standing {
        declared: declared.is_some(),
        has_interest: declared.is_some_and(|declared| declared.has_interest),
        opened_the_bids: opened.is_some(),
        submitted,
    })
}

/// Who confirmed that prices may be opened.
pub async fn price_confirmations(
    connection: &impl ConnectionTrait,
    lot: LotId,
) -> Result<Vec<price_confirmation::Model>> {
    let query = price_confirmation::Entity::find().filter(price_confirmation::Column::LotId.eq(lot));
    Ok(query.order_by_asc(price_confirmation::Column::ConfirmedAt).all(connection).await?)
}

/// The enquiries about low prices, by bid.
pub async fn enquiries(
    connection: &impl ConnectionTrait,
    bids: impl IntoIterator<Item = BidId>,
) -> Result<Vec<price_enquiry::Model>> {
    Ok(price_enquiry::Entity::find().filter(price_enquiry::Column::BidId.is_in(bids)).all(connection).await?)
}
