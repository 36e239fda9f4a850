//! When a cluster's schools are closed, and the plan of a tender.
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
        school_closure().create(manager).await?;
        tender_plan().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["tender_plan", "school_closure"]).await
    }
}

fn school_closure() -> Table {
    Table::new("school_closure")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(text("title"))
        .column(date("first_day"))
        .column(date("last_day"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .unique(&["cluster_id", "first_day"])
}

fn tender_plan() -> Table {
    Table::new("tender_plan")
        .column(uuid("tender_id"))
        .column(boolean("staff_transfer"))
        .column(json_binary_null("published"))
        .column(timestamp_with_time_zone_null("published_at"))
        .primary_key(&["tender_id"])
        .references("tender_id", "tender")
}
