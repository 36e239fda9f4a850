//! Who signs in.
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
        account().create(manager).await?;
        account_token().create(manager).await?;
        session().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["session", "account_token", "account"]).await
    }
}

fn account() -> Table {
    Table::new("account")
        .column(uuid("id"))
        .column(text("email"))
        .column(text("name"))
        .column(text_null("password_hash"))
        .column(binary_null("factor_secret"))
        .column(timestamp_with_time_zone_null("factor_since"))
        .column(big_integer_null("factor_step"))
        .column(timestamp_with_time_zone("created_at"))
        .primary_key(&["id"])
        .unique(&["email"])
}

fn account_token() -> Table {
    Table::new("account_token")
        .column(uuid("id"))
        .column(uuid("account_id"))
        .column(text("purpose"))
        .column(text("token_hash"))
        .column(timestamp_with_time_zone("expires_at"))
        .column(timestamp_with_time_zone_null("used_at"))
        .primary_key(&["id"])
        .references("account_id", "account")
        .unique(&["token_hash"])
        .index(&["account_id"])
}

fn session() -> Table {
    Table::new("session")
        .column(uuid("id"))
        .column(text("token_hash"))
        .column(uuid("account_id"))
        .column(uuid_null("acting_as"))
        .column(text("acting_label"))
        .column(text("acting_path"))
        .column(text("csrf"))
        .column(boolean("awaits_code"))
        .column(timestamp_with_time_zone("created_at"))
        .column(timestamp_with_time_zone("last_seen_at"))
        .column(timestamp_with_time_zone("expires_at"))
        .primary_key(&["id"])
        .references("account_id", "account")
        .unique(&["token_hash"])
        .index(&["account_id"])
        .index(&["expires_at"])
}
