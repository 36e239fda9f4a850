//! Organisations that sell, registered by an administrator, and what they publish.

use crate::{Person, World};
use clusterbuy::account::Grant;
use clusterbuy::catalogue::{self, listing};
use clusterbuy::provider::{self, Invited, NewProvider};
use entity::ids::ListingId;
use entity::listing::{Content, ListingKind};
use entity::membership::Role;
use entity::provider::{Model, ProviderKind};
use serde_json::{Value, json};

/// An organisation and its first person, signed in.
#[derive(Clone, Debug)]
pub struct Seller {
    pub provider: Model,
    pub person: Person,
}

impl World {
    /// "Alder Meals" with Ann of Alder Meals; an authority is Walsall's (335), and its first person sells for it.
    pub async fn seller(&self, name: &str, kind: ProviderKind) -> Seller {
        catalogue::ensure_given(&self.platform()).await.expect("the categories are given");
        let administrator = self.person("Ada Administrator", &[Grant::platform(Role::Administrator)]).await;
        let is_authority = kind == ProviderKind::Authority;
        let new =
            NewProvider { name: name.to_owned(), kind, la_code: is_authority.then(|| "335".to_owned()), urn: None };
        let person = format!("Ann of {name}");
        let email = format!("{}@example.org", person.to_lowercase().replace(' ', "."));
        let first = Invited { name: person.clone(), email };
        let id = provider::register(&administrator.context(self).await, new, first).await.expect("it is registered");
        let provider = provider::by_id(self.app.db.read(), id).await.expect("it is read").expect("it is there");
        let role = if is_authority { Role::LaSeller } else { Role::ProviderStaff };
        let person = self.person(&person, &[Grant::provider(role, id)]).await;
        Seller { provider, person }
    }
}

impl Seller {
    /// Publishes a listing, or an SLA where the content names a financial year.
    pub async fn publishes(&self, world: &World, category: &str, content: Content) -> ListingId {
        let context = self.person.context(world).await;
        let category = catalogue::category_by_slug(world.app.db.read(), category).await.expect("categories are read");
        let category = category.expect("the category is there").id;
        let kind = if content.financial_year.is_some() { ListingKind::Sla } else { ListingKind::Offer };
        let id = listing::draft(&context, &self.provider, category, kind, content).await.expect("the draft is kept");
        listing::publish(&context, id).await.expect("the listing is published");
        id
    }
}

/// What a listing says, with these differences: 3p a meal, public, everywhere, from 1 April 2026.
pub fn content(title: &str, differences: Value) -> Content {
    let mut content = json!({
        "title": title, "summary": "Cooked in school", "included": "Food and staff", "not_included": "Repairs",
        "term": "3 years", "notice": "6 months", "evidence": "Hygiene rating 5, to 1 June 2027", "areas": [], "phases": [],
        "legal_types": [], "price_visibility": "public", "valid_from": "2026-04-01",
        "schedule": {"term_years": 3, "charges": [
            {"id": "meal", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": "0.03"}]},
    });
    for (name, value) in differences.as_object().expect("differences by name") {
        content[name] = value.clone();
    }
    serde_json::from_value(content).expect("a content")
}
