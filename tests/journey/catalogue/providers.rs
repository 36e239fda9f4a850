use clusterbuy::account::Grant;
use entity::membership::Role;
use entity::provider::ProviderKind;
use serde_json::json;
use support::sellers::content;
use support::{Person, World, both};

async fn administrator(world: &World) -> Person {
    world.person("Ada Administrator", &[Grant::platform(Role::Administrator)]).await
}

both! {
    async fn an_administrator_registers_a_provider_and_its_first_person_gets_to_work(world: World) {
        let mut ada = administrator(&world).await;
        ada.get("/home").await;
        ada.follow("Providers").await;
        ada.gets(200).sees("No providers yet");
        ada.follow("Register a provider").await;
        let form = ada.form("Register and invite").fill("Name of the organisation", "Alder Meals Ltd");
        let form = form.choose("What kind of organisation is it?", "Firm").fill("Full name", "Sam Seller");
        form.fill("Email address", "sam@example.org").submit().await;
        ada.gets(200).is_at("/admin/providers").sees("Alder Meals Ltd is registered, and Sam Seller has a role in it");
        ada.follow("Alder Meals Ltd").await;
        ada.gets(200).sees("Sam Seller").sees("Invited");

        let letter = world.letter_to("sam@example.org", "provider staff").await;
        let link = letter.text.split_whitespace().find(|word| word.contains("/invitation/")).unwrap();
        let mut sam = world.visitor();
        sam.get(link.trim_start_matches("http://localhost")).await;
        sam.form("Save password").fill("New password", "three unrelated words").submit().await;
        sam.follow("Organisation").await;
        sam.gets(200).sees("Alder Meals Ltd").sees("Not given");
    }

    async fn a_wrong_registration_is_told_and_keeps_what_was_typed(world: World) {
        let mut ada = administrator(&world).await;
        ada.get("/admin/providers/new").await;
        let form = ada.form("Register and invite").fill("Full name", "Sam Seller").fill("Email address", "sam");
        form.submit().await;
        ada.is_told("Enter the organisation's name");
        ada.is_told("Choose what kind of organisation it is");
        ada.is_told("Enter an email address, like name@example.org");
        assert_eq!(ada.form("Register and invite").value("Full name"), "Sam Seller");
        let form = ada.form("Register and invite").fill("Name of the organisation", "Walsall Council");
        let form = form.choose("What kind of organisation is it?", "Local authority");
        form.fill("Email address", "sam@example.org").submit().await;
        ada.is_told("Choose the local authority");
        ada.form("Register and invite").fill("Local authority", "Walsall").submit().await;
        ada.gets(200).sees("Local authority (Walsall, 335)");
        assert_eq!(world.letter_to("sam@example.org", "authority service seller").await.to_email, "sam@example.org");
    }

    async fn an_organisation_keeps_its_facts_once_and_shows_them_to_the_public(world: World) {
        let mut ann = world.seller("Alder Meals", ProviderKind::Firm).await.person;
        ann.get("/organisation").await;
        ann.follow("Change these facts").await;
        let form = ann.form("Save").fill("What you do", "School meals.\nSince 1990.");
        form.fill("Email address for schools", "hello").submit().await;
        ann.is_told("Enter an email address, like name@example.org");
        assert_eq!(ann.form("Save").value("What you do"), "School meals.\nSince 1990.");
        ann.form("Save").fill("Email address for schools", "hello@example.org").submit().await;
        ann.gets(200).is_at("/organisation");
        ann.follow("See the public page").await;
        ann.gets(200).is_at("/providers/alder-meals").sees("hello@example.org").sees("Nothing is published now");
        let mut visitor = world.visitor();
        visitor.get("/providers/alder-meals").await;
        visitor.gets(200).sees("School meals.").does_not_see("Ann of Alder Meals");
    }

    async fn a_public_page_lists_what_the_organisation_has_published(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut visitor = world.visitor();
        visitor.get("/providers/alder-meals").await;
        visitor.gets(200).sees("Hot meals (Catering)");
        visitor.follow("Hot meals").await;
        visitor.gets(200).is_at("/services/catering/hot-meals");
        visitor.get("/providers/nobody").await;
        visitor.gets(404);
    }

    async fn a_colleague_is_invited_and_the_last_who_acts_stays(world: World) {
        let mut ann = world.seller("Alder Meals", ProviderKind::Firm).await.person;
        ann.get("/organisation/people").await;
        ann.form_near("Ann of Alder Meals", "End the role of Ann of Alder Meals, provider staff").submit().await;
        ann.is_told("Invite somebody else first: nobody would be left to act for the organisation");
        let invite = ann.form("Invite").fill("Full name", "Bo Bidder").fill("Email address", "bo@example.org");
        invite.choose("Role", "Provider staff").submit().await;
        ann.gets(200).sees("Bo Bidder is now provider staff of Alder Meals");
        ann.form_near("Bo Bidder", "End the role of Bo Bidder, provider staff").submit().await;
        ann.gets(200).sees("The role has ended").does_not_see("bo@example.org");
    }

    async fn a_firm_gives_no_role_of_an_authority(world: World) {
        let mut ann = world.seller("Alder Meals", ProviderKind::Firm).await.person;
        ann.get("/organisation/people").await;
        let invite = ann.form("Invite").fill("Full name", "Bo").fill("Email address", "bo@example.org");
        invite.with("role", "la_seller").submit().await;
        ann.is_told("Choose a role");
    }

    async fn nobody_but_the_administrator_registers_and_nobody_else_sees_an_organisation(world: World) {
        let mut ann = world.seller("Alder Meals", ProviderKind::Firm).await.person;
        for path in ["/admin/providers", "/admin/providers/new", "/admin/providers/alder-meals"] {
            ann.get(path).await;
            ann.gets(403);
        }
        let school = world.school(100_001, "School").await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        manager.get("/organisation").await;
        manager.gets(403);
    }
}
