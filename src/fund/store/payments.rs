//! Payments that were asked for.

use crate::platform::error::Result;
use ::entity::fund_payment::{self, PaymentKind, PaymentState};
use ::entity::{fund_decision, fund_interest, ids::*};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// More payments than a fund ever has approved and unpaid, claims of its years among them.
const MOST_COUNTED: u64 = 20_000;
/// More than wait in a cluster at one time.
const MOST_WAITING: u64 = 200;

pub async fn payment(
    connection: &impl ConnectionTrait,
    fund: FundId,
    id: FundPaymentId,
) -> Result<Option<fund_payment::Model>> {
    let found = fund_payment::Entity::find_by_id(id).filter(fund_payment::Column::FundId.eq(fund));
    Ok(found.one(connection).await?)
}

pub async fn locked_payment(
    connection: &impl ConnectionTrait,
    fund: FundId,
    id: FundPaymentId,
) -> Result<Option<fund_payment::Model>> {
    let found = fund_payment::Entity::find_by_id(id).filter(fund_payment::Column::FundId.eq(fund));
    Ok(found.lock_exclusive().one(connection).await?)
}

pub async fn count_payments(connection: &impl ConnectionTrait, fund: FundId) -> Result<u64> {
    Ok(fund_payment::Entity::find().filter(fund_payment::Column::FundId.eq(fund)).count(connection).await?)
}

/// A page of payments, the newest first.
pub async fn payments(
    connection: &impl ConnectionTrait,
    fund: FundId,
    skipped: u64,
    most: u64,
) -> Result<Vec<fund_payment::Model>> {
    Ok(fund_payment::Entity::find()
        .filter(fund_payment::Column::FundId.eq(fund))
        .order_by_desc(fund_payment::Column::Id)
        .offset(skipped)
        .limit(most)
        .all(connection)
        .await?)
}

/// What is approved and not paid, and claims that were paid.
pub async fn approved_or_claimed(connection: &impl ConnectionTrait, fund: FundId) -> Result<Vec<fund_payment::Model>> {
    let claimed = Condition::all()
        .add(fund_payment::Column::State.eq(PaymentState::Paid))
        .add(fund_payment::Column::Kind.eq(PaymentKind::Claim));
    Ok(fund_payment::Entity::find()
        .filter(fund_payment::Column::FundId.eq(fund))
        .filter(Condition::any().add(fund_payment::Column::State.eq(PaymentState::Approved)).add(claimed))
        .limit(MOST_COUNTED)
        .all(connection)
        .await?)
}

/// Whether a payment waits in the fund, asked for or approved.
pub async fn waits_in(connection: &impl ConnectionTrait, fund: FundId) -> Result<bool> {
    let waiting = fund_payment::Entity::find()
        .filter(fund_payment::Column::FundId.eq(fund))
        .filter(fund_payment::Column::State.is_in([PaymentState::Asked, PaymentState::Approved]));
    Ok(waiting.limit(1).one(connection).await?.is_some())
}

/// What waits for a decision, or to be paid, in these clusters.
pub async fn asked_in_cluster(
    connection: &impl ConnectionTrait,
    clusters: Vec<ClusterId>,
) -> Result<Vec<fund_payment::Model>> {
    Ok(fund_payment::Entity::find()
        .filter(fund_payment::Column::ClusterId.is_in(clusters))
        .filter(fund_payment::Column::State.is_in([PaymentState::Asked, PaymentState::Approved]))
        .order_by_asc(fund_payment::Column::Id)
        .limit(MOST_WAITING)
        .all(connection)
        .await?)
}

/// What was decided about these payments.
pub async fn decisions(
    connection: &impl ConnectionTrait,
    payments: impl IntoIterator<Item = FundPaymentId>,
) -> Result<Vec<fund_decision::Model>> {
    Ok(fund_decision::Entity::find()
        .filter(fund_decision::Column::PaymentId.is_in(payments))
        .order_by_asc(fund_decision::Column::DecidedAt)
        .limit(MOST_COUNTED)
        .all(connection)
        .await?)
}

/// Interests that were declared in these payments.
pub async fn interests(
    connection: &impl ConnectionTrait,
    payments: impl IntoIterator<Item = FundPaymentId>,
) -> Result<Vec<fund_interest::Model>> {
    Ok(fund_interest::Entity::find()
        .filter(fund_interest::Column::PaymentId.is_in(payments))
        .order_by_asc(fund_interest::Column::DeclaredAt)
        .limit(MOST_COUNTED)
        .all(connection)
        .await?)
}
