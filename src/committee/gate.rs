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
use chrono::{DateTime, Utc};
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
async fn is_gated(change: &Change, cluster: ClusterId, kind: DecisionKind) -> Result<bool> {
    let terms = store::in_force(change.tx(), cluster, words::london_day(change.now())).await?;
    Ok(terms.is_some_and(|terms| rules::gates_of(&terms.gates).contains(&kind)))
}

/// Refuses an act of this kind where the terms ask for a decision and none was taken after `since`.
pub async fn require(
    change: &Change,
    cluster: ClusterId,
    kind: DecisionKind,
    since: Option<DateTime<Utc>>,
) -> Result<()> {
    if !is_gated(change, cluster, kind).await? || decided(change.tx(), cluster, kind, since).await?.is_some() {
        return Ok(());
    }
    Err(refused(Refusal::NeedsDecision(kind)))
}

/// Each decision to start a tender starts one: it is newer than the cluster's newest tender.
pub async fn may_start_tender(change: &Change, cluster: ClusterId) -> Result<()> {
    if !is_gated(change, cluster, DecisionKind::StartTender).await? {
        return Ok(());
    }
    let since = store::tender_started_at(change.tx(), cluster).await?;
    require(change, cluster, DecisionKind::StartTender, since).await
}

/// A version of the agreement that shares costs otherwise than the one in force needs a decision for that very rule, taken
/// since that one came into force.
pub async fn rule_is_decided(change: &Change, cluster: ClusterId, rule: SharingRule) -> Result<()> {
    let Some(in_force) = cluster::agreement_in_force(change.tx(), cluster).await? else { return Ok(()) };
    if in_force.sharing_rule == rule || !is_gated(change, cluster, DecisionKind::SharingRule).await? {
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
    let works_at = |id: SchoolId| {
        let roles = |held: &&store::Held| held.scope == Scope::School && held.scope_id == Some(id.0);
        school == Some(id) || held.iter().any(|held| roles(&held))
    };
    let at = members.iter().find(|member| works_at(member.school.id));
    rules::may_be_clerk(&terms, at.map(|member| member.school.name.as_str())).map_err(refused)
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
