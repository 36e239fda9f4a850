//! Who sees what of a rating, the provider's reply, and ratings beside the offers that are compared.

use super::{holder, promises};
use entity::contract_rating::Sharing;
use entity::membership::Role;
use entity::provider::ProviderKind;
use serde_json::json;
use support::both;
use support::sellers::content;

const RATINGS: &str = "/services/catering/hot-meals/ratings";

both! {
    async fn each_rating_is_seen_by_those_its_school_shows_it_to(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        for (number, sharing) in (1..).zip(Sharing::ALL) {
            let holder = holder(&world, number).await;
            holder.links(&world, listing).await;
            holder.rates(&world, 4, *sharing).await;
        }
        let mut visitor = world.visitor();
        visitor.get(RATINGS).await;
        visitor.gets(200).sees("4.0 of 5 from 3 schools").sees("School 3: 4, good");
        visitor.does_not_see("School 1").does_not_see("School 2").does_not_see("School 4");
        let school = world.school(100_009, "Reader").await;
        let mut head = world.at_school("Hal Head", Role::Headteacher, &school).await;
        head.get(RATINGS).await;
        head.sees("School 2: 4, good").sees("School 3: 4, good").does_not_see("School 1").does_not_see("School 4");
        let mut ann = seller.person.clone();
        ann.get("/organisation/reviews").await;
        ann.gets(200).sees("2 ratings").sees("School 2").sees("School 3").does_not_see("School 1");
        ann.does_not_see("School 4");
    }

    async fn the_provider_replies_once_and_may_change_it_under_the_rating(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let own = holder(&world, 1).await;
        own.links(&world, listing).await;
        own.rates(&world, 2, Sharing::Public).await;
        let mut ann = seller.person.clone();
        ann.get("/organisation").await;
        ann.follow("Reviews").await;
        ann.follow("Reply to School 1, autumn term 2026").await;
        let path = ann.gets(200).page().path.clone();
        ann.form("Keep the reply").submit().await;
        ann.is_told("Enter your reply");
        ann.form("Keep the reply").fill("Your reply", "We are sorry").submit().await;
        ann.is_at("/organisation/reviews").sees("Your reply stands under the rating");
        ann.follow("Change the reply to School 1, autumn term 2026").await;
        assert_eq!(ann.form("Keep the reply").value("Your reply"), "We are sorry");
        ann.form("Keep the reply").fill("Your reply", "We have a new cook").submit().await;
        assert_eq!(world.count_of::<entity::rating_reply::Entity>().await, 1);
        let mut visitor = world.visitor();
        visitor.get(RATINGS).await;
        visitor.sees("The provider replied: We have a new cook").sees("Changed").does_not_see("We are sorry");
        let mut other = world.seller("Birch Food", ProviderKind::Firm).await.person;
        other.get(&path).await;
        other.gets(404);
        own.rates(&world, 2, Sharing::Counted).await;
        ann.get(&path).await;
        ann.gets(404);
    }

    async fn offers_stand_side_by_side_with_what_is_promised_and_what_schools_think(world: World) {
        let darlaston = world.darlaston().await;
        let seller = world.seller("Elm Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", promises())).await;
        for (number, score) in [(1, 5), (2, 4), (3, 3)] {
            let holder = holder(&world, number).await;
            holder.links(&world, listing).await;
            holder.rates(&world, score, Sharing::Counted).await;
        }
        let pinfold = darlaston.school("pinfold-street");
        let mut manager = world.at_school("Bea Manager", Role::BusinessManager, pinfold).await;
        manager.get("/schools/104176/compare/catering?offer=hot-meals").await;
        let table = manager.gets(200).page().table("Offers against what you pay now");
        let row = |label: &str| table.iter().find(|row| row[0].starts_with(label)).unwrap_or_else(|| panic!("{table:?}"))[2].clone();
        assert_eq!(row("Rating"), "4.0 of 5 from 3 schools");
        assert_eq!(row("Service level: Heat"), "Hot when it is served (at least 63 °C)");
        assert_eq!(row("Service level: Menus"), "Changed every term");
        // Pinfold Street has 416 pupils, the raters 200: primary schools are the narrowest kind that is enough.
        assert_eq!(row("Rating by schools like yours"), "4.0 of 5 from 3 schoolsBy primary schools");
    }

    async fn pages_of_ratings_ask_the_database_as_often_for_30_ratings_as_for_3(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", promises())).await;
        let mut ann = seller.person.clone();
        let mut asked = Vec::new();
        for numbers in [1..=3, 4..=30] {
            for number in numbers {
                let holder = holder(&world, number).await;
                holder.links(&world, listing).await;
                holder.rates(&world, 4, Sharing::Public).await;
            }
            let mut each = Vec::new();
            for path in [RATINGS, "/organisation/reviews", "/services/catering", "/services/catering/hot-meals"] {
                let before = world.statements();
                ann.get(path).await;
                ann.gets(200);
                each.push((path, world.statements() - before));
            }
            asked.push(each);
        }
        assert_eq!(asked[0], asked[1]);
        ann.get(RATINGS).await;
        assert_eq!(ann.page().texts("section.rating").len(), 20);
        ann.follow("Next page of ratings").await;
        assert_eq!(ann.page().texts("section.rating").len(), 10);
    }
}
