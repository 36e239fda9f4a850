//! Who sells, and what.
use crate::tables::{Table, down};
use crate::triggers;
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
        category().create(manager).await?;
        provider().create(manager).await?;
        listing().create(manager).await?;
        listing_version().create(manager).await?;
        listing_area().create(manager).await?;
        listing_phase().create(manager).await?;
        volume().create(manager).await?;
        contract_entry().create(manager).await?;
        triggers::up(manager, "listing_version").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        triggers::down(manager, "listing_version").await?;
        let offered = ["listing_phase", "listing_area", "listing_version", "listing", "provider", "category"];
        down(manager, &["contract_entry", "volume"]).await?;
        down(manager, &offered).await
    }
}

fn category() -> Table {
    Table::new("category")
        .column(uuid("id"))
        .column(text("slug"))
        .column(text("name"))
        .column(integer("position"))
        .column(json_binary("shape"))
        .primary_key(&["id"])
        .unique(&["slug"])
}

fn provider() -> Table {
    Table::new("provider")
        .column(uuid("id"))
        .column(text("slug"))
        .column(text("name"))
        .column(text("kind"))
        .column(text_null("la_code"))
        .column(integer_null("urn"))
        .column(text_null("company_number"))
        .column(text_null("address"))
        .column(text_null("contact_name"))
        .column(text_null("contact_email"))
        .column(text("description"))
        .column(timestamp_with_time_zone("created_at"))
        .primary_key(&["id"])
        .unique(&["slug"])
        .index(&["la_code"])
        .index(&["name", "slug"])
}

fn listing() -> Table {
    Table::new("listing")
        .column(uuid("id"))
        .column(uuid("provider_id"))
        .column(uuid("category_id"))
        .column(text("slug"))
        .column(text("kind"))
        .column(text("state"))
        .column(text("price_visibility"))
        .column(uuid_null("version_id"))
        .column(json_binary_null("draft"))
        .column(uuid_null("sent_by"))
        .column(timestamp_with_time_zone_null("sent_at"))
        .column(text_null("sent_back"))
        .column(uuid_null("next_version_id"))
        .column(text_null("withdrawal_reason"))
        .column(boolean("is_rated"))
        .column(timestamp_with_time_zone("created_at"))
        .primary_key(&["id"])
        .references("provider_id", "provider")
        .references("category_id", "category")
        .references("sent_by", "account")
        .unique(&["category_id", "slug"])
        .index(&["provider_id"])
        .index(&["category_id", "state", "kind"])
        .index(&["state", "slug"])
        .index_where_known("next_version_id")
}

fn listing_version() -> Table {
    Table::new("listing_version")
        .column(uuid("id"))
        .column(uuid("listing_id"))
        .column(integer("number"))
        .column(text("title"))
        .column(text("summary"))
        .column(text("included"))
        .column(text("not_included"))
        .column(text("term"))
        .column(text("notice"))
        .column(text("evidence"))
        .column(json_binary("phases"))
        .column(json_binary("legal_types"))
        .column(text_null("package"))
        .column(integer_null("financial_year"))
        .column(date_null("buy_back_from"))
        .column(date_null("buy_back_to"))
        .column(date("valid_from"))
        .column(date_null("valid_to"))
        .column(json_binary("areas"))
        .column(json_binary("evidence_ids"))
        .column(json_binary("schedule"))
        .column(json_binary_null("pooled_cover"))
        .column(text_null("minimum_provision"))
        .column(date_null("withdraws_on"))
        .column(json_binary("service_levels"))
        .column(timestamp_with_time_zone("published_at"))
        .column(uuid_null("written_by"))
        .column(uuid_null("published_by"))
        .primary_key(&["id"])
        .references("listing_id", "listing")
        .references("written_by", "account")
        .references("published_by", "account")
        .unique(&["listing_id", "number"])
        .index_where_known("withdraws_on")
}

fn listing_area() -> Table {
    Table::new("listing_area")
        .column(uuid("listing_id"))
        .column(text("la_code"))
        .primary_key(&["listing_id", "la_code"])
        .references("listing_id", "listing")
        .index(&["la_code"])
}

fn listing_phase() -> Table {
    Table::new("listing_phase")
        .column(uuid("listing_id"))
        .column(text("phase"))
        .primary_key(&["listing_id", "phase"])
        .references("listing_id", "listing")
        .index(&["phase"])
}

fn volume() -> Table {
    Table::new("volume")
        .column(uuid("school_id"))
        .column(uuid("category_id"))
        .column(text("item"))
        .column(integer("year"))
        .column(big_integer("quantity"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["school_id", "category_id", "item", "year"])
        .references("school_id", "school")
        .references("category_id", "category")
        .index(&["category_id", "item", "year"])
        .index(&["category_id", "school_id"])
}

fn contract_entry() -> Table {
    Table::new("contract_entry")
        .column(uuid("id"))
        .column(uuid("school_id"))
        .column(uuid_null("category_id"))
        .column(text("title"))
        .column(text("provider_name"))
        .column(uuid_null("provider_id"))
        .column(uuid_null("listing_version_id"))
        .column(date_null("starts_on"))
        .column(date_null("ends_on"))
        .column(date_null("notice_on"))
        .column(text_null("notice_terms"))
        .column(big_integer_null("yearly_amount"))
        .column(big_integer_null("total_value"))
        .column(text("cost_source"))
        .column(text_null("how_bought"))
        .column(text_null("responsible"))
        .column(text_null("cost_code"))
        .column(timestamp_with_time_zone("recorded_at"))
        .column(timestamp_with_time_zone_null("ended_at"))
        .primary_key(&["id"])
        .references("school_id", "school")
        .references("category_id", "category")
        .references("provider_id", "provider")
        .references("listing_version_id", "listing_version")
        .index(&["notice_on"])
        .index(&["school_id", "ends_on"])
        .index(&["category_id", "school_id"])
}
