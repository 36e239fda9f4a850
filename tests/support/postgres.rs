//! One PostgreSQL server for a test binary, and a database of its own for each test.

use crate::guardian::{Guardian, find_program, free_port, start};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A server to use instead of a temporary one, as the address of a database whose user may create others.
pub const SERVER: &str = "CLUSTERBUY_TEST_DATABASE_URL";

/// Makes a cluster in a folder of its own, tells when it answers, and removes both at the end of its input.
const SCRIPT: &str = r#"
bin=$1 port=$2
cd / || exit 1
folder=$(mktemp -d "${TMPDIR:-/tmp}/clusterbuy-postgres-XXXXXX") || exit 1
end() { "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$folder"; }
trap end EXIT
if ! "$bin/initdb" --no-sync -A trust -U postgres -E UTF8 --no-locale -D "$folder/data" >"$folder/log" 2>&1; then
  tail -n 3 "$folder/log"; exit 1
fi
options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder -c fsync=off"
options="$options -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c max_connections=300"
if ! "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "$options" start >/dev/null 2>&1; then
  tail -n 3 "$folder/log"; exit 1
fi
echo ready
cat >/dev/null
"#;

/// A server, its address without a database, and whether this binary started it.
#[derive(Debug)]
pub struct Server {
    address: String,
    maintenance: String,
    temporary: Option<Guardian>,
}

/// A database that goes when this value does.
#[derive(Debug)]
pub struct TestDatabase {
    pub url: String,
    name: String,
}

static SERVER_OF_THIS_BINARY: OnceLock<Result<Server, String>> = OnceLock::new();
static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The server of this test binary, started at the first call. The error says in a sentence why there is none.
pub fn server() -> Result<&'static Server, &'static str> {
    let server = SERVER_OF_THIS_BINARY.get_or_init(|| match std::env::var(SERVER) {
        Ok(url) => Ok(given(&url)),
        Err(_) => temporary(),
    });
    server.as_ref().map_err(String::as_str)
}

fn given(url: &str) -> Server {
    let (address, _) = url.rsplit_once('/').expect("a database address ends with /name");
    Server { address: address.to_owned(), maintenance: url.to_owned(), temporary: None }
}

fn temporary() -> Result<Server, String> {
    let bin = installed().ok_or_else(|| format!("initdb is not installed, and {SERVER} is not set"))?;
    let prefix = as_postgres()?;
    let mut reason = String::new();
    for _ in 0..3 {
        let port = free_port();
        match start(&prefix, SCRIPT, &[&bin.to_string_lossy(), &port.to_string()]) {
            Ok(guardian) => {
                let address = format!("postgres://postgres@127.0.0.1:{port}");
                let maintenance = format!("{address}/postgres");
                return Ok(Server { address, maintenance, temporary: Some(guardian) });
            }
            Err(printed) => reason = printed,
        }
    }
    Err(format!("a PostgreSQL server did not start: {reason}"))
}

/// The folder of the newest PostgreSQL programs, where Debian puts them or on the search path.
fn installed() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort_by_key(|folder| folder.to_string_lossy().into_owned());
    folders.reverse();
    let initdb = find_program("initdb", &folders)?;
    initdb.canonicalize().ok()?.parent().map(PathBuf::from)
}

/// PostgreSQL refuses to run as root: the words that run a command as the user `postgres`, when we are root.
fn as_postgres() -> Result<Vec<String>, String> {
    let id = |arguments: &[&str]| Command::new("id").args(arguments).output().map_err(|error| format!("id: {error}"));
    if id(&["-u"])?.stdout.trim_ascii() != b"0" {
        return Ok(Vec::new());
    }
    if !id(&["-u", "postgres"])?.status.success() {
        return Err("PostgreSQL does not run as root, and there is no user postgres".to_owned());
    }
    let words: &[&str] = match find_program("setpriv", &[]) {
        Some(_) => &["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"],
        None => &["runuser", "-u", "postgres", "--"],
    };
    Ok(words.iter().map(|word| (*word).to_owned()).collect())
}

impl Server {
    /// A new empty database.
    pub async fn empty(&self) -> TestDatabase {
        self.create("").await
    }

    /// A new database with the product's tables.
    pub async fn migrated(&self) -> TestDatabase {
        if self.temporary.is_none() {
            let database = self.empty().await;
            crate::migrate(&database.url).await;
            return database;
        }
        let template = TEMPLATE.get_or_init(|| self.template()).await;
        self.create(&format!("TEMPLATE {template}")).await
    }

    /// Made once in a temporary server, which takes it along when it goes.
    async fn template(&self) -> String {
        let name = "template_clusterbuy".to_owned();
        execute(&self.maintenance, &format!("CREATE DATABASE {name}")).await;
        crate::migrate(&format!("{}/{name}", self.address)).await;
        name
    }

    async fn create(&self, options: &str) -> TestDatabase {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("clusterbuy_test_{}_{number}", std::process::id());
        execute(&self.maintenance, &format!("CREATE DATABASE {name} {options}")).await;
        TestDatabase { url: format!("{}/{name}", self.address), name }
    }
}

impl Drop for TestDatabase {
    /// A destructor cannot wait for the runtime it stands in, so a thread of its own does.
    fn drop(&mut self) {
        let Ok(server) = server() else { return };
        let (maintenance, statement) =
            (server.maintenance.clone(), format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime starts").block_on(execute(&maintenance, &statement));
        });
        assert!(dropping.join().is_ok() || std::thread::panicking(), "the database {} is still there", self.name);
    }
}

async fn execute(url: &str, statement: &str) {
    let connection = connect(url).await;
    connection.execute_unprepared(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    connection.close().await.expect("a connection closes");
}

/// One plain connection.
pub async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap_or_else(|error| panic!("{url}: {error}"))
}
