//! A world of its own for each test: an empty database, a clock that stands still, mail that stays in memory.

use crate::person::Person;
use crate::{Client, postgres, sqlite};
use chrono::{DateTime, Duration, TimeZone, Utc};
use clusterbuy::account::Grant;
use clusterbuy::platform::app::App;
use clusterbuy::platform::clock::Clock;
use clusterbuy::platform::context::Context;
use clusterbuy::platform::db::Db;
use clusterbuy::platform::keys::ServerKey;
use clusterbuy::platform::mail::{self, Letter, Mailer};
use clusterbuy::platform::settings::Settings;
use sea_orm::{EntityTrait, PaginatorTrait};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::sync::watch;

/// Reads of what a process holds for a second: whether a page asks them again does not depend on the page.
const HELD: [&str; 2] = ["\"setting\"", "FROM \"category\" ORDER BY"];

/// When every world begins: 10am on a Monday, a working day.
pub fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 10, 0, 0).single().expect("the instant exists")
}

/// The product with nothing in it. Clones are the same world.
#[derive(Clone)]
pub struct World {
    pub app: App,
    /// Stands still; `set` and `advance` move it.
    pub clock: Clock,
    router: axum::Router,
    letters: Arc<Mutex<Vec<Letter>>>,
    statements: Arc<AtomicUsize>,
    asked: Arc<Mutex<BTreeSet<String>>>,
    /// Last, so that what uses them is gone before they go.
    _held: Arc<Held>,
}

/// What goes when the last clone of a world goes.
struct Held {
    _database: Option<postgres::TestDatabase>,
    _folder: TempDir,
}

impl World {
    pub async fn on_sqlite() -> World {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = sqlite::migrated(folder.path()).await;
        World::open(&url, Held { _database: None, _folder: folder }).await
    }

    /// None, said aloud, where there is no PostgreSQL.
    pub async fn on_postgres() -> Option<World> {
        let server = match postgres::server() {
            Ok(server) => server,
            Err(reason) => {
                crate::skip::skip(&format!("tests on PostgreSQL: {reason}"));
                return None;
            }
        };
        let database = server.migrated().await;
        let url = database.url.clone();
        let folder = tempfile::tempdir().expect("a temporary folder");
        Some(World::open(&url, Held { _database: Some(database), _folder: folder }).await)
    }

    async fn open(url: &str, held: Held) -> World {
        let clock = Clock::fixed(beginning());
        let letters = Arc::default();
        let mut db = Db::connect(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
        let (statements, asked) = (Arc::new(AtomicUsize::new(0)), Arc::<Mutex<BTreeSet<String>>>::default());
        let (counted, kept) = (Arc::clone(&statements), Arc::clone(&asked));
        db.watch(move |statement| {
            if !HELD.iter().any(|held| statement.contains(held)) {
                counted.fetch_add(1, Ordering::Relaxed);
            }
            let mut kept = kept.lock().unwrap();
            if !kept.contains(statement) {
                kept.insert(statement.to_owned());
            }
        });
        let settings = settings(url, held._folder.path());
        let mailer = Mailer::Memory(Arc::clone(&letters));
        let app =
            App::assemble(settings, clock.clone(), db, ServerKey::fixed(), mailer, false).expect("the product opens");
        let router = clusterbuy::router(app.clone());
        World { app, clock, router, letters, statements, asked, _held: Arc::new(held) }
    }

    /// The same world as the demonstration: people sign in by one click, and open bids without a password.
    pub fn as_demonstration(&self) -> World {
        let app = &self.app;
        let mailer = Mailer::Memory(Arc::clone(&self.letters));
        let (settings, db) = (app.settings.clone(), app.db.clone());
        let app = App::assemble(settings, self.clock.clone(), db, ServerKey::fixed(), mailer, true).expect("it opens");
        let router = clusterbuy::router(app.clone());
        World { app, router, ..self.clone() }
    }

    /// Someone who has not been here before.
    pub fn visitor(&self) -> Client {
        Client::of(self.router.clone())
    }

    /// Somebody of the demonstration, signed in by one click.
    pub async fn as_one(&self, name: &str) -> Client {
        let mut person = self.visitor();
        person.get("/sign-in").await;
        person.form(name).submit().await;
        person
    }

    /// Somebody with these roles, signed in, wearing the first. Called again with the same name it is the same account
    /// with the further roles, in a new session.
    pub async fn person(&self, name: &str, roles: &[Grant]) -> Person {
        Person::of(self, name, roles).await
    }

    /// The platform itself, for commands that no person gives.
    pub fn platform(&self) -> Context {
        Context::platform(&self.app)
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Sends the mail that waits, and hands over every letter sent since the last call.
    pub async fn letters(&self) -> Vec<Letter> {
        mail::deliver(&self.app).await.expect("the outbox is read");
        std::mem::take(&mut *self.letters.lock().unwrap())
    }

    /// The only letter to this address with these words in its subject, of those sent since the last call.
    pub async fn letter_to(&self, email: &str, subject: &str) -> Letter {
        let letters = self.letters().await;
        let mut found = letters.iter().filter(|letter| letter.to_email == email && letter.subject.contains(subject));
        match (found.next(), found.next()) {
            (Some(letter), None) => letter.clone(),
            _ => panic!("one letter “{subject}” to {email} was expected among {letters:#?}"),
        }
    }

    /// How many statements the database was asked so far: a page asks as many for 3 rows as for 30.
    pub fn statements(&self) -> usize {
        self.statements.load(Ordering::Relaxed)
    }

    /// Every different statement since the last call.
    pub fn asked(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    /// How many rows a table holds.
    pub async fn count_of<E: EntityTrait>(&self) -> u64
    where
        E::Model: Sync,
    {
        E::find().count(self.app.db.read()).await.expect("the rows are counted")
    }

    /// Listens on the loopback address, for a browser, until the value that it answers goes.
    pub async fn listen(&self) -> Listening {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(clusterbuy::platform::http::serve::serve(listener, self.router.clone(), stopped));
        Listening { address, _stop: stop }
    }

    /// What every test must leave behind: no mail that could not be sent.
    pub async fn end(&self) {
        self.letters().await;
        let waiting = mail::waiting(self.app.db.read()).await.expect("the outbox is counted");
        assert_eq!(waiting, 0, "letters that could not be sent");
    }
}

/// A world at an address.
pub struct Listening {
    address: SocketAddr,
    _stop: watch::Sender<bool>,
}

impl Listening {
    /// A visitor who comes over the socket.
    pub fn visitor(&self) -> Client {
        Client::at(self.address)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

fn settings(url: &str, folder: &Path) -> Settings {
    let folder = folder.to_string_lossy();
    let variables = [
        ("CLUSTERBUY_DATABASE_URL", url.to_owned()),
        ("CLUSTERBUY_DATA_DIR", format!("{folder}/data")),
        ("CLUSTERBUY_KEY_DIR", format!("{folder}/keys")),
        ("CLUSTERBUY_PUBLIC_URL", "http://localhost".to_owned()),
    ];
    let environment = variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Settings::read(&environment).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Runs one test in a world, and then looks at what it left behind.
pub async fn run<T: Future<Output = ()>>(world: World, test: impl FnOnce(World) -> T) {
    test(world.clone()).await;
    world.end().await;
}
