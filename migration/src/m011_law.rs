//! The second factor's recovery codes, and the law as dated data.
use crate::tables::{Table, down};
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
        recovery_code().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["recovery_code"]).await
    }
}

fn recovery_code() -> Table {
    Table::new("recovery_code")
        .column(uuid("account_id"))
        .column(text("code_hash"))
        .column(timestamp_with_time_zone_null("used_at"))
        .primary_key(&["account_id", "code_hash"])
        .references("account_id", "account")
}
