//! The database: SQLite by default, PostgreSQL by address; one code path for both.
//!
//! The measured traps are closed here. SQLite has one write connection, so that writers queue fairly, begins every write
//! transaction IMMEDIATE, syncs fully, and gives up a connection that comes back still inside a transaction (after a
//! failed COMMIT its later commits would be lost). Readers cannot write.

use super::metrics::Gauge;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::sqlx::{ConnectOptions as _, Connection as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr,
    SqliteTransactionMode, SqlxPostgresConnector, SqlxSqliteConnector, TransactionOptions, TransactionTrait, Value,
};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

const READERS: u32 = 8;
/// How much of an SQLite file is read as memory of the system's own, in bytes: a page that it holds costs no call.
const MAPPED_BYTES: &str = "1073741824";
/// So many rows are read before whoever asked is woken.
const ROWS_AT_ONCE: usize = 1_024;
const POSTGRES_CONNECTIONS: u32 = 16;
/// A connection to PostgreSQL that rested so long is tried before it is used: the server may have ended it.
const TRIED_AFTER: Duration = Duration::from_secs(1);

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
        db.watch(|_| {});
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
            .pragma("mmap_size", MAPPED_BYTES)
            .row_buffer_size(ROWS_AT_ONCE)
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(20))
            .test_before_acquire(false)
            .after_release(|connection, _| Box::pin(async move { Ok(is_outside_transaction(connection).await) }))
            .connect_with(options.clone())
            .await
            .map_err(connection_error)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(Duration::from_secs(20))
            .test_before_acquire(false)
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
            .test_before_acquire(false)
            .before_acquire(|connection, rested| {
                Box::pin(async move {
                    if rested.idle_for >= TRIED_AFTER {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
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

    /// Calls `watcher` with the text of every statement that was asked, so that a test can count and read what a page asks.
    pub fn watch(&mut self, watcher: impl Fn(&str) + Clone + Send + Sync + 'static) {
        let gauge = Arc::clone(&self.gauge);
        let measured = move |info: &sea_orm::metric::Info<'_>| {
            gauge.add(info.elapsed);
            watcher(&info.statement.sql);
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

/// That one of these columns has a value of its list. An empty list is left out: with one, both databases read the whole
/// table instead of an index of the other column.
pub fn any_of<C, V>(lists: impl IntoIterator<Item = (C, Vec<V>)>) -> Condition
where
    C: ColumnTrait,
    V: Into<Value>,
{
    let given = lists.into_iter().filter(|(_, values)| !values.is_empty());
    let found: Vec<SimpleExpr> = given.map(|(column, values)| column.is_in(values)).collect();
    let nothing = found.is_empty().then(|| Expr::value(false));
    found.into_iter().chain(nothing).fold(Condition::any(), Condition::add)
}

/// A table whose words are indexed: SQLite's FTS5 and PostgreSQL's text search, behind one condition.
///
/// The table keeps its words in a column, folded by us and apart by spaces, with an index of the database's own over it.
/// What is asked for is a list of groups: a row matches that has at least one word of every group. The words are ours alone
/// (letters, digits and `_`), so that neither database reads them as more than words, and both find the same rows.
#[derive(Clone, Copy, Debug)]
pub struct TextIndex {
    pub table: &'static str,
    /// Its integer key.
    pub key: &'static str,
    pub words: &'static str,
    /// SQLite's table of the index.
    pub index: &'static str,
}

impl TextIndex {
    /// The condition that a row is one of the first `most` that match. A word that is none is left out.
    pub fn matching(&self, connection: &impl ConnectionTrait, groups: &[Vec<String>], most: u32) -> SimpleExpr {
        let TextIndex { table, key, words, index } = self;
        let (asked, condition) = match connection.get_database_backend() {
            DatabaseBackend::Sqlite => (
                query(groups, '"', " OR ", " AND "),
                format!("{table}.{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT {most})"),
            ),
            _ => (
                query(groups, '\'', " | ", " & "),
                format!(
                    "{table}.{key} IN (SELECT {key} FROM {table} WHERE \
                     array_to_tsvector(string_to_array({words}, ' ')) @@ CAST($1 AS tsquery) LIMIT {most})"
                ),
            ),
        };
        Expr::cust_with_values(condition, [Value::from(asked)])
    }
}

/// The groups in a database's own writing.
fn query(groups: &[Vec<String>], quote: char, or: &str, and: &str) -> String {
    let is_word = |word: &&String| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let group = |words: &Vec<String>| {
        let words: Vec<String> = words.iter().filter(is_word).map(|word| format!("{quote}{word}{quote}")).collect();
        (!words.is_empty()).then(|| format!("({})", words.join(or)))
    };
    groups.iter().filter_map(group).collect::<Vec<_>>().join(and)
}

/// Lets the database look at what was written in bulk, so that it chooses the right indexes.
pub async fn settle(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    connection.execute_unprepared("ANALYZE").await?;
    Ok(())
}

fn connection_error(error: sea_orm::sqlx::Error) -> DbErr {
    DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into()))
}

/// Outside a transaction ROLLBACK fails; where it succeeds one was left open and the connection must go.
async fn is_outside_transaction(connection: &mut sea_orm::sqlx::SqliteConnection) -> bool {
    sea_orm::sqlx::query("ROLLBACK").execute(connection).await.is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_holds_words_and_nothing_that_a_database_would_read_otherwise() {
        let groups =
            [vec!["meal".to_owned(), "_a_335".to_owned()], vec!["a\" OR x".to_owned()], vec!["hot".to_owned()]];
        assert_eq!(query(&groups, '"', " OR ", " AND "), "(\"meal\" OR \"_a_335\") AND (\"hot\")");
        assert_eq!(query(&groups, '\'', " | ", " & "), "('meal' | '_a_335') & ('hot')");
    }
}
