//! The answers and their scores.
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
        bid().create(manager).await?;
        bid_submission().create(manager).await?;
        opening_confirmation().create(manager).await?;
        bid_check().create(manager).await?;
        score().create(manager).await?;
        consensus().create(manager).await?;
        price_confirmation().create(manager).await?;
        price_enquiry().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(
            manager,
            &[
                "price_enquiry",
                "price_confirmation",
                "consensus",
                "score",
                "bid_check",
                "opening_confirmation",
                "bid_submission",
                "bid",
            ],
        )
        .await
    }
}

fn bid() -> Table {
    Table::new("bid")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(uuid("lot_id"))
        .column(text("bidder"))
        .column(binary("draft"))
        .column(integer("draft_version"))
        .column(timestamp_with_time_zone("draft_saved_at"))
        .column(uuid_null("submission_id"))
        .column(text_null("label"))
        .column(uuid_null("provider_id"))
        .column(timestamp_with_time_zone_null("opened_at"))
        .column(boolean_null("passed"))
        .column(text_null("failed_reason"))
        .column(date_null("kept_until"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("lot_id", "lot")
        .references("provider_id", "provider")
        .unique(&["lot_id", "bidder"])
        .index(&["bidder"])
        .index(&["tender_id"])
        .index(&["provider_id"])
}

fn bid_submission() -> Table {
    Table::new("bid_submission")
        .column(uuid("id"))
        .column(uuid("bid_id"))
        .column(integer("number"))
        .column(text("sha256"))
        .column(binary("manifest"))
        .column(text("content"))
        .column(integer("tender_version"))
        .column(text("signature"))
        .column(timestamp_with_time_zone("received_at"))
        .column(text("receipt"))
        .column(text("idempotency_key"))
        .column(integer("confirmed_version"))
        .column(timestamp_with_time_zone_null("withdrawn_at"))
        .primary_key(&["id"])
        .references("bid_id", "bid")
        .unique(&["receipt"])
        .unique(&["bid_id", "number"])
        .unique(&["bid_id", "idempotency_key"])
}

fn opening_confirmation() -> Table {
    Table::new("opening_confirmation")
        .column(uuid("tender_id"))
        .column(uuid("school_id"))
        .column(uuid("account_id"))
        .column(timestamp_with_time_zone("confirmed_at"))
        .primary_key(&["tender_id", "school_id"])
        .references("tender_id", "tender")
        .references("school_id", "school")
        .references("account_id", "account")
}

fn bid_check() -> Table {
    Table::new("bid_check")
        .column(uuid("bid_id"))
        .column(text("condition"))
        .column(boolean("passed"))
        .column(text_null("reason"))
        .column(uuid("checked_by"))
        .column(timestamp_with_time_zone("checked_at"))
        .primary_key(&["bid_id", "condition"])
        .references("bid_id", "bid")
        .references("checked_by", "account")
}

fn score() -> Table {
    Table::new("score")
        .column(uuid("bid_id"))
        .column(uuid("criterion_id"))
        .column(uuid("evaluator_id"))
        .column(integer("score"))
        .column(text("reason"))
        .column(timestamp_with_time_zone("saved_at"))
        .column(timestamp_with_time_zone_null("submitted_at"))
        .primary_key(&["bid_id", "criterion_id", "evaluator_id"])
        .references("bid_id", "bid")
        .references("criterion_id", "criterion")
        .references("evaluator_id", "account")
        .index(&["evaluator_id"])
}

fn consensus() -> Table {
    Table::new("consensus")
        .column(uuid("bid_id"))
        .column(uuid("criterion_id"))
        .column(integer("score"))
        .column(text("reason"))
        .column(text_null("explanation"))
        .column(text_null("higher"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["bid_id", "criterion_id"])
        .references("bid_id", "bid")
        .references("criterion_id", "criterion")
        .references("recorded_by", "account")
}

fn price_enquiry() -> Table {
    Table::new("price_enquiry")
        .column(uuid("id"))
        .column(uuid("bid_id"))
        .column(text("reason"))
        .column(timestamp_with_time_zone("asked_at"))
        .column(timestamp_with_time_zone("answer_by"))
        .column(text_null("answer"))
        .column(timestamp_with_time_zone_null("answered_at"))
        .column(text_null("outcome"))
        .column(text_null("outcome_reason"))
        .column(uuid_null("proposed_by"))
        .column(timestamp_with_time_zone_null("closed_at"))
        .primary_key(&["id"])
        .references("bid_id", "bid")
        .references("proposed_by", "account")
        .unique(&["bid_id"])
}

fn price_confirmation() -> Table {
    Table::new("price_confirmation")
        .column(uuid("lot_id"))
        .column(uuid("account_id"))
        .column(boolean("as_lead"))
        .column(timestamp_with_time_zone("confirmed_at"))
        .primary_key(&["lot_id", "account_id"])
        .references("lot_id", "lot")
        .references("account_id", "account")
}
