//! The committee of a cluster: its terms of reference, meetings, elections and sub-groups, and where a school votes.
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
        terms().create(manager).await?;
        associate().create(manager).await?;
        voting_cluster().create(manager).await?;
        election().create(manager).await?;
        nomination().create(manager).await?;
        election_vote().create(manager).await?;
        meeting().create(manager).await?;
        item().create(manager).await?;
        paper().create(manager).await?;
        attendance().create(manager).await?;
        interest().create(manager).await?;
        vote().create(manager).await?;
        reminder().create(manager).await?;
        group().create(manager).await?;
        group_member().create(manager).await?;
        group_decision().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        down(manager, &["committee_group_decision", "committee_group_member", "committee_group"]).await?;
        down(manager, &["committee_reminder", "committee_vote", "committee_interest", "committee_attendance"]).await?;
        down(manager, &["committee_paper", "committee_item", "committee_meeting"]).await?;
        down(manager, &["committee_election_vote", "committee_nomination", "committee_election"]).await?;
        down(manager, &["voting_cluster", "committee_associate", "committee_terms"]).await
    }
}

fn terms() -> Table {
    Table::new("committee_terms")
        .column(uuid("cluster_id"))
        .column(integer("number"))
        .column(date("starts_on"))
        .column(boolean("statutory"))
        .column(text("quorum"))
        .column(integer_null("quorum_count"))
        .column(integer("notice_days"))
        .column(integer("meetings_a_year"))
        .column(text("chair_from"))
        .column(boolean("independent_clerk"))
        .column(json_binary("gates"))
        .column(timestamp_with_time_zone("recorded_at"))
        .column(uuid_null("recorded_by"))
        .primary_key(&["cluster_id", "number"])
        .references("cluster_id", "cluster")
        .references("recorded_by", "account")
}

fn associate() -> Table {
    Table::new("committee_associate")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(text("name"))
        .column(text("role"))
        .column(date("since"))
        .column(date_null("ended_on"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .index(&["cluster_id"])
}

fn voting_cluster() -> Table {
    Table::new("voting_cluster")
        .column(uuid("school_id"))
        .column(uuid("cluster_id"))
        .column(timestamp_with_time_zone("chosen_at"))
        .column(uuid_null("chosen_by"))
        .primary_key(&["school_id"])
        .references("school_id", "school")
        .references("cluster_id", "cluster")
        .references("chosen_by", "account")
}

fn election() -> Table {
    Table::new("committee_election")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(text("office"))
        .column(timestamp_with_time_zone("opened_at"))
        .column(timestamp_with_time_zone("nominations_until"))
        .column(timestamp_with_time_zone_null("closes_at"))
        .column(date("term_ends_on"))
        .column(json_binary_null("result"))
        .column(uuid_null("elected"))
        .column(timestamp_with_time_zone_null("recorded_at"))
        .column(text_null("called_off_reason"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("elected", "account")
        .index(&["cluster_id", "office"])
}

fn nomination() -> Table {
    Table::new("committee_nomination")
        .column(uuid("election_id"))
        .column(uuid("account_id"))
        .column(uuid("school_id"))
        .column(text("name"))
        .column(uuid("nominated_by"))
        .column(timestamp_with_time_zone("nominated_at"))
        .primary_key(&["election_id", "account_id"])
        .references("election_id", "committee_election")
        .references("account_id", "account")
        .references("school_id", "school")
        .references("nominated_by", "account")
}

fn election_vote() -> Table {
    Table::new("committee_election_vote")
        .column(uuid("election_id"))
        .column(uuid("school_id"))
        .column(uuid_null("nominee"))
        .column(text("capacity"))
        .column(uuid("cast_by"))
        .column(timestamp_with_time_zone("cast_at"))
        .primary_key(&["election_id", "school_id"])
        .references("election_id", "committee_election")
        .references("school_id", "school")
        .references("nominee", "account")
        .references("cast_by", "account")
}

fn meeting() -> Table {
    Table::new("committee_meeting")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(integer("number"))
        .column(timestamp_with_time_zone("starts_at"))
        .column(text("place"))
        .column(timestamp_with_time_zone("planned_at"))
        .column(timestamp_with_time_zone_null("called_at"))
        .column(text_null("urgent_reason"))
        .column(timestamp_with_time_zone_null("called_off_at"))
        .column(text_null("called_off_reason"))
        .column(text_null("minutes"))
        .column(timestamp_with_time_zone_null("published_at"))
        .column(timestamp_with_time_zone_null("approved_at"))
        .column(uuid_null("approved_by_meeting_id"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .references("approved_by_meeting_id", "committee_meeting")
        .unique(&["cluster_id", "number"])
        .index(&["cluster_id", "starts_at"])
        .index(&["starts_at"])
}

fn item() -> Table {
    Table::new("committee_item")
        .column(uuid("id"))
        .column(uuid("meeting_id"))
        .column(uuid("cluster_id"))
        .column(integer("position"))
        .column(text("purpose"))
        .column(text("title"))
        .column(text("words"))
        .column(text_null("kind"))
        .column(text_null("sharing_rule"))
        .column(uuid_null("election_id"))
        .column(text_null("casting_vote"))
        .column(json_binary_null("result"))
        .column(boolean_null("carried"))
        .column(timestamp_with_time_zone_null("decided_at"))
        .primary_key(&["id"])
        .references("meeting_id", "committee_meeting")
        .references("cluster_id", "cluster")
        .references("election_id", "committee_election")
        .index(&["meeting_id", "position"])
        .index(&["cluster_id", "kind", "decided_at"])
        .index(&["election_id"])
}

fn paper() -> Table {
    Table::new("committee_paper")
        .column(uuid("file_id"))
        .column(uuid("meeting_id"))
        .column(uuid_null("item_id"))
        .column(text("name"))
        .column(text("media_type"))
        .column(timestamp_with_time_zone("added_at"))
        .primary_key(&["file_id"])
        .references("file_id", "stored_file")
        .references("meeting_id", "committee_meeting")
        .references("item_id", "committee_item")
        .index(&["meeting_id"])
        .index(&["item_id"])
}

fn attendance() -> Table {
    Table::new("committee_attendance")
        .column(uuid("meeting_id"))
        .column(integer("position"))
        .column(text("attended_as"))
        .column(uuid_null("school_id"))
        .column(uuid_null("account_id"))
        .column(text("name"))
        .primary_key(&["meeting_id", "position"])
        .references("meeting_id", "committee_meeting")
        .references("school_id", "school")
        .references("account_id", "account")
}

fn interest() -> Table {
    Table::new("committee_interest")
        .column(uuid("item_id"))
        .column(uuid("school_id"))
        .column(text("capacity"))
        .column(text("words"))
        .primary_key(&["item_id", "school_id", "capacity"])
        .references("item_id", "committee_item")
        .references("school_id", "school")
}

fn vote() -> Table {
    Table::new("committee_vote")
        .column(uuid("item_id"))
        .column(uuid("school_id"))
        .column(text("choice"))
        .primary_key(&["item_id", "school_id"])
        .references("item_id", "committee_item")
        .references("school_id", "school")
}

fn reminder() -> Table {
    Table::new("committee_reminder")
        .column(uuid("meeting_id"))
        .column(integer("days_before"))
        .column(timestamp_with_time_zone("sent_at"))
        .primary_key(&["meeting_id", "days_before"])
        .references("meeting_id", "committee_meeting")
}

fn group() -> Table {
    Table::new("committee_group")
        .column(uuid("id"))
        .column(uuid("cluster_id"))
        .column(text("name"))
        .column(text("purpose"))
        .column(big_integer_null("spending_limit"))
        .column(json_binary("kinds"))
        .column(timestamp_with_time_zone("made_at"))
        .column(timestamp_with_time_zone_null("ended_at"))
        .primary_key(&["id"])
        .references("cluster_id", "cluster")
        .unique(&["cluster_id", "name"])
}

fn group_member() -> Table {
    Table::new("committee_group_member")
        .column(uuid("group_id"))
        .column(uuid("account_id"))
        .column(uuid_null("school_id"))
        .column(boolean("is_chair"))
        .primary_key(&["group_id", "account_id"])
        .references("group_id", "committee_group")
        .references("account_id", "account")
        .references("school_id", "school")
}

fn group_decision() -> Table {
    Table::new("committee_group_decision")
        .column(uuid("id"))
        .column(uuid("group_id"))
        .column(uuid("cluster_id"))
        .column(date("decided_on"))
        .column(text("kind"))
        .column(text("title"))
        .column(text("words"))
        .column(big_integer_null("amount"))
        .column(uuid_null("recorded_by"))
        .column(timestamp_with_time_zone("recorded_at"))
        .column(uuid_null("reported_item_id"))
        .primary_key(&["id"])
        .references("group_id", "committee_group")
        .references("cluster_id", "cluster")
        .references("recorded_by", "account")
        .references("reported_item_id", "committee_item")
        .index(&["group_id", "decided_on"])
        .index(&["cluster_id", "kind", "recorded_at"])
        .index(&["reported_item_id"])
}
