//! Schools joined.
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
        cluster().create(manager).await?;
        cluster_member().create(manager).await?;
        agreement().create(manager).await?;
        agreement_signature().create(manager).await?;
        cluster_money().create(manager).await?;
        cluster_plan().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(
            manager,
            &["cluster_plan", "cluster_money", "agreement_signature", "agreement", "cluster_member", "cluster"],
        )
        .await
    }
}

fn cluster() -> Table {
    Table::new("cluster")
        .column(uuid("id"))
        .column(text("slug"))
        .column(text("reference_prefix"))
        .column(text("name"))
        .column(uuid_null("host_school_id"))
        .column(timestamp_with_time_zone("created_at"))
        .primary_key(&["id"])
        .references("host_school_id", "school")
        .unique(&["slug"])
        .unique(&["reference_prefix"])
        .index(&["name"])
}

fn cluster_member() -> Table {
    Table::new("cluster_member")
        .column(uuid("cluster_id"))
        .column(uuid("school_id"))
        .column(integer("position"))
        .column(date("joined_on"))
        .column(date_null("left_on"))
        .primary_key(&["cluster_id", "school_id"])
        .references("cluster_id", "cluster")
        .references("school_id", "school")
        .index(&["school_id"])
}

fn agreement() -> Table {
    Table::new("agreement")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(integer("version"))
        .column(text("text"))
        .column(text("form"))
        .column(text("form_reason"))
        .column(text("sharing_rule"))
        .column(text("majority"))
        .column(boolean("casting_vote"))
        .column(integer("notice_months"))
        .column(integer("refresh_month"))
        .column(integer("refresh_day"))
        .column(uuid_null("authority_id"))
        .column(date("answer_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .column(timestamp_with_time_zone_null("adopted_at"))
        .column(timestamp_with_time_zone_null("withdrawn_at"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("authority_id", "provider")
        .unique(&["cluster_id", "version"])
        .index(&["refresh_month", "id"])
        .index_where_known("authority_id")
}

fn agreement_signature() -> Table {
    Table::new("agreement_signature")
        .column(uuid("agreement_id"))
        .column(uuid("school_id"))
        .column(text("body_name"))
        .column(text("minute_reference"))
        .column(date("agreed_on"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["agreement_id", "school_id"])
        .references("agreement_id", "agreement")
        .references("school_id", "school")
        .references("recorded_by", "account")
}

fn cluster_money() -> Table {
    Table::new("cluster_money")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(text("kind"))
        .column(text("purpose"))
        .column(integer("year"))
        .column(big_integer("amount"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("recorded_by", "account")
        .index(&["cluster_id", "year"])
}

fn cluster_plan() -> Table {
    Table::new("cluster_plan")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(uuid("category_id"))
        .column(uuid("listing_version_id"))
        .column(text("status"))
        .column(text("note"))
        .column(timestamp_with_time_zone("recorded_at"))
        .column(timestamp_with_time_zone_null("ended_at"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("category_id", "category")
        .references("listing_version_id", "listing_version")
        .index(&["cluster_id"])
}
