//! The decision.
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
        award().create(manager).await?;
        ballot().create(manager).await?;
        vote().create(manager).await?;
        joining().create(manager).await?;
        outcome().create(manager).await?;
        challenge().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["challenge", "outcome", "joining", "vote", "ballot", "award"]).await
    }
}

fn award() -> Table {
    Table::new("award")
        .column(uuid("id"))
        .column(uuid("lot_id"))
        .column(uuid("bid_id"))
        .column(text("state"))
        .column(text("reasons"))
        .column(timestamp_with_time_zone("recommended_at"))
        .column(uuid("recommended_by"))
        .column(text_null("minute"))
        .column(timestamp_with_time_zone_null("ratified_at"))
        .primary_key(&["id"])
        .references("lot_id", "lot")
        .references("bid_id", "bid")
        .references("recommended_by", "account")
        .unique(&["lot_id"])
        .index(&["bid_id"])
}

fn ballot() -> Table {
    Table::new("ballot")
        .column(uuid("id"))
        .column(uuid("award_id"))
        .column(integer("number"))
        .column(text("motion"))
        .column(text("question"))
        .column(text_null("grounds"))
        .column(timestamp_with_time_zone("opened_at"))
        .column(timestamp_with_time_zone("closes_at"))
        .column(json_binary_null("result"))
        .column(boolean_null("carried"))
        .column(timestamp_with_time_zone_null("recorded_at"))
        .primary_key(&["id"])
        .references("award_id", "award")
        .unique(&["award_id", "number"])
}

fn vote() -> Table {
    Table::new("vote")
        .column(uuid("ballot_id"))
        .column(uuid("school_id"))
        .column(text("capacity"))
        .column(uuid("account_id"))
        .column(text("choice"))
        .column(text_null("reason"))
        .column(timestamp_with_time_zone("cast_at"))
        .primary_key(&["ballot_id", "school_id", "capacity"])
        .references("ballot_id", "ballot")
        .references("school_id", "school")
        .references("account_id", "account")
}

fn joining() -> Table {
    Table::new("joining")
        .column(uuid("award_id"))
        .column(uuid("school_id"))
        .column(text("state"))
        .column(big_integer("share"))
        .column(big_integer_null("mandate_limit"))
        .column(text_null("minute_reference"))
        .column(uuid_null("decided_by"))
        .column(timestamp_with_time_zone("decided_at"))
        .primary_key(&["award_id", "school_id"])
        .references("award_id", "award")
        .references("school_id", "school")
        .references("decided_by", "account")
        .index(&["school_id"])
}

fn outcome() -> Table {
    Table::new("outcome")
        .column(uuid("bid_id"))
        .column(boolean("won"))
        .column(json_binary("summary"))
        .column(timestamp_with_time_zone("sent_at"))
        .column(timestamp_with_time_zone_null("acknowledged_at"))
        .primary_key(&["bid_id"])
}

fn challenge() -> Table {
    Table::new("challenge")
        .column(uuid("id"))
        .column(uuid("lot_id"))
        .column(uuid("bid_id"))
        .column(text("grounds"))
        .column(timestamp_with_time_zone("raised_at"))
        .column(text_null("outcome"))
        .column(text_null("outcome_reason"))
        .column(uuid_null("decided_by"))
        .column(timestamp_with_time_zone_null("decided_at"))
        .primary_key(&["id"])
        .references("lot_id", "lot")
        .references("bid_id", "bid")
        .references("decided_by", "account")
        .index(&["lot_id"])
}
