//! What a panel works on: criteria, opened bids, evaluators, scores and agreed scores of one lot.

use crate::bid::opened::{Opened, OpenedBid, read_passed};
use crate::platform::error::{Error, Result};
use ::entity::membership::Role;
use ::entity::{
    account, consensus, criterion, declaration, ids::*, lot, membership, opening_confirmation, price_confirmation,
    price_enquiry, score, tender,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// An evaluator of this tender.
#[derive(Clone, Debug)]
pub struct Evaluator {
    pub account: AccountId,
    pub name: String,
    pub has_interest: bool,
}

/// Everything about one lot's scores. Eight queries, however many bids and criteria.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub lot: lot::Model,
    pub criteria: Vec<criterion::Model>,
    /// The bids that passed the conditions, in the order of their labels.
    pub bids: Vec<OpenedBid>,
    pub evaluators: Vec<Evaluator>,
    pub scores: Vec<score::Model>,
    pub agreed: Vec<consensus::Model>,
}

impl Sheet {
    pub fn bid(&self, mark: &str) -> Result<&OpenedBid> {
        self.bids.iter().find(|bid| mark_of(&bid.label) == mark).ok_or(Error::NotFound)
    }

    pub fn criterion(&self, code: &str) -> Result<&criterion::Model> {
        self.criteria.iter().find(|criterion| criterion.code == code).ok_or(Error::NotFound)
    }

    pub fn score_of(&self, evaluator: AccountId, bid: BidId, criterion: CriterionId) -> Option<&score::Model> {
        let same = |score: &&score::Model| {
            score.evaluator_id == evaluator && score.bid_id == bid && score.criterion_id == criterion
        };
        self.scores.iter().find(same)
    }

    pub fn agreed_of(&self, bid: BidId, criterion: CriterionId) -> Option<&consensus::Model> {
        self.agreed.iter().find(|agreed| agreed.bid_id == bid && agreed.criterion_id == criterion)
    }

    /// Every pair of bid and criterion, in the order of the page.
    pub fn cells(&self) -> impl Iterator<Item = (&OpenedBid, &criterion::Model)> {
        self.criteria.iter().flat_map(|criterion| self.bids.iter().map(move |bid| (bid, criterion)))
    }

    /// Has this evaluator submitted?
    pub fn has_submitted(&self, evaluator: AccountId) -> bool {
        let own = self.scores.iter().filter(|score| score.evaluator_id == evaluator);
        let submitted = own.clone().filter(|score| score.submitted_at.is_some()).count();
        submitted > 0 && submitted == own.count()
    }

    /// The evaluators whose scores are still awaited; one with an interest is not.
    pub fn awaited(&self) -> Vec<&Evaluator> {
        self.evaluators.iter().filter(|one| !one.has_interest && !self.has_submitted(one.account)).collect()
    }

    /// How many scores are not agreed yet.
    pub fn left_to_agree(&self) -> usize {
        self.cells().filter(|(bid, criterion)| self.agreed_of(bid.bid, criterion.id).is_none()).count()
    }
}

/// "Provider A" in an address: "a".
pub fn mark_of(label: &str) -> String {
    label.rsplit(' ').next().unwrap_or(label).to_lowercase()
}

/// The sheet of the tender's lot, once its bids are opened.
pub async fn sheet(connection: &impl ConnectionTrait, tender: &tender::Model) -> Result<Sheet> {
    let lot = crate::tender::store::the_lot(connection, tender.id).await?;
    let opened = Opened::of(tender).ok_or(Error::NotFound)?;
    let bids = read_passed(connection, &opened, lot.id).await?;
    let ids: Vec<BidId> = bids.iter().map(|bid| bid.bid).collect();
    let criteria = criterion::Entity::find()
        .filter(criterion::Column::LotId.eq(lot.id))
        .order_by_asc(criterion::Column::Position)
        .all(connection)
        .await?;
    let scores = score::Entity::find().filter(score::Column::BidId.is_in(ids.clone())).all(connection).await?;
    let agreed = consensus::Entity::find().filter(consensus::Column::BidId.is_in(ids)).all(connection).await?;
    let evaluators = evaluators(connection, tender.id).await?;
    Ok(Sheet { lot, criteria, bids, evaluators, scores, agreed })
}

async fn evaluators(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<Evaluator>> {
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
) -> Result<super::panel::Standing> {
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
    Ok(super::panel::Standing {
        declared: declared.is_some(),
        has_interest: declared.is_some_and(|declared| declared.has_interest),
        opened_the_bids: opened.is_some(),
        submitted,
    })
}

/// Who confirmed that prices may be opened.
pub async fn price_confirmations(connection: &impl ConnectionTrait, lot: LotId) -> Result<Vec<price_confirmation::Model>> {
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
