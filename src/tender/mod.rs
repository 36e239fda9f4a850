//! The ask: what a cluster wants to buy, by which rules, when; its team, its notice and its questions.

pub mod rules;
pub mod store;
mod transition;

pub use rules::price_rule::{PriceMethodName, PriceRule};
pub use rules::states::{Stage, TenderEvent, is_closed, phase, stage};
pub use store::{
    Declared, Member, by_id, by_reference, criteria, declared_no_conflict, locked, lots, place_of, price_rule, team,
    the_lot, visible_to,
};
pub use transition::{close_if_due, move_to};
