//! A small purchase from the question which route it takes to its record, by the school and the providers it asks.

use clusterbuy::catalogue::volumes;
use entity::membership::Role;
use entity::money::Quantity;
use entity::provider::ProviderKind;
use serde_json::json;
use std::collections::BTreeMap;
use support::browser::page::Browser;
use support::sellers::{Seller, content};
use support::world::Listening;
use support::{Person, World, in_browser};

const OWN: &str = "/schools/100001";

async fn firm(world: &World, name: &str, rate: &str) -> Seller {
    let seller = world.seller(name, ProviderKind::Firm).await;
    let schedule = json!({ "term_years": 3, "charges": [{ "id": "advice", "component": "service", "scope": "school",
        "kind": "unit", "unit": "employee", "rate": rate }] });
    seller.publishes(world, "hr", content(&format!("Advice of {name}"), json!({ "schedule": schedule }))).await;
    seller
}

/// Canal Side Primary with 40 employees: its manager and its head.
async fn school(world: &World) -> (Person, Person) {
    let school = world.school(100_001, "Canal Side Primary").await;
    let manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
    let head = world.at_school("Hal Head", Role::Headteacher, &school).await;
    let context = manager.context(world).await;
    let sheet = volumes::sheet(&context, 100_001, "hr").await.unwrap();
    let employees = BTreeMap::from([("employee".to_owned(), Some(Quantity(40_000)))]);
    volumes::state(&context, &sheet, employees).await.unwrap();
    (manager, head)
}

/// From home to the request that is sent.
async fn ask(browser: &Browser, site: &Listening) {
    browser.open(&site.url("/home")).await;
    browser.enter("Buy").await;
    browser.inspect("buy").await;
    browser.fill("Service", "HR").await;
    browser.fill("What you want to buy", "HR advice").await;
    browser.fill("Amount a year", "5000").await;
    browser.fill("For how many years", "3").await;
    browser.enter("Which route?").await;
    browser.sees("Ask for three quotes or more").await;
    browser.inspect("buy-quotes").await;
    browser.enter("Ask for quotes").await;
    browser.inspect("quotes-new").await;
    browser.enter("Send request").await;
    browser.sees("Say what you need").await;
    browser.inspect("quotes-new-wrong").await;
    browser.fill("What you need", "Advice by phone").await;
    for (name, value) in [("starts-day", "4"), ("starts-month", "1"), ("starts-year", "2027")] {
        browser.fill(name, value).await;
    }
    for (name, cost) in [("Alder HR", "4,000"), ("Birch HR", "4,800"), ("Cedar HR", "6,000")] {
        browser.tick(&format!("{name}: Advice of {name}, £{cost} a year as listed")).await;
    }
    browser.enter("Send request").await;
    browser.sees("0 of 3 have replied").await;
    browser.inspect("quote-asked").await;
}

/// From home to the quote that is sent, with the prices of the listing.
async fn answer(browser: &Browser, site: &Listening) {
    browser.open(&site.url("/home")).await;
    browser.enter("Answer the request of Canal Side Primary: HR advice").await;
    browser.inspect("quote-answer").await;
    browser.enter("Send quote").await;
    browser.sees("Your quote is sent").await;
    browser.inspect("quote-answered").await;
}

async fn choose(browser: &Browser, site: &Listening) {
    browser.open(&site.url("/home")).await;
    browser.enter("Compare the answers: HR advice").await;
    browser.inspect("quote-answers").await;
    browser.tick("Birch HR, £14,400 in total").await;
    browser.fill("Why", "They answer within the hour").await;
    browser.fill("What every provider that was asked is told", "The quickest answers").await;
    browser.enter("Choose and send for approval").await;
    browser.inspect("quote-chosen").await;
}

async fn approve(browser: &Browser, site: &Listening) {
    browser.open(&site.url("/home")).await;
    browser.enter("Approve: HR advice").await;
    browser.inspect("quote-approve").await;
    browser.tick("Approve").await;
    browser.enter("Record the decision").await;
    browser.sees("The contract is on the register").await;
    browser.inspect("quote-recorded").await;
    browser.enter("The whole record, to print").await;
    browser.inspect("quote-record").await;
}

in_browser! {
    async fn quotes_are_asked_answered_compared_chosen_approved_and_recorded(browser: Browser) {
        let world = World::on_sqlite().await;
        let sellers = [
            firm(&world, "Alder HR", "100").await,
            firm(&world, "Birch HR", "120").await,
            firm(&world, "Cedar HR", "150").await,
        ];
        let (manager, head) = school(&world).await;
        let site = world.listen().await;
        browser.sign_in(&site, &manager).await;
        ask(&browser, &site).await;
        for seller in &sellers {
            browser.sign_in(&site, &seller.person).await;
            answer(&browser, &site).await;
        }
        browser.open(&site.url("/quotes")).await;
        browser.inspect("quotes-of-provider").await;
        world.advance(chrono::Duration::days(16));
        browser.sign_in(&site, &manager.returning(&world).await).await;
        choose(&browser, &site).await;
        browser.sign_in(&site, &head.returning(&world).await).await;
        approve(&browser, &site).await;
        for (page, name) in [("limits", "limits"), ("quotes", "quotes"), ("waivers", "waivers"), ("purchases", "purchases")] {
            browser.open(&site.url(&format!("{OWN}/{page}"))).await;
            browser.inspect(name).await;
        }
        for (page, name) in [("waivers/new", "waiver-new"), ("purchases/new?category=hr", "purchase-new")] {
            browser.open(&site.url(&format!("{OWN}/{page}"))).await;
            browser.inspect(name).await;
        }
    }
}
