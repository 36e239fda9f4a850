//! Schools buy back their authority's SLAs, and the authority keeps the book of it.

mod book;
mod paid;
mod placed;
mod rows;

use clusterbuy::order::{self, NewOrder};
use clusterbuy::platform::error::Result;
use entity::ids::ListingId;
use entity::membership::Role;
use entity::provider::ProviderKind;
use entity::school;
use serde_json::{Value, json};
use support::sellers::{Seller, content};
use support::{Person, World};

pub(crate) const GROUND: &str = "Below our limit for quotes, minute 7";

pub(crate) async fn council(world: &World) -> Seller {
    world.seller("Walsall Council", ProviderKind::Authority).await
}

/// An SLA for 2027 to 2028 that can be ordered from 24 November to 7 December 2026: £1,420 and £8 a pupil, VAT on top.
pub(crate) fn sla(title: &str, differences: Value) -> entity::listing::Content {
    let mut said = json!({
        "financial_year": 2027, "buy_back_from": "2026-11-23", "buy_back_to": "2026-12-07", "notice": "6 months",
        "schedule": {"term_years": 1, "charges": [
            {"id": "base", "component": "service", "scope": "school", "kind": "fixed", "amount": "1420", "vat_percent": "20"},
            {"id": "pupil", "component": "service", "scope": "school", "kind": "unit", "unit": "pupil", "rate": "8.333"}]},
    });
    for (name, value) in differences.as_object().unwrap() {
        said[name] = value.clone();
    }
    content(title, said)
}

pub(crate) async fn manager(world: &World, school: &school::Model) -> Person {
    world.at_school(&format!("Mo of {}", school.name), Role::BusinessManager, school).await
}

/// Orders one SLA by the command itself.
pub(crate) async fn orders(
    world: &World,
    person: &Person,
    school: &school::Model,
    listing: ListingId,
) -> Result<Vec<String>> {
    let context = person.context(world).await;
    let (_, offered) = order::offered(&context, school.urn).await.unwrap();
    let version = offered.iter().find(|sla| sla.id() == listing).map(|sla| sla.published.version.id).unwrap();
    let new = NewOrder { slas: vec![(listing, version)], years: 1, ground: GROUND.to_owned(), replaces: Vec::new() };
    order::place(&context, school, new).await
}
