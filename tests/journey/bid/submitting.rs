//! The deadline, the same form twice, replacing, taking back, the receipt.

use chrono::Duration;
use clusterbuy::bid::{self, Outcome};
use clusterbuy::platform::error::Error;
use entity::ids::BidId;
use entity::tender::TenderState;
use entity::{bid as bids, bid_submission};
use sea_orm::EntityTrait;
use support::tenders::deadline;
use support::{TestProvider, World, both};

async fn stored(world: &World, id: BidId) -> bids::Model {
    bids::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

async fn submissions(world: &World) -> Vec<bid_submission::Model> {
    bid_submission::Entity::find().all(world.app.db.read()).await.unwrap()
}

/// Opens the quality page and changes an answer.
async fn change_answer(larder: &mut TestProvider, id: BidId, answer: &str) {
    larder.staff.get(&format!("/bids/{id}/quality")).await;
    larder.staff.form("Save and continue").fill("answer-menus", answer).submit().await;
    larder.staff.gets(200);
}

both! {
    async fn a_bid_one_second_after_the_deadline_is_refused_and_kept_as_a_draft(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        larder.staff.get(&format!("/bids/{id}/withdraw")).await;
        larder.staff.form("Take the bid back").submit().await;
        larder.staff.sees("Your bid is taken back. The draft is kept");
        change_answer(&mut larder, id, "In time?").await;
        larder.staff.get(&format!("/bids/{id}/check")).await;
        world.clock.set(deadline() + Duration::seconds(1));
        larder.staff.form("Submit bid").submit().await;
        larder.staff.gets(422).sees(
            "Bids closed at 5pm GMT on Monday 23 November 2026. Your draft is kept. It was not submitted.",
        );
        larder.staff.sees("Cleo Clerk");
        assert_eq!(stored(&world, id).await.submission_id, None);
        let desk = bid::desk(&larder.staff.context(&world).await, id).await.unwrap();
        assert_eq!(desk.draft.answers["menus"], "In time?");
        let stored = tender.now(&world).await;
        assert_eq!(stored.state, TenderState::Sealed, "the first action that found the deadline past stored the close");
        world.clock.set(deadline() - Duration::hours(1));
        larder.staff.get(&format!("/bids/{id}/check")).await;
        larder.staff.sees("Bids are closed");
        assert!(!larder.staff.offers("Submit bid"), "a clock stepped back reopens nothing");
        world.letters().await;
    }

    async fn a_bid_one_second_before_the_deadline_counts(world: World) {
        let tender = world.open_tender().await;
        let larder = world.provider("Larder").await;
        world.clock.set(deadline() - Duration::seconds(1));
        let id = tender.bid_of(&world, &larder, "2.42").await;
        assert!(stored(&world, id).await.submission_id.is_some());
    }

    async fn the_same_form_sent_twice_gets_the_same_receipt_even_after_the_deadline(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        let context = larder.staff.context(&world).await;
        let [first] = submissions(&world).await.try_into().unwrap();
        let key = first.idempotency_key.clone();
        let (_, shown) = bid::package_now(&bid::desk(&context, id).await.unwrap()).unwrap().unwrap();
        let again = bid::submit(&context, id, &key, &shown).await.unwrap();
        assert_eq!(again, Outcome::Received(first.id));
        world.clock.set(deadline() + Duration::hours(1));
        let late = larder.staff.context(&world).await;
        assert_eq!(bid::submit(&late, id, &key, &shown).await.unwrap(), Outcome::Received(first.id));
        let other = bid::submit(&late, id, &key, "other content").await;
        assert!(matches!(other, Err(Error::Stale(_))), "{other:?}");
        larder.staff.get("/bids").await;
        let fields = [("key", key.as_str()), ("shown", "other content")];
        let page = larder.staff.tamper(&format!("/bids/{id}/submit"), &fields).await;
        assert_eq!(page.status, 409);
        assert_eq!(submissions(&world).await.len(), 1);
    }

    async fn two_submissions_at_once_leave_exactly_one_that_counts(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        change_answer(&mut larder, id, "A later answer").await;
        let context = larder.staff.context(&world).await;
        let desk = bid::desk(&context, id).await.unwrap();
        let (_, shown) = bid::package_now(&desk).unwrap().unwrap();
        let (one, two) = tokio::join!(
            bid::submit(&context, id, "one key", &shown),
            bid::submit(&context, id, "one key", &shown)
        );
        assert_eq!(one.unwrap(), two.unwrap(), "one receipt for one form");
        assert_eq!(submissions(&world).await.len(), 2);
        let (one, two) = tokio::join!(
            bid::submit(&context, id, "key one", &shown),
            bid::submit(&context, id, "key two", &shown)
        );
        assert_ne!(one.unwrap(), two.unwrap());
        let all = submissions(&world).await;
        let counted = stored(&world, id).await.submission_id;
        let latest = all.iter().max_by_key(|submission| submission.number).unwrap();
        assert_eq!((all.len(), counted), (4, Some(latest.id)));
        world.letters().await;
    }

    async fn a_bid_is_replaced_by_the_latest_complete_one_and_never_by_an_unfinished_edit(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        let first = stored(&world, id).await.submission_id;
        change_answer(&mut larder, id, "").await;
        assert_eq!(stored(&world, id).await.submission_id, first);
        larder.staff.get(&format!("/bids/{id}/check")).await;
        larder.staff.form("Submit bid").submit().await;
        larder.staff.is_told("Answer question 1, \"How will you plan our menus?\"");
        assert_eq!(stored(&world, id).await.submission_id, first);
        change_answer(&mut larder, id, "Better menus").await;
        larder.staff.get(&format!("/bids/{id}/check")).await;
        larder.staff.form("Submit bid").submit().await;
        larder.staff.sees("Bid received").sees("Replaced").sees("Counts");
        assert_ne!(stored(&world, id).await.submission_id, first);
        larder.staff.get(&format!("/bids/{id}/receipt?number=1")).await;
        larder.staff.sees("A later submission replaced this one");
        world.letters().await;
    }

    async fn a_colleagues_change_after_the_check_page_is_not_submitted_unseen(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        larder.staff.get(&format!("/bids/{id}/check")).await;
        let mut other = larder.staff.clone();
        other.get(&format!("/bids/{id}/quality")).await;
        other.form("Save and continue").fill("answer-menus", "Something else").submit().await;
        larder.staff.form("Submit bid").submit().await;
        larder.staff.gets(409).sees("A colleague changed this bid. Check it again before you submit it.");
        assert_eq!(submissions(&world).await.len(), 1);
        world.letters().await;
    }

    async fn a_bid_cannot_be_taken_back_after_the_deadline(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        larder.staff.get(&format!("/bids/{id}/withdraw")).await;
        world.clock.set(deadline());
        larder.staff.form("Take the bid back").submit().await;
        larder.staff.gets(422).sees("Bids closed at 5pm GMT on Monday 23 November 2026");
        assert!(stored(&world, id).await.submission_id.is_some());
    }

    async fn the_receipt_can_be_kept_as_a_text_with_every_checksum(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        let [submission] = submissions(&world).await.try_into().unwrap();
        larder.staff.get(&format!("/bids/{id}/receipt")).await;
        larder.staff.sees(&submission.receipt).sees(&submission.sha256);
        let text = larder.staff.follow("Download receipt").await.body_text();
        for part in [&submission.receipt, &submission.sha256, "NG-2027-001", "2026-11-23T10:00:00.000000Z", "Entry "] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }

    async fn after_the_deadline_no_bid_is_started(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        world.clock.set(deadline());
        larder.staff.get("/bids").await;
        let page = larder.staff.tamper("/tenders/NG-2027-001/bid", &[]).await;
        assert_eq!(page.status, 422);
        larder.staff.sees("Bids closed at 5pm GMT on Monday 23 November 2026");
        assert_eq!(world.count_of::<bids::Entity>().await, 0);
    }
}
