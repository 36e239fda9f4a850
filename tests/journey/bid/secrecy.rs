//! Before the opening nothing tells what bids say, whose they are, or whether there are any.

use chrono::Duration;
use clusterbuy::account::Grant;
use clusterbuy::bid::{self, Opened};
use entity::membership::Role;
use entity::{bid as bids, event};
use sea_orm::EntityTrait;
use std::collections::BTreeMap;
use support::tenders::deadline;
use support::{Client, Person, TestTender, World, both};

/// Every page of the product that can be asked for with what this world has.
fn pages() -> Vec<String> {
    let known = [
        ("{reference}", "NG-2027-001"),
        ("{slug}", "northgate"),
        ("{urn}", "100001"),
        ("{category}", "catering"),
        ("{ref}", "NG-2027-001"),
        ("{part}", "opening"),
    ];
    let filled = |path: &str| known.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    let list = clusterbuy::routes().list();
    let gets = list.iter().filter(|route| route.method == "GET").map(|route| filled(route.path));
    gets.filter(|path| !path.contains('{')).collect()
}

/// What each of them answers, without the tokens that differ each time.
async fn answers(person: &mut Client) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    for path in pages() {
        let page = person.get(&path).await;
        let text = page.body_text();
        let lines = text.lines().filter(|line| !line.contains("name=\"csrf\"") && !line.contains("name=\"key\""));
        answers.insert(path.clone(), format!("{} {}", page.status, lines.collect::<String>()));
    }
    answers
}

async fn curious(world: &World, tender: &TestTender) -> Vec<Person> {
    let administrator = world.person("Ada Admin", &[Grant::platform(Role::Administrator)]).await;
    let auditor = world.person("Audrey Auditor", &[Grant::platform(Role::Auditor)]).await;
    vec![tender.cluster.chair.clone(), tender.clerk.clone(), tender.key_holders[0].clone(), administrator, auditor]
}

/// What everybody is answered while bids can be made and after the deadline, by who, when and where.
async fn as_everybody(world: &World, clients: &mut [Client]) -> BTreeMap<(usize, bool, String), String> {
    let (open, closed) = (world.now(), deadline() + Duration::minutes(5));
    let mut all = BTreeMap::new();
    for (who, client) in clients.iter_mut().enumerate() {
        for is_closed in [false, true] {
            world.clock.set(if is_closed { closed } else { open });
            let told = answers(client).await.into_iter();
            all.extend(told.map(|(path, answer)| ((who, is_closed, path), answer)));
        }
        world.clock.set(open);
    }
    all
}

both! {
    async fn no_page_of_anybody_tells_none_from_one_or_three_bids_before_or_after_the_deadline(world: World) {
        let tender = world.open_tender().await;
        let mut bidders = Vec::new();
        for name in ["Larder", "Pantry", "Scullery"] {
            bidders.push(world.provider(name).await);
        }
        let people = curious(&world, &tender).await;
        let mut clients: Vec<Client> = people.iter().map(|person| Client::clone(person)).collect();
        clients.push(world.visitor());
        let none = as_everybody(&world, &mut clients).await;
        tender.bid_of(&world, &bidders[0], "2.4219").await;
        world.letters().await;
        let one = as_everybody(&world, &mut clients).await;
        for (bidder, price) in bidders[1..].iter().zip(["2.5319", "2.6419"]) {
            tender.bid_of(&world, bidder, price).await;
        }
        world.letters().await;
        let three = as_everybody(&world, &mut clients).await;
        for (place, answer) in &none {
            assert_eq!(answer, &one[place], "{place:?} with one bid");
            assert_eq!(answer, &three[place], "{place:?} with three bids");
        }
    }

    async fn no_page_says_a_price_an_answer_a_bidder_or_a_receipt(world: World) {
        let tender = world.open_tender().await;
        let larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.4219").await;
        let stored = bids::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap();
        world.letters().await;
        world.clock.set(deadline() + Duration::minutes(5));
        for mut person in curious(&world, &tender).await {
            for (path, answer) in answers(&mut person).await {
                for trace in ["2.4219", "We plan them", &stored.bidder, &id.to_string()] {
                    assert!(!answer.contains(trace), "{trace} is on {path} for {}", person.email);
                }
            }
        }
    }

    async fn the_record_names_a_bidder_by_its_sealed_name_only(world: World) {
        let tender = world.open_tender().await;
        let larder = world.provider("Larder").await;
        tender.bid_of(&world, &larder, "2.42").await;
        world.letters().await;
        let events = event::Entity::find().all(world.app.db.read()).await.unwrap();
        let about_bids: Vec<_> = events.iter().filter(|event| event.action.starts_with("bid.")).collect();
        assert!(about_bids.len() >= 3, "{about_bids:#?}");
        for event in about_bids {
            assert_eq!((event.actor, event.acting_as), (None, None), "{event:?}");
            assert!(event.chain.starts_with("bid:"), "{event:?}");
            assert!(!bid::rules::shows_before_opening(&event.action));
            let known = [larder.provider.id.to_string(), larder.staff.account.to_string(), "Larder".to_owned()];
            assert!(known.iter().all(|name| !event.data.contains(name)), "{}", event.data);
        }
    }

    async fn nothing_but_the_opening_gives_the_key_to_the_door(world: World) {
        let tender = world.open_tender().await;
        let larder = world.provider("Larder").await;
        tender.bid_of(&world, &larder, "2.42").await;
        world.letters().await;
        world.clock.set(deadline() + Duration::minutes(5));
        assert!(Opened::of(&tender.now(&world).await).is_none());
        let pantry = world.provider("Pantry").await;
        world.clock.set(deadline() - Duration::minutes(5));
        tender.bid_of(&world, &pantry, "2.52").await;
        world.letters().await;
        tender.opened(&world).await;
        let opened = Opened::of(&tender.now(&world).await).unwrap();
        let read = bid::read_opened(world.app.db.read(), &opened, tender.lot.id).await.unwrap();
        let mut names: Vec<&str> = read.iter().map(|bid| bid.provider_name.as_str()).collect();
        names.sort();
        assert_eq!(names, ["Larder", "Pantry"]);
        assert_eq!(read.iter().map(|bid| bid.label.as_str()).collect::<Vec<_>>(), ["Provider A", "Provider B"]);
        assert!(bid::read_passed(world.app.db.read(), &opened, tender.lot.id).await.unwrap().is_empty());
    }
}
