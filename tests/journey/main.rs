//! The product over HTTP, concept by concept, and its whole story in one test.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod account;
mod agreement;
mod award;
mod bid;
mod catalogue;
mod cluster;
mod committee;
mod compare;
mod contract;
mod demand;
mod demo;
mod evaluation;
mod fund;
mod lots;
mod order;
mod oversight;
mod partner;
mod platform;
mod purchase;
mod quality;
mod provider;
mod report;
mod savings;
mod school;
mod standing;
mod tender;
mod whole_journey;
