//! The record of a tender: whole for clerk and auditor, cut for the public, to take away.

use clusterbuy::account::Grant;
use clusterbuy::award::{self, NewVote};
use clusterbuy::evaluation::{self, NewScore};
use clusterbuy::platform::keys::sha256_hex;
use entity::ballot::Motion;
use entity::membership::Role;
use entity::tender::TenderState;
use entity::vote::Choice;
use entity::{lot, score, tender};
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::collections::BTreeMap;
use std::io::Read as _;
use support::deciding::{Cast, REFERENCE, cast_of, closing, declare, of, recording};
use support::moderating::moderated;
use support::priced::PricedTender;
use support::{Client, Person, World, both};

/// The files of a downloaded archive by name.
fn unpacked(archive: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in tar::Archive::new(archive.as_bytes()).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    files
}

async fn archive(reader: &mut Client, name: &str) -> BTreeMap<String, String> {
    reader.get(&format!("/tenders/{REFERENCE}/{name}")).await;
    reader.gets(200);
    unpacked(&reader.page().body_text())
}

async fn auditor(world: &World) -> Person {
    world.person("Audrey Auditor", &[Grant::platform(Role::Auditor)]).await
}

/// Accepted with one vote that has a reason which a spreadsheet would run.
async fn decided(world: &World) -> Cast {
    let cast = cast_of(world).await;
    cast.recommend(world).await;
    cast.open(world, Motion::Accept).await;
    for representative in 0..6 {
        let reason = Some("=HYPERLINK(\"https://example.org\")".to_owned());
        let voter = of(&cast.representatives[representative], world).await;
        award::cast(&voter, REFERENCE, NewVote { choice: Choice::For, reason }).await.unwrap();
    }
    world.clock.set(closing());
    award::record_vote(&of(&cast.clerk, world).await, REFERENCE, recording()).await.unwrap();
    cast
}

/// What only the bidders, the panel and the clerk may know.
const SECRETS: [&str; 15] = [
    "Birch",
    "Cedar",
    "29700",
    "29,700",
    "46800",
    "46,800",
    "73.29",
    "80.14",
    "37.29",
    "birch on menus",
    "cedar on menus",
    "Bo Bidder",
    "Rep pinfold",
    "Chris Chair",
    "HYPERLINK",
];

/// The panel scores again: what each had given stands as it was, not submitted.
async fn scoring(world: &World) -> (PricedTender, Vec<Person>) {
    let (priced, panel) = moderated(world).await;
    let tx = world.app.db.begin_write().await.unwrap();
    let open = score::ActiveModel { submitted_at: Set(None), ..Default::default() };
    score::Entity::update_many().set(open).exec(&tx).await.unwrap();
    let of_lot = lot::ActiveModel { state: Set(TenderState::Scoring), ..Default::default() };
    lot::Entity::update_many().set(of_lot).exec(&tx).await.unwrap();
    let of_tender = tender::ActiveModel { state: Set(TenderState::Scoring), ..Default::default() };
    tender::Entity::update_many().set(of_tender).exec(&tx).await.unwrap();
    tx.commit().await.unwrap();
    for evaluator in &panel {
        declare(world, &priced, evaluator.account, false).await;
    }
    let tender = tender::Entity::find_by_id(priced.tender.id).one(world.app.db.read()).await.unwrap().unwrap();
    (PricedTender { tender, ..priced }, panel)
}

both! {
    async fn the_whole_record_has_every_part_and_can_be_taken_away(world: World) {
        let cast = decided(&world).await;
        award::send_outcomes_and_start_standstill(&of(&cast.chair, &world).await, REFERENCE).await.unwrap();
        world.letters().await;
        let mut auditor = auditor(&world).await;
        auditor.get(&format!("/tenders/{REFERENCE}/record")).await;
        auditor.gets(200).sees("The record is unbroken.").sees("Award notice given, the standstill starts");
        auditor.sees("by Chris Chair, cluster chair").sees("clusterbuy verify-audit");
        auditor.follow("Scores").await;
        auditor.gets(200);
        let scores = auditor.page().table("Scores");
        let of_birch = scores.iter().find(|row| row[1] == "menus" && row[2].starts_with("Birch Meals")).unwrap();
        assert_eq!(of_birch[3..7], ["Agreed by the panel", "3", "5", "birch on menus"]);
        auditor.follow("Votes").await;
        auditor.sees("Carried").sees("Pinfold Street");
        auditor.follow("Outcomes").await;
        assert_eq!(auditor.page().table("Outcomes").len(), 4, "three bidders under the heading");
        auditor.follow("Joining").await;
        auditor.sees("In, inside its mandate");
        auditor.get(&format!("/tenders/{REFERENCE}/record/unheard-of")).await;
        auditor.gets(404);

        let files = archive(&mut auditor, "record.tar").await;
        let listed: BTreeMap<&str, &str> =
            files["SHA256SUMS"].lines().filter_map(|line| line.split_once("  ")).map(|(sum, name)| (name, sum)).collect();
        for (name, text) in files.iter().filter(|(name, _)| *name != "SHA256SUMS") {
            assert_eq!(listed.get(name.as_str()), Some(&sha256_hex(text.as_bytes()).as_str()), "{name}");
        }
        assert!(files["scores.csv"].contains("birch on menus") && files["evaluation.jsonl"].contains("29700"));
        assert!(files["votes.csv"].contains("\"'=HYPERLINK"), "a spreadsheet runs nothing: {}", files["votes.csv"]);
        let lines = files["record.jsonl"].lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let events: Vec<_> = lines.filter(|line| line["kind"] == "event").collect();
        assert!(events.windows(2).all(|pair| pair[0]["hash"] == pair[1]["previous_hash"]), "one chain");
        assert!(files["index.html"].contains("Award notice given"));
    }

    async fn the_public_record_names_the_winner_alone_and_nobodys_price_but_its(world: World) {
        let cast = decided(&world).await;
        let early = archive(&mut world.visitor(), "record-public.tar").await;
        for (name, text) in &early {
            for secret in SECRETS.iter().chain(&["Alder", "Provider A", "menus", "Carried"]) {
                assert!(!text.contains(secret), "{secret} in {name} before the bidders were told: {text}");
            }
        }
        award::send_outcomes_and_start_standstill(&of(&cast.chair, &world).await, REFERENCE).await.unwrap();
        world.letters().await;
        let mut anybody = world.visitor();
        let files = archive(&mut anybody, "record-public.tar").await;
        for (name, text) in &files {
            for secret in SECRETS {
                assert!(!text.contains(secret), "{secret} in {name}: {text}");
            }
        }
        assert!(files["outcomes.csv"].contains("Alder Catering") && files["outcomes.csv"].contains("36000"));
        assert!(files["scores.csv"].contains("Provider B"), "bidders that did not win stand by their label");
        assert!(files["record.jsonl"].contains("\"by\":\"Cluster chair\""));
        for part in ["scores", "votes", "people", "opening", "joining", "outcomes", "challenges", "versions", "questions"] {
            anybody.get(&format!("/tenders/{REFERENCE}/timeline/{part}")).await;
            anybody.gets(200);
            for secret in SECRETS {
                anybody.does_not_see(secret);
            }
        }
        anybody.get(&format!("/tenders/{REFERENCE}/record")).await;
        assert!(!anybody.page().says("unbroken"));
    }

    async fn who_sells_for_a_bidder_has_the_public_record_alone(world: World) {
        let cast = decided(&world).await;
        let grants = [
            Grant::cluster(Role::Clerk, cast.priced.cluster.id, None),
            Grant::provider(Role::ProviderStaff, cast.priced.provider("birch")),
        ];
        let mut both = world.person("Billie Both", &grants).await;
        for path in ["record", "record/scores", "record.tar"] {
            both.get(&format!("/tenders/{REFERENCE}/{path}")).await;
            both.gets(403).sees("You sell for a bidder, so the whole record is not shown to you");
        }
        both.get(&format!("/tenders/{REFERENCE}/timeline")).await;
        both.gets(200);
        world.letters().await;
    }

    async fn an_evaluators_scores_are_kept_each_time_they_are_submitted(world: World) {
        let (tender, panel) = scoring(&world).await;
        let mut auditor = auditor(&world).await;
        let page = format!("/tenders/{}/record/scores", tender.tender.reference);
        auditor.get(&page).await;
        auditor.sees("Scores are shown once every evaluator has submitted theirs");
        for evaluator in &panel {
            let context = evaluator.context(&world).await;
            let lot = clusterbuy::tender::lot_at(world.app.db.read(), tender.tender.clone(), None).await.unwrap();
            for mark in ["a", "b", "c"] {
                for code in ["menus", "food-safety"] {
                    let new = NewScore { score: 3, reason: format!("first words on {code}") };
                    evaluation::save_score(&context, &lot, mark, code, new).await.unwrap();
                }
            }
            evaluation::submit_scores(&context, &lot).await.unwrap();
        }
        auditor.get(&page).await;
        auditor.sees("first words on menus");
        let first = auditor.page().table("Scores")[1].clone();
        assert_eq!((first[0].as_str(), first[4].as_str()), ("1", "3"));
        world.letters().await;
    }
}
