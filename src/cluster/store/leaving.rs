//! Notices that schools leave, and letters that were sent.

use crate::platform::error::Result;
use ::entity::leaving_notice::{self, NoticeState};
use ::entity::{agreement_reminder, ids::*};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// No look at what is due takes more notices at once.
const AT_ONCE: u64 = 200;

/// The notices of a cluster's schools that are running.
pub async fn running_notices(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
) -> Result<Vec<leaving_notice::Model>> {
    Ok(leaving_notice::Entity::find()
        .filter(leaving_notice::Column::ClusterId.eq(cluster))
        .filter(leaving_notice::Column::State.eq(NoticeState::Running))
        .order_by_asc(leaving_notice::Column::EndsOn)
        .all(connection)
        .await?)
}

/// Running notices whose last day is before a day, the earliest first.
pub async fn past_notices(connection: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<leaving_notice::Model>> {
    Ok(leaving_notice::Entity::find()
        .filter(leaving_notice::Column::State.eq(NoticeState::Running))
        .filter(leaving_notice::Column::EndsOn.lt(today))
        .order_by_asc(leaving_notice::Column::EndsOn)
        .limit(AT_ONCE)
        .all(connection)
        .await?)
}

pub async fn notice(connection: &impl ConnectionTrait, id: LeavingNoticeId) -> Result<Option<leaving_notice::Model>> {
    Ok(leaving_notice::Entity::find_by_id(id).one(connection).await?)
}

/// The letters about the yearly word on a version that went out.
pub async fn reminders(
    connection: &impl ConnectionTrait,
    agreement: AgreementId,
) -> Result<Vec<agreement_reminder::Model>> {
    let of_version = agreement_reminder::Column::AgreementId.eq(agreement);
    Ok(agreement_reminder::Entity::find().filter(of_version).all(connection).await?)
}
