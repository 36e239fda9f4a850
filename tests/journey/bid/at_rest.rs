//! With the database file or its dump and every stored file in hand: nothing of a sealed bid is there in clear.

use clusterbuy::bid;
use clusterbuy::bid::rules::Step;
use clusterbuy::platform::backup::backup;
use clusterbuy::platform::keys::ServerKey;
use entity::ids::BidId;
use entity::stored_file;
use sea_orm::EntityTrait;
use support::at_rest::found;
use support::tenders::meals_at;
use support::{TestProvider, TestTender, World, both};

/// What a submitted bid and a draft say, and nothing else in the world.
const SAID: [&str; 8] = [
    "7.318264",
    "We plan them at Quillfeather",
    "Xylophone-menus",
    "quixotic-rutabaga",
    "6.918273",
    "Braised zweigelt turnips",
    "Marzipan-plan",
    "lugubrious-parsnip",
];

/// A submitted bid with a document, and another firm's draft with one.
async fn two_bids(world: &World, tender: &TestTender) -> [(TestProvider, BidId); 2] {
    let submitter = world.provider("Quillfeather").await;
    let submitted = world.drafted(&tender.tender.reference, &submitter, "7.318264").await;
    add(world, &submitter, submitted, "Xylophone-menus.csv", "quixotic-rutabaga,1\n").await;
    world.submit(&submitter, submitted, "the key of a form").await;
    let drafter = world.provider("Nightjar").await;
    let context = drafter.staff.context(world).await;
    let drafted = bid::start(&context, &tender.tender.reference).await.unwrap();
    let desk = bid::desk(&context, drafted).await.unwrap();
    let edit = |draft: &mut bid::rules::Draft| {
        draft.schedule = Some(meals_at("6.918273"));
        draft.answers.insert("menus".to_owned(), "Braised zweigelt turnips".to_owned());
    };
    bid::save(&context, &desk, Step::Prices, &desk.seen(Step::Prices).unwrap(), edit).await.unwrap();
    add(world, &drafter, drafted, "Marzipan-plan.csv", "lugubrious-parsnip,1\n").await;
    world.letters().await;
    [(submitter, submitted), (drafter, drafted)]
}

async fn add(world: &World, bidder: &TestProvider, id: BidId, name: &str, text: &str) {
    let context = bidder.staff.context(world).await;
    let desk = bid::desk(&context, id).await.unwrap();
    bid::add_document(&context, &desk, name, text.as_bytes()).await.unwrap();
}

both! {
    async fn neither_database_nor_files_hold_a_price_an_answer_a_file_name_or_a_file_in_clear(world: World) {
        let tender = world.open_tender().await;
        let bids = two_bids(&world, &tender).await;
        let at_rest = world.at_rest().await;
        assert!(at_rest.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > 100_000, "the database is there");
        assert!(!found(&at_rest, &["Hot meals every school day"]).is_empty(), "what is public is found");
        assert_eq!(found(&at_rest, &SAID), Vec::<String>::new());
        let hashes = ["quixotic-rutabaga,1\n", "lugubrious-parsnip,1\n"].map(|text| {
            clusterbuy::platform::keys::sha256_hex(text.as_bytes())
        });
        assert_eq!(found(&at_rest, &[&hashes[0], &hashes[1]]), Vec::<String>::new(), "nor a file's checksum");

        let desk = bid::desk(&bids[0].0.staff.context(&world).await, bids[0].1).await.unwrap();
        assert_eq!(desk.draft.answers["menus"], "We plan them at Quillfeather", "its own people read it");
        let document = desk.draft.documents[0].clone();
        let (_, bytes) = bid::document(&bids[0].0.staff.context(&world).await, bids[0].1, document.file).await.unwrap();
        assert_eq!(bytes, b"quixotic-rutabaga,1\n");
    }

    async fn no_row_about_a_tender_or_its_bids_names_a_bidder(world: World) {
        let tender = world.open_tender().await;
        let bids = two_bids(&world, &tender).await;
        let digits = |id: String| id.replace('-', "");
        let mut about = vec![tender.tender.id.to_string(), tender.lot.id.to_string()];
        about.extend(bids.iter().map(|(_, id)| id.to_string()));
        let about: Vec<String> = about.into_iter().flat_map(|id| [digits(id.clone()), id]).collect();
        let mut named = Vec::new();
        for (bidder, _) in &bids {
            let (provider, account) = (bidder.provider.id.to_string(), bidder.staff.account.to_string());
            named.extend([digits(provider.clone()), provider, digits(account.clone()), account]);
            named.extend([bidder.provider.name.to_lowercase(), bidder.staff.email.clone()]);
        }
        let rows = world.rows_at_rest().await;
        assert!(rows.iter().any(|row| named.iter().any(|name| row.contains(name))), "providers are there");
        let beside: Vec<&String> = rows.iter().filter(|row| about.iter().any(|id| row.contains(id))).collect();
        assert!(beside.len() > 10, "{beside:?}");
        let names: Vec<&&String> = beside.iter().filter(|row| named.iter().any(|name| row.contains(name))).collect();
        assert!(names.is_empty(), "{names:?}");
        let files = stored_file::Entity::find().all(world.app.db.read()).await.unwrap();
        assert_eq!(files.len(), 2);
        for file in files {
            assert_eq!((file.owner.as_str(), file.media_type.as_str()), ("sealed", "application/octet-stream"));
            assert!(file.size > 16_000, "small files are filled up: {}", file.size);
        }
    }

    async fn the_opened_answers_are_stored_and_the_prices_stay_sealed_until_quality_is_locked(world: World) {
        let tender = world.open_tender().await;
        let bids = two_bids(&world, &tender).await;
        let pantry = world.provider("Pantry").await;
        tender.bid_of(&world, &pantry, "8.127364").await;
        world.letters().await;
        tender.opened(&world).await;
        let at_rest = world.at_rest().await;
        assert!(!found(&at_rest, &["We plan them at Quillfeather"]).is_empty());
        assert_eq!(found(&at_rest, &["7.318264", "8.127364"]), Vec::<String>::new());
        let opened = bid::Opened::of(&tender.now(&world).await).unwrap();
        let read = bid::read_opened(world.app.db.read(), &opened, tender.lot.id).await.unwrap();
        assert_eq!(read.len(), 2);
        assert!(read.iter().all(|bid| bid.schedule.is_none()), "no code reads a price yet");
        assert!(read.iter().any(|bid| bid.bid == bids[0].1 && bid.package.documents.len() == 1));
    }

    async fn a_backup_holds_neither_what_bids_say_nor_a_key(world: World) {
        let tender = world.open_tender().await;
        two_bids(&world, &tender).await;
        let settings = &world.app.settings;
        ServerKey::open(&settings.key_dir).unwrap();
        let keys = ["server.key", "sealing.key", "receipts.key"];
        let keys = keys.map(|name| std::fs::read_to_string(settings.key_dir.join(name)).unwrap().trim().to_owned());
        let archive = settings.data_dir.join("backup.tar");
        backup(settings, &archive).await.unwrap();
        let bytes = std::fs::read(&archive).unwrap();
        assert!(bytes.len() > 30_000, "both files are in it");
        let in_hand = [("backup.tar".to_owned(), bytes)];
        assert_eq!(found(&in_hand, &SAID), Vec::<String>::new());
        assert_eq!(found(&in_hand, &[&keys[0], &keys[1], &keys[2]]), Vec::<String>::new());
    }

    async fn the_public_age_program_alone_recovers_a_tender_from_its_export(world: World) {
        let tender = world.open_tender().await;
        let bids = two_bids(&world, &tender).await;
        let export = bid::export_sealed(world.app.db.read(), &tender.tender.reference).await.unwrap();
        let file = |path: &str| export.iter().find(|file| file.path.ends_with(path)).unwrap().bytes.clone();
        let server: age::x25519::Identity = ServerKey::fixed().sealing().text().parse().unwrap();
        let key = String::from_utf8(age::decrypt(&server, &file("tender.key.age")).unwrap()).unwrap();
        let key: age::x25519::Identity = key.trim().parse().unwrap();
        let quality = String::from_utf8(age::decrypt(&key, &file("/quality.age")).unwrap()).unwrap();
        assert!(quality.contains("We plan them at Quillfeather") && !quality.contains("7.318264"));
        let price = String::from_utf8(age::decrypt(&key, &file("/price.age")).unwrap()).unwrap();
        assert!(price.contains("7.318264"));
        let quality: serde_json::Value = serde_json::from_str(&quality).unwrap();
        let document = &quality["documents"][0];
        let own: age::x25519::Identity = document["key"].as_str().unwrap().parse().unwrap();
        let stored = world.app.settings.data_dir.join("files").join(document["file"].as_str().unwrap());
        let clear = age::decrypt(&own, &std::fs::read(stored).unwrap()).unwrap();
        assert!(clear.starts_with(b"quixotic-rutabaga,1\n"));
        assert_eq!(export.iter().filter(|file| file.path.ends_with("/quality.age")).count(), 1, "drafts are not in it");
        drop(bids);
    }
}
