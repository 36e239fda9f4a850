use super::refusal;
use clusterbuy::account::Grant;
use clusterbuy::{catalogue, tender};
use entity::membership::Role;
use std::collections::BTreeSet;
use support::both;
use support::drafts::new_tender;

both! {
    async fn a_chair_starts_a_tender_and_what_was_typed_wrong_is_kept(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let mut northgate = world.cluster_of(2).await;
        let page = northgate.chair.get("/clusters/northgate/tenders/new").await;
        assert!(page.says("Your cluster needs an agreement in force first"));
        northgate.agrees(&world).await;
        let chair = &mut northgate.chair;
        chair.get("/clusters/northgate/tenders").await;
        chair.sees("No tenders yet");
        chair.follow("Start a tender").await;
        let form = chair.form("Start the tender").fill("What you are buying", "Catering");
        form.fill("Title", "Catering 2027 to 2030").date("contract_start", "31 2 2027").submit().await;
        chair.is_told("Enter the day the contract starts, like 31 8 2027");
        assert_eq!(chair.form("Start the tender").value("Title"), "Catering 2027 to 2030");
        chair.form("Start the tender").date("contract_start", "1 9 2027").submit().await;
        chair.is_at("/tenders/NG-2026-001/edit").sees("You started NG-2026-001");
        chair.follow("Criteria and weights (must be 100%)").await;
        chair.sees("Menus and food quality");
        assert_eq!(chair.form("Save").value("Weight of price"), "40", "the rest to 100");
        chair.get("/clusters/northgate/tenders").await;
        chair.sees("NG-2026-001").sees("Draft");
    }

    async fn a_tender_needs_an_agreement_in_force_and_a_chair(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let northgate = world.cluster_of(2).await;
        let chair = northgate.chair.context(&world).await;
        let done = tender::create(&chair, "northgate", new_tender()).await;
        assert_eq!(refusal(done), "Record the cluster's agreement first: a tender needs one that is in force");
        let vice = world.person("Vic Vice", &[Grant::cluster(Role::ViceChair, northgate.cluster.id, None)]).await;
        let done = tender::create(&vice.context(&world).await, "northgate", new_tender()).await;
        assert_eq!(refusal(done), "You need the role of cluster chair or clerk for this.");
    }

    async fn tenders_that_are_started_at_once_get_references_of_their_own(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let northgate = world.cluster_of(2).await;
        northgate.agrees(&world).await;
        let chair = northgate.chair.context(&world).await;
        let all = (0..6).map(|_| tender::create(&chair, "northgate", new_tender()));
        let references: BTreeSet<String> =
            futures::future::join_all(all).await.into_iter().map(|made| made.unwrap()).collect();
        let expected: BTreeSet<String> = (1..=6).map(|number| format!("NG-2026-00{number}")).collect();
        assert_eq!(references, expected);
    }

    async fn a_list_of_tenders_asks_the_database_as_often_for_one_as_for_many(world: World) {
        let mut draft = world.published_draft().await;
        let mut asked = Vec::new();
        let chair = draft.cluster.chair.context(&world).await;
        for _ in 0..2 {
            let before = world.statements();
            draft.cluster.chair.get("/clusters/northgate/tenders").await;
            draft.cluster.chair.gets(200);
            draft.clerk.get("/tenders").await;
            draft.clerk.gets(200).sees(&draft.reference);
            asked.push(world.statements() - before);
            for _ in 0..4 {
                tender::create(&chair, "northgate", new_tender()).await.unwrap();
            }
        }
        assert_eq!(asked[0], asked[1]);
    }
}
