//! Contracts of a cluster's schools that end together.

use super::pays;
use entity::membership::Role;
use entity::provider::ProviderKind;
use serde_json::json;
use support::both;
use support::sellers::content;

const ALIGNED: &str = "/clusters/northgate/aligned";

both! {
    async fn schools_whose_contracts_end_together_see_the_saving_of_the_price_rule_and_start_a_tender(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        // £300 together and 10p a meal: dearer for one, cheaper for three.
        let schedule = json!({ "term_years": 3, "charges": [
            { "id": "fee", "component": "management", "scope": "cluster", "kind": "fixed", "amount": "300" },
            { "id": "meal", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": "0.10" } ] });
        seller.publishes(&world, "catering", content("Joint meals", json!({ "schedule": schedule }))).await;
        seller.publishes(&world, "catering", content("Dear meals", json!({ "schedule": { "term_years": 3, "charges": [
            { "id": "meal", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": "0.90" } ] } }))).await;
        let mut cluster = world.cluster_of(5).await;
        cluster.agrees(&world).await;
        let ends = ["2028-08-31", "2028-08-31", "2028-03-31", "2030-08-31"];
        let mut managers = Vec::new();
        for (school, ends_on) in cluster.schools.iter().zip(ends) {
            managers.push(pays(&world, school, (400, 1_000), ends_on).await);
        }
        managers[0].get("/schools/100001/spend").await;
        managers[0].gets(200).sees("3 of 5 schools could start catering together in September 2028");
        managers[3].get("/schools/100004/spend").await;
        managers[3].gets(200).does_not_see("could start catering together");
        cluster.chair.get("/clusters/northgate/contracts").await;
        cluster.chair.follow("Contracts of the schools that end together").await;
        let chair = &cluster.chair;
        chair.gets(200).is_at(ALIGNED).sees("3 of 5 schools could start catering together in September 2028");
        assert_eq!(chair.page().value_of("Theirs ends then"), "School 1 and School 2");
        assert_eq!(chair.page().value_of("Would extend until then"), "School 3");
        assert_eq!(chair.page().value_of("Free at another time"), "School 4");
        // Three schools pay £400 each; together £300 + 3 × 1,000 × 10p = £600.
        chair.sees("£600 less").sees("£600 a year in total").sees("School 3 pays now (Invoices)");
        cluster.chair.follow("Start a tender").await;
        let form = cluster.chair.form("Start the tender");
        assert_eq!((form.value("Title"), form.value("contract_start-year")), ("Catering 2028 to 2031".to_owned(), "2028".to_owned()));
        assert_eq!((form.value("category"), form.value("contract_start-month")), ("catering".to_owned(), "9".to_owned()));
        managers[0].get(ALIGNED).await;
        managers[0].gets(403).sees("cluster chair");
        let elsewhere = world.school(100_099, "Elsewhere").await;
        let mut stranger = world.at_school("Sue Stranger", Role::Headteacher, &elsewhere).await;
        stranger.get(ALIGNED).await;
        assert!([403, 404].contains(&stranger.page().status));
    }

    async fn a_saving_is_not_said_where_a_school_does_not_say_what_it_pays(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        seller.publishes(&world, "catering", content("Joint meals", json!({}))).await;
        let mut cluster = world.cluster_of(2).await;
        pays(&world, &cluster.schools[0], (400, 1_000), "2028-08-31").await;
        let other = pays(&world, &cluster.schools[1], (400, 1_000), "2028-08-31").await;
        let context = other.context(&world).await;
        let entry = clusterbuy::school::store::register(world.app.db.read(), cluster.schools[1].id).await.unwrap().remove(0);
        let terms = clusterbuy::school::rules::Terms {
            title: entry.title, category: entry.category_id, provider_name: entry.provider_name, starts_on: None,
            ends_on: entry.ends_on, notice_terms: None, notice_on: None, yearly_amount: None, how_bought: None,
            cost_source: entry.cost_source, responsible: None, cost_code: None,
        };
        clusterbuy::school::change_contract(&context, &cluster.schools[1], entry.id, terms).await.unwrap();
        cluster.chair.get(ALIGNED).await;
        cluster.chair.gets(200).sees("Not known: say what School 2 pay");
    }

    async fn a_cluster_without_such_contracts_is_told_how_to_get_there(world: World) {
        clusterbuy::catalogue::ensure_given(&world.platform()).await.unwrap();
        let mut cluster = world.cluster_of(3).await;
        cluster.chair.get(ALIGNED).await;
        cluster.chair.gets(200).sees("No contracts end together.");
    }
}
