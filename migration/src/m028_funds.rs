//! Money that schools hold together: funds with a double-entry ledger, what is asked and approved out of them, pools,
//! posts, and the needs that they are for. The database itself refuses a movement that does not sum to zero.
use crate::tables::{Table, down};
use crate::triggers;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const APPEND_ONLY: [&str; 6] =
    ["fund_budget", "fund_school", "fund_line", "fund_entry", "fund_decision", "fund_interest"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            fund(),
            fund_account(),
            fund_budget(),
            fund_school(),
            fund_payment(),
            fund_decision(),
            fund_interest(),
            fund_entry(),
            fund_line(),
            fund_premium(),
            fund_post(),
            fund_post_share(),
            fund_need(),
            fund_need_money(),
            fund_priority(),
        ] {
            table.create(manager).await?;
        }
        for table in APPEND_ONLY {
            triggers::up(manager, table).await?;
        }
        triggers::balanced_up(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        triggers::balanced_down(manager).await?;
        for table in APPEND_ONLY {
            triggers::down(manager, table).await?;
        }
        down(manager, &["fund_priority", "fund_need_money", "fund_need", "fund_post_share", "fund_post"]).await?;
        down(manager, &["fund_premium", "fund_line", "fund_entry", "fund_interest", "fund_decision"]).await?;
        down(manager, &["fund_payment", "fund_school", "fund_budget", "fund_account", "fund"]).await
    }
}

fn fund() -> Table {
    Table::new("fund")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(text("kind"))
        .column(text("name"))
        .column(text("purpose"))
        .column(text("outcome"))
        .column(uuid("host_school_id"))
        .column(text("sharing"))
        .column(text("year_end"))
        .column(integer("approvals"))
        .column(big_integer_null("per_pupil"))
        .column(big_integer_null("match_total"))
        .column(big_integer_null("penalty"))
        .column(text_null("penalty_terms"))
        .column(big_integer_null("claim_cap"))
        .column(big_integer_null("pool_k"))
        .column(big_integer_null("pool_loading"))
        .column(text("state"))
        .column(text_null("decision"))
        .column(uuid_null("file_id"))
        .column(text_null("file_name"))
        .column(uuid("proposed_by"))
        .column(timestamp_with_time_zone("proposed_at"))
        .column(timestamp_with_time_zone_null("opened_at"))
        .column(timestamp_with_time_zone_null("ended_at"))
        .column(text_null("ended_reason"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("host_school_id", "school")
        .references("file_id", "stored_file")
        .references("proposed_by", "account")
        .unique(&["cluster_id", "name"])
}

fn fund_account() -> Table {
    Table::new("fund_account")
        .column(uuid("id"))
        .column(uuid("fund_id"))
        .column(text("kind"))
        .column(text("name"))
        .primary_key(&["id"])
        .references("fund_id", "fund")
        .unique(&["fund_id", "kind", "name"])
}

fn fund_budget() -> Table {
    Table::new("fund_budget")
        .column(uuid("account_id"))
        .column(integer("year"))
        .column(integer("number"))
        .column(uuid("fund_id"))
        .column(amount_from_zero("amount"))
        .column(text("decision"))
        .column(uuid("set_by"))
        .column(timestamp_with_time_zone("set_at"))
        .primary_key(&["account_id", "year", "number"])
        .references("account_id", "fund_account")
        .references("fund_id", "fund")
        .references("set_by", "account")
        .index(&["fund_id", "year"])
}

fn fund_school() -> Table {
    Table::new("fund_school")
        .column(uuid("fund_id"))
        .column(integer("year"))
        .column(uuid("school_id"))
        .column(integer("position"))
        .column(integer("pupils"))
        .primary_key(&["fund_id", "year", "school_id"])
        .references("fund_id", "fund")
        .references("school_id", "school")
}

fn fund_payment() -> Table {
    Table::new("fund_payment")
        .column(uuid("id"))
        .column(uuid("fund_id"))
        .column(uuid("cluster_id"))
        .column(text("kind"))
        .column(uuid_null("account_id"))
        .column(uuid_null("school_id"))
        .column(uuid_null("to_fund_id"))
        .column(text("payee"))
        .column(text("purpose"))
        .column(amount_above_zero("amount"))
        .column(integer("year"))
        .column(text("evidence"))
        .column(uuid_null("file_id"))
        .column(text_null("file_name"))
        .column(integer("needed"))
        .column(text("state"))
        .column(uuid("asked_by"))
        .column(uuid_null("asked_for"))
        .column(timestamp_with_time_zone("asked_at"))
        .column(uuid_null("ended_by"))
        .column(timestamp_with_time_zone_null("ended_at"))
        .column(text_null("ended_reason"))
        .primary_key(&["id"])
        .references("fund_id", "fund")
        .references("cluster_id", "cluster")
        .references("account_id", "fund_account")
        .references("school_id", "school")
        .references("to_fund_id", "fund")
        .references("file_id", "stored_file")
        .references("asked_by", "account")
        .references("asked_for", "school")
        .references("ended_by", "account")
        .index(&["fund_id", "state"])
        .index(&["cluster_id", "state"])
}

fn fund_decision() -> Table {
    Table::new("fund_decision")
        .column(uuid("payment_id"))
        .column(uuid("account_id"))
        .column(uuid("school_id"))
        .column(boolean("approved"))
        .column(text("reason"))
        .column(timestamp_with_time_zone("decided_at"))
        .primary_key(&["payment_id", "account_id"])
        .references("payment_id", "fund_payment")
        .references("account_id", "account")
        .references("school_id", "school")
        .unique(&["payment_id", "school_id"])
}

fn fund_interest() -> Table {
    Table::new("fund_interest")
        .column(uuid("payment_id"))
        .column(uuid("account_id"))
        .column(text("detail"))
        .column(timestamp_with_time_zone("declared_at"))
        .primary_key(&["payment_id", "account_id"])
        .references("payment_id", "fund_payment")
        .references("account_id", "account")
}

fn fund_entry() -> Table {
    Table::new("fund_entry")
        .column(uuid("id"))
        .column(uuid("fund_id"))
        .column(integer("number"))
        .column(text("kind"))
        .column(integer("year"))
        .column(date("day"))
        .column(text("reason"))
        .column(text("evidence"))
        .column(uuid_null("file_id"))
        .column(text_null("file_name"))
        .column(uuid_null("reverses"))
        .column(uuid_null("payment_id"))
        .column(amount_from_zero("bank_after"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("fund_id", "fund")
        .references("file_id", "stored_file")
        .references("reverses", "fund_entry")
        .references("payment_id", "fund_payment")
        .references("recorded_by", "account")
        .unique(&["fund_id", "number"])
        .unique(&["reverses"])
        .unique(&["payment_id", "fund_id"])
}

/// Lines are written before their movement, which the database then takes only if they sum to zero.
fn fund_line() -> Table {
    let entry = "REFERENCES \"fund_entry\" (\"id\") DEFERRABLE INITIALLY DEFERRED";
    Table::new("fund_line")
        .column(uuid("entry_id").extra(entry).take())
        .column(integer("number"))
        .column(uuid("fund_id"))
        .column(integer("year"))
        .column(uuid("account_id"))
        .column(uuid_null("school_id"))
        .column(big_integer("amount").check(Expr::col("amount").ne(0)).take())
        .primary_key(&["entry_id", "number"])
        .references("fund_id", "fund")
        .references("account_id", "fund_account")
        .references("school_id", "school")
        .index(&["fund_id", "year"])
}

fn fund_premium() -> Table {
    Table::new("fund_premium")
        .column(uuid("fund_id"))
        .column(integer("year"))
        .column(uuid("school_id"))
        .column(big_integer("exposure"))
        .column(big_integer("past_exposure"))
        .column(big_integer("past_cost"))
        .column(big_integer("premium"))
        .primary_key(&["fund_id", "year", "school_id"])
        .references("fund_id", "fund")
        .references("school_id", "school")
}

fn fund_post() -> Table {
    Table::new("fund_post")
        .column(uuid("id"))
        .column(uuid("fund_id"))
        .column(uuid("account_id"))
        .column(text("title"))
        .column(uuid("employer_school_id"))
        .column(text("approved_by"))
        .column(amount_above_zero("yearly_cost"))
        .column(big_integer("hours"))
        .column(date("starts_on"))
        .column(date_null("ends_on"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("fund_id", "fund")
        .references("account_id", "fund_account")
        .references("employer_school_id", "school")
        .references("recorded_by", "account")
        .index(&["fund_id"])
}

fn fund_post_share() -> Table {
    Table::new("fund_post_share")
        .column(uuid("post_id"))
        .column(uuid("school_id"))
        .column(big_integer("percent"))
        .primary_key(&["post_id", "school_id"])
        .references("post_id", "fund_post")
        .references("school_id", "school")
}

fn fund_need() -> Table {
    Table::new("fund_need")
        .column(uuid("cluster_id"))
        .column(integer("year"))
        .column(uuid("school_id"))
        .column(text("area"))
        .column(integer("pupils"))
        .primary_key(&["cluster_id", "year", "school_id", "area"])
        .references("cluster_id", "cluster")
        .references("school_id", "school")
}

fn fund_need_money() -> Table {
    Table::new("fund_need_money")
        .column(uuid("cluster_id"))
        .column(integer("year"))
        .column(uuid("school_id"))
        .column(amount_from_zero("allocated"))
        .column(amount_from_zero("pooled"))
        .column(uuid("stated_by"))
        .column(timestamp_with_time_zone("stated_at"))
        .primary_key(&["cluster_id", "year", "school_id"])
        .references("cluster_id", "cluster")
        .references("school_id", "school")
        .references("stated_by", "account")
}

fn fund_priority() -> Table {
    Table::new("fund_priority")
        .column(uuid("cluster_id"))
        .column(integer("year"))
        .column(text("area"))
        .column(integer("rank"))
        .column(text("commission"))
        .column(big_integer("amount"))
        .column(uuid_null("fund_id"))
        .column(text("decision"))
        .column(uuid("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["cluster_id", "year", "area"])
        .references("cluster_id", "cluster")
        .references("fund_id", "fund")
        .references("recorded_by", "account")
}

fn amount_from_zero(name: &'static str) -> ColumnDef {
    big_integer(name).check(Expr::col(name).gte(0)).take()
}

fn amount_above_zero(name: &'static str) -> ColumnDef {
    big_integer(name).check(Expr::col(name).gt(0)).take()
}
