use clusterbuy::award;
use clusterbuy::platform::error::Error;
use clusterbuy::tender::TenderLot;
use entity::tender::TenderState;
use entity::{award as awards, bid};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::lots::day;
use support::{TestLots, TestProvider, World, both};

/// Bids at these prices a meal for infants and juniors, opened, checked and scored alike.
async fn priced(world: &World, lots: &TestLots, bids: &[(&TestProvider, &str, &str)]) {
    for (bidder, infants, juniors) in bids {
        lots.bid(world, bidder, 1, infants).await;
        lots.bid(world, bidder, 2, juniors).await;
    }
    assessed(world, lots).await;
}

async fn assessed(world: &World, lots: &TestLots) {
    lots.opened(world).await;
    for lot in [1, 2] {
        lots.checked(world, lot).await;
        lots.scored(world, lot, |_| 4).await;
    }
}

/// Who is recommended for a lot.
async fn recommended(world: &World, of: &TenderLot) -> String {
    let connection = world.app.db.read();
    let award =
        awards::Entity::find().filter(awards::Column::LotId.eq(of.lot.id)).one(connection).await.unwrap().unwrap();
    let bid = bid::Entity::find_by_id(award.bid_id).one(connection).await.unwrap().unwrap();
    entity::provider::Entity::find_by_id(bid.provider_id.unwrap()).one(connection).await.unwrap().unwrap().name
}

both! {
    async fn a_limit_of_lots_decides_who_gets_which(world: World) {
        let lots = world.two_lots().await;
        lots.won_by(&world, Some(1), false).await;
        lots.published(&world).await;
        let (larder, pantry) = (world.provider("Larder").await, world.provider("Pantry").await);
        priced(&world, &lots, &[(&larder, "2.00", "2.00"), (&pantry, "2.20", "2.60")]).await;
        let mut lead = world.person("Lea Lead", &[]).await;
        lead.get(&format!("/tenders/{}/combination", lots.draft.reference)).await;
        lead.gets(200).sees("without the limit of 1 lot for one provider");
        let rows = lead.page().table("Who gets which lot");
        let who: Vec<_> = rows.iter().skip(1).map(|row| (row[2].as_str(), row[4].as_str())).collect();
        assert_eq!(who, [("Pantry", "Larder"), ("Larder", "Larder")]);
        lead.get(&format!("/tenders/{}/recommend?lot=1", lots.draft.reference)).await;
        lead.sees("Pantry, with").sees("gets this lot in the best award of all lots together");
        lots.recommended(&world, 1).await;
        lots.recommended(&world, 2).await;
        assert_eq!(recommended(&world, &lots.lot(&world, 1).await).await, "Pantry");
        assert_eq!(recommended(&world, &lots.lot(&world, 2).await).await, "Larder");
        lots.awarded(&world, 1, day(1, 20)).await;
        let (chair, clerk) = (&lots.draft.cluster.chair, &lots.draft.clerk);
        award::record_withdrawal(&chair.context(&world).await, lots.at(1), "No kitchen", "A letter").await.unwrap();
        award::decide_withdrawal(&clerk.context(&world).await, lots.at(1), true).await.unwrap();
        let next = award::take_next_ranked(&lots.draft.lead.context(&world).await, lots.at(1), "Next").await;
        let sentence = "No other bid of the ranking stands and can still be accepted";
        assert!(matches!(&next, Err(Error::Refused { sentence: told, .. }) if told == sentence), "{next:?}");
        world.letters().await;
    }

    async fn lots_decided_one_by_one_keep_to_the_limit_and_what_is_left_ends_with_reasons(world: World) {
        let lots = world.two_lots().await;
        lots.won_by(&world, Some(1), false).await;
        lots.published(&world).await;
        let (larder, pantry) = (world.provider("Larder").await, world.provider("Pantry").await);
        lots.bid(&world, &larder, 1, "2.00").await;
        lots.bid(&world, &pantry, 1, "2.20").await;
        lots.bid(&world, &larder, 2, "2.00").await;
        lots.opened(&world).await;
        let reviewer = lots.draft.reviewer.context(&world).await;
        clusterbuy::bid::decide_on_one_bid(&reviewer, lots.at(2), true, "A known provider").await.unwrap();
        lots.checked(&world, 1).await;
        lots.scored(&world, 1, |_| 4).await;
        let mut lead = world.person("Lea Lead", &[]).await;
        lead.get(&format!("/tenders/{}/combination", lots.draft.reference)).await;
        lead.sees("Not open yet: lot 2");
        lots.recommended(&world, 1).await;
        assert_eq!(recommended(&world, &lots.lot(&world, 1).await).await, "Larder");
        lots.checked(&world, 2).await;
        lots.scored(&world, 2, |_| 4).await;
        let context = lots.draft.lead.context(&world).await;
        let refused = award::recommend(&context, lots.at(2), "Best").await;
        assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
        lead.get(&format!("/tenders/{}/recommend?lot=2", lots.draft.reference)).await;
        lead.sees("nobody gets this lot");
        lead.form("End without an award").submit().await;
        lead.is_told("Enter the reasons, as the public will read them");
        lead.form("End without an award").fill("Reasons", "The only bidder has won another lot").submit().await;
        lead.gets(200).sees("The only bidder has won another lot");
        assert_eq!(lots.state(&world, 2).await, TenderState::Unsuccessful);
        assert_eq!(lots.draft.stored(&world).await.state, TenderState::Recommended);
        let first = award::end_without_award(&context, lots.at(1), "No").await;
        assert!(matches!(first, Err(Error::Refused { .. })), "{first:?}");
    }

    async fn a_discount_for_both_lots_decides_and_comes_off_both_contracts(world: World) {
        let lots = world.two_lots().await;
        lots.won_by(&world, None, true).await;
        lots.published(&world).await;
        let (larder, pantry) = (world.provider("Larder").await, world.provider("Pantry").await);
        lots.bid_for_both(&world, &larder, "2.10", 20).await;
        lots.bid(&world, &pantry, 1, "2.00").await;
        lots.bid(&world, &pantry, 2, "2.00").await;
        assessed(&world, &lots).await;
        lots.recommended(&world, 1).await;
        lots.recommended(&world, 2).await;
        for lot in [1, 2] {
            assert_eq!(recommended(&world, &lots.lot(&world, lot).await).await, "Larder");
        }
        lots.awarded(&world, 1, day(1, 20)).await;
        lots.awarded(&world, 2, day(1, 21)).await;
        lots.signed(&world, 1, &larder).await;
        lots.signed(&world, 2, &larder).await;
        let id = lots.draft.cluster.cluster.id;
        let held = clusterbuy::contract::of_cluster(world.app.db.read(), id).await.unwrap();
        let costs = held.iter().flat_map(|held| &held.parts).map(|part| part.row.yearly_cost.to_string());
        assert_eq!(costs.collect::<Vec<_>>(), ["31920.00"; 3], "19,000 meals at £2.10 less 20%");
    }

    async fn a_tender_with_one_lot_says_no_word_of_lots(world: World) {
        let draft = world.published_draft().await;
        let mut larder = world.provider("Larder").await;
        let mut chair = draft.cluster.chair.clone();
        for page in ["", "/questions", "/timeline"] {
            chair.get(&support::drafts::at(page)).await;
            chair.gets(200);
            without_lots(&chair.page().text());
        }
        larder.staff.get(&support::drafts::at("")).await;
        larder.staff.form("Start a bid").submit().await;
        let own = bid::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        for page in ["", "/organisation", "/prices", "/check"] {
            larder.staff.get(&format!("/bids/{}{page}", own.id)).await;
            larder.staff.gets(200);
            without_lots(&larder.staff.page().text());
        }
    }
}

fn without_lots(text: &str) {
    let word = text
        .split(|letter: char| !letter.is_alphabetic())
        .find(|word| matches!(word.to_lowercase().as_str(), "lot" | "lots"));
    assert_eq!(word, None, "{text}");
}
