//! The law as dated data: thresholds, purchase bands, periods, caps, retention, notices, light touch codes and working
//! days. The database's table holds it, what the product brought and what an administrator added.
//!
//! Rules ask by plain functions; they answer from the figures that were read for the request ([`by`]), so that a rule
//! needs no database and a day's figures are one set. Nothing here gives legal advice: where a rule is a legal question,
//! whoever decides records the ground relied on.

mod data;
mod figures;
mod notices;
mod periods;
pub mod store;
mod thresholds;
mod working_days;

pub use figures::{Figure, Law, by, current};
pub use notices::{Notice, notice, notices};
pub use periods::{
    Documents, Submission, minimum_days_after_change, minimum_invited_days, minimum_participation_days,
    minimum_tendering_days, minimum_tendering_period, standstill_days, standstill_period,
};
pub use thresholds::{
    Band, NotYetLaw, PurchaseBand, Regime, Threshold, UnlistedCode, light_touch_title, purchase_band, regime, threshold,
};
pub use working_days::{
    BeyondCalendar, DEADLINE_SENTENCE, add_working_days, deadline_ok, is_working_day, last_known_day,
    standstill_end_after,
};
