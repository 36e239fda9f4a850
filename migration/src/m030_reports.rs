//! What a cluster reports: termly reports as they were published, the annual review; what its authority looks at: options
//! appraised, schools asked, consultations recorded.
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
        cluster_report().create(manager).await?;
        school_naming().create(manager).await?;
        cluster_review().create(manager).await?;
        review_objective().create(manager).await?;
        appraisal().create(manager).await?;
        appraisal_version().create(manager).await?;
        survey().create(manager).await?;
        survey_answer().create(manager).await?;
        consultation().create(manager).await?;
        triggers::up(manager, "cluster_report").await?;
        triggers::up(manager, "appraisal_version").await?;
        triggers::up(manager, "consultation").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        triggers::down(manager, "consultation").await?;
        triggers::down(manager, "appraisal_version").await?;
        triggers::down(manager, "cluster_report").await?;
        down(manager, &["consultation", "survey_answer", "survey", "appraisal_version", "appraisal"]).await?;
        down(manager, &["review_objective", "cluster_review", "school_naming", "cluster_report"]).await
    }
}

fn cluster_report() -> Table {
    Table::new("cluster_report")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(integer("year"))
        .column(text("term"))
        .column(text("audience"))
        .column(integer("edition"))
        .column(json_binary("content"))
        .column(uuid_null("published_by"))
        .column(timestamp_with_time_zone("published_at"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("published_by", "account")
        .unique(&["cluster_id", "year", "term", "audience", "edition"])
}

fn school_naming() -> Table {
    Table::new("school_naming")
        .column(uuid("school_id"))
        .column(boolean("agrees"))
        .column(uuid_null("changed_by"))
        .column(timestamp_with_time_zone("changed_at"))
        .primary_key(&["school_id"])
        .references("school_id", "school")
        .references("changed_by", "account")
}

fn cluster_review() -> Table {
    Table::new("cluster_review")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(integer("year"))
        .column(text("state"))
        .column(text_null("decision"))
        .column(text_null("reasons"))
        .column(json_binary_null("content"))
        .column(uuid_null("opened_by"))
        .column(timestamp_with_time_zone("opened_at"))
        .column(uuid_null("closed_by"))
        .column(timestamp_with_time_zone_null("closed_at"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("opened_by", "account")
        .references("closed_by", "account")
        .unique(&["cluster_id", "year"])
}

fn review_objective() -> Table {
    Table::new("review_objective")
        .column(uuid("id"))
        .column(uuid("review_id"))
        .column(integer("position"))
        .column(text("objective"))
        .column(text("measure"))
        .column(timestamp_with_time_zone("set_at"))
        .column(text_null("came"))
        .column(text_null("outcome"))
        .column(text_null("evidence"))
        .column(timestamp_with_time_zone_null("recorded_at"))
        .primary_key(&["id"])
        .references("review_id", "cluster_review")
        .unique(&["review_id", "position"])
}

fn appraisal() -> Table {
    Table::new("appraisal")
        .column(uuid("id"))
        .column(uuid("provider_id"))
        .column(text("title"))
        .column(timestamp_with_time_zone("started_at"))
        .primary_key(&["id"])
        .references("provider_id", "provider")
        .index(&["provider_id", "started_at"])
}

fn appraisal_version() -> Table {
    Table::new("appraisal_version")
        .column(uuid("appraisal_id"))
        .column(integer("number"))
        .column(json_binary("content"))
        .column(uuid_null("saved_by"))
        .column(timestamp_with_time_zone("saved_at"))
        .primary_key(&["appraisal_id", "number"])
        .references("appraisal_id", "appraisal")
        .references("saved_by", "account")
}

fn survey() -> Table {
    Table::new("survey")
        .column(uuid("id"))
        .column(uuid("provider_id"))
        .column(uuid_null("appraisal_id"))
        .column(text("title"))
        .column(json_binary("questions"))
        .column(text("state"))
        .column(date("closes_on"))
        .column(timestamp_with_time_zone("opened_at"))
        .primary_key(&["id"])
        .references("provider_id", "provider")
        .references("appraisal_id", "appraisal")
        .index(&["provider_id", "opened_at"])
        .index(&["appraisal_id"])
}

fn survey_answer() -> Table {
    Table::new("survey_answer")
        .column(uuid("survey_id"))
        .column(uuid("school_id"))
        .column(json_binary("answers"))
        .column(uuid_null("answered_by"))
        .column(timestamp_with_time_zone("answered_at"))
        .primary_key(&["survey_id", "school_id"])
        .references("survey_id", "survey")
        .references("school_id", "school")
        .references("answered_by", "account")
}

fn consultation() -> Table {
    Table::new("consultation")
        .column(uuid("id"))
        .column(uuid_null("tender_id"))
        .column(uuid_null("listing_id"))
        .column(text("who"))
        .column(date("from_on"))
        .column(date("to_on"))
        .column(text("how"))
        .column(text("said"))
        .column(text("effect"))
        .column(text("mitigation"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .primary_key(&["id"])
        .references("tender_id", "tender")
        .references("listing_id", "listing")
        .references("recorded_by", "account")
        .index(&["tender_id"])
        .index(&["listing_id"])
}
