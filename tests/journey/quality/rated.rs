//! Who rates, against what, and what of it counts.

use super::{holder, promises};
use chrono::Duration;
use entity::contract_rating::Sharing;
use entity::membership::Role;
use entity::provider::ProviderKind;
use entity::rating_version;
use serde_json::json;
use support::sellers::content;
use support::{World, both};

both! {
    async fn a_holder_rates_every_promise_and_the_score_stands_on_the_list_from_three_raters_on(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", promises())).await;
        let mut first = holder(&world, 1).await;
        let (rating, link) = (first.path("rating"), first.path("provider"));
        first.manager.get(&rating).await;
        first.manager.gets(200).sees("your rating stays in your school");
        first.manager.follow("Say which listing it is with").await;
        first.manager.is_at(&link).sees("Hot meals, Alder Meals");
        first.manager.form("This is it").submit().await;
        first.manager.is_told("Choose a listing, or that it is none of these");
        first.manager.form("This is it").choose("listing", "Hot meals, Alder Meals").submit().await;
        first.manager.is_at(&rating).sees("You hold Hot meals, version 1").sees("Hot when it is served (at least 63 °C)");
        first.manager.form("Keep the rating").choose("score", "4, good").submit().await;
        first.manager.is_told("Choose whether it is met").is_told("Choose a score from 1 to 5");
        let form = first.manager.form("Keep the rating").choose("score", "4, good");
        let form = form.choose("level-0-met", "Met").with("level-0-score", "5");
        let form = form.choose("level-1-met", "Partly met").with("level-1-score", "3");
        form.fill("In your words", "Good on Fridays").choose("sharing", "Show it to everybody").submit().await;
        first.manager.gets(200).sees("Your rating is kept");
        let mut visitor = world.visitor();
        let told = |visitor: &support::Client| visitor.page().table("Listings")[1][2].clone();
        visitor.get("/services/catering").await;
        assert_eq!(told(&visitor), "1 school has rated it; shown from 3");
        for (number, score) in [(2, 4), (3, 5)] {
            let holder = holder(&world, number).await;
            holder.links(&world, listing).await;
            holder.rates(&world, score, Sharing::Counted).await;
        }
        visitor.get("/services/catering").await;
        assert_eq!(told(&visitor), "4.3 of 5 from 3 schools");
        visitor.get("/services/catering?rating=4").await;
        assert_eq!(visitor.page().table("Listings").len(), 2);
        visitor.get("/services/catering?rating=5").await;
        visitor.sees("No services match.");
        visitor.get("/services?q=hot&rating=4").await;
        assert_eq!(visitor.page().table("Listings").len(), 2, "words and score narrow together");
        visitor.get("/services/catering.csv").await;
        assert!(visitor.gets(200).page().body_text().contains(",4.3,/services/catering/hot-meals"));
        visitor.get("/services/catering/hot-meals").await;
        visitor.sees("4.3 of 5 from 3 schools").sees("School 1: 4, good").sees("Good on Fridays");
        visitor.does_not_see("Words of School 2");
        visitor.follow("1 rating that a school shows").await;
        visitor.gets(200).sees("Partly met, 3, satisfactory");
    }

    async fn nobody_rates_what_they_do_not_hold_or_sell_themselves(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let own = holder(&world, 1).await;
        own.links(&world, listing).await;
        let other = world.school(100_002, "School 2").await;
        let mut stranger = world.at_school("Sue Stranger", Role::BusinessManager, &other).await;
        stranger.get(&own.path("rating")).await;
        stranger.gets(404);
        stranger.get(&format!("/schools/100002/spend/{}/rating", own.entry)).await;
        stranger.gets(404);
        let mut governor = world.at_school("Gia Governor", Role::Governor, &own.school).await;
        governor.get(&own.path("rating")).await;
        assert!(!governor.gets(200).offers("Keep the rating"));
        governor.tamper(&own.path("rating"), &[("score", "4"), ("sharing", "counted")]).await;
        governor.gets(403).sees("business manager or headteacher");
        let mut ann = seller.person.clone();
        ann.get("/home").await;
        ann.tamper(&own.path("rating"), &[("score", "5"), ("sharing", "counted")]).await;
        ann.gets(403);
        let both = clusterbuy::account::Grant::provider(Role::ProviderStaff, seller.provider.id);
        world.person("Mo Manager 1", &[both]).await;
        let refused = own.tries(&world, 5, Sharing::Counted).await.unwrap_err();
        assert!(refused.to_string().contains("You act for this provider too"), "{refused}");
        let mut sold = entity::provider::ActiveModel { id: sea_orm::ActiveValue::Set(seller.provider.id), ..Default::default() };
        sold.urn = sea_orm::ActiveValue::Set(Some(100_003));
        let change = world.app.db.begin_write().await.unwrap();
        sea_orm::ActiveModelTrait::update(sold, &change).await.unwrap();
        change.commit().await.unwrap();
        let sells = holder(&world, 3).await;
        sells.links(&world, listing).await;
        let refused = sells.tries(&world, 5, Sharing::Counted).await.unwrap_err();
        assert!(refused.to_string().contains("Your school sells this service itself"), "{refused}");
        assert_eq!(world.count_of::<entity::contract_rating::Entity>().await, 0);
    }

    async fn a_contract_that_ended_before_the_term_is_not_rated_in_it(world: World) {
        world.seller("Alder Meals", ProviderKind::Firm).await;
        let mut own = holder(&world, 1).await;
        let terms = clusterbuy::school::rules::Terms { ends_on: "2026-08-31".parse().ok(), ..super::terms("Meals") };
        let context = own.manager.context(&world).await;
        clusterbuy::school::change_contract(&context, &own.school, own.entry, terms).await.unwrap();
        let rating = own.path("rating");
        own.manager.get(&rating).await;
        own.manager.form("Keep the rating").choose("score", "4, good").submit().await;
        own.manager.is_told("The contract was not in force in the autumn term 2026");
    }

    async fn a_rating_may_be_changed_until_30_days_after_its_term_and_every_version_is_kept(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut own = holder(&world, 1).await;
        own.links(&world, listing).await;
        own.rates(&world, 2, Sharing::Public).await;
        world.advance(Duration::days(60));
        let mut manager = own.manager.returning(&world).await;
        manager.get(&own.path("rating")).await;
        let form = manager.form("Keep the rating").choose("term", "Autumn term 2026").choose("score", "3, satisfactory");
        form.submit().await;
        manager.gets(200).sees("Your rating is kept");
        assert_eq!(world.count_of::<entity::contract_rating::Entity>().await, 1, "one a school, contract and term");
        assert_eq!(world.count_of::<rating_version::Entity>().await, 2);
        world.advance(Duration::days(15));
        let mut manager = own.manager.returning(&world).await;
        manager.get(&own.path("rating")).await;
        assert!(!manager.gets(200).page().texts("label").contains(&"Autumn term 2026".to_owned()), "the autumn term is closed");
        manager.tamper(&own.path("rating"), &[("term", "2026-autumn"), ("score", "1"), ("sharing", "public")]).await;
        manager.is_told("Choose a term of the list");
        own.manager = manager;
        let late = clusterbuy::quality::Given {
            term: clusterbuy::quality::rules::TermOf::at("2026-12-31".parse().unwrap()),
            score: 1,
            levels: Vec::new(),
            words: String::new(),
            sharing: Sharing::Public,
        };
        let context = own.manager.context(&world).await;
        let which = clusterbuy::quality::Which::Entry(own.entry);
        let refused = clusterbuy::quality::rate(&context, &own.school, which, late).await.unwrap_err();
        assert!(refused.to_string().contains("until 30 days after its end"), "{refused}");
    }

    async fn a_score_is_of_the_last_four_terms_one_voice_a_school(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut holders = Vec::new();
        for (number, score) in [(1, 1), (2, 2), (3, 3)] {
            let holder = holder(&world, number).await;
            holder.links(&world, listing).await;
            holder.rates(&world, score, Sharing::Counted).await;
            holders.push(holder);
        }
        let said = async |world: &World| {
            let mut visitor = world.visitor();
            visitor.get("/services/catering/hot-meals").await;
            visitor.page().texts("h2 + p").into_iter().find(|text| text.contains("By schools that hold it")).unwrap()
        };
        assert!(said(&world).await.starts_with("2.0 of 5 from 3 schools"));
        world.advance(Duration::days(50));
        holders[0].rates(&world, 5, Sharing::Counted).await;
        assert!(said(&world).await.starts_with("3.3 of 5 from 3 schools"), "the newest of each school");
        holders[0].rates(&world, 5, Sharing::Kept).await;
        assert!(said(&world).await.starts_with("2.0 of 5 from 3 schools"), "what is kept counts nowhere");
        holders[0].rates(&world, 5, Sharing::Counted).await;
        // From the spring term of 2027 to the spring term of 2028: only the school that rated in spring still counts.
        world.advance(Duration::days(360));
        assert!(said(&world).await.starts_with("1 school has rated it"), "{}", said(&world).await);
        world.advance(Duration::days(120));
        assert!(said(&world).await.starts_with("Not rated"));
    }
}
