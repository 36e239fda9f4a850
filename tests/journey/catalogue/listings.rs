use clusterbuy::account::Grant;
use clusterbuy::catalogue::{self, listing, store};
use clusterbuy::platform::error::Error;
use entity::ids::ListingId;
use entity::listing_version;
use entity::membership::Role;
use entity::provider::ProviderKind;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;
use support::sellers::content;
use support::{Person, both};

fn path_of(id: ListingId) -> String {
    format!("/organisation/listings/{id}")
}

/// Fills the form of a new catering listing with what a reader needs.
async fn write_meals(ann: &mut Person) {
    ann.get("/organisation/listings").await;
    ann.follow("New listing").await;
    ann.form("Continue").fill("What do you offer?", "Catering").submit().await;
    ann.gets(200).is_at("/organisation/listings/new/catering/offer");
    let form = ann.form("Save the draft").fill("Title", "Hot meals").fill("Summary", "Cooked in school");
    let form = form.fill("What is included", "Food and staff").date("valid_from", "1 9 2026");
    let form = form.tick("Walsall").tick("Wolverhampton").tick("phases").choose("Who sees the prices?", "Everybody");
    let form = form.fill("Term of the price, in years", "3").fill("charge-0-label", "Management");
    let form = form.fill("charge-0-component", "Management").fill("charge-0-scope", "Each school");
    let form = form.fill("charge-0-kind", "Price for each unit").fill("charge-0-unit", "meal");
    form.fill("charge-0-amount", "two pounds").submit().await;
}

both! {
    async fn a_listing_is_written_by_its_form_and_published_for_anybody(world: World) {
        let mut ann = world.seller("Alder Meals", ProviderKind::Firm).await.person;
        write_meals(&mut ann).await;
        ann.is_told("Enter the price per meal in pounds and pence, like 2.42");
        let form = ann.form("Save the draft");
        assert_eq!((form.value("charge-0-amount"), form.value("Title")), ("two pounds".to_owned(), "Hot meals".to_owned()));
        assert_eq!(form.value("areas"), "335");
        form.fill("charge-0-amount", "3p").submit().await;
        ann.gets(200).sees("The draft is saved").sees("Management: management 3p a meal");
        world.visitor().get("/services/catering/hot-meals").await;
        let mut visitor = world.visitor();
        visitor.get("/services/catering/hot-meals").await;
        visitor.gets(404);

        ann.form("Publish").submit().await;
        ann.gets(200).sees("The listing is published");
        visitor.get("/services/catering").await;
        visitor.follow("Hot meals").await;
        visitor.gets(200).sees("3p a meal").sees("Wolverhampton").sees("By Alder Meals, firm. Version 1.");
        assert_eq!(visitor.page().value_of("Where"), "Walsall, Wolverhampton");
        assert_eq!(visitor.page().value_of("Phases"), "Nursery");
    }

    async fn every_wrong_field_of_a_listing_is_told_and_nothing_is_kept(world: World) {
        let mut ann = world.seller("Alder Meals", ProviderKind::Firm).await.person;
        ann.get("/organisation/listings/new/catering/offer").await;
        let form = ann.form("Save the draft").with("areas", "Narnia").date("valid_from", "31 2 2026");
        form.date("valid_to", "x 1 2026").with("phases", "tertiary").with("price_visibility", "").submit().await;
        for sentence in [
            "Enter a title",
            "Enter a summary",
            "Say what is included",
            "Choose regions and local authorities from the list",
            "Enter the first day the prices hold, like 31 8 2027",
            "Enter the last day the prices hold, like 31 8 2027",
            "Choose from the list",
            "Choose who sees the prices",
            "Enter a term of 1 to 10 years",
            "Add at least one charge",
        ] {
            ann.is_told(sentence);
        }
        assert_eq!(ann.form("Save the draft").value("valid_from-day"), "31");
        assert_eq!(world.count_of::<entity::listing::Entity>().await, 0);
    }

    async fn another_charge_adds_rows_and_keeps_what_was_typed(world: World) {
        let mut ann = world.seller("Alder Meals", ProviderKind::Firm).await.person;
        write_meals(&mut ann).await;
        ann.form("Add another charge").fill("charge-0-amount", "1.23").submit().await;
        ann.gets(200).sees("Charge 4");
        let form = ann.form("Save the draft");
        assert_eq!((form.value("charge-0-amount"), form.value("Title")), ("1.23".to_owned(), "Hot meals".to_owned()));
        assert_eq!(world.count_of::<entity::listing::Entity>().await, 0);
    }

    async fn a_published_version_stays_as_it_was_and_an_edit_makes_the_next(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut ann = seller.person.clone();
        ann.get(&path_of(id)).await;
        ann.follow("Write the next version").await;
        ann.form("Save the draft").fill("charge-0-amount", "4p").submit().await;
        ann.gets(200).sees("Draft of version 2");
        let mut visitor = world.visitor();
        visitor.get("/services/catering/hot-meals").await;
        visitor.sees("3p a meal").does_not_see("4p a meal");

        ann.form("Publish").submit().await;
        visitor.get("/services/catering/hot-meals").await;
        visitor.sees("4p a meal").sees("Version 2").does_not_see("3p a meal");
        visitor.follow("Version 1").await;
        visitor.gets(200).sees("3p a meal").sees("This is not what is offered now");
        visitor.get("/services/catering/hot-meals?version=3").await;
        visitor.gets(404);
    }

    async fn the_database_refuses_to_change_a_version(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let version = listing_version::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        let mut changed = version.clone().into_active_model();
        changed.title = Set("Cold meals".to_owned());
        let transaction = world.app.db.begin_write().await.unwrap();
        let refused = changed.update(&transaction).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
        drop(transaction);
        let transaction = world.app.db.begin_write().await.unwrap();
        let refused = listing_version::Entity::delete_by_id(version.id).exec(&transaction).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }

    async fn publishing_twice_at_once_makes_one_version(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let context = seller.person.context(&world).await;
        listing::redraft(&context, id, content("Hotter meals", json!({}))).await.unwrap();
        let (one, other) = futures::join!(listing::publish(&context, id), listing::publish(&context, id));
        assert!(one.is_ok() ^ other.is_ok(), "{one:?} {other:?}");
        let refused = one.err().or(other.err()).unwrap();
        assert!(matches!(refused, Error::Refused { .. } | Error::Stale(_)), "{refused:?}");
        assert_eq!(store::versions_of(world.app.db.read(), id).await.unwrap().len(), 2);
    }

    async fn a_withdrawn_listing_leaves_the_list_and_stays_for_who_cited_it(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut ann = seller.person.clone();
        ann.get(&path_of(id)).await;
        ann.form("Withdraw the listing").submit().await;
        ann.is_told("Enter why you withdraw the listing");
        ann.form("Withdraw the listing").fill("Why do you withdraw it?", "We stop cooking").submit().await;
        ann.gets(200).sees("Withdrawn");
        assert!(!ann.offers("Withdraw the listing"));
        let mut visitor = world.visitor();
        visitor.get("/services/catering").await;
        visitor.sees("No services match.").does_not_see("Hot meals");
        visitor.get("/services/catering/hot-meals").await;
        visitor.gets(200).sees("The provider has withdrawn this listing").sees("3p a meal");
    }

    async fn prices_that_ended_are_marked_and_cannot_be_published_again(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = seller.publishes(&world, "catering", content("Hot meals", json!({"valid_to": "2026-12-31"}))).await;
        let mut ann = seller.person.clone();
        ann.get("/home").await;
        ann.sees("Renew the prices of Hot meals by Thursday 31 December 2026");
        world.advance(chrono::Duration::days(60));
        let mut visitor = world.visitor();
        visitor.get("/services/catering/hot-meals").await;
        visitor.gets(200).sees("Expired");
        let context = seller.person.context(&world).await;
        listing::redraft(&context, id, content("Hot meals", json!({"valid_to": "2026-12-31"}))).await.unwrap();
        let mut ann = world.person("Ann of Alder Meals", &[]).await;
        ann.get("/home").await;
        ann.follow("Publish the draft of Hot meals").await;
        ann.form("Publish").submit().await;
        ann.is_told("The prices must not have ended before today");
    }

    async fn another_organisations_listing_is_not_found(world: World) {
        let alder = world.seller("Alder Meals", ProviderKind::Firm).await;
        let id = alder.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut bo = world.seller("Birch Meals", ProviderKind::Firm).await.person;
        for page in ["", "/edit"] {
            bo.get(&format!("{}{page}", path_of(id))).await;
            bo.gets(404);
        }
        for (act, fields) in [("publish", &[][..]), ("withdraw", &[("reason", "x")]), ("edit", &[("title", "Mine")])] {
            bo.post(&format!("{}/{act}", path_of(id)), fields).await;
            assert!([403, 404].contains(&bo.page().status), "{act}: {}", bo.page().status);
        }
        let context = bo.context(&world).await;
        assert!(matches!(listing::withdraw(&context, id, None, "x").await, Err(Error::NotFound)));
        assert!(matches!(listing::redraft(&context, id, content("Mine", json!({}))).await, Err(Error::NotFound)));
    }

    async fn only_an_authoritys_seller_publishes_an_sla(world: World) {
        let council = world.seller("Walsall Council", ProviderKind::Authority).await;
        let firm = world.seller("Alder Meals", ProviderKind::Firm).await;
        let mut ann = firm.person.clone();
        ann.get("/organisation/listings/new").await;
        ann.does_not_see("An SLA");
        ann.get("/organisation/listings/new/catering/sla").await;
        ann.gets(403);
        let staff = Grant::provider(Role::ProviderStaff, council.provider.id);
        let mut clerk = world.person("Cleo Clerk", &[staff]).await;
        clerk.get("/organisation/listings/new/catering/sla").await;
        clerk.gets(403);
        let mut officer = world.person("Olu Officer", &[Grant::provider(Role::LaOfficer, council.provider.id)]).await;
        officer.get("/organisation/listings").await;
        officer.gets(200);
        officer.get("/organisation/listings/new").await;
        officer.gets(403);
    }

    async fn an_sla_is_the_baseline_of_the_authoritys_schools_by_phase_and_type_and_year(world: World) {
        let council = world.seller("Walsall Council", ProviderKind::Authority).await;
        let mut ann = council.person.clone();
        ann.get("/organisation/listings/new").await;
        let form = ann.form("Continue").fill("What do you offer?", "Catering");
        form.choose("What is it?", "An SLA: a price list for a financial year").submit().await;
        let form = ann.form("Save the draft").fill("Title", "Catering SLA").fill("Summary", "Management of kitchens");
        let form = form.fill("What is included", "Management").fill("Financial year", "26");
        let form = form.date("buy_back_from", "4 1 2027").date("buy_back_to", "26 2 2027").tick("Primary").tick("Community");
        let form = form.fill("Term of the price, in years", "1").fill("charge-0-label", "Kitchen");
        let form = form.fill("charge-0-component", "Management").fill("charge-0-scope", "Each school");
        form.fill("charge-0-kind", "Fixed amount a year").fill("charge-0-amount", "£3,400").submit().await;
        ann.is_told("Enter the year in which the financial year starts, like 2027");
        ann.form("Save the draft").fill("Financial year", "2026").submit().await;
        ann.form("Publish").submit().await;
        ann.gets(200).sees("2026 to 2027 financial year (April to March)").sees("from 4 January 2027 to 26 February 2027");
        assert_eq!(ann.page().value_of("Where"), "Walsall");
        assert_eq!(ann.page().value_of("Prices hold"), "from 1 April 2026 to 31 March 2027");

        let mut school = world.school(100_001, "School").await;
        let catering = catalogue::category_by_slug(world.app.db.read(), "catering").await.unwrap().unwrap().id;
        let on = |day: &str| day.parse().unwrap();
        let walsall = ["335".to_owned()].into();
        let mut offered = catalogue::published(world.app.db.read(), &[catering], &walsall).await.unwrap();
        offered.retain(|each| each.serves(&school));
        let sla = |day: &str, school: &entity::school::Model| {
            catalogue::sla_for_school(&offered, school, catering, on(day)).map(|found| found.version.title.clone())
        };
        assert_eq!(sla("2027-03-31", &school).as_deref(), Some("Catering SLA"));
        assert_eq!(sla("2027-04-01", &school), None);
        school.legal_type = entity::school::LegalType::Academy;
        assert_eq!(sla("2027-03-31", &school), None);
    }
}
