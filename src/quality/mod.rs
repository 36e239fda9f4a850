//! How good it is what schools buy: their ratings against the service levels that are promised, the provider's reply, the
//! score of a listing, and concerns from warning to improvement or exit.

pub mod concern;
mod held;
mod link;
mod rate;
mod reader;
mod reply;
pub mod rules;
pub mod store;
pub mod web;

pub use concern::to_do;
pub use held::{Held, Which, held};
pub use link::{link, link_entry, to_choose};
pub use rate::rate;
pub use reader::{Opinion, Said, of_provider, opinions, scores, shared};
pub use reply::{reply, to_reply};
pub use rules::{Given, Score};

pub use crate::catalogue::rules::{levels_of, target_words};
pub use crate::catalogue::{Named, category_by_slug, listing_by_slug, reader as reader_of_page};
pub use crate::contract::seen as contract_seen;
pub use crate::provider::{by_id as provider_by_id, own as own_provider};
pub use crate::school::rules::score_words;
pub use crate::school::{entry as register_entry, opened as school_opened, seen as school_seen};
