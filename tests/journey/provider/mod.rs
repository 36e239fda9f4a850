//! What a provider keeps for later bids, where it offers what, which tenders suit it, and what its public page says.

mod library;
mod opportunities;
mod profile;
