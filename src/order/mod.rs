//! What a school buys back: an SLA of its authority, ordered within the window, and the authority's book of orders.

mod bill;
mod book;
mod held;
mod offers;
mod place;
pub mod rules;
mod running;
pub mod store;
mod waiting;
pub mod web;

pub use bill::bill;
pub use book::{Buyer, buyers, confirm, decline, own, remind};
pub use held::{Held, cancel, of_authority, of_school, orders_of, resting_on};
pub use offers::{Bought, Sla, title_of};
pub use place::{Chosen, MOST_AT_ONCE, NewOrder, check, chosen, offered, opened, place, replaceable, state_volumes};
pub use running::running;
pub use waiting::to_do;

pub use crate::catalogue::rules::{component_name, financial_year_words, slug_of};
pub use crate::catalogue::{categories, category_by_slug};
