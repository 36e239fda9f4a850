//! What a school ordered is what it pays: several SLAs of a service are added up, and a list that orders rest on stays.

use super::{council, manager, orders, sla};
use chrono::{TimeZone, Utc};
use clusterbuy::catalogue::{self, baseline};
use serde_json::json;
use support::both;

const LIST: &str = "Service\tSLA\tPackage\tBasis\tAmount
Finance\tFinance support\tCore\ta year\t1,000.10
Finance\tFinance support\tAdd-on\tper pupil\t2.505
";

both! {
    async fn what_was_ordered_of_one_service_is_added_up_and_each_part_is_named(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let council = council(&world).await;
        let fixed = |amount: &str| json!({"term_years": 1, "charges": [
            {"id": "base", "component": "service", "scope": "school", "kind": "fixed", "amount": amount}]});
        let core = council.publishes(&world, "finance", sla("Finance support", json!({"package": "Core", "schedule": fixed("1000.10")}))).await;
        let more = council.publishes(&world, "finance", sla("Finance support", json!({"package": "Add-on", "schedule": fixed("501")}))).await;
        let mo = manager(&world, &school).await;
        for listing in [core, more] {
            orders(&world, &mo, &school, listing).await.unwrap();
        }
        let finance = catalogue::category_by_slug(world.app.db.read(), "finance").await.unwrap().unwrap();
        let pays = async |day: &str| {
            let read = world.app.db.read();
            let found = baseline::of_school(read, &finance, &school, day.parse().unwrap()).await.unwrap();
            found.map(|found| (found.amount.pounds(), found.source_words))
        };
        assert_eq!(pays("2027-03-31").await, None, "what is ordered is not paid before it begins");
        assert_eq!(pays("2027-04-01").await, Some(("1501.10".to_owned(), "SLA order")));
        let lists = baseline::of_price_lists(world.app.db.read(), &finance, std::slice::from_ref(&school), "2027-04-01".parse().unwrap()).await.unwrap();
        assert_eq!(lists[&school.id].amount.pounds(), "1501.10", "the quoted cost is what was ordered too");
        world.clock.set(Utc.with_ymd_and_hms(2027, 4, 1, 9, 0, 0).unwrap());
        let mut mo = mo.returning(&world).await;
        mo.get("/schools/100001/compare/finance").await;
        mo.gets(200).sees("SLA order").sees("£1,501.10").sees("Finance support, Core. base").sees("Finance support, Add-on. base");
        mo.get("/schools/100001/spend").await;
        mo.follow("Finance support, Core").await;
        mo.form("Save contract").fill("Yearly amount", "990").choose("source", "Invoices").submit().await;
        let after = pays("2027-04-01").await;
        assert_eq!(after, Some(("1491.00".to_owned(), "Contract")), "an invoice is better known than an order");
    }

    async fn a_list_that_orders_rest_on_is_not_undone_and_says_how_many(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let mut ann = council(&world).await.person;
        ann.get("/organisation/price-list").await;
        let form = ann.form("Check the list").fill("Financial year", "2027").fill("Or paste the rows", LIST);
        form.date("opens", "23 11 2026").date("closes", "7 12 2026").submit().await;
        ann.form("Publish these SLAs").submit().await;
        let mo = manager(&world, &school).await;
        let (_, offered) = clusterbuy::order::offered(&mo.context(&world).await, 100_001).await.unwrap();
        for sla in &offered {
            orders(&world, &mo, &school, sla.id()).await.unwrap();
        }
        ann.form("Undo the list of 2 SLAs, 2027 to 2028 financial year (April to March)").submit().await;
        ann.gets(422).sees("2 orders rest on this price list, so it cannot be undone. Publish a corrected list");
        for order in clusterbuy::order::store::of_school(world.app.db.read(), school.id).await.unwrap() {
            clusterbuy::order::cancel(&mo.context(&world).await, 100_001, &order.reference, "A mistake").await.unwrap();
        }
        ann.get("/organisation/price-list").await;
        ann.form("Undo the list of 2 SLAs, 2027 to 2028 financial year (April to March)").submit().await;
        ann.gets(200).sees("2 SLAs are taken back");
    }
}
