//! What a notice said, version by version.
use crate::tables::{Table, down};
use crate::triggers;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        tender_version().create(manager).await?;
        triggers::up(manager, "tender_version").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        triggers::down(manager, "tender_version").await?;
        down(manager, &["tender_version"]).await
    }
}

fn tender_version() -> Table {
    Table::new("tender_version")
        .column(uuid("tender_id"))
        .column(integer("number"))
        .column(integer_null("amendment"))
        .column(text("content"))
        .column(text("sha256"))
        .column(timestamp_with_time_zone("made_at"))
        .primary_key(&["tender_id", "number"])
        .references("tender_id", "tender")
}
