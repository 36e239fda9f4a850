//! What is saved: the baseline against the price paid, and who pays which share.

mod gather;
mod publish;
pub mod rules;
pub mod sharing;
pub mod store;
pub mod web;

pub use gather::{Savings, entries};
pub use publish::{Totals, publish, stage, totals};

pub use crate::catalogue::categories_by_id;
pub use crate::catalogue::rules::{component_name, unit_name};
pub use crate::cluster::{by_slug as cluster_by_slug, clusters_of, place_of};
pub use crate::contract::Held;
pub use crate::school::seen as school_seen;
