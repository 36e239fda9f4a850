//! Two key-holders of different schools open the bids together, or nobody does.

use chrono::Duration;
use clusterbuy::account::Grant;
use entity::ids::BidId;
use entity::membership::Role;
use entity::tender::TenderState;
use entity::{bid as bids, bid_submission, opening_confirmation, sealed_envelopes};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use support::tenders::{PASSWORD, deadline};
use support::{Person, TestTender, World, both};

const PAGE: &str = "/tenders/NG-2027-001/opening";

async fn confirm(world: &World, person: &mut Person) {
    person.get(PAGE).await;
    let form = person.form("Confirm the opening").fill("Your password", PASSWORD);
    form.fill("Code from your app", &world.code()).submit().await;
}

/// Bids of these providers, and the deadline past.
async fn closed_with(world: &World, bidders: &[&str]) -> TestTender {
    let tender = world.open_tender().await;
    for name in bidders {
        let bidder = world.provider(name).await;
        tender.bid_of(world, &bidder, "2.42").await;
    }
    world.letters().await;
    world.clock.set(deadline() + Duration::hours(1));
    tender
}

async fn all(world: &World) -> Vec<bids::Model> {
    bids::Entity::find().all(world.app.db.read()).await.unwrap()
}

both! {
    async fn the_second_key_holder_of_another_school_opens_every_bid_at_once(world: World) {
        let mut tender = closed_with(&world, &["Larder", "Pantry", "Scullery"]).await;
        let mut kay = tender.key_holders[0].clone();
        kay.get("/home").await;
        kay.sees("Open the bids for School meals");
        confirm(&world, &mut kay).await;
        kay.gets(200).sees("You have confirmed. A key-holder of another school must confirm too").sees("Kay Keyholder");
        assert_eq!(tender.now(&world).await.state, TenderState::Sealed);
        assert!(all(&world).await.iter().all(|bid| bid.label.is_none() && bid.provider_id.is_none()));
        kay.get("/home").await;
        kay.does_not_see("Open the bids");

        confirm(&world, &mut tender.key_holders[1]).await;
        tender.key_holders[1].gets(200).sees("3 bids were opened");
        let stored = tender.now(&world).await;
        assert_eq!(stored.state, TenderState::Compliance);
        assert!(stored.opened_at.is_some());
        let mut labels: Vec<String> = all(&world).await.into_iter().filter_map(|bid| bid.label).collect();
        labels.sort();
        assert_eq!(labels, ["Provider A", "Provider B", "Provider C"]);
        assert!(all(&world).await.iter().all(|bid| bid.provider_id.is_some()));
        tender.lead.get("/home").await;
        tender.lead.sees("Check the bids for School meals");
    }

    async fn one_key_holder_alone_or_two_of_one_school_cannot_open(world: World) {
        let mut tender = closed_with(&world, &["Larder", "Pantry"]).await;
        let school = tender.cluster.schools[0].id;
        let mut kim = world.person("Kim Keyholder", &[Grant::tender(Role::KeyHolder, tender.tender.id, Some(school))]).await;
        world.give_password(&kim).await;
        world.declare(tender.tender.id, &kim).await;
        let kay = &mut tender.key_holders[0];
        confirm(&world, kay).await;
        kay.get(PAGE).await;
        assert!(!kay.offers("Confirm the opening"));
        world.advance(Duration::seconds(30));
        let page = kay.tamper(PAGE, &[("password", PASSWORD), ("code", &world.code())]).await;
        assert_eq!(page.status, 422);
        kay.sees("You have confirmed already");
        confirm(&world, &mut kim).await;
        let told = ["A key-holder of your school has confirmed already. A key-holder of another school must confirm"];
        assert_eq!(kim.gets(422).page().errors(), told);
        assert_eq!(tender.now(&world).await.opened_at, None);
        assert_eq!(world.count_of::<opening_confirmation::Entity>().await, 1);
    }

    async fn a_key_holder_is_known_afresh_and_has_declared(world: World) {
        let mut tender = closed_with(&world, &["Larder", "Pantry"]).await;
        let kay = &mut tender.key_holders[0];
        kay.get(PAGE).await;
        kay.form("Confirm the opening").fill("Your password", "wrong horse battery").submit().await;
        kay.is_told("Enter the password that you sign in with");
        assert_eq!(kay.form("Confirm the opening").value("Your password"), "");
        let form = kay.form("Confirm the opening").fill("Your password", PASSWORD);
        form.fill("Code from your app", "000000").submit().await;
        kay.is_told("Enter the six digits that your app shows now, or a recovery code. Each works once");
        let school = tender.cluster.schools[1].id;
        let mut kim = world.person("Kim Keyholder", &[Grant::tender(Role::KeyHolder, tender.tender.id, Some(school))]).await;
        world.give_password(&kim).await;
        kim.get(PAGE).await;
        assert!(!kim.offers("Confirm the opening"));
        kim.sees("Declare first");
        kim.tamper(PAGE, &[("password", PASSWORD), ("code", &world.code())]).await;
        assert_eq!(kim.gets(422).page().errors(), ["Declare first that you have no interest in any bidder"]);
        assert_eq!(world.count_of::<opening_confirmation::Entity>().await, 0);
    }

    async fn nobody_opens_before_the_deadline_and_nobody_else_at_all(world: World) {
        let mut tender = world.open_tender().await;
        let kay = &mut tender.key_holders[0];
        kay.get(PAGE).await;
        kay.sees("Bids can be opened once the deadline has passed");
        kay.tamper(PAGE, &[("password", PASSWORD), ("code", &world.code())]).await;
        assert_eq!(kay.gets(422).page().errors(), ["Bids can be opened once the deadline has passed"]);
        for person in [&mut tender.cluster.chair, &mut tender.lead, &mut tender.clerk] {
            person.get(PAGE).await;
            person.gets(200);
            let status = person.tamper(PAGE, &[("password", PASSWORD), ("code", &world.code())]).await.status;
            assert_eq!(status, 403, "{}", person.email);
        }
        let mut larder = world.provider("Larder").await;
        larder.staff.get(PAGE).await;
        larder.staff.gets(403);
    }

    async fn without_a_bid_the_tender_ends(world: World) {
        let mut tender = closed_with(&world, &[]).await;
        for person in &mut tender.key_holders {
            confirm(&world, person).await;
        }
        assert_eq!(tender.now(&world).await.state, TenderState::Unsuccessful);
        tender.key_holders[1].sees("No bid was received. The tender has ended without an award");
    }

    async fn with_one_bid_a_reviewer_decides_and_says_why(world: World) {
        let mut tender = closed_with(&world, &["Larder"]).await;
        tender.opened(&world).await;
        assert_eq!(tender.now(&world).await.state, TenderState::Sealed);
        tender.lead.get("/tenders/NG-2027-001/compliance").await;
        tender.lead.gets(422).sees("The bids of this tender are not open.");
        tender.reviewer.get("/home").await;
        tender.reviewer.follow("Decide whether to go on with one bid for School meals").await;
        tender.reviewer.sees("1 bid was opened");
        tender.reviewer.form("Record decision").submit().await;
        tender.reviewer.is_told("Choose whether to go on with one bid");
        tender.reviewer.is_told("Enter the reason for your decision");
        let form = tender.reviewer.form("Record decision").choose("decision", "go_on");
        form.fill("Reason", "The market is small").submit().await;
        tender.reviewer.gets(200).sees("Your decision is recorded");
        assert_eq!(tender.now(&world).await.state, TenderState::Compliance);
    }

    async fn a_bid_that_cannot_be_read_is_recorded_and_does_not_hold_up_the_others(world: World) {
        let mut tender = closed_with(&world, &["Larder", "Pantry"]).await;
        let broken: BidId = spoil_one(&world).await;
        tender.opened(&world).await;
        assert_eq!(tender.now(&world).await.state, TenderState::Compliance);
        let bids = all(&world).await;
        let lost = bids.iter().find(|bid| bid.id == broken).unwrap();
        assert_eq!((lost.passed, lost.failed_reason.as_deref()), (Some(false), Some("The bid could not be read when it was opened")));
        assert!(bids.iter().all(|bid| bid.opened_at.is_some()));
        tender.lead.get("/tenders/NG-2027-001/compliance").await;
        tender.lead.gets(200).sees("The bid could not be read when it was opened").sees("Not checked");
    }
}

/// Changes a stored package by hand.
async fn spoil_one(world: &World) -> BidId {
    let one = bid_submission::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let bid = one.bid_id;
    let row =
        sealed_envelopes::ActiveModel { submission_id: Set(one.id), quality: Set(b"{".to_vec()), ..Default::default() };
    let change = world.app.db.begin_write().await.unwrap();
    row.update(&change).await.unwrap();
    change.commit().await.unwrap();
    bid
}
