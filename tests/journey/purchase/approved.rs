//! Who approves: another person, at the level of the school's limits, once; fewer quotes than the limits ask for need a waiver.

use super::{OWN, Scene, scene, stored};
use clusterbuy::purchase::rules::Limits;
use clusterbuy::purchase::{self, NewLimits};
use entity::contract_entry;
use entity::quote_request::QuoteState;
use support::{World, both};

/// The school's limits, adopted by its head.
async fn limits(world: &World, scene: &Scene, [manager, head]: [&str; 2]) {
    let of = |text: &str| text.parse().unwrap();
    let limits = Limits {
        one_quote_from: of("1000"),
        three_quotes_from: of("5000"),
        tender_from: of("40000"),
        manager_up_to: of(manager),
        head_up_to: of(head),
    };
    let new = NewLimits { limits, adopted_on: world.now().date_naive(), minute_reference: "FGB 7".to_owned() };
    purchase::set_limits(&scene.head.context(world).await, &scene.school, new).await.unwrap();
}

both! {
    async fn nobody_approves_their_own_choice_and_above_a_limit_the_next_must(world: World) {
        let mut scene = scene(&world).await;
        limits(&world, &scene, ["20000", "20000"]).await;
        let id = scene.has_answers(&world).await;
        scene.chooses(id, "Alder HR, £12,000 in total").await;
        scene.manager.sees("Somebody else must approve this: you asked for it yourself");
        let decided = format!("{OWN}/quotes/{id}/decide");
        scene.manager.tamper(&decided, &[("decision", "approved"), ("reason", "")]).await;
        scene.manager.gets(403).sees("Somebody else must approve this");
        // The limits change before the decision: those of its day hold.
        limits(&world, &scene, ["2000", "11999.99"]).await;
        scene.head.get(&format!("{OWN}/quotes/{id}")).await;
        scene.head.gets(200).sees("This amount must be approved by a governor");
        scene.head.tamper(&decided, &[("decision", "approved"), ("reason", "")]).await;
        scene.head.gets(403).sees("This amount must be approved by a governor");
        assert_eq!(stored(&world, id).await.state, QuoteState::Chosen);
        scene.governor.get("/home").await;
        scene.governor.follow("Approve: HR advice").await;
        Scene::decides(&mut scene.governor, id, "Approve", "").await;
        scene.governor.gets(200).sees("Approved. The contract is on the register");
        let other = world.school(100_002, "Other").await;
        let mut stranger = world.at_school("Sue Stranger", entity::membership::Role::Governor, &other).await;
        stranger.get("/home").await;
        stranger.tamper(&decided, &[("decision", "approved"), ("reason", "")]).await;
        stranger.gets(404);
    }

    async fn two_who_approve_at_once_make_one_contract(world: World) {
        let mut scene = scene(&world).await;
        let id = scene.has_answers(&world).await;
        scene.chooses(id, "Alder HR, £12,000 in total").await;
        let (head, governor) = (scene.head.context(&world).await, scene.governor.context(&world).await);
        let (one, other) = tokio::join!(
            purchase::approve(&head, &scene.school, id),
            purchase::approve(&governor, &scene.school, id)
        );
        assert_eq!([&one, &other].iter().filter(|done| done.is_ok()).count(), 1, "{one:?} {other:?}");
        assert_eq!(world.count_of::<contract_entry::Entity>().await, 1);
        let back = purchase::send_back(&governor, &scene.school, id, "No".to_owned()).await;
        assert!(back.is_err(), "what is recorded is not sent back");
        let again = purchase::cancel(&scene.manager.context(&world).await, &scene.school, id, "No".to_owned()).await;
        assert_eq!(again.unwrap_err().to_string(), "This purchase is recorded already");
        world.letters().await;
    }

    async fn fewer_than_three_quotes_wait_for_a_waiver_that_another_person_approves(world: World) {
        let mut scene = scene(&world).await;
        scene.manager.get(&format!("{OWN}/quotes/new?category=hr&estimate=5000&offer=alder-advice&offer=birch-advice")).await;
        let form = scene.manager.form("Send request").fill("What you need", "Advice").fill("What you want to buy", "HR advice");
        let form = form.fill("Why you ask fewer than your limits say (optional)", "Only two know church schools");
        form.date("starts", "4 1 2027").date("answers", "4 12 2026").submit().await;
        scene.manager.gets(200).sees("0 of 2 have replied").sees("Fewer quotes than the limits ask for Waits for approval");
        let id = super::newest(&world).await;
        for seller in [&scene.alder, &scene.birch] {
            scene.answers(&world, seller).await;
        }
        scene.pass(&world).await;
        scene.chooses(id, "Alder HR, £12,000 in total").await;
        Scene::decides(&mut scene.head, id, "Approve", "").await;
        scene.head.gets(422).sees("Your limits ask for 3 quotes at this amount, and 2 came. It can be approved once a waiver is");
        assert_eq!(world.count_of::<contract_entry::Entity>().await, 0);
        scene.manager.get(&format!("{OWN}/waivers")).await;
        scene.manager.follow("HR advice").await;
        scene.manager.gets(200).sees("Only two know church schools").sees("must be approved by the headteacher or a governor");
        let waiver = scene.manager.page().path.clone();
        scene.manager.tamper(&waiver, &[("decision", "approved"), ("reason", "")]).await;
        scene.manager.gets(403);
        scene.head.get(&waiver).await;
        scene.head.form("Record the decision").choose("decision", "Approve").submit().await;
        scene.head.gets(200).sees("Your decision is recorded");
        scene.head.tamper(&waiver, &[("decision", "refused"), ("reason", "Changed my mind")]).await;
        scene.head.gets(422);
        Scene::decides(&mut scene.head, id, "Approve", "").await;
        scene.head.gets(200).sees("Approved. The contract is on the register");
        scene.governor.get(&format!("{OWN}/waivers")).await;
        let row = scene.governor.page().table("Waivers").remove(1);
        assert!(row[0] == "HR advice" && row[2] == "£15,000" && row[4].contains("Hal Head"), "{row:?}");
        let row = scene.register().await.remove(1);
        assert_eq!(row[6], "Quotes: 2 quotes of 2 asked");
    }
}
