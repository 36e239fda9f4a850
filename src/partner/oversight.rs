//! What an authority's officer sees of the clusters that its schools are in: only what is public or its schools' own.

use super::rules::{Risk, risks};
use super::store::{self, Costlier};
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words::london_day;
use crate::tender::rules::states;
use ::entity::joining::{JoinState, Model as Joining};
use ::entity::{cluster, ids::*, provider, school, tender};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashMap};

/// The whole page of one authority.
#[derive(Clone, Debug)]
pub struct Oversight {
    pub authority: provider::Model,
    pub clusters: Vec<(cluster::Model, Vec<school::Model>)>,
    /// Published tenders of those clusters, the newest first.
    pub tenders: Vec<Watched>,
    /// Schools that pay more under a contract in force than before.
    pub costlier: Vec<(school::Model, Costlier)>,
    /// Open schools of the area that are in no cluster, as many as are shown, and how many there are.
    pub outside: (Vec<school::Model>, u64),
    pub risks: Vec<Risk>,
    /// Awards whose bidders were told, with the tender's reference and title.
    pub awards: Vec<Award>,
}

/// An award to take note of.
#[derive(Clone, Debug)]
pub struct Award {
    pub reference: String,
    pub title: String,
    pub cluster: String,
    pub winner: String,
    pub told_on: NaiveDate,
    pub standstill_until: Option<NaiveDate>,
}

/// A tender with how many of the authority's schools are in its award, and who left.
#[derive(Clone, Debug)]
pub struct Watched {
    pub tender: tender::Model,
    pub cluster: String,
    /// "Open for bids".
    pub state: &'static str,
    pub joined: usize,
    pub undecided: usize,
    pub left: Vec<String>,
    /// The authority bids in it: nothing more is told until the outcome is sent, or its officer's part is assessed.
    pub is_walled: bool,
}

/// How long a school that left stands among the risks, and how far ahead contracts are looked at.
const DAYS_BACK: u64 = 365;
const DAYS_AHEAD: u64 = 365;

/// The officer's overview. A bounded number of queries, whatever the number of clusters.
pub async fn of(context: &Context, la_code: &str) -> Result<Oversight> {
    let connection = context.read();
    let authority = store::authority(connection, la_code).await?.ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::SeeOversight, &Place::provider(authority.id))?;
    let members = store::clustered(connection, la_code, london_day(context.now)).await?;
    let schools: BTreeMap<SchoolId, school::Model> =
        members.iter().map(|(_, school)| (school.id, school.clone())).collect();
    let mut of_cluster = HashMap::<ClusterId, Vec<school::Model>>::new();
    for (member, school) in members {
        of_cluster.entry(member.cluster_id).or_default().push(school);
    }
    let ids: Vec<_> = of_cluster.keys().copied().collect();
    let clusters = store::clusters(connection, &ids).await?;
    let names: HashMap<_, _> = clusters.iter().map(|cluster| (cluster.id, cluster.name.clone())).collect();
    let tenders = store::tenders(connection, &ids).await?;
    let walled = crate::tender::walled_off(context, authority.id, &tenders).await?;
    let mut joinings = store::joinings(connection, &tenders).await?;
    let watched = |tender: tender::Model| {
        let own = joinings.remove(&tender.id).unwrap_or_default();
        let cluster = names.get(&tender.cluster_id).cloned().unwrap_or_default();
        let state = states::words(states::phase(&tender, context.now));
        let is_walled = walled.contains(&tender.id);
        let own = if is_walled { Vec::new() } else { own };
        Watched { is_walled, ..watch(tender, cluster, state, &own, &schools) }
    };
    let open: Vec<TenderId> = tenders.iter().map(|tender| tender.id).filter(|id| !walled.contains(id)).collect();
    let awards = awards(context, &tenders, &names, &open).await?;
    let risks = risks_of(context, &authority, la_code, &clusters).await?;
    let outside = store::outside(connection, la_code, london_day(context.now)).await?;
    let school_ids: Vec<_> = schools.keys().copied().collect();
    let costlier = store::costlier(connection, &school_ids, london_day(context.now)).await?;
    let named = |row: Costlier| Some((schools.get(&row.school)?.clone(), row));
    Ok(Oversight {
        tenders: tenders.into_iter().map(watched).collect(),
        costlier: costlier.into_iter().filter_map(named).collect(),
        clusters: clusters
            .into_iter()
            .map(|one| (one.clone(), of_cluster.remove(&one.id).unwrap_or_default()))
            .collect(),
        outside,
        risks,
        awards,
        authority,
    })
}

async fn awards(
    context: &Context,
    tenders: &[tender::Model],
    clusters: &HashMap<ClusterId, String>,
    open: &[TenderId],
) -> Result<Vec<Award>> {
    let noted = store::noted(context.read(), open).await?;
    let award = |noted: store::Noted| {
        let tender = tenders.iter().find(|tender| tender.id == noted.lot.tender_id)?;
        Some(Award {
            reference: tender.reference.clone(),
            title: tender.title.clone(),
            cluster: clusters.get(&tender.cluster_id).cloned().unwrap_or_default(),
            winner: noted.winner,
            told_on: noted.lot.standstill_from?,
            standstill_until: noted.lot.standstill_ends_at.map(london_day),
        })
    };
    Ok(noted.into_iter().filter_map(award).collect())
}

/// Services that end, and schools that are left alone. Six queries.
async fn risks_of(
    context: &Context,
    authority: &provider::Model,
    la_code: &str,
    clusters: &[cluster::Model],
) -> Result<Vec<Risk>> {
    let connection = context.read();
    let today = london_day(context.now);
    let (since, until) = (today - Days::new(DAYS_BACK), today + Days::new(DAYS_AHEAD));
    let ids: Vec<ClusterId> = clusters.iter().map(|cluster| cluster.id).collect();
    let withdrawn = store::withdrawn(connection, authority.id, since).await?;
    let ending = store::ending(connection, &ids, (today, until)).await?;
    let under_way = store::under_way(connection, &ids).await?;
    let alone = store::alone(connection, la_code, (since, today)).await?;
    let name = |id: ClusterId| clusters.iter().find(|cluster| cluster.id == id).map(|cluster| cluster.name.clone());
    let withdrawn = withdrawn.into_iter().map(|one| (one.title, one.last_day, one.listing.withdrawal_reason));
    let ending = ending.into_iter().map(|one| {
        let is_tendered = under_way.contains(&(one.contract.cluster_id, one.contract.category_id));
        let cluster = name(one.contract.cluster_id).unwrap_or_default();
        (one.contract.title, cluster, one.contract.ends_on, one.has_successor, is_tendered)
    });
    let alone = alone.into_iter().map(|one| (one.school.name, one.left_on));
    Ok(risks(withdrawn, ending, alone))
}

fn watch(
    tender: tender::Model,
    cluster: String,
    state: &'static str,
    joinings: &[Joining],
    schools: &BTreeMap<SchoolId, school::Model>,
) -> Watched {
    let own: Vec<_> = joinings.iter().filter(|row| schools.contains_key(&row.school_id)).collect();
    let count = |states: &[JoinState]| own.iter().filter(|row| states.contains(&row.state)).count();
    let name = |row: &&Joining| schools.get(&row.school_id).map(|school| school.name.clone());
    Watched {
        joined: count(&[JoinState::InByMandate, JoinState::InByDecision]),
        undecided: count(&[JoinState::Undecided]),
        left: own.iter().copied().filter(|row| row.state == JoinState::Left).filter_map(|row| name(&row)).collect(),
        tender,
        cluster,
        state,
        is_walled: false,
    }
}
