//! The row of an import: what was asked, how far it is, what came of it.
//!
//! It is book-keeping of the work itself and decides nothing, so writing it makes no audit event; the import makes one.

use entity::ids::ImportRunId;
use entity::import_run::ActiveModel;
use entity::import_run::{Column, Entity, ImportState, Model};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::TransactionSession;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;

use super::run::{Asked, Counts};
use crate::platform::app::App;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};

/// Records that an import was asked for, so that its progress can be watched.
pub async fn ask(context: &Context, file_name: &str, asked: Asked) -> Result<ImportRunId> {
    let run = Model {
        id: ImportRunId::new(context.now),
        state: ImportState::Waiting,
        file_name: file_name.to_owned(),
        file_id: None,
        skip_bad: asked.skip_bad,
        check_only: asked.check_only,
        rows_read: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        refused: 0,
        faults: json!([]),
        started_at: context.now,
        started_by: context.actor.account,
        finished_at: None,
    };
    let id = run.id;
    let transaction = context.app.db.begin_write().await?;
    Entity::insert(ActiveModel::from(run)).exec_without_returning(&transaction).await?;
    TransactionSession::commit(transaction).await?;
    Ok(id)
}

/// One import.
pub async fn find(connection: &impl ConnectionTrait, id: ImportRunId) -> Result<Model> {
    Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

/// The latest imports, newest first.
pub async fn latest(connection: &impl ConnectionTrait, most: u64) -> Result<Vec<Model>> {
    Ok(Entity::find().order_by_desc(Column::Id).limit(most).all(connection).await?)
}

/// Says of imports that a stopping server cut short that they wrote nothing; asked once, before a server takes requests.
pub async fn give_up_interrupted(app: &App) -> Result<()> {
    let transaction = app.db.begin_write().await?;
    Entity::update_many()
        .col_expr(Column::State, ImportState::Failed.into())
        .col_expr(Column::FinishedAt, app.clock.now().into())
        .filter(Column::State.is_in([ImportState::Waiting, ImportState::Running]))
        .exec(&transaction)
        .await?;
    TransactionSession::commit(transaction).await?;
    Ok(())
}

pub(super) fn ending(context: &Context, id: ImportRunId) -> ActiveModel {
    ActiveModel { id: Unchanged(id), finished_at: Set(Some(context.app.clock.now())), ..Default::default() }
}

pub(super) fn counted(mut run: ActiveModel, counts: Counts) -> ActiveModel {
    run.created = Set(counts.created);
    run.updated = Set(counts.updated);
    run.unchanged = Set(counts.unchanged);
    run
}

pub(super) async fn progress(context: &Context, id: ImportRunId, rows: i64) -> Result<()> {
    let state = Set(ImportState::Running);
    keep(context, ActiveModel { id: Unchanged(id), state, rows_read: Set(rows), ..Default::default() }).await
}

pub(super) async fn keep(context: &Context, run: ActiveModel) -> Result<()> {
    let transaction = context.app.db.begin_write().await?;
    run.update(&transaction).await?;
    TransactionSession::commit(transaction).await?;
    Ok(())
}
