//! Meeting firms: before a tender, and in a tender of two stages.
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
        engagement().create(manager).await?;
        meeting().create(manager).await?;
        stage_plan().create(manager).await?;
        shortlist_condition().create(manager).await?;
        participation_request().create(manager).await?;
        shortlist_mark().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["shortlist_mark", "participation_request", "shortlist_condition", "stage_plan", "meeting", "engagement"];
        down(manager, &tables).await
    }
}

fn engagement() -> Table {
    Table::new("engagement")
        .column(uuid("tender_id"))
        .column(text_null("notice_number"))
        .column(date_null("notice_published_on"))
        .column(text_null("no_notice_reason"))
        .column(text_null("levelled"))
        .primary_key(&["tender_id"])
        .references("tender_id", "tender")
}

fn meeting() -> Table {
    Table::new("meeting")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(text("kind"))
        .column(text("firm"))
        .column(uuid_null("provider_id"))
        .column(timestamp_with_time_zone("starts_at"))
        .column(text("place"))
        .column(text_null("attendance"))
        .column(text_null("asked"))
        .column(text_null("told"))
        .column(text_null("conflicts"))
        .column(timestamp_with_time_zone_null("recorded_at"))
        .column(timestamp_with_time_zone_null("cancelled_at"))
        .column(timestamp_with_time_zone("created_at"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("provider_id", "provider")
        .index(&["tender_id", "starts_at"])
        .index(&["provider_id"])
}

fn stage_plan() -> Table {
    Table::new("stage_plan")
        .column(uuid("tender_id"))
        .column(integer("least"))
        .column(integer_null("most"))
        .column(text("second_stage"))
        .column(timestamp_with_time_zone_null("closed_at"))
        .column(timestamp_with_time_zone_null("sent_at"))
        .column(text_null("fewer_reason"))
        .primary_key(&["tender_id"])
        .references("tender_id", "tender")
}

fn shortlist_condition() -> Table {
    Table::new("shortlist_condition")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(integer("position"))
        .column(text("name"))
        .column(text("question"))
        .column(integer_null("scale_max"))
        .column(integer_null("minimum"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .unique(&["tender_id", "name"])
}

fn participation_request() -> Table {
    Table::new("participation_request")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(text("requester"))
        .column(binary("content"))
        .column(binary_null("document"))
        .column(timestamp_with_time_zone("received_at"))
        .column(uuid_null("provider_id"))
        .column(boolean_null("invited"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("provider_id", "provider")
        .unique(&["tender_id", "requester"])
}

fn shortlist_mark() -> Table {
    Table::new("shortlist_mark")
        .column(uuid("request_id"))
        .column(uuid("condition_id"))
        .column(integer("mark"))
        .column(text("reason"))
        .column(uuid("marked_by"))
        .column(timestamp_with_time_zone("marked_at"))
        .primary_key(&["request_id", "condition_id"])
        .references("request_id", "participation_request")
        .references("condition_id", "shortlist_condition")
        .references("marked_by", "account")
}
