//! Who gets which part of a finished evaluation to work out again.

use clusterbuy::account::Grant;
use clusterbuy::calc::{Outcome, run};
use entity::membership::Role;
use entity::opened_bid;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use support::both;
use support::deciding::{REFERENCE, cast_of};

fn calculated(file: &str) -> (Outcome, String) {
    let mut out = Vec::new();
    (run(file.as_bytes(), &mut out).unwrap(), String::from_utf8(out).unwrap())
}

both! {
    async fn a_bidder_works_out_its_own_marks_and_reads_no_other_price(world: World) {
        let cast = cast_of(&world).await;
        cast.standstill(&world).await;
        let birch = &cast.priced.bids["birch"];
        let mut bidder = cast.bidder(&world, "birch").await;
        bidder.get(&format!("/bids/{}/outcome", birch.id)).await;
        bidder.sees("£29,700 over the whole contract for every school in scope");
        bidder.follow("Download your evaluation to work it out again").await;
        bidder.gets(200);
        let file = bidder.page().body_text();
        let (outcome, answers) = calculated(&file);
        assert_eq!(outcome, Outcome::AllAnswered);
        assert_eq!(answers.matches("\"matches\":true").count(), 2, "its price and its marks: {answers}");
        assert!(file.contains("29700") && file.contains("73.29"));
        for secret in ["46800", "Cedar", "80.14", "34.29"] {
            assert!(!file.contains(secret), "{secret} in {file}");
        }
        let other = &cast.priced.bids["cedar"];
        bidder.get(&format!("/bids/{}/repeat.jsonl", other.id)).await;
        bidder.gets(404);
        bidder.get(&format!("/tenders/{REFERENCE}/evaluation.jsonl")).await;
        bidder.gets(403);
        world.letters().await;
    }

    async fn a_member_school_gets_the_whole_file_once_the_outcomes_are_sent(world: World) {
        let cast = cast_of(&world).await;
        cast.ratified(&world).await;
        let path = format!("/tenders/{REFERENCE}/evaluation.jsonl");
        let mut early = world.person("Rep moorcroft wood", &[]).await;
        early.get(&path).await;
        early.gets(404);
        clusterbuy::award::send_outcomes_and_start_standstill(&cast.chair.context(&world).await, REFERENCE).await.unwrap();
        let mut member = world.person("Rep rowley view", &[]).await;
        member.get(&cast.priced.page("decision")).await;
        member.follow("Work the result out again").await;
        member.sees("Every line comes out as it was published.");
        member.get(&path).await;
        let file = member.page().body_text();
        let (outcome, answers) = calculated(&file);
        assert_eq!((outcome, answers.matches("\"matches\":true").count()), (Outcome::AllAnswered, 5), "{answers}");
        world.letters().await;
    }

    async fn a_governor_who_sells_for_a_bidder_gets_the_public_file(world: World) {
        let cast = cast_of(&world).await;
        cast.standstill(&world).await;
        let sells = Grant::provider(Role::ProviderStaff, cast.priced.provider("cedar"));
        let mut seller = world.person("Rep salisbury", &[sells]).await;
        seller.get(&format!("/tenders/{REFERENCE}/repeat")).await;
        seller.gets(200).does_not_see("The file has the losing bids' prices in it");
        seller.get(&format!("/tenders/{REFERENCE}/evaluation.jsonl")).await;
        seller.gets(403).sees("You sell for a bidder, so other bidders' prices are not shown to you");
        world.letters().await;
    }

    async fn a_confidential_price_schedule_is_for_the_panel_and_the_auditor_alone(world: World) {
        let cast = cast_of(&world).await;
        cast.standstill(&world).await;
        let tx = world.app.db.begin_write().await.unwrap();
        let cedar = opened_bid::Entity::find_by_id(cast.priced.bids["cedar"].id).one(&tx).await.unwrap().unwrap();
        let mut quality: serde_json::Value = serde_json::from_str(cedar.quality.as_ref().unwrap()).unwrap();
        quality["confidential"] = serde_json::json!([{ "part": "Our price schedule", "reason": "A trade secret" }]);
        let mut row = cedar.into_active_model();
        row.quality = Set(Some(quality.to_string()));
        row.update(&tx).await.unwrap();
        tx.commit().await.unwrap();
        let path = format!("/tenders/{REFERENCE}/evaluation.jsonl");
        let mut member = world.person("Rep rowley view", &[]).await;
        member.get(&path).await;
        let file = member.page().body_text();
        assert!(!file.contains("price: Cedar Kitchens") && file.contains("price: Birch Meals"), "{file}");
        assert!(file.contains("46800") && file.contains("marked as confidential"), "its total stands: {file}");
        assert_eq!(calculated(&file).0, Outcome::AllAnswered);
        let mut auditor = world.person("Audrey Auditor", &[Grant::platform(Role::Auditor)]).await;
        auditor.get(&path).await;
        assert!(auditor.page().body_text().contains("price: Cedar Kitchens"));
        world.letters().await;
    }
}
