//! Pass and fail, the correction window, hearings, conflicts of interest, how long bids stay valid.
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
        tender_condition().create(manager).await?;
        provider_evidence().create(manager).await?;
        correction_window().create(manager).await?;
        correction_item().create(manager).await?;
        exclusion().create(manager).await?;
        conflicts_assessment().create(manager).await?;
        bidder_interest().create(manager).await?;
        wall_assessment().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "wall_assessment",
            "bidder_interest",
            "conflicts_assessment",
            "exclusion",
            "correction_item",
            "correction_window",
            "provider_evidence",
            "tender_condition",
        ];
        down(manager, &tables).await
    }
}

fn tender_condition() -> Table {
    Table::new("tender_condition")
        .column(uuid("tender_id"))
        .column(text("code"))
        .column(integer("position"))
        .column(text("name"))
        .column(text("statement"))
        .column(text("kind"))
        .column(text_null("evidence"))
        .column(date_null("valid_until"))
        .primary_key(&["tender_id", "code"])
        .references("tender_id", "tender")
}

fn provider_evidence() -> Table {
    Table::new("provider_evidence")
        .column(uuid("id"))
        .column(uuid("provider_id"))
        .column(uuid("first_id"))
        .column(text("name"))
        .column(uuid("file_id"))
        .column(text("file_name"))
        .column(text("media_type"))
        .column(date_null("expires_on"))
        .column(uuid("added_by"))
        .column(timestamp_with_time_zone("added_at"))
        .column(timestamp_with_time_zone_null("removed_at"))
        .primary_key(&["id"])
        .references("provider_id", "provider")
        .references("file_id", "stored_file")
        .references("added_by", "account")
        .index(&["provider_id"])
        .index(&["first_id"])
        .index(&["expires_on"])
}

fn correction_window() -> Table {
    Table::new("correction_window")
        .column(uuid("lot_id"))
        .column(integer("hours"))
        .column(text("reason"))
        .column(uuid("opened_by"))
        .column(timestamp_with_time_zone("opened_at"))
        .column(timestamp_with_time_zone("closes_at"))
        .primary_key(&["lot_id"])
        .references("lot_id", "lot")
        .references("opened_by", "account")
}

fn correction_item() -> Table {
    Table::new("correction_item")
        .column(uuid("bid_id"))
        .column(text("condition"))
        .column(uuid("lot_id"))
        .column(text("asked"))
        .column(text_null("answer"))
        .column(uuid_null("file_id"))
        .column(text_null("file_name"))
        .column(text_null("media_type"))
        .column(date_null("expires_on"))
        .column(uuid_null("answered_by"))
        .column(timestamp_with_time_zone_null("answered_at"))
        .primary_key(&["bid_id", "condition"])
        .references("bid_id", "bid")
        .references("lot_id", "lot")
        .references("file_id", "stored_file")
        .references("answered_by", "account")
        .index(&["lot_id"])
}

fn exclusion() -> Table {
    Table::new("exclusion")
        .column(uuid("id"))
        .column(uuid("bid_id"))
        .column(text("ground"))
        .column(text("reason"))
        .column(uuid("notified_by"))
        .column(timestamp_with_time_zone("notified_at"))
        .column(timestamp_with_time_zone("answer_by"))
        .column(text_null("answer"))
        .column(uuid_null("answered_by"))
        .column(timestamp_with_time_zone_null("answered_at"))
        .column(text_null("decision"))
        .column(text_null("decision_reason"))
        .column(uuid_null("proposed_by"))
        .column(timestamp_with_time_zone_null("proposed_at"))
        .column(uuid_null("confirmed_by"))
        .column(timestamp_with_time_zone_null("confirmed_at"))
        .primary_key(&["id"])
        .references("bid_id", "bid")
        .references("notified_by", "account")
        .references("answered_by", "account")
        .references("proposed_by", "account")
        .references("confirmed_by", "account")
        .index(&["bid_id"])
}

fn conflicts_assessment() -> Table {
    Table::new("conflicts_assessment")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(integer("number"))
        .column(text("stage"))
        .column(text("asked"))
        .column(text("found"))
        .column(text("mitigation"))
        .column(uuid("made_by"))
        .column(timestamp_with_time_zone("made_at"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("made_by", "account")
        .unique(&["tender_id", "number"])
}

fn bidder_interest() -> Table {
    Table::new("bidder_interest")
        .column(uuid("declaration_id"))
        .column(uuid("provider_id"))
        .column(text("detail"))
        .primary_key(&["declaration_id", "provider_id"])
        .references("declaration_id", "declaration")
        .references("provider_id", "provider")
}

fn wall_assessment() -> Table {
    Table::new("wall_assessment")
        .column(uuid("tender_id"))
        .column(uuid("account_id"))
        .column(uuid("provider_id"))
        .column(boolean("may_open"))
        .column(text("reason"))
        .column(uuid("made_by"))
        .column(timestamp_with_time_zone("made_at"))
        .primary_key(&["tender_id", "account_id"])
        .references("tender_id", "tender")
        .references("account_id", "account")
        .references("provider_id", "provider")
        .references("made_by", "account")
}
