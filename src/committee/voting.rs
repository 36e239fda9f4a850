//! A school in several clusters chooses where it votes; the others list it without a vote.

use super::{event, store};
use crate::cluster::{self, rules::votes_in};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::{cluster as cluster_row, ids::*, school, voting_cluster};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

/// A member school that is in other clusters too.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    pub school: school::Model,
    /// All clusters that it is in, the first joined first.
    pub clusters: Vec<cluster_row::Model>,
    pub votes_in: Option<ClusterId>,
    /// The reader may choose for the school.
    pub may_choose: bool,
}

/// The schools of a cluster that are in other clusters too, in its order. Five queries.
pub async fn elsewhere(context: &Context, cluster: ClusterId) -> Result<Vec<Elsewhere>> {
    let members = cluster::members(context.read(), cluster).await?;
    let ids: Vec<SchoolId> = members.iter().map(|member| member.school.id).collect();
    let also = store::also_in(context.read(), &ids).await?;
    let chosen = store::voting_choices(context.read(), &ids).await?;
    let of_school = |member: cluster::Member| {
        let id = member.school.id;
        let clusters: Vec<_> =
            also.iter().filter(|(school, _)| *school == id).map(|(_, cluster)| cluster.clone()).collect();
        let joined: Vec<ClusterId> = clusters.iter().map(|cluster| cluster.id).collect();
        let chosen = chosen.iter().find(|row| row.school_id == id).map(|row| row.cluster_id);
        let may_choose = context.actor.may(Action::AgreeForBody, &Place::school(id));
        Elsewhere { votes_in: votes_in(&joined, chosen), school: member.school, clusters, may_choose }
    };
    Ok(members.into_iter().map(of_school).filter(|each| each.clusters.len() > 1).collect())
}

/// A school's head or governor chooses the cluster in which it votes from now on.
pub async fn choose_voting_cluster(context: &Context, school: SchoolId, slug: &str) -> Result<()> {
    context.actor.require(Action::AgreeForBody, &Place::school(school))?;
    let cluster = cluster::by_slug(context.read(), slug).await?;
    let joined = cluster::clusters_of(context.read(), school).await?;
    let cluster = cluster.filter(|cluster| joined.iter().any(|each| each.id == cluster.id));
    let cluster = cluster.ok_or_else(|| Error::field("votes_in", "Choose a cluster that the school is in"))?;
    let change = Change::begin(context).await?;
    let row = voting_cluster::ActiveModel {
        school_id: Set(school),
        cluster_id: Set(cluster.id),
        chosen_at: Set(change.now()),
        chosen_by: Set(context.actor.account),
    };
    use voting_cluster::Column;
    let latest = OnConflict::column(Column::SchoolId)
        .update_columns([Column::ClusterId, Column::ChosenAt, Column::ChosenBy])
        .to_owned();
    voting_cluster::Entity::insert(row).on_conflict(latest).exec_without_returning(change.tx()).await?;
    let entry = event(cluster.id, "committee.voting_cluster_chosen", format!("school:{school}"));
    change.commit(entry.with(json!({ "school": school }))).await?;
    Ok(())
}
