//! An election is opened: for which office, until when, by whom; or called off.

use super::begin;
use crate::account;
use crate::award::{self, rules::Seat};
use crate::cluster;
use crate::committee::letters::{self, ElectionOpened};
use crate::committee::rules::{self, Refusal};
use crate::committee::{agenda, event, gate, refused, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::committee_item::ItemPurpose;
use ::entity::membership::Role;
use ::entity::{cluster as cluster_row, committee_election, ids::*};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// An election to open.
#[derive(Clone, Debug)]
pub struct NewElection {
    /// Chair or vice-chair.
    pub office: Role,
    pub nominations_until: DateTime<Utc>,
    /// When an online vote closes.
    pub closes_at: Option<DateTime<Utc>>,
    /// The planned meeting that elects, where there is no online vote.
    pub meeting: Option<i32>,
    pub term_ends_on: NaiveDate,
}

/// Opens an election and asks the members to put people forward.
pub async fn open_election(context: &Context, slug: &str, new: NewElection) -> Result<ElectionId> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(Action::CallMeeting, &place)?;
    check_dates(&new, context.now)?;
    let change = Change::begin(context).await?;
    if store::open_for_office(change.tx(), cluster.id, new.office).await?.is_some() {
        return Err(Error::field("office", "An election of this office is open already"));
    }
    let row = committee_election::Model {
        id: ElectionId::new(change.now()),
        cluster_id: cluster.id,
        office: new.office,
        opened_at: change.now(),
        nominations_until: new.nominations_until,
        closes_at: new.closes_at,
        term_ends_on: new.term_ends_on,
        result: None,
        elected: None,
        recorded_at: None,
        called_off_reason: None,
    };
    let id = row.id;
    row.into_active_model().insert(change.tx()).await?;
    if let Some(number) = new.meeting.filter(|_| new.closes_at.is_none()) {
        put_on_agenda(&change, &cluster, number, (id, &new)).await?;
    }
    let office = new.office.title().to_lowercase();
    let notice = ElectionOpened {
        cluster: cluster.name.clone(),
        office,
        until: words::deadline(new.nominations_until),
        closes: new.closes_at.map(words::deadline),
        path: format!("/clusters/{slug}/elections/{id}"),
    };
    letters::tell_members(&change, cluster.id, &notice).await?;
    let data = json!({ "office": new.office, "term_ends_on": new.term_ends_on, "closes_at": new.closes_at });
    change.commit(event(cluster.id, "committee.election_opened", format!("election:{id}")).with(data)).await?;
    Ok(id)
}

fn check_dates(new: &NewElection, now: DateTime<Utc>) -> Result<()> {
    if new.nominations_until <= now {
        return Err(Error::field("until-day", "Enter a day later than today for putting people forward"));
    }
    if new.closes_at.is_none() && new.meeting.is_none() {
        return Err(Error::field("closes-day", "Enter when the online vote closes, or choose the meeting that elects"));
    }
    if new.closes_at.is_some_and(|closes| closes <= new.nominations_until) {
        return Err(Error::field("closes-day", "Voting must close later than the time for putting people forward"));
    }
    if new.term_ends_on <= words::london_day(new.closes_at.unwrap_or(new.nominations_until)) {
        return Err(Error::field("term-day", "The term must end later than the election"));
    }
    Ok(())
}

async fn put_on_agenda(
    change: &Change,
    cluster: &cluster_row::Model,
    number: i32,
    (election, new): (ElectionId, &NewElection),
) -> Result<()> {
    let meeting = store::by_number(change.tx(), cluster.id, number).await?;
    let meeting = meeting.ok_or_else(|| Error::field("meeting", "Choose a meeting that is not called yet"))?;
    rules::may_change_agenda(&meeting, change.now()).map_err(|refusal| Error::field("meeting", refusal))?;
    if new.nominations_until > meeting.starts_at {
        return Err(Error::field("until-day", "People are put forward before the meeting begins"));
    }
    let office = new.office.title().to_lowercase();
    let item = agenda::NewItem {
        purpose: ItemPurpose::Election,
        title: format!("Election of the {office}"),
        words: format!("For a term until {}.", words::date(new.term_ends_on)),
        kind: None,
        sharing_rule: None,
    };
    agenda::insert(change, &meeting, item, Some(election)).await?;
    Ok(())
}

/// Somebody who may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nominee {
    pub account: AccountId,
    pub name: String,
    pub school: SchoolId,
    pub school_name: String,
}

/// Those whom the terms of reference let chair, in the cluster's order.
pub async fn eligible(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    office: Role,
    now: DateTime<Utc>,
) -> Result<Vec<Nominee>> {
    let seats = award::seats(connection, cluster, now).await?;
    let terms = store::in_force(connection, cluster, words::london_day(now)).await?;
    let people: Vec<(AccountId, &Seat)> = seats
        .iter()
        .flat_map(|seat| seat.representative.into_iter().chain(seat.substitute).map(move |account| (account, seat)))
        .collect();
    let accounts: Vec<AccountId> = people.iter().map(|(account, _)| *account).collect();
    let mut held: HashMap<AccountId, Vec<store::Held>> = HashMap::new();
    for (account, role) in store::held_by(connection, &accounts).await? {
        held.entry(account).or_default().push(role);
    }
    let names = account::names(connection, accounts).await?;
    let may = |account: &AccountId| {
        let held = held.get(account).map(Vec::as_slice).unwrap_or_default();
        terms.as_ref().is_none_or(|terms| rules::may_chair(terms, office, gate::candidate(held, cluster)).is_ok())
    };
    let mut seen = BTreeSet::new();
    let nominee = |(account, seat): (AccountId, &Seat)| {
        let name = names.get(&account)?.clone();
        Some(Nominee { account, name, school: seat.school, school_name: seat.name.clone() })
    };
    Ok(people.into_iter().filter(|(account, _)| seen.insert(*account) && may(account)).filter_map(nominee).collect())
}

/// Ends an election without a result.
pub async fn call_off_election(context: &Context, slug: &str, id: ElectionId, reason: &str) -> Result<()> {
    let (change, cluster, _, election) = begin(context, slug, id, Action::CallMeeting).await?;
    if election.recorded_at.is_some() || election.called_off_reason.is_some() {
        return Err(refused(Refusal::AlreadyRecorded));
    }
    let mut row = election.into_active_model();
    row.called_off_reason = Set(Some(reason.to_owned()));
    row.update(change.tx()).await?;
    let entry = event(cluster.id, "committee.election_called_off", format!("election:{id}"));
    change.commit(entry.because(reason)).await?;
    Ok(())
}
