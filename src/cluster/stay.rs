//! Staying and leaving: each body's yearly word, and its notice.

use super::bodies::may_speak;
use super::found::event;
use super::rules::refresh::{self, OPENS_DAYS, SetDay, Standing};
use super::store;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::leaving_notice::{self, NoticeState};
use ::entity::{agreement, agreement_refresh, cluster, ids::*};
use chrono::{Days, NaiveDate};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use serde_json::json;

/// A school that the agreement in force binds, and how its body stands with its yearly word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub member: store::Member,
    /// The minute and the day of the body's latest word.
    pub minute_reference: String,
    pub said_on: NaiveDate,
    pub due_on: NaiveDate,
    pub standing: Standing,
    pub notice: Option<leaving_notice::Model>,
}

/// Everybody whom the agreement in force binds, in the cluster's order. Six queries.
pub async fn stays(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    today: NaiveDate,
) -> Result<Option<(agreement::Model, Vec<Stay>)>> {
    let Some(version) = store::agreement_in_force(connection, cluster).await? else { return Ok(None) };
    let signatures = store::signatures(connection, [version.id]).await?;
    let refreshes = store::refreshes(connection, [version.id]).await?;
    let notices = store::running_notices(connection, cluster).await?;
    let set_day = SetDay::stored(version.refresh_month, version.refresh_day);
    let stay = |member: store::Member| {
        let school = member.school.id;
        let signature = signatures.iter().find(|signature| signature.school_id == school)?;
        let (minute, said_on) = match refreshes.iter().find(|refresh| refresh.school_id == school) {
            Some(latest) => (&latest.minute_reference, latest.refreshed_on),
            None => (&signature.minute_reference, signature.agreed_on),
        };
        let due_on = set_day.due_after(said_on);
        Some(Stay {
            minute_reference: minute.clone(),
            said_on,
            due_on,
            standing: refresh::standing(due_on, today),
            notice: notices.iter().find(|notice| notice.school_id == school).cloned(),
            member,
        })
    };
    let members = store::members(connection, cluster).await?;
    Ok(Some((version, members.into_iter().filter_map(stay).collect())))
}

/// A body's minute: its school stays, or leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub school: SchoolId,
    pub minute_reference: String,
    /// The day of the body's meeting.
    pub on: NaiveDate,
}

/// Records that a body says again that its school stays.
pub async fn refresh(context: &Context, cluster: &cluster::Model, said: Said) -> Result<()> {
    let (change, version, stay) = speaking(context, cluster, &said, "refreshed_on-day").await?;
    if let Some(notice) = &stay.notice {
        let ends = words::short_date(notice.ends_on);
        let name = &stay.member.school.name;
        return Err(Error::field("school", format!("{name} leaves on {ends}. Take its notice back first")));
    }
    let opens = stay.due_on - Days::new(OPENS_DAYS);
    if said.on < opens {
        let (from, due) = (words::short_date(opens), words::short_date(stay.due_on));
        return Err(Error::field("refreshed_on-day", format!("A meeting from {from} on counts for {due}")));
    }
    let row = agreement_refresh::Model {
        agreement_id: version.id,
        school_id: said.school,
        due_on: stay.due_on,
        body_name: stay.member.school.body_name(),
        minute_reference: said.minute_reference.clone(),
        refreshed_on: said.on,
        recorded_by: context.actor.account,
        recorded_at: change.now(),
    };
    let twice = Error::field("school", format!("{} has said it for this year already", stay.member.school.body_name()));
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, twice))?;
    let data = json!({
        "school": said.school, "version": version.version, "due_on": stay.due_on,
        "minute_reference": said.minute_reference,
    });
    change.commit(event(cluster, "agreement.refreshed").with(data)).await?;
    Ok(())
}

/// Records a body's notice that its school leaves; it ends after the months that the agreement asks for. Answers the last
/// day. Contracts that the school signed stay.
pub async fn give_notice(context: &Context, cluster: &cluster::Model, said: Said, reason: &str) -> Result<NaiveDate> {
    let (change, version, stay) = speaking(context, cluster, &said, "given_on-day").await?;
    if stay.notice.is_some() {
        return Err(Error::field("leaving_school", format!("{} has given notice already", stay.member.school.name)));
    }
    let ends_on = refresh::notice_ends(said.on, version.notice_months);
    let row = leaving_notice::Model {
        id: LeavingNoticeId::new(change.now()),
        cluster_id: cluster.id,
        school_id: said.school,
        state: NoticeState::Running,
        minute_reference: said.minute_reference.clone(),
        reason: reason.to_owned(),
        given_on: said.on,
        ends_on,
        recorded_by: context.actor.account,
        recorded_at: change.now(),
        settled_at: None,
    };
    row.into_active_model().insert(change.tx()).await?;
    let data = json!({ "school": said.school, "minute_reference": said.minute_reference, "ends_on": ends_on });
    change.commit(event(cluster, "cluster.notice_given").with(data).because(reason)).await?;
    Ok(ends_on)
}

/// Whoever may record a body's word, for a school that the agreement in force binds.
async fn speaking(
    context: &Context,
    cluster: &cluster::Model,
    said: &Said,
    field: &str,
) -> Result<(Change, agreement::Model, Stay)> {
    may_speak(context, cluster.id, said.school).await?;
    let today = words::london_day(context.now);
    if said.on > today {
        return Err(Error::field(field, "Enter the day of the meeting, today or earlier"));
    }
    let change = Change::begin(context).await?;
    store::locked(change.tx(), cluster.id).await?.ok_or(Error::NotFound)?;
    let found = stays(change.tx(), cluster.id, today).await?;
    let (version, stays) = found.ok_or_else(|| Error::refused("No agreement is in force yet"))?;
    let stay = stays.into_iter().find(|stay| stay.member.school.id == said.school);
    let stay = stay.ok_or_else(|| Error::refused("Its body has not agreed to the agreement in force"))?;
    Ok((change, version, stay))
}

/// A body takes its notice back before it has run out.
pub async fn take_back(context: &Context, cluster: &cluster::Model, id: LeavingNoticeId, reason: &str) -> Result<()> {
    let notice = store::notice(context.read(), id).await?.filter(|notice| notice.cluster_id == cluster.id);
    let notice = notice.ok_or(Error::NotFound)?;
    may_speak(context, cluster.id, notice.school_id).await?;
    let change = Change::begin(context).await?;
    settle(&change, id, NoticeState::TakenBack).await?;
    let data = json!({ "school": notice.school_id });
    change.commit(event(cluster, "cluster.notice_taken_back").with(data).because(reason)).await?;
    Ok(())
}

/// A running notice is settled once.
pub(super) async fn settle(change: &Change, id: LeavingNoticeId, state: NoticeState) -> Result<()> {
    let update =
        leaving_notice::ActiveModel { state: Set(state), settled_at: Set(Some(change.now())), ..Default::default() };
    let settled = leaving_notice::Entity::update_many()
        .set(update)
        .filter(leaving_notice::Column::Id.eq(id))
        .filter(leaving_notice::Column::State.eq(NoticeState::Running))
        .exec(change.tx())
        .await?;
    if settled.rows_affected == 0 { Err(Error::stale()) } else { Ok(()) }
}
