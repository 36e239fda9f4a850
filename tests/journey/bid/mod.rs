//! A bid: written by a provider, submitted, sealed, opened by two schools, checked.

mod at_rest;
mod compliance;
mod custody;
mod deadline;
mod heard;
mod opening;
mod receipts;
mod secrecy;
mod submitting;
mod writing;
