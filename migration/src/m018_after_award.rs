//! What happens to an award after the bidders were told, and what stays of every earlier state of it.
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
        given_score().create(manager).await?;
        locked_score().create(manager).await?;
        sent_outcome().create(manager).await?;
        past_award().create(manager).await?;
        award_correction().create(manager).await?;
        winner_withdrawal().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["winner_withdrawal", "award_correction", "past_award", "sent_outcome", "locked_score", "given_score"];
        down(manager, &tables).await
    }
}

fn given_score() -> Table {
    Table::new("given_score")
        .column(uuid("bid_id"))
        .column(uuid("criterion_id"))
        .column(uuid("evaluator_id"))
        .column(integer("round"))
        .column(uuid("lot_id"))
        .column(integer("score"))
        .column(text("reason"))
        .column(timestamp_with_time_zone("submitted_at"))
        .primary_key(&["bid_id", "criterion_id", "evaluator_id", "round"])
        .references("bid_id", "bid")
        .references("criterion_id", "criterion")
        .references("evaluator_id", "account")
        .references("lot_id", "lot")
        .index(&["lot_id"])
}

fn locked_score() -> Table {
    Table::new("locked_score")
        .column(uuid("bid_id"))
        .column(uuid("criterion_id"))
        .column(integer("round"))
        .column(uuid("lot_id"))
        .column(integer("score"))
        .column(text("reason"))
        .column(text_null("explanation"))
        .column(text_null("higher"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["bid_id", "criterion_id", "round"])
        .references("bid_id", "bid")
        .references("criterion_id", "criterion")
        .references("lot_id", "lot")
        .references("recorded_by", "account")
        .index(&["lot_id"])
}

fn sent_outcome() -> Table {
    Table::new("sent_outcome")
        .column(uuid("bid_id"))
        .column(timestamp_with_time_zone("sent_at"))
        .column(boolean("won"))
        .column(json_binary("summary"))
        .primary_key(&["bid_id", "sent_at"])
        .references("bid_id", "bid")
}

fn past_award() -> Table {
    Table::new("past_award")
        .column(uuid("award_id"))
        .column(timestamp_with_time_zone("ended_at"))
        .column(uuid("bid_id"))
        .column(text("state"))
        .column(text("reasons"))
        .column(timestamp_with_time_zone("recommended_at"))
        .column(uuid("recommended_by"))
        .column(text_null("minute"))
        .column(timestamp_with_time_zone_null("ratified_at"))
        .column(date_null("standstill_from"))
        .column(timestamp_with_time_zone_null("standstill_ends_at"))
        .column(text("ended_because"))
        .primary_key(&["award_id", "ended_at"])
        .references("award_id", "award")
        .references("bid_id", "bid")
        .references("recommended_by", "account")
}

fn award_correction() -> Table {
    Table::new("award_correction")
        .column(uuid("id"))
        .column(uuid("lot_id"))
        .column(uuid("bid_id"))
        .column(uuid("criterion_id"))
        .column(integer("from_score"))
        .column(integer("to_score"))
        .column(text("to_reason"))
        .column(text("because"))
        .column(uuid("proposed_by"))
        .column(uuid_null("proposed_for"))
        .column(timestamp_with_time_zone("proposed_at"))
        .column(boolean_null("confirmed"))
        .column(uuid_null("decided_by"))
        .column(timestamp_with_time_zone_null("decided_at"))
        .primary_key(&["id"])
        .references("lot_id", "lot")
        .references("bid_id", "bid")
        .references("criterion_id", "criterion")
        .references("proposed_by", "account")
        .references("proposed_for", "school")
        .references("decided_by", "account")
        .index(&["lot_id"])
}

fn winner_withdrawal() -> Table {
    Table::new("winner_withdrawal")
        .column(uuid("id"))
        .column(uuid("lot_id"))
        .column(uuid("bid_id"))
        .column(text("ground"))
        .column(text("reason"))
        .column(text_null("evidence"))
        .column(uuid("recorded_by"))
        .column(text("recorded_as"))
        .column(timestamp_with_time_zone("recorded_at"))
        .column(uuid_null("confirmed_by"))
        .column(timestamp_with_time_zone_null("confirmed_at"))
        .primary_key(&["id"])
        .references("lot_id", "lot")
        .references("bid_id", "bid")
        .references("recorded_by", "account")
        .references("confirmed_by", "account")
        .unique(&["bid_id"])
        .index(&["lot_id"])
}
