//! Every state × command × role: nothing outside the written table succeeds, and every refusal is a sentence.
//!
//! The routes are those that the router recorded, so that no new command is forgotten. One database holds a tender in
//! every state. It is then kept from taking any entry of the record: whatever would have been done fails at its very
//! last step and changes nothing, so that one database serves every attempt. A role that the route itself refuses is
//! refused alike in each state, and is tried in one.

use super::forms;
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

/// The firm that its staff act for here.
const FIRM: &str = "yew-catering-demonstration";

/// The state in which roles are tried that a route refuses whatever the state.
const ANY_STATE: TenderState = TenderState::Open;

/// A tender in one state with what its addresses name.
#[derive(Clone)]
pub struct Held {
    pub state: TenderState,
    pub tender: Tender,
    pub question: String,
    pub challenge: String,
    pub membership: String,
    pub contract: String,
    pub winner: String,
    pub criterion: String,
    pub criteria: Vec<String>,
    /// The codes of its criteria.
    pub codes: Vec<String>,
    /// The codes of its pass or fail conditions.
    pub conditions: Vec<String>,
    /// A firm that bids, and its bid.
    pub provider: String,
    pub own_bid: String,
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
    let lot = lot.unwrap().id;
    let award = entity::award::Entity::find().filter(entity::award::Column::LotId.eq(lot)).one(read).await.unwrap();
    let contract = entity::contract::Entity::find().filter(entity::contract::Column::LotId.eq(lot)).one(read).await;
    let criteria = entity::criterion::Entity::find().filter(entity::criterion::Column::LotId.eq(lot)).all(read).await;
    let criteria = criteria.unwrap();
    let codes = criteria.iter().map(|criterion| criterion.code.clone()).collect();
    let criteria: Vec<String> = criteria.iter().map(|criterion| criterion.id.to_string()).collect();
    let conditions = clusterbuy::tender::pass_conditions_of(read, [tender.id]).await.unwrap().remove(&tender.id);
    let challenge =
        entity::challenge::Entity::find().filter(entity::challenge::Column::LotId.eq(lot)).one(read).await.unwrap();
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
        contract: contract.unwrap().map_or_else(none, |contract| contract.id.to_string()),
        winner: award.map_or_else(none, |award| award.bid_id.to_string()),
        criterion: criteria[0].clone(),
        criteria,
        codes,
        conditions: conditions.unwrap_or_default().into_iter().map(|condition| condition.code).collect(),
        provider: provider(world, FIRM).await.to_string(),
        own_bid: none(),
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
    let elsewhere = clusterbuy::school::by_urn(read, 990_105).await.unwrap().unwrap();
    let cluster = clusterbuy::cluster::by_slug(read, "every-state").await.unwrap().unwrap();
    let firm = provider(world, FIRM).await;
    let authority = entity::provider::Entity::find().filter(entity::provider::Column::LaCode.is_not_null());
    let authority = authority.one(read).await.unwrap().unwrap().id;
    let mut all = Vec::new();
    for role in Role::ALL {
        let grants: Vec<Grant> = match role.scope() {
            Scope::School => vec![Grant::school(*role, school.id)],
            Scope::Cluster => vec![Grant::cluster(*role, cluster.id, Some(school.id))],
            Scope::Tender => {
                // The reviewer is of another school than the chair.
                let of = if *role == Role::Reviewer { elsewhere.id } else { school.id };
                tenders.iter().map(|held| Grant::tender(*role, held.tender.id, Some(of))).collect()
            }
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

/// Sends the command's form.
async fn attempt(person: &mut Client, csrf: &str, route: &Route, held: &Held) -> Page {
    let (path, fields) = (forms::address(route, held), forms::fields(route, held));
    let sent = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let seen = if forms::is_a_step_of_a_bid(route) { seen_of(person, &path).await } else { None };
    let seen = seen.iter().map(|seen| ("seen", seen.as_str()));
    let sent: Vec<(&str, &str)> = sent.chain(seen).chain([("csrf", csrf)]).collect();
    if forms::has_a_file(route) {
        let minute = ("file", "minute.csv", &b"Minute,Decided\n1,Yes\n"[..]);
        return person.upload(&path, &sent, minute).await.clone();
    }
    person.post(&path, &sent).await.clone()
}

/// What a page of a bid says of the draft that it shows.
async fn seen_of(person: &mut Client, path: &str) -> Option<String> {
    let status = person.get(path).await.status;
    (status == 200 && person.offers("Save and continue")).then(|| person.form("Save and continue").value("seen"))
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
        409 | 422
            if ["This was not done", "This has changed since you opened it"].contains(&page.heading().as_str())
                && page.texts("main p").first().is_some_and(is_sentence) =>
        {
            None
        }
        status => {
            let said: String = page.texts("main").join(" ").chars().take(160).collect();
            Some(format!("{status}: {said} {:?}", page.errors()))
        }
    }
}

/// Each tender with the firm's bid for it.
async fn with_own_bids(world: &World, mut tenders: Vec<Held>, people: &[(Role, Person)]) -> Vec<Held> {
    let (_, bidder) = people.iter().find(|(role, _)| *role == Role::ProviderStaff).unwrap();
    for own in clusterbuy::bid::own_bids(&bidder.context(world).await).await.unwrap() {
        for held in tenders.iter_mut().filter(|held| held.tender.id == own.tender.id) {
            held.own_bid = own.bid.id.to_string();
        }
    }
    tenders
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
    let tenders = with_own_bids(&world, tenders, &people).await;
    let change = world.app.db.begin_write().await.unwrap();
    change.execute_unprepared(NOTHING_IS_KEPT).await.unwrap();
    change.commit().await.unwrap();
    let routes: Vec<Route> = clusterbuy::routes().list().into_iter().filter(forms::is_about_a_tender).collect();
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
        let _ = writeln!(text, "{}", forms::name_of(route));
        for state in TenderState::ALL {
            if let Some(roles) = succeeded.get(&(route.path, *state)) {
                let _ = writeln!(text, "  {state}: {}", roles.join(" "));
            }
        }
    }
    text
}
