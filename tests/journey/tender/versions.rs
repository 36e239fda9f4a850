//! Material changes: numbered versions, what changed between them, and bids that have to be confirmed again.

use super::refusal;
use chrono::Duration;
use clusterbuy::bid;
use clusterbuy::platform::event::{self, Chain, Verdict};
use clusterbuy::tender::{self, Amendment};
use entity::ids::BidId;
use entity::tender::TenderState;
use entity::tender_amendment::AmendmentKind;
use entity::{bid as bids, tender_version};
use sea_orm::{ConnectionTrait, EntityTrait};
use support::drafts::at;
use support::tenders::deadline;
use support::{TestTender, World, both};

const MATERIAL: &str = "Does it change what bidders must offer, or what it costs them?";

/// A material change that moves the deadline of [`World::open_tender`] by two weeks.
async fn material(world: &World, tender: &TestTender, need: &str) -> clusterbuy::platform::error::Result<()> {
    world.advance(Duration::minutes(1));
    let mut change = Amendment::of(AmendmentKind::Change, "More meals");
    change.is_material = true;
    change.need = Some(need.to_owned());
    change.deadline_at = Some(deadline() + Duration::days(14));
    tender::amend(&tender.lead.context(world).await, &tender.tender.reference, change).await
}

async fn stored(world: &World, id: BidId) -> bids::Model {
    bids::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

both! {
    async fn a_material_change_makes_a_version_that_anybody_compares_with_the_first(world: World) {
        let mut draft = world.published_draft().await;
        draft.lead.get(&at("/amend")).await;
        draft.lead.sees("version 2 of the notice").sees("A material change extends the deadline, once, to a fixed date");
        let form = draft.lead.form("Publish the change").fill("What has changed", "Halal meals too");
        let form = form.fill("What you need", "Cooked and halal meals each day").choose(MATERIAL, "Yes, a material change");
        form.submit().await;
        draft.lead.is_told("A material change extends the deadline. Enter a new one, on or after 13 January 2027");
        assert_eq!(draft.lead.form("Publish the change").value("What you need"), "Cooked and halal meals each day");
        let form = draft.lead.form("Publish the change").date("deadline", "19 1 2027").fill("deadline_time", "midday");
        form.submit().await;
        draft.lead.gets(200).sees("a material change, made version 2").sees("This is version 2 of the notice");

        let mut anybody = world.visitor();
        anybody.get(&at("/versions")).await;
        anybody.gets(200).sees("Version 2: a material change, amendment 1").sees("As it was published");
        let taken_out = ["taken out: every", "taken out: Thursday 31 December 2026", "taken out: 12"];
        assert_eq!(anybody.page().texts("del"), taken_out);
        assert_eq!(anybody.page().texts("ins")[..2], ["put in: and halal", "put in: each"]);
        anybody.follow("Version 1").await;
        anybody.gets(200).sees("Cooked meals every day").does_not_see("halal").sees("A newer version has replaced it");
        anybody.get(&at("/versions/3")).await;
        anybody.gets(404);
        world.letters().await;
    }

    async fn a_version_is_never_changed_and_its_hash_stands_in_the_record(world: World) {
        let draft = world.published_draft().await;
        let stored = draft.stored(&world).await;
        let version = tender_version::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        let change = world.app.db.begin_write().await.unwrap();
        assert!(change.execute_unprepared("UPDATE tender_version SET content = 'x'").await.is_err());
        drop(change);
        let entries = event::verify_chain(world.app.db.read(), Chain::Tender(stored.id)).await.unwrap();
        assert!(matches!(entries, Verdict::Unbroken { .. }));
        let published = entity::event::Entity::find().all(world.app.db.read()).await.unwrap();
        let published = published.iter().find(|event| event.action == "tender.published").unwrap();
        assert!(published.data.to_string().contains(&version.sha256), "{:?}", published.data);
    }

    async fn a_correction_makes_no_version_and_asks_nobody_to_confirm(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        world.advance(Duration::minutes(1));
        let mut change = Amendment::of(AmendmentKind::Change, "A slip of the pen");
        change.need = Some("Hot meals each school day".to_owned());
        tender::amend(&tender.lead.context(&world).await, &tender.tender.reference, change).await.unwrap();
        assert_eq!(tender.now(&world).await.public_version, 1);
        larder.staff.get(&format!("/bids/{id}")).await;
        larder.staff.sees("A slip of the pen").sees("Your bid counts as it is");
        assert!(!larder.staff.offers("Confirm my bid for version 2"));
        world.letters().await;
    }

    async fn a_bid_is_confirmed_in_one_click_and_counts_again(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let birch = world.provider("Birch").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        let lapsing = tender.bid_of(&world, &birch, "2.50").await;
        world.letters().await;
        material(&world, &tender, "Hot halal meals").await.unwrap();
        let letter = world.letter_to(&larder.staff.email, "Changed: NG-2027-001").await;
        assert!(letter.text.contains("does not count until its bidder confirms it for version 2"), "{}", letter.text);
        let unseen = bid::reconfirm(&larder.staff.context(&world).await, id, 1).await;
        assert_eq!(refusal(unseen), "The tender has changed again. Read what changed, then confirm your bid.");

        larder.staff.get("/home").await;
        larder.staff.follow("Confirm your bid for School meals: the tender has changed").await;
        larder.staff.sees("Your bid does not count as it is");
        larder.staff.form("Confirm my bid for version 2").submit().await;
        larder.staff.gets(200).sees("Your bid stands for version 2").sees("Your bid counts as it is");
        world.letter_to(&larder.staff.email, "Bid confirmed for version 2: NG-2027-001").await;
        let twice = bid::reconfirm(&larder.staff.context(&world).await, id, 2).await;
        assert_eq!(refusal(twice), "Your bid is confirmed for version 2 already");

        world.clock.set(deadline() + Duration::days(15));
        let late = bid::reconfirm(&birch.staff.context(&world).await, lapsing, 2).await;
        assert_eq!(refusal(late), "Bids closed at 5pm GMT on Monday 7 December 2026");
        let mut seller = world.person("Staff of Birch", &[]).await;
        seller.get(&format!("/bids/{lapsing}")).await;
        seller.sees("Your bid was not confirmed for version 2 of the notice before the deadline, so it does not count.");
        for person in &tender.key_holders {
            let context = person.context(&world).await;
            bid::confirm_opening(&context, &tender.tender.reference, support::tenders::PASSWORD, &world.code()).await.unwrap();
        }
        assert_eq!(stored(&world, lapsing).await.opened_at, None);
        assert_eq!(stored(&world, id).await.label.as_deref(), Some("Provider A"));
        assert_eq!(tender.now(&world).await.state, TenderState::Sealed, "one bid waits for the reviewer");
        world.letters().await;
    }

    async fn a_bid_that_is_replaced_after_the_change_needs_no_confirmation(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let id = tender.bid_of(&world, &larder, "2.42").await;
        material(&world, &tender, "Hot halal meals").await.unwrap();
        larder.staff.get(&format!("/bids/{id}/quality")).await;
        larder.staff.form("Save and continue").fill("answer-menus", "Halal too").submit().await;
        larder.staff.get(&format!("/bids/{id}/check")).await;
        larder.staff.form("Submit bid").submit().await;
        larder.staff.get(&format!("/bids/{id}")).await;
        assert!(!larder.staff.offers("Confirm my bid for version 2"));
        larder.staff.does_not_see("does not count");
        world.letters().await;
    }

    async fn the_deadline_is_extended_once_and_a_later_material_change_needs_time_enough(world: World) {
        let tender = world.open_tender().await;
        material(&world, &tender, "Hot halal meals").await.unwrap();
        let again = material(&world, &tender, "Hot vegan meals").await;
        assert_eq!(
            refusal(again),
            "The deadline was extended once already, to a fixed date. It cannot be extended again"
        );
        let mut change = Amendment::of(AmendmentKind::Change, "A longer contract");
        change.term_years = Some(4);
        let of = |change: Amendment| async {
            let lead = tender.lead.context(&world).await;
            tender::amend(&lead, &tender.tender.reference, change).await
        };
        let told = refusal(of(change.clone()).await);
        assert_eq!(told, "A change of the contract's start or length is always material. Choose “Yes”");
        change.is_material = true;
        of(change.clone()).await.unwrap();
        let now = tender.now(&world).await;
        assert_eq!((now.public_version, now.term_years), (3, 4));
        world.clock.set(deadline() + Duration::days(12));
        change.term_years = Some(5);
        assert!(refusal(of(change).await).ends_with("Withdraw the tender and publish it again"));
        world.letters().await;
    }
}
