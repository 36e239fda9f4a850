//! The demonstration by keyboard alone, as a business manager meets it.

use clusterbuy::demo;
use serde_json::Value;
use support::{World, in_browser};

const DARLASTON: &str = include_str!("../vectors/darlaston.json");

/// Characters of a row, with what only a screen reader says.
const ROW_AT_MOST: usize = 220;

/// "4443.1" as the page says it: "£4,443.10".
fn pounds(amount: &str) -> String {
    clusterbuy::platform::words::pounds(amount.parse().unwrap())
}

/// Whether both figures follow within a row's length; each has the name of its sum behind it.
fn has_in_order(text: &str, [before, after]: &[String; 2]) -> bool {
    let row: String = text.chars().take(ROW_AT_MOST).collect();
    row.find(before).is_some_and(|at| row[at + before.len()..].contains(after.as_str()))
}

in_browser! {
    async fn pinfold_streets_manager_compares_in_two_clicks_and_sees_what_the_cluster_saves(browser: Browser) {
        let world = World::on_sqlite().await.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let site = world.listen().await;
        browser.open(&site.url("/sign-in")).await;
        browser.enter("Bea Pinfold-Demo").await;
        let signed_in = browser.page_loads();
        browser.enter("Compare").await;
        browser.enter("Catering").await;
        assert_eq!(browser.page_loads() - signed_in, 2);
        for figure in ["£5,092.90", "£1,697.64", "£3,395.26 less", "30p a meal", "10p a meal"] {
            browser.sees(figure).await;
        }
        browser.inspect("demonstration-compare").await;
        browser.enter("Savings").await;
        browser.inspect("demonstration-school-savings").await;
        browser.enter("What Darlaston Schools' Cluster saves together").await;
        browser.sees("30p alone → 10p in the cluster (120,000 meals)").await;
        let scenario: Value = serde_json::from_str(DARLASTON).unwrap();
        let names = scenario["schools"].as_array().unwrap();
        let page = browser.text().await;
        for entry in scenario["expected"]["savings_report"]["entries"].as_array().unwrap() {
            let text = |key: &str| entry[key].as_str().unwrap();
            let school = names.iter().find(|school| school["id"] == entry["school"]).unwrap()["name"].as_str().unwrap();
            let row = [pounds(text("baseline")), pounds(text("new_cost"))];
            let own = page.match_indices(school).any(|(at, _)| has_in_order(&page[at..], &row));
            assert!(own, "{school} {row:?} in {page}");
        }
        browser.inspect("demonstration-savings").await;
    }
}
