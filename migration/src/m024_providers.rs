//! What providers keep for later bids, which tenders suit them, and the letters that tell them.
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
        evidence_reminder().create(manager).await?;
        library_answer().create(manager).await?;
        library_answer_version().create(manager).await?;
        opportunity_preference().create(manager).await?;
        tender_digest().create(manager).await?;
        mail_choice().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["mail_choice", "tender_digest", "opportunity_preference", "library_answer_version"];
        down(manager, &tables).await?;
        down(manager, &["library_answer", "evidence_reminder"]).await
    }
}

fn evidence_reminder() -> Table {
    Table::new("evidence_reminder")
        .column(uuid("evidence_id"))
        .column(integer("days_before"))
        .column(timestamp_with_time_zone("sent_at"))
        .primary_key(&["evidence_id", "days_before"])
        .references("evidence_id", "provider_evidence")
}

fn library_answer() -> Table {
    Table::new("library_answer")
        .column(uuid("id"))
        .column(uuid("provider_id"))
        .column(text("topic"))
        .column(uuid_null("category_id"))
        .column(text("tags"))
        .column(integer("number"))
        .column(integer("words"))
        .column(text("sought"))
        .column(timestamp_with_time_zone("changed_at"))
        .column(date_null("last_used_on"))
        .column(timestamp_with_time_zone_null("removed_at"))
        .primary_key(&["id"])
        .references("provider_id", "provider")
        .references("category_id", "category")
        .index(&["provider_id", "changed_at"])
}

fn library_answer_version() -> Table {
    Table::new("library_answer_version")
        .column(uuid("answer_id"))
        .column(integer("number"))
        .column(text("text"))
        .column(timestamp_with_time_zone("kept_at"))
        .column(uuid_null("kept_by"))
        .primary_key(&["answer_id", "number"])
        .references("answer_id", "library_answer")
        .references("kept_by", "account")
}

fn opportunity_preference() -> Table {
    Table::new("opportunity_preference")
        .column(uuid("provider_id"))
        .column(json_binary("categories"))
        .column(json_binary("areas"))
        .column(timestamp_with_time_zone("changed_at"))
        .column(uuid_null("changed_by"))
        .primary_key(&["provider_id"])
        .references("provider_id", "provider")
        .references("changed_by", "account")
}

fn tender_digest() -> Table {
    Table::new("tender_digest")
        .column(uuid("tender_id"))
        .column(uuid("account_id"))
        .column(timestamp_with_time_zone("sent_at"))
        .primary_key(&["tender_id", "account_id"])
        .references("tender_id", "tender")
        .references("account_id", "account")
        .index(&["account_id"])
}

fn mail_choice() -> Table {
    Table::new("mail_choice")
        .column(uuid("account_id"))
        .column(text("kind"))
        .column(text("pace"))
        .column(timestamp_with_time_zone("chosen_at"))
        .primary_key(&["account_id", "kind"])
        .references("account_id", "account")
        .index(&["kind", "pace"])
}
