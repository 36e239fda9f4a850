//! What a cluster tells of itself: a report a term for governors, for its authority and for everybody, and the review of
//! a year.

mod gather;
mod publish;
pub mod review;
pub mod rules;
mod sight;
pub mod store;
pub mod web;

pub use publish::{agree_to_naming, publish};
pub use sight::{OnShelf, Seen, Shelf, seen, shelf};

pub use crate::cluster::{Member, by_slug as cluster_by_slug, members as members_of, place_of, within_sight};
pub use crate::quality::rules::TermOf;

use crate::platform::context::Context;
use crate::platform::error::Result;
use ::entity::cluster;
use ::entity::cluster_report::Audience;
use rules::{Content, compose};

/// A term's report as it would be published now.
pub async fn draft(context: &Context, cluster: &cluster::Model, term: TermOf, audience: Audience) -> Result<Content> {
    Ok(compose(&gather::facts(context, cluster, &gather::Span::term(term)).await?, audience))
}
