//! The traps that were measured in the databases and in HTTP, each closed and each tried here.

use axum::Router;
use clusterbuy::platform::context::Context;
use clusterbuy::platform::db::Db;
use clusterbuy::platform::error::Error;
use clusterbuy::platform::http::routes::{Routes, Who};
use clusterbuy::platform::http::serve;
use clusterbuy::platform::idempotency::Key;
use entity::setting;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect, Statement};
use std::net::SocketAddr;
use std::time::Duration;
use support::{Client, World, both};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

const WRITERS: usize = 40;
const PATIENT: Duration = Duration::from_secs(60);
const IMPATIENT: Duration = Duration::from_millis(20);

async fn set(db: &Db, value: &str) {
    let transaction = db.begin_write().await.unwrap();
    let row = setting::ActiveModel { key: Set("counter".to_owned()), value: Set(value.to_owned()) };
    row.insert(&transaction).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn counter(db: &Db) -> String {
    setting::Entity::find_by_id("counter".to_owned()).one(db.read()).await.unwrap().unwrap().value
}

async fn count_up(db: Db) {
    let transaction = db.begin_write().await.unwrap();
    let row =
        setting::Entity::find_by_id("counter".to_owned()).lock_exclusive().one(&transaction).await.unwrap().unwrap();
    tokio::task::yield_now().await;
    let next = row.value.parse::<usize>().unwrap() + 1;
    let row = setting::ActiveModel { key: Set(row.key), value: Set(next.to_string()) };
    row.update(&transaction).await.unwrap();
    transaction.commit().await.unwrap();
}

both! {
    async fn forty_writers_at_once_lose_no_update(world: World) {
        set(&world.app.db, "0").await;
        let writers: Vec<_> = (0..WRITERS).map(|_| tokio::spawn(count_up(world.app.db.clone()))).collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(counter(&world.app.db).await, WRITERS.to_string());
    }

    async fn a_connection_left_inside_a_transaction_is_not_used_again(world: World) {
        if !world.app.db.is_sqlite() {
            return;
        }
        world.app.db.for_maintenance().execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
        set(&world.app.db, "kept").await;
        assert_eq!(counter(&world.app.db).await, "kept");
    }

    async fn what_is_acknowledged_is_on_the_disk(world: World) {
        if !world.app.db.is_sqlite() {
            return;
        }
        let db = world.app.db.for_maintenance();
        let ask = |pragma: &str| Statement::from_string(db.get_database_backend(), format!("PRAGMA {pragma}"));
        let synchronous = db.query_one_raw(ask("synchronous")).await.unwrap().unwrap();
        assert_eq!(synchronous.try_get_by_index::<i32>(0).unwrap(), 2, "FULL");
        let journal = db.query_one_raw(ask("journal_mode")).await.unwrap().unwrap();
        assert_eq!(journal.try_get_by_index::<String>(0).unwrap(), "wal");
    }

    async fn a_reader_cannot_write(world: World) {
        if !world.app.db.is_sqlite() {
            return;
        }
        let row = setting::ActiveModel { key: Set("counter".to_owned()), value: Set("0".to_owned()) };
        assert!(row.insert(world.app.db.read()).await.is_err());
    }

    async fn a_form_sent_twice_gets_one_answer_and_other_content_is_refused(world: World) {
        let (context, now) = (Context::platform(&world.app), world.now());
        let key = Key::new("k1", "award:1", b"content").unwrap();
        assert_eq!(key.answered(context.read()).await.unwrap(), None);
        let transaction = world.app.db.begin_write().await.unwrap();
        key.keep(&transaction, "R-1", now).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(key.answered(context.read()).await.unwrap().as_deref(), Some("R-1"));
        let other = Key::new("k1", "award:1", b"other content").unwrap();
        assert!(matches!(other.answered(context.read()).await, Err(Error::Stale(_))));
        let transaction = world.app.db.begin_write().await.unwrap();
        assert!(matches!(key.keep(&transaction, "R-2", now).await, Err(Error::Stale(_))));
    }

    async fn a_panic_costs_one_answer_and_nothing_else(world: World) {
        let routes = Routes::new().get("/panic", Who::Public, panics).merge(clusterbuy::routes());
        let mut client = Client::of(clusterbuy::service(routes, world.app.clone(), PATIENT));
        assert_eq!(client.get("/panic").await.status, 500);
        assert_eq!(client.get("/health/ready").await.status, 200);
    }
}

async fn panics() -> &'static str {
    panic!("as a handler must not");
}

async fn listening(router: Router, headers_within: Duration) -> (SocketAddr, watch::Sender<bool>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(serve::serve_within(listener, router, stopped, headers_within));
    (address, stop)
}

/// What the server answers to a sender who says `start` and then nothing.
async fn answer_to(address: SocketAddr, start: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(start.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    tokio::time::timeout(PATIENT, read).await.expect("the server gives up on a slow sender").unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_sender_who_never_ends_the_headers_is_cut_off() {
    let (address, _stop) = listening(Router::new(), IMPATIENT).await;
    let answer = answer_to(address, "GET / HTTP/1.1\r\nHost: localhost\r\n").await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn a_sender_who_never_ends_the_body_gets_a_time_out() {
    let world = World::on_sqlite().await;
    let router = clusterbuy::service(clusterbuy::routes(), world.app.clone(), IMPATIENT);
    let (address, _stop) = listening(router, PATIENT).await;
    let start = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail=";
    let answer = answer_to(address, start).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}
