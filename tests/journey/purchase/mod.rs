//! What a school buys by itself: the route, its limits, quotes from the asking to the record, waivers, frameworks.

mod approved;
mod asked;
mod lists;
mod recorded;
mod route;
mod secret;

use chrono::Duration;
use clusterbuy::catalogue::{self, volumes};
use clusterbuy::purchase;
use entity::ids::*;
use entity::membership::Role;
use entity::money::Quantity;
use entity::provider::ProviderKind;
use entity::{quote_asked, quote_request, school};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use std::collections::BTreeMap;
use support::sellers::{Seller, content};
use support::{Person, World};

pub const OWN: &str = "/schools/100001";

/// Canal Side Primary with 40 employees, its people, and three firms that sell HR advice: for £4,000, £4,800 and £6,000 a
/// year.
pub struct Scene {
    pub school: school::Model,
    pub manager: Person,
    pub head: Person,
    pub governor: Person,
    pub alder: Seller,
    pub birch: Seller,
    pub cedar: Seller,
}

pub async fn scene(world: &World) -> Scene {
    let alder = firm(world, "Alder HR", "Alder advice", "100").await;
    let birch = firm(world, "Birch HR", "Birch advice", "120").await;
    let cedar = firm(world, "Cedar HR", "Cedar advice", "150").await;
    let school = world.school(100_001, "Canal Side Primary").await;
    let manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
    let head = world.at_school("Hal Head", Role::Headteacher, &school).await;
    let governor = world.at_school("Gia Governor", Role::Governor, &school).await;
    let context = manager.context(world).await;
    let sheet = volumes::sheet(&context, 100_001, "hr").await.unwrap();
    let employees = BTreeMap::from([("employee".to_owned(), Some(Quantity(40_000)))]);
    volumes::state(&context, &sheet, employees).await.unwrap();
    Scene { school, manager, head, governor, alder, birch, cedar }
}

async fn firm(world: &World, name: &str, title: &str, rate: &str) -> Seller {
    let seller = world.seller(name, ProviderKind::Firm).await;
    let schedule = json!({ "term_years": 3, "charges": [{ "id": "advice", "component": "service", "scope": "school",
        "kind": "unit", "unit": "employee", "rate": rate }] });
    seller.publishes(world, "hr", content(title, json!({ "schedule": schedule }))).await;
    seller
}

impl Scene {
    /// The three firms are asked, until 5pm on Friday 4 December 2026.
    pub async fn asks(&mut self, world: &World) -> QuoteId {
        self.manager.get(&format!("{OWN}/quotes/new?category=hr&estimate=5000&years=3")).await;
        self.manager.gets(200);
        let form = self.manager.form("Send request").fill("What you need", "Advice by phone, every working day");
        let form =
            form.fill("What you want to buy", "HR advice").date("starts", "4 1 2027").date("answers", "4 12 2026");
        let form = form.tick("Alder HR: Alder advice, £4,000 a year as listed");
        let form = form.tick("Birch HR: Birch advice, £4,800 a year as listed");
        form.tick("Cedar HR: Cedar advice, £6,000 a year as listed").submit().await;
        self.manager.gets(200).sees("0 of 3 have replied");
        newest(world).await
    }

    /// The page on which a seller answers the newest request.
    pub async fn desk(&self, world: &World, seller: &Seller) -> String {
        let asked = quote_asked::Entity::find()
            .filter(quote_asked::Column::ProviderId.eq(seller.provider.id))
            .order_by_desc(quote_asked::Column::Id);
        format!("/quotes/{}", asked.one(world.app.db.read()).await.unwrap().unwrap().id)
    }

    /// The seller sends the prices of its listing.
    pub async fn answers(&self, world: &World, seller: &Seller) {
        let mut person = seller.person.clone();
        person.get(&self.desk(world, seller).await).await;
        person
            .form("Send quote")
            .fill("What is included, and what else the school should know", "A named adviser")
            .submit()
            .await;
        person.gets(200).sees("Your quote is sent");
    }

    /// All three are asked and answer, and the time is over.
    pub async fn has_answers(&mut self, world: &World) -> QuoteId {
        let id = self.asks(world).await;
        for seller in [&self.alder, &self.birch, &self.cedar] {
            self.answers(world, seller).await;
        }
        self.pass(world).await;
        id
    }

    /// The time for answers passes; everybody signs in again.
    pub async fn pass(&mut self, world: &World) {
        world.advance(Duration::days(14));
        for person in [&mut self.manager, &mut self.head, &mut self.governor] {
            *person = person.returning(world).await;
        }
    }

    /// The manager chooses a firm's quote.
    pub async fn chooses(&mut self, id: QuoteId, option: &str) {
        self.manager.get(&format!("{OWN}/quotes/{id}")).await;
        let form = self.manager.form("Choose and send for approval").choose("chosen", option);
        let form = form.fill("Why", "They know us, and answer within the hour");
        form.fill("What every provider that was asked is told", "The quickest answers").submit().await;
    }

    /// Somebody decides.
    pub async fn decides(person: &mut Person, id: QuoteId, decision: &str, reason: &str) {
        person.get(&format!("{OWN}/quotes/{id}")).await;
        let form = person.form("Record the decision").choose("decision", decision);
        form.fill("Reason (needed when you send it back)", reason).submit().await;
    }

    /// The contract register's page.
    pub async fn register(&mut self) -> Vec<Vec<String>> {
        self.manager.get(&format!("{OWN}/spend")).await;
        self.manager.page().table("Contract register")
    }
}

pub async fn newest(world: &World) -> QuoteId {
    let found = quote_request::Entity::find().order_by_desc(quote_request::Column::Id);
    found.one(world.app.db.read()).await.unwrap().unwrap().id
}

pub async fn stored(world: &World, id: QuoteId) -> quote_request::Model {
    purchase::store::quote_by_id(world.app.db.read(), id).await.unwrap().unwrap()
}

pub async fn hr(world: &World) -> entity::category::Model {
    catalogue::category_by_slug(world.app.db.read(), "hr").await.unwrap().unwrap()
}
