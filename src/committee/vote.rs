//! What happened at an item: interests that were declared, and how each school voted.

use super::facts::{self, ItemStanding};
use super::rules::{self, Refusal};
use super::{begin, event, refused, store};
use crate::award::rules::Noted;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::committee_item::ItemPurpose;
use ::entity::vote::{Capacity, Choice};
use ::entity::{committee_interest, committee_item, committee_vote, ids::*};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use std::collections::BTreeMap;

/// Somebody withdrew from an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInterest {
    pub school: SchoolId,
    pub capacity: Capacity,
    pub words: String,
}

/// What the clerk records of an item.
#[derive(Clone, Debug, Default)]
pub struct ItemRecord {
    pub interests: Vec<NewInterest>,
    /// One a school, of a decision.
    pub votes: BTreeMap<SchoolId, Choice>,
    pub casting_vote: Option<Choice>,
}

/// Records interests and votes, in the place of what was recorded before. Whoever was not there or withdrew has no vote.
pub async fn record_item(context: &Context, slug: &str, number: i32, position: i32, new: ItemRecord) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::MinuteMeeting).await?;
    rules::may_record(&meeting, change.now()).map_err(refused)?;
    let item = store::item(change.tx(), meeting.id, position).await?.ok_or(Error::NotFound)?;
    if item.purpose != ItemPurpose::Decision && !(new.votes.is_empty() && new.casting_vote.is_none()) {
        return Err(refused(Refusal::NotADecision));
    }
    keep_interests(&change, &item, &new.interests).await?;
    keep_votes(&change, &item, &new.votes).await?;
    let data = json!({ "interests": new.interests.len(), "votes": new.votes.len() });
    let entry = event(cluster.id, "committee.item_recorded", format!("item:{}", item.id)).with(data);
    let id = item.id;
    let mut row = item.into_active_model();
    row.casting_vote = Set(new.casting_vote);
    row.update(change.tx()).await?;
    let standing = facts::standing_of(change.tx(), &meeting, context.now).await?;
    check(&standing, id, &new)?;
    change.commit(entry).await?;
    Ok(())
}

/// Every vote is of a school that was there for this item.
fn check(standing: &facts::Meeting, item: CommitteeItemId, new: &ItemRecord) -> Result<()> {
    let of_item = |each: &&ItemStanding| each.item.id == item;
    let Some(standing) = standing.items.iter().find(of_item) else { return Err(Error::NotFound) };
    for school in new.votes.keys() {
        let line = standing.schools.iter().find(|line| line.school == *school);
        let line = line.ok_or_else(|| Error::refused(Refusal::NoSeat))?;
        let field = format!("vote-{school}");
        match (line.noted, line.capacity) {
            (Noted::Withdrew, _) => return Err(Error::field(field, Refusal::Withdrew(line.name.clone()))),
            (_, None) => return Err(Error::field(field, Refusal::NotThere(line.name.clone()))),
            (_, Some(_)) => {}
        }
    }
    Ok(())
}

async fn keep_interests(change: &Change, item: &committee_item::Model, interests: &[NewInterest]) -> Result<()> {
    committee_interest::Entity::delete_many()
        .filter(committee_interest::Column::ItemId.eq(item.id))
        .exec(change.tx())
        .await?;
    let rows = interests.iter().map(|interest| committee_interest::ActiveModel {
        item_id: Set(item.id),
        school_id: Set(interest.school),
        capacity: Set(interest.capacity),
        words: Set(interest.words.clone()),
    });
    if !interests.is_empty() {
        committee_interest::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}

async fn keep_votes(change: &Change, item: &committee_item::Model, votes: &BTreeMap<SchoolId, Choice>) -> Result<()> {
    committee_vote::Entity::delete_many().filter(committee_vote::Column::ItemId.eq(item.id)).exec(change.tx()).await?;
    let rows = votes.iter().map(|(school, choice)| committee_vote::ActiveModel {
        item_id: Set(item.id),
        school_id: Set(*school),
        choice: Set(*choice),
    });
    if !votes.is_empty() {
        committee_vote::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}
