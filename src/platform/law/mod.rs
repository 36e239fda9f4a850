//! The law as dated data: thresholds, purchase bands, periods, notices, light touch codes and working days.
//!
//! Nothing here gives legal advice: where a rule is a legal question, whoever decides records the ground relied on.

mod data;
mod notices;
mod periods;
mod thresholds;
mod working_days;

pub use notices::{Notice, notice, notices};
pub use periods::{
    Documents, Submission, minimum_days_after_change, minimum_invited_days, minimum_participation_days,
    minimum_tendering_days, standstill_days,
};
pub use thresholds::{
    Band, NotYetLaw, PurchaseBand, Regime, Threshold, UnlistedCode, light_touch_title, purchase_band, regime, threshold,
};
pub use working_days::{
    BeyondCalendar, DEADLINE_SENTENCE, add_working_days, deadline_ok, is_working_day, last_known_day, standstill_end,
    standstill_end_after,
};
