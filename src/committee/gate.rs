//! What waits for the committee: a carried decision in published minutes, or of a sub-group that may take it.

use super::rules::{self, Candidate, Refusal};
use super::{refused, store};
use crate::cluster;
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::words;
use ::entity::agreement::SharingRule;
use ::entity::committee_item::DecisionKind;
use ::entity::ids::*;
use ::entity::membership::{Role, Scope};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;

/// A decision that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub kind: DecisionKind,
    pub title: String,
    /// The motion.
    pub words: String,
    pub sharing_rule: Option<SharingRule>,
    pub decided_at: DateTime<Utc>,
}

/// How an act stands that may have to wait for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The terms ask for none, or there are no terms.
    NotAsked,
    /// The newest decision, which nothing was done by yet.
    Decided(Decision),
    Waits,
}

/// The newest decision of a kind that was carried and minuted, or that a sub-group took within its powers, after `since`.
/// Two queries.
pub async fn decided(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    kind: DecisionKind,
    since: Option<DateTime<Utc>>,
) -> Result<Option<Decision>> {
    let item = store::decided_item(connection, cluster, kind, since).await?;
    let of_meeting = item.and_then(|item| {
        let decided_at = item.decided_at?;
        Some(Decision { kind, title: item.title, words: item.words, sharing_rule: item.sharing_rule, decided_at })
    });
    let of_group = store::group_decision(connection, cluster, kind, since).await?.map(|decision| Decision {
        kind,
        title: decision.title,
        words: decision.words,
        sharing_rule: None,
        decided_at: decision.recorded_at,
    });
    Ok(of_meeting.into_iter().chain(of_group).max_by_key(|decision| decision.decided_at))
}

/// Does the cluster's committee decide first on acts of this kind? A cluster without terms of reference asks for nothing.
async fn is_gated(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    kind: DecisionKind,
    today: NaiveDate,
) -> Result<bool> {
    let terms = store::in_force(connection, cluster, today).await?;
    Ok(terms.is_some_and(|terms| rules::gates_of(&terms.gates).contains(&kind)))
}

/// How the next act of this kind stands. Each decision lets one act happen: a tender, a fund, a version of the terms. At most
/// six queries.
pub async fn gate(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    kind: DecisionKind,
    today: NaiveDate,
) -> Result<Gate> {
    if !is_gated(connection, cluster, kind, today).await? {
        return Ok(Gate::NotAsked);
    }
    let acts = store::acts_of(connection, cluster, kind).await?;
    let decisions = store::decided_at(connection, cluster, kind).await?;
    if rules::unused(&decisions, &acts) == 0 {
        return Ok(Gate::Waits);
    }
    Ok(decided(connection, cluster, kind, None).await?.map_or(Gate::Waits, Gate::Decided))
}

/// Refuses an act of this kind where the terms ask for a decision and there is none that nothing was done by yet. Whoever acts
/// at once queues here.
pub async fn require(change: &Change, cluster: ClusterId, kind: DecisionKind) -> Result<()> {
    cluster::locked(change.tx(), cluster).await?;
    match gate(change.tx(), cluster, kind, words::london_day(change.now())).await? {
        Gate::NotAsked | Gate::Decided(_) => Ok(()),
        Gate::Waits => Err(refused(Refusal::NeedsDecision(kind))),
    }
}

/// A version of the agreement that shares costs otherwise than the one in force needs a decision for that very rule, taken
/// since that one came into force.
pub async fn rule_is_decided(change: &Change, cluster: ClusterId, rule: SharingRule) -> Result<()> {
    let Some(in_force) = cluster::agreement_in_force(change.tx(), cluster).await? else { return Ok(()) };
    if in_force.sharing_rule == rule
        || !is_gated(change.tx(), cluster, DecisionKind::SharingRule, words::london_day(change.now())).await?
    {
        return Ok(());
    }
    let decided = decided(change.tx(), cluster, DecisionKind::SharingRule, in_force.adopted_at).await?;
    match decided.and_then(|decision| decision.sharing_rule) {
        Some(decided) if decided == rule => Ok(()),
        Some(_) | None => Err(refused(Refusal::RuleNotDecided)),
    }
}

/// Refuses an office to whom the terms of reference do not open it. `school` is where the appointment says they come from.
pub async fn may_hold(
    change: &Change,
    cluster: ClusterId,
    (office, school): (Role, Option<SchoolId>),
    account: AccountId,
) -> Result<()> {
    if !matches!(office, Role::Chair | Role::ViceChair | Role::Clerk) {
        return Ok(());
    }
    let Some(terms) = store::in_force(change.tx(), cluster, words::london_day(change.now())).await? else {
        return Ok(());
    };
    let held = store::held_by(change.tx(), &[account]).await?;
    let held: Vec<store::Held> = held.into_iter().map(|(_, held)| held).collect();
    if office != Role::Clerk {
        return rules::may_chair(&terms, office, candidate(&held, cluster)).map_err(refused);
    }
    let members = cluster::members(change.tx(), cluster).await?;
    let has = |id: SchoolId, is_it: &dyn Fn(Role) -> bool| {
        let is_at = |held: &store::Held| held.scope == Scope::School && held.scope_id == Some(id.0);
        held.iter().any(|held| is_at(held) && is_it(held.role))
    };
    let name = |member: &cluster::Member| member.school.name.clone();
    let works_at = |id: SchoolId| school == Some(id) || has(id, &|_| true);
    let at = members.iter().find(|member| works_at(member.school.id)).map(name);
    let head_of = members.iter().find(|member| has(member.school.id, &|role| role == Role::Headteacher)).map(name);
    rules::may_be_clerk(&terms, at.as_deref(), head_of.as_deref()).map_err(refused)
}

/// What these roles make of somebody in a cluster.
pub(super) fn candidate(held: &[store::Held], cluster: ClusterId) -> Candidate {
    let seats: Vec<SchoolId> = held
        .iter()
        .filter(|held| matches!(held.role, Role::Representative | Role::Substitute))
        .filter(|held| held.scope_id == Some(cluster.0))
        .filter_map(|held| held.school)
        .collect();
    let governs =
        |school: &SchoolId| held.iter().any(|held| held.role == Role::Governor && held.scope_id == Some(school.0));
    Candidate { votes_here: !seats.is_empty(), is_governor: seats.iter().any(governs) }
}
