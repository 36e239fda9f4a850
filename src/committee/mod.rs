//! The committee of a cluster: its terms of reference, meetings, votes and minutes, elections, sub-groups.
//!
//! It decides what its terms say it decides: starting a tender, changing how costs are shared, opening a fund or new terms of
//! reference can wait for a carried decision in published minutes (`gate`).

mod agenda;
mod attend;
mod call;
mod carry;
mod elect;
mod facts;
mod gate;
mod groups;
mod letters;
mod minutes;
mod remind;
pub mod rules;
pub mod store;
mod terms;
mod vote;
mod voting;
mod waiting;
pub mod web;

pub use agenda::{NewItem, NewPaper, add_item, add_paper, change_item, move_up, read_paper, remove_item, remove_paper};
pub use attend::{Attendance, Minuted, minuted, record_attendance};
pub use call::{NewMeeting, call, call_off, change_meeting, plan};
pub use elect::{
    ElectionFacts, MeetingBallots, NewElection, Nominee, call_off_election, cast, election, eligible, open_election,
    put_forward, record_election, withdraw_nomination,
};
pub use facts::{ItemStanding, Meeting, Person, meeting};
pub use gate::{Decision, Gate, decided, gate, may_hold, require, rule_is_decided};
pub use groups::{GroupFacts, NewDecision, NewGroup, decide, end_group, groups_of, make_group, people_for_groups};
pub use minutes::{approve, publish, save_minutes};
pub use remind::remind;
pub use store::coming;
pub use terms::{add_associate, end_associate, set_terms, start_of_terms};
pub use vote::{ItemRecord, NewInterest, record_item};
pub use voting::{Elsewhere, choose_voting_cluster, elsewhere};
pub use waiting::to_do;

pub use crate::award::rules::{Counted, Noted, SchoolVote, Seat};
pub use crate::cluster::{Member, agreement_in_force, members, officers, parties, within_sight};

use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::ids::*;
use ::entity::{cluster as cluster_row, committee_meeting};
use rules::Refusal;

fn refused(refusal: Refusal) -> Error {
    match refusal.field() {
        Some(field) => Error::field(field, refusal),
        None => Error::refused(refusal),
    }
}

fn event(cluster: ClusterId, action: &'static str, subject: impl std::fmt::Display) -> Event {
    Event::new(Chain::Cluster(cluster), action, subject)
}

/// A meeting with its cluster, for whoever may see it: one that is not called is seen by those who may call it.
async fn found(
    context: &Context,
    slug: &str,
    number: i32,
) -> Result<(cluster_row::Model, Place, committee_meeting::Model)> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    let meeting = store::by_number(context.read(), cluster.id, number).await?.ok_or(Error::NotFound)?;
    if meeting.called_at.is_none() && !context.actor.may(Action::CallMeeting, &place) {
        return Err(Error::NotFound);
    }
    Ok((cluster, place, meeting))
}

/// A change to a meeting by somebody who may do `action`: the meeting is locked.
async fn begin(
    context: &Context,
    slug: &str,
    number: i32,
    action: Action,
) -> Result<(Change, cluster_row::Model, committee_meeting::Model)> {
    let (cluster, place, meeting) = found(context, slug, number).await?;
    context.actor.require(action, &place)?;
    let change = Change::begin(context).await?;
    let meeting = store::locked(change.tx(), meeting.id).await?.ok_or(Error::NotFound)?;
    Ok((change, cluster, meeting))
}
