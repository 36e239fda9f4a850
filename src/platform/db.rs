//! The database: SQLite by default, PostgreSQL by address; one code path for both.
//!
//! The measured traps are closed here. SQLite has one write connection, so that writers queue fairly, begins every write
//! transaction IMMEDIATE, syncs fully, and gives up a connection that comes back still inside a transaction (after a
//! failed COMMIT its later commits would be lost). Readers cannot write.

use super::metrics::Gauge;
use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, SqlxPostgresConnector, SqlxSqliteConnector,
    TransactionOptions, TransactionTrait,
};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

const READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 16;

/// Two ways into one database.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    is_sqlite: bool,
    gauge: Arc<Gauge>,
}

impl Db {
    /// Connects; makes the SQLite file if it is not there.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        let sqlite = url.starts_with("sqlite:");
        let mut db = if sqlite { Self::connect_sqlite(url).await } else { Self::connect_postgres(url).await }?;
        db.watch(|| {});
        Ok(db)
    }

    async fn connect_sqlite(url: &str) -> Result<Self, DbErr> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(connection_error)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(20))
            .after_release(|connection, _| Box::pin(async move { Ok(is_outside_transaction(connection).await) }))
            .connect_with(options.clone())
            .await
            .map_err(connection_error)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(Duration::from_secs(20))
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(connection_error)?;
        Ok(Self {
            read: SqlxSqliteConnector::from_sqlx_sqlite_pool(readers),
            write: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
            is_sqlite: true,
            gauge: Arc::default(),
        })
    }

    async fn connect_postgres(url: &str) -> Result<Self, DbErr> {
        let options = PgConnectOptions::from_str(url).map_err(connection_error)?.disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(Duration::from_secs(20))
            .connect_with(options)
            .await
            .map_err(connection_error)?;
        let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        Ok(Self { read: connection.clone(), write: connection, is_sqlite: false, gauge: Arc::default() })
    }

    /// For queries. On SQLite a write through it fails.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    pub fn is_sqlite(&self) -> bool {
        self.is_sqlite
    }

    /// The only way to begin a write: waits its turn. Lock the rows it decides on with `lock_exclusive()`.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that begins write transactions")]
    pub async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        let mode = self.is_sqlite.then_some(SqliteTransactionMode::Immediate);
        self.write.begin_with_options(TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() }).await
    }

    /// Calls `watcher` after every statement, so that a test can count what a page asks.
    pub fn watch(&mut self, watcher: impl Fn() + Clone + Send + Sync + 'static) {
        let gauge = Arc::clone(&self.gauge);
        let measured = move |info: &sea_orm::metric::Info<'_>| {
            gauge.add(info.elapsed);
            watcher();
        };
        self.read.set_metric_callback(measured.clone());
        self.write.set_metric_callback(measured);
    }

    /// How many statements were asked, and how long they took.
    pub fn gauge(&self) -> &Gauge {
        &self.gauge
    }

    /// For migrations, which bring their own transactions, and for `VACUUM INTO`.
    pub fn for_maintenance(&self) -> &DatabaseConnection {
        &self.write
    }
}

fn connection_error(error: sea_orm::sqlx::Error) -> DbErr {
    DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into()))
}

/// Outside a transaction ROLLBACK fails; where it succeeds one was left open and the connection must go.
async fn is_outside_transaction(connection: &mut sea_orm::sqlx::SqliteConnection) -> bool {
    sea_orm::sqlx::query("ROLLBACK").execute(connection).await.is_err()
}
