//! What each school needs from a tender: filled in, signed off, authorised, locked and pooled.

mod pool;
pub mod rules;
pub mod store;

pub use pool::{Commitment, committed, lock_all, open_for, quantities};
