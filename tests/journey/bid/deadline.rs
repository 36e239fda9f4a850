//! Two hundred providers in the last second and the first after it: each gets a receipt or a refusal, and the database
//! agrees with every one.

use chrono::{DateTime, Duration, Utc};
use clusterbuy::bid::rules::Step;
use clusterbuy::bid::{self, Verified, verify_receipt};
use clusterbuy::platform::clock::Clock;
use clusterbuy::platform::keys::ServerKey;
use entity::ids::BidId;
use entity::{bid as bids, bid_submission, session, tender};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use std::path::Path;
use support::bids::complete;
use support::server::Server;
use support::{Client, TestTender, World};

const PROGRAM: &str = env!("CARGO_BIN_EXE_clusterbuy");
const PROVIDERS: i64 = 200;

/// One provider, about to press the button.
struct Bidder {
    bid: BidId,
    cookie: String,
    csrf: String,
    shown: String,
}

/// What came back.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Receipt,
    Refusal,
}

/// Servers on the world's database, with its keys.
async fn servers(world: &World, count: usize) -> Vec<Server> {
    let (settings, key) = (&world.app.settings, ServerKey::fixed());
    std::fs::create_dir_all(&settings.key_dir).unwrap();
    let keep = |name: &str, text: String| std::fs::write(settings.key_dir.join(name), text).unwrap();
    keep("server.key", "07".repeat(32));
    keep("sealing.key", key.sealing().text());
    keep("receipts.key", "09".repeat(32));
    let text = |path: &Path| path.display().to_string();
    let (data, keys) = (text(&settings.data_dir), text(&settings.key_dir));
    let variables = [
        ("CLUSTERBUY_DATABASE_URL", settings.database_url.as_str()),
        ("CLUSTERBUY_DATA_DIR", data.as_str()),
        ("CLUSTERBUY_KEY_DIR", keys.as_str()),
    ];
    let mut servers = Vec::new();
    for _ in 0..count {
        servers.push(Server::start(PROGRAM, &["serve"], &variables).await);
    }
    servers
}

async fn bidder(world: &World, tender: &TestTender, number: i64) -> Bidder {
    let provider = world.provider(&format!("Provider {number}")).await;
    let context = provider.staff.context(world).await;
    let bid = bid::start(&context, &tender.tender.reference).await.unwrap();
    let desk = bid::desk(&context, bid).await.unwrap();
    let whole = complete(&provider.provider, "2.42", &desk);
    let seen = desk.seen(Step::Prices).unwrap();
    bid::save(&context, &desk, Step::Prices, &seen, |draft| *draft = whole).await.unwrap();
    let (_, shown) = bid::package_now(&bid::desk(&context, bid).await.unwrap()).unwrap().unwrap();
    let own = session::Entity::find().filter(session::Column::AccountId.eq(provider.staff.account));
    let csrf = own.one(world.app.db.read()).await.unwrap().unwrap().csrf;
    Bidder { bid, cookie: provider.staff.cookie("session").unwrap().to_owned(), csrf, shown }
}

async fn closes_at(world: &World, tender: &TestTender, deadline: DateTime<Utc>) {
    let row = tender::ActiveModel { id: Set(tender.tender.id), deadline_at: Set(Some(deadline)), ..Default::default() };
    let change = world.app.db.begin_write().await.unwrap();
    row.update(&change).await.unwrap();
    change.commit().await.unwrap();
}

async fn submits(mut client: Client, bidder: &Bidder) -> Answer {
    client.set_cookie("session", &bidder.cookie);
    client.stop_at_redirects();
    let fields = [("csrf", bidder.csrf.as_str()), ("key", "the form"), ("shown", bidder.shown.as_str())];
    let page = client.post(&format!("/bids/{}/submit", bidder.bid), &fields).await;
    match page.status {
        303 if page.location() == Some(format!("/bids/{}/receipt", bidder.bid)) => Answer::Receipt,
        422 if page.says("It was not submitted") => Answer::Refusal,
        status => panic!("{status}: {}", page.text()),
    }
}

/// Each at its own moment, evenly over the second before the deadline and the second after it.
async fn all_at_the_deadline(world: &World, tender: &TestTender, servers: &[Server]) -> BTreeMap<BidId, Answer> {
    let mut bidders = Vec::new();
    for number in 0..PROVIDERS {
        bidders.push(bidder(world, tender, number).await);
    }
    let mut answers = BTreeMap::new();
    // The first of each server are early, and have warmed it up.
    let others = bidders.split_off(servers.len());
    for (server, bidder) in servers.iter().zip(&bidders) {
        answers.insert(bidder.bid, submits(server.visitor(), bidder).await);
    }
    let clock = Clock::system();
    let deadline = clock.now() + Duration::milliseconds(1_200);
    closes_at(world, tender, deadline).await;
    let mut sent = Vec::new();
    for (number, bidder) in (0..PROVIDERS).zip(others) {
        let moment = deadline + Duration::milliseconds((2 * number - PROVIDERS) * 1_000 / PROVIDERS);
        let wait = (moment - clock.now()).to_std().unwrap_or_default();
        let client = servers[usize::try_from(number).unwrap() % servers.len()].visitor();
        sent.push(tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            (bidder.bid, submits(client, &bidder).await)
        }));
    }
    for one in sent {
        let (bid, answer) = one.await.unwrap();
        answers.insert(bid, answer);
    }
    answers
}

async fn the_database_agrees(world: &World, tender: &TestTender, answers: &BTreeMap<BidId, Answer>) {
    let connection = world.app.db.read();
    let deadline = tender.now(world).await.deadline_at.unwrap();
    let submissions = bid_submission::Entity::find().all(connection).await.unwrap();
    let stored = bids::Entity::find().all(connection).await.unwrap();
    assert_eq!(stored.len(), answers.len());
    for bid in stored {
        let own: Vec<&bid_submission::Model> = submissions.iter().filter(|one| one.bid_id == bid.id).collect();
        match (&answers[&bid.id], own.as_slice()) {
            (Answer::Receipt, [one]) => {
                assert_eq!(bid.submission_id, Some(one.id));
                assert!(one.received_at < deadline, "{} is not before {deadline}", one.received_at);
            }
            (Answer::Refusal, []) => assert_eq!(bid.submission_id, None),
            other => panic!("{other:?}"),
        }
    }
}

async fn two_hundred_meet_the_deadline(world: World, count: usize) {
    world.clock.set(Clock::system().now());
    let tender = world.open_tender().await;
    closes_at(&world, &tender, world.now() + Duration::hours(1)).await;
    let servers = servers(&world, count).await;
    let answers = all_at_the_deadline(&world, &tender, &servers).await;
    let received = answers.values().filter(|answer| **answer == Answer::Receipt).count();
    assert!(received > 0 && received < answers.len(), "{received} of {} were in time", answers.len());
    the_database_agrees(&world, &tender, &answers).await;
    assert!(tender.now(&world).await.closed_at.is_some(), "the first that came late stored the close");
    let told = servers[0].run(&["verify-audit"]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
    for server in &servers {
        assert!(!server.log().contains("Provider 1"), "the log names nobody");
    }
    a_receipt_checks_on_the_command_line(&world, &servers[0], &answers).await;
}

/// The program and the library agree on a receipt.
async fn a_receipt_checks_on_the_command_line(world: &World, server: &Server, answers: &BTreeMap<BidId, Answer>) {
    let (bid, _) = answers.iter().find(|(_, answer)| **answer == Answer::Receipt).unwrap();
    let one = bid_submission::Entity::find().filter(bid_submission::Column::BidId.eq(*bid));
    let one = one.one(world.app.db.read()).await.unwrap().unwrap();
    let text = receipt_text(world, *bid, &one).await;
    assert!(matches!(verify_receipt(&text, &world.app.key.signing_public()), Verified::Genuine(_)));
    let file = server.data().join("receipt.txt");
    let keys = world.app.settings.key_dir.display().to_string();
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let file = file.display().to_string();
        server.run_with(&["verify-receipt", &file], &[("CLUSTERBUY_KEY_DIR", keys.as_str())]).status.code()
    };
    assert_eq!(check(&text), Some(0));
    assert_eq!(check(&text.replace(&one.receipt, "R-AAAAAA")), Some(3));
}

async fn receipt_text(world: &World, bid: BidId, one: &bid_submission::Model) -> String {
    let entry = entity::event::Entity::find()
        .filter(entity::event::Column::Subject.eq(format!("submission:{}", one.id)))
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let statement = bid::rules::Statement {
        receipt: one.receipt.clone(),
        tender: "NG-2027-001".to_owned(),
        tender_version: one.tender_version,
        received: one.received_at,
        sha256: one.sha256.clone(),
        chain: format!("bid:{bid}"),
        position: entry.n,
    };
    statement.signed(&one.signature, &world.app.key.signing_public())
}

#[tokio::test]
async fn two_hundred_providers_at_the_deadline_of_one_server_on_sqlite() {
    two_hundred_meet_the_deadline(World::on_sqlite().await, 1).await;
}

#[tokio::test]
async fn two_hundred_providers_at_the_deadline_of_two_servers_on_postgres() {
    if let Some(world) = World::on_postgres().await {
        two_hundred_meet_the_deadline(world, 2).await;
    }
}
