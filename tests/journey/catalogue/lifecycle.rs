//! The life of a listing: written, reviewed, published, superseded, withdrawn.

use chrono::Duration;
use clusterbuy::account::Grant;
use clusterbuy::catalogue::{self, listing, store, withdrawal};
use clusterbuy::platform::error::Error;
use entity::ids::ListingId;
use entity::membership::Role;
use entity::provider::ProviderKind;
use sea_orm::EntityTrait;
use serde_json::json;
use support::sellers::{Seller, content};
use support::{Person, World, both};

fn path_of(id: ListingId) -> String {
    format!("/organisation/listings/{id}")
}

/// Alder Meals with a listing that Ann has published alone, and Bo who joined since.
async fn two_sellers(world: &World) -> (Seller, Person, ListingId) {
    let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
    let id = seller.publishes(world, "catering", content("Hot meals", json!({}))).await;
    let bo = world.person("Bo Baker", &[Grant::provider(Role::ProviderStaff, seller.provider.id)]).await;
    (seller, bo, id)
}

both! {
    async fn a_second_person_reads_what_is_missing_or_odd_and_sends_it_back_or_publishes(world: World) {
        let (seller, mut bo, id) = two_sellers(&world).await;
        let mut ann = seller.person.clone();
        ann.get(&path_of(id)).await;
        ann.sees("alone, without a second person");
        ann.follow("Write the next version").await;
        ann.form("Save the draft").fill("charge-0-amount", "5p").fill("Notice", "").submit().await;
        assert!(!ann.offers("Publish"), "somebody else reads it first");
        ann.form("Send for review").submit().await;
        ann.gets(200).sees("The draft is in review").sees("Published, next version in review");
        ann.follow("Read it as its reviewer").await;
        ann.gets(200).sees("You sent this for review");
        assert!(!ann.offers("Publish"));
        let own = listing::publish(&ann.context(&world).await, id).await;
        assert!(matches!(own, Err(Error::Refused { .. })), "{own:?}");

        bo.get("/home").await;
        bo.follow("Review the draft of Hot meals").await;
        bo.gets(200).sees("The notice period is missing").sees("No area is chosen").sees("66% more than");
        let changed = bo.page().table("What changed");
        assert_eq!(changed[1][0], "Prices");
        assert_eq!((changed[2][0].as_str(), changed[2][1].as_str(), changed[2][2].as_str()), ("Notice", "6 months", "–"));
        bo.form("Send back").submit().await;
        bo.is_told("Enter what to change");
        bo.form("Send back").fill("What to change", "Say what notice we want").submit().await;
        bo.gets(200).sees("The draft is sent back with your words");

        ann.get("/home").await;
        ann.follow("Change the draft of Hot meals").await;
        ann.sees("Say what notice we want");
        ann.follow("Change the draft").await;
        ann.form("Save the draft").fill("Notice", "A year").submit().await;
        ann.form("Send for review").submit().await;
        bo.get(&format!("{}/review", path_of(id))).await;
        bo.form("Publish").submit().await;
        bo.gets(200).sees("The listing is published").sees("Written by Ann of Alder Meals, reviewed and published by Bo Baker");
    }

    async fn what_was_changed_since_it_was_read_is_not_published_unread(world: World) {
        let (seller, mut bo, id) = two_sellers(&world).await;
        let ann = seller.person.context(&world).await;
        listing::redraft(&ann, id, content("Hotter meals", json!({}))).await.unwrap();
        listing::send(&ann, id).await.unwrap();
        bo.get(&format!("{}/review", path_of(id))).await;
        world.advance(Duration::minutes(1));
        let ann = world.person("Ann of Alder Meals", &[]).await.context(&world).await;
        listing::redraft(&ann, id, content("Dearer meals", json!({}))).await.unwrap();
        listing::send(&ann, id).await.unwrap();
        bo.form("Publish").submit().await;
        assert_eq!(bo.page().status, 422);
        assert_eq!(store::versions_of(world.app.db.read(), id).await.unwrap().len(), 1);
    }

    async fn a_superseded_version_stays_marked_with_what_changed_and_is_compared(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let context = seller.person.context(&world).await;
        let mut dearer = content("Hot meals", json!({"notice": "A year", "areas": ["335"]}));
        dearer.schedule = serde_json::from_value(json!({"term_years": 3, "charges": [
            {"id": "meal", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": "0.04"}]})).unwrap();
        listing::redraft(&context, id, dearer).await.unwrap();
        listing::publish(&context, id).await.unwrap();
        let mut visitor = world.visitor();
        visitor.get("/services/catering/hot-meals").await;
        visitor.gets(200).sees("Superseded").sees("Offered now").does_not_see("Published by");
        visitor.follow("What changed in version 2").await;
        visitor.gets(200).is_at("/services/catering/hot-meals/changes?from=1&to=2");
        let table = visitor.page().table("What changed");
        let what: Vec<&str> = table.iter().skip(1).map(|row| row[0].as_str()).collect();
        assert_eq!(what, ["Prices", "Notice", "Where"]);
        assert!(table[1][1].contains("3p") && table[1][2].contains("4p"), "{table:?}");
        visitor.get("/services/catering/hot-meals?version=1").await;
        visitor.gets(200).sees("3p a meal").sees("This is not what is offered now");
        assert_eq!(visitor.page().value_of("Where"), "All of England");
        visitor.get("/services/catering/hot-meals/changes?from=1&to=7").await;
        visitor.gets(404);
    }

    async fn a_version_with_prices_from_a_later_day_waits_until_then(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let context = seller.person.context(&world).await;
        listing::redraft(&context, id, content("Hotter meals", json!({"valid_from": "2026-12-01"}))).await.unwrap();
        listing::publish(&context, id).await.unwrap();
        let mut visitor = world.visitor();
        visitor.get("/services/catering/hot-meals").await;
        visitor.sees("Prices from Tuesday 1 December 2026").sees("From 1 December 2026");
        assert_eq!(visitor.page().heading(), "Hot meals");
        world.advance(Duration::days(7));
        assert_eq!(listing::settle(&world.platform()).await.unwrap(), 0, "30 November");
        world.advance(Duration::days(1));
        assert_eq!(listing::settle(&world.platform()).await.unwrap(), 1);
        assert_eq!(listing::settle(&world.platform()).await.unwrap(), 0, "once");
        visitor.get("/services/catering?words=hotter").await;
        visitor.follow("Hotter meals").await;
        visitor.gets(200).sees("Version 2.").sees("Superseded");
    }

    async fn a_last_day_is_public_with_its_reason_and_then_the_listing_leaves_the_lists(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut ann = seller.person.clone();
        ann.get(&path_of(id)).await;
        let form = ann.form("Withdraw the listing").date("last_day", "1 11 2026");
        form.fill("Why do you withdraw it?", "We stop cooking").submit().await;
        ann.is_told("The last day must be today or later");
        ann.form("Withdraw the listing").date("last_day", "30 11 2026").submit().await;
        ann.gets(200).sees("Withdrawing").sees("We stop cooking");
        ann.form("Keep offering it").submit().await;
        ann.gets(200).sees("You go on offering the listing").does_not_see("We stop cooking");
        let form = ann.form("Withdraw the listing").date("last_day", "30 11 2026");
        form.fill("Why do you withdraw it?", "We stop cooking").submit().await;
        ann.get(&format!("{}/edit", path_of(id))).await;
        ann.form("Save the draft").submit().await;
        ann.is_told("The listing is being withdrawn. Keep offering it first, then change it");

        let mut visitor = world.visitor();
        visitor.get("/services/catering").await;
        visitor.sees("Withdrawn after 30 November 2026");
        visitor.follow("Hot meals").await;
        visitor.sees("The last day is Monday 30 November 2026").sees("We stop cooking");
        world.advance(Duration::days(7));
        assert_eq!(listing::settle(&world.platform()).await.unwrap(), 0, "the last day is offered");
        world.advance(Duration::days(1));
        assert_eq!(listing::settle(&world.platform()).await.unwrap(), 1);
        visitor.get("/services/catering").await;
        visitor.does_not_see("Hot meals");
        visitor.get("/services/catering/hot-meals").await;
        visitor.gets(200).sees("The provider has withdrawn this listing").sees("We stop cooking");
    }

    async fn a_withdrawal_opens_one_plan_in_each_school_that_has_it_or_saved_it(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let school = world.school(100_001, "Canal Side").await;
        let other = world.school(100_002, "Hill Top").await;
        let mut mo = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        let nia = world.at_school("Nia Manager", Role::BusinessManager, &other).await;
        mo.get("/schools/100001/compare/catering?offer=hot-meals").await;
        mo.form("Save for governors").submit().await;
        mo.gets(200);
        mo.get("/schools/100001/compare/catering?offer=hot-meals").await;
        mo.form("Save for governors").submit().await;
        let ann = seller.person.context(&world).await;
        listing::withdraw(&ann, id, "2027-06-30".parse().ok(), "We stop cooking").await.unwrap();
        mo.get("/home").await;
        let plans = mo.page().links().into_iter().filter(|(text, _)| text.starts_with("Plan what follows Hot meals"));
        assert_eq!(plans.count(), 1);
        mo.get(&format!("/schools/100001/withdrawals/{id}")).await;
        mo.gets(200).sees("We stop cooking");
        let nia = nia.context(&world).await;
        assert_eq!(withdrawal::of_school(&nia, &other).await.unwrap().len(), 0, "it neither has nor saved it");
        world.advance(Duration::days(230));
        listing::settle(&world.platform()).await.unwrap();
        let mut mo = world.person("Mo Manager", &[]).await;
        mo.get("/home").await;
        mo.follow("Say what follows Hot meals, which has ended").await;
        mo.form("Keep the plan").fill("What follows", "We cook ourselves").submit().await;
        mo.gets(200).sees("Your plan is kept");
    }

    async fn nobody_outside_the_organisation_reviews_or_withdraws(world: World) {
        let (seller, _, id) = two_sellers(&world).await;
        let ann = seller.person.context(&world).await;
        listing::redraft(&ann, id, content("Hotter meals", json!({}))).await.unwrap();
        listing::send(&ann, id).await.unwrap();
        let mut cy = world.seller("Cedar Meals", ProviderKind::Firm).await.person;
        cy.get(&format!("{}/review", path_of(id))).await;
        cy.gets(404);
        for act in ["review", "publish", "send-back", "discard", "withdraw", "keep-on"] {
            cy.post(&format!("{}/{act}", path_of(id)), &[("why", "x"), ("reason", "x")]).await;
            assert!([403, 404].contains(&cy.page().status), "{act}: {}", cy.page().status);
        }
        let school = world.school(100_001, "Canal Side").await;
        let mut mo = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        mo.get(&format!("{}/review", path_of(id))).await;
        mo.gets(403);
    }

    async fn a_listing_rests_on_its_own_certificates_and_shows_when_they_expire(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let mut ann = seller.person.clone();
        ann.get("/organisation/evidence").await;
        let form = ann.form("Keep the document").fill("What it shows", "Food hygiene").date("expires_on", "1 12 2026");
        form.attach("File", "rating.csv", b"a,b\n1,2\n").submit().await;
        ann.gets(200).sees("Expires soon");
        let held = entity::provider_evidence::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        let own = json!({"evidence_ids": [held.id.to_string()]});
        let id = seller.publishes(&world, "catering", content("Hot meals", own.clone())).await;
        let birch = world.seller("Birch Meals", ProviderKind::Firm).await;
        let catering = catalogue::category_by_slug(world.app.db.read(), "catering").await.unwrap().unwrap().id;
        let bo = birch.person.context(&world).await;
        let offer = entity::listing::ListingKind::Offer;
        let theirs = listing::draft(&bo, &birch.provider, catering, offer, content("Cold meals", own)).await;
        assert!(matches!(theirs, Err(Error::Refused { .. })), "{theirs:?}");

        let school = world.school(100_001, "Canal Side").await;
        let mut visitor = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        visitor.get("/services/catering/hot-meals").await;
        assert_eq!(visitor.page().value_of("Certificates"), "Food hygiene, expires 1 December 2026 Expires soon");
        world.advance(Duration::days(9));
        visitor = visitor.returning(&world).await;
        visitor.get("/services/catering/hot-meals").await;
        visitor.sees("Expired");
        visitor.get("/schools/100001/compare/catering?offer=hot-meals").await;
        visitor.sees("Food hygiene, expired on 1 December 2026");
        let mut ann = ann.returning(&world).await;
        ann.get("/home").await;
        ann.follow("Renew the evidence Food hygiene").await;
        let form = ann.form("Renew the document").date("expires_on", "1 12 2027");
        form.attach("New file", "newer.csv", b"a,b\n1,2\n").submit().await;
        ann.gets(200).sees("The document is renewed, everywhere it is shown");
        visitor.get("/services/catering/hot-meals").await;
        assert_eq!(visitor.page().value_of("Certificates"), "Food hygiene, expires 1 December 2027");
        let _ = id;
    }

    async fn whole_regions_and_single_authorities_are_chosen_and_shown_region_by_region(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut ann = seller.person.clone();
        ann.get(&format!("{}/edit", path_of(id))).await;
        ann.form("Save the draft").tick("north-east").tick("Walsall").submit().await;
        ann.form("Publish").submit().await;
        ann.get(&format!("{}/edit", path_of(id))).await;
        let form = ann.form("Save the draft");
        assert_eq!((form.value("regions"), form.value("areas")), ("north-east".to_owned(), "335".to_owned()));
        let mut visitor = world.visitor();
        visitor.get("/services/catering/hot-meals").await;
        assert_eq!(visitor.page().value_of("Where"), "All of North East, Walsall");
        visitor.sees("North East, all 12").sees("West Midlands, 1 of 14: Walsall");
    }
}
