//! Schools joined under one agreement: members, representatives, votes.

pub mod rules;
pub mod store;

pub use store::{Member, agreement_in_force, by_id, by_slug, clusters_of, members, place_of};
