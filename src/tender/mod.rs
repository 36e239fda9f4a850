//! The ask: what a cluster wants to buy, by which rules, when; its team, its notice and its questions.

mod amend;
mod assessment;
mod cancel;
mod ceiling;
mod conditions;
mod calendar;
mod coaching;
mod create;
mod criteria;
mod declare;
mod desk;
mod documents;
mod dossier;
mod edit;
mod estimate;
mod frameworks;
mod interest;
mod keys;
mod law;
mod meeting_sections;
mod meetings;
mod lots;
mod notice;
mod notices;
mod obligations;
pub mod opportunity;
mod prepared;
mod planning;
mod questions;
pub mod record;
pub mod rules;
mod sight;
mod stages;
mod start;
mod steps;
pub mod staff;
pub mod store;
mod team;
mod to_do;
mod transition;
mod versions;
mod watch;
mod variations;
mod wall;
pub mod web;

pub use amend::{Amendment, amend};
pub use assessment::{Found, assessed_last, revise as revise_assessment, stage_of as assessment_stage, stage_words};
pub use calendar::ics;
pub use cancel::{
    Evidence, confirm as confirm_cancellation, drop_proposal as drop_cancellation, propose as propose_cancellation,
    read_evidence,
};
pub use ceiling::{CeilingWarning, ceiling_warnings};
pub use coaching::{Coached, coached};
pub use conditions::{
    ConditionWording, add as add_pass_condition, remove as remove_pass_condition, reword as reword_pass_condition,
};
pub use create::{NewTender, create, create_from};
pub use criteria::{Shift, Wording, add as add_criterion, remove as remove_criterion, reword, shift, weigh};
pub use declare::{Interest, declare, declares_bidders};
pub use desk::{ClusterDesk, categories, cluster_desk, has_agreement, name_of};
pub use documents::{Download, NewDocument, add_document, read_document, remove_document};
pub use dossier::{Dossier, of as dossier_of, open as open_dossier};
pub use edit::{Edit, edit, is_editable};
pub use estimate::{Paid, PaidNow, paid_now};
pub use frameworks::{NewFramework, Offered, add_framework, added_frameworks, frameworks_for};
pub use interest::{follow, interest_of, provider_of, remember as remember_interest};
pub use keys::{
    Given, KeyDesk, Unlocked, bids_are_sealed_to, choose_custody, for_prices, forget as forget_key, give_share,
    key_desk, make_key, make_recovery_key, salt_of, test_recovery_key, unlock, wrapped_key,
};
pub use law::{NewFigures, add_figures};
pub use lots::{
    LotPlan, LotWording, TenderLot, add_lot, change_lot, keep_ending, lot_at, lot_of, remove_lot, shift_lot,
};
pub use meetings::{
    EngagementFacts, Minutes, NewMeeting, arrange as arrange_meeting, call_off as call_meeting_off, firms_to_meet,
    of_tender as meetings_of, record as record_meeting, record_engagement,
};
pub use notice::{Fact, More, NoticeSection, sections as notice_sections};
pub use obligations::{
    NewChoice, NewNotice, award_notice_missing, choose_framework, law_of, record_ground, record_notice, standstill,
};
pub use planning::{
    Dated, Planned, Published, plan_of_idea, planned, publish_calendar, published_calendar, set_staff_transfer,
};
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
pub use start::Start;
pub use steps::{pool, publish, return_to_draft, send_to_review, withdraw};
pub use store::variations;
pub use store::{
    Declared, all_criteria, amendments, assessments, by_id, by_reference, criteria, custody_of, declared_no_conflict,
    first_lot, in_several, locked, lot, lot_plan, lot_rules, lots, lots_of, pass_conditions, pass_conditions_of,
    price_rule, schools_of, team,
};
pub use team::{Appointment, appoint, dismiss};
pub use to_do::to_do;
pub use transition::{close_if_due, move_to, not_now};
pub use variations::{NewVariation, add as add_variation, remove as remove_variation};
pub use versions::{as_it_stands, parts_of};
pub use wall::{assess_wall, require_inside, walled_off};

pub use watch::{threshold_watch, watched};

pub use crate::account::names as names_of;
pub use crate::award::is_told;
pub use crate::bid::begun_in as own_bids;
pub use crate::evaluation::rules::WinnerChange;
pub use crate::provider::{by_id as provider_by_id, by_slug as provider_by_slug};

use sight::place_in;
