//! Where a school stands beside medians that tell no school's figure, and with whom it could buy again.

mod aligned;
mod medians;

use clusterbuy::catalogue::{self, volumes};
use clusterbuy::school::rules::Terms;
use entity::contract_entry::CostSource;
use entity::membership::Role;
use entity::money::{Money, Quantity};
use entity::school::Model as School;
use std::collections::BTreeMap;
use support::{Person, World};

/// The school says that it pays so much a year for so many meals, until a day.
async fn pays(world: &World, school: &School, (pounds, meals): (i64, i64), ends_on: &str) -> Person {
    let manager = world.at_school(&format!("Mo Manager {}", school.urn), Role::BusinessManager, school).await;
    let context = manager.context(world).await;
    let sheet = volumes::sheet(&context, school.urn, "catering").await.unwrap();
    let figures = [("meals_paid", meals), ("service_days", 1)];
    let figures: BTreeMap<String, Option<Quantity>> =
        figures.into_iter().map(|(item, count)| (item.to_owned(), Some(Quantity(count * 1_000)))).collect();
    volumes::state(&context, &sheet, figures).await.unwrap();
    let category = catalogue::category_by_slug(world.app.db.read(), "catering").await.unwrap().unwrap();
    let terms = Terms {
        title: "Meals".to_owned(),
        category: Some(category.id),
        provider_name: "Now Meals".to_owned(),
        starts_on: None,
        ends_on: ends_on.parse().ok(),
        notice_terms: None,
        notice_on: None,
        yearly_amount: Some(Money(pounds * 10_000)),
        how_bought: None,
        cost_source: CostSource::Invoices,
        responsible: None,
        cost_code: None,
    };
    clusterbuy::school::add_contract(&context, school, terms).await.unwrap();
    manager
}
