//! Tenders in several lots: how they are divided, and which schools each lot is for.
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
        lot_plan().create(manager).await?;
        lot_school().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["lot_school", "lot_plan"]).await
    }
}

fn lot_plan() -> Table {
    Table::new("lot_plan")
        .column(uuid("tender_id"))
        .column(text("lots_by"))
        .column(integer_null("most"))
        .column(boolean("discounts"))
        .primary_key(&["tender_id"])
        .references("tender_id", "tender")
}

fn lot_school() -> Table {
    Table::new("lot_school")
        .column(uuid("lot_id"))
        .column(uuid("school_id"))
        .primary_key(&["lot_id", "school_id"])
        .references("lot_id", "lot")
        .references("school_id", "school")
        .index(&["school_id"])
}
