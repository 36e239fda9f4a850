//! Warn, improve, exit: on a line of the register and on a cluster's contract.

use super::{holder, promises};
use chrono::Duration;
use entity::membership::Role;
use entity::provider::ProviderKind;
use serde_json::json;
use support::sellers::content;
use support::{Person, both};

/// Records a concern with a document, and answers where it is.
async fn recorded(manager: &mut Person, path: &str) -> String {
    manager.get(path).await;
    let form = manager.form("Record the concern").fill("Which service level is not kept?", "Heat");
    let form = form.fill("What is not kept, and how does it show?", "Cold on 3 of 5 days");
    form.attach("Evidence, if you have a document", "log.csv", b"day,heat\n1,20\n").submit().await;
    manager.gets(200).sees("The provider is not told yet");
    manager.page().path.clone()
}

async fn warned(manager: &mut Person, answer_by: &str, review_on: &str) {
    let form = manager.form("Send the warning").fill("What the provider has to know", "Please mend this");
    form.date("answer_by", answer_by).date("review_on", review_on).submit().await;
    manager.gets(200).sees("The provider is warned by mail");
}

both! {
    async fn a_promise_that_is_not_kept_is_warned_of_planned_and_improved(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", promises())).await;
        let mut own = holder(&world, 1).await;
        let concerns = own.path("concerns");
        own.manager.get(&concerns).await;
        own.manager.gets(200).sees("say with which listing of which provider the contract is");
        assert!(!own.manager.offers("Record the concern"));
        own.links(&world, listing).await;
        own.manager.get(&concerns).await;
        own.manager.form("Record the concern").submit().await;
        own.manager.is_told("Say which service level is not kept").is_told("Say what is not kept, and how it shows");
        let concern = recorded(&mut own.manager, &concerns).await;
        let mut ann = seller.person.clone();
        ann.get(&concern).await;
        ann.gets(404);
        world.letters().await;
        own.manager.get(&concern).await;
        let early = own.manager.form("Send the warning").fill("What the provider has to know", "Please mend this");
        early.date("answer_by", "7 12 2026").date("review_on", "7 12 2026").submit().await;
        own.manager.is_told("The review must be after the day for the answer");
        warned(&mut own.manager, "7 12 2026", "20 1 2027").await;
        let letter = world.letter_to(&seller.person.email, "Please answer by 7 December 2026: Heat").await;
        assert!(letter.text.contains("School 1 warns you") && letter.text.contains(&concern));
        ann.get("/home").await;
        ann.sees("Answer the warning about Heat: School meals");
        ann.get("/organisation/concerns").await;
        ann.follow("Heat").await;
        ann.is_at(&concern).sees("Cold on 3 of 5 days").sees("Please mend this");
        ann.follow("log.csv").await;
        assert_eq!(ann.gets(200).page().body, b"day,heat\n1,20\n");
        ann.get(&concern).await;
        let form = ann.form("Send the plan").fill("What you do about it", "New trolleys on 4 January");
        form.date("review_on", "15 1 2027").submit().await;
        ann.gets(200).sees("Your plan is with the buyer");
        world.letter_to(&own.manager.email, "The provider has a plan: Heat, School meals").await;
        world.advance(Duration::days(60));
        let mut manager = own.manager.returning(&world).await;
        manager.get("/home").await;
        manager.sees("Say whether Heat has improved: School meals");
        manager.get(&concern).await;
        manager.sees("15 January 2027 Overdue");
        manager.form("It has improved").fill("How does it show?", "Hot for two weeks").submit().await;
        manager.gets(200).sees("It has improved, and the provider knows").sees("This concern is closed");
        world.letter_to(&seller.person.email, "Improved: Heat, School meals").await;
        let mut visitor = world.visitor();
        visitor.get("/services/catering/hot-meals").await;
        visitor.sees("Not rated").does_not_see("Cold on 3");
    }

    async fn notice_takes_a_second_person_and_the_provider_hears_of_it_only_then(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", json!({}))).await;
        let mut own = holder(&world, 1).await;
        own.links(&world, listing).await;
        let concerns = own.path("concerns");
        let concern = recorded(&mut own.manager, &concerns).await;
        warned(&mut own.manager, "7 12 2026", "20 1 2027").await;
        own.manager.get(&concern).await;
        own.manager.tamper(&format!("{concern}/exit"), &[("words", "Cold"), ("exit_on-day", "1")]).await;
        own.manager.gets(422);
        own.manager.get(&concern).await;
        own.manager.tamper(&format!("{concern}/not-improved"), &[("words", "Cold again")]).await;
        own.manager.gets(200).sees("It has not improved, and the provider knows");
        own.manager.get(&concern).await;
        own.manager.sees("Not improved");
        let form = own.manager.form("Propose to give notice").fill("Why you give notice", "It stays cold");
        form.date("exit_on", "31 8 2027").submit().await;
        own.manager.gets(200).sees("A second person has to confirm it");
        assert!(!own.manager.offers("Confirm that notice is given"));
        own.manager.tamper(&format!("{concern}/exit/confirm"), &[("words", "Sent")]).await;
        own.manager.gets(422).sees("A second person must confirm this. You proposed to give notice yourself");
        let mut ann = seller.person.clone();
        ann.get(&concern).await;
        ann.gets(200).sees("Not improved").does_not_see("It stays cold").does_not_see("31 August 2027");
        let mut head = world.at_school("Hal Head", Role::Headteacher, &own.school).await;
        head.get("/home").await;
        head.sees("Confirm that notice is given: School meals");
        let mut governor = world.at_school("Gia Governor", Role::Governor, &own.school).await;
        governor.get(&concern).await;
        assert!(!governor.gets(200).sees("Notice is proposed").offers("Confirm that notice is given"));
        world.letters().await;
        head.get(&concern).await;
        head.form("Confirm that notice is given").fill("How notice is given, and when", "By letter today").submit().await;
        head.gets(200).sees("It is recorded that notice is given").sees("31 August 2027");
        world.letter_to(&seller.person.email, "Notice is given: Heat, School meals").await;
        let held = clusterbuy::school::entry(world.app.db.read(), own.school.id, own.entry).await.unwrap();
        assert!(held.unwrap().ended_at.is_none(), "no contract ends by itself");
    }

    async fn only_the_two_parties_know_of_a_concern(world: World) {
        let seller = world.seller("Alder Meals", ProviderKind::Firm).await;
        let listing = seller.publishes(&world, "catering", content("Hot meals", promises())).await;
        let mut own = holder(&world, 1).await;
        own.links(&world, listing).await;
        let concerns = own.path("concerns");
        let concern = recorded(&mut own.manager, &concerns).await;
        warned(&mut own.manager, "7 12 2026", "20 1 2027").await;
        let other = world.school(100_002, "School 2").await;
        let strangers = [
            world.at_school("Sue Stranger", Role::BusinessManager, &other).await,
            world.seller("Birch Food", ProviderKind::Firm).await.person,
        ];
        for mut stranger in strangers {
            for path in [concern.clone(), format!("{concern}/files/1"), own.path("concerns")] {
                stranger.get(&path).await;
                stranger.gets(404);
            }
        }
        let mut visitor = world.visitor();
        visitor.get(&concern).await;
        visitor.sees("Sign in");
    }
}
