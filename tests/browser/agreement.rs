//! Which form fits, a refusal, what the authority promises, and how the schools rate their cluster, at two widths.

use clusterbuy::account::Grant;
use clusterbuy::cluster::{self, NewPromise, NewVersion};
use entity::agreement_promise::Promiser;
use entity::cluster_form::Form;
use entity::membership::Role;
use entity::self_evaluation::Raters;
use support::{Person, TestCluster, World, in_browser};

/// Version 2 names the authority and promises something; three schools have rated the cluster. Answers its officer.
async fn proposed(world: &World, northgate: &TestCluster) -> Person {
    let authority = world.authority("Walsall Council", "335").await.provider.id;
    let chair = northgate.chair.context(world).await;
    let usual =
        NewVersion::usual(Form::SteeringGroup, "It is for all of us", "We buy together.\nThe council is a party.");
    let new = NewVersion { authority: Some(authority), ..usual };
    cluster::record_version(&chair, &northgate.cluster, new).await.unwrap();
    let parties = cluster::parties_to(&chair, "northgate", 2).await.unwrap();
    for promiser in [Promiser::Schools, Promiser::Authority] {
        let new = NewPromise {
            promiser,
            words: "Every change is told a term before".to_owned(),
            minimum: "By letter".to_owned(),
            until: world.now().date_naive() + chrono::Duration::days(300),
        };
        cluster::promise(&chair, &parties, new).await.unwrap();
    }
    for (at, school) in northgate.schools.iter().enumerate().take(3) {
        let head = world.at_school(&format!("Head {at}"), Role::Headteacher, school).await;
        let levels = [3, 2, 4, 3, 1, 2, 3, 2, 1, 3, 4, 2];
        cluster::rate(&head.context(world).await, &northgate.cluster, school.id, Raters::Leaders, &levels)
            .await
            .unwrap();
    }
    world.person("Ola Officer", &[Grant::provider(Role::LaOfficer, authority)]).await
}

in_browser! {
    async fn a_cluster_chooses_its_form_a_body_declines_and_the_authority_signs(browser: Browser) {
        let world = World::on_sqlite().await;
        let northgate = world.cluster_of(4).await;
        northgate.agrees(&world).await;
        let officer = proposed(&world, &northgate).await;
        let site = world.listen().await;
        browser.sign_in(&site, &northgate.chair).await;
        let pages = [
            ("forms-before", "/clusters/form?community=yes&academy=yes"),
            ("cluster-form", "/clusters/northgate/form"),
            ("agreement-compared", "/clusters/northgate/agreement?old=1&new=2"),
            ("agreement-promises", "/clusters/northgate/agreement/2/promises"),
            ("agreement-yearly", "/clusters/northgate/agreement/yearly"),
            ("self-evaluation", "/clusters/northgate/self-evaluation"),
            ("self-evaluation-sheet", "/clusters/northgate/self-evaluation/100001/leaders"),
        ];
        for (name, path) in pages {
            browser.open(&site.url(path)).await;
            browser.inspect(name).await;
        }
        browser.sign_in(&site, &officer).await;
        browser.open(&site.url("/home")).await;
        browser.enter("Sign the agreement with Northgate Schools").await;
        browser.fill("Who signs", "O. Officer").await;
        browser.fill("Office", "Head of school services").await;
        browser.press("Sign").await;
        browser.sees("Enter the day of the signature").await;
        browser.inspect("authority-refused").await;
    }
}
