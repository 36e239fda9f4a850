//! What is saved: the baseline against the price paid, and who pays which share.

mod gather;
mod joining;
mod promise;
mod publish;
pub mod rules;
pub mod sharing;
pub mod store;
pub mod web;

pub use gather::{
    Bill, Choosable, Planning, Savings, TermLedger, TermLine, bills, entries, of_school, of_term, planning, terms,
};
pub use joining::{Lots, Opted, best_lots, opted, saves_most};
pub use promise::{NewPayment, NewPromise, Of, more, pay, promise, remove_payment};
pub use publish::{Totals, publish, stage, totals};

pub use crate::catalogue::rules::{component_name, unit_name};
pub use crate::catalogue::{categories, categories_by_id};
pub use crate::cluster::money_in;
pub use crate::cluster::rules::{Joining, OptIn};
pub use crate::cluster::{agreement_in_force, by_slug as cluster_by_slug, clusters_of, place_of, within_sight};
pub use crate::contract::{Held, Part, Period};
pub use crate::school::seen as school_seen;
