//! A provider's sealed answer to a tender: written, submitted, opened, checked.

mod asked;
pub mod command;
mod compliance;
mod contents;
mod desk;
mod draft;
mod envelope;
mod evidence;
mod export;
pub mod hearing;
mod library;
mod list;
mod minutes;
pub mod opened;
mod opening;
mod receipt;
mod reconfirm;
pub mod rules;
pub mod store;
mod submission;
pub mod web;

pub use crate::provider::evidence as evidence_kept;
pub use crate::tender::rules::conditions::{kind_words, needed_until};
pub use crate::tender::{Declared, LotAddress, name_of};
pub use asked::{Request, asked_of};
pub use compliance::{
    AskedCorrection, Checked, ComplianceDesk, Correction, GivenCorrection, Judged, check_bid, compliance, correct,
    correction, document as checked_document, finish as finish_compliance, open_window,
};
pub use contents::{open_prices, sum_at_close};
pub use desk::{Desk, desk};
pub use draft::{Kept, add_document, document, refuse_overseer, remove_document, save, save_with, start};
pub use evidence::{GivenEvidence, attach_evidence, evidence_asked};
pub use export::{Exported, export_sealed};
pub use library::{Kept as KeptAnswer, ON_A_PAGE, found, keep_in_library, one_of_library, question, words_asked};
pub use list::{Own, begun_in, own_bids, standing_of, to_do};
pub use minutes::{CloseProof, MinutedBid, Minutes, minutes};
pub use opened::{Opened, OpenedBid, read_opened, read_passed};
pub use opening::{
    Confirmed, OpeningDesk, Proof, confirm_opening, confirm_opening_with, decide_on_one_bid, has_opened, opening,
    providers_to_tell,
};
pub use receipt::{Receipt, Verified, clerks, receipt, received_by_key, verify_receipt};
pub use reconfirm::reconfirm;
pub use submission::{Outcome, package_now, submit, withdraw};
