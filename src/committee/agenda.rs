//! The agenda of a meeting that is not called yet, and the papers that go with it.

use super::rules::{self, Refusal};
use super::{begin, event, found, refused, store};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::files;
use ::entity::agreement::SharingRule;
use ::entity::committee_item::{DecisionKind, ItemPurpose};
use ::entity::{committee_group_decision, committee_item, committee_meeting, committee_paper, ids::*, stored_file};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter};
use serde_json::json;

const MOST_ITEMS: usize = 60;
const MOST_PAPERS: usize = 100;

/// An item to put on the agenda.
#[derive(Clone, Debug)]
pub struct NewItem {
    pub purpose: ItemPurpose,
    pub title: String,
    /// The motion of a decision.
    pub words: String,
    pub kind: Option<DecisionKind>,
    pub sharing_rule: Option<SharingRule>,
}

/// A decision says of what kind it is and what it moves; one on sharing costs names the rule.
fn checked(new: NewItem) -> Result<NewItem> {
    if new.purpose != ItemPurpose::Decision {
        return Ok(NewItem { kind: None, sharing_rule: None, ..new });
    }
    if new.words.is_empty() {
        return Err(Error::field("words", "Write the motion that the schools vote on"));
    }
    match (new.kind, new.sharing_rule) {
        (None, _) => Err(Error::field("kind", "Choose what kind of decision it is")),
        (Some(DecisionKind::SharingRule), None) => Err(Error::field("sharing_rule", "Choose the rule to vote on")),
        (Some(DecisionKind::SharingRule), Some(_)) => Ok(new),
        (Some(_), _) => Ok(NewItem { sharing_rule: None, ..new }),
    }
}

/// Puts an item at the end of the agenda.
pub async fn add_item(context: &Context, slug: &str, number: i32, new: NewItem) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::CallMeeting).await?;
    rules::may_change_agenda(&meeting, change.now()).map_err(refused)?;
    let new = checked(new)?;
    let data = json!({ "purpose": new.purpose, "kind": new.kind, "sharing_rule": new.sharing_rule });
    let id = insert(&change, &meeting, new, None).await?;
    change.commit(event(cluster.id, "committee.item_added", format!("item:{id}")).with(data)).await?;
    Ok(())
}

/// Writes an item at the end of an agenda.
pub(super) async fn insert(
    change: &Change,
    meeting: &committee_meeting::Model,
    new: NewItem,
    election: Option<ElectionId>,
) -> Result<CommitteeItemId> {
    let there = store::items(change.tx(), meeting.id).await?;
    if there.len() >= MOST_ITEMS {
        return Err(Error::field("title", format!("An agenda has at most {MOST_ITEMS} items")));
    }
    let row = committee_item::Model {
        id: CommitteeItemId::new(change.now()),
        meeting_id: meeting.id,
        cluster_id: meeting.cluster_id,
        position: there.last().map_or(1, |last| last.position + 1),
        purpose: new.purpose,
        title: new.title,
        words: new.words,
        kind: new.kind,
        sharing_rule: new.sharing_rule,
        election_id: election,
        casting_vote: None,
        result: None,
        carried: None,
        decided_at: None,
    };
    let id = row.id;
    row.into_active_model().insert(change.tx()).await?;
    Ok(id)
}

async fn own(change: &Change, meeting: &committee_meeting::Model, position: i32) -> Result<committee_item::Model> {
    store::item(change.tx(), meeting.id, position).await?.ok_or(Error::NotFound)
}

/// Changes what an item says.
pub async fn change_item(context: &Context, slug: &str, number: i32, position: i32, new: NewItem) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::CallMeeting).await?;
    rules::may_change_agenda(&meeting, change.now()).map_err(refused)?;
    let item = own(&change, &meeting, position).await?;
    if item.purpose == ItemPurpose::Election {
        return Err(Error::refused("The election says what this item is about"));
    }
    let new = checked(new)?;
    let data = json!({ "purpose": new.purpose, "kind": new.kind, "sharing_rule": new.sharing_rule });
    let entry = event(cluster.id, "committee.item_changed", format!("item:{}", item.id)).with(data);
    let mut row = item.into_active_model();
    row.purpose = Set(new.purpose);
    row.title = Set(new.title);
    row.words = Set(new.words);
    row.kind = Set(new.kind);
    row.sharing_rule = Set(new.sharing_rule);
    row.update(change.tx()).await?;
    change.commit(entry).await?;
    Ok(())
}

/// Takes an item off the agenda; its papers stay with the meeting, what a group decided is reported to another.
pub async fn remove_item(context: &Context, slug: &str, number: i32, position: i32) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::CallMeeting).await?;
    rules::may_change_agenda(&meeting, change.now()).map_err(refused)?;
    let item = own(&change, &meeting, position).await?;
    let id = item.id;
    committee_paper::Entity::update_many()
        .col_expr(committee_paper::Column::ItemId, Expr::value(Option::<CommitteeItemId>::None))
        .filter(committee_paper::Column::ItemId.eq(id))
        .exec(change.tx())
        .await?;
    committee_group_decision::Entity::update_many()
        .col_expr(committee_group_decision::Column::ReportedItemId, Expr::value(Option::<CommitteeItemId>::None))
        .filter(committee_group_decision::Column::ReportedItemId.eq(id))
        .exec(change.tx())
        .await?;
    item.delete(change.tx()).await?;
    committee_item::Entity::update_many()
        .col_expr(committee_item::Column::Position, Expr::col(committee_item::Column::Position).sub(1))
        .filter(committee_item::Column::MeetingId.eq(meeting.id))
        .filter(committee_item::Column::Position.gt(position))
        .exec(change.tx())
        .await?;
    change.commit(event(cluster.id, "committee.item_removed", format!("item:{id}"))).await?;
    Ok(())
}

/// Puts an item one place earlier.
pub async fn move_up(context: &Context, slug: &str, number: i32, position: i32) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::CallMeeting).await?;
    rules::may_change_agenda(&meeting, change.now()).map_err(refused)?;
    let item = own(&change, &meeting, position).await?;
    let before = own(&change, &meeting, position - 1).await?;
    let entry = event(cluster.id, "committee.item_moved", format!("item:{}", item.id));
    for (row, to) in [(item, position - 1), (before, position)] {
        let mut row = row.into_active_model();
        row.position = Set(to);
        row.update(change.tx()).await?;
    }
    change.commit(entry).await?;
    Ok(())
}

/// A document for the meeting.
#[derive(Clone, Debug)]
pub struct NewPaper {
    pub name: String,
    pub bytes: Vec<u8>,
    /// The item that it is for.
    pub position: Option<i32>,
}

/// Adds a paper until the meeting begins; what comes after the notice is marked with its day on the page.
pub async fn add_paper(context: &Context, slug: &str, number: i32, new: NewPaper) -> Result<()> {
    let (cluster, place, meeting) = found(context, slug, number).await?;
    context.actor.require(Action::CallMeeting, &place)?;
    may_have_papers(&meeting, context)?;
    let file = store_file(context, cluster.id, &new).await?;
    let (change, cluster, meeting) = begin(context, slug, number, Action::CallMeeting).await?;
    may_have_papers(&meeting, context)?;
    if store::papers(change.tx(), meeting.id).await?.len() >= MOST_PAPERS {
        return Err(Error::field("file", format!("A meeting has at most {MOST_PAPERS} papers")));
    }
    let item = match new.position {
        Some(position) => Some(own(&change, &meeting, position).await?.id),
        None => None,
    };
    files::keep(change.tx(), &file).await?;
    let row = committee_paper::Model {
        file_id: file.id,
        meeting_id: meeting.id,
        item_id: item,
        name: new.name,
        media_type: file.media_type,
        added_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await?;
    let entry = event(cluster.id, "committee.paper_added", format!("meeting:{}", meeting.id));
    change.commit(entry.with(json!({ "file": file.id, "sha256": file.sha256 }))).await?;
    Ok(())
}

fn may_have_papers(meeting: &committee_meeting::Model, context: &Context) -> Result<()> {
    use rules::Phase;
    match rules::phase(meeting, context.now) {
        Phase::Planned | Phase::Coming | Phase::MinutesDue => Ok(()),
        Phase::CalledOff => Err(refused(Refusal::CalledOff)),
        Phase::Lapsed => Err(refused(Refusal::NotCalled)),
        Phase::Published | Phase::Approved => Err(refused(Refusal::Published)),
    }
}

async fn store_file(context: &Context, cluster: ClusterId, new: &NewPaper) -> Result<stored_file::Model> {
    let owner = format!("cluster:{cluster}");
    let stored = context.app.files.store(&owner, &new.name, &new.bytes, context.now).await;
    stored.map_err(|error| match error {
        Error::Refused { field: None, sentence } => Error::field("file", sentence),
        other => other,
    })
}

/// Takes a paper out before the meeting is called.
pub async fn remove_paper(context: &Context, slug: &str, number: i32, file: FileId) -> Result<()> {
    let (change, cluster, meeting) = begin(context, slug, number, Action::CallMeeting).await?;
    rules::may_change_agenda(&meeting, change.now()).map_err(refused)?;
    let paper = store::paper(change.tx(), meeting.id, file).await?.ok_or(Error::NotFound)?;
    paper.delete(change.tx()).await?;
    change.commit(event(cluster.id, "committee.paper_removed", format!("meeting:{}", meeting.id))).await?;
    Ok(())
}

/// A paper with its bytes, for whoever may see the meeting.
pub async fn read_paper(
    context: &Context,
    slug: &str,
    number: i32,
    file: FileId,
) -> Result<(committee_paper::Model, Vec<u8>)> {
    let (_, _, meeting) = found(context, slug, number).await?;
    let paper = store::paper(context.read(), meeting.id, file).await?.ok_or(Error::NotFound)?;
    let bytes = context.app.files.read(paper.file_id).await?;
    Ok((paper, bytes))
}
