//! The keys that bids are sealed to, who holds them, and what opened bids say.
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
        tender_key().create(manager).await?;
        recovery_key().create(manager).await?;
        key_share().create(manager).await?;
        key_half().create(manager).await?;
        sealed_envelopes().create(manager).await?;
        opened_bid().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["opened_bid", "sealed_envelopes", "key_half", "key_share", "recovery_key", "tender_key"]).await
    }
}

fn tender_key() -> Table {
    Table::new("tender_key")
        .column(uuid("tender_id"))
        .column(text("custody"))
        .column(text_null("recipient"))
        .column(binary_null("wrapped"))
        .column(text("salt"))
        .column(timestamp_with_time_zone_null("made_at"))
        .primary_key(&["tender_id"])
        .references("tender_id", "tender")
}

fn recovery_key() -> Table {
    Table::new("recovery_key")
        .column(uuid("tender_id"))
        .column(uuid("account_id"))
        .column(text("recipient"))
        .column(binary("test"))
        .column(text("test_sha256"))
        .column(timestamp_with_time_zone("made_at"))
        .column(timestamp_with_time_zone_null("tested_at"))
        .primary_key(&["tender_id", "account_id"])
        .references("tender_id", "tender")
        .references("account_id", "account")
}

fn key_share() -> Table {
    Table::new("key_share")
        .column(uuid("tender_id"))
        .column(uuid("outer_id"))
        .column(uuid("inner_id"))
        .column(text("outer_recipient"))
        .column(text("inner_recipient"))
        .column(binary("sealed"))
        .column(timestamp_with_time_zone("made_at"))
        .primary_key(&["tender_id", "outer_id", "inner_id"])
        .references("tender_id", "tender")
        .references("outer_id", "account")
        .references("inner_id", "account")
}

fn key_half() -> Table {
    Table::new("key_half")
        .column(uuid("tender_id"))
        .column(text("purpose"))
        .column(uuid("given_by"))
        .column(uuid("for_id"))
        .column(binary("sealed"))
        .column(timestamp_with_time_zone("given_at"))
        .primary_key(&["tender_id", "purpose", "given_by", "for_id"])
        .references("tender_id", "tender")
        .references("given_by", "account")
        .references("for_id", "account")
}

fn sealed_envelopes() -> Table {
    Table::new("sealed_envelopes")
        .column(uuid("submission_id"))
        .column(binary("quality"))
        .column(binary("price"))
        .primary_key(&["submission_id"])
        .references("submission_id", "bid_submission")
}

fn opened_bid() -> Table {
    Table::new("opened_bid")
        .column(uuid("bid_id"))
        .column(uuid("submission_id"))
        .column(text("sha256"))
        .column(text_null("quality"))
        .column(text_null("price"))
        .column(text_null("fault"))
        .column(timestamp_with_time_zone("opened_at"))
        .column(timestamp_with_time_zone_null("priced_at"))
        .primary_key(&["bid_id"])
        .references("bid_id", "bid")
        .references("submission_id", "bid_submission")
}
