//! Ratings, replies and where a school stands.

use clusterbuy::quality::rules::TermOf;
use clusterbuy::quality::{self, Given, Which};
use clusterbuy::school::rules::Terms;
use entity::contract_entry::CostSource;
use entity::contract_rating::Sharing;
use entity::ids::ContractEntryId;
use entity::membership::Role;
use entity::money::Money;
use entity::provider::ProviderKind;
use serde_json::json;
use support::sellers::{Seller, content};
use support::{Person, World, in_browser};

/// A payroll service that six schools hold; five of them have rated it. The seller, and the first school's manager and entry.
async fn a_service_of_six_schools(world: &World) -> (Seller, Person, ContractEntryId) {
    let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
    let promises = json!({ "service_levels": [{ "measure": "Heat", "target": "Hot when served" }] });
    let listing = seller.publishes(world, "payroll", content("Payroll", json!({
        "schedule": { "term_years": 1, "charges": [{ "id": "a", "component": "service", "scope": "school", "kind": "fixed", "amount": "400" }] },
        "service_levels": promises["service_levels"] }))).await;
    let category = clusterbuy::catalogue::category_by_slug(world.app.db.read(), "payroll").await.unwrap().unwrap();
    let mut first = None;
    for number in 1..=6 {
        let school = world.school(100_000 + number, &format!("School {number}")).await;
        let manager = world.at_school(&format!("Mo Manager {number}"), Role::BusinessManager, &school).await;
        let context = manager.context(world).await;
        let sheet = clusterbuy::catalogue::volumes::sheet(&context, school.urn, "payroll").await.unwrap();
        let figures = [("employee".to_owned(), Some(entity::money::Quantity(40_000)))].into_iter().collect();
        clusterbuy::catalogue::volumes::state(&context, &sheet, figures).await.unwrap();
        let terms = Terms {
            title: "Payroll".to_owned(),
            category: Some(category.id),
            provider_name: "Alder Meals".to_owned(),
            starts_on: None,
            ends_on: None,
            notice_terms: None,
            notice_on: None,
            yearly_amount: Some(Money(4_000_000 + i64::from(number) * 100_000)),
            how_bought: None,
            cost_source: CostSource::Invoices,
            responsible: None,
            cost_code: None,
        };
        let entry = clusterbuy::school::add_contract(&context, &school, terms).await.unwrap();
        quality::link(&context, &school, entry, Some(listing)).await.unwrap();
        if number == 1 {
            first = Some((manager, entry));
        } else {
            let level = entity::contract_rating::LevelRating {
                measure: "Heat".to_owned(),
                met: entity::contract_rating::Met::Yes,
                score: 4,
            };
            let given = Given {
                term: TermOf::at(world.now().date_naive()),
                score: 4,
                levels: vec![level],
                words: String::new(),
                sharing: Sharing::Counted,
            };
            quality::rate(&context, &school, Which::Entry(entry), given).await.unwrap();
        }
    }
    let (manager, entry) = first.unwrap();
    (seller, manager, entry)
}

in_browser! {
    async fn a_rating_is_given_by_keyboard_replied_to_and_stands_on_the_list(browser: Browser) {
        let world = World::on_sqlite().await;
        let (seller, manager, entry) = a_service_of_six_schools(&world).await;
        let site = world.listen().await;
        browser.sign_in(&site, &manager).await;
        browser.open(&site.url(&format!("/schools/100001/spend/{entry}/provider"))).await;
        browser.inspect("rating-provider").await;
        browser.open(&site.url(&format!("/schools/100001/spend/{entry}/rating"))).await;
        browser.inspect("rating").await;
        browser.tick("4, good").await;
        browser.tick("Met").await;
        browser.set_value("level-0-score", "5").await;
        browser.tick("Show it to everybody").await;
        browser.press("Keep the rating").await;
        browser.sees("Your rating is kept").await;
        browser.open(&site.url("/schools/100001/standing")).await;
        browser.sees("Median of 5 primary schools").await;
        browser.inspect("standing").await;
        browser.open(&site.url("/schools/100001/standing/consent")).await;
        browser.inspect("standing-consent").await;
        browser.open(&site.url(&format!("/schools/100001/spend/{entry}/concerns"))).await;
        browser.inspect("concerns").await;
        browser.sign_in(&site, &seller.person).await;
        browser.open(&site.url("/organisation/reviews")).await;
        browser.inspect("reviews").await;
        browser.enter("Reply to School 1, autumn term 2026").await;
        browser.set_value("words", "Thank you").await;
        browser.press("Keep the reply").await;
        browser.open(&site.url("/services/payroll?rating=4")).await;
        browser.sees("4.0 of 5 from 6 schools").await;
        browser.inspect("services-rated").await;
        browser.enter("Payroll").await;
        browser.sees("The provider replied").await;
        browser.open(&site.url("/services/payroll/payroll/ratings")).await;
        browser.sees("Thank you").await;
        browser.inspect("ratings").await;
    }
}
