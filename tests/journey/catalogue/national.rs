//! The invented catalogue in small: the pages work on it, and ask the database as often for few rows as for many.

use clusterbuy::account::store::{find, first_hat};
use clusterbuy::demo::national::{self, FIRST_URN, SEED, Sizes, searched};
use clusterbuy::platform::http::session;
use entity::{bid, contract_entry, listing, provider, school, tender, volume};
use support::{Client, World, both};

fn sizes(schools: usize, listings: usize) -> Sizes {
    Sizes {
        schools,
        clusters: schools / 8,
        providers: 16,
        listings,
        tenders: 12,
        bids: 60,
        bids_of_one: 10,
        managers: 8,
    }
}

async fn manager(world: &World, urn: i32) -> Client {
    let tx = world.app.db.begin_write().await.unwrap();
    let account = find(&tx, &format!("manager-{urn}@example.org")).await.unwrap().unwrap();
    let worn = first_hat(&tx, account).await.unwrap();
    let secret = session::start(&world.app, &tx, account, worn).await.unwrap();
    tx.commit().await.unwrap();
    let mut client = world.visitor();
    client.set_cookie("session", &secret);
    client
}

/// What each page asks of the database.
async fn asked(world: &World, paths: &[String]) -> Vec<usize> {
    let mut client = manager(world, FIRST_URN).await;
    let mut counts = Vec::new();
    for path in paths {
        let before = world.statements();
        client.get(path).await;
        client.gets(200);
        counts.push(world.statements() - before);
    }
    counts
}

both! {
    async fn everything_is_there_and_the_pages_show_it(world: World) {
        national::add(&world.app, sizes(16, 100), SEED).await.unwrap();
        assert!(national::is_there(&world.app).await.unwrap());
        assert_eq!(world.count_of::<school::Entity>().await, 16);
        assert!(world.count_of::<volume::Entity>().await >= 16 * 8);
        assert_eq!(world.count_of::<contract_entry::Entity>().await, 160);
        assert_eq!(world.count_of::<listing::Entity>().await, 100);
        assert_eq!(world.count_of::<provider::Entity>().await, 16);
        assert_eq!((world.count_of::<tender::Entity>().await, world.count_of::<bid::Entity>().await), (12, 60));
        let mut client = manager(&world, FIRST_URN).await;
        client.get("/services/catering").await;
        client.gets(200).sees("20 listings").sees("Cheapest first for Invented");
        client.follow("Compare for my school").await;
        client.gets(200).sees("20 offers that cost your school least by itself");
        client.get("/services?q=school").await;
        client.gets(200).sees("Cheapest first for Invented").does_not_see("No services match");
        client.get("/services/catering/invented-1").await;
        client.gets(200);
    }

    async fn it_stands_beside_the_demonstration_which_has_words_of_its_own(world: World) {
        let world = world.as_demonstration();
        clusterbuy::demo::open(&world.app).await.unwrap();
        national::add(&world.app, sizes(8, 40), SEED).await.unwrap();
        let mut visitor = world.visitor();
        visitor.get("/services?q=catering").await;
        visitor.gets(200).sees("Invented").sees("Walsall");
    }

    async fn pages_ask_the_database_as_often_for_a_small_catalogue_as_for_a_larger_one(world: World) {
        let paths = ["/home", "/services", "/services/catering", "/services/catering/invented-1"].map(str::to_owned);
        let mut paths: Vec<String> = paths.into();
        paths.push(format!("/schools/{FIRST_URN}/compare"));
        paths.push(format!("/schools/{FIRST_URN}/compare/catering"));
        paths.push("/services?q=school".to_owned());
        national::add(&world.app, sizes(8, 15), SEED).await.unwrap();
        let few = asked(&world, &paths).await;
        let larger = World::on_sqlite().await;
        national::add(&larger.app, sizes(80, 150), SEED).await.unwrap();
        let many = asked(&larger, &paths).await;
        assert_eq!(few, many, "{paths:?}");
    }

    async fn the_same_seed_invents_the_same_world(world: World) {
        national::add(&world.app, sizes(8, 10), SEED).await.unwrap();
        let other = World::on_sqlite().await;
        national::add(&other.app, sizes(8, 10), SEED).await.unwrap();
        let mut pages = Vec::new();
        for world in [&world, &other] {
            let mut visitor = world.visitor();
            visitor.get("/services/catering.csv").await;
            pages.push(visitor.gets(200).page().body_text());
        }
        assert_eq!(pages[0], pages[1]);
        assert_eq!(searched(3), searched(3));
    }
}
