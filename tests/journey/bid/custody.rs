//! Split custody: three key-holders keep the key, any two of them open it, one who is lost is replaced by two others.

use chrono::Duration;
use clusterbuy::bid::{self, Proof};
use clusterbuy::platform::change::Change;
use clusterbuy::platform::error::{Error, Result};
use clusterbuy::platform::event::{Chain, Event};
use clusterbuy::tender::{self, Appointment, Given};
use entity::membership::Role;
use entity::tender_key::{self, Custody};
use entity::{bid as bids, key_share, opened_bid};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use support::drafts::{DEADLINE, at};
use support::tenders::PASSWORD;
use support::{Person, TestDraft, World, both};

const KEYS: &str = "/tenders/NG-2026-001/keys";

fn told<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Refused { sentence, .. }) => sentence,
        other => panic!("{other:?}"),
    }
}

async fn appoint(world: &World, draft: &TestDraft, name: &str, urn: i32) -> Person {
    let email = world.person(name, &[]).await.email;
    let new = Appointment { role: Role::KeyHolder, name: name.to_owned(), email, urn };
    let chair = draft.cluster.chair.context(world).await;
    tender::appoint(&chair, &draft.reference, new).await.unwrap();
    world.person(name, &[]).await
}

/// Makes a recovery key on its page, copies it, tests it.
async fn makes_a_key(holder: &mut Person) -> String {
    holder.get(KEYS).await;
    holder.form("Make my recovery key").submit().await;
    let key = holder.gets(200).page().value_of("Recovery key");
    assert!(key.starts_with("AGE-SECRET-KEY-1"), "{key}");
    holder.form("Test my recovery key").fill("recovery_key", &key[..key.len() - 1]).submit().await;
    holder.gets(422);
    holder.form("Test my recovery key").fill("recovery_key", &key.to_lowercase()).submit().await;
    holder.gets(200).sees("Your recovery key works").does_not_see(&key);
    key
}

/// A published tender whose key three people keep, with their recovery keys.
async fn split(world: &World) -> (TestDraft, Vec<(Person, String)>) {
    let mut draft = world.draft().await;
    let chair = &mut draft.cluster.chair;
    chair.get(KEYS).await;
    chair.form("Save").choose("custody", Custody::Split.as_str()).submit().await;
    chair.gets(200).sees("Your choice is saved").sees("Split custody needs three key-holders");
    let people = [
        world.person("Kay Holder", &[]).await,
        world.person("Kim Holder", &[]).await,
        appoint(world, &draft, "Ken Holder", 100_002).await,
    ];
    let context = draft.cluster.chair.context(world).await;
    tender::pool(&context, &draft.reference).await.unwrap();
    draft.needs_meals(world).await;
    draft.commit_demand(world).await;
    tender::send_to_review(&context, &draft.reference).await.unwrap();
    let reviewer = draft.reviewer.context(world).await;
    let refused = told(tender::publish(&reviewer, &draft.reference).await);
    assert!(refused.contains("Kay Holder must make a recovery key and test it"), "{refused}");
    let mut holders = Vec::new();
    for mut person in people {
        let key = makes_a_key(&mut person).await;
        holders.push((person, key));
    }
    tender::publish(&reviewer, &draft.reference).await.unwrap();
    world.letters().await;
    (draft, holders)
}

async fn key_of(world: &World, draft: &TestDraft) -> tender_key::Model {
    let id = draft.stored(world).await.id;
    tender_key::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

async fn closes_with_two_bids(world: &World, draft: &TestDraft) {
    for (name, price) in [("Larder", "2.42"), ("Pantry", "2.52")] {
        let bidder = world.provider(name).await;
        world.bid(&draft.reference, &bidder, price).await;
    }
    world.letters().await;
    let deadline: chrono::DateTime<chrono::Utc> = DEADLINE.parse().unwrap();
    world.clock.set(deadline + Duration::hours(1));
}

async fn confirms(world: &World, draft: &TestDraft, person: &Person, key: &str) -> Result<bool> {
    world.advance(Duration::minutes(2)); // A code works once.
    let code = world.code();
    let proof = Proof { password: PASSWORD, code: &code, recovery_key: key };
    bid::confirm_opening_with(&person.context(world).await, &draft.reference, proof).await
}

async fn is_ready_to_open(world: &World, draft: &TestDraft, person: &Person) {
    world.give_password(person).await;
    world.declare(draft.stored(world).await.id, person).await;
}

both! {
    async fn two_key_holders_open_with_their_recovery_keys_and_the_server_alone_never(world: World) {
        let (draft, holders) = split(&world).await;
        assert_eq!(key_of(&world, &draft).await.wrapped, None, "the server has no way to the key");
        assert_eq!(world.count_of::<key_share::Entity>().await, 6);
        closes_with_two_bids(&world, &draft).await;
        let [(kay, kays), (kim, kims), _] = holders.as_slice() else { panic!("three") };
        for person in [kay, kim] {
            is_ready_to_open(&world, &draft, person).await;
        }
        let refused = told(confirms(&world, &draft, kay, "").await);
        assert_eq!(refused, "Enter your recovery key. It begins with AGE-SECRET-KEY-1");
        let refused = told(confirms(&world, &draft, kay, kims).await);
        assert_eq!(refused, "This is not the recovery key that you tested for this tender");
        assert!(!confirms(&world, &draft, kay, kays).await.unwrap());
        let refused = told(confirms(&world, &draft, kim, kays).await);
        assert_eq!(refused, "This is not the recovery key that you tested for this tender");
        assert!(confirms(&world, &draft, kim, kims).await.unwrap());
        let opened = opened_bid::Entity::find().all(world.app.db.read()).await.unwrap();
        assert_eq!(opened.len(), 2);
        assert!(opened.iter().all(|bid| bid.quality.is_some() && bid.price.is_none() && bid.fault.is_none()));
        prices_open(&world, &draft).await;
        assert_eq!(key_of(&world, &draft).await.wrapped, None, "with the prices open the server forgets the key");
    }

    async fn a_lost_key_holder_is_replaced_by_two_others(world: World) {
        let (draft, holders) = split(&world).await;
        let [(kay, kays), (kim, kims), (ken, kens)] = holders.as_slice() else { panic!("three") };
        let chair = draft.cluster.chair.context(&world).await;
        let team = tender::team(world.app.db.read(), draft.stored(&world).await.id).await.unwrap();
        let gone = team.iter().find(|member| member.account == kay.account).unwrap();
        tender::dismiss(&chair, &draft.reference, gone.membership).await.unwrap();
        let mut kat = appoint(&world, &draft, "Kat Holder", 100_001).await;
        let kats = makes_a_key(&mut kat).await;
        kat.get(KEYS).await;
        kat.sees("Recovery key tested, no share of the key yet");
        let share = |person: Person, key: String| {
            let (world, reference) = (world.clone(), draft.reference.clone());
            async move { tender::give_share(&person.context(&world).await, &reference, &key).await }
        };
        let refused = told(share(kat.clone(), kats.clone()).await);
        assert_eq!(refused, "You have no share of this tender's key yet. Two other key-holders give you one");
        assert_eq!(share(kim.clone(), kims.clone()).await.unwrap(), Given::WaitsForAnother);
        assert_eq!(share(ken.clone(), kens.clone()).await.unwrap(), Given::Shared);
        let shares = key_share::Entity::find().all(world.app.db.read()).await.unwrap();
        assert_eq!(shares.len(), 6);
        assert!(shares.iter().all(|share| share.outer_id != kay.account && share.inner_id != kay.account));
        closes_with_two_bids(&world, &draft).await;
        for person in [&kat, kim] {
            is_ready_to_open(&world, &draft, person).await;
        }
        assert!(told(confirms(&world, &draft, &kat, kays).await).starts_with("This is not the recovery key"));
        assert!(!confirms(&world, &draft, kim, kims).await.unwrap());
        assert!(confirms(&world, &draft, &kat, &kats).await.unwrap());
        assert_eq!(world.count_of::<opened_bid::Entity>().await, 2);
    }

    async fn two_recovery_keys_and_the_age_program_open_an_export(world: World) {
        let (draft, holders) = split(&world).await;
        closes_with_two_bids(&world, &draft).await;
        let export = bid::export_sealed(world.app.db.read(), &draft.reference).await.unwrap();
        let identity = |text: &str| text.trim().parse::<age::x25519::Identity>().unwrap();
        let (ken, kay) = (identity(&holders[2].1), identity(&holders[0].1));
        let share = format!("shares/{}-{}.age", ken.to_public(), kay.to_public());
        let share = export.iter().find(|file| file.path == share).unwrap();
        assert!(age::decrypt(&kay, &share.bytes).is_err(), "one alone opens nothing");
        let half = age::decrypt(&ken, &share.bytes).unwrap();
        let key = identity(&String::from_utf8(age::decrypt(&kay, &half).unwrap()).unwrap());
        let prices = export.iter().filter(|file| file.path.ends_with("/price.age"));
        let mut prices: Vec<String> =
            prices.map(|file| String::from_utf8(age::decrypt(&key, &file.bytes).unwrap()).unwrap()).collect();
        prices.sort();
        assert!(prices[0].contains("2.42") && prices[1].contains("2.52"), "{prices:?}");
        assert!(!export.iter().any(|file| file.path == "tender.key.age"));
    }

    async fn standard_custody_asks_nobody_for_a_key(world: World) {
        let mut draft = world.draft().await;
        let mut kay = world.person("Kay Holder", &[]).await;
        kay.get(KEYS).await;
        kay.sees("this service keeps the key");
        assert!(!kay.offers("Make my recovery key"));
        let page = kay.tamper(&format!("{KEYS}/recovery"), &[]).await;
        assert_eq!(page.status, 422);
        draft.lead.get(&at("/keys")).await;
        assert!(!draft.lead.offers("Save"));
        assert_eq!(draft.lead.tamper(&format!("{KEYS}/custody"), &[("custody", "split")]).await.status, 403);
    }
}

/// Quality is locked: what its last step does to the prices.
async fn prices_open(world: &World, draft: &TestDraft) {
    let tender = draft.stored(world).await;
    assert!(key_of(world, draft).await.wrapped.is_some(), "from the opening to the prices the server keeps it");
    let mut change = Change::begin(&world.platform()).await.unwrap();
    let all = bids::Entity::find().all(change.tx()).await.unwrap();
    for bid in all {
        let mut row = bid.into_active_model();
        row.passed = Set(Some(true));
        row.update(change.tx()).await.unwrap();
    }
    let lot = tender::first_lot(change.tx(), tender.id).await.unwrap();
    bid::open_prices(&mut change, tender.id, lot.id).await.unwrap();
    let event = Event::new(Chain::Tender(tender.id), "prices.opened", format!("lot:{}", lot.id));
    change.commit(event).await.unwrap();
    let opened = opened_bid::Entity::find().all(world.app.db.read()).await.unwrap();
    assert!(opened.iter().all(|bid| bid.price.is_some()));
}
