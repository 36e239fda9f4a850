//! What every page stands on: health, the start page, errors, headers, mail that leaves, a server that is killed.

mod law;
mod mail;
mod metrics;
mod pages;
mod record;
mod server;
mod traps;
