//! Sub-groups with delegated powers: what they decide is reported to the committee's next meeting.

use super::rules;
use super::{agenda, event, refused, store};
use crate::account;
use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::committee_item::{DecisionKind, ItemPurpose};
use ::entity::membership::Role;
use ::entity::money::Money;
use ::entity::{
    cluster as cluster_row, committee_group, committee_group_decision, committee_group_member, committee_item,
    committee_meeting, ids::*,
};
use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use std::collections::HashMap;

const MOST_GROUPS: usize = 20;

/// A sub-group to set up.
#[derive(Clone, Debug)]
pub struct NewGroup {
    pub name: String,
    pub purpose: String,
    /// The most that one decision of it may spend.
    pub limit: Option<Money>,
    pub kinds: Vec<DecisionKind>,
    pub members: Vec<AccountId>,
    pub chair: AccountId,
}

/// Sets a sub-group up, of people who have a role in the cluster.
pub async fn make_group(context: &Context, slug: &str, new: NewGroup) -> Result<CommitteeGroupId> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(Action::SetTerms, &place)?;
    let change = Change::begin(context).await?;
    let there = store::groups(change.tx(), cluster.id).await?;
    if there.iter().filter(|group| group.ended_at.is_none()).count() >= MOST_GROUPS {
        return Err(Error::field("name", format!("A committee has at most {MOST_GROUPS} sub-groups")));
    }
    if !new.members.contains(&new.chair) {
        return Err(Error::field("chair", "The chair must be one of the members"));
    }
    let row = committee_group::Model {
        id: CommitteeGroupId::new(change.now()),
        cluster_id: cluster.id,
        name: new.name.clone(),
        purpose: new.purpose.clone(),
        spending_limit: new.limit,
        kinds: rules::kinds_json(&new.kinds),
        made_at: change.now(),
        ended_at: None,
    };
    let id = row.id;
    let taken = Error::field("name", "Another sub-group has this name. Choose another");
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, taken))?;
    insert_members(&change, &cluster, id, &new).await?;
    let data = json!({ "limit": new.limit, "kinds": rules::kinds_json(&new.kinds), "members": new.members.len() });
    change.commit(event(cluster.id, "committee.group_made", format!("group:{id}")).with(data)).await?;
    Ok(id)
}

async fn insert_members(
    change: &Change,
    cluster: &cluster_row::Model,
    group: CommitteeGroupId,
    new: &NewGroup,
) -> Result<()> {
    let officers = cluster::officers(change.tx(), cluster.id).await?;
    for account in &new.members {
        let officer = officers.iter().find(|officer| officer.account == *account);
        let officer = officer.ok_or_else(|| Error::field("members", "Choose people who have a role in the cluster"))?;
        let row = committee_group_member::Model {
            group_id: group,
            account_id: *account,
            school_id: officer.school,
            is_chair: *account == new.chair,
        };
        let twice = Error::field("members", "Choose each person once");
        row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, twice))?;
    }
    Ok(())
}

/// Takes a group's powers back; what it decided stays.
pub async fn end_group(context: &Context, slug: &str, id: CommitteeGroupId) -> Result<()> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    context.actor.require(Action::SetTerms, &place)?;
    let change = Change::begin(context).await?;
    let group = store::locked_group(change.tx(), cluster.id, id).await?.ok_or(Error::NotFound)?;
    if group.ended_at.is_some() {
        return Err(Error::stale());
    }
    let mut row = group.into_active_model();
    row.ended_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(event(cluster.id, "committee.group_ended", format!("group:{id}"))).await?;
    Ok(())
}

/// What a group decided.
#[derive(Clone, Debug)]
pub struct NewDecision {
    pub decided_on: NaiveDate,
    pub kind: DecisionKind,
    pub title: String,
    pub words: String,
    pub amount: Option<Money>,
}

/// A member of the group, or the clerk, records a decision within the group's powers.
pub async fn decide(context: &Context, slug: &str, id: CommitteeGroupId, new: NewDecision) -> Result<()> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    let change = Change::begin(context).await?;
    let group = store::locked_group(change.tx(), cluster.id, id).await?.ok_or(Error::NotFound)?;
    let members = store::members_of(change.tx(), &[id]).await?;
    require_record(context, &place, &members)?;
    if group.ended_at.is_some() {
        return Err(Error::refused("The committee took this group's powers back"));
    }
    if new.decided_on > words::london_day(change.now()) {
        return Err(Error::field("decided-day", "Enter the day of the decision, today or earlier"));
    }
    rules::may_decide(&rules::gates_of(&group.kinds), group.spending_limit, new.kind, new.amount).map_err(refused)?;
    let row = committee_group_decision::Model {
        id: GroupDecisionId::new(change.now()),
        group_id: id,
        cluster_id: cluster.id,
        decided_on: new.decided_on,
        kind: new.kind,
        title: new.title,
        words: new.words,
        amount: new.amount,
        recorded_by: context.actor.account,
        recorded_at: change.now(),
        reported_item_id: None,
    };
    row.into_active_model().insert(change.tx()).await?;
    let entry = event(cluster.id, "committee.group_decided", format!("group:{id}"));
    change.commit(entry.with(json!({ "kind": new.kind, "amount": new.amount }))).await?;
    Ok(())
}

/// Whoever sits in a group records what it decides; the clerk may too.
fn require_record(context: &Context, place: &Place, members: &[committee_group_member::Model]) -> Result<()> {
    if may_record(context, place, members) {
        return Ok(());
    }
    let sentence = "Only a member of the group, or the clerk, can record what it decided.";
    Err(Error::Forbidden(sentence.to_owned()))
}

fn may_record(context: &Context, place: &Place, members: &[committee_group_member::Model]) -> bool {
    let sits = members.iter().any(|member| Some(member.account_id) == context.actor.account);
    sits || context.actor.may(Action::MinuteMeeting, place)
}

/// Puts what groups decided, and what no meeting was told of, on the agenda for information.
pub(super) async fn report(change: &Change, meeting: &committee_meeting::Model) -> Result<()> {
    let waiting = store::unreported(change.tx(), meeting.cluster_id).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let groups = store::groups(change.tx(), meeting.cluster_id).await?;
    let name = |id: CommitteeGroupId| groups.iter().find(|group| group.id == id).map(|group| group.name.clone());
    for decision in waiting {
        let group = name(decision.group_id).unwrap_or_default();
        let spends = decision
            .amount
            .map(|amount| format!(" It spends {}.", words::pounds(amount.to_string().parse().unwrap_or_default())));
        let item = agenda::NewItem {
            purpose: ItemPurpose::Information,
            title: format!("{group} decided: {}", decision.title),
            words: format!("On {}: {}{}", words::date(decision.decided_on), decision.words, spends.unwrap_or_default()),
            kind: None,
            sharing_rule: None,
        };
        let item = agenda::insert(change, meeting, item, None).await?;
        let mut row = decision.into_active_model();
        row.reported_item_id = Set(Some(item));
        row.update(change.tx()).await?;
    }
    Ok(())
}

/// A meeting does not take place: what it would have been told is told to the next.
pub(super) async fn report_again(change: &Change, meeting: &committee_meeting::Model) -> Result<()> {
    let items: Vec<committee_item::Model> = store::items(change.tx(), meeting.id).await?;
    committee_group_decision::Entity::update_many()
        .col_expr(committee_group_decision::Column::ReportedItemId, Expr::value(Option::<CommitteeItemId>::None))
        .filter(committee_group_decision::Column::ReportedItemId.is_in(items.iter().map(|item| item.id)))
        .exec(change.tx())
        .await?;
    Ok(())
}

/// A group with its people and what it decided.
#[derive(Clone, Debug)]
pub struct GroupFacts {
    pub group: committee_group::Model,
    pub kinds: Vec<DecisionKind>,
    /// Names, the chair first.
    pub members: Vec<String>,
    pub chair: Option<String>,
    pub decisions: Vec<committee_group_decision::Model>,
    /// The reader may record what it decides.
    pub may_record: bool,
}

/// The groups of a committee; with `only`, one of them with what it decided.
pub async fn groups_of(
    context: &Context,
    slug: &str,
    only: Option<CommitteeGroupId>,
) -> Result<(cluster_row::Model, Place, Vec<GroupFacts>)> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    let read = context.read();
    let mut groups = store::groups(read, cluster.id).await?;
    groups.retain(|group| only.is_none_or(|only| group.id == only));
    let ids: Vec<CommitteeGroupId> = groups.iter().map(|group| group.id).collect();
    let members = store::members_of(read, &ids).await?;
    let names = account::names(read, members.iter().map(|member| member.account_id)).await?;
    let decisions = match only {
        Some(only) => store::decisions_of(read, only).await?,
        None => Vec::new(),
    };
    let facts = |group: committee_group::Model| {
        let own: Vec<_> = members.iter().filter(|member| member.group_id == group.id).cloned().collect();
        GroupFacts {
            kinds: rules::gates_of(&group.kinds),
            members: named(&own, &names),
            chair: named(&own, &names).into_iter().next().filter(|_| own.iter().any(|member| member.is_chair)),
            decisions: decisions.clone(),
            may_record: group.ended_at.is_none() && may_record(context, &place, &own),
            group,
        }
    };
    let facts = groups.into_iter().map(facts).collect();
    Ok((cluster, place, facts))
}

fn named(members: &[committee_group_member::Model], names: &HashMap<AccountId, String>) -> Vec<String> {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by_key(|member| (!member.is_chair, names.get(&member.account_id)));
    members.into_iter().filter_map(|member| names.get(&member.account_id).cloned()).collect()
}

/// The people whom a group can be made of: everybody with a role in the cluster, each once.
pub async fn people_for_groups(context: &Context, cluster: ClusterId) -> Result<Vec<(AccountId, String, Role)>> {
    let mut seen = std::collections::BTreeSet::new();
    let officers = cluster::officers(context.read(), cluster).await?;
    let once = officers.into_iter().filter(|officer| seen.insert(officer.account));
    Ok(once.map(|officer| (officer.account, officer.name, officer.role)).collect())
}
