//! The database itself refuses to change or delete an entry of the audit record.
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

const SQLITE_UP: &[&str] = &[
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
];
const SQLITE_DOWN: &[&str] = &["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete"];
const POSTGRES_UP: &[&str] = &[
    "CREATE FUNCTION event_append_only() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_append_only()",
];
const POSTGRES_DOWN: &[&str] = &["DROP TRIGGER event_no_change ON event", "DROP FUNCTION event_append_only()"];

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    run(manager, SQLITE_UP, POSTGRES_UP).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    run(manager, SQLITE_DOWN, POSTGRES_DOWN).await
}

async fn run(manager: &SchemaManager<'_>, sqlite: &[&str], postgres: &[&str]) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements = if connection.get_database_backend() == DatabaseBackend::Sqlite { sqlite } else { postgres };
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}
