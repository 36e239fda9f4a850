//! What the three test binaries stand on: databases made and removed for each test, a client that reads pages and
//! fills forms as a person does, a real browser, a real server process and a mail server that keeps what it is given.
//!
//! Nothing here outlives the test process: what runs beside it is watched by a shell that ends it when the test
//! process goes, however it goes.

pub mod at_rest;
pub mod bids;
pub mod both;
pub mod browser;
pub mod client;
pub mod darlaston;
pub mod deciding;
pub mod drafts;
pub mod guardian;
pub mod lots;
pub mod moderating;
pub mod pdf;
pub mod person;
pub mod pooling;
pub mod postgres;
pub mod priced;
pub mod schools;
pub mod sellers;
pub mod server;
pub mod skip;
pub mod smtp;
pub mod sqlite;
pub mod stages;
pub mod tenders;
pub mod walk;
pub mod workbook;
pub mod world;

pub use client::Client;
pub use client::page::Page;
pub use drafts::TestDraft;
pub use lots::TestLots;
pub use person::Person;
pub use schools::TestCluster;
pub use tenders::{TestProvider, TestTender};
pub use world::World;

/// Gives a database the product's tables.
pub(crate) async fn migrate(url: &str) {
    let connection = postgres::connect(url).await;
    <migration::Migrator as migration::MigratorTrait>::up(&connection, None)
        .await
        .unwrap_or_else(|error| panic!("the migrations of {url}: {error}"));
    connection.close().await.expect("a connection closes");
}
