//! The review of a year: objectives set at its start, what came of each, and whether the cluster goes on.

mod reader;
mod store;

pub use reader::{Reviewed, all, of_year};

use super::gather::{Span, attendance, facts, meetings};
use super::rules::{Content, compose_year, may_close, may_open, may_record};
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words::london_day;
use ::entity::cluster_review::{self, ReviewDecision, ReviewState};
use ::entity::review_objective::{self, Came};
use ::entity::{cluster as cluster_row, ids::*};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

/// A year has no more of them.
const MOST_OBJECTIVES: usize = 20;

/// What came of an objective.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub came: Came,
    pub outcome: String,
    pub evidence: String,
}

/// The computed part of a year's review as it stands now.
async fn computed(context: &Context, cluster: &cluster_row::Model, year: i32) -> Result<Content> {
    let span = Span::year(year);
    let facts = facts(context, cluster, &span).await?;
    let votes = attendance(context, cluster, &span).await?;
    Ok(compose_year(&facts, &votes, &meetings(context, cluster, &span).await?))
}

async fn found(context: &Context, slug: &str) -> Result<cluster_row::Model> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(Action::KeepReview, &place)?;
    Ok(cluster)
}

/// The review with its cluster, kept from changing.
async fn begin(
    context: &Context,
    slug: &str,
    year: i32,
) -> Result<(Change, cluster_row::Model, cluster_review::Model)> {
    let cluster = found(context, slug).await?;
    let change = Change::begin(context).await?;
    let review = store::locked(change.tx(), cluster.id, year).await?.ok_or(Error::NotFound)?;
    Ok((change, cluster, review))
}

fn event(cluster: &cluster_row::Model, action: &'static str, review: ClusterReviewId) -> Event {
    Event::new(Chain::Cluster(cluster.id), action, format!("review:{review}"))
}

/// Begins the review of a school year.
pub async fn open(context: &Context, slug: &str, year: i32) -> Result<()> {
    let cluster = found(context, slug).await?;
    may_open(year, london_day(context.now)).map_err(|refusal| Error::field("year", refusal))?;
    let change = Change::begin(context).await?;
    let row = cluster_review::Model {
        id: ClusterReviewId::new(change.now()),
        cluster_id: cluster.id,
        year,
        state: ReviewState::Open,
        decision: None,
        reasons: None,
        content: None,
        opened_by: context.actor.account,
        opened_at: change.now(),
        closed_by: None,
        closed_at: None,
    };
    let id = row.id;
    let again = Error::field("year", "There is a review of this year already");
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, again))?;
    change.commit(event(&cluster, "review.opened", id).with(json!({ "year": year }))).await?;
    Ok(())
}

/// Sets an objective for the year.
pub async fn add_objective(context: &Context, slug: &str, year: i32, objective: &str, measure: &str) -> Result<()> {
    let (change, cluster, review) = begin(context, slug, year).await?;
    may_record(&review).map_err(Error::refused)?;
    let objectives = store::objectives(change.tx(), review.id).await?;
    if objectives.len() >= MOST_OBJECTIVES {
        return Err(Error::refused(format!("A review has {MOST_OBJECTIVES} objectives at most")));
    }
    let position = objectives.last().map_or(1, |last| last.position + 1);
    let row = review_objective::Model {
        id: ObjectiveId::new(change.now()),
        review_id: review.id,
        position,
        objective: objective.to_owned(),
        measure: measure.to_owned(),
        set_at: change.now(),
        came: None,
        outcome: None,
        evidence: None,
        recorded_at: None,
    };
    row.into_active_model().insert(change.tx()).await?;
    let data = json!({ "objective": objective, "measure": measure });
    change.commit(event(&cluster, "review.objective_set", review.id).with(data)).await?;
    Ok(())
}

/// Records what came of an objective.
pub async fn record_outcome(
    context: &Context,
    slug: &str,
    year: i32,
    objective: ObjectiveId,
    outcome: Outcome,
) -> Result<()> {
    let (change, cluster, review) = begin(context, slug, year).await?;
    may_record(&review).map_err(Error::refused)?;
    let all = store::objectives(change.tx(), review.id).await?;
    let row = all.into_iter().find(|one| one.id == objective).ok_or(Error::NotFound)?;
    let text = row.objective.clone();
    let mut row = row.into_active_model();
    row.came = Set(Some(outcome.came));
    row.outcome = Set(Some(outcome.outcome.clone()));
    row.evidence = Set(Some(outcome.evidence.clone()));
    row.recorded_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let data = json!({ "objective": text, "came": outcome.came, "outcome": outcome.outcome });
    change.commit(event(&cluster, "review.outcome_recorded", review.id).with(data)).await?;
    Ok(())
}

/// Closes the review with the cluster's decision; what was computed stands as it is now.
pub async fn close(context: &Context, slug: &str, year: i32, decision: ReviewDecision, reasons: &str) -> Result<()> {
    let cluster = found(context, slug).await?;
    let content = computed(context, &cluster, year).await?;
    let (change, cluster, review) = begin(context, slug, year).await?;
    let objectives = store::objectives(change.tx(), review.id).await?;
    may_close(&review, &objectives).map_err(Error::refused)?;
    let id = review.id;
    let mut row = review.into_active_model();
    row.state = Set(ReviewState::Closed);
    row.decision = Set(Some(decision));
    row.reasons = Set(Some(reasons.to_owned()));
    row.content = Set(Some(serde_json::to_value(&content)?));
    row.closed_by = Set(context.actor.account);
    row.closed_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let closed = event(&cluster, "review.closed", id).with(json!({ "decision": decision })).because(reasons);
    change.commit(closed).await?;
    Ok(())
}
