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

/// A movement of a fund is taken only after two lines or more of its fund and year that sum to zero, and no line after it.
pub async fn balanced_up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const WRONG: &str = "SELECT COUNT(*) < 2 OR SUM(amount) <> 0 OR \
         SUM(CASE WHEN fund_id = NEW.fund_id AND year = NEW.year THEN 0 ELSE 1 END) > 0 \
         FROM fund_line WHERE entry_id = NEW.id";
    const LATE: &str = "SELECT 1 FROM fund_entry WHERE id = NEW.entry_id";
    let told = "a movement has two lines or more that sum to zero";
    let sqlite = [
        format!(
            "CREATE TRIGGER fund_entry_balances BEFORE INSERT ON fund_entry WHEN ({WRONG}) \
             BEGIN SELECT RAISE(ABORT, '{told}'); END"
        ),
        format!(
            "CREATE TRIGGER fund_line_in_time BEFORE INSERT ON fund_line WHEN EXISTS ({LATE}) \
             BEGIN SELECT RAISE(ABORT, '{told}'); END"
        ),
    ];
    let function = |name: &str, wrong: &str| {
        format!(
            "CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN IF {wrong} THEN \
             RAISE EXCEPTION '{told}'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
        )
    };
    let trigger = |name: &str, table: &str| {
        format!("CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    };
    let postgres = [
        function("fund_entry_balances", &format!("({WRONG})")),
        function("fund_line_in_time", &format!("EXISTS ({LATE})")),
        trigger("fund_entry_balances", "fund_entry"),
        trigger("fund_line_in_time", "fund_line"),
    ];
    run(manager, sqlite, postgres).await
}

pub async fn balanced_down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let tables = [("fund_entry_balances", "fund_entry"), ("fund_line_in_time", "fund_line")];
    let sqlite = tables.map(|(name, _)| format!("DROP TRIGGER {name}"));
    let triggers = tables.map(|(name, table)| format!("DROP TRIGGER {name} ON {table}"));
    let postgres = triggers.into_iter().chain(tables.map(|(name, _)| format!("DROP FUNCTION {name}()")));
    run(manager, sqlite, postgres).await
}

async fn run(
    manager: &SchemaManager<'_>,
    sqlite: impl IntoIterator<Item = String>,
    postgres: impl IntoIterator<Item = String>,
) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements: Vec<String> = match connection.get_database_backend() {
        DatabaseBackend::Sqlite => sqlite.into_iter().collect(),
        _ => postgres.into_iter().collect(),
    };
    for statement in statements {
        connection.execute_unprepared(&statement).await?;
    }
    Ok(())
}
