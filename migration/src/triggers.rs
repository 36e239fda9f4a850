//! The database itself refuses to change or delete what was written for good: the audit record, versions of listings.
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

/// Makes a table append-only.
pub async fn up(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let sqlite = |change: &str, name: &str| {
        format!(
            "CREATE TRIGGER {table}_no_{name} BEFORE {change} ON {table} BEGIN \
             SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    };
    let function = format!(
        "CREATE FUNCTION {table}_append_only() RETURNS trigger AS $$ BEGIN \
         RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"
    );
    let trigger = format!(
        "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} \
         FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    );
    run(manager, [sqlite("UPDATE", "update"), sqlite("DELETE", "delete")], [function, trigger]).await
}

pub async fn down(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let sqlite = ["update", "delete"].map(|name| format!("DROP TRIGGER {table}_no_{name}"));
    let postgres =
        [format!("DROP TRIGGER {table}_no_change ON {table}"), format!("DROP FUNCTION {table}_append_only()")];
    run(manager, sqlite, postgres).await
}

async fn run(manager: &SchemaManager<'_>, sqlite: [String; 2], postgres: [String; 2]) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements = if connection.get_database_backend() == DatabaseBackend::Sqlite { sqlite } else { postgres };
    for statement in statements {
        connection.execute_unprepared(&statement).await?;
    }
    Ok(())
}
