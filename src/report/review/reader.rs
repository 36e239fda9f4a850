//! Reviews as members read them.

use super::{computed, store};
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::report::rules::Content;
use ::entity::{cluster as cluster_row, cluster_review, review_objective};

/// One year's review.
#[derive(Clone, Debug)]
pub struct Reviewed {
    pub cluster: cluster_row::Model,
    pub review: cluster_review::Model,
    pub objectives: Vec<review_objective::Model>,
    /// As it stands now, or as it stood when the review was closed.
    pub content: Content,
    pub may_keep: bool,
}

/// A cluster's reviews, and whether the reader keeps them. Two queries.
pub async fn all(context: &Context, slug: &str) -> Result<(cluster_row::Model, Vec<cluster_review::Model>, bool)> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    let reviews = store::all(context.read(), cluster.id).await?;
    Ok((cluster, reviews, context.actor.may(Action::KeepReview, &place)))
}

pub async fn of_year(context: &Context, slug: &str, year: i32) -> Result<Reviewed> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    let review = store::of_year(context.read(), cluster.id, year).await?.ok_or(Error::NotFound)?;
    let objectives = store::objectives(context.read(), review.id).await?;
    let content = match &review.content {
        Some(kept) => serde_json::from_value(kept.clone())?,
        None => computed(context, &cluster, year).await?,
    };
    Ok(Reviewed { may_keep: context.actor.may(Action::KeepReview, &place), cluster, review, objectives, content })
}
