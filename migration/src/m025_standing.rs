//! How schools stand: what they think of a service and what its provider says to it, concerns from warning to exit, and
//! what each pays for a unit, prepared for medians.
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
        rating_version().create(manager).await?;
        rating_reply().create(manager).await?;
        listing_rater().create(manager).await?;
        listing_score().create(manager).await?;
        concern().create(manager).await?;
        concern_step().create(manager).await?;
        unit_cost().create(manager).await?;
        standing_consent().create(manager).await?;
        triggers::up(manager, "rating_version").await?;
        triggers::up(manager, "concern_step").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        triggers::down(manager, "concern_step").await?;
        triggers::down(manager, "rating_version").await?;
        down(manager, &["standing_consent", "unit_cost", "concern_step", "concern"]).await?;
        down(manager, &["listing_score", "listing_rater", "rating_reply", "rating_version"]).await
    }
}

fn rating_version() -> Table {
    Table::new("rating_version")
        .column(uuid("rating_id"))
        .column(integer("number"))
        .column(integer("score"))
        .column(json_binary("levels"))
        .column(text("words"))
        .column(text("sharing"))
        .column(timestamp_with_time_zone("rated_at"))
        .column(uuid_null("rated_by"))
        .primary_key(&["rating_id", "number"])
        .references("rating_id", "contract_rating")
        .references("rated_by", "account")
}

fn rating_reply() -> Table {
    Table::new("rating_reply")
        .column(uuid("rating_id"))
        .column(text("words"))
        .column(timestamp_with_time_zone("replied_at"))
        .column(timestamp_with_time_zone_null("changed_at"))
        .column(uuid_null("replied_by"))
        .primary_key(&["rating_id"])
        .references("rating_id", "contract_rating")
        .references("replied_by", "account")
}

fn listing_rater() -> Table {
    Table::new("listing_rater")
        .column(uuid("listing_id"))
        .column(uuid("school_id"))
        .column(integer("term_number"))
        .column(integer("score"))
        .column(text("phase"))
        .column(text("size_band"))
        .column(text("la_code"))
        .primary_key(&["listing_id", "school_id"])
        .references("listing_id", "listing")
        .references("school_id", "school")
        .index(&["listing_id", "term_number"])
}

fn listing_score() -> Table {
    Table::new("listing_score")
        .column(uuid("listing_id"))
        .column(integer("term_number"))
        .column(integer("raters"))
        .column(integer("total"))
        .column(integer("tenths"))
        .primary_key(&["listing_id", "term_number"])
        .references("listing_id", "listing")
        .index(&["term_number", "tenths"])
}

fn concern() -> Table {
    Table::new("concern")
        .column(uuid("id"))
        .column(uuid_null("school_id"))
        .column(uuid_null("cluster_id"))
        .column(uuid_null("entry_id"))
        .column(uuid_null("contract_id"))
        .column(uuid("provider_id"))
        .column(text("title"))
        .column(text("measure"))
        .column(text("state"))
        .column(date_null("answer_by"))
        .column(date_null("review_on"))
        .column(uuid_null("exit_asked_by"))
        .column(date_null("exit_on"))
        .column(timestamp_with_time_zone("raised_at"))
        .primary_key(&["id"])
        .references("school_id", "school")
        .references("cluster_id", "cluster")
        .references("entry_id", "contract_entry")
        .references("contract_id", "contract")
        .references("provider_id", "provider")
        .references("exit_asked_by", "account")
        .index(&["entry_id"])
        .index(&["contract_id"])
        .index(&["school_id", "state"])
        .index(&["cluster_id", "state"])
        .index(&["provider_id", "raised_at"])
}

fn concern_step() -> Table {
    Table::new("concern_step")
        .column(uuid("concern_id"))
        .column(integer("number"))
        .column(text("state"))
        .column(text("words"))
        .column(uuid_null("file_id"))
        .column(text_null("file_name"))
        .column(text_null("media_type"))
        .column(timestamp_with_time_zone("at"))
        .column(uuid_null("by"))
        .column(boolean("of_provider"))
        .primary_key(&["concern_id", "number"])
        .references("concern_id", "concern")
        .references("file_id", "stored_file")
        .references("by", "account")
}

fn unit_cost() -> Table {
    Table::new("unit_cost")
        .column(uuid("school_id"))
        .column(uuid("category_id"))
        .column(integer("year"))
        .column(big_integer("amount"))
        .column(big_integer("volume"))
        .column(text("basis"))
        .column(text("phase"))
        .column(text("size_band"))
        .column(text("meals_band"))
        .column(text("body"))
        .column(boolean("withheld"))
        .column(integer("lot"))
        .primary_key(&["school_id", "category_id"])
        .references("school_id", "school")
        .references("category_id", "category")
        .index(&["category_id", "phase", "lot"])
}

fn standing_consent() -> Table {
    Table::new("standing_consent")
        .column(uuid("school_id"))
        .column(boolean("withholds"))
        .column(timestamp_with_time_zone("changed_at"))
        .column(uuid_null("changed_by"))
        .primary_key(&["school_id"])
        .references("school_id", "school")
        .references("changed_by", "account")
}
