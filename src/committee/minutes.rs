//! Minutes: drafted from the facts, edited by the clerk, published to members, approved at a later meeting.

use super::letters::{self, MinutesPublished};
use super::rules::{self, ElectionResult, Refusal};
use super::{begin, carry, event, facts, refused, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::agreement::SharingRule;
use ::entity::committee_item::DecisionKind;
use ::entity::{cluster as cluster_row, committee_meeting, ids::*};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use serde_json::json;
use std::collections::BTreeMap;

/// The minutes as they would be written from the facts.
pub(super) async fn written(
    connection: &impl ConnectionTrait,
    cluster: &cluster_row::Model,
    meeting: &facts::Meeting,
) -> Result<String> {
    let mut elected = BTreeMap::new();
    for item in &meeting.items {
        let Some(id) = item.item.election_id else { continue };
        let election = store::election(connection, cluster.id, id).await?;
        let result = election.and_then(|election| election.result);
        if let Some(result) = result.map(serde_json::from_value::<ElectionResult>).transpose()? {
            elected.insert(id, result.outcome);
        }
    }
    Ok(rules::draft(&meeting.facts(&cluster.name, &elected)))
}

/// Keeps the words; without any, the facts write them.
pub async fn save_minutes(context: &Context, slug: &str, number: i32, text: Option<String>) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::MinuteMeeting).await?;
    rules::may_minute(&meeting, change.now()).map_err(refused)?;
    let text = match text {
        Some(text) => text,
        None => {
            let standing = facts::standing_of(change.tx(), &meeting, change.now()).await?;
            written(change.tx(), &cluster, &standing).await?
        }
    };
    let entry = event(cluster.id, "committee.minutes_drafted", format!("meeting:{}", meeting.id));
    let mut row = meeting.into_active_model();
    row.minutes = Set(Some(text));
    row.update(change.tx()).await?;
    change.commit(entry).await?;
    Ok(())
}

/// Publishes the minutes to the members: what was recorded is counted and stands. A rule for sharing costs that was carried
/// becomes the next version of the agreement, for every body to agree to; its number is answered.
pub async fn publish(context: &Context, slug: &str, number: i32) -> Result<Option<i32>> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::MinuteMeeting).await?;
    rules::may_publish(&meeting, change.now()).map_err(refused)?;
    let rule = keep_results(&change, &meeting).await?;
    let notice = MinutesPublished {
        cluster: cluster.name.clone(),
        number,
        day: words::short_date(words::london_day(meeting.starts_at)),
        path: format!("/clusters/{slug}/meetings/{number}"),
    };
    letters::tell_members(&change, cluster.id, &notice).await?;
    let entry = event(cluster.id, "committee.minutes_published", format!("meeting:{}", meeting.id));
    let mut row = meeting.into_active_model();
    row.published_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(entry.with(json!({ "number": number }))).await?;
    match rule {
        Some(rule) => carry::propose_rule(context, &cluster, rule).await,
        None => Ok(None),
    }
}

/// Stores the counted result of every decision. Answers the rule for sharing costs that was carried, if one was.
async fn keep_results(change: &Change, meeting: &committee_meeting::Model) -> Result<Option<SharingRule>> {
    let standing = facts::standing_of(change.tx(), meeting, change.now()).await?;
    if let Some(tied) = standing.items.iter().find(|item| item.needs_casting_vote) {
        return Err(refused(Refusal::CastingVote(tied.item.title.clone())));
    }
    let mut rule = None;
    for item in standing.items {
        let Some(counted) = item.counted else { continue };
        if counted.carried && item.item.kind == Some(DecisionKind::SharingRule) {
            rule = item.item.sharing_rule;
        }
        let mut row = item.item.into_active_model();
        row.result = Set(Some(serde_json::to_value(&counted)?));
        row.carried = Set(Some(counted.carried));
        row.decided_at = Set(Some(meeting.starts_at));
        row.update(change.tx()).await?;
    }
    Ok(rule)
}

/// Records that a later meeting approved the minutes: they stand for good.
pub async fn approve(context: &Context, slug: &str, number: i32, by: CommitteeMeetingId) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::MinuteMeeting).await?;
    let by = store::locked(change.tx(), by).await?.ok_or_else(|| refused(Refusal::NotLater))?;
    rules::may_approve(&meeting, &by, change.now()).map_err(refused)?;
    let entry = event(cluster.id, "committee.minutes_approved", format!("meeting:{}", meeting.id));
    let mut row = meeting.into_active_model();
    row.approved_at = Set(Some(change.now()));
    row.approved_by_meeting_id = Set(Some(by.id));
    let kept = row.update(change.tx()).await;
    kept.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    change.commit(entry.with(json!({ "number": number, "by": by.number }))).await?;
    Ok(())
}
