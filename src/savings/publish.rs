//! What a chair makes public of the savings: totals and counts of both sides.

use super::gather::{Savings, entries};
use super::rules::Status;
use super::rules::ledger::{Line, sides};
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::money::Money;
use ::entity::savings_publication::{self, Stage};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

/// A status as it is stored.
pub fn stage(status: Status) -> Stage {
    match status {
        Status::Realised => Stage::Realised,
        Status::Contracted => Stage::Contracted,
        Status::Forecast => Stage::Forecast,
        Status::Potential => Stage::Potential,
    }
}

/// The totals of one service in one stage, as they would be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    pub category: CategoryId,
    pub status: Status,
    pub year: String,
    pub before: Exact,
    pub after: Exact,
    pub sides: super::rules::ledger::Sides,
    pub unmeasured: usize,
    pub may_be_public: bool,
}

/// Every service and stage of a cluster's savings, by stage.
pub fn totals(savings: &Savings) -> Vec<Totals> {
    let of = |status: Status| {
        let categories = savings.categories_of(status).into_iter();
        categories.map(move |category| totals_of(savings, status, category.id))
    };
    Status::ALL.into_iter().flat_map(of).collect()
}

fn totals_of(savings: &Savings, status: Status, category: CategoryId) -> Totals {
    let lines = savings.lines(status, category);
    let measured: Vec<&&Line> = lines.iter().filter(|line| line.before.is_some()).collect();
    let changes: Vec<Exact> = measured.iter().filter_map(|line| line.change()).collect();
    Totals {
        category,
        status,
        year: lines.first().map(|line| savings.ledger.deal(line).year.clone()).unwrap_or_default(),
        before: measured.iter().filter_map(|line| Some(line.before.as_ref()?.amount.clone())).sum(),
        after: measured.iter().map(|line| &line.after).sum(),
        sides: sides(&changes),
        unmeasured: lines.len() - measured.len(),
        may_be_public: lines.iter().all(|line| savings.ledger.deal(line).may_be_public),
    }
}

/// Makes public exactly the chosen services and stages, with today's figures; what was public before and is not chosen is
/// no longer.
pub async fn publish(
    context: &Context,
    cluster: &::entity::cluster::Model,
    chosen: &[(CategoryId, Stage)],
) -> Result<()> {
    let place = cluster::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::PublishSavings, &place)?;
    let savings = entries(context, cluster).await?;
    let all = totals(&savings);
    let mut rows = Vec::new();
    for (category, of) in chosen {
        let found = all.iter().find(|each| each.category == *category && stage(each.status) == *of);
        match found.filter(|totals| totals.may_be_public) {
            Some(totals) => rows.push(row(context, cluster.id, totals)?),
            None => return Err(Error::field("publish", "Choose figures that can be made public")),
        }
    }
    let change = Change::begin(context).await?;
    savings_publication::Entity::delete_many()
        .filter(savings_publication::Column::ClusterId.eq(cluster.id))
        .exec(change.tx())
        .await?;
    let mut data = Vec::new();
    for row in rows {
        data.push(json!({ "category": row.category_id, "stage": row.stage, "before": row.before, "after": row.after }));
        row.into_active_model().insert(change.tx()).await?;
    }
    let event = Event::new(Chain::Cluster(cluster.id), "savings.published", format!("cluster:{}", cluster.id));
    change.commit(event.with(json!({ "figures": data }))).await?;
    Ok(())
}

fn row(context: &Context, cluster: ClusterId, totals: &Totals) -> Result<savings_publication::Model> {
    let money =
        |exact: &Exact| Money::rounded(exact).ok_or_else(|| Error::refused("A total is too large to be stored"));
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(savings_publication::Model {
        cluster_id: cluster,
        category_id: totals.category,
        stage: stage(totals.status),
        year: totals.year.clone(),
        before: money(&totals.before)?,
        after: money(&totals.after)?,
        paying_less: count(totals.sides.paying_less),
        less: money(&totals.sides.less)?,
        paying_more: count(totals.sides.paying_more),
        more: money(&totals.sides.more)?,
        unmeasured: count(totals.unmeasured),
        published_by: context.actor.account,
        published_at: context.now,
    })
}
