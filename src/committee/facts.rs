//! A meeting with everything that was recorded of it, counted.

use super::rules::{self, Came, ItemFacts, MeetingFacts, Phase};
use super::{found, store};
use crate::award::rules::{Counted, How, SchoolVote, Seat, counted, needs_casting_vote};
use crate::platform::access::Place;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use crate::{award, cluster};
use ::entity::agreement::Majority;
use ::entity::committee_attendance::AttendedAs;
use ::entity::committee_item::ItemPurpose;
use ::entity::vote::{Capacity, Choice};
use ::entity::{
    cluster as cluster_row, committee_attendance, committee_interest, committee_item, committee_meeting,
    committee_paper, committee_terms, ids::*,
};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// Who may come for a school, or came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub school: SchoolId,
    pub school_name: String,
    pub capacity: Capacity,
    pub name: String,
    pub came: bool,
}

/// An item with what was recorded of it.
#[derive(Clone, Debug)]
pub struct ItemStanding {
    pub item: committee_item::Model,
    /// One line a school with a vote, in the cluster's order.
    pub schools: Vec<SchoolVote>,
    pub interests: Vec<committee_interest::Model>,
    /// Of a decision: as stored with published minutes, else as it would be counted now.
    pub counted: Option<Counted>,
    /// The chair may break a tie that stands.
    pub needs_casting_vote: bool,
}

/// A meeting as it stands.
#[derive(Clone, Debug)]
pub struct Meeting {
    pub meeting: committee_meeting::Model,
    pub phase: Phase,
    pub terms: Option<committee_terms::Model>,
    /// Those with a seat on the day of the meeting.
    pub people: Vec<Person>,
    pub attendance: Vec<committee_attendance::Model>,
    pub items: Vec<ItemStanding>,
    pub papers: Vec<committee_paper::Model>,
    pub quorum: usize,
    pub voting_members: usize,
    /// Schools of which somebody with a vote came.
    pub schools_present: usize,
}

/// The meeting with its cluster, for whoever may see it.
pub async fn meeting(context: &Context, slug: &str, number: i32) -> Result<(cluster_row::Model, Place, Meeting)> {
    let (cluster, place, meeting) = found(context, slug, number).await?;
    let standing = standing_of(context.read(), &meeting, context.now).await?;
    Ok((cluster, place, standing))
}

/// Everything that stands of a meeting. The same number of queries whatever its agenda.
pub(super) async fn standing_of(
    connection: &impl ConnectionTrait,
    meeting: &committee_meeting::Model,
    now: DateTime<Utc>,
) -> Result<Meeting> {
    let at = meeting.starts_at.min(now);
    let seats = award::seats(connection, meeting.cluster_id, at).await?;
    let terms = store::in_force(connection, meeting.cluster_id, words::london_day(meeting.starts_at)).await?;
    let agreement = cluster::agreement_in_force(connection, meeting.cluster_id).await?;
    let attendance = store::attendance(connection, meeting.id).await?;
    let came = came(&attendance);
    let items = store::items(connection, meeting.id).await?;
    let ids: Vec<CommitteeItemId> = items.iter().map(|item| item.id).collect();
    let interests = store::interests(connection, &ids).await?;
    let votes = store::votes(connection, &ids).await?;
    let least = agreement.as_ref().map_or(0, |agreement| rules::least_quorum(agreement.form));
    let quorum =
        terms.as_ref().map_or(seats.len().div_ceil(2), |terms| rules::quorum_of(terms, seats.len())).max(least);
    let how = How {
        majority: agreement.as_ref().map_or(Majority::Simple, |agreement| agreement.majority),
        casting_vote_allowed: agreement.as_ref().is_some_and(|agreement| agreement.casting_vote),
        casting_vote: None,
        quorum: Some(quorum),
    };
    let standing = |item: committee_item::Model| {
        let interests: Vec<_> = interests.iter().filter(|interest| interest.item_id == item.id).cloned().collect();
        let votes = votes.iter().filter(|vote| vote.item_id == item.id);
        let votes: BTreeMap<SchoolId, Choice> = votes.map(|vote| (vote.school_id, vote.choice)).collect();
        item_standing(item, (&seats, &came), interests, votes, how)
    };
    let items = items.into_iter().map(standing).collect::<Result<Vec<_>>>()?;
    let names = account_names(connection, &seats).await?;
    let is_present = |seat: &&Seat| came.iter().any(|(school, _)| *school == seat.school);
    Ok(Meeting {
        phase: rules::phase(meeting, now),
        meeting: meeting.clone(),
        terms,
        people: people(&seats, &names, &came),
        papers: store::papers(connection, meeting.id).await?,
        quorum,
        voting_members: seats.len(),
        schools_present: seats.iter().filter(is_present).count(),
        attendance,
        items,
    })
}

async fn account_names(
    connection: &impl ConnectionTrait,
    seats: &[Seat],
) -> Result<std::collections::HashMap<AccountId, String>> {
    let accounts = seats.iter().flat_map(|seat| seat.representative.into_iter().chain(seat.substitute));
    crate::account::names(connection, accounts).await
}

fn came(attendance: &[committee_attendance::Model]) -> Vec<Came> {
    let of = |row: &committee_attendance::Model| {
        let capacity = match row.attended_as {
            AttendedAs::Representative => Capacity::Representative,
            AttendedAs::Substitute => Capacity::Substitute,
            AttendedAs::Associate | AttendedAs::Observer => return None,
        };
        Some((row.school_id?, capacity))
    };
    attendance.iter().filter_map(of).collect()
}

fn people(seats: &[Seat], names: &std::collections::HashMap<AccountId, String>, came: &[Came]) -> Vec<Person> {
    let of_seat = |seat: &Seat| {
        let person = |account: Option<AccountId>, capacity: Capacity| {
            Some(Person {
                school: seat.school,
                school_name: seat.name.clone(),
                capacity,
                name: names.get(&account?).cloned().unwrap_or_default(),
                came: came.contains(&(seat.school, capacity)),
            })
        };
        let both =
            [person(seat.representative, Capacity::Representative), person(seat.substitute, Capacity::Substitute)];
        both.into_iter().flatten()
    };
    seats.iter().flat_map(of_seat).collect()
}

fn item_standing(
    item: committee_item::Model,
    (seats, came): (&[Seat], &[Came]),
    interests: Vec<committee_interest::Model>,
    votes: BTreeMap<SchoolId, Choice>,
    how: How,
) -> Result<ItemStanding> {
    let interested: Vec<_> = interests.iter().map(|interest| (interest.school_id, interest.capacity)).collect();
    let schools = rules::schools_at(seats, came, &interested, &votes);
    let how = How { casting_vote: item.casting_vote, ..how };
    let stored: Option<Counted> = item.result.clone().map(serde_json::from_value).transpose()?;
    let fresh = (item.purpose == ItemPurpose::Decision).then(|| {
        let counted = counted(schools.clone(), how);
        Counted { outcome: rules::outcome(&counted), ..counted }
    });
    let needs_casting_vote = stored.is_none() && fresh.as_ref().is_some_and(|counted| needs_casting_vote(counted, how));
    let schools = stored.as_ref().map_or(schools, |stored| stored.schools.clone());
    Ok(ItemStanding { item, schools, interests, counted: stored.or(fresh), needs_casting_vote })
}

impl Meeting {
    /// What its minutes start from.
    pub fn facts(&self, cluster: &str, elected: &BTreeMap<ElectionId, String>) -> MeetingFacts {
        let absent = |school: &SchoolId| !self.people.iter().any(|person| person.school == *school && person.came);
        let mut schools: Vec<(SchoolId, String)> = Vec::new();
        for person in &self.people {
            if schools.iter().all(|(school, _)| *school != person.school) {
                schools.push((person.school, person.school_name.clone()));
            }
        }
        let attending = |row: &committee_attendance::Model| match row.attended_as {
            AttendedAs::Associate => Some(format!("{} (associate member)", row.name)),
            AttendedAs::Observer => Some(format!("{} (observer)", row.name)),
            AttendedAs::Representative | AttendedAs::Substitute => None,
        };
        let present = |person: &Person| format!("{} for {} ({})", person.name, person.school_name, person.capacity);
        MeetingFacts {
            cluster: cluster.to_owned(),
            number: self.meeting.number,
            starts_at: self.meeting.starts_at,
            place: self.meeting.place.clone(),
            urgent_reason: self.meeting.urgent_reason.clone(),
            present: self.people.iter().filter(|person| person.came).map(present).collect(),
            attending: self.attendance.iter().filter_map(attending).collect(),
            absent: schools.into_iter().filter(|(school, _)| absent(school)).map(|(_, name)| name).collect(),
            quorum: self.quorum,
            schools_present: self.schools_present,
            voting_members: self.voting_members,
            items: self.items.iter().map(|item| item.facts(elected)).collect(),
        }
    }
}

impl ItemStanding {
    fn facts(&self, elected: &BTreeMap<ElectionId, String>) -> ItemFacts {
        let name = |school: SchoolId| {
            let line = self.schools.iter().find(|line| line.school == school);
            line.map_or_else(String::new, |line| line.name.clone())
        };
        let interest = |interest: &committee_interest::Model| {
            format!("{}, {}: {}", name(interest.school_id), interest.capacity, interest.words)
        };
        ItemFacts {
            item: self.item.clone(),
            interests: self.interests.iter().map(interest).collect(),
            counted: self.counted.clone(),
            elected: self.item.election_id.and_then(|election| elected.get(&election).cloned()),
        }
    }
}
