//! The ask: what a cluster wants to buy, by which rules, when; its team, its notice and its questions.

mod amend;
mod cancel;
mod create;
mod criteria;
mod declare;
mod desk;
mod documents;
mod dossier;
mod edit;
mod estimate;
mod interest;
mod keys;
mod meeting_sections;
mod meetings;
mod lots;
mod notice;
mod notices;
mod questions;
pub mod record;
pub mod rules;
mod sight;
mod stages;
mod steps;
pub mod store;
mod team;
mod to_do;
mod transition;
mod versions;
pub mod web;

pub use amend::{Amendment, amend};
pub use cancel::{
    Evidence, confirm as confirm_cancellation, drop_proposal as drop_cancellation, propose as propose_cancellation,
    read_evidence,
};
pub use create::{NewTender, create};
pub use criteria::{Shift, Wording, add as add_criterion, remove as remove_criterion, reword, shift, weigh};
pub use declare::declare;
pub use desk::{ClusterDesk, categories, cluster_desk, has_agreement, name_of};
pub use documents::{Download, NewDocument, add_document, read_document, remove_document};
pub use dossier::{Dossier, of as dossier_of, open as open_dossier};
pub use edit::{Edit, edit, is_editable};
pub use estimate::{Paid, PaidNow, paid_now};
pub use interest::{follow, interest_of, provider_of, remember as remember_interest};
pub use keys::{
    Given, KeyDesk, Unlocked, bids_are_sealed_to, choose_custody, for_prices, forget as forget_key, give_share,
    key_desk, make_key, make_recovery_key, salt_of, test_recovery_key, unlock, wrapped_key,
};
pub use lots::{
    LotPlan, LotWording, TenderLot, add_lot, change_lot, keep_ending, lot_at, lot_of, remove_lot, shift_lot,
};
pub use meetings::{
    EngagementFacts, Minutes, NewMeeting, arrange as arrange_meeting, call_off as call_meeting_off, firms_to_meet,
    of_tender as meetings_of, record as record_meeting, record_engagement,
};
pub use notice::{Fact, More, NoticeSection, sections as notice_sections};
pub use questions::{answer, ask, may_ask};
pub use rules::address::LotAddress;
pub use rules::lots::LotRules;
pub use rules::price_rule::{PriceMethodName, PriceRule};
pub use rules::states::{Stage, TenderEvent, is_closed, phase, stage};
pub use rules::team::Member;
pub use sight::{place_of, visible_to};
pub use stages::{
    Content, Judged, Mark, NewCondition, NewPlan, NewRequest, Requested, ShortlistDesk, add_condition,
    ask_to_take_part, invited_providers, mark_request, may_bid, own_request, remove_condition, request_document,
    save_plan, send_invitations, shortlist_desk, standing_of,
};
pub use steps::{pool, publish, return_to_draft, send_to_review, withdraw};
pub use store::{
    Declared, all_criteria, amendments, by_id, by_reference, criteria, custody_of, declared_no_conflict, first_lot,
    in_several, locked, lot, lot_plan, lot_rules, lots, lots_of, price_rule, schools_of, team,
};
pub use team::{Appointment, appoint, dismiss};
pub use to_do::to_do;
pub use transition::{close_if_due, move_to};
pub use versions::{as_it_stands, parts_of};

pub use crate::award::is_told;
pub use crate::evaluation::rules::WinnerChange;

use sight::place_in;
