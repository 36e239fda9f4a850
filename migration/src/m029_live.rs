//! A contract while it runs: what was really paid from invoices, what was promised to a school that loses.
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
        actuals_import().create(manager).await?;
        actuals_reminder().create(manager).await?;
        savings_promise().create(manager).await?;
        promise_payment().create(manager).await?;
        contract_change().create(manager).await?;
        contract_review().create(manager).await?;
        review_action().create(manager).await?;
        contract_exit_item().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["contract_exit_item", "review_action", "contract_review", "contract_change"]).await?;
        down(manager, &["promise_payment", "savings_promise", "actuals_reminder", "actuals_import"]).await
    }
}

fn actuals_import() -> Table {
    Table::new("actuals_import")
        .column(uuid("id"))
        .column(uuid("school_id"))
        .column(integer("rows"))
        .column(uuid_null("imported_by"))
        .column(timestamp_with_time_zone("imported_at"))
        .column(timestamp_with_time_zone_null("undone_at"))
        .primary_key(&["id"])
        .references("school_id", "school")
        .references("imported_by", "account")
        .index(&["school_id", "imported_at"])
}

fn actuals_reminder() -> Table {
    Table::new("actuals_reminder")
        .column(uuid("schedule_id"))
        .column(date("term_ended_on"))
        .column(timestamp_with_time_zone("sent_at"))
        .primary_key(&["schedule_id", "term_ended_on"])
        .references("schedule_id", "school_schedule")
}

fn savings_promise() -> Table {
    Table::new("savings_promise")
        .column(uuid("id"))
        .column(uuid("schedule_id"))
        .column(integer("contract_year"))
        .column(big_integer("amount"))
        .column(text("minute_reference"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("schedule_id", "school_schedule")
        .references("recorded_by", "account")
        .unique(&["schedule_id", "contract_year"])
}

fn promise_payment() -> Table {
    Table::new("promise_payment")
        .column(uuid("id"))
        .column(uuid("promise_id"))
        .column(big_integer("amount"))
        .column(date("paid_on"))
        .column(text("reference"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("promise_id", "savings_promise")
        .references("recorded_by", "account")
        .index(&["promise_id", "paid_on"])
}

fn contract_change() -> Table {
    Table::new("contract_change")
        .column(uuid("id"))
        .column(uuid("contract_id"))
        .column(integer("number"))
        .column(text("kind"))
        .column(text("state"))
        .column(text("what"))
        .column(text("why"))
        .column(text_null("volume_effect"))
        .column(date("starts_on"))
        .column(json_binary("before"))
        .column(json_binary("after"))
        .column(text_null("ground"))
        .column(text_null("ground_words"))
        .column(uuid_null("school_id"))
        .column(json_binary_null("volumes"))
        .column(boolean_null("described"))
        .column(big_integer_null("maximum_value"))
        .column(integer_null("contract_year"))
        .column(text_null("index_percent"))
        .column(uuid_null("proposed_by"))
        .column(timestamp_with_time_zone("proposed_at"))
        .column(uuid_null("second_by"))
        .column(timestamp_with_time_zone_null("second_at"))
        .column(uuid_null("body_by"))
        .column(timestamp_with_time_zone_null("body_at"))
        .column(text_null("minute_reference"))
        .column(uuid_null("provider_by"))
        .column(timestamp_with_time_zone_null("provider_at"))
        .column(uuid_null("refused_by"))
        .column(timestamp_with_time_zone_null("refused_at"))
        .column(text_null("refused_words"))
        .primary_key(&["id"])
        .references("contract_id", "contract")
        .references("school_id", "school")
        .references("proposed_by", "account")
        .references("second_by", "account")
        .references("body_by", "account")
        .references("provider_by", "account")
        .references("refused_by", "account")
        .unique(&["contract_id", "number"])
        .index(&["school_id", "state"])
}

fn contract_review() -> Table {
    Table::new("contract_review")
        .column(uuid("id"))
        .column(uuid("contract_id"))
        .column(date("held_on"))
        .column(text("words"))
        .column(json_binary("measures"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("contract_id", "contract")
        .references("recorded_by", "account")
        .index(&["contract_id", "held_on"])
}

fn review_action() -> Table {
    Table::new("review_action")
        .column(uuid("id"))
        .column(uuid("review_id"))
        .column(text("what"))
        .column(text("owner"))
        .column(date("due_on"))
        .column(timestamp_with_time_zone_null("done_at"))
        .column(uuid_null("done_by"))
        .primary_key(&["id"])
        .references("review_id", "contract_review")
        .references("done_by", "account")
        .index(&["review_id", "due_on"])
}

fn contract_exit_item() -> Table {
    Table::new("contract_exit_item")
        .column(uuid("contract_id"))
        .column(text("item"))
        .column(text("note"))
        .column(uuid_null("done_by"))
        .column(timestamp_with_time_zone("done_at"))
        .primary_key(&["contract_id", "item"])
        .references("contract_id", "contract")
        .references("done_by", "account")
}
