//! What was signed and what was paid.
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
        contract().create(manager).await?;
        school_schedule().create(manager).await?;
        actual_spend().create(manager).await?;
        savings_publication().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["savings_publication", "actual_spend", "school_schedule", "contract"]).await
    }
}

fn contract() -> Table {
    Table::new("contract")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(uuid("category_id"))
        .column(uuid("provider_id"))
        .column(uuid_null("listing_version_id"))
        .column(uuid_null("lot_id"))
        .column(text("origin"))
        .column(text_null("how_bought"))
        .column(text("title"))
        .column(text("state"))
        .column(json_binary("schedule"))
        .column(date("starts_on"))
        .column(date("ends_on"))
        .column(date_null("notice_on"))
        .column(uuid_null("provider_signed_by"))
        .column(timestamp_with_time_zone_null("provider_signed_at"))
        .column(timestamp_with_time_zone_null("live_at"))
        .column(uuid_null("end_asked_by"))
        .column(timestamp_with_time_zone_null("end_asked_at"))
        .column(text_null("ended_reason"))
        .column(timestamp_with_time_zone("created_at"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("category_id", "category")
        .references("provider_id", "provider")
        .references("listing_version_id", "listing_version")
        .references("lot_id", "lot")
        .references("provider_signed_by", "account")
        .references("end_asked_by", "account")
        .unique(&["lot_id"])
        .index(&["cluster_id", "state"])
        .index(&["provider_id"])
        .index(&["live_at"])
        .index(&["state", "starts_on"])
}

fn school_schedule() -> Table {
    Table::new("school_schedule")
        .column(uuid("id"))
        .column(uuid("contract_id"))
        .column(uuid("school_id"))
        .column(integer("position"))
        .column(json_binary("volumes"))
        .column(big_integer("yearly_cost"))
        .column(big_integer_null("baseline"))
        .column(big_integer_null("headline_baseline"))
        .column(text_null("confidence"))
        .column(text_null("baseline_source"))
        .column(text("body_name"))
        .column(uuid_null("signed_by"))
        .column(timestamp_with_time_zone_null("signed_at"))
        .column(text_null("minute_reference"))
        .column(date_null("joined_on"))
        .column(date_null("left_on"))
        .primary_key(&["id"])
        .references("contract_id", "contract")
        .references("school_id", "school")
        .references("signed_by", "account")
        .unique(&["contract_id", "school_id"])
        .index(&["school_id"])
}

fn actual_spend() -> Table {
    Table::new("actual_spend")
        .column(uuid("id"))
        .column(uuid("schedule_id"))
        .column(integer("contract_year"))
        .column(text("period"))
        .column(big_integer_null("quantity"))
        .column(big_integer("amount"))
        .column(text("invoice_reference"))
        .column(uuid_null("import_id"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("schedule_id", "school_schedule")
        .references("recorded_by", "account")
        .unique(&["schedule_id", "contract_year", "period"])
        .index_where_known("import_id")
}

fn savings_publication() -> Table {
    Table::new("savings_publication")
        .column(uuid("cluster_id"))
        .column(uuid("category_id"))
        .column(text("stage"))
        .column(text("year"))
        .column(big_integer("before"))
        .column(big_integer("after"))
        .column(integer("paying_less"))
        .column(big_integer("less"))
        .column(integer("paying_more"))
        .column(big_integer("more"))
        .column(integer("unmeasured"))
        .column(uuid_null("published_by"))
        .column(timestamp_with_time_zone("published_at"))
        .primary_key(&["cluster_id", "category_id", "stage"])
        .references("cluster_id", "cluster")
        .references("category_id", "category")
        .references("published_by", "account")
        .index(&["published_at"])
}
