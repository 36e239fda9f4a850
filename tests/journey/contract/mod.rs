//! Contracts: recorded, signed, listed, ended, and what was paid under them.

mod changed;
mod ended;
mod invoices;
mod paid;
mod recorded;
mod reviewed;
mod signed;

use chrono::NaiveDate;
use clusterbuy::account::Grant;
use clusterbuy::contract::rules::term::Term;
use clusterbuy::contract::{self, Joining, NewContract};
use clusterbuy::platform::error::Error;
use entity::ids::*;
use entity::membership::Role;
use entity::money::Quantity;
use entity::provider::ProviderKind;
use sea_orm::EntityTrait;
use serde_json::json;
use std::collections::BTreeMap;
use support::sellers::{Seller, content};
use support::{Person, TestCluster, World};

/// A cluster of three, a provider by the day, and its published offer.
struct Cast {
    northgate: TestCluster,
    seller: Seller,
    version: ListingVersionId,
    clerk: Person,
}

async fn cast(world: &World) -> Cast {
    let northgate = world.cluster_of(3).await;
    northgate.agrees(world).await;
    let seller = world.seller("Daybooks", ProviderKind::Firm).await;
    let charge = json!({"id": "days", "label": "Days", "component": "service", "scope": "school", "kind": "unit", "unit": "day", "rate": "260"});
    let offer = content("A finance officer by the day", json!({"schedule": {"term_years": 3, "charges": [charge]}}));
    seller.publishes(world, "finance", offer).await;
    let chair = northgate.chair.context(world).await;
    let (_, offers) = clusterbuy::cluster::offers(&chair, "finance").await.unwrap();
    let clerk = world.person("Cleo Clerk", &[Grant::cluster(Role::Clerk, northgate.cluster.id, None)]).await;
    Cast { version: offers[0].version.id, northgate, seller, clerk }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Cast {
    /// Finance support for all three schools, 12 days each, in its first year.
    fn new_contract(&self) -> NewContract {
        let joining = |school: &entity::school::Model| Joining {
            school: school.id,
            volumes: BTreeMap::from([("day".to_owned(), Quantity(12_000))]),
        };
        NewContract {
            version: self.version,
            how_bought: "Three quotes".to_owned(),
            title: "Finance support".to_owned(),
            term: Term { starts_on: day("2026-04-01"), ends_on: day("2029-03-31"), notice_on: Some(day("2027-01-31")) },
            minute_reference: "Minute 7".to_owned(),
            schools: self.northgate.schools.iter().map(joining).collect(),
        }
    }

    async fn recorded(&self, world: &World) -> ContractId {
        let clerk = self.clerk.context(world).await;
        contract::record_existing(&clerk, &self.northgate.cluster, self.new_contract()).await.unwrap()
    }

    async fn manager(&self, world: &World, place: usize) -> Person {
        let school = &self.northgate.schools[place];
        world.at_school(&format!("Manager of {}", school.name), Role::BusinessManager, school).await
    }
}

async fn stored(world: &World, id: ContractId) -> entity::contract::Model {
    entity::contract::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused { sentence, .. } | Error::Stale(sentence)) => sentence,
        other => panic!("a refusal was expected, not {other:?}"),
    }
}
