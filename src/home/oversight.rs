//! What an authority's officer sees of the clusters that its schools are in: only what is public or its schools' own.

use super::store::{self, Costlier};
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words::london_day;
use crate::tender::rules::states;
use ::entity::joining::{JoinState, Model as Joining};
use ::entity::{cluster, ids::*, provider, school, tender};
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

/// The officer's overview. Nine queries, whatever the number of clusters.
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
    let ids: Vec<_> = schools.keys().copied().collect();
    let costlier = store::costlier(connection, &ids, london_day(context.now)).await?;
    let named = |row: Costlier| Some((schools.get(&row.school)?.clone(), row));
    Ok(Oversight {
        tenders: tenders.into_iter().map(watched).collect(),
        costlier: costlier.into_iter().filter_map(named).collect(),
        clusters: clusters
            .into_iter()
            .map(|one| (one.clone(), of_cluster.remove(&one.id).unwrap_or_default()))
            .collect(),
        authority,
    })
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
