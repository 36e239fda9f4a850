//! Nouns: what clusterbuy stores. No IO, no rules but the exactness of numbers.
//!
//! In the order of the journey: who signs in, who buys, who sells, what is offered, who buys together, what is needed,
//! the ask, the answers, their scores, the decision, the contract, what was really paid; last, what the house keeps.

#[macro_use]
mod macros;
mod joins;

pub mod exact;
pub mod ids;
pub mod money;
pub mod price;

pub mod account;
pub mod account_token;
pub mod mail_choice;
pub mod membership;
pub mod recovery_code;
pub mod session;

pub mod contract_entry;
pub mod contract_rating;
pub mod import_run;
pub mod notice_reminder;
pub mod rating_reply;
pub mod rating_version;
pub mod school;
pub mod standing_consent;
pub mod unit_cost;
pub mod volume;

pub mod category;
pub mod listing;
pub mod listing_area;
pub mod listing_phase;
pub mod listing_place;
pub mod listing_rater;
pub mod listing_score;
pub mod listing_search;
pub mod listing_version;
pub mod price_list_upload;
pub mod provider;
pub mod evidence_reminder;
pub mod library_answer;
pub mod library_answer_version;
pub mod opportunity_preference;
pub mod provider_evidence;
pub mod tender_digest;
pub mod saved_comparison;
pub mod search_trigram;
pub mod search_word;
pub mod withdrawal_answer;

pub mod buy_back_line;
pub mod buy_back_order;
pub mod buy_back_reminder;
pub mod purchase_limits;
pub mod purchase_waiver;
pub mod quote_answer;
pub mod quote_asked;
pub mod quote_choice;
pub mod quote_request;
pub mod recorded_purchase;

pub mod agreement;
pub mod agreement_promise;
pub mod agreement_refresh;
pub mod agreement_refusal;
pub mod agreement_reminder;
pub mod agreement_signature;
pub mod authority_signature;
pub mod cluster;
pub mod cluster_form;
pub mod cluster_member;
pub mod cluster_money;
pub mod cluster_plan;
pub mod leaving_notice;
pub mod school_closure;
pub mod self_evaluation;

pub mod committee_associate;
pub mod committee_attendance;
pub mod committee_election;
pub mod committee_election_vote;
pub mod committee_group;
pub mod committee_group_decision;
pub mod committee_group_member;
pub mod committee_interest;
pub mod committee_item;
pub mod committee_meeting;
pub mod committee_nomination;
pub mod committee_paper;
pub mod committee_reminder;
pub mod committee_terms;
pub mod committee_vote;
pub mod voting_cluster;

pub mod fund;
pub mod fund_account;
pub mod fund_budget;
pub mod fund_decision;
pub mod fund_entry;
pub mod fund_interest;
pub mod fund_line;
pub mod fund_need;
pub mod fund_need_money;
pub mod fund_payment;
pub mod fund_post;
pub mod fund_post_share;
pub mod fund_premium;
pub mod fund_priority;
pub mod fund_school;

pub mod bidder_interest;
pub mod cancellation;
pub mod framework;
pub mod framework_choice;
pub mod legal_ground;
pub mod official_notice;
pub mod tender_law;
pub mod conflicts_assessment;
pub mod criterion;
pub mod declaration;
pub mod demand;
pub mod demand_line;
pub mod engagement;
pub mod key_half;
pub mod key_share;
pub mod lot;
pub mod lot_plan;
pub mod lot_school;
pub mod meeting;
pub mod participation_request;
pub mod recovery_key;
pub mod school_variation;
pub mod shortlist_condition;
pub mod shortlist_mark;
pub mod staff_access;
pub mod staff_pack;
pub mod staff_reading;
pub mod staff_row;
pub mod stage_plan;
pub mod tender;
pub mod tender_amendment;
pub mod tender_condition;
pub mod tender_document;
pub mod tender_interest;
pub mod tender_key;
pub mod tender_plan;
pub mod tender_question;
pub mod tender_version;
pub mod wall_assessment;

pub mod bid;
pub mod bid_submission;
pub mod opened_bid;
pub mod opening_confirmation;
pub mod sealed_envelopes;

pub mod bid_check;
pub mod consensus;
pub mod correction_item;
pub mod correction_window;
pub mod exclusion;
pub mod given_score;
pub mod locked_score;
pub mod price_confirmation;
pub mod price_enquiry;
pub mod score;

pub mod award;
pub mod award_correction;
pub mod ballot;
pub mod challenge;
pub mod joining;
pub mod outcome;
pub mod past_award;
pub mod sent_outcome;
pub mod vote;
pub mod winner_withdrawal;

pub mod actual_spend;
pub mod actuals_import;
pub mod actuals_reminder;
pub mod concern;
pub mod concern_step;
pub mod contract;
pub mod contract_change;
pub mod contract_exit_item;
pub mod contract_review;
pub mod review_action;
pub mod promise_payment;
pub mod savings_promise;
pub mod savings_publication;
pub mod school_schedule;

pub mod cluster_report;
pub mod cluster_review;
pub mod review_objective;
pub mod school_naming;

pub mod appraisal;
pub mod appraisal_version;
pub mod consultation;
pub mod survey;
pub mod survey_answer;

pub mod chain_head;
pub mod event;
pub mod law_figure;
pub mod outbox;
pub mod setting;
pub mod stored_file;
pub mod submission_key;

/// What every table module starts from.
pub(crate) mod prelude {
    pub use crate::ids::*;
    pub use crate::money::{Money, Quantity};
    pub use sea_orm::entity::prelude::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
        PrimaryKeyTrait,
    };
    pub use sea_orm::entity::prelude::{Date, DateTimeUtc, Json, Uuid};
    pub use serde::{Deserialize, Serialize};
}
