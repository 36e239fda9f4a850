//! The ask and what each school needs.
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
        tender().create(manager).await?;
        lot().create(manager).await?;
        criterion().create(manager).await?;
        tender_question().create(manager).await?;
        tender_document().create(manager).await?;
        tender_interest().create(manager).await?;
        tender_amendment().create(manager).await?;
        cancellation().create(manager).await?;
        declaration().create(manager).await?;
        demand().create(manager).await?;
        demand_line().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(
            manager,
            &[
                "demand_line",
                "demand",
                "declaration",
                "cancellation",
                "tender_amendment",
                "tender_interest",
                "tender_document",
                "tender_question",
                "criterion",
                "lot",
                "tender",
            ],
        )
        .await
    }
}

fn tender() -> Table {
    Table::new("tender")
        .column(uuid("id"))
        .column(text("reference"))
        .column(uuid("cluster_id"))
        .column(uuid("category_id"))
        .column(text("title"))
        .column(text("state"))
        .column(text("need"))
        .column(date_null("contract_start"))
        .column(integer("term_years"))
        .column(json_binary("price_rule"))
        .column(integer_null("quality_minimum"))
        .column(integer("low_bid_percent"))
        .column(integer("minimum_schools"))
        .column(text("leave_rule"))
        .column(text_null("authority_hat"))
        .column(big_integer_null("estimated_value"))
        .column(text_null("route"))
        .column(text_null("procedure"))
        .column(text_null("notice_number"))
        .column(date_null("notice_published_on"))
        .column(timestamp_with_time_zone_null("questions_close_at"))
        .column(timestamp_with_time_zone_null("participation_closes_at"))
        .column(timestamp_with_time_zone_null("deadline_at"))
        .column(integer("bid_validity_days"))
        .column(timestamp_with_time_zone_null("pooled_at"))
        .column(timestamp_with_time_zone_null("published_at"))
        .column(integer("public_version"))
        .column(timestamp_with_time_zone_null("closed_at"))
        .column(timestamp_with_time_zone_null("opened_at"))
        .column(text_null("ended_reason"))
        .column(timestamp_with_time_zone("created_at"))
        .column(integer("version"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("category_id", "category")
        .unique(&["reference"])
        .index(&["cluster_id"])
        .index(&["state", "deadline_at"])
        .index(&["published_at"])
}

fn lot() -> Table {
    Table::new("lot")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(integer("number"))
        .column(text("title"))
        .column(text("state"))
        .column(big_integer("weight"))
        .column(json_binary_null("price_rule"))
        .column(text_null("ended_reason"))
        .column(date_null("standstill_from"))
        .column(timestamp_with_time_zone_null("standstill_ends_at"))
        .column(date_null("asked_until"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .unique(&["tender_id", "number"])
}

fn criterion() -> Table {
    Table::new("criterion")
        .column(uuid("id"))
        .column(uuid("lot_id"))
        .column(integer("position"))
        .column(text("code"))
        .column(text("name"))
        .column(text("question"))
        .column(big_integer("weight"))
        .column(integer("scale_max"))
        .column(integer_null("minimum"))
        .column(integer("word_limit"))
        .column(text("kind"))
        .primary_key(&["id"])
        .references("lot_id", "lot")
        .unique(&["lot_id", "code"])
}

fn tender_question() -> Table {
    Table::new("tender_question")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(text("asker"))
        .column(text("question"))
        .column(timestamp_with_time_zone("asked_at"))
        .column(text_null("answer"))
        .column(timestamp_with_time_zone_null("answered_at"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .index(&["tender_id", "asked_at"])
}

fn tender_document() -> Table {
    Table::new("tender_document")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(uuid("file_id"))
        .column(text("name"))
        .column(text("title"))
        .column(timestamp_with_time_zone("added_at"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("file_id", "stored_file")
        .index(&["tender_id"])
}

fn tender_interest() -> Table {
    Table::new("tender_interest")
        .column(uuid("tender_id"))
        .column(uuid("provider_id"))
        .column(boolean("intends_to_bid"))
        .column(timestamp_with_time_zone("since"))
        .primary_key(&["tender_id", "provider_id"])
        .references("tender_id", "tender")
        .references("provider_id", "provider")
        .index(&["provider_id"])
}

fn tender_amendment() -> Table {
    Table::new("tender_amendment")
        .column(uuid("tender_id"))
        .column(integer("number"))
        .column(text("kind"))
        .column(text("text"))
        .column(timestamp_with_time_zone_null("deadline_at"))
        .column(integer_null("version"))
        .column(timestamp_with_time_zone("made_at"))
        .primary_key(&["tender_id", "number"])
        .references("tender_id", "tender")
}

fn cancellation() -> Table {
    Table::new("cancellation")
        .column(uuid("tender_id"))
        .column(uuid("proposed_by"))
        .column(timestamp_with_time_zone("proposed_at"))
        .column(text("reason"))
        .column(uuid("file_id"))
        .column(text("file_name"))
        .primary_key(&["tender_id"])
        .references("tender_id", "tender")
        .references("proposed_by", "account")
        .references("file_id", "stored_file")
}

fn declaration() -> Table {
    Table::new("declaration")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(uuid("account_id"))
        .column(boolean("has_interest"))
        .column(text_null("detail"))
        .column(timestamp_with_time_zone("declared_at"))
        .column(timestamp_with_time_zone_null("bidders_declared_at"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("account_id", "account")
        .unique(&["tender_id", "account_id"])
}

fn demand() -> Table {
    Table::new("demand")
        .column(uuid("id"))
        .column(uuid("tender_id"))
        .column(uuid("school_id"))
        .column(text("state"))
        .column(timestamp_with_time_zone("due_at"))
        .column(date_null("contract_ends_on"))
        .column(date_null("notice_by"))
        .column(boolean_null("kitchen_on_site"))
        .column(text_null("note"))
        .column(timestamp_with_time_zone_null("signed_at"))
        .column(uuid_null("signed_by"))
        .column(big_integer_null("mandate_limit"))
        .column(text_null("mandate_minute"))
        .column(uuid_null("mandate_recorded_by"))
        .column(timestamp_with_time_zone_null("mandate_at"))
        .column(timestamp_with_time_zone_null("locked_at"))
        .column(timestamp_with_time_zone("updated_at"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("school_id", "school")
        .references("signed_by", "account")
        .references("mandate_recorded_by", "account")
        .unique(&["tender_id", "school_id"])
        .index(&["school_id"])
}

fn demand_line() -> Table {
    Table::new("demand_line")
        .column(uuid("demand_id"))
        .column(text("item"))
        .column(big_integer_null("last_year"))
        .column(big_integer_null("quantity"))
        .column(text_null("note"))
        .primary_key(&["demand_id", "item"])
        .references("demand_id", "demand")
}
