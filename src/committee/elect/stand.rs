//! People are put forward, and schools vote online.

use super::{begin, eligible, keep_ballot};
use crate::award::{self, seat_of};
use crate::committee::rules::{self, Refusal, Stage};
use crate::committee::{event, refused, store};
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::vote::Capacity;
use ::entity::{committee_election, committee_nomination, ids::*};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, IntoActiveModel, ModelTrait};
use serde_json::json;

fn is_nominating(election: &committee_election::Model, now: DateTime<Utc>) -> Result<()> {
    match rules::stage(election, now) {
        Stage::Nominating => Ok(()),
        _ => Err(refused(Refusal::NominationsClosed(words::deadline(election.nominations_until)))),
    }
}

/// Puts somebody forward, oneself or another.
pub async fn put_forward(context: &Context, slug: &str, id: ElectionId, nominee: AccountId) -> Result<()> {
    let (change, cluster, _, election) = begin(context, slug, id, Action::PutForward).await?;
    is_nominating(&election, change.now())?;
    let eligible = eligible(change.tx(), cluster.id, election.office, change.now()).await?;
    let found = eligible.into_iter().find(|each| each.account == nominee);
    let found = found.ok_or_else(|| Error::field("nominee", "Choose somebody who may hold this office"))?;
    let row = committee_nomination::Model {
        election_id: id,
        account_id: found.account,
        school_id: found.school,
        name: found.name,
        nominated_by: change.by()?,
        nominated_at: change.now(),
    };
    let twice = Error::field("nominee", "This person stands already");
    let kept = row.into_active_model().insert(change.tx()).await;
    kept.map_err(|error| Error::on_duplicate(error, twice))?;
    let entry = event(cluster.id, "committee.put_forward", format!("election:{id}"));
    change.commit(entry.with(json!({ "account": nominee }))).await?;
    Ok(())
}

/// Somebody does not stand after all: they themselves say so, or who put them forward.
pub async fn withdraw_nomination(context: &Context, slug: &str, id: ElectionId, nominee: AccountId) -> Result<()> {
    let (change, cluster, _, election) = begin(context, slug, id, Action::PutForward).await?;
    is_nominating(&election, change.now())?;
    let all = store::nominations(change.tx(), id).await?;
    let row = all.into_iter().find(|row| row.account_id == nominee).ok_or(Error::NotFound)?;
    let by = change.by()?;
    if by != row.account_id && by != row.nominated_by {
        return Err(Error::Forbidden(
            "Only the person who stands, or who put them forward, can take this back.".to_owned(),
        ));
    }
    row.delete(change.tx()).await?;
    let entry = event(cluster.id, "committee.nomination_withdrawn", format!("election:{id}"));
    change.commit(entry.with(json!({ "account": nominee }))).await?;
    Ok(())
}

/// Casts or changes the online vote of the reader's school; none abstains.
pub async fn cast(context: &Context, slug: &str, id: ElectionId, nominee: Option<AccountId>) -> Result<()> {
    let (change, cluster, _, election) = begin(context, slug, id, Action::Vote).await?;
    let Some(closes) = election.closes_at else { return Err(refused(Refusal::AtAMeeting)) };
    match rules::stage(&election, change.now()) {
        Stage::Voting => {}
        Stage::Nominating => {
            return Err(refused(Refusal::NominationsOpen(words::deadline(election.nominations_until))));
        }
        _ => return Err(refused(Refusal::VoteClosed(words::deadline(closes)))),
    }
    let (school, capacity) = seat_of(context, cluster.id).ok_or_else(|| refused(Refusal::NoSeat))?;
    let seats = award::seats(change.tx(), cluster.id, change.now()).await?;
    if seats.iter().all(|seat| seat.school != school) {
        return Err(refused(Refusal::NoSeat));
    }
    let stands = store::nominations(change.tx(), id).await?;
    if nominee.is_some_and(|nominee| stands.iter().all(|row| row.account_id != nominee)) {
        return Err(Error::field("nominee", "Choose one of those who stand"));
    }
    let earlier = store::own_ballot(change.tx(), id, school).await?;
    if capacity == Capacity::Substitute && earlier.is_some_and(|vote| vote.capacity == Capacity::Representative) {
        return Err(refused(Refusal::RepresentativeVoted));
    }
    keep_ballot(&change, id, (school, capacity), nominee).await?;
    let entry = event(cluster.id, "committee.election_vote_cast", format!("election:{id}"));
    change.commit(entry.with(json!({ "school": school, "capacity": capacity }))).await?;
    Ok(())
}
