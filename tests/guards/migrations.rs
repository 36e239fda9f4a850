//! Every migration runs up, down and up again, on both databases, and leaves the same shape each time.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use support::{postgres, sqlite};

/// Tables and columns as the database itself lists them.
const SQLITE_SHAPE: &str = "SELECT m.type || ' ' || m.name || ' ' || coalesce(c.name || ' ' || c.type, '') AS line
    FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) c WHERE m.name NOT LIKE 'sqlite_%' ORDER BY 1";
const POSTGRES_SHAPE: &str = "SELECT line FROM (
    SELECT table_name || ' ' || column_name || ' ' || data_type AS line FROM information_schema.columns
        WHERE table_schema = 'public'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger ' || trigger_name || ' ' || event_manipulation FROM information_schema.triggers) AS shape ORDER BY 1";

async fn shape(connection: &DatabaseConnection, query: &str) -> Vec<String> {
    let statement = Statement::from_string(connection.get_database_backend(), query);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get("", "line").unwrap()).collect()
}

async fn goes_up_down_and_up(connection: DatabaseConnection, query: &str) {
    Migrator::up(&connection, None).await.unwrap();
    let first = shape(&connection, query).await;
    assert!(first.len() > 100, "the tables are there: {first:?}");
    for _ in Migrator::migrations() {
        Migrator::down(&connection, Some(1)).await.unwrap();
    }
    let left = shape(&connection, query).await;
    let ours = left.iter().filter(|line| !line.contains("seaql_migrations")).collect::<Vec<_>>();
    assert!(ours.is_empty(), "left behind: {ours:?}");
    Migrator::up(&connection, None).await.unwrap();
    assert_eq!(shape(&connection, query).await, first);
    connection.close().await.unwrap();
}

#[tokio::test]
async fn every_migration_goes_up_down_and_up_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let connection = postgres::connect(&sqlite::url(&folder.path().join("empty.sqlite"))).await;
    goes_up_down_and_up(connection, SQLITE_SHAPE).await;
}

#[tokio::test]
async fn every_migration_goes_up_down_and_up_on_postgres() {
    let server = match postgres::server() {
        Ok(server) => server,
        Err(reason) => return support::skip::skip(&format!("migrations on PostgreSQL: {reason}")),
    };
    let database = server.empty().await;
    goes_up_down_and_up(postgres::connect(&database.url).await, POSTGRES_SHAPE).await;
}
