//! What is measured: the sizes, the invented catalogue, the people who ask, and what each operation asks for.

use crate::client::Request;
use crate::floor;
use clusterbuy::account::store::{find, first_hat};
use clusterbuy::demo::national::{self, FIRST_URN, SEED, Sizes, searched};
use clusterbuy::platform::app::App;
use clusterbuy::platform::clock::Clock;
use clusterbuy::platform::db::Db;
use clusterbuy::platform::http::{serve, session};
use clusterbuy::platform::settings::Settings;
use entity::school;
use sea_orm::{EntityTrait as _, QueryOrder as _, QuerySelect as _};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub(crate) const OPERATIONS: [&str; 5] = ["search", "browse", "compare", "detail", "home"];
const CATEGORIES: [&str; 4] = ["catering", "hr", "finance", "broadband"];

/// How much, how long and how often.
pub(crate) struct Plan {
    pub(crate) sizes: Sizes,
    pub(crate) rounds: usize,
    pub(crate) warm_up: Duration,
    pub(crate) measured: Duration,
    pub(crate) connections: &'static [usize],
}

impl Plan {
    pub(crate) fn tiny() -> Self {
        let sizes = Sizes {
            schools: 16,
            clusters: 2,
            providers: 16,
            listings: 60,
            tenders: 4,
            bids: 20,
            bids_of_one: 10,
            managers: 4,
        };
        let short = Duration::from_millis(20);
        Plan { sizes, rounds: 1, warm_up: short, measured: short, connections: &[2] }
    }

    pub(crate) fn tenth() -> Self {
        let seconds = Duration::from_secs;
        Plan { sizes: Sizes::tenth(), rounds: 5, warm_up: seconds(1), measured: seconds(8), connections: &[1, 8, 32] }
    }

    pub(crate) fn national() -> Self {
        Plan { sizes: Sizes::national(), ..Plan::tenth() }
    }

    /// For tuning: less of it.
    pub(crate) fn short(self) -> Self {
        Plan { rounds: 3, measured: Duration::from_secs(3), connections: &[8], ..self }
    }
}

/// Somebody who asks.
struct Manager {
    urn: i32,
    session: String,
}

pub(crate) struct Prepared {
    pub(crate) database: String,
    folder: TempDir,
    managers: Vec<Manager>,
    listings: usize,
}

impl Prepared {
    pub(crate) fn folder(&self) -> String {
        self.folder.path().to_string_lossy().into_owned()
    }

    pub(crate) fn kind(&self) -> &'static str {
        if self.database.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" }
    }

    /// The `n`th thing that is asked for: the same ones in every run.
    pub(crate) fn request(&self, operation: &str, is_product: bool, n: usize) -> Request {
        let Manager { urn, session } = &self.managers[n % self.managers.len()];
        let category = CATEGORIES[n % CATEGORIES.len()];
        let words = searched(n).replace(' ', if is_product { "+" } else { "%20" });
        // Listings stand in the order of the five categories: the one at `place` is of the first where it divides.
        let slug = format!("invented-{}", (n * 5) % self.listings / 5 * 5 + 1);
        let path = match (operation, is_product) {
            ("search", true) => format!("/services?q={words}"),
            ("search", false) => format!("/search?q={words}&urn={urn}"),
            ("browse", true) => format!("/services/{category}"),
            ("browse", false) => format!("/browse/{category}/{urn}"),
            ("compare", true) => format!("/schools/{urn}/compare/{category}"),
            ("compare", false) => format!("/compare/{category}/{urn}"),
            ("detail", true) => format!("/services/catering/{slug}"),
            ("detail", false) => format!("/detail/catering/{slug}"),
            ("home", true) => "/home".to_owned(),
            _ => format!("/home/{urn}"),
        };
        Request { path, session: is_product.then(|| session.clone()) }
    }
}

/// What the product's page says.
pub(crate) fn words_of(operation: &str) -> &'static str {
    match operation {
        "search" => "Services found",
        "browse" => "Cheapest first for Invented",
        "compare" => "You pay now",
        "detail" => "What is included",
        _ => "Home",
    }
}

fn settings(database: &str, folder: &str) -> Settings {
    let variables = [
        ("CLUSTERBUY_DATABASE_URL", database.to_owned()),
        ("CLUSTERBUY_DATA_DIR", format!("{folder}/data")),
        ("CLUSTERBUY_KEY_DIR", format!("{folder}/keys")),
        ("CLUSTERBUY_PUBLIC_URL", "http://localhost".to_owned()),
    ];
    let environment = variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Settings::read(&environment).expect("the settings are sound")
}

pub(crate) async fn prepare(plan: &Plan) -> Prepared {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = format!("sqlite://{}/load.sqlite?mode=rwc", folder.path().display());
    let database = std::env::var("CLUSTERBUY_BENCH_DATABASE_URL").unwrap_or(file);
    let settings = settings(&database, &folder.path().to_string_lossy());
    let app = App::open(settings, Clock::system()).await.expect("the product opens");
    national::add(&app, plan.sizes, SEED).await.expect("the catalogue is written");
    let count = plan.sizes.managers.min(200) as u64;
    let schools = school::Entity::find().order_by_asc(school::Column::Urn).limit(count);
    let schools = schools.all(app.db.read()).await.expect("schools");
    let mut managers = Vec::new();
    for school in schools.into_iter().filter(|school| school.urn >= FIRST_URN) {
        let tx = app.db.begin_write().await.expect("a transaction begins");
        let email = format!("manager-{}@example.org", school.urn);
        let account = find(&tx, &email).await.expect("accounts").expect("a manager");
        let worn = first_hat(&tx, account).await.expect("a role");
        let session = session::start(&app, &tx, account, worn).await.expect("a session");
        tx.commit().await.expect("it is kept");
        managers.push(Manager { urn: school.urn, session });
    }
    Prepared { database, folder, managers, listings: plan.sizes.listings }
}

/// Serves the product or the floor until it is ended.
pub(crate) async fn serve(role: &str, database: &str, folder: &str) {
    let router = match role {
        "product" => {
            let app = App::open(settings(database, folder), Clock::system()).await.expect("the product opens");
            clusterbuy::router(app)
        }
        _ => floor::router(Db::connect(database).await.expect("a database").read().clone()).await,
    };
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    println!("{}", listener.local_addr().expect("an address"));
    let (_stop, stopped) = watch::channel(false);
    serve::serve(listener, router, stopped).await.expect("it serves");
}
