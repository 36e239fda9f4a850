//! A provider's sealed answer to a tender: written, submitted, opened, checked.

mod compliance;
mod desk;
mod draft;
mod list;
pub mod opened;
mod opening;
mod reconfirm;
pub mod rules;
pub mod store;
mod submission;
pub mod web;

pub use crate::tender::Declared;
pub use compliance::{
    Checked, ComplianceDesk, Judged, check_bid, compliance, document as checked_document, finish as finish_compliance,
};
pub use desk::{Desk, desk};
pub use draft::{Kept, add_document, document, remove_document, save, start};
pub use list::{Own, own_bids, to_do};
pub use opened::{Opened, OpenedBid, read_opened, read_passed};
pub use opening::{Confirmed, OpeningDesk, confirm_opening, decide_on_one_bid, has_opened, opening, providers_to_tell};
pub use reconfirm::reconfirm;
pub use submission::{Outcome, Receipt, clerks, package_now, receipt, submit, withdraw};
