//! What was signed: contracts, each school's part of them, and what was really paid.

mod actuals;
pub mod change;
mod draw;
mod end;
mod invoices;
mod record;
mod remind;
pub mod review;
pub mod rules;
mod sight;
mod sign;
pub mod store;
pub mod web;

pub use actuals::{NewSpend, enter_actuals};
pub use change::priced_years;
pub use draw::{SchoolPart, draw_up, headline_of, void};
pub use end::{ask_to_end, confirm_end, go_on};
pub use invoices::{enter_invoices, invoiced, known, undo_invoices};
pub use record::{Joining, NewContract, record_existing, usual_volumes};
pub use remind::remind;
pub use rules::spend::Period;
pub use rules::term::Term;
pub use sight::{Seen, held_by, of_cluster, of_own_organisation, public_of, seen, to_do};
pub use sign::{sign_for_body, sign_for_provider};
pub use store::{Held, Part, by_id};

pub use crate::account::names as names_of;
pub use crate::catalogue::rules::unit_name;
pub use crate::cluster::{members as members_of, within_sight as cluster_within_sight};
pub use crate::price::rules::describe;
pub use crate::purchase::rules::Limits;
pub use crate::school::{opened as school_opened, seen as school_seen};
