use clusterbuy::{award, bid, contract};
use entity::challenge::{self, ChallengeOutcome};
use entity::tender::TenderState;
use sea_orm::EntityTrait;
use support::lots::day;
use support::{TestLots, TestProvider, World, both};

/// Two lots; Larder and Pantry bid for both, Larder cheaper for infants, Pantry for juniors.
async fn bid_for(world: &World) -> (TestLots, TestProvider, TestProvider) {
    let lots = world.two_lots().await;
    lots.published(world).await;
    let (larder, pantry) = (world.provider("Larder").await, world.provider("Pantry").await);
    for (bidder, infants, juniors) in [(&larder, "2.00", "2.60"), (&pantry, "2.60", "2.00")] {
        lots.bid(world, bidder, 1, infants).await;
        lots.bid(world, bidder, 2, juniors).await;
    }
    lots.opened(world).await;
    world.letters().await;
    (lots, larder, pantry)
}

both! {
    async fn two_lots_go_their_own_ways_to_two_contracts_with_different_winners(world: World) {
        let (lots, larder, pantry) = bid_for(&world).await;
        lots.checked(&world, 1).await;
        assert_eq!(lots.state(&world, 1).await, TenderState::Scoring);
        assert_eq!(lots.draft.stored(&world).await.state, TenderState::Compliance, "the least advanced lot's");
        lots.scored(&world, 1, |_| 4).await;
        let mut lead = world.person("Lea Lead", &[]).await;
        lead.get("/home").await;
        lead.sees("Check the bids for Catering 2027 to 2030, lot 2: Juniors");
        lead.sees("Check the prices and recommend: Catering 2027 to 2030, lot 1: Infants");
        lead.get(&format!("/tenders/{}/prices", lots.draft.reference)).await;
        lead.gets(200).sees("Larder is ranked first").sees("Lot 2, Juniors: checking bids");
        lead.get(&format!("/tenders/{}/prices?lot=2", lots.draft.reference)).await;
        lead.gets(404);
        lots.recommended(&world, 1).await;
        lots.awarded(&world, 1, day(1, 20)).await;

        lots.checked(&world, 2).await;
        lots.scored(&world, 2, |_| 4).await;
        lots.recommended(&world, 2).await;
        lots.awarded(&world, 2, day(2, 1)).await;

        let first = lots.signed(&world, 1, &larder).await;
        assert_eq!(lots.state(&world, 1).await, TenderState::Live);
        assert_eq!(lots.draft.stored(&world).await.state, TenderState::Standstill);
        let mut visitor = world.visitor();
        visitor.get(&format!("/tenders/{}", lots.draft.reference)).await;
        visitor.sees("Award of lot 1: Infants").sees("Award of lot 2: Juniors").sees("Larder").sees("Pantry");
        lots.signed(&world, 2, &pantry).await;
        assert_eq!(lots.draft.stored(&world).await.state, TenderState::Live);

        let held = contract::of_cluster(world.app.db.read(), lots.draft.cluster.cluster.id).await.unwrap();
        let mut found: Vec<_> = held
            .iter()
            .map(|held| (held.contract.title.as_str(), held.provider.name.as_str(), held.parts.len()))
            .collect();
        found.sort_unstable();
        let expected = [
            ("Catering 2027 to 2030, lot 1: Infants", "Larder", 1),
            ("Catering 2027 to 2030, lot 2: Juniors", "Pantry", 2),
        ];
        assert_eq!(found, expected);
        let infants = held.iter().find(|held| held.contract.id == first).unwrap();
        assert_eq!(infants.parts[0].row.yearly_cost.to_string(), "38000.00", "19,000 meals at £2");
    }

    async fn a_lot_without_bids_ends_and_a_single_bid_waits_while_another_is_awarded(world: World) {
        let lots = world.two_lots().await;
        lots.published(&world).await;
        let (larder, pantry) = (world.provider("Larder").await, world.provider("Pantry").await);
        lots.bid(&world, &larder, 1, "2.00").await;
        lots.bid(&world, &pantry, 1, "2.10").await;
        lots.opened(&world).await;
        assert_eq!(lots.state(&world, 2).await, TenderState::Unsuccessful);
        assert_eq!(lots.lot(&world, 2).await.lot.ended_reason.as_deref(), Some("No bid was received."));
        assert_eq!(lots.draft.stored(&world).await.state, TenderState::Compliance);
        lots.checked(&world, 1).await;
        lots.scored(&world, 1, |_| 4).await;
        lots.recommended(&world, 1).await;
        lots.awarded(&world, 1, day(1, 20)).await;
        lots.signed(&world, 1, &larder).await;
        assert_eq!(lots.draft.stored(&world).await.state, TenderState::Live);
        let mut visitor = world.visitor();
        visitor.get(&format!("/tenders/{}", lots.draft.reference)).await;
        visitor.sees("Award of lot 1: Infants").sees("No bid was received.");
    }

    async fn a_reviewer_decides_on_the_single_bid_for_one_lot(world: World) {
        let lots = world.two_lots().await;
        lots.published(&world).await;
        let (larder, pantry) = (world.provider("Larder").await, world.provider("Pantry").await);
        lots.bid(&world, &larder, 1, "2.00").await;
        lots.bid(&world, &pantry, 1, "2.10").await;
        lots.bid(&world, &pantry, 2, "2.10").await;
        lots.opened(&world).await;
        assert_eq!(lots.state(&world, 1).await, TenderState::Compliance);
        assert_eq!(lots.state(&world, 2).await, TenderState::Sealed);
        lots.checked(&world, 1).await;
        let mut rita = world.person("Rita Reviewer", &[]).await;
        rita.get("/home").await;
        rita.follow("Decide whether to go on with one bid for Catering 2027 to 2030, lot 2: Juniors").await;
        rita.sees("1 bid was opened");
        rita.form("Record decision").choose("decision", "stop").fill("Reason", "No choice").submit().await;
        rita.gets(200);
        assert_eq!(lots.state(&world, 2).await, TenderState::Unsuccessful);
        assert_eq!(lots.lot(&world, 2).await.lot.ended_reason.as_deref(), Some("No choice"));
        assert_eq!(lots.draft.stored(&world).await.state, TenderState::Scoring);
        let reviewer = lots.draft.reviewer.context(&world).await;
        assert!(bid::decide_on_one_bid(&reviewer, lots.at(1), true, "Again").await.is_err());
    }

    async fn a_challenged_lot_waits_while_another_goes_live(world: World) {
        let (lots, larder, pantry) = bid_for(&world).await;
        for lot in [1, 2] {
            lots.checked(&world, lot).await;
            lots.scored(&world, lot, |_| 4).await;
            lots.recommended(&world, lot).await;
        }
        lots.awarded(&world, 1, day(1, 20)).await;
        lots.awarded(&world, 2, day(1, 21)).await;
        let seller = larder.staff.context(&world).await;
        let lost = lots.lot(&world, 2).await.lot;
        let own = entity::bid::Entity::find().all(world.app.db.read()).await.unwrap();
        let own = own.iter().find(|bid| bid.lot_id == lost.id && bid.provider_id == Some(larder.provider.id)).unwrap();
        award::challenge(&seller, own.id, "The wrong score").await.unwrap();
        assert_eq!(lots.state(&world, 2).await, TenderState::Challenged);
        assert_eq!(lots.state(&world, 1).await, TenderState::Standstill);
        lots.signed(&world, 1, &larder).await;
        assert_eq!(lots.state(&world, 1).await, TenderState::Live);
        let mut rita = world.person("Rita Reviewer", &[]).await;
        rita.get("/home").await;
        rita.sees("Decide the challenge: Catering 2027 to 2030, lot 2: Juniors");
        let chair = lots.draft.cluster.chair.context(&world).await;
        assert!(award::start_contracting(&chair, lots.at(2)).await.is_err());
        let raised = challenge::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        let reviewer = lots.draft.reviewer.context(&world).await;
        award::decide_challenge(&reviewer, lots.at(2), raised.id, ChallengeOutcome::Dismissed, "As published").await.unwrap();
        lots.signed(&world, 2, &pantry).await;
        assert_eq!(lots.draft.stored(&world).await.state, TenderState::Live);
    }
}
