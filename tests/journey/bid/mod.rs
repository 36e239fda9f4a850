//! A bid: written by a provider, submitted, sealed, opened by two schools, checked.

mod compliance;
mod opening;
mod secrecy;
mod submitting;
mod writing;
