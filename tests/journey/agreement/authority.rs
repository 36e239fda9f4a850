//! The authority signs where the agreement is with it, and what it promises stands beside what the schools promise.

use chrono::Duration;
use clusterbuy::account::Grant;
use clusterbuy::cluster::{self, NewVersion};
use clusterbuy::platform::error::Error;
use entity::cluster_form::Form;
use entity::ids::ProviderId;
use entity::membership::Role;
use support::deciding::refusal;
use support::{Person, TestCluster, World, both};

/// The authority of the schools' area with its officer, and a version that names it.
async fn asked(world: &World, of: &TestCluster) -> Person {
    let authority = world.authority("Walsall Council", "335").await.provider.id;
    propose(world, of, Some(authority)).await;
    world.person("Ola Officer", &[Grant::provider(Role::LaOfficer, authority)]).await
}

async fn propose(world: &World, of: &TestCluster, authority: Option<ProviderId>) {
    let usual = NewVersion::usual(Form::SteeringGroup, "It is for all of us", "We buy together.");
    let new = NewVersion { authority, ..usual };
    cluster::record_version(&of.chair.context(world).await, &of.cluster, new).await.unwrap();
}

both! {
    async fn the_authority_writes_its_promise_signs_and_both_sides_stand_side_by_side(world: World) {
        let mut northgate = world.cluster_of(2).await;
        let mut officer = asked(&world, &northgate).await;
        officer.get("/home").await;
        officer.follow("Sign the agreement with Northgate Schools").await;
        officer.gets(200).sees("School 1, School 2").does_not_see("This cluster");
        let form = officer.form("Write it down").choose("Who promises it?", "The authority");
        let form = form.fill("What is promised", "Finance support stays open").fill("minimum", "One visit a month");
        form.date("until", "1 1 2026").submit().await;
        officer.gets(422).is_told("Enter a day from today on");
        officer.form("Write it down").date("until", "31 1 2027").submit().await;
        officer.gets(200).sees("The promise is written down");
        northgate.chair.get("/clusters/northgate/agreement/1/promises").await;
        let form = northgate.chair.form("Write it down").choose("Who promises it?", "The schools");
        form.fill("What is promised", "We say by Christmas what we stop buying").date("until", "31 8 2027").submit().await;
        officer.get("/clusters/northgate/agreement/1/promises").await;
        let form = officer.form("Sign").fill("Who signs", "O. Officer").fill("Office", "Head of school services");
        form.date("signed_on", "20 11 2026").submit().await;
        officer.gets(200).sees("The authority's signature is recorded");
        assert!(!officer.offers("Sign") && !officer.offers("Write it down"), "what is signed stands");
        northgate.chair.get("/clusters/northgate/agreement").await;
        let both = ["What the schools promise", "What Walsall Council promises"].map(|side| northgate.chair.page().table(side));
        assert_eq!(both[0][1][0], "We say by Christmas what we stop buying");
        assert_eq!(both[1][1][..2], ["Finance support stays open", "One visit a month"]);
        let authority = northgate.chair.page().value_of("Authority");
        assert!(authority.contains("Signed by O. Officer, Head of school services, on 20 November 2026"), "{authority}");
    }

    async fn a_promise_that_ends_soon_is_the_chairs_and_the_authoritys_to_follow(world: World) {
        let northgate = world.cluster_of(2).await;
        let officer = asked(&world, &northgate).await;
        let parties = cluster::parties_to(&officer.context(&world).await, "northgate", 1).await.unwrap();
        let new = cluster::NewPromise {
            promiser: entity::agreement_promise::Promiser::Authority,
            words: "Finance support stays open".to_owned(),
            minimum: String::new(),
            until: world.now().date_naive() + Duration::days(90),
        };
        cluster::promise(&officer.context(&world).await, &parties, new).await.unwrap();
        let chair = northgate.chair.context(&world).await;
        for school in &northgate.schools {
            cluster::agree(&chair, &northgate.cluster, 1, school.id, "FGB 1", world.now().date_naive()).await.unwrap();
        }
        cluster::adopt(&chair, &northgate.cluster, 1).await.unwrap();
        let told = "Agree what follows the promise “Finance support stays open”";
        let mut chair = northgate.chair.returning(&world).await;
        assert!(!chair.get("/home").await.says(told));
        world.advance(Duration::days(31));
        for mut person in [northgate.chair.returning(&world).await, officer.returning(&world).await] {
            person.get("/home").await;
            person.follow(told).await;
            person.gets(200).sees("Finance support stays open");
        }
        propose(&world, &northgate, None).await;
        chair = northgate.chair.returning(&world).await;
        chair.get("/clusters/northgate/agreement/2/promises").await;
        chair.sees("Finance support stays open").sees("None is asked to sign this version");
    }

    async fn another_authority_a_stranger_and_a_member_sign_nothing(world: World) {
        let northgate = world.cluster_of(2).await;
        let officer = asked(&world, &northgate).await;
        let elsewhere = world.authority("Elsewhere Council", "926").await.provider.id;
        let mut stranger = world.person("Sol Stranger", &[Grant::provider(Role::LaSeller, elsewhere)]).await;
        stranger.get("/clusters/northgate/agreement/1/promises").await;
        stranger.gets(404);
        let mut member = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        member.get("/clusters/northgate/agreement/1/promises").await;
        assert!(!member.gets(200).offers("Sign") && !member.offers("Write it down"));
        let page = member.tamper("/clusters/northgate/agreement/1/authority", &[("signatory", "H")]).await;
        assert_eq!(page.status, 403);
        let mut closed = officer.returning(&world).await;
        closed.get("/clusters/northgate/agreement").await;
        closed.gets(403);
        let context = officer.context(&world).await;
        let parties = cluster::parties_to(&context, "northgate", 1).await.unwrap();
        let of_schools = cluster::NewPromise {
            promiser: entity::agreement_promise::Promiser::Schools,
            words: "They pay".to_owned(),
            minimum: String::new(),
            until: world.now().date_naive(),
        };
        let refused = cluster::promise(&context, &parties, of_schools).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let new = NewVersion {
            authority: Some(elsewhere),
            ..NewVersion::usual(Form::SteeringGroup, "It is for all of us", "We buy together.")
        };
        let chair = northgate.chair.context(&world).await;
        let told = refusal(cluster::record_version(&chair, &northgate.cluster, new).await);
        assert_eq!(told, "Choose an authority that one of the schools is in");
    }

    async fn two_who_sign_for_the_authority_at_once_leave_one_signature(world: World) {
        let northgate = world.cluster_of(2).await;
        let officer = asked(&world, &northgate).await.context(&world).await;
        let parties = cluster::parties_to(&officer, "northgate", 1).await.unwrap();
        let new = cluster::Signed {
            signatory: "O. Officer".to_owned(),
            office: "Director".to_owned(),
            signed_on: world.now().date_naive(),
        };
        let (one, other) = tokio::join!(
            cluster::sign_for_authority(&officer, &parties, new.clone()),
            cluster::sign_for_authority(&officer, &parties, new.clone()),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(world.count_of::<entity::authority_signature::Entity>().await, 1);
    }
}
