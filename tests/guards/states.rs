//! Every state × command × role: nothing outside the written table succeeds, and every refusal is a sentence.
//!
//! The routes are those that the router recorded, so that no new command is forgotten. One database holds a tender in
//! every state. It is then kept from taking any entry of the record: whatever would have been done fails at its very
//! last step and changes nothing, so that one database serves every attempt. A role that the route itself refuses is
//! refused alike in each state, and is tried in one.

use clusterbuy::account::Grant;
use clusterbuy::demo::{self, every_state};
use clusterbuy::platform::http::routes::Route;
use entity::ids::*;
use entity::membership::{Role, Scope};
use entity::tender::{Model as Tender, TenderState};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use support::{Client, Page, Person, World};

/// What the database answers to whoever would change anything.
const NOTHING_IS_KEPT: &str =
    "CREATE TRIGGER nothing_is_kept BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'nothing is kept'); END";

/// The state in which roles are tried that a route refuses whatever the state.
const ANY_STATE: TenderState = TenderState::Open;

/// What a form sends, command by command; one that is not here sends nothing but its token.
const FORMS: &[(&str, &[(&str, &str)])] = &[
    (
        "ballot",
        &[("motion", "accept"), ("closes-day", "29"), ("closes-month", "1"), ("closes-year", "2027"), ("hour", "17")],
    ),
    ("cancel", &[("reason", "No longer needed")]),
    ("challenges/{id}", &[("decision", "dismissed"), ("reason", "The second page was read")]),
    ("declarations", &[("interest", "none"), ("detail", "")]),
    ("decision/joining/{urn}", &[("joins", "yes"), ("up_to", "9000"), ("minute", "Minute 4"), ("reason", "")]),
    ("decision/record", &[("minute_reason", "As voted")]),
    ("decision/vote", &[("choice", "for")]),
    ("edit/conflicts", &[("version", "{version}"), ("assessment", "None found"), ("hat", "none")]),
    ("edit/criteria/{code}/move", &[("version", "{version}"), ("way", "down")]),
    ("edit/criteria/{code}/remove", &[("version", "{version}")]),
    (
        "edit/dates",
        &[
            ("version", "{version}"),
            ("deadline-day", "1"),
            ("deadline-month", "7"),
            ("deadline-year", "2027"),
            ("deadline_time", "midday"),
            ("questions-day", ""),
            ("questions-month", ""),
            ("questions-year", ""),
            ("questions_time", ""),
        ],
    ),
    ("edit/documents", &[("title", "Specification")]),
    ("edit/leaving", &[("version", "{version}"), ("minimum_schools", "3"), ("leave_rule", "tender_ends")]),
    (
        "edit/team",
        &[("role", "evaluator"), ("name", "New Evaluator"), ("email", "new@example.org"), ("school", "990103")],
    ),
    ("edit/what", &[("version", "{version}"), ("title", "Catering"), ("need", "Meals")]),
    ("evaluation/{bid}/{criterion}", &[("score", "3"), ("reason", "Meets what we asked")]),
    ("follow", &[("intends", "yes")]),
    ("moderation/{bid}/{criterion}", &[("score", "3"), ("reason", "Meets what we asked"), ("explanation", "")]),
    ("opening", &[("password", ""), ("code", "")]),
    ("opening/one-bid", &[("decision", "go_on"), ("reason", "It is a good one")]),
    ("prices/{bid}/enquiry/outcome", &[("outcome-a", "accepted"), ("reason-a", "Plausible")]),
    ("questions", &[("question", "Are there five kitchens?")]),
    ("questions/{id}/answer", &[("answer-{id}", "Yes, five")]),
    ("recommend", &[("reasons", "The best total")]),
    ("return", &[("reason", "The weights are wrong")]),
    ("withdraw", &[("reason", "No longer needed")]),
];

/// A tender in one state with what its addresses name.
#[derive(Clone)]
struct Held {
    state: TenderState,
    tender: Tender,
    question: String,
    challenge: String,
    membership: String,
}

async fn worlds_tenders() -> (World, Vec<Held>) {
    let world = World::on_sqlite().await.as_demonstration();
    demo::open(&world.app).await.unwrap();
    every_state::make(&world.app, TenderState::ALL).await.unwrap();
    settle(&world).await;
    let mut held = Vec::new();
    for (state, tender) in TenderState::ALL.iter().zip(by_title(&world).await) {
        held.push(facts(&world, *state, tender).await);
    }
    (world, held)
}

/// What only a clock brings about is stored, as the first command after it would.
async fn settle(world: &World) {
    let sealed = entity::tender::ActiveModel {
        state: sea_orm::ActiveValue::Set(TenderState::Sealed),
        closed_at: sea_orm::ActiveValue::Set(Some(world.now())),
        ..Default::default()
    };
    let change = world.app.db.begin_write().await.unwrap();
    for (words, state) in [("closed, bids sealed", TenderState::Sealed), ("contract ended", TenderState::Ended)] {
        let title = format!("Catering management ({words})");
        let row = entity::tender::ActiveModel { state: sea_orm::ActiveValue::Set(state), ..sealed.clone() };
        let found = entity::tender::Column::Title.eq(title);
        entity::tender::Entity::update_many().set(row).filter(found).exec(&change).await.unwrap();
    }
    change.commit().await.unwrap();
}

/// The tenders in the order of the states they were made for.
async fn by_title(world: &World) -> Vec<Tender> {
    let mut all = every_state::tenders(&world.app).await.unwrap();
    let made_for = |tender: &Tender| {
        let of = |state: &TenderState| {
            let words = clusterbuy::tender::rules::states::words(*state).to_lowercase();
            tender.title == format!("Catering management ({words})")
        };
        TenderState::ALL.iter().position(of).unwrap()
    };
    all.sort_by_key(made_for);
    assert_eq!(all.len(), TenderState::ALL.len());
    all
}

async fn facts(world: &World, state: TenderState, tender: Tender) -> Held {
    let read = world.app.db.read();
    let now = clusterbuy::tender::phase(&tender, world.now());
    assert_eq!(now, state, "{}", tender.title);
    let question = entity::tender_question::Entity::find()
        .filter(entity::tender_question::Column::TenderId.eq(tender.id))
        .order_by_desc(entity::tender_question::Column::Id)
        .one(read)
        .await
        .unwrap();
    let lot = entity::lot::Entity::find().filter(entity::lot::Column::TenderId.eq(tender.id)).one(read).await.unwrap();
    let challenge = entity::challenge::Entity::find()
        .filter(entity::challenge::Column::LotId.eq(lot.unwrap().id))
        .one(read)
        .await
        .unwrap();
    let membership = entity::membership::Entity::find()
        .filter(entity::membership::Column::ScopeId.eq(tender.id.0))
        .filter(entity::membership::Column::Role.eq(Role::Evaluator))
        .one(read)
        .await
        .unwrap();
    let none = || uuid_of_nothing();
    Held {
        state,
        question: question.map_or_else(none, |question| question.id.to_string()),
        challenge: challenge.map_or_else(none, |challenge| challenge.id.to_string()),
        membership: membership.unwrap().id.to_string(),
        tender,
    }
}

fn uuid_of_nothing() -> String {
    sea_orm::entity::prelude::Uuid::nil().to_string()
}

/// One person for each role, who holds nothing else, and has declared to have no interest in any bidder.
async fn people(world: &World, tenders: &[Held]) -> Vec<(Role, Person)> {
    let read = world.app.db.read();
    let school = clusterbuy::school::by_urn(read, 990_104).await.unwrap().unwrap();
    let cluster = clusterbuy::cluster::by_slug(read, "every-state").await.unwrap().unwrap();
    let firm = provider(world, "yew-catering-demonstration").await;
    let authority = entity::provider::Entity::find().filter(entity::provider::Column::LaCode.is_not_null());
    let authority = authority.one(read).await.unwrap().unwrap().id;
    let mut all = Vec::new();
    for role in Role::ALL {
        let grants: Vec<Grant> = match role.scope() {
            Scope::School => vec![Grant::school(*role, school.id)],
            Scope::Cluster => vec![Grant::cluster(*role, cluster.id, Some(school.id))],
            Scope::Tender => tenders.iter().map(|held| Grant::tender(*role, held.tender.id, Some(school.id))).collect(),
            Scope::Provider if *role == Role::ProviderStaff => vec![Grant::provider(*role, firm)],
            Scope::Provider => vec![Grant::provider(*role, authority)],
            Scope::Platform => vec![Grant::platform(*role)],
        };
        let person = world.person(&format!("Only {role}"), &grants).await;
        if matches!(role.scope(), Scope::Tender) || matches!(role, Role::Representative | Role::Substitute) {
            for held in tenders {
                world.declare(held.tender.id, &person).await;
            }
        }
        all.push((*role, person));
    }
    all
}

async fn provider(world: &World, slug: &str) -> ProviderId {
    let found = entity::provider::Entity::find().filter(entity::provider::Column::Slug.eq(slug));
    found.one(world.app.db.read()).await.unwrap().unwrap().id
}

fn tail(route: &Route) -> &'static str {
    route.path.strip_prefix("/tenders/{reference}/").unwrap_or_default()
}

fn filled(text: &str, held: &Held) -> String {
    let id = if text.starts_with("challenges") { &held.challenge } else { &held.question };
    text.replace("{reference}", &held.tender.reference)
        .replace("{version}", &held.tender.version.to_string())
        .replace("{membership}", &held.membership)
        .replace("{urn}", "990104")
        .replace("{bid}", "a")
        .replace("{criterion}", "menus")
        .replace("{code}", "menus")
        .replace("{id}", id)
}

/// Sends the command's form.
async fn attempt(person: &mut Client, csrf: &str, route: &Route, held: &Held) -> Page {
    let path = format!("/tenders/{}/{}", held.tender.reference, filled(tail(route), held));
    let form = FORMS.iter().find(|(command, _)| *command == tail(route)).map_or(&[][..], |(_, fields)| fields);
    let fields: Vec<(String, String)> =
        form.iter().map(|(name, value)| (filled(name, held), filled(value, held))).collect();
    let sent = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let sent: Vec<(&str, &str)> = sent.chain([("csrf", csrf)]).collect();
    if matches!(tail(route), "cancel" | "withdraw" | "amend" | "edit/documents") {
        let minute = ("file", "minute.csv", &b"Minute,Decided\n1,Yes\n"[..]);
        return person.upload(&path, &sent, minute).await.clone();
    }
    person.post(&path, &sent).await.clone()
}

/// Why a refusal is none: it has to be a sentence that says who can do it, or what stands in the way.
fn fault(page: &Page) -> Option<String> {
    let titles = || Role::ALL.iter().map(|role| role.title().to_lowercase());
    let text = page.text().to_lowercase();
    let is_sentence = |sentence: &String| sentence.split(' ').count() > 2;
    match page.status {
        // What was begun before is shown again.
        303 if page.location().is_some_and(|to| to.starts_with("/bids/")) => None,
        404 => None,
        403 if titles().any(|title| text.contains(&title)) => None,
        409 | 422 if page.errors().iter().any(is_sentence) => None,
        409 | 422 if page.heading() == "This was not done" && page.texts("main p").first().is_some_and(is_sentence) => {
            None
        }
        status => {
            let said: String = page.texts("main").join(" ").chars().take(160).collect();
            Some(format!("{status}: {said} {:?}", page.errors()))
        }
    }
}

struct Tried {
    succeeded: BTreeMap<(&'static str, TenderState), Vec<&'static str>>,
    faults: BTreeSet<String>,
}

/// Every command as every role that its route lets in, on one tender.
async fn try_all(world: World, held: Held, people: Vec<(Role, Person)>, routes: Vec<Route>) -> Tried {
    let mut tried = Tried { succeeded: BTreeMap::new(), faults: BTreeSet::new() };
    for (role, mut person) in people {
        person.get("/account").await;
        let csrf = person.form("Sign out").value("csrf");
        person.stop_at_redirects();
        for route in &routes {
            let open_to = |who: &&'static str| [role.as_str(), "signed_in", "public"].contains(who);
            if held.state != ANY_STATE && !route.roles.iter().any(open_to) {
                continue;
            }
            let page = attempt(&mut person, &csrf, route, &held).await;
            if page.status == 500 {
                tried.succeeded.entry((route.path, held.state)).or_default().push(role.as_str());
            } else if let Some(fault) = fault(&page) {
                tried.faults.insert(format!("{} as {role} when {}: {fault}", route.path, held.state));
            }
        }
    }
    let mut anybody = world.visitor();
    anybody.stop_at_redirects();
    for route in &routes {
        let page = attempt(&mut anybody, "", route, &held).await;
        let asks_to_sign_in = page.status == 401 && page.heading().starts_with("Sign in");
        if !asks_to_sign_in {
            tried.faults.insert(format!("{} by the public when {}: {}", route.path, held.state, page.status));
        }
    }
    tried
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_succeeds_in_the_written_states_for_the_written_roles_only() {
    let (world, tenders) = worlds_tenders().await;
    let people = people(&world, &tenders).await;
    let change = world.app.db.begin_write().await.unwrap();
    change.execute_unprepared(NOTHING_IS_KEPT).await.unwrap();
    change.commit().await.unwrap();
    let posts = |route: &Route| route.method == "POST" && route.path.starts_with("/tenders/{reference}/");
    let routes: Vec<Route> = clusterbuy::routes().list().into_iter().filter(posts).collect();
    let tasks: Vec<_> = tenders
        .iter()
        .map(|held| tokio::spawn(try_all(world.clone(), held.clone(), people.clone(), routes.clone())))
        .collect();
    let (mut succeeded, mut faults) = (BTreeMap::new(), BTreeSet::new());
    for task in tasks {
        let tried = task.await.unwrap();
        succeeded.extend(tried.succeeded);
        faults.extend(tried.faults);
    }
    insta::assert_snapshot!(written(&routes, &succeeded));
    assert!(faults.is_empty(), "{} refusals are no sentences:\n{}", faults.len(), Vec::from_iter(faults).join("\n"));
}

fn written(routes: &[Route], succeeded: &BTreeMap<(&'static str, TenderState), Vec<&'static str>>) -> String {
    let mut text = String::new();
    for route in routes {
        let form = if FORMS.iter().any(|(command, _)| *command == tail(route)) { "" } else { " (no fields)" };
        let _ = writeln!(text, "{}{form}", tail(route));
        for state in TenderState::ALL {
            if let Some(roles) = succeeded.get(&(route.path, *state)) {
                let _ = writeln!(text, "  {state}: {}", roles.join(" "));
            }
        }
    }
    text
}
