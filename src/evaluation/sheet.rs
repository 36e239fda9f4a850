//! What a panel works on: criteria, opened bids, evaluators, scores and agreed scores of one lot.

use super::store::{self, Evaluator};
use crate::bid::{Opened, OpenedBid, read_passed};
use crate::platform::error::{Error, Result};
use crate::tender as tenders;
use ::entity::criterion::CriterionKind;
use ::entity::{consensus, criterion, ids::*, lot, score, tender};
use sea_orm::ConnectionTrait;

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

    /// Has this evaluator submitted every score?
    pub fn has_submitted(&self, evaluator: AccountId) -> bool {
        !self.criteria.is_empty() && self.scoring_now(evaluator).is_none()
    }

    /// What this evaluator scores now: the written answers, masked, until they are submitted; then the presentations, by
    /// which the firms become known. None: everything is submitted.
    pub fn scoring_now(&self, evaluator: AccountId) -> Option<CriterionKind> {
        let kinds = [CriterionKind::Written, CriterionKind::Presentation].into_iter();
        kinds.into_iter().find(|kind| self.of_kind(*kind).next().is_some() && !self.has_handed_in(evaluator, *kind))
    }

    /// May this evaluator know who the firms are? Once the masked scores are submitted.
    pub fn may_know_firms(&self, evaluator: AccountId) -> bool {
        self.scoring_now(evaluator) != Some(CriterionKind::Written)
    }

    pub fn of_kind(&self, kind: CriterionKind) -> impl Iterator<Item = &criterion::Model> {
        self.criteria.iter().filter(move |criterion| criterion.kind == kind)
    }

    fn has_handed_in(&self, evaluator: AccountId, kind: CriterionKind) -> bool {
        let of_kind = |score: &&score::Model| self.of_kind(kind).any(|criterion| criterion.id == score.criterion_id);
        let own = self.scores.iter().filter(|score| score.evaluator_id == evaluator).filter(of_kind);
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

/// The sheet of a lot, once the tender's bids are opened.
pub async fn sheet(connection: &impl ConnectionTrait, tender: &tender::Model, lot: LotId) -> Result<Sheet> {
    let lot = tenders::lot(connection, tender.id, lot).await?;
    let opened = Opened::of(tender).ok_or(Error::NotFound)?;
    let bids = read_passed(connection, &opened, lot.id).await?;
    let ids: Vec<BidId> = bids.iter().map(|bid| bid.bid).collect();
    let criteria = tenders::criteria(connection, lot.id).await?;
    let scores = store::scores(connection, &ids).await?;
    let agreed = store::agreed(connection, &ids).await?;
    let evaluators = store::evaluators(connection, tender.id).await?;
    Ok(Sheet { lot, criteria, bids, evaluators, scores, agreed })
}
