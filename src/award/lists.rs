//! The decisions of a reader's clusters, and what of them waits for the reader.

use super::store::{self, Decided};
use crate::cluster;
use crate::platform::access::{Action, Actor};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::award::AwardState;
use ::entity::joining::JoinState;
use ::entity::membership::Role;
use ::entity::{ids::*, joining, vote};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// A decision in a list, with what waits for the reader.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub decided: Decided,
    /// The reader's school has not voted, and may.
    pub vote: bool,
    /// The reader's school has to decide whether it joins.
    pub join: bool,
    /// The reader is a governor or the head of a school that has not voted, or not decided: there is a pack to read.
    pub pack: bool,
    /// The vote is open until then.
    pub open_until: Option<DateTime<Utc>>,
}

/// The clusters in which the reader holds a role, or whose schools they work for.
pub async fn clusters_of_actor(context: &Context) -> Result<Vec<ClusterId>> {
    Ok(cluster::own(context).await?.iter().map(|cluster| cluster.id).collect())
}

/// The newest decisions of the reader's clusters. Six queries for any number of rows, one where there are none.
pub async fn newest_decisions(context: &Context) -> Result<Vec<Waiting>> {
    let clusters = clusters_of_actor(context).await?;
    if clusters.is_empty() {
        return Ok(Vec::new());
    }
    waiting(context, store::newest_decided(context.read(), &clusters).await?).await
}

/// A page of decisions of these clusters, and how many pages there are. Seven queries for any number of rows.
pub async fn decisions(context: &Context, clusters: &[ClusterId], page: u64) -> Result<(Vec<Waiting>, u64)> {
    let (rows, pages) = store::decided_in(context.read(), clusters, page).await?;
    Ok((waiting(context, rows).await?, pages))
}

/// What of these decisions waits for the reader.
async fn waiting(context: &Context, rows: Vec<Decided>) -> Result<Vec<Waiting>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let own = own_schools(&context.actor);
    let open = |row: &Decided| {
        let ballot = row.ballot.as_ref().filter(|_| row.award.state == AwardState::Recommended)?;
        (ballot.recorded_at.is_none() && context.now < ballot.closes_at).then_some((ballot.id, ballot.closes_at))
    };
    let ballots: Vec<BallotId> = rows.iter().filter_map(|row| open(row).map(|(id, _)| id)).collect();
    let votes = store::votes_of(context.read(), &ballots, &own).await?;
    let awards: Vec<AwardId> = rows.iter().map(|row| row.award.id).collect();
    let joins = store::joinings_of(context.read(), &awards, &own).await?;
    let voter = context.actor.has_role(Role::Representative) || context.actor.has_role(Role::Substitute);
    let decider = Action::RecordMandate.roles().iter().any(|role| context.actor.has_role(*role));
    let waiting = |decided: Decided| {
        let open = open(&decided);
        let voted = |ballot: BallotId| votes.iter().any(|vote: &vote::Model| vote.ballot_id == ballot);
        let undecided = |join: &joining::Model| join.award_id == decided.award.id && join.state == JoinState::Undecided;
        let vote = open.is_some_and(|(ballot, _)| !voted(ballot));
        let before_vote = decided.award.state == AwardState::Recommended && decided.ballot.is_none();
        let join = decided.award.state == AwardState::Ratified && joins.iter().any(undecided);
        Waiting {
            vote: voter && vote,
            join: decider && join,
            pack: decider && (before_vote || vote || join),
            open_until: open.map(|(_, until)| until),
            decided,
        }
    };
    Ok(rows.into_iter().map(waiting).collect())
}

/// The schools that the reader's hats are for.
fn own_schools(actor: &Actor) -> Vec<SchoolId> {
    let schools: BTreeSet<SchoolId> = actor.hats().iter().filter_map(|hat| hat.for_school()).collect();
    schools.into_iter().collect()
}

/// The cluster behind an address, for who may see its reports.
pub async fn cluster_of(context: &Context, slug: &str) -> Result<::entity::cluster::Model> {
    let found = cluster::by_slug(context.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = cluster::place_of(context.read(), found.id).await?;
    context.actor.require_sight(Action::SeeReport, &place)?;
    Ok(found)
}
