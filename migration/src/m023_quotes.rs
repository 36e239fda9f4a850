//! What a school buys by itself: its limits, requests for quotes with their answers and choices, waivers, and purchases
//! made directly or from a framework.
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
        purchase_limits().create(manager).await?;
        quote_request().create(manager).await?;
        quote_asked().create(manager).await?;
        quote_answer().create(manager).await?;
        quote_choice().create(manager).await?;
        purchase_waiver().create(manager).await?;
        recorded_purchase().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "recorded_purchase",
            "purchase_waiver",
            "quote_choice",
            "quote_answer",
            "quote_asked",
            "quote_request",
            "purchase_limits",
        ];
        down(manager, &tables).await
    }
}

fn purchase_limits() -> Table {
    Table::new("purchase_limits")
        .column(uuid("school_id"))
        .column(integer("number"))
        .column(big_integer("one_quote_from"))
        .column(big_integer("three_quotes_from"))
        .column(big_integer("tender_from"))
        .column(big_integer("manager_up_to"))
        .column(big_integer("head_up_to"))
        .column(date("adopted_on"))
        .column(text("minute_reference"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["school_id", "number"])
        .references("school_id", "school")
        .references("recorded_by", "account")
}

fn quote_request() -> Table {
    Table::new("quote_request")
        .column(uuid("id"))
        .column(uuid("school_id"))
        .column(uuid("category_id"))
        .column(text("title"))
        .column(text("need"))
        .column(json_binary("quantities"))
        .column(date("starts_on"))
        .column(integer("term_years"))
        .column(big_integer("estimate"))
        .column(timestamp_with_time_zone("answers_by"))
        .column(text("state"))
        .column(text("form_key"))
        .column(uuid("asked_by"))
        .column(timestamp_with_time_zone("asked_at"))
        .column(timestamp_with_time_zone_null("closed_at"))
        .column(text_null("ended_reason"))
        .column(uuid_null("entry_id"))
        .primary_key(&["id"])
        .references("school_id", "school")
        .references("category_id", "category")
        .references("asked_by", "account")
        .references("entry_id", "contract_entry")
        .unique(&["school_id", "form_key"])
        .index(&["school_id", "state"])
        .index(&["state", "answers_by"])
}

fn quote_asked() -> Table {
    Table::new("quote_asked")
        .column(uuid("id"))
        .column(uuid("quote_id"))
        .column(integer("position"))
        .column(uuid_null("provider_id"))
        .column(text("name"))
        .column(text_null("email"))
        .column(uuid_null("listing_version_id"))
        .primary_key(&["id"])
        .references("quote_id", "quote_request")
        .references("provider_id", "provider")
        .references("listing_version_id", "listing_version")
        .unique(&["quote_id", "position"])
        .unique(&["quote_id", "provider_id"])
        .index(&["provider_id"])
}

fn quote_answer() -> Table {
    Table::new("quote_answer")
        .column(uuid("asked_id"))
        .column(uuid("quote_id"))
        .column(json_binary("draft"))
        .column(timestamp_with_time_zone("saved_at"))
        .column(json_binary_null("schedule"))
        .column(text("notes"))
        .column(date_null("valid_until"))
        .column(timestamp_with_time_zone_null("sent_at"))
        .column(uuid_null("sent_by"))
        .column(timestamp_with_time_zone_null("declined_at"))
        .column(text_null("declined_reason"))
        .column(text_null("came_by"))
        .column(date_null("received_on"))
        .column(uuid_null("file_id"))
        .column(text_null("file_name"))
        .primary_key(&["asked_id"])
        .references("asked_id", "quote_asked")
        .references("quote_id", "quote_request")
        .references("sent_by", "account")
        .references("file_id", "stored_file")
        .index(&["quote_id"])
}

fn quote_choice() -> Table {
    Table::new("quote_choice")
        .column(uuid("quote_id"))
        .column(integer("number"))
        .column(uuid("asked_id"))
        .column(text("reason"))
        .column(text("told"))
        .column(big_integer("yearly"))
        .column(big_integer("value"))
        .column(boolean("is_cheapest"))
        .column(integer("answers"))
        .column(json_binary("content"))
        .column(uuid("chosen_by"))
        .column(timestamp_with_time_zone("chosen_at"))
        .column(text_null("decision"))
        .column(uuid_null("decided_by"))
        .column(timestamp_with_time_zone_null("decided_at"))
        .column(text_null("decided_reason"))
        .primary_key(&["quote_id", "number"])
        .references("quote_id", "quote_request")
        .references("asked_id", "quote_asked")
        .references("chosen_by", "account")
        .references("decided_by", "account")
}

fn purchase_waiver() -> Table {
    Table::new("purchase_waiver")
        .column(uuid("id"))
        .column(uuid("school_id"))
        .column(text("kind"))
        .column(uuid_null("quote_id"))
        .column(uuid_null("entry_id"))
        .column(text("title"))
        .column(big_integer("value"))
        .column(date_null("until"))
        .column(text("reason"))
        .column(uuid_null("file_id"))
        .column(text_null("file_name"))
        .column(uuid("asked_by"))
        .column(timestamp_with_time_zone("asked_at"))
        .column(text_null("decision"))
        .column(uuid_null("decided_by"))
        .column(timestamp_with_time_zone_null("decided_at"))
        .column(text_null("decided_reason"))
        .primary_key(&["id"])
        .references("school_id", "school")
        .references("quote_id", "quote_request")
        .references("entry_id", "contract_entry")
        .references("file_id", "stored_file")
        .references("asked_by", "account")
        .references("decided_by", "account")
        .index(&["school_id", "decision"])
        .index(&["quote_id"])
}

fn recorded_purchase() -> Table {
    Table::new("recorded_purchase")
        .column(uuid("id"))
        .column(uuid("school_id"))
        .column(uuid("category_id"))
        .column(text("way"))
        .column(text("title"))
        .column(text("provider_name"))
        .column(text_null("framework"))
        .column(text_null("reference"))
        .column(text("asked"))
        .column(big_integer("yearly"))
        .column(integer("term_years"))
        .column(date("starts_on"))
        .column(text("reason"))
        .column(uuid_null("file_id"))
        .column(text_null("file_name"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .column(text_null("decision"))
        .column(uuid_null("decided_by"))
        .column(timestamp_with_time_zone_null("decided_at"))
        .column(text_null("decided_reason"))
        .column(uuid_null("entry_id"))
        .primary_key(&["id"])
        .references("school_id", "school")
        .references("category_id", "category")
        .references("file_id", "stored_file")
        .references("recorded_by", "account")
        .references("decided_by", "account")
        .references("entry_id", "contract_entry")
        .index(&["school_id", "decision"])
}
