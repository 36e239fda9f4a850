//! What the house keeps: the record, mail that waits, files, settings.
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
        event().create(manager).await?;
        chain_head().create(manager).await?;
        outbox().create(manager).await?;
        setting().create(manager).await?;
        stored_file().create(manager).await?;
        submission_key().create(manager).await?;
        crate::triggers::up(manager, "event").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::triggers::down(manager, "event").await?;
        down(manager, &["submission_key", "stored_file", "setting", "outbox", "chain_head", "event"]).await
    }
}

fn event() -> Table {
    Table::new("event")
        .column(big_pk_auto("id"))
        .column(text("chain"))
        .column(big_integer("n"))
        .column(timestamp_with_time_zone("at"))
        .column(uuid_null("actor"))
        .column(uuid_null("acting_as"))
        .column(text("action"))
        .column(text("subject"))
        .column(text_null("reason"))
        .column(text("data"))
        .column(text("previous_hash"))
        .column(text("hash"))
        .unique(&["chain", "n"])
        .index(&["subject"])
        .index(&["at"])
}

fn chain_head() -> Table {
    Table::new("chain_head").column(text("chain")).column(big_integer("n")).column(text("hash")).primary_key(&["chain"])
}

fn outbox() -> Table {
    Table::new("outbox")
        .column(big_pk_auto("id"))
        .column(binary("payload"))
        .column(text("message_id"))
        .column(timestamp_with_time_zone("created_at"))
        .column(timestamp_with_time_zone("due_at"))
        .column(integer("attempts"))
        .column(timestamp_with_time_zone_null("leased_until"))
        .column(timestamp_with_time_zone_null("sent_at"))
        .column(text_null("last_error"))
        .unique(&["message_id"])
        .index(&["sent_at", "due_at"])
}

fn setting() -> Table {
    Table::new("setting").column(text("key")).column(text("value")).primary_key(&["key"])
}

fn stored_file() -> Table {
    Table::new("stored_file")
        .column(uuid("id"))
        .column(text("owner"))
        .column(text("media_type"))
        .column(big_integer("size"))
        .column(text("sha256"))
        .column(timestamp_with_time_zone("stored_at"))
        .primary_key(&["id"])
        .index(&["owner"])
}

fn submission_key() -> Table {
    Table::new("submission_key")
        .column(text("key"))
        .column(text("scope"))
        .column(text("content_hash"))
        .column(text("result"))
        .column(timestamp_with_time_zone("answered_at"))
        .primary_key(&["key"])
}
