//! The ask: what a cluster wants to buy, by which rules, when; its team, its notice and its questions.

pub mod rules;
mod sight;
pub mod store;
mod transition;

pub use rules::price_rule::{PriceMethodName, PriceRule};
pub use rules::states::{Stage, TenderEvent, is_closed, phase, stage};
pub use sight::{place_of, visible_to};
pub use store::{
    Declared, Member, by_id, by_reference, criteria, declared_no_conflict, locked, lots, price_rule, team, the_lot,
};
pub use transition::{close_if_due, move_to};
