//! What is mailed about meetings and elections. Links need signing in.

use super::store;
use crate::account;
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::mail::Notice;
use ::entity::ids::*;
use ::entity::membership::Role;
use serde::Serialize;
use std::collections::HashSet;

/// Whoever votes, and whoever runs the meeting.
const MEMBERS: [Role; 5] = [Role::Chair, Role::ViceChair, Role::Clerk, Role::Representative, Role::Substitute];

/// The notice of a meeting.
#[derive(Serialize)]
pub(super) struct Called {
    pub cluster: String,
    pub number: i32,
    /// "16 March 2027".
    pub day: String,
    /// "4pm GMT on Tuesday 16 March 2027".
    pub when: String,
    pub place: String,
    pub urgent_reason: Option<String>,
    /// "1. Catering".
    pub items: Vec<String>,
    pub path: String,
}

impl Notice for Called {
    const TEMPLATE: &'static str = "mail/committee_called.txt";
}

#[derive(Serialize)]
pub(super) struct Coming {
    pub cluster: String,
    pub days: i32,
    pub day: String,
    pub when: String,
    pub place: String,
    pub path: String,
}

impl Notice for Coming {
    const TEMPLATE: &'static str = "mail/committee_coming.txt";
}

#[derive(Serialize)]
pub(super) struct CalledOff {
    pub cluster: String,
    pub number: i32,
    pub day: String,
    pub when: String,
    pub reason: String,
}

impl Notice for CalledOff {
    const TEMPLATE: &'static str = "mail/committee_called_off.txt";
}

#[derive(Serialize)]
pub(super) struct MinutesPublished {
    pub cluster: String,
    pub number: i32,
    pub day: String,
    pub path: String,
}

impl Notice for MinutesPublished {
    const TEMPLATE: &'static str = "mail/committee_minutes.txt";
}

/// People can be put forward, and until when.
#[derive(Serialize)]
pub(super) struct ElectionOpened {
    pub cluster: String,
    /// "cluster chair".
    pub office: String,
    pub until: String,
    /// When an online vote closes.
    pub closes: Option<String>,
    pub path: String,
}

impl Notice for ElectionOpened {
    const TEMPLATE: &'static str = "mail/committee_election.txt";
}

/// Mails every member and officer, each once.
pub(super) async fn tell_members(change: &Change, cluster: ClusterId, notice: &impl Notice) -> Result<()> {
    let mut told: HashSet<AccountId> = HashSet::new();
    for role in MEMBERS {
        for (account, receiver) in account::receivers(change.tx(), role, cluster.0).await? {
            if told.len() < store::MOST as usize && told.insert(account) {
                change.tell(receiver, notice).await?;
            }
        }
    }
    Ok(())
}
