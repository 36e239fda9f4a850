//! The product in a real browser, by keyboard, at two widths, under axe.
#![expect(clippy::unwrap_used, reason = "a step of a test that fails ends the test")]

mod agreement;
mod award;
mod bid;
mod catalogue;
mod cluster;
mod committee;
mod demo;
mod evaluation;
mod every_page;
mod listings;
mod order;
mod public;
mod purchase;
mod quality;
mod school;
mod sealing;
mod sharing;
mod spreadsheets;
mod tender;
mod whole_journey;
