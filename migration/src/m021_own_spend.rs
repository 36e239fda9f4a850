//! What schools thought of their contracts, who was reminded of which notice date, price lists sent in one file, and what
//! schools do when a service is withdrawn.
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
        contract_rating().create(manager).await?;
        notice_reminder().create(manager).await?;
        price_list_upload().create(manager).await?;
        withdrawal_answer().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["withdrawal_answer", "price_list_upload", "notice_reminder", "contract_rating"]).await
    }
}

fn contract_rating() -> Table {
    Table::new("contract_rating")
        .column(uuid("id"))
        .column(uuid("school_id"))
        .column(uuid_null("entry_id"))
        .column(uuid_null("schedule_id"))
        .column(uuid_null("provider_id"))
        .column(uuid_null("listing_id"))
        .column(uuid_null("listing_version_id"))
        .column(integer("year"))
        .column(text("term"))
        .column(integer("score"))
        .column(json_binary("levels"))
        .column(text("words"))
        .column(text("sharing"))
        .column(timestamp_with_time_zone("rated_at"))
        .column(uuid_null("rated_by"))
        .primary_key(&["id"])
        .references("school_id", "school")
        .references("entry_id", "contract_entry")
        .references("schedule_id", "school_schedule")
        .references("provider_id", "provider")
        .references("listing_id", "listing")
        .references("listing_version_id", "listing_version")
        .references("rated_by", "account")
        .unique(&["entry_id", "year", "term"])
        .unique(&["schedule_id", "year", "term"])
        .index(&["listing_id", "sharing", "rated_at"])
        .index(&["listing_id", "school_id"])
        .index(&["provider_id", "sharing", "rated_at"])
}

fn notice_reminder() -> Table {
    Table::new("notice_reminder")
        .column(uuid("entry_id"))
        .column(date("notice_on"))
        .column(integer("days_before"))
        .column(timestamp_with_time_zone("sent_at"))
        .primary_key(&["entry_id", "notice_on", "days_before"])
        .references("entry_id", "contract_entry")
}

fn price_list_upload() -> Table {
    Table::new("price_list_upload")
        .column(uuid("id"))
        .column(uuid("provider_id"))
        .column(integer("financial_year"))
        .column(json_binary("published"))
        .column(timestamp_with_time_zone("uploaded_at"))
        .column(uuid_null("uploaded_by"))
        .column(timestamp_with_time_zone_null("undone_at"))
        .primary_key(&["id"])
        .references("provider_id", "provider")
        .references("uploaded_by", "account")
        .index(&["provider_id", "uploaded_at"])
}

fn withdrawal_answer() -> Table {
    Table::new("withdrawal_answer")
        .column(uuid("listing_id"))
        .column(uuid("school_id"))
        .column(text("answer"))
        .column(timestamp_with_time_zone("answered_at"))
        .column(uuid_null("answered_by"))
        .primary_key(&["listing_id", "school_id"])
        .index(&["school_id"])
        .references("listing_id", "listing")
        .references("school_id", "school")
        .references("answered_by", "account")
}
