//! The authority's book: what was ordered, confirmed and declined, what is billed, who has not ordered.

use super::{council, manager, orders, sla};
use chrono::Duration;
use entity::exact::Exact;
use entity::ids::ListingId;
use entity::school;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::{Person, World, both};

const BOOK: &str = "/organisation/orders?year=2027";

/// Every school orders everything.
async fn all_order(world: &World, schools: &[school::Model], listings: &[ListingId]) {
    for school in schools {
        let mo = manager(world, school).await;
        for listing in listings {
            orders(world, &mo, school, *listing).await.unwrap();
        }
    }
}

fn amount(text: &str) -> Exact {
    text.replace(['£', ','], "").parse().unwrap()
}

/// The billing export, a row for each charge.
async fn billed(ann: &mut Person) -> Vec<BTreeMap<String, String>> {
    ann.get("/organisation/orders.json?year=2027").await;
    let file: Value = serde_json::from_slice(&ann.gets(200).page().body).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |row: &Value| row.as_object().unwrap().iter().map(|(name, value)| (name.clone(), text(value))).collect();
    file["rows"].as_array().unwrap().iter().map(row).collect()
}

both! {
    async fn the_totals_of_the_book_are_the_sum_of_the_billing_rows_to_the_penny(world: World) {
        let schools = world.schools(3).await;
        let council = council(&world).await;
        let three = json!({"schedule": {"term_years": 3, "index_percent": ["0", "3.1", "2.5"], "charges": [
            {"id": "pupil", "component": "service", "scope": "school", "kind": "unit", "unit": "pupil", "rate": "3.3333", "vat_percent": "20"},
            {"id": "start", "component": "set_up", "scope": "school", "kind": "one_off", "amount": "100", "spread": "straight_line"}]}});
        let listings = [
            council.publishes(&world, "finance", sla("Finance support", json!({}))).await,
            council.publishes(&world, "payroll", sla("Payroll", three)).await,
        ];
        all_order(&world, &schools, &listings).await;
        let mut ann = council.person.clone();
        ann.get("/home").await;
        ann.follow("6 orders wait to be confirmed").await;
        ann.get(BOOK).await;
        let totals = ann.gets(200).page().table("By service");
        let rows = billed(&mut ann).await;
        assert_eq!(rows.len(), 3 * (2 + 2));
        for total in &totals[1..] {
            let of_service = rows.iter().filter(|row| total[0] == "Everything" || row["Service"] == total[0]);
            let (mut net, mut vat, mut gross) = (Exact::zero(), Exact::zero(), Exact::zero());
            for row in of_service {
                net += amount(&row["Net amount"]);
                vat += amount(&row["VAT"]);
                gross += amount(&row["Gross amount"]);
            }
            assert_eq!((amount(&total[2]), amount(&total[3]), gross), (net.clone(), vat.clone(), net + vat), "{total:?}");
        }
        let row = &rows[0];
        assert_eq!((row["URN"].as_str(), row["Local authority number"].as_str()), ("100001", "335"));
        assert!(row["Order"].starts_with("BB27-") && !row["Cost code"].is_empty() && row["Start"] == "2027-04-01", "{row:?}");
        ann.get("/organisation/orders?year=2029").await;
        let later = ann.page().table("By service");
        assert_eq!(later.len(), 3, "an order of three years stands in the third one's book: {later:?}");
        ann.get("/organisation/orders?year=2027&service=payroll").await;
        assert_eq!(ann.page().table("Orders, the newest first").len(), 4);
        ann.get("/organisation/orders.csv?year=2027&service=payroll").await;
        assert_eq!(ann.gets(200).page().body_text().lines().count(), 7);
    }

    async fn orders_are_confirmed_one_or_all_and_declined_with_a_reason(world: World) {
        let schools = world.schools(2).await;
        let council = council(&world).await;
        let listings = [
            council.publishes(&world, "finance", sla("Finance support", json!({}))).await,
            council.publishes(&world, "payroll", sla("Payroll", json!({}))).await,
        ];
        all_order(&world, &schools, &listings).await;
        world.letters().await;
        let mut ann = council.person.clone();
        ann.get(BOOK).await;
        let first = ann.page().table("Orders, the newest first")[1][0].split(' ').next().unwrap().to_owned();
        ann.follow(&first).await;
        ann.form("Decline the order").submit().await;
        ann.gets(422).is_told("Enter why you decline the order");
        ann.form("Decline the order").fill("Why do you decline it?", "We are full").submit().await;
        ann.sees("is declined. The school is told");
        let letters = world.letters().await;
        assert!(letters.len() == 1 && letters[0].text.contains("We are full"), "{letters:?}");
        ann.form("Confirm all 3 shown that wait").submit().await;
        ann.sees("3 orders are confirmed");
        assert_eq!(world.letters().await.len(), 2, "one to each school");
        assert!(!ann.offers("Confirm all 3 shown that wait"));
        ann.get("/organisation/orders?year=2027&state=declined").await;
        assert_eq!(ann.page().table("Orders, the newest first").len(), 2);
        let second = { ann.get(BOOK).await; ann.page().table("Orders, the newest first")[1][0].split(' ').next().unwrap().to_owned() };
        ann.follow(&second).await;
        assert!(!ann.offers("Decline the order"));
        let late = clusterbuy::order::decline(&ann.context(&world).await, &second, "Late").await;
        assert_eq!(late.unwrap_err().to_string(), "This order is confirmed already");
        let mut mo = manager(&world, &schools[1]).await;
        mo.get("/schools/100002/orders").await;
        mo.sees("Declined").sees("Order Payroll");
        mo.get("/schools/100002/spend").await;
        mo.sees("Finance support").does_not_see("Payroll");
    }

    async fn schools_that_have_not_ordered_are_listed_and_reminded_once_a_week(world: World) {
        let schools = world.schools(3).await;
        let council = council(&world).await;
        let listing = council.publishes(&world, "finance", sla("Finance support", json!({}))).await;
        let mo = manager(&world, &schools[0]).await;
        orders(&world, &mo, &schools[0], listing).await.unwrap();
        let mut bo = manager(&world, &schools[1]).await;
        world.letters().await;
        let mut ann = council.person.clone();
        ann.get(BOOK).await;
        ann.follow("Schools, and who has not ordered yet").await;
        ann.gets(200).sees("You offer to 3 schools; 2 schools have not ordered yet");
        ann.form("Remind those that have not ordered").submit().await;
        ann.sees("1 school is reminded by mail");
        let letter = world.letter_to(&bo.email, "Reminder: School 2 has ordered nothing from Walsall Council yet").await;
        assert!(letter.text.contains("closes on Monday 7 December 2026") && letter.text.contains("/schools/100002/orders"));
        ann.form("Remind those that have not ordered").submit().await;
        ann.gets(422).sees("was reminded within a week");
        world.advance(Duration::days(7));
        let mut ann = ann.returning(&world).await;
        ann.get("/organisation/orders/schools?year=2027&only=not-ordered").await;
        assert_eq!(ann.page().table("Schools by name").len(), 3);
        ann.form("Remind those that have not ordered").submit().await;
        ann.sees("1 school is reminded by mail");
        bo = bo.returning(&world).await;
        bo.get("/home").await;
        bo.sees("The window to buy back Finance support closes on Monday 7 December 2026");
    }

    async fn the_book_and_a_schools_list_ask_as_much_for_30_rows_as_for_3(world: World) {
        let schools = world.schools(3).await;
        let council = council(&world).await;
        let mut listings = Vec::new();
        for number in 0..3 {
            listings.push(council.publishes(&world, "finance", sla(&format!("Service {number}"), json!({}))).await);
        }
        let mut ann = council.person.clone();
        let mut mo = manager(&world, &schools[0]).await;
        all_order(&world, &schools[..1], &listings).await;
        let pages = [BOOK, "/organisation/orders/schools?year=2027", "/organisation/orders.csv?year=2027"];
        let mut few = Vec::new();
        // What is kept in memory is read by the first page.
        ann.get(BOOK).await;
        for path in pages {
            let before = world.statements();
            ann.get(path).await;
            ann.gets(200);
            few.push(world.statements() - before);
        }
        let before = world.statements();
        mo.get("/schools/100001/orders").await;
        few.push(world.statements() - before);
        for number in 3..14 {
            listings.push(council.publishes(&world, "finance", sla(&format!("Service {number}"), json!({}))).await);
        }
        all_order(&world, &schools[..1], &listings[3..]).await;
        all_order(&world, &schools[1..], &listings).await;
        let mut many = Vec::new();
        for path in pages {
            let before = world.statements();
            ann.get(path).await;
            ann.gets(200);
            many.push(world.statements() - before);
        }
        let before = world.statements();
        mo.get("/schools/100001/orders").await;
        many.push(world.statements() - before);
        assert_eq!(few, many);
    }
}
