//! Finding services: what a listing says in searchable words, where it is offered at what typical cost, the spelling of
//! the words in use; and comparisons that a school saved.
use crate::tables::{Table, down};
use crate::triggers;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        listing_search().create(manager).await?;
        listing_place().create(manager).await?;
        search_word().create(manager).await?;
        search_trigram().create(manager).await?;
        saved_comparison().create(manager).await?;
        triggers::up(manager, "saved_comparison").await?;
        run(manager, SQLITE_UP, POSTGRES_UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, SQLITE_DOWN, POSTGRES_DOWN).await?;
        triggers::down(manager, "saved_comparison").await?;
        down(manager, &["saved_comparison", "search_trigram", "search_word", "listing_place", "listing_search"]).await
    }
}

/// The words stand in `listing_search`; the index follows them by itself on both databases.
const SQLITE_UP: &[&str] = &[
    "CREATE VIRTUAL TABLE listing_words USING fts5(words, content='listing_search', content_rowid='number', \
     detail='none', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
    "CREATE TRIGGER listing_words_insert AFTER INSERT ON listing_search BEGIN \
     INSERT INTO listing_words(rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER listing_words_delete AFTER DELETE ON listing_search BEGIN \
     INSERT INTO listing_words(listing_words, rowid, words) VALUES ('delete', old.number, old.words); END",
    "CREATE TRIGGER listing_words_update AFTER UPDATE OF words ON listing_search BEGIN \
     INSERT INTO listing_words(listing_words, rowid, words) VALUES ('delete', old.number, old.words); \
     INSERT INTO listing_words(rowid, words) VALUES (new.number, new.words); END",
];
const SQLITE_DOWN: &[&str] = &[
    "DROP TRIGGER listing_words_update",
    "DROP TRIGGER listing_words_delete",
    "DROP TRIGGER listing_words_insert",
    "DROP TABLE listing_words",
];
const POSTGRES_UP: &[&str] =
    &["CREATE INDEX listing_words ON listing_search USING gin (array_to_tsvector(string_to_array(words, ' ')))"];
const POSTGRES_DOWN: &[&str] = &["DROP INDEX listing_words"];

async fn run(manager: &SchemaManager<'_>, sqlite: &[&str], postgres: &[&str]) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements = if connection.get_database_backend() == DatabaseBackend::Sqlite { sqlite } else { postgres };
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}

fn listing_search() -> Table {
    Table::new("listing_search")
        .column(big_pk_auto("number"))
        .column(uuid("listing_id"))
        .column(text("words"))
        .column(big_integer("small"))
        .column(big_integer("middle"))
        .column(big_integer("large"))
        .references("listing_id", "listing")
        .unique(&["listing_id"])
}

fn listing_place() -> Table {
    Table::new("listing_place")
        .column(text("la_code"))
        .column(uuid("listing_id"))
        .column(uuid("category_id"))
        .column(boolean("is_sla"))
        .column(text("provider_kind"))
        .column(integer("phases"))
        .column(integer("legal_types"))
        .column(date("valid_from"))
        .column(date("valid_to"))
        .column(big_integer("small"))
        .column(big_integer("middle"))
        .column(big_integer("large"))
        .primary_key(&["la_code", "listing_id"])
        .references("listing_id", "listing")
        .references("category_id", "category")
        .index(&cover("small"))
        .index(&cover("middle"))
        .index(&cover("large"))
        .index(&["la_code", "is_sla", "category_id"])
        .index(&["listing_id"])
}

/// All that a list is narrowed by and put in order by, so that the rows themselves are not read.
fn cover(order: &'static str) -> [&'static str; 9] {
    let [phases, types] = ["phases", "legal_types"];
    ["la_code", "category_id", order, phases, types, "provider_kind", "valid_from", "valid_to", "listing_id"]
}

fn search_word() -> Table {
    Table::new("search_word").column(text("word")).column(integer("listings")).primary_key(&["word"])
}

fn search_trigram() -> Table {
    Table::new("search_trigram").column(text("trigram")).column(text("word")).primary_key(&["trigram", "word"])
}

fn saved_comparison() -> Table {
    Table::new("saved_comparison")
        .column(uuid("id"))
        .column(uuid("school_id"))
        .column(uuid("category_id"))
        .column(text("title"))
        .column(text_null("note"))
        .column(json_binary("content"))
        .column(timestamp_with_time_zone("saved_at"))
        .column(uuid_null("saved_by"))
        .primary_key(&["id"])
        .references("school_id", "school")
        .references("category_id", "category")
        .references("saved_by", "account")
        .index(&["school_id", "id"])
}
