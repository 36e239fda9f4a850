//! Lists ask the database as often for thirty rows as for three, and have pages.

use super::{OWN, Scene, scene};
use clusterbuy::purchase::{self, NewPurchase, NewQuote, NewWaiver};
use entity::purchase_waiver::WaiverKind;
use entity::recorded_purchase::PurchaseWay;
use support::{World, both};

/// So many requests, waivers for them, and direct purchases.
async fn more(world: &World, scene: &Scene, from: usize, to: usize) {
    let context = scene.manager.context(world).await;
    let hr = super::hr(world).await;
    for number in from..=to {
        let new = NewQuote {
            title: format!("Advice {number}"),
            need: "Advice".to_owned(),
            starts_on: "2027-01-04".parse().unwrap(),
            term_years: 3,
            estimate: "5000".parse().unwrap(),
            answers_by: "2026-12-04T17:00:00Z".parse().unwrap(),
            offers: ["alder-advice", "birch-advice", "cedar-advice"].map(str::to_owned).to_vec(),
            firms: Vec::new(),
            fewer_reason: None,
            form_key: format!("key {number}"),
        };
        let id = purchase::ask(&context, &scene.school, &hr, new).await.unwrap();
        let waiver = NewWaiver {
            kind: WaiverKind::Urgency,
            quote: Some(id),
            entry: None,
            title: String::new(),
            value: "15000".parse().unwrap(),
            until: None,
            reason: "Soon".to_owned(),
            evidence: None,
        };
        purchase::ask_waiver(&context, &scene.school, waiver).await.unwrap();
        let made = NewPurchase {
            way: PurchaseWay::Direct,
            title: format!("Training {number}"),
            provider_name: "Tutor Co".to_owned(),
            framework: None,
            reference: None,
            asked: "One firm".to_owned(),
            yearly: "100".parse().unwrap(),
            term_years: 1,
            starts_on: "2027-01-04".parse().unwrap(),
            reason: "Near".to_owned(),
            evidence: None,
        };
        purchase::record_purchase(&context, &scene.school, &hr, made).await.unwrap();
    }
}

both! {
    async fn lists_ask_as_much_for_three_as_for_thirty_and_the_rest_is_on_further_pages(world: World) {
        let mut scene = scene(&world).await;
        let mut asked = Vec::new();
        // What a process reads once is read.
        scene.head.get("/home").await;
        for (from, to) in [(1, 3), (4, 30)] {
            more(&world, &scene, from, to).await;
            world.letters().await;
            let mut each = Vec::new();
            for page in ["quotes", "waivers", "purchases", "buy?category=hr&what=a&yearly=1&years=1"] {
                let before = world.statements();
                scene.head.get(&format!("{OWN}/{page}")).await;
                scene.head.gets(200);
                each.push((page, world.statements() - before));
            }
            let (head, seller) = (scene.head.clone(), scene.alder.person.clone());
            for (mut person, page) in [(head, "/home"), (seller.clone(), "/home"), (seller, "/quotes")] {
                let before = world.statements();
                person.get(page).await;
                person.gets(200);
                each.push((page, world.statements() - before));
            }
            asked.push(each);
        }
        assert_eq!(asked[0], asked[1]);
        for (page, caption) in [("quotes", "Requests for quotes"), ("waivers", "Waivers"), ("purchases", "Purchases")] {
            scene.head.get(&format!("{OWN}/{page}?page=2")).await;
            assert_eq!(scene.head.page().table(caption).len(), 11, "ten rows and the heads of {page}");
        }
        scene.alder.person.get("/quotes?page=2").await;
        assert_eq!(scene.alder.person.page().table("Requests for quotes").len(), 11);
    }

    async fn the_same_form_sent_twice_asks_once(world: World) {
        let mut scene = scene(&world).await;
        scene.asks(&world).await;
        let context = scene.manager.context(&world).await;
        let held = super::stored(&world, super::newest(&world).await).await;
        let again = NewQuote {
            title: held.title,
            need: held.need,
            starts_on: held.starts_on,
            term_years: 3,
            estimate: held.estimate,
            answers_by: held.answers_by,
            offers: ["alder-advice", "birch-advice", "cedar-advice"].map(str::to_owned).to_vec(),
            firms: Vec::new(),
            fewer_reason: None,
            form_key: held.form_key,
        };
        let refused = purchase::ask(&context, &scene.school, &super::hr(&world).await, again).await.unwrap_err();
        assert_eq!(refused.to_string(), "This request was sent already. Look for it in the list of quotes");
        assert_eq!(world.count_of::<entity::quote_request::Entity>().await, 1);
    }
}
