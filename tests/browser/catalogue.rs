//! Providers, listings and the public lists.

use clusterbuy::account::Grant;
use entity::membership::Role;
use entity::provider::ProviderKind;
use serde_json::json;
use support::sellers::content;
use support::{World, in_browser};

in_browser! {
    async fn a_provider_writes_and_publishes_a_listing_by_keyboard_and_the_public_finds_it(browser: Browser) {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        browser.sign_in(&site, &seller.person).await;
        browser.open(&site.url("/organisation/listings")).await;
        browser.inspect("listings-none").await;
        browser.enter("New listing").await;
        browser.inspect("listing-choose").await;
        browser.enter("Continue").await;
        browser.inspect("listing-new").await;
        browser.enter("Save the draft").await;
        browser.sees("Add at least one charge").await;
        browser.inspect("listing-new-wrong").await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({"valid_to": "2027-01-01"}))).await;
        browser.open(&site.url(&format!("/organisation/listings/{id}"))).await;
        browser.inspect("listing-own").await;
        browser.enter("Write the next version").await;
        browser.enter("Add another charge").await;
        browser.enter("Save the draft").await;
        browser.inspect("listing-own-draft").await;
        browser.enter("Publish").await;
        browser.open(&site.url("/organisation/listings")).await;
        browser.inspect("listings").await;
        browser.open(&site.url("/services")).await;
        browser.inspect("services").await;
        browser.enter("Catering").await;
        browser.inspect("services-catering").await;
        browser.enter("Hot meals").await;
        browser.inspect("service").await;
        browser.enter("Alder Meals").await;
        browser.inspect("provider").await;
        browser.open(&site.url("/services/catering?provider=trust")).await;
        browser.inspect("services-none").await;
    }

    async fn an_organisation_and_its_people_stand_every_check(browser: Browser) {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        let council = world.seller("Walsall Council", ProviderKind::Authority).await;
        browser.sign_in(&site, &council.person).await;
        for (path, name) in [
            ("/organisation", "organisation"),
            ("/organisation/edit", "organisation-edit"),
            ("/organisation/people", "organisation-people"),
            ("/organisation/listings/new", "listing-choose-sla"),
            ("/organisation/listings/new/hr/sla", "sla-new"),
        ] {
            browser.open(&site.url(path)).await;
            browser.inspect(name).await;
        }
    }

    async fn the_administrators_catalogue_pages_stand_every_check(browser: Browser) {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        world.seller("Alder Meals", ProviderKind::Firm).await;
        let ada = world.person("Ada Administrator", &[Grant::platform(Role::Administrator)]).await;
        browser.sign_in(&site, &ada).await;
        for (path, name) in [
            ("/admin/providers", "admin-providers"),
            ("/admin/providers/new", "admin-provider-new"),
            ("/admin/providers/alder-meals", "admin-provider"),
            ("/admin/categories", "admin-categories"),
            ("/admin/categories/new", "admin-category-new"),
        ] {
            browser.open(&site.url(path)).await;
            browser.inspect(name).await;
        }
    }
}
