//! Who came to a meeting, as the clerk records it.

use super::rules;
use super::{begin, event, refused, store};
use crate::award;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::committee_attendance::{self, AttendedAs};
use ::entity::vote::Capacity;
use ::entity::{committee_meeting, ids::*};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

const MOST_OBSERVERS: usize = 50;

/// Who came.
#[derive(Clone, Debug, Default)]
pub struct Attendance {
    pub schools: Vec<(SchoolId, Capacity)>,
    pub associates: Vec<AssociateId>,
    /// Names, as typed.
    pub observers: Vec<String>,
}

/// A meeting with published minutes, and the schools that came.
#[derive(Clone, Debug)]
pub struct Minuted {
    pub meeting: committee_meeting::Model,
    pub came: BTreeSet<SchoolId>,
}

/// The meetings of a cluster that began in a span and whose minutes are published, the earliest first. Two queries.
pub async fn minuted(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    span: (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Minuted>> {
    let meetings = store::minuted(connection, cluster, span).await?;
    let ids: Vec<CommitteeMeetingId> = meetings.iter().map(|meeting| meeting.id).collect();
    let came = store::came_to(connection, &ids).await?;
    let with_schools = |meeting: committee_meeting::Model| {
        let own = came.iter().filter(|(of, _)| *of == meeting.id);
        Minuted { came: own.map(|(_, school)| *school).collect(), meeting }
    };
    Ok(meetings.into_iter().map(with_schools).collect())
}

/// Records who came, in the place of what was recorded before.
pub async fn record_attendance(context: &Context, slug: &str, number: i32, new: Attendance) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::MinuteMeeting).await?;
    rules::may_record(&meeting, change.now()).map_err(refused)?;
    let rows = rows(&change, &meeting, &new).await?;
    let data =
        json!({ "schools": new.schools.len(), "associates": new.associates.len(), "observers": new.observers.len() });
    committee_attendance::Entity::delete_many()
        .filter(committee_attendance::Column::MeetingId.eq(meeting.id))
        .exec(change.tx())
        .await?;
    if !rows.is_empty() {
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        committee_attendance::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    }
    let entry = event(cluster.id, "committee.attendance_recorded", format!("meeting:{}", meeting.id));
    change.commit(entry.with(data)).await?;
    Ok(())
}

async fn rows(
    change: &Change,
    meeting: &committee_meeting::Model,
    new: &Attendance,
) -> Result<Vec<committee_attendance::Model>> {
    let seats = award::seats(change.tx(), meeting.cluster_id, meeting.starts_at).await?;
    let holders = seats.iter().flat_map(|seat| seat.representative.into_iter().chain(seat.substitute));
    let names: HashMap<AccountId, String> = crate::account::names(change.tx(), holders).await?;
    let mut people = Vec::new();
    for (school, capacity) in &new.schools {
        let seat = seats.iter().find(|seat| seat.school == *school);
        let account = seat.and_then(|seat| match capacity {
            Capacity::Representative => seat.representative,
            Capacity::Substitute => seat.substitute,
        });
        let account = account.ok_or_else(|| Error::refused("Nobody held that seat on the day of the meeting"))?;
        let attended_as = match capacity {
            Capacity::Representative => AttendedAs::Representative,
            Capacity::Substitute => AttendedAs::Substitute,
        };
        people.push((attended_as, Some(*school), Some(account), names.get(&account).cloned().unwrap_or_default()));
    }
    let associates = store::associates(change.tx(), meeting.cluster_id).await?;
    for associate in associates.into_iter().filter(|associate| new.associates.contains(&associate.id)) {
        people.push((AttendedAs::Associate, None, None, associate.name));
    }
    if new.observers.len() > MOST_OBSERVERS {
        return Err(Error::field("observers", format!("Enter at most {MOST_OBSERVERS} observers")));
    }
    people.extend(new.observers.iter().map(|name| (AttendedAs::Observer, None, None, name.clone())));
    let row = |(position, (attended_as, school_id, account_id, name))| committee_attendance::Model {
        meeting_id: meeting.id,
        position,
        attended_as,
        school_id,
        account_id,
        name,
    };
    Ok((1..).zip(people).map(row).collect())
}
