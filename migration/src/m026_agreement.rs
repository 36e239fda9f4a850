//! What bodies say of an agreement besides yes: no, again this year, we leave; what the authority signs and promises; and how
//! schools rate their cluster.
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
        agreement_refusal().create(manager).await?;
        agreement_refresh().create(manager).await?;
        agreement_reminder().create(manager).await?;
        leaving_notice().create(manager).await?;
        authority_signature().create(manager).await?;
        agreement_promise().create(manager).await?;
        self_evaluation().create(manager).await?;
        triggers::up(manager, "agreement_refusal").await?;
        triggers::up(manager, "agreement_refresh").await?;
        triggers::up(manager, "authority_signature").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        triggers::down(manager, "authority_signature").await?;
        triggers::down(manager, "agreement_refresh").await?;
        triggers::down(manager, "agreement_refusal").await?;
        down(manager, &["self_evaluation", "agreement_promise", "authority_signature", "leaving_notice"]).await?;
        down(manager, &["agreement_reminder", "agreement_refresh", "agreement_refusal"]).await
    }
}

fn agreement_refusal() -> Table {
    Table::new("agreement_refusal")
        .column(uuid("agreement_id"))
        .column(uuid("school_id"))
        .column(text("body_name"))
        .column(text("reason"))
        .column(text("minute_reference"))
        .column(date("declined_on"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["agreement_id", "school_id"])
        .references("agreement_id", "agreement")
        .references("school_id", "school")
        .references("recorded_by", "account")
}

fn agreement_refresh() -> Table {
    Table::new("agreement_refresh")
        .column(uuid("agreement_id"))
        .column(uuid("school_id"))
        .column(date("due_on"))
        .column(text("body_name"))
        .column(text("minute_reference"))
        .column(date("refreshed_on"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["agreement_id", "school_id", "due_on"])
        .references("agreement_id", "agreement")
        .references("school_id", "school")
        .references("recorded_by", "account")
}

fn agreement_reminder() -> Table {
    Table::new("agreement_reminder")
        .column(uuid("agreement_id"))
        .column(uuid("school_id"))
        .column(date("due_on"))
        .column(integer("days_before"))
        .column(timestamp_with_time_zone("sent_at"))
        .primary_key(&["agreement_id", "school_id", "due_on", "days_before"])
        .references("agreement_id", "agreement")
        .references("school_id", "school")
}

fn leaving_notice() -> Table {
    Table::new("leaving_notice")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(uuid("school_id"))
        .column(text("state"))
        .column(text("minute_reference"))
        .column(text("reason"))
        .column(date("given_on"))
        .column(date("ends_on"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .column(timestamp_with_time_zone_null("settled_at"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("school_id", "school")
        .references("recorded_by", "account")
        .index(&["cluster_id", "school_id"])
        .index(&["state", "ends_on"])
}

fn authority_signature() -> Table {
    Table::new("authority_signature")
        .column(uuid("agreement_id"))
        .column(uuid("provider_id"))
        .column(text("signatory"))
        .column(text("office"))
        .column(date("signed_on"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["agreement_id"])
        .references("agreement_id", "agreement")
        .references("provider_id", "provider")
        .references("recorded_by", "account")
}

fn agreement_promise() -> Table {
    Table::new("agreement_promise")
        .column(uuid("id"))
        .column(uuid("agreement_id"))
        .column(text("promiser"))
        .column(text("words"))
        .column(text("minimum"))
        .column(date("until"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("agreement_id", "agreement")
        .references("recorded_by", "account")
        .index(&["agreement_id"])
}

fn self_evaluation() -> Table {
    Table::new("self_evaluation")
        .column(uuid("cluster_id"))
        .column(integer("year"))
        .column(uuid("school_id"))
        .column(text("raters"))
        .column(json_binary("levels"))
        .column(timestamp_with_time_zone("answered_at"))
        .column(uuid_null("answered_by"))
        .primary_key(&["cluster_id", "year", "school_id", "raters"])
        .references("cluster_id", "cluster")
        .references("school_id", "school")
        .references("answered_by", "account")
}
