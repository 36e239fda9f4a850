//! The second factor's recovery codes, and the law as dated data.
use crate::tables::{Table, down};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

/// A figure of the law is never edited in place, nor is what somebody relied on.
const APPEND_ONLY: [&str; 2] = ["law_figure", "legal_ground"];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        recovery_code().create(manager).await?;
        law_figure().create(manager).await?;
        tender_law().create(manager).await?;
        legal_ground().create(manager).await?;
        official_notice().create(manager).await?;
        framework().create(manager).await?;
        framework_choice().create(manager).await?;
        for table in APPEND_ONLY {
            crate::triggers::up(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in APPEND_ONLY {
            crate::triggers::down(manager, table).await?;
        }
        let tables = ["framework_choice", "framework", "official_notice", "legal_ground", "tender_law", "law_figure"];
        down(manager, &tables).await?;
        down(manager, &["recovery_code"]).await
    }
}

fn recovery_code() -> Table {
    Table::new("recovery_code")
        .column(uuid("account_id"))
        .column(text("code_hash"))
        .column(timestamp_with_time_zone_null("used_at"))
        .primary_key(&["account_id", "code_hash"])
        .references("account_id", "account")
}

fn law_figure() -> Table {
    Table::new("law_figure")
        .column(big_pk_auto("id"))
        .column(text("topic"))
        .column(text("name"))
        .column(date("valid_from"))
        .column(big_integer_null("number"))
        .column(text_null("title"))
        .column(text_null("detail"))
        .column(text_null("exception"))
        .column(text("source"))
        .column(uuid_null("added_by"))
        .column(timestamp_with_time_zone("added_at"))
        .references("added_by", "account")
        .unique(&["topic", "name", "valid_from"])
}

fn tender_law() -> Table {
    Table::new("tender_law")
        .column(uuid("tender_id"))
        .column(timestamp_with_time_zone("frozen_at"))
        .column(json_binary("figures"))
        .primary_key(&["tender_id"])
        .references("tender_id", "tender")
}

fn legal_ground() -> Table {
    Table::new("legal_ground")
        .column(big_pk_auto("id"))
        .column(uuid("tender_id"))
        .column(text("question"))
        .column(text("ground"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .references("tender_id", "tender")
        .references("recorded_by", "account")
        .index(&["tender_id"])
}

fn official_notice() -> Table {
    Table::new("official_notice")
        .column(uuid("tender_id"))
        .column(text("kind"))
        .column(text("number"))
        .column(timestamp_with_time_zone("published_at"))
        .column(text_null("supplier"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["tender_id", "kind"])
        .references("tender_id", "tender")
        .references("recorded_by", "account")
}

fn framework() -> Table {
    Table::new("framework")
        .column(big_pk_auto("id"))
        .column(text("category"))
        .column(text("name"))
        .column(text("owner"))
        .column(text("url"))
        .column(date("valid_from"))
        .column(date_null("valid_to"))
        .column(text("source"))
        .column(timestamp_with_time_zone("added_at"))
        .unique(&["category", "name", "valid_from"])
}

fn framework_choice() -> Table {
    Table::new("framework_choice")
        .column(uuid("tender_id"))
        .column(text("name"))
        .column(text("reference"))
        .column(text("reason"))
        .column(uuid("document_id"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["tender_id"])
        .references("tender_id", "tender")
        .references("document_id", "tender_document")
        .references("recorded_by", "account")
}
