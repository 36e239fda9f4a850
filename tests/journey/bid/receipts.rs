//! Receipts that anybody can check, and minutes that prove what was opened.

use chrono::Duration;
use clusterbuy::bid::{self, Verified, verify_receipt};
use clusterbuy::platform::keys::sha256_hex;
use entity::{bid_submission, event, sealed_envelopes};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use support::both;
use support::tenders::deadline;

both! {
    async fn a_receipt_verifies_and_one_with_a_changed_line_does_not(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        larder.staff.get(&format!("/bids/{id}/receipt")).await;
        let text = larder.staff.follow("Download receipt").await.body_text();
        let key = world.app.key.signing_public();
        let Verified::Genuine(handed) = verify_receipt(&text, &key) else { panic!("{text}") };
        assert!(handed.text.contains("Tender: NG-2027-001, version 1"), "{}", handed.text);
        assert_eq!(verify_receipt(&text.replace("10:00:00", "09:59:59"), &key), Verified::Forged);
        assert_eq!(verify_receipt(&text, &"ab".repeat(32)), Verified::Forged);
        let mut anybody = world.visitor();
        anybody.get("/receipts").await;
        assert_eq!(anybody.page().value_of("Ed25519 public key"), key);
        anybody.form("Check").fill("receipt", &text).submit().await;
        anybody.gets(200).sees("This receipt is genuine and unchanged").sees("SHA-256 of the sealed bid");
        anybody.form("Check").fill("receipt", &text.replace("NG-2027-001", "NG-2027-002")).submit().await;
        anybody.is_told("This is not a receipt of this service: it was changed, or signed by another key");
        anybody.form("Check").fill("receipt", "Receipt: R-1").submit().await;
        anybody.gets(422);
        world.letters().await;
    }

    async fn two_receipts_of_one_bidder_tell_nothing_of_other_bids(world: World) {
        let tender = world.open_tender().await;
        let larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        let context = larder.staff.context(&world).await;
        let desk = bid::desk(&context, id).await.unwrap();
        let (first, _) = bid::receipt(&context, &desk, None).await.unwrap();
        for name in ["Pantry", "Scullery"] {
            let rival = world.provider(name).await;
            tender.bid_of(&world, &rival, "2.52").await;
        }
        world.submit(&larder, id, "another key").await;
        let (second, _) = bid::receipt(&context, &desk, None).await.unwrap();
        assert_eq!(second.statement.position, first.statement.position + 1);
        assert_eq!(second.statement.chain, format!("bid:{id}"));
        assert_eq!(bid::received_by_key(&context, &desk, "another key").await.unwrap(), Some(2));
        assert_eq!(bid::received_by_key(&context, &desk, "no key").await.unwrap(), None);
        world.letters().await;
    }

    async fn the_minutes_prove_that_what_was_opened_is_what_was_received(world: World) {
        let mut tender = world.open_tender().await;
        for (name, price) in [("Larder", "2.42"), ("Pantry", "2.52")] {
            let bidder = world.provider(name).await;
            tender.bid_of(&world, &bidder, price).await;
        }
        world.letters().await;
        tender.lead.get("/tenders/NG-2027-001/opening/minutes").await;
        tender.lead.gets(422);
        tender.opened(&world).await;
        let minutes = bid::minutes(&tender.lead.context(&world).await, "NG-2027-001").await.unwrap();
        let proof = minutes.proof.unwrap();
        let mut lines: Vec<String> = minutes.bids.iter().map(|bid| bid.found.clone()).collect();
        lines.sort();
        lines.insert(0, proof.salt);
        let sum: String = lines.iter().map(|line| format!("{line}\n")).collect();
        assert_eq!(sha256_hex(sum.as_bytes()), proof.recorded, "as the page says it");
        tender.lead.get("/tenders/NG-2027-001/opening").await;
        tender.lead.follow("Minutes of the opening").await;
        tender.lead.gets(200).sees("Kay Keyholder, School 1").sees("Answers read, prices sealed");
        tender.lead.sees("These are exactly the bids that were there when bids closed").does_not_see("Larder");
        let text = tender.lead.follow("Download the minutes").await.body_text();
        assert_eq!(text.matches("the same as on the receipt").count(), 2, "{text}");
        let entries = event::Entity::find().filter(event::Column::Action.eq("bid.opened"));
        let entries = entries.all(world.app.db.read()).await.unwrap();
        assert_eq!(entries.len(), 2);
        assert!(entries.iter().all(|entry| entry.data.contains("\"by\":\"")), "who submitted is known now: {entries:?}");
    }

    async fn a_bid_that_was_changed_after_the_close_shows_in_the_minutes_and_does_not_block(world: World) {
        let mut tender = world.open_tender().await;
        for (name, price) in [("Larder", "2.42"), ("Pantry", "2.52")] {
            let bidder = world.provider(name).await;
            tender.bid_of(&world, &bidder, price).await;
        }
        world.letters().await;
        world.clock.set(deadline() + Duration::minutes(1));
        let [one, other] = bid_submission::Entity::find().all(world.app.db.read()).await.unwrap().try_into().unwrap();
        // Another bid's prices under this one's name, with a checksum to fit.
        let stored = |id| sealed_envelopes::Entity::find_by_id(id).one(world.app.db.read());
        let (one_s, other_s) = (stored(one.id).await.unwrap().unwrap(), stored(other.id).await.unwrap().unwrap());
        let sha256 = sha256_hex(&[one_s.quality.as_slice(), other_s.price.as_slice()].concat());
        let row = bid_submission::ActiveModel {
            id: Set(one.id),
            sha256: Set(sha256),
            ..Default::default()
        };
        let change = world.app.db.begin_write().await.unwrap();
        row.update(&change).await.unwrap();
        let mut swapped = one_s.into_active_model();
        swapped.price = Set(other_s.price);
        swapped.update(&change).await.unwrap();
        change.commit().await.unwrap();
        tender.opened(&world).await;
        let minutes = bid::minutes(&tender.lead.context(&world).await, "NG-2027-001").await.unwrap();
        let faults: Vec<&str> = minutes.bids.iter().filter_map(|bid| bid.fault.as_deref()).collect();
        assert_eq!(faults, ["Its bytes are not those that were received"]);
        tender.lead.get("/tenders/NG-2027-001/compliance").await;
        tender.lead.gets(200).sees("The bid could not be read when it was opened").sees("Not checked");
    }

    async fn the_page_about_sealing_says_what_it_does_not_protect_against(world: World) {
        let mut anybody = world.visitor();
        anybody.get("/sealing").await;
        anybody.gets(200).sees("whoever controls the running server").sees("age -d -i");
        anybody.sees("can count the sealed packages");
    }
}
