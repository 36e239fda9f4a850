//! An election is counted once, and who is elected takes office.

use super::{begin, keep_ballot, meeting_of};
use crate::account;
use crate::award;
use crate::cluster::{self, Appointment};
use crate::committee::rules::{self, Ballot, ElectionResult, Refusal, Stage};
use crate::committee::{event, refused, store};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::vote::Capacity;
use ::entity::{cluster as cluster_row, committee_election, committee_nomination, ids::*};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// How the schools voted at a meeting; none abstains.
pub type MeetingBallots = BTreeMap<SchoolId, Option<AccountId>>;

/// Counts an election once and appoints who is elected. At a meeting the clerk says how the schools voted.
pub async fn record_election(
    context: &Context,
    slug: &str,
    id: ElectionId,
    at_meeting: &MeetingBallots,
) -> Result<ElectionResult> {
    let (mut change, cluster, place, election) = begin(context, slug, id, Action::MinuteMeeting).await?;
    match (rules::stage(&election, change.now()), election.closes_at) {
        (Stage::ToRecord, _) => {}
        (Stage::Nominating, _) => {
            return Err(refused(Refusal::NominationsOpen(words::deadline(election.nominations_until))));
        }
        (Stage::Voting, Some(closes)) => return Err(refused(Refusal::VoteOpen(words::deadline(closes)))),
        _ => return Err(refused(Refusal::AlreadyRecorded)),
    }
    let stands = store::nominations(change.tx(), id).await?;
    let nominees: Vec<(AccountId, String)> = stands.iter().map(|row| (row.account_id, row.name.clone())).collect();
    let seats = award::seats(change.tx(), cluster.id, election.closes_at.unwrap_or(change.now())).await?;
    let seats: Vec<SchoolId> = seats.iter().map(|seat| seat.school).collect();
    let (there, ballots) = match election.closes_at {
        Some(_) => online(&change, id).await?,
        None => at_the_meeting(&change, id, at_meeting).await?,
    };
    let terms = store::in_force(change.tx(), cluster.id, words::london_day(change.now())).await?;
    let agreement = cluster::agreement_in_force(change.tx(), cluster.id).await?;
    let least = agreement.map_or(0, |agreement| rules::least_quorum(agreement.form));
    let quorum = terms.map(|terms| rules::quorum_of(&terms, seats.len()).max(least));
    let result = rules::elect(&seats, &there, &nominees, &ballots, quorum).map_err(refused)?;
    let elected = stands.into_iter().find(|row| Some(row.account_id) == result.elected);
    if let Some(elected) = &elected {
        take_office(&mut change, &cluster, &place, (&election, elected)).await?;
    }
    let entry = event(cluster.id, "committee.election_recorded", format!("election:{id}"));
    let data = json!({ "elected": result.elected, "took_part": result.took_part, "quorum": result.quorum });
    let mut row = election.into_active_model();
    row.result = Set(Some(serde_json::to_value(&result)?));
    row.elected = Set(result.elected);
    row.recorded_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(entry.with(data)).await?;
    Ok(result)
}

async fn online(change: &Change, id: ElectionId) -> Result<(BTreeSet<SchoolId>, Vec<Ballot>)> {
    let votes = store::ballots_of(change.tx(), id).await?;
    let ballots: Vec<Ballot> =
        votes.iter().map(|vote| Ballot { school: vote.school_id, nominee: vote.nominee }).collect();
    Ok((ballots.iter().map(|ballot| ballot.school).collect(), ballots))
}

/// Only schools that were at the meeting have a vote there.
async fn at_the_meeting(
    change: &Change,
    id: ElectionId,
    votes: &MeetingBallots,
) -> Result<(BTreeSet<SchoolId>, Vec<Ballot>)> {
    let (_, meeting) = meeting_of(change.tx(), id).await?.ok_or(Error::NotFound)?;
    rules::may_record(&meeting, change.now()).map_err(refused)?;
    let attendance = store::attendance(change.tx(), meeting.id).await?;
    let there: BTreeSet<SchoolId> = attendance.iter().filter_map(|row| row.school_id).collect();
    for (school, nominee) in votes.iter().filter(|(school, _)| there.contains(school)) {
        keep_ballot(change, id, (*school, Capacity::Representative), *nominee).await?;
    }
    let ballot = |(school, nominee): (&SchoolId, &Option<AccountId>)| Ballot { school: *school, nominee: *nominee };
    Ok((there, votes.iter().map(ballot).collect()))
}

async fn take_office(
    change: &mut Change,
    cluster: &cluster_row::Model,
    place: &Place,
    (election, elected): (&committee_election::Model, &committee_nomination::Model),
) -> Result<()> {
    let account = elected.account_id;
    let receiver = account::receivers_of(change.tx(), vec![account]).await?.remove(&account).ok_or(Error::NotFound)?;
    let new = Appointment {
        role: election.office,
        school: Some(elected.school_id),
        name: receiver.name,
        email: receiver.email,
    };
    let (_, given) = cluster::fill(change, cluster, place, &new).await?;
    change.note(given);
    Ok(())
}
