use entity::membership::Role;
use entity::provider::ProviderKind;
use serde_json::json;
use support::sellers::{Seller, content};
use support::{Page, World, both};

/// The titles of the listings that the page lists.
fn titles(page: &Page) -> Vec<String> {
    page.texts("#listings th[scope=row] > a")
}

async fn many(world: &World, seller: &Seller, from: usize, to: usize) {
    for number in from..=to {
        seller.publishes(world, "catering", content(&format!("Meals {number:02}"), json!({}))).await;
    }
}

both! {
    async fn the_services_page_counts_the_listings_of_each_category(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut visitor = world.visitor();
        visitor.get("/").await;
        visitor.follow("See services and prices").await;
        visitor.gets(200).sees("Catering 1 listing").sees("Payroll 0 listings");
        visitor.follow("Catering").await;
        visitor.gets(200).is_at("/services/catering").sees("from 3p a meal").sees("1 listing. In the order of what they would cost");
        visitor.get("/services/knitting").await;
        visitor.gets(404);
    }

    async fn filters_leave_what_is_offered_to_the_area_the_phase_and_by_the_kind_of_provider(world: World) {
        let firm = world.seller("Alder Meals", ProviderKind::Firm).await;
        let council = world.seller("Walsall Council", ProviderKind::Authority).await;
        firm.publishes(&world, "catering", content("Everywhere", json!({}))).await;
        let primary = json!({"areas": ["926"], "phases": ["primary", "nursery"]});
        firm.publishes(&world, "catering", content("Norfolk primary", primary)).await;
        council.publishes(&world, "catering", content("Walsall SLA", json!({"financial_year": 2026}))).await;
        let mut visitor = world.visitor();
        for (query, found) in [
            ("", &["Everywhere", "Norfolk primary", "Walsall SLA"][..]),
            ("?area=335", &["Everywhere", "Walsall SLA"]),
            ("?area=926&phase=primary", &["Everywhere", "Norfolk primary"]),
            ("?phase=secondary", &["Everywhere", "Walsall SLA"]),
            ("?provider=authority", &["Walsall SLA"]),
            ("?provider=authority&area=926", &[]),
            ("?area=nowhere&phase=x&provider=y", &["Everywhere", "Norfolk primary", "Walsall SLA"]),
        ] {
            visitor.get(&format!("/services/catering{query}")).await;
            assert_eq!(titles(visitor.gets(200).page()), found, "{query}");
        }
        visitor.get("/services/catering").await;
        let form = visitor.form("Filter").fill("Local authority", "Norfolk").fill("Kind of provider", "Academy trust");
        form.submit().await;
        visitor.gets(200).sees("No services match.");
        assert_eq!(visitor.form("Filter").value("Local authority"), "926");
        visitor.follow("Clear filters").await;
        assert_eq!(titles(visitor.page()).len(), 3);
    }

    async fn a_long_list_has_pages_that_keep_the_filters(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        many(&world, &seller, 1, 21).await;
        let mut visitor = world.visitor();
        visitor.get("/services/catering?area=335").await;
        assert_eq!(titles(visitor.page()).len(), 20);
        visitor.follow("Next page of listings").await;
        visitor.is_at("/services/catering?area=335&page=2");
        assert_eq!(titles(visitor.page()), ["Meals 21"]);
        visitor.get("/services/catering?page=99").await;
        assert_eq!(titles(visitor.gets(200).page()), ["Meals 21"]);
    }

    async fn lists_ask_the_database_as_often_for_30_listings_as_for_3(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let paths = ["/services", "/services/catering", "/services/catering?area=335&phase=primary&provider=firm",
            "/providers/alder-meals", "/organisation/listings", "/home"];
        let mut ann = seller.person.clone();
        let mut asked = Vec::new();
        for (from, to) in [(1, 3), (4, 30)] {
            many(&world, &seller, from, to).await;
            let mut each = Vec::new();
            for path in paths {
                let before = world.statements();
                ann.get(path).await;
                ann.gets(200);
                each.push((path, world.statements() - before));
            }
            asked.push(each);
        }
        assert_eq!(asked[0], asked[1]);
    }

    async fn somebody_of_a_school_is_led_to_its_comparison(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let school = world.school(100_001, "School").await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        for path in ["/services/catering", "/services/catering/hot-meals"] {
            manager.get(path).await;
            assert_eq!(manager.page().link("Compare for my school"), "/schools/100001/compare/catering");
        }
        let mut visitor = world.visitor();
        visitor.get("/services/catering/hot-meals").await;
        visitor.gets(200).does_not_see("Compare for my school");
    }
}
