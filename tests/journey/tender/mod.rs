//! A tender from its draft to its close.

mod amended;
mod built;
mod ended;
mod met;
mod notice;
mod obligations;
mod planned;
mod questions;
mod recorded;
mod staff;
mod stages;
mod started;
mod stepped;
mod table;
mod tried;
mod versions;

use clusterbuy::platform::error::{Error, Result};

/// The sentence that refused a command.
#[track_caller]
fn refusal<T>(done: Result<T>) -> String {
    match done {
        Err(Error::Refused { sentence, .. } | Error::Forbidden(sentence) | Error::Stale(sentence)) => sentence,
        Err(other) => panic!("refused otherwise: {other:?}"),
        Ok(_) => panic!("it was done"),
    }
}
