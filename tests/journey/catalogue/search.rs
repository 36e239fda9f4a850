//! Search and the order of the list: the same results on both databases.

use entity::membership::Role;
use entity::provider::ProviderKind;
use entity::volume;
use entity::{ids::CategoryId, school};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::{Value, json};
use support::sellers::content;
use support::{Page, World, both};

fn titles(page: &Page) -> Vec<String> {
    page.texts("#listings th[scope=row] > a")
}

fn rate(rate: &str) -> Value {
    json!({"term_years": 3, "charges": [
        {"id": "meal", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": rate}]})
}

/// A price of a year, and one for each meal.
fn two_part(fee: &str, each: &str) -> Value {
    json!({"term_years": 3, "charges": [
        {"id": "fee", "component": "management", "scope": "school", "kind": "fixed", "amount": fee},
        {"id": "meal", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": each}]})
}

async fn some_listings(world: &World) {
    let alder = world.seller("Alder Meals", ProviderKind::Firm).await;
    let birch = world.seller("Birch Café", ProviderKind::Firm).await;
    let soup = json!({"summary": "Soup and bread", "included": "Bowls", "schedule": rate("0.02")});
    alder.publishes(world, "catering", content("Hot meals", json!({}))).await;
    alder.publishes(world, "catering", content("Winter soups", soup)).await;
    let vegetables = json!({"summary": "Grown nearby", "included": "Boxes", "schedule": rate("0.05")});
    birch.publishes(world, "catering", content("Crème of vegetables", vegetables)).await;
}

async fn uses_meals(world: &World, school: &school::Model, category: CategoryId, meals: i64) {
    let row = volume::Model {
        school_id: school.id,
        category_id: category,
        item: "meals_paid".to_owned(),
        year: 2026,
        quantity: entity::money::Quantity(meals * 1_000),
        recorded_at: world.now(),
    };
    let change = world.app.db.begin_write().await.unwrap();
    row.into_active_model().insert(&change).await.unwrap();
    change.commit().await.unwrap();
}

async fn catering(world: &World) -> CategoryId {
    let found = clusterbuy::catalogue::category_by_slug(world.app.db.read(), "catering").await.unwrap();
    found.unwrap().id
}

both! {
    async fn a_search_finds_exact_words_beginnings_accents_and_words_spelt_wrong(world: World) {
        some_listings(&world).await;
        let mut visitor = world.visitor();
        for (words, found) in [
            ("meals", &["Winter soups", "Hot meals"][..]),
            ("hot meal", &["Hot meals"]),
            ("soup bread", &["Winter soups"]),
            ("sou", &["Winter soups"]),
            ("creme", &["Crème of vegetables"]),
            ("CRÈME cafe", &["Crème of vegetables"]),
            ("vegatables", &["Crème of vegetables"]),
            ("wnter", &["Winter soups"]),
            ("soup grown", &[]),
            ("'; DROP TABLE listing; --", &[]),
            ("\" OR *", &[]),
        ] {
            let query = url_of(words);
            visitor.get(&format!("/services/catering?q={query}")).await;
            assert_eq!(titles(visitor.gets(200).page()), found, "{words}");
        }
    }

    async fn what_was_read_otherwise_and_what_is_not_found_is_said_with_what_to_try(world: World) {
        some_listings(&world).await;
        let mut visitor = world.visitor();
        visitor.get("/services?q=vegatables").await;
        visitor.gets(200).sees("No listing uses the word “vegatable”. These use “vegetable”.").sees("1 listing");
        visitor.get("/services?q=hot+zebra").await;
        visitor.gets(200).sees("No listing uses the word “zebra”.").sees("No services match.");
        visitor.follow("“hot”").await;
        assert_eq!(titles(visitor.gets(200).page()), ["Hot meals"]);
        visitor.get("/services?q=soup+grown").await;
        visitor.gets(200).sees("No listing here has all that you look for.");
        visitor.follow("“grown”").await;
        assert_eq!(titles(visitor.gets(200).page()), ["Crème of vegetables"]);
    }

    async fn a_search_keeps_to_its_filters_and_its_address_leaves_out_what_is_empty(world: World) {
        some_listings(&world).await;
        let council = world.seller("Walsall Council", ProviderKind::Authority).await;
        let sla = json!({"financial_year": 2026, "areas": ["335"]});
        council.publishes(&world, "catering", content("Meals for Walsall", sla)).await;
        let mut visitor = world.visitor();
        visitor.get("/services").await;
        visitor.form("Find").fill("Search", "walsall").submit().await;
        visitor.gets(200).is_at("/services?q=walsall");
        visitor.get("/services?q=meals&area=926").await;
        assert_eq!(titles(visitor.page()), ["Winter soups", "Hot meals"]);
        visitor.get("/services/catering?q=sla&area=335&provider=authority&phase=primary").await;
        assert_eq!(titles(visitor.page()), ["Meals for Walsall"]);
        visitor.get("/services/catering?q=sla&provider=firm").await;
        assert_eq!(titles(visitor.page()), Vec::<String>::new());
    }

    async fn a_listing_is_found_by_what_it_says_now_and_no_more_once_it_is_withdrawn(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let ann = seller.person.context(&world).await;
        let new = content("Cold salads", json!({"summary": "Salads", "included": "Bowls"}));
        clusterbuy::catalogue::listing::redraft(&ann, id, new).await.unwrap();
        clusterbuy::catalogue::listing::publish(&ann, id).await.unwrap();
        let mut visitor = world.visitor();
        visitor.get("/services?q=hot").await;
        visitor.gets(200).sees("No listing uses the word “hot”.");
        visitor.get("/services?q=salad").await;
        assert_eq!(titles(visitor.page()), ["Cold salads"]);
        clusterbuy::catalogue::listing::withdraw(&ann, id, None, "Sold out").await.unwrap();
        visitor.get("/services?q=salad").await;
        assert_eq!(titles(visitor.page()), Vec::<String>::new());
    }

    async fn the_list_is_cheapest_first_for_the_chosen_school_and_unknown_prices_last(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let by_pupil = json!({"schedule": {"term_years": 1, "charges": [
            {"id": "p", "component": "service", "scope": "school", "kind": "unit", "unit": "employee", "rate": "0.01"}]}});
        seller.publishes(&world, "catering", content("By employee", by_pupil)).await;
        seller.publishes(&world, "catering", content("Fee", json!({"schedule": two_part("3000", "0.01")}))).await;
        seller.publishes(&world, "catering", content("Each", json!({"schedule": two_part("0", "0.2")}))).await;
        let elsewhere = json!({"areas": ["926"], "schedule": rate("0.001")});
        seller.publishes(&world, "catering", content("Norfolk only", elsewhere)).await;
        let category = catering(&world).await;
        for (urn, meals, order) in [(100_001, 10, ["Each", "Fee"]), (100_002, 200, ["Fee", "Each"])] {
            let school = world.school(urn, &format!("School {urn}")).await;
            uses_meals(&world, &school, category, meals).await;
            let mut manager = world.at_school(&format!("Mo {urn}"), Role::BusinessManager, &school).await;
            manager.get("/services/catering").await;
            let page = manager.gets(200).page();
            assert_eq!(titles(page), [order[0], order[1], "By employee"]);
            manager.sees("Cheapest first for School").sees("Nobody can pay to be listed higher");
        }
    }

    async fn a_list_up_to_a_price_leaves_out_what_costs_more_and_says_what_an_amount_is(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        for (title, each) in [("Dear", "0.2"), ("Fair", "0.1")] {
            seller.publishes(&world, "catering", content(title, json!({"schedule": rate(each)}))).await;
        }
        let school = world.school(100_001, "School").await;
        uses_meals(&world, &school, catering(&world).await, 10).await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        manager.get("/services/catering?most=190").await;
        assert_eq!(titles(manager.gets(200).page()), ["Fair"]);
        manager.sees("£190");
        manager.get("/services/catering?most=lots").await;
        manager.gets(422).sees("Enter the most you would pay a year in pounds, like 5000");
    }

    async fn the_same_list_is_a_file_without_formulas(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        seller.publishes(&world, "catering", content("=1+1 meals", json!({}))).await;
        let mut visitor = world.visitor();
        visitor.get("/services/catering?area=335").await;
        visitor.follow("CSV").await;
        let text = visitor.gets(200).page().body_text();
        assert!(text.starts_with("\u{feff}Title,Provider,"), "{text}");
        assert!(text.contains("\r\n'=1+1 meals,Alder Meals,Firm,Catering,"), "{text}");
        visitor.get("/services/catering.json").await;
        let json: Value = serde_json::from_str(&visitor.gets(200).page().body_text()).unwrap();
        assert_eq!(json["rows"][0]["Title"], "=1+1 meals");
        visitor.get("/services.json?q=meals").await;
        assert!(visitor.gets(200).page().body_text().contains("=1+1 meals"));
        visitor.get("/services/catering.xlsx").await;
        assert!(visitor.gets(200).page().body_text().starts_with("PK"));
        visitor.get("/services.csv").await;
        visitor.gets(422);
    }
}

fn url_of(words: &str) -> String {
    words
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
