//! Best value, not the cheapest: scores, moderation, price marks and the ranking.

pub mod rules;
