//! Staff who transfer with a contract, who read about them, and what single schools need beyond the core.
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
        staff_pack().create(manager).await?;
        staff_row().create(manager).await?;
        staff_access().create(manager).await?;
        staff_reading().create(manager).await?;
        school_variation().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["school_variation", "staff_reading", "staff_access", "staff_row", "staff_pack"];
        down(manager, &tables).await
    }
}

fn staff_pack() -> Table {
    Table::new("staff_pack")
        .column(uuid("tender_id"))
        .column(boolean("transfers"))
        .column(text("pension"))
        .column(big_integer_null("contribution"))
        .column(big_integer_null("bond"))
        .column(text("risk"))
        .column(text_null("note"))
        .column(uuid_null("present_provider"))
        .column(uuid("updated_by"))
        .column(timestamp_with_time_zone("updated_at"))
        .primary_key(&["tender_id"])
        .references("tender_id", "tender")
        .references("present_provider", "provider")
        .references("updated_by", "account")
}

fn staff_row() -> Table {
    Table::new("staff_row")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(uuid_null("school_id"))
        .column(text("role"))
        .column(big_integer("hours"))
        .column(text("pay_band"))
        .column(integer("service_years"))
        .column(text("pension"))
        .column(text_null("terms"))
        .column(uuid("given_by"))
        .column(timestamp_with_time_zone("given_at"))
        .column(boolean("by_provider"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("school_id", "school")
        .references("given_by", "account")
        .index(&["tender_id"])
}

fn staff_access() -> Table {
    Table::new("staff_access")
        .column(uuid("tender_id"))
        .column(uuid("provider_id"))
        .column(uuid("accepted_by"))
        .column(timestamp_with_time_zone("accepted_at"))
        .primary_key(&["tender_id", "provider_id"])
        .references("tender_id", "tender")
        .references("provider_id", "provider")
        .references("accepted_by", "account")
}

fn staff_reading() -> Table {
    Table::new("staff_reading")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(uuid("provider_id"))
        .column(uuid("account_id"))
        .column(boolean("downloaded"))
        .column(timestamp_with_time_zone("read_at"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("provider_id", "provider")
        .references("account_id", "account")
        .index(&["tender_id"])
}

fn school_variation() -> Table {
    Table::new("school_variation")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(uuid("school_id"))
        .column(text("code"))
        .column(text("title"))
        .column(text("description"))
        .column(uuid("added_by"))
        .column(timestamp_with_time_zone("added_at"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("school_id", "school")
        .references("added_by", "account")
        .unique(&["tender_id", "code"])
}
