use clusterbuy::catalogue::{listing, store};
use entity::membership::Role;
use entity::price::PriceSchedule;
use entity::provider::ProviderKind;
use serde_json::{Value, json};
use support::both;
use support::sellers::content;

/// A schedule with every kind of charge and every limit.
fn every_kind() -> Value {
    json!({"term_years": 3, "index_percent": ["0", "3.1", "2.5"], "discount_percent": "3.5", "max_members": 9,
        "max_volume": [{"unit": "meal", "limit": "500000"}], "charges": [
        {"id": "kitchen", "component": "management", "scope": "school", "kind": "fixed", "amount": "3400",
         "applies_to": {"phases": ["primary"], "types": ["community"], "schools": ["104176"]}},
        {"id": "meal", "component": "food", "scope": "school", "kind": "unit", "unit": "meal", "rate": "2.4255",
         "minimum": "306", "maximum": "90000", "indexed": false, "vat_percent": "20"},
        {"id": "bands", "component": "management", "scope": "cluster", "kind": "graduated", "unit": "meal",
         "bands": [{"up_to": "40000", "rate": "0.05"}, {"up_to": null, "rate": "0.03"}]},
        {"id": "tiers", "component": "labour", "scope": "cluster", "kind": "all_units", "unit": "meal", "buy_up": true,
         "tiers": [{"from": "0", "rate": "1.2"}, {"from": "100000", "rate": "1"}]},
        {"id": "plain-tiers", "component": "labour", "scope": "school", "kind": "all_units", "unit": "site",
         "tiers": [{"from": "0", "rate": "7"}]},
        {"id": "cook", "label": "One more cook", "component": "labour", "scope": "school", "kind": "step", "unit": "meal",
         "block": "20000", "amount": "18000"},
        {"id": "ovens", "component": "set_up", "scope": "school", "kind": "one_off", "amount": "950.5", "spread": "upfront"},
        {"id": "tills", "component": "set_up", "scope": "cluster", "kind": "one_off", "amount": "1000",
         "spread": "straight_line"}]})
}

both! {
    async fn every_kind_of_charge_goes_through_the_form_unchanged(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({"schedule": every_kind()}))).await;
        let mut ann = seller.person.clone();
        ann.get(&format!("/organisation/listings/{id}/edit")).await;
        ann.form("Save the draft").submit().await;
        ann.gets(200).sees("Draft of version 2");
        let (held, _) = listing::seen(&ann.context(&world).await, id).await.unwrap();
        let schedule: PriceSchedule = serde_json::from_value(every_kind()).unwrap();
        assert_eq!(held.draft.unwrap().schedule, schedule);
        let published = store::versions_of(world.app.db.read(), id).await.unwrap().remove(0);
        assert_eq!(serde_json::from_value::<PriceSchedule>(published.schedule).unwrap(), schedule);
    }

    async fn a_charge_whose_name_and_price_are_cleared_is_taken_out(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({"schedule": every_kind()}))).await;
        let mut ann = seller.person.clone();
        ann.get(&format!("/organisation/listings/{id}/edit")).await;
        let form = ann.form("Save the draft").fill("charge-6-label", "").fill("charge-6-amount", "");
        form.submit().await;
        ann.gets(200);
        let (held, _) = listing::seen(&ann.context(&world).await, id).await.unwrap();
        let ids: Vec<String> = held.draft.unwrap().schedule.charges.into_iter().map(|charge| charge.id).collect();
        assert_eq!(ids, ["kitchen", "meal", "bands", "tiers", "plain-tiers", "cook", "tills"]);
    }

    async fn prices_are_shown_to_whom_the_provider_chose(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        for visibility in ["public", "schools", "guide"] {
            let says = json!({"price_visibility": visibility, "schedule": {"term_years": 1, "charges": [
                {"id": "meal", "component": "food", "scope": "school", "kind": "unit", "unit": "meal", "rate": "2.42"},
                {"id": "fee", "component": "management", "scope": "school", "kind": "fixed", "amount": "777"}]}});
            seller.publishes(&world, "catering", content(visibility, says)).await;
        }
        let school = world.school(100_001, "School").await;
        let manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        let birch = world.seller("Birch Meals", ProviderKind::Firm).await.person;
        let (full, guide, nothing) = ("£777", "from £2.42 a meal", "shows its prices to schools");
        let public = world.visitor();
        let expected = [
            ("the public", public, [full, nothing, guide]),
            ("a school", (*manager).clone(), [full, full, guide]),
            ("another provider", (*birch).clone(), [full, nothing, guide]),
            ("the provider itself", (*seller.person).clone(), [full, full, full]),
        ];
        for (who, mut reader, seen) in expected {
            for (listing, words) in ["public", "schools", "guide"].into_iter().zip(seen) {
                reader.get(&format!("/services/catering/{listing}")).await;
                let page = reader.gets(200).page();
                assert!(page.says(words), "{who} at {listing}: {}", page.described());
                assert_eq!(page.says(full), words == full, "{who} at {listing}: {}", page.described());
            }
        }
    }
}
