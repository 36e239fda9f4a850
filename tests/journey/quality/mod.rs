//! Ratings by who holds a contract, replies, scores; concerns from warning to improvement or exit.

mod concerns;
mod rated;
mod shown;

use clusterbuy::catalogue;
use clusterbuy::quality::rules::{Given, TermOf};
use clusterbuy::quality::{self, Which};
use clusterbuy::school::rules::Terms;
use entity::contract_entry::CostSource;
use entity::contract_rating::{LevelRating, Met, Sharing};
use entity::ids::{ContractEntryId, ListingId};
use entity::membership::Role;
use entity::school::Model as School;
use serde_json::{Value, json};
use support::{Person, World};

/// Two service levels, one with a figure.
fn promises() -> Value {
    json!({ "service_levels": [
        { "measure": "Heat", "target": "Hot when it is served",
          "figure": { "direction": "at_least", "number": "63", "unit": "°C" } },
        { "measure": "Menus", "target": "Changed every term" }
    ] })
}

/// A school with its manager, and a contract on its register.
struct Holder {
    school: School,
    manager: Person,
    entry: ContractEntryId,
}

fn terms(title: &str) -> Terms {
    Terms {
        title: title.to_owned(),
        category: None,
        provider_name: "Alder Meals".to_owned(),
        starts_on: None,
        ends_on: None,
        notice_terms: None,
        notice_on: None,
        yearly_amount: None,
        how_bought: None,
        cost_source: CostSource::Unknown,
        responsible: None,
        cost_code: None,
    }
}

/// The school of this number holds catering.
async fn holder(world: &World, number: i32) -> Holder {
    let school = world.school(100_000 + number, &format!("School {number}")).await;
    let manager = world.at_school(&format!("Mo Manager {number}"), Role::BusinessManager, &school).await;
    let category = catalogue::category_by_slug(world.app.db.read(), "catering").await.unwrap().unwrap();
    let terms = Terms { category: Some(category.id), ..terms("School meals") };
    let context = manager.context(world).await;
    let entry = clusterbuy::school::add_contract(&context, &school, terms).await.unwrap();
    Holder { school, manager, entry }
}

impl Holder {
    fn path(&self, page: &str) -> String {
        format!("/schools/{}/spend/{}/{page}", self.school.urn, self.entry)
    }

    async fn links(&self, world: &World, listing: ListingId) {
        let context = self.manager.context(world).await;
        quality::link(&context, &self.school, self.entry, Some(listing)).await.unwrap();
    }

    /// Rates the present term, every service level alike.
    async fn rates(&self, world: &World, score: i32, sharing: Sharing) {
        self.tries(world, score, sharing).await.unwrap();
    }

    async fn tries(&self, world: &World, score: i32, sharing: Sharing) -> clusterbuy::platform::error::Result<()> {
        let context = self.manager.context(world).await;
        let which = Which::Entry(self.entry);
        let held = quality::held(world.app.db.read(), &self.school, which).await.unwrap();
        let level = |measure: String| LevelRating { measure, met: Met::Yes, score };
        let given = Given {
            term: TermOf::at(world.now().date_naive()),
            score,
            levels: held.measures().unwrap().into_iter().map(level).collect(),
            words: format!("Words of {}", self.school.name),
            sharing,
        };
        quality::rate(&context, &self.school, which, given).await
    }
}
