//! Tenders that suit a provider: on home, in its list, by mail at the pace that each person chose.

use chrono::Duration;
use clusterbuy::account;
use clusterbuy::tender::opportunity;
use entity::mail_choice::{MailKind, MailPace};
use entity::provider::ProviderKind;
use entity::{tender, tender_digest};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use support::sellers::{Seller, content};
use support::{World, both};

/// Alder Meals offers catering in Walsall, Birch Meals in Norfolk.
async fn two_sellers(world: &World) -> (Seller, Seller) {
    let alder = world.seller("Alder Meals", ProviderKind::Firm).await;
    alder.publishes(world, "catering", content("Hot meals", json!({"areas": ["335"]}))).await;
    let birch = world.seller("Birch Meals", ProviderKind::Firm).await;
    birch.publishes(world, "catering", content("Cold meals", json!({"areas": ["926"]}))).await;
    (alder, birch)
}

/// The catering tender, open for ten days more.
async fn open_for_days(world: &World) {
    world.open_tender().await;
    let later = tender::ActiveModel { deadline_at: Set(Some(world.now() + Duration::days(10))), ..Default::default() };
    let transaction = world.app.db.begin_write().await.unwrap();
    tender::Entity::update_many().set(later).exec(&transaction).await.unwrap();
    transaction.commit().await.unwrap();
}

both! {
    async fn home_and_the_list_show_what_suits_and_what_was_chosen_instead(world: World) {
        let (alder, birch) = two_sellers(&world).await;
        world.open_tender().await;
        let (mut ann, mut bo) = (alder.person.returning(&world).await, birch.person.returning(&world).await);
        ann.get("/home").await;
        ann.sees("Look at the tender School meals: 3 schools").sees("It suits your published listings");
        ann.follow("Opportunities").await;
        ann.gets(200).is_at("/opportunities").sees("School meals");
        bo.get("/opportunities").await;
        bo.sees("No open tender suits you now");
        bo.follow("All open tenders").await;
        bo.sees("School meals");
        bo.get("/opportunities/preferences").await;
        bo.form("Look for these").tick("catering").tick("Walsall").submit().await;
        bo.gets(200).sees("Tenders of these services and areas suit you now").sees("School meals");
        bo.get("/home").await;
        bo.sees("It suits what you look for");
        bo.get("/opportunities/preferences").await;
        bo.form("Go by our listings again").submit().await;
        bo.sees("No open tender suits you now");
        let school = world.school(100_009, "Hill Top").await;
        let mut mo = world.at_school("Mo Manager", entity::membership::Role::BusinessManager, &school).await;
        mo.get("/opportunities").await;
        mo.gets(403);
    }

    async fn one_letter_tells_of_a_tender_at_the_pace_that_each_person_chose(world: World) {
        let (alder, birch) = two_sellers(&world).await;
        world.letters().await;
        open_for_days(&world).await;
        world.letters().await;
        let platform = world.platform();
        assert_eq!(opportunity::digest(&platform).await.unwrap(), 0, "it was published after 7am");
        let mut birch = birch.person.returning(&world).await;
        birch.get("/account").await;
        birch.follow("Your mail: what comes when").await;
        birch.form("Save").choose("new_tenders", "At once").submit().await;
        birch.gets(200).sees("Your choice is saved");
        let bo = birch.context(&world).await;
        opportunity::prefer(&bo, Vec::new(), vec!["335".to_owned()]).await.unwrap();
        assert_eq!(opportunity::digest(&platform).await.unwrap(), 1);
        let letter = world.letter_to("ann.of.birch.meals@example.org", "New tender: School meals, 3 schools, closes").await;
        assert!(letter.text.contains("/tenders/NG-2027-001") && letter.text.contains("/account/notifications"), "{}", letter.text);
        world.advance(Duration::days(1));
        assert_eq!(opportunity::digest(&world.platform()).await.unwrap(), 1, "Alder's daily letter");
        assert_eq!(opportunity::digest(&world.platform()).await.unwrap(), 0, "each is told once");
        world.letter_to("ann.of.alder.meals@example.org", "New tender: School meals").await;
        assert_eq!(world.count_of::<tender_digest::Entity>().await, 2);
        let _ = alder;
    }

    async fn who_wants_none_or_follows_it_already_gets_no_letter(world: World) {
        let (alder, birch) = two_sellers(&world).await;
        open_for_days(&world).await;
        let ann = alder.person.returning(&world).await.context(&world).await;
        account::choose_pace(&ann, MailKind::NewTenders, MailPace::None).await.unwrap();
        let bo = birch.person.returning(&world).await.context(&world).await;
        opportunity::prefer(&bo, Vec::new(), Vec::new()).await.unwrap();
        clusterbuy::tender::follow(&bo, "NG-2027-001", true).await.unwrap();
        world.advance(Duration::days(1));
        assert_eq!(opportunity::digest(&world.platform()).await.unwrap(), 0);
    }
}
