//! Who buys, and who may act for whom.
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
        school().create(manager).await?;
        membership().create(manager).await?;
        import_run().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["import_run", "membership", "school"]).await
    }
}

fn school() -> Table {
    Table::new("school")
        .column(uuid("id"))
        .column(integer("urn"))
        .column(text("name"))
        .column(text_null("la_code"))
        .column(text_null("la_name"))
        .column(text_null("establishment_number"))
        .column(text("phase"))
        .column(text("legal_type"))
        .column(text_null("type_name"))
        .column(text("status"))
        .column(date_null("opened_on"))
        .column(date_null("closed_on"))
        .column(text_null("street"))
        .column(text_null("locality"))
        .column(text_null("town"))
        .column(text_null("postcode"))
        .column(text_null("trust_name"))
        .column(text_null("federation_name"))
        .column(integer_null("pupils"))
        .column(integer_null("fsm_pupils"))
        .column(text_null("website"))
        .column(text_null("religious_character"))
        .column(text_null("gender"))
        .column(integer_null("low_age"))
        .column(integer_null("high_age"))
        .column(integer_null("capacity"))
        .primary_key(&["id"])
        .unique(&["urn"])
        .index(&["la_code", "name"])
        .index(&["name"])
}

fn membership() -> Table {
    Table::new("membership")
        .column(uuid("id"))
        .column(uuid("account_id"))
        .column(text("role"))
        .column(text("scope"))
        .column(uuid_null("scope_id"))
        .column(uuid_null("school_id"))
        .column(timestamp_with_time_zone("since"))
        .column(timestamp_with_time_zone_null("ended_at"))
        .primary_key(&["id"])
        .references("account_id", "account")
        .references("school_id", "school")
        .index(&["account_id"])
        .index(&["scope_id", "role"])
        .index(&["school_id"])
}

fn import_run() -> Table {
    Table::new("import_run")
        .column(uuid("id"))
        .column(text("state"))
        .column(text("file_name"))
        .column(uuid_null("file_id"))
        .column(boolean("skip_bad"))
        .column(boolean("check_only"))
        .column(big_integer("rows_read"))
        .column(big_integer("created"))
        .column(big_integer("updated"))
        .column(big_integer("unchanged"))
        .column(big_integer("refused"))
        .column(json_binary("faults"))
        .column(timestamp_with_time_zone("started_at"))
        .column(uuid_null("started_by"))
        .column(timestamp_with_time_zone_null("finished_at"))
        .primary_key(&["id"])
        .references("file_id", "stored_file")
        .references("started_by", "account")
}
