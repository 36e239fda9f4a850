//! An order: what can be ordered, when, by whom, at which price, and how it is taken back.

use super::{GROUND, council, manager, orders, sla};
use chrono::{Duration, TimeZone, Utc};
use clusterbuy::order::{self, NewOrder};
use clusterbuy::price::rules::{Buyer, price_offer};
use entity::buy_back_order::{self, OrderState};
use entity::contract_entry;
use entity::exact::Exact;
use entity::membership::Role;
use entity::price::PriceSchedule;
use entity::provider::ProviderKind;
use entity::school::LegalType;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;
use support::{World, both};

async fn entries(world: &World) -> Vec<contract_entry::Model> {
    contract_entry::Entity::find().all(world.app.db.read()).await.unwrap()
}

async fn the_order(world: &World) -> buy_back_order::Model {
    buy_back_order::Entity::find().one(world.app.db.read()).await.unwrap().unwrap()
}

both! {
    async fn a_school_orders_an_sla_at_the_price_that_the_one_rule_works_out(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let council = council(&world).await;
        let discounts = json!([{"percent": "5", "condition": {"years": {"from": 3}}}]);
        let mut content = sla("Finance support", json!({}));
        content.schedule.discounts = serde_json::from_value(discounts).unwrap();
        let schedule: PriceSchedule = content.schedule.clone();
        council.publishes(&world, "finance", content).await;
        world.letters().await;
        let mut mo = manager(&world, &school).await;
        mo.get("/schools/100001").await;
        mo.follow("Buy back").await;
        let table = mo.gets(200).page().table("SLAs offered to your school");
        assert_eq!(table[1][1..3], ["Open until Monday 7 December 2026", "£3,086.60"], "{table:?}");
        mo.follow("Order Finance support").await;
        mo.gets(200).sees("5% less for 3 years or more");
        mo.form("Check the price").choose("For how long?", "3 years").submit().await;
        mo.gets(200).sees("1 April 2027 to 31 March 2030").sees("£1,349 a year");
        mo.form("Place order").submit().await;
        mo.gets(422).is_told("Enter the ground you rely on to buy this without a tender");
        mo.form("Place order").fill("On which ground do you buy this without a tender?", GROUND).submit().await;
        mo.gets(200).sees("Your order is placed").sees(GROUND).sees("Waits to be confirmed");
        let buyer = Buyer { volumes: [("pupil".to_owned(), Exact::from(200))].into(), phase: "primary".to_owned(), ..Buyer::default() };
        let priced = price_offer(&[buyer], &schedule.bought(3, false)).unwrap();
        let order = the_order(&world).await;
        assert_eq!((order.net.exact(), order.vat.exact()), (priced.whole_life.clone(), priced.vat.clone()));
        let entry = entries(&world).await.remove(0);
        assert_eq!(entry.yearly_amount.unwrap().exact(), priced.year_one());
        assert_eq!((entry.how_bought.as_deref(), entry.notice_on), (Some("SLA buy-back"), "2029-09-30".parse().ok()));
        assert_eq!((entry.starts_on, entry.ends_on), ("2027-04-01".parse().ok(), "2030-03-31".parse().ok()));
        let letter = world.letter_to(&council.person.email, "Canal Side Primary has ordered: Finance support").await;
        assert!(letter.text.contains("/organisation/orders") && !letter.text.contains('£'), "{}", letter.text);
        mo.get("/schools/100001/orders").await;
        mo.follow_near("Finance support", "Waits to be confirmed: Finance support").await;
        mo.gets(200);
        mo.get("/schools/100001/spend").await;
        mo.sees("SLA buy-back").sees("Finance support");
    }

    async fn an_sla_is_ordered_on_both_days_of_its_window_and_on_no_other(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let council = council(&world).await;
        let says = json!({"buy_back_from": "2026-11-24", "buy_back_to": "2026-11-26"});
        let listing = council.publishes(&world, "finance", sla("Finance support", says)).await;
        let mo = manager(&world, &school).await;
        let refused = |result: clusterbuy::platform::error::Result<Vec<String>>| result.unwrap_err().to_string();
        assert_eq!(refused(orders(&world, &mo, &school, listing).await), "“Finance support” can be ordered from Tuesday 24 November 2026");
        let mut seen = mo.clone();
        seen.get(&format!("/schools/100001/orders/new?listing={listing}")).await;
        seen.gets(422).is_told("“Finance support” can be ordered from Tuesday 24 November 2026");
        world.clock.set(Utc.with_ymd_and_hms(2026, 11, 24, 0, 0, 0).unwrap());
        orders(&world, &mo, &school, listing).await.unwrap();
        world.clock.set(Utc.with_ymd_and_hms(2026, 11, 26, 23, 59, 59).unwrap());
        let reference = the_order(&world).await.reference;
        order::cancel(&mo.context(&world).await, 100_001, &reference, "Ordered too early").await.unwrap();
        orders(&world, &mo, &school, listing).await.unwrap();
        world.advance(Duration::seconds(1));
        let other = world.school(100_002, "Rose Hill Primary").await;
        let bo = manager(&world, &other).await;
        assert!(refused(orders(&world, &bo, &other, listing).await).contains("closed on Thursday 26 November 2026"));
        let standing = buy_back_order::Entity::find().all(world.app.db.read()).await.unwrap();
        let standing = standing.into_iter().find(|order| order.stands == Some(true)).unwrap().reference;
        let late = order::cancel(&mo.context(&world).await, 100_001, &standing, "Too late").await;
        assert!(late.unwrap_err().to_string().contains("closed on Thursday 26 November 2026"));
    }

    async fn a_school_that_it_is_not_offered_to_cannot_order_it(world: World) {
        let school = world.school(100_001, "Canal Side Academy").await;
        let mut academy = school.clone().into_active_model();
        academy.legal_type = Set(LegalType::Academy);
        let change = world.app.db.begin_write().await.unwrap();
        let school = academy.update(&change).await.unwrap();
        change.commit().await.unwrap();
        let council = council(&world).await;
        let listing = council.publishes(&world, "finance", sla("Finance support", json!({"legal_types": ["community"]}))).await;
        let mut mo = manager(&world, &school).await;
        mo.get("/schools/100001/orders").await;
        mo.gets(200).sees("Nothing is offered here yet");
        mo.get(&format!("/schools/100001/orders/new?listing={listing}")).await;
        mo.gets(404);
        let version = clusterbuy::catalogue::store::versions_of(world.app.db.read(), listing).await.unwrap().remove(0).id;
        let new = NewOrder { slas: vec![(listing, version)], years: 1, ground: GROUND.to_owned(), replaces: Vec::new() };
        let refused = order::place(&mo.context(&world).await, &school, new).await.unwrap_err();
        assert_eq!(refused.to_string(), "This SLA is not offered to your school");
        assert_eq!(world.count_of::<buy_back_order::Entity>().await, 0);
    }

    async fn two_who_order_at_once_make_one_order(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let council = council(&world).await;
        let listing = council.publishes(&world, "finance", sla("Finance support", json!({}))).await;
        let mo = manager(&world, &school).await;
        let head = world.at_school("Hal Head", Role::Headteacher, &school).await;
        let (one, other) = tokio::join!(orders(&world, &mo, &school, listing), orders(&world, &head, &school, listing));
        let refused = [one, other].into_iter().filter_map(Result::err).map(|error| error.to_string()).collect::<Vec<_>>();
        assert!(refused.len() == 1 && refused[0].starts_with("“Finance support” is ordered already"), "{refused:?}");
        assert_eq!((world.count_of::<buy_back_order::Entity>().await, entries(&world).await.len()), (1, 1));
    }

    async fn a_whole_package_is_cheaper_and_its_services_are_ordered_together(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let council = council(&world).await;
        for (category, title) in [("finance", "Finance support"), ("payroll", "Payroll")] {
            let mut content = sla(title, json!({"package": "Gold"}));
            content.schedule = serde_json::from_value(json!({"term_years": 1, "discounts": [{"percent": "10", "condition": "whole_package"}],
                "charges": [{"id": "base", "component": "service", "scope": "school", "kind": "fixed", "amount": "1000"}]})).unwrap();
            council.publishes(&world, category, content).await;
        }
        let mut mo = manager(&world, &school).await;
        mo.get("/schools/100001/orders").await;
        mo.follow("Order Payroll, Gold").await;
        mo.sees("10% less with the whole package");
        mo.form("Check the price").submit().await;
        mo.sees("£1,000 a year");
        mo.follow("Change what you order").await;
        mo.form("Check the price").tick("Finance support, Gold").submit().await;
        mo.gets(200).sees("£900 a year").sees("All together: £1,800 excluding VAT");
        mo.form("Place order").fill("On which ground do you buy this without a tender?", GROUND).submit().await;
        mo.is_at("/schools/100001/orders").sees("2 orders are placed");
        let all = buy_back_order::Entity::find().all(world.app.db.read()).await.unwrap();
        assert!(all.iter().all(|order| order.whole_package && order.net == "900".parse().unwrap()), "{all:?}");
    }

    async fn what_is_missing_is_stated_in_place_before_there_is_a_price(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let council = council(&world).await;
        let mut content = sla("HR advice", json!({}));
        content.schedule = serde_json::from_value(json!({"term_years": 1, "charges": [
            {"id": "post", "component": "service", "scope": "school", "kind": "unit", "unit": "employee", "rate": "26.01", "minimum": "306"}]})).unwrap();
        council.publishes(&world, "hr", content).await;
        let mut mo = manager(&world, &school).await;
        mo.get("/schools/100001/orders").await;
        mo.sees("Charged by employees: add yours");
        mo.follow("Order HR advice").await;
        mo.form("Check the price").submit().await;
        mo.gets(422).sees("There is no price yet");
        assert!(!mo.offers("Place order"));
        mo.follow("Change what you order").await;
        mo.form("See the price").submit().await;
        mo.gets(422);
        mo.form("See the price").fill("employee", "20").submit().await;
        mo.sees("Your volumes are saved").sees("£520.20 in year 1");
    }

    async fn cancelling_takes_the_line_off_the_register_and_lets_what_it_followed_run_on(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let council = council(&world).await;
        council.publishes(&world, "finance", sla("Finance support", json!({}))).await;
        let mut mo = manager(&world, &school).await;
        mo.get("/schools/100001/spend/paste").await;
        mo.form("Check the rows").fill("Or paste the rows", "Title,Provider,Service,End\nBooks,Old Firm,Finance,31/08/2028\n").submit().await;
        mo.form("Add these contracts").submit().await;
        mo.get("/schools/100001/orders").await;
        mo.follow("Order Finance support").await;
        mo.form("Check the price").submit().await;
        let form = mo.form("Place order").fill("On which ground do you buy this without a tender?", GROUND);
        form.tick("“Books” with Old Firm, until 31 August 2028").submit().await;
        mo.gets(200).sees("Your order is placed");
        let ends = |entries: &[contract_entry::Model]| {
            entries.iter().find(|entry| entry.title == "Books").unwrap().ends_on.unwrap().to_string()
        };
        assert_eq!(ends(&entries(&world).await), "2027-03-31");
        world.letters().await;
        mo.form("Cancel the order").submit().await;
        mo.gets(422).is_told("Enter why you cancel the order");
        mo.form("Cancel the order").fill("Why do you cancel it?", "We stay with Old Firm").submit().await;
        mo.is_at("/schools/100001/orders").sees("is cancelled");
        let after = entries(&world).await;
        assert_eq!(ends(&after), "2028-08-31");
        assert!(after.iter().find(|entry| entry.title == "Finance support").unwrap().ended_at.is_some());
        assert_eq!(the_order(&world).await.state, OrderState::Cancelled);
        let letter = world.letter_to(&council.person.email, "has cancelled its order").await;
        assert!(letter.text.contains("We stay with Old Firm"));
        mo.follow("Order Finance support").await;
        mo.gets(200);
    }

    async fn a_version_that_follows_and_a_last_day_are_told_on_the_order_which_stays_as_it_was(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let council = council(&world).await;
        let listing = council.publishes(&world, "finance", sla("Finance support", json!({}))).await;
        let mut mo = manager(&world, &school).await;
        let reference = orders(&world, &mo, &school, listing).await.unwrap().remove(0);
        let before = the_order(&world).await;
        let ann = council.person.context(&world).await;
        let mut content = sla("Finance support", json!({}));
        content.schedule.charges.pop();
        clusterbuy::catalogue::listing::redraft(&ann, listing, content).await.unwrap();
        clusterbuy::catalogue::listing::publish(&ann, listing).await.unwrap();
        let last = "2027-08-31".parse().ok();
        clusterbuy::catalogue::listing::withdraw(&ann, listing, last, "We stop").await.unwrap();
        mo.get(&format!("/schools/100001/orders/{reference}")).await;
        mo.gets(200).sees("Version 3 is offered now").sees("Its last day is Tuesday 31 August 2027").sees("£3,086.60");
        assert_eq!(the_order(&world).await, before);
    }

    async fn who_does_not_belong_to_the_school_finds_no_orders_and_a_governor_places_none(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let other = world.school(100_002, "Rose Hill Primary").await;
        let council = council(&world).await;
        let listing = council.publishes(&world, "finance", sla("Finance support", json!({}))).await;
        let mo = manager(&world, &school).await;
        let reference = orders(&world, &mo, &school, listing).await.unwrap().remove(0);
        let mut governor = world.at_school("Gia Governor", Role::Governor, &school).await;
        governor.get("/schools/100001/orders").await;
        governor.gets(200).does_not_see("Order Finance support");
        governor.get(&format!("/schools/100001/orders/new?listing={listing}")).await;
        governor.gets(403);
        let mut stranger = manager(&world, &other).await;
        for path in ["/schools/100001/orders".to_owned(), format!("/schools/100002/orders/{reference}"), format!("/schools/100001/orders/check?listing={listing}")] {
            stranger.get(&path).await;
            stranger.gets(404);
        }
        let mut firm = world.seller("Alder Meals", ProviderKind::Firm).await.person;
        firm.get("/organisation/orders").await;
        firm.gets(403);
        let mut elsewhere = world.seller("Dudley Council", ProviderKind::Authority).await.person;
        elsewhere.get(&format!("/organisation/orders/{reference}")).await;
        elsewhere.gets(404);
        let refused = order::confirm(&elsewhere.context(&world).await, &[reference]).await;
        assert!(matches!(refused, Err(clusterbuy::platform::error::Error::NotFound)));
    }
}
