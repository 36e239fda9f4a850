//! What hangs on a tender: questions, documents, amendments, a proposed cancellation.

use crate::platform::error::{Error, Result};
use ::entity::{cancellation, ids::*, tender_amendment, tender_document, tender_question};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// No notice shows more documents or amendments.
const MOST: u64 = 200;

/// One page of questions: those that were answered first, each part the oldest first. All of them where the reader
/// answers, else the answered ones.
pub async fn questions(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    unanswered_too: bool,
    page: u64,
    size: u64,
) -> Result<(Vec<tender_question::Model>, u64)> {
    let mut query = tender_question::Entity::find().filter(tender_question::Column::TenderId.eq(tender));
    if !unanswered_too {
        query = query.filter(tender_question::Column::Answer.is_not_null());
    }
    let count = query.clone().count(connection).await?;
    let rows = query
        .order_by_asc(tender_question::Column::AnsweredAt.is_null())
        .order_by_asc(tender_question::Column::AskedAt)
        .order_by_asc(tender_question::Column::Id)
        .limit(size)
        .offset(page.saturating_sub(1) * size)
        .all(connection)
        .await?;
    Ok((rows, count))
}

pub async fn question(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    id: QuestionId,
) -> Result<tender_question::Model> {
    let found = tender_question::Entity::find_by_id(id).filter(tender_question::Column::TenderId.eq(tender));
    found.one(connection).await?.ok_or(Error::NotFound)
}

/// How many questions wait for an answer, for each of these tenders; with a `before`, those asked by then.
pub async fn answers_due(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = TenderId>,
    before: Option<DateTime<Utc>>,
) -> Result<HashMap<TenderId, i64>> {
    let asked = before.map(|before| tender_question::Column::AskedAt.lte(before));
    let counted: Vec<(TenderId, i64)> = tender_question::Entity::find()
        .select_only()
        .column(tender_question::Column::TenderId)
        .column_as(tender_question::Column::Id.count(), "questions")
        .filter(tender_question::Column::TenderId.is_in(tenders))
        .filter(tender_question::Column::Answer.is_null())
        .filter(Condition::all().add_option(asked))
        .group_by(tender_question::Column::TenderId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(counted.into_iter().collect())
}

pub async fn documents(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<tender_document::Model>> {
    Ok(tender_document::Entity::find()
        .filter(tender_document::Column::TenderId.eq(tender))
        .order_by_asc(tender_document::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?)
}

pub async fn document(
    connection: &impl ConnectionTrait,
    tender: TenderId,
    id: TenderDocumentId,
) -> Result<tender_document::Model> {
    let found = tender_document::Entity::find_by_id(id).filter(tender_document::Column::TenderId.eq(tender));
    found.one(connection).await?.ok_or(Error::NotFound)
}

/// Changes after publication, the newest first.
pub async fn amendments(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<tender_amendment::Model>> {
    Ok(tender_amendment::Entity::find()
        .filter(tender_amendment::Column::TenderId.eq(tender))
        .order_by_desc(tender_amendment::Column::Number)
        .limit(MOST)
        .all(connection)
        .await?)
}

/// The proposal to cancel it that waits for a second person.
pub async fn cancellation_of(
    connection: &impl ConnectionTrait,
    tender: TenderId,
) -> Result<Option<cancellation::Model>> {
    Ok(cancellation::Entity::find_by_id(tender).one(connection).await?)
}

/// Which of these tenders somebody has proposed to cancel, and who.
pub async fn proposed_by(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<HashMap<TenderId, AccountId>> {
    let found = cancellation::Entity::find().filter(cancellation::Column::TenderId.is_in(tenders));
    Ok(found.all(connection).await?.into_iter().map(|row| (row.tender_id, row.proposed_by)).collect())
}
