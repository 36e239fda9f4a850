//! Founding a cluster; schools join and leave it.

use super::{rules, store};
use crate::catalogue::rules::slug_of;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::leaving_notice::NoticeState;
use ::entity::membership::Scope;
use ::entity::school::EstablishmentStatus;
use ::entity::{cluster, cluster_member, ids::*, membership, school};
use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use serde_json::json;

/// What a founder says of a new cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCluster {
    pub name: String,
    /// Its address: /clusters/{slug}; empty for the one that its name suggests.
    pub slug: String,
    /// Two or three letters that its tenders' references start with.
    pub reference_prefix: String,
}

/// Founds a cluster; the founder's school hosts it and is its first member.
pub async fn found(context: &Context, mut new: NewCluster) -> Result<cluster::Model> {
    if new.slug.is_empty() {
        new.slug = slug_of(&new.name);
    }
    rules::check_name(&new.name).map_err(|sentence| Error::field("name", sentence))?;
    rules::check_slug(&new.slug).map_err(|sentence| Error::field("slug", sentence))?;
    rules::check_prefix(&new.reference_prefix).map_err(|sentence| Error::field("reference_prefix", sentence))?;
    let school = founding_school(context)?;
    let change = Change::begin(context).await?;
    refuse_taken(change.tx(), &new).await?;
    let row = cluster::Model {
        id: ClusterId::new(change.now()),
        slug: new.slug,
        reference_prefix: new.reference_prefix,
        name: new.name,
        host_school_id: Some(school),
        created_at: change.now(),
    };
    let taken = Error::field("slug", "Another cluster took this address or these letters. Choose others");
    row.clone().into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, taken))?;
    insert_member(&change, row.id, school, 1).await?;
    let data = json!({ "slug": row.slug, "reference_prefix": row.reference_prefix, "school": school });
    change.commit(event(&row, "cluster.founded").with(data)).await?;
    Ok(row)
}

/// The school for which this person founds: where they are headteacher or business manager.
fn founding_school(context: &Context) -> Result<SchoolId> {
    let mut hats = context.actor.hats().iter().filter(|hat| Action::FoundCluster.roles().contains(&hat.role));
    match hats.find_map(|hat| hat.for_school()) {
        Some(school) => context.actor.require(Action::FoundCluster, &Place::school(school)).map(|_| school),
        None => context.actor.require(Action::FoundCluster, &Place::platform()).and(Err(Error::NotFound)),
    }
}

async fn refuse_taken(connection: &impl ConnectionTrait, new: &NewCluster) -> Result<()> {
    if store::by_slug(connection, &new.slug).await?.is_some() {
        return Err(Error::field("slug", "Another cluster has this address. Choose another"));
    }
    let prefix = cluster::Column::ReferencePrefix.eq(&new.reference_prefix);
    if cluster::Entity::find().filter(prefix).one(connection).await?.is_some() {
        return Err(Error::field("reference_prefix", "Another cluster uses these letters. Choose others"));
    }
    Ok(())
}

async fn insert_member(change: &Change, cluster: ClusterId, school: SchoolId, position: i32) -> Result<()> {
    let row = cluster_member::ActiveModel {
        cluster_id: Set(cluster),
        school_id: Set(school),
        position: Set(position),
        joined_on: Set(words::london_day(change.now())),
        left_on: Set(None),
    };
    let there = Error::field("find", "This school is in the cluster already");
    row.insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, there))?;
    Ok(())
}

pub(super) fn event(cluster: &cluster::Model, action: &'static str) -> Event {
    Event::new(Chain::Cluster(cluster.id), action, format!("cluster:{}", cluster.id))
}

/// Adds a school of the register at the end of the cluster's order; one that left comes back to its place.
pub async fn add_school(context: &Context, cluster: &cluster::Model, urn: i32) -> Result<school::Model> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::ManageCluster, &place)?;
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let school = store::school_by_urn(change.tx(), urn).await?;
    let school = school.ok_or_else(|| Error::field("find", "No school in the register has this URN"))?;
    if school.status == EstablishmentStatus::Closed {
        return Err(Error::field("find", format!("{} is closed, says the register", school.name)));
    }
    join(&change, cluster.id, &school).await?;
    let data = json!({ "school": school.id, "urn": school.urn });
    change.commit(event(cluster, "cluster.school_added").with(data)).await?;
    Ok(school)
}

async fn join(change: &Change, cluster: ClusterId, school: &school::Model) -> Result<()> {
    match store::membership_of(change.tx(), cluster, school.id).await? {
        Some(there) if there.left_on.is_none() => {
            Err(Error::field("find", format!("{} is in the cluster already", school.name)))
        }
        Some(left) => {
            let mut row = left.into_active_model();
            row.left_on = Set(None);
            row.joined_on = Set(words::london_day(change.now()));
            row.update(change.tx()).await?;
            Ok(())
        }
        None => {
            let all = store::all_members(change.tx(), cluster).await?;
            if all.len() as u64 >= store::MOST_MEMBERS {
                return Err(Error::field("find", format!("A cluster has at most {} schools", store::MOST_MEMBERS)));
            }
            let last = all.last().map_or(0, |member| member.member.position);
            insert_member(change, cluster, school.id, last + 1).await
        }
    }
}

/// A school leaves at once, as the chair records it; a notice that was running is settled with it.
pub async fn leave(
    context: &Context,
    cluster: &cluster::Model,
    school: &school::Model,
    left_on: NaiveDate,
    reason: &str,
) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::ManageCluster, &place)?;
    if left_on > words::london_day(context.now) {
        return Err(wrong_day());
    }
    let change = Change::begin(context).await?;
    let cluster = store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let notices = store::running_notices(change.tx(), cluster.id).await?;
    if let Some(notice) = notices.iter().find(|notice| notice.school_id == school.id) {
        super::stay::settle(&change, notice.id, NoticeState::Ended).await?;
    }
    let_go(&change, &cluster, school.id, left_on).await?;
    let data = json!({ "school": school.id, "left_on": left_on });
    change.commit(event(&cluster, "cluster.school_left").with(data).because(reason)).await?;
    Ok(())
}

fn wrong_day() -> Error {
    Error::field("left_on-day", "Enter a day between the one it joined on and today")
}

/// A school is in the cluster no longer; its people's roles there end with it. What it agreed and signed stays in the record.
pub(super) async fn let_go(
    change: &Change,
    cluster: &cluster::Model,
    school: SchoolId,
    left_on: NaiveDate,
) -> Result<()> {
    let member = store::membership_of(change.tx(), cluster.id, school).await?.ok_or(Error::NotFound)?;
    refuse_leaving(change, cluster, &member, left_on).await?;
    let mut row = member.into_active_model();
    row.left_on = Set(Some(left_on));
    row.update(change.tx()).await?;
    membership::Entity::update_many()
        .col_expr(membership::Column::EndedAt, Expr::value(change.now()))
        .filter(membership::Column::Scope.eq(Scope::Cluster))
        .filter(membership::Column::ScopeId.eq(cluster.id.0))
        .filter(membership::Column::SchoolId.eq(school))
        .filter(membership::Column::EndedAt.is_null())
        .exec(change.tx())
        .await?;
    Ok(())
}

async fn refuse_leaving(
    change: &Change,
    cluster: &cluster::Model,
    member: &cluster_member::Model,
    left_on: NaiveDate,
) -> Result<()> {
    if member.left_on.is_some() {
        return Err(Error::stale());
    }
    if left_on < member.joined_on {
        return Err(wrong_day());
    }
    let school = school::Entity::find_by_id(member.school_id).one(change.tx()).await?.ok_or(Error::NotFound)?;
    if cluster.host_school_id == Some(school.id) {
        let sentence = format!("{} hosts the cluster. Choose another host school first", school.name);
        return Err(Error::refused(sentence));
    }
    match store::tender_under_way(change.tx(), cluster.id, school.id).await? {
        Some(tender) => Err(Error::refused(format!(
            "{} takes part in {}. It can leave once that tender is settled, or its demand sheet says that it does not \
             take part",
            school.name, tender.reference
        ))),
        None => Ok(()),
    }
}

/// Another member school becomes the host.
pub async fn change_host(context: &Context, cluster: &cluster::Model, host: SchoolId) -> Result<()> {
    let place = store::place_of(context.read(), cluster.id).await?;
    context.actor.require(Action::ManageCluster, &place)?;
    if !place.schools.contains(&host) {
        return Err(Error::field("host", "Choose a school of the cluster"));
    }
    let change = Change::begin(context).await?;
    let mut row = store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?.into_active_model();
    row.host_school_id = Set(Some(host));
    row.update(change.tx()).await?;
    change.commit(event(cluster, "cluster.host_changed").with(json!({ "school": host }))).await?;
    Ok(())
}
