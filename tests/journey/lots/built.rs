use entity::money::Quantity;
use entity::{bid, lot_school};
use sea_orm::EntityTrait;
use support::{Page, both};

fn names(page: &Page) -> Vec<String> {
    page.table("Lots in the order in which bidders read them").iter().skip(1).map(|row| row[1].clone()).collect()
}

both! {
    async fn a_tender_is_divided_into_lots_and_put_together_again(world: World) {
        let mut draft = world.draft().await;
        let list = format!("/tenders/{}/edit/lot", draft.reference);
        let chair = &mut draft.cluster.chair;
        chair.get(&list).await;
        chair.sees("One provider supplies all the schools");
        chair.follow("Divide it into lots").await;
        chair.form("Save").fill("Name", "Juniors").submit().await;
        chair.is_told("Choose the schools of this lot");
        let urns: Vec<String> = draft.cluster.schools.iter().map(|school| school.urn.to_string()).collect();
        let form = chair.form("Save").fill("Weight where lots are awarded together", "0");
        form.tick(&urns[1]).tick(&urns[2]).submit().await;
        chair.is_told("Enter a number from 0.1 to 100, like 1");
        chair.form("Save").fill("Weight where lots are awarded together", "2").submit().await;
        chair.gets(200).sees("Saved the lot");
        assert_eq!(names(chair.page()), ["Catering 2027 to 2030", "Juniors"]);
        assert_eq!(world.count_of::<lot_school::Entity>().await, 3);

        chair.get(&format!("{list}/1")).await;
        chair.form("Save").fill("Name", "juniors").submit().await;
        chair.is_told("Another lot has this name. Give each a name of its own");
        chair.form("Save").fill("Name", "Infants").submit().await;
        chair.get(&format!("{list}/2")).await;
        chair.form("Move up").submit().await;
        assert_eq!(names(chair.page()), ["Juniors", "Infants"]);
        let form = chair.form("Save").date("contract_start", "1 9 2027").fill("term_years", "3");
        let form = form.fill("bid_validity_days", "90").choose("What sets the lots apart", "Groups of schools");
        form.fill("The most lots that one provider can win", "3").submit().await;
        chair.get(&list).await;
        chair.sees("One provider cannot win more than the 2 lots that there are");

        chair.get(&format!("/tenders/{}/edit/price?lot=2", draft.reference)).await;
        chair.form("Save").fill("Price that earns no marks", "50000.00").submit().await;
        chair.get(&format!("/tenders/{}/edit/price", draft.reference)).await;
        assert_eq!(chair.form("Save").value("Price that earns no marks"), "108000.00");
        chair.get(&format!("/tenders/{}/edit/price?lot=2", draft.reference)).await;
        assert_eq!(chair.form("Save").value("Price that earns no marks"), "50000.00");
        chair.get(&format!("/tenders/{}/edit/price?lot=3", draft.reference)).await;
        chair.gets(404);

        chair.get(&format!("{list}/1")).await;
        chair.form("Remove this lot").submit().await;
        chair.gets(200).sees("One provider supplies all the schools");
        assert_eq!(world.count_of::<lot_school::Entity>().await, 0);
        let lots = clusterbuy::tender::lots(world.app.db.read(), draft.stored(&world).await.id).await.unwrap();
        assert_eq!((lots.len(), lots[0].number, lots[0].weight), (1, 1, Quantity::ONE));
        let rule = clusterbuy::tender::price_rule(&draft.stored(&world).await, &lots[0]).unwrap();
        assert_eq!(rule.ceiling.unwrap().to_string(), "50000.00", "the lot that stayed keeps its price rule");
    }

    async fn the_notice_and_each_bid_show_a_lots_own_schools(world: World) {
        let lots = world.two_lots().await;
        lots.published(&world).await;
        let mut larder = world.provider("Larder").await;
        larder.staff.get(&format!("/tenders/{}", lots.draft.reference)).await;
        larder.staff.sees("Lot 1: Infants").sees("Lot 2: Juniors");
        larder.staff.form("Start a bid for lot 2").submit().await;
        larder.staff.sees("Catering 2027 to 2030, lot 2: Juniors");
        let own = bid::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        let desk = clusterbuy::bid::desk(&larder.staff.context(&world).await, own.id).await;
        let schools: Vec<_> = desk.unwrap().schools.into_iter().map(|school| school.id).collect();
        assert_eq!(schools, [lots.draft.cluster.schools[1].id, lots.draft.cluster.schools[2].id]);
        lots.bid(&world, &larder, 1, "2.10").await;
        larder.staff.get("/bids").await;
        larder.staff.sees("lot 1: Infants").sees("Submitted").sees("lot 2: Juniors").sees("Draft, not submitted");
        larder.staff.get(&format!("/tenders/{}", lots.draft.reference)).await;
        larder.staff.sees("Your bid for lot 1").sees("Your bid for lot 2").does_not_see("Start a bid for lot");
    }
}
