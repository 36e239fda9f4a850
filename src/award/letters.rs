//! What is mailed about a decision. Bodies carry no prices and no scores; links need signing in.

use crate::account;
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::mail::Notice;
use ::entity::ids::AccountId;
use ::entity::membership::Role;
use sea_orm::entity::prelude::Uuid;
use serde::Serialize;
use std::collections::HashSet;

/// To representatives and substitutes when a vote opens.
#[derive(Serialize)]
pub(super) struct VoteOpened {
    /// "5pm 15 April".
    pub by: String,
    /// "award catering".
    pub what: String,
    pub cluster: String,
    pub question: String,
    pub closes: String,
    pub path: String,
}

impl Notice for VoteOpened {
    const TEMPLATE: &'static str = "mail/vote_opened.txt";
}

/// To heads and governors of a school whose share is above what its body authorised.
#[derive(Serialize)]
pub(super) struct JoiningAsked {
    pub category: String,
    pub school: String,
    pub path: String,
}

impl Notice for JoiningAsked {
    const TEMPLATE: &'static str = "mail/joining_asked.txt";
}

/// To every bidder, at the same instant.
#[derive(Serialize)]
pub(super) struct OutcomeSent {
    pub reference: String,
    pub title: String,
    pub path: String,
}

impl Notice for OutcomeSent {
    const TEMPLATE: &'static str = "mail/outcome.txt";
}

/// To the reviewers.
#[derive(Serialize)]
pub(super) struct ChallengeRaised {
    pub reference: String,
    pub title: String,
    pub path: String,
}

impl Notice for ChallengeRaised {
    const TEMPLATE: &'static str = "mail/challenge_raised.txt";
}

/// To every bidder that was told an outcome.
#[derive(Serialize)]
pub(super) struct ChallengeDecided {
    pub reference: String,
    pub title: String,
    pub decision: String,
    pub path: String,
}

impl Notice for ChallengeDecided {
    const TEMPLATE: &'static str = "mail/challenge_decided.txt";
}

/// To those who can confirm a correction.
#[derive(Serialize)]
pub(super) struct CorrectionProposed {
    pub reference: String,
    pub title: String,
    pub path: String,
}

impl Notice for CorrectionProposed {
    const TEMPLATE: &'static str = "mail/correction_proposed.txt";
}

/// To every bidder that was told an outcome which no longer holds.
#[derive(Serialize)]
pub(super) struct AwardCorrected {
    pub reference: String,
    pub title: String,
    pub path: String,
}

impl Notice for AwardCorrected {
    const TEMPLATE: &'static str = "mail/award_corrected.txt";
}

/// To bidders whose bid would lapse before that day.
#[derive(Serialize)]
pub(super) struct KeepOpenAsked {
    pub reference: String,
    pub title: String,
    pub until: String,
    pub path: String,
}

impl Notice for KeepOpenAsked {
    const TEMPLATE: &'static str = "mail/keep_open_asked.txt";
}

/// To the buyers.
#[derive(Serialize)]
pub(super) struct WinnerWithdrew {
    pub reference: String,
    pub title: String,
}

impl Notice for WinnerWithdrew {
    const TEMPLATE: &'static str = "mail/winner_withdrew.txt";
}

/// To every bidder that was told an outcome, when the next bid goes to the schools.
#[derive(Serialize)]
pub(super) struct NextRanked {
    pub reference: String,
    pub title: String,
    pub path: String,
}

impl Notice for NextRanked {
    const TEMPLATE: &'static str = "mail/next_ranked.txt";
}

/// Mails everybody who holds one of the roles there, each once.
pub(super) async fn tell(change: &Change, roles: &[Role], scope: Uuid, notice: &impl Notice) -> Result<()> {
    let mut told: HashSet<AccountId> = HashSet::new();
    for role in roles {
        for (account, to) in account::receivers(change.tx(), *role, scope).await? {
            if told.insert(account) {
                change.tell(to, notice).await?;
            }
        }
    }
    Ok(())
}

/// Who speaks for a bidder.
pub(super) const BIDDERS: &[Role] = &[Role::ProviderStaff, Role::LaSeller];
/// Who speaks for a school's body.
pub(super) const FOR_THE_BODY: &[Role] = &[Role::Headteacher, Role::Governor];
pub(super) const VOTERS: &[Role] = &[Role::Representative, Role::Substitute];
