//! An election as a page may show it.

use super::{Nominee, eligible, meeting_of};
use crate::award::{self, rules::Seat, seat_of};
use crate::cluster;
use crate::committee::rules::{self, ElectionResult, Phase, Stage};
use crate::committee::store;
use crate::platform::access::Place;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::{
    cluster as cluster_row, committee_election, committee_election_vote, committee_meeting, committee_nomination,
    ids::*,
};

/// An election as its page shows it: no votes before it is recorded.
#[derive(Clone, Debug)]
pub struct ElectionFacts {
    pub election: committee_election::Model,
    pub stage: Stage,
    pub stands: Vec<committee_nomination::Model>,
    /// Those who can be put forward while that is open.
    pub eligible: Vec<Nominee>,
    pub seats: Vec<Seat>,
    /// Schools that have voted online.
    pub voted: usize,
    /// The reader's seat, and what was cast from it.
    pub own: Option<(String, Option<committee_election_vote::Model>)>,
    pub result: Option<ElectionResult>,
    /// The meeting that elects.
    pub meeting: Option<committee_meeting::Model>,
    /// Schools that were at that meeting, once its minutes are due.
    pub there: Vec<(SchoolId, String)>,
}

/// One election, for the people of the cluster.
pub async fn election(
    context: &Context,
    slug: &str,
    id: ElectionId,
) -> Result<(cluster_row::Model, Place, ElectionFacts)> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    let read = context.read();
    let election = store::election(read, cluster.id, id).await?.ok_or(Error::NotFound)?;
    let stage = rules::stage(&election, context.now);
    let seats = award::seats(read, cluster.id, context.now).await?;
    let meeting = meeting_of(read, id).await?.map(|(_, meeting)| meeting);
    let facts = ElectionFacts {
        stage,
        stands: store::nominations(read, id).await?,
        eligible: eligible(read, cluster.id, election.office, context.now).await?,
        voted: store::ballots_of(read, id).await?.len(),
        own: own(context, cluster.id, id, &seats).await?,
        result: election.result.clone().map(serde_json::from_value).transpose()?,
        there: there(context, meeting.as_ref(), &seats).await?,
        meeting,
        seats,
        election,
    };
    Ok((cluster, place, facts))
}

async fn own(
    context: &Context,
    cluster: ClusterId,
    id: ElectionId,
    seats: &[Seat],
) -> Result<Option<(String, Option<committee_election_vote::Model>)>> {
    let Some((school, _)) = seat_of(context, cluster) else { return Ok(None) };
    let Some(seat) = seats.iter().find(|seat| seat.school == school) else { return Ok(None) };
    Ok(Some((seat.name.clone(), store::own_ballot(context.read(), id, school).await?)))
}

async fn there(
    context: &Context,
    meeting: Option<&committee_meeting::Model>,
    seats: &[Seat],
) -> Result<Vec<(SchoolId, String)>> {
    let due = meeting.filter(|meeting| rules::phase(meeting, context.now) == Phase::MinutesDue);
    let Some(meeting) = due else { return Ok(Vec::new()) };
    let came = store::attendance(context.read(), meeting.id).await?;
    let was_there = |seat: &&Seat| came.iter().any(|row| row.school_id == Some(seat.school));
    Ok(seats.iter().filter(was_there).map(|seat| (seat.school, seat.name.clone())).collect())
}
