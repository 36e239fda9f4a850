//! What the cluster itself costs and receives, and the offers that it plans on: both shown beside savings.

use super::found::event;
use super::store;
use crate::catalogue;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::cluster_money::MoneyKind;
use ::entity::cluster_plan::PlanStatus;
use ::entity::money::Money;
use ::entity::{category, cluster, cluster_money, cluster_plan, ids::*};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ModelTrait, QueryFilter};
use serde_json::json;

/// A running cost or funding of one financial year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    pub kind: MoneyKind,
    pub purpose: String,
    /// The year in which the financial year starts.
    pub year: i32,
    pub amount: Money,
}

/// Records a cost or funding.
pub async fn record_money(context: &Context, cluster: &cluster::Model, new: NewEntry) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordAgreement, &place)?;
    if new.amount.0 == 0 {
        return Err(Error::field("amount", "Enter an amount above £0"));
    }
    let lines = crate::fund::money_in(context.read(), cluster.id, new.year).await?;
    if lines.iter().any(|line| line.kind == new.kind && line.fund.is_some()) {
        return Err(Error::field("kind", "A fund's ledger says this for the year already. Record it in the fund"));
    }
    let change = Change::begin(context).await?;
    let data = json!({ "kind": new.kind, "purpose": new.purpose, "year": new.year, "amount": new.amount });
    let row = cluster_money::ActiveModel {
        id: Set(ClusterMoneyId::new(change.now())),
        cluster_id: Set(cluster.id),
        kind: Set(new.kind),
        purpose: Set(new.purpose),
        year: Set(new.year),
        amount: Set(new.amount),
        recorded_by: Set(context.actor.account),
        recorded_at: Set(change.now()),
    };
    row.insert(change.tx()).await?;
    change.commit(event(cluster, "cluster.money_recorded").with(data)).await?;
    Ok(())
}

/// Takes a mistaken entry out; the record keeps it, with the reason.
pub async fn remove_money(context: &Context, cluster: &cluster::Model, id: ClusterMoneyId, reason: &str) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordAgreement, &place)?;
    let change = Change::begin(context).await?;
    let own = cluster_money::Column::ClusterId.eq(cluster.id);
    let entry = cluster_money::Entity::find_by_id(id).filter(own).one(change.tx()).await?.ok_or(Error::NotFound)?;
    let data = json!({ "kind": entry.kind, "purpose": entry.purpose, "year": entry.year, "amount": entry.amount });
    entry.delete(change.tx()).await?;
    change.commit(event(cluster, "cluster.money_removed").with(data).because(reason)).await?;
    Ok(())
}

/// The categories, and the published offers of the one with this slug.
pub async fn offers(context: &Context, slug: &str) -> Result<(Vec<category::Model>, Vec<store::Offer>)> {
    let categories = catalogue::categories(context.read()).await?;
    let offers = match categories.iter().find(|category| category.slug == slug) {
        Some(category) => store::offers_in(context.read(), category.id).await?,
        None => Vec::new(),
    };
    Ok((categories, offers))
}

/// Plans on a published listing's version in its category; the plan it replaces there ends.
pub async fn plan(
    context: &Context,
    cluster: &cluster::Model,
    version: ListingVersionId,
    status: PlanStatus,
    note: &str,
) -> Result<ClusterPlanId> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordAgreement, &place)?;
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let category = store::category_of_published(change.tx(), version).await?;
    let category = category.ok_or_else(|| Error::field("offer", "Choose a published offer"))?;
    cluster_plan::Entity::update_many()
        .col_expr(cluster_plan::Column::EndedAt, Expr::value(change.now()))
        .filter(cluster_plan::Column::ClusterId.eq(cluster.id))
        .filter(cluster_plan::Column::CategoryId.eq(category))
        .filter(cluster_plan::Column::EndedAt.is_null())
        .exec(change.tx())
        .await?;
    let id = ClusterPlanId::new(change.now());
    let row = cluster_plan::ActiveModel {
        id: Set(id),
        cluster_id: Set(cluster.id),
        category_id: Set(category),
        listing_version_id: Set(version),
        status: Set(status),
        note: Set(note.to_owned()),
        recorded_at: Set(change.now()),
        ended_at: Set(None),
    };
    row.insert(change.tx()).await?;
    let data = json!({ "category": category, "listing_version": version, "status": status });
    change.commit(event(cluster, "cluster.plan_recorded").with(data)).await?;
    Ok(id)
}

/// Ends a plan that nothing replaces.
pub async fn end_plan(context: &Context, cluster: &cluster::Model, id: ClusterPlanId) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::RecordAgreement, &place)?;
    let change = Change::begin(context).await?;
    store::plan(change.tx(), cluster.id, id).await?.ok_or(Error::NotFound)?;
    let ended = cluster_plan::Entity::update_many()
        .col_expr(cluster_plan::Column::EndedAt, Expr::value(change.now()))
        .filter(cluster_plan::Column::Id.eq(id))
        .filter(cluster_plan::Column::EndedAt.is_null())
        .exec(change.tx())
        .await?;
    if ended.rows_affected == 0 {
        return Err(Error::stale());
    }
    change.commit(event(cluster, "cluster.plan_ended").with(json!({ "plan": id }))).await?;
    Ok(())
}
