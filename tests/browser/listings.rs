//! The life of a listing in a browser: a draft, its review, its versions, its end; and what a provider keeps beside it.

use clusterbuy::account::Grant;
use entity::membership::Role;
use entity::provider::ProviderKind;
use serde_json::json;
use support::sellers::content;
use support::{World, in_browser};

in_browser! {
    async fn a_listing_is_reviewed_published_superseded_and_withdrawn(browser: Browser) {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({"areas": ["335"]}))).await;
        let bo = world.person("Bo Baker", &[Grant::provider(Role::ProviderStaff, seller.provider.id)]).await;
        let own = format!("/organisation/listings/{id}");
        browser.sign_in(&site, &seller.person).await;
        browser.open(&site.url(&format!("{own}/edit"))).await;
        browser.fill("charge-0-amount", "5p").await;
        browser.enter("Save the draft").await;
        browser.enter("Send for review").await;
        browser.inspect("listing-in-review").await;
        browser.sign_in(&site, &bo).await;
        browser.open(&site.url(&format!("{own}/review"))).await;
        browser.inspect("listing-review").await;
        browser.enter("Publish").await;
        browser.inspect("listing-superseded").await;
        browser.open(&site.url("/services/catering/hot-meals/changes?from=1&to=2")).await;
        browser.sees("5p a meal").await;
        browser.inspect("listing-changes").await;
        browser.open(&site.url(&own)).await;
        for (part, text) in [("last_day-day", "30"), ("last_day-month", "6"), ("last_day-year", "2027")] {
            browser.set_value(part, text).await;
        }
        browser.fill("Why do you withdraw it?", "We stop cooking").await;
        browser.enter("Withdraw the listing").await;
        browser.sees("Withdrawing").await;
        browser.inspect("listing-withdrawing").await;
        browser.open(&site.url("/services/catering/hot-meals")).await;
        browser.inspect("service-withdrawing").await;
    }

    async fn what_a_provider_keeps_and_looks_for_stands_every_check(browser: Browser) {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        world.open_tender().await;
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        seller.publishes(&world, "catering", content("Hot meals", json!({"areas": ["335"]}))).await;
        browser.sign_in(&site, &seller.person).await;
        for (path, name) in [
            ("/organisation/answers", "answers"),
            ("/organisation/answers/new", "answer-new"),
            ("/organisation/coverage", "coverage"),
            ("/opportunities", "opportunities"),
            ("/opportunities/preferences", "opportunity-preferences"),
            ("/account/notifications", "notifications"),
            ("/providers/alder-meals", "provider-profile"),
        ] {
            browser.open(&site.url(path)).await;
            browser.inspect(name).await;
        }
    }
}
