//! What schools buy back from their authority: orders, the charges of each year, and who was reminded.
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
        order().create(manager).await?;
        line().create(manager).await?;
        reminder().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["buy_back_reminder", "buy_back_line", "buy_back_order"]).await
    }
}

fn order() -> Table {
    let table = Table::new("buy_back_order")
        .column(uuid("id"))
        .column(text("reference"))
        .column(uuid("provider_id"))
        .column(uuid("school_id"))
        .column(uuid("category_id"))
        .column(uuid("listing_id"))
        .column(uuid("version_id"))
        .column(integer("financial_year"))
        .column(integer("last_year"))
        .column(boolean_null("stands"))
        .column(text("state"))
        .column(integer("years"))
        .column(boolean("whole_package"))
        .column(json_binary("volumes"))
        .column(text("ground"))
        .column(date("starts_on"))
        .column(date("ends_on"))
        .column(big_integer("net"))
        .column(big_integer("vat"))
        .column(uuid("entry_id"))
        .column(json_binary("replaced"))
        .column(timestamp_with_time_zone("placed_at"))
        .column(uuid_null("placed_by"))
        .column(timestamp_with_time_zone_null("confirmed_at"))
        .column(uuid_null("confirmed_by"))
        .column(timestamp_with_time_zone_null("ended_at"))
        .column(uuid_null("ended_by"))
        .column(text_null("reason"))
        .primary_key(&["id"]);
    referring(table)
        .unique(&["reference"])
        .unique(&["school_id", "listing_id", "financial_year", "stands"])
        .index(&["provider_id", "financial_year"])
        .index(&["school_id", "placed_at"])
        .index(&["version_id"])
}

fn referring(order: Table) -> Table {
    order
        .references("provider_id", "provider")
        .references("school_id", "school")
        .references("category_id", "category")
        .references("listing_id", "listing")
        .references("version_id", "listing_version")
        .references("entry_id", "contract_entry")
        .references("placed_by", "account")
        .references("confirmed_by", "account")
        .references("ended_by", "account")
}

fn line() -> Table {
    Table::new("buy_back_line")
        .column(uuid("order_id"))
        .column(integer("financial_year"))
        .column(integer("position"))
        .column(text("charge"))
        .column(text("component"))
        .column(text("unit"))
        .column(big_integer("quantity"))
        .column(big_integer("amount"))
        .column(big_integer_null("vat_percent"))
        .column(big_integer("vat"))
        .column(text("working"))
        .primary_key(&["order_id", "financial_year", "position"])
        .references("order_id", "buy_back_order")
}

fn reminder() -> Table {
    Table::new("buy_back_reminder")
        .column(uuid("provider_id"))
        .column(uuid("school_id"))
        .column(integer("financial_year"))
        .column(timestamp_with_time_zone("sent_at"))
        .primary_key(&["provider_id", "school_id", "financial_year"])
        .references("provider_id", "provider")
        .references("school_id", "school")
}
