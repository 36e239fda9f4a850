//! Every route as every role, in their own organisation and in another one: the status is written down and compared.

use crate::queries;
use clusterbuy::account::Grant;
use clusterbuy::platform::http::routes::Route;
use entity::ids::*;
use entity::membership::{Role, Scope};
use sea_orm::entity::prelude::Uuid;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use support::{Person, World};

/// Steps of the demonstration's story before the routes are tried: up to moderation, so that bids are open.
const STEPS: usize = 6;

/// The organisations that somebody's roles are held in.
struct Where {
    school: SchoolId,
    cluster: ClusterId,
    tender: TenderId,
    provider: ProviderId,
    authority: ProviderId,
}

/// The objects that addresses name: those of the demonstration.
struct Objects {
    own: Where,
    values: BTreeMap<&'static str, String>,
    bid: String,
    contract: String,
    listing: String,
}

async fn objects(world: &World) -> Objects {
    let read = world.app.db.read();
    let school = entity::school::Entity::find()
        .filter(entity::school::Column::Urn.eq(104_176))
        .one(read)
        .await
        .unwrap()
        .unwrap();
    let cluster = entity::cluster::Entity::find().one(read).await.unwrap().unwrap();
    let tender = entity::tender::Entity::find().one(read).await.unwrap().unwrap();
    // Labels are drawn anew each time: whose bid is tried, and which of its listings, goes by name.
    let bidders = entity::bid::Entity::find().all(read).await.unwrap();
    let provider = entity::provider::Entity::find()
        .filter(entity::provider::Column::Id.is_in(bidders.iter().filter_map(|bid| bid.provider_id)))
        .order_by_asc(entity::provider::Column::Slug)
        .one(read)
        .await
        .unwrap()
        .unwrap();
    let bid = bidders.into_iter().find(|bid| bid.provider_id == Some(provider.id)).unwrap();
    let listing = entity::listing::Entity::find()
        .filter(entity::listing::Column::ProviderId.eq(provider.id))
        .order_by_asc(entity::listing::Column::Slug)
        .one(read)
        .await
        .unwrap()
        .unwrap();
    let contract = entity::contract::Entity::find().order_by_asc(entity::contract::Column::Title).one(read);
    let contract = contract.await.unwrap().unwrap();
    let authority = entity::provider::Entity::find().filter(entity::provider::Column::LaCode.is_not_null());
    let authority = authority.one(read).await.unwrap().unwrap();
    let values = BTreeMap::from([
        ("urn", school.urn.to_string()),
        ("slug", cluster.slug.clone()),
        ("reference", tender.reference.clone()),
        ("category", "catering".to_owned()),
        ("bid", "a".to_owned()),
        ("criterion", "menus".to_owned()),
        ("code", "335".to_owned()),
        ("contract", contract.id.to_string()),
        ("listing", listing.slug.clone()),
        ("name", "favicon.svg".to_owned()),
        ("step", "prices".to_owned()),
        ("number", "1".to_owned()),
        ("token", "none".to_owned()),
    ]);
    let own = Where {
        school: school.id,
        cluster: cluster.id,
        tender: tender.id,
        provider: provider.id,
        authority: authority.id,
    };
    Objects { own, values, bid: bid.id.to_string(), contract: contract.id.to_string(), listing: listing.id.to_string() }
}

/// Organisations of the same kinds that have nothing to do with the demonstration's.
async fn elsewhere(world: &World, own: &Where) -> Where {
    let transaction = world.app.db.begin_write().await.unwrap();
    let now = world.now();
    let found = entity::school::Entity::find_by_id(own.school).one(&transaction).await.unwrap().unwrap();
    let school = entity::school::Model {
        id: SchoolId::new(now),
        urn: 999_777,
        name: "Elsewhere".to_owned(),
        la_code: None,
        ..found
    };
    let found = entity::cluster::Entity::find_by_id(own.cluster).one(&transaction).await.unwrap().unwrap();
    let cluster = entity::cluster::Model {
        id: ClusterId::new(now),
        slug: "elsewhere".to_owned(),
        reference_prefix: "EW".to_owned(),
        name: "Elsewhere".to_owned(),
        host_school_id: Some(school.id),
        ..found
    };
    let found = entity::tender::Entity::find_by_id(own.tender).one(&transaction).await.unwrap().unwrap();
    let tender = entity::tender::Model {
        id: TenderId::new(now),
        reference: "EW-2027-001".to_owned(),
        cluster_id: cluster.id,
        ..found
    };
    let found = entity::provider::Entity::find_by_id(own.provider).one(&transaction).await.unwrap().unwrap();
    let provider = entity::provider::Model { id: ProviderId::new(now), slug: "elsewhere".to_owned(), ..found };
    let found = entity::provider::Entity::find_by_id(own.authority).one(&transaction).await.unwrap().unwrap();
    let authority = entity::provider::Model {
        id: ProviderId::new(now),
        slug: "elsewhere-authority".to_owned(),
        la_code: Some("926".to_owned()),
        ..found
    };
    let there = Where {
        school: school.id,
        cluster: cluster.id,
        tender: tender.id,
        provider: provider.id,
        authority: authority.id,
    };
    entity::school::Entity::insert(school.into_active_model()).exec(&transaction).await.unwrap();
    entity::cluster::Entity::insert(cluster.into_active_model()).exec(&transaction).await.unwrap();
    entity::tender::Entity::insert(tender.into_active_model()).exec(&transaction).await.unwrap();
    entity::provider::Entity::insert(provider.into_active_model()).exec(&transaction).await.unwrap();
    entity::provider::Entity::insert(authority.into_active_model()).exec(&transaction).await.unwrap();
    transaction.commit().await.unwrap();
    there
}

fn grant(role: Role, there: &Where) -> Grant {
    let id: Option<Uuid> = match role.scope() {
        Scope::School => Some(there.school.0),
        Scope::Cluster => Some(there.cluster.0),
        Scope::Tender => Some(there.tender.0),
        Scope::Provider if role == Role::ProviderStaff => Some(there.provider.0),
        Scope::Provider => Some(there.authority.0),
        Scope::Platform => None,
    };
    let school = (role.scope() != Scope::Platform && role.scope() != Scope::Provider).then_some(there.school);
    Grant { role, scope_id: id, school }
}

fn address(route: &Route, objects: &Objects) -> String {
    let mut path = String::new();
    for part in route.path.split('/').skip(1) {
        let value = match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => part.to_owned(),
            Some("id") if route.path.starts_with("/bids") => objects.bid.clone(),
            Some("id") if route.path.starts_with("/contracts") => objects.contract.clone(),
            Some("id") if route.path.starts_with("/organisation") => objects.listing.clone(),
            Some("listing") if !route.path.starts_with("/services") => objects.listing.clone(),
            Some(name) => objects.values.get(name).cloned().unwrap_or_else(|| Uuid::nil().to_string()),
        };
        let _ = write!(path, "/{value}");
    }
    path
}

async fn status(person: &mut Person, route: &Route, path: &str) -> u16 {
    person.stop_at_redirects();
    if route.method == "GET" {
        return person.get(path).await.status;
    }
    person.get("/account").await;
    person.tamper(path, &[("no_such_field", "1")]).await.status
}

/// What signing out would do to those after it, and what no page of a person is.
fn is_tried(route: &Route) -> bool {
    !matches!(route.path, "/sign-out" | "/demo/step" | "/account/acting-as" | "/account/password")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_role_as_written_down() {
    let world = World::on_sqlite().await.as_demonstration();
    clusterbuy::demo::open(&world.app).await.unwrap();
    for _ in 0..STEPS {
        clusterbuy::demo::step(&world.app).await.unwrap();
    }
    let objects = objects(&world).await;
    let other = elsewhere(&world, &objects.own).await;
    let routes: Vec<Route> = clusterbuy::routes().list().into_iter().filter(is_tried).collect();
    world.asked();
    let mut answers: BTreeMap<(usize, &str, u16), Vec<&str>> = BTreeMap::new();
    let mut broken = Vec::new();
    for role in Role::ALL {
        for (whose, there) in [("own", &objects.own), ("other", &other)] {
            let mut person = world.person(&format!("{role} {whose}"), &[grant(*role, there)]).await;
            for (index, route) in routes.iter().enumerate() {
                let path = address(route, &objects);
                let status = status(&mut person, route, &path).await;
                if status >= 500 {
                    broken.push(format!("{} {path} as {role} ({whose}): {status}", route.method));
                }
                answers.entry((index, whose, status)).or_default().push(role.as_str());
            }
        }
    }
    assert!(broken.is_empty(), "{} answers are faults of ours:\n{}", broken.len(), broken.join("\n"));
    queries::use_an_index(&world).await;
    insta::assert_snapshot!(written(&routes, &answers));
}

fn written(routes: &[Route], answers: &BTreeMap<(usize, &str, u16), Vec<&str>>) -> String {
    let mut text = String::new();
    for (index, route) in routes.iter().enumerate() {
        let _ = writeln!(text, "{} {}", route.method, route.path);
        for ((_, whose, status), roles) in answers.iter().filter(|((of, _, _), _)| *of == index) {
            let _ = writeln!(text, "  {whose} {status}: {}", roles.join(" "));
        }
    }
    text
}

#[test]
fn the_policy_is_as_written_down() {
    use clusterbuy::platform::access::Action;
    let mut text = String::new();
    for action in Action::ALL {
        let roles: Vec<&str> = action.roles().iter().map(|role| role.as_str()).collect();
        let _ = writeln!(text, "{}: {}", action.name(), roles.join(" "));
    }
    insta::assert_snapshot!(text);
}
