//! What a school can order: its authority's SLAs of the year to come and the present one, priced on its own volumes.

use super::rules::{Member, Refusal, Term, Window, is_whole, term_of, window, years_bought};
use super::store;
use crate::catalogue::compare::price_alone;
use crate::catalogue::rules::{buyer, unknown_units, volumes, year_of};
use crate::catalogue::{self, Published};
use crate::platform::error::Result;
use crate::price::rules::{Buyer, Priced, discount_words};
use ::entity::category::Item;
use ::entity::price::PriceSchedule;
use ::entity::{buy_back_order, category, ids::*, school};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeSet, HashMap};

/// One SLA offered to one school.
#[derive(Clone, Debug)]
pub struct Sla {
    pub published: Published,
    pub category: category::Model,
    pub window: Window,
    /// The school with its yearly volumes in this service.
    pub buyer: Buyer,
    /// The order that stands for it.
    pub order: Option<buy_back_order::Model>,
}

/// An SLA as it is bought, with its price; or the sentence that says why there is none.
#[derive(Clone, Debug)]
pub struct Bought {
    pub schedule: PriceSchedule,
    pub years: u32,
    pub whole_package: bool,
    pub priced: std::result::Result<Priced, String>,
    pub term: Term,
}

impl Sla {
    pub fn id(&self) -> ListingId {
        self.published.listing.id
    }

    /// "Finance support, Gold".
    pub fn title(&self) -> String {
        title_of(&self.published.version)
    }

    /// The year in which its financial year starts.
    pub fn year(&self) -> i32 {
        self.published.version.financial_year.unwrap_or_default()
    }

    pub fn can_be_ordered(&self) -> bool {
        self.refusal().is_none()
    }

    fn member(&self) -> Member {
        let (listing, package) = (&self.published.listing, &self.published.version.package);
        Member { listing: listing.id, category: listing.category_id, package: package.clone() }
    }

    /// The same authority's, for the same year.
    pub fn is_beside(&self, other: &Sla) -> bool {
        self.published.provider.id == other.published.provider.id && self.year() == other.year()
    }

    /// Bought for so many years where the list names them, with or without its whole package.
    pub fn bought(&self, years: u32, whole_package: bool) -> Bought {
        let years = years_bought(&self.published.schedule, years);
        let schedule = self.published.schedule.bought(years, whole_package);
        Bought {
            priced: price_alone(&schedule, &self.buyer),
            years,
            whole_package,
            term: term_of(&self.published.version, years),
            schedule,
        }
    }

    /// What its discounts are given for, with what it is called.
    pub fn discounts(&self) -> Vec<String> {
        let words = |discount| format!("{}: {}", self.title(), discount_words(discount, &self.category.shape));
        self.published.schedule.discounts.iter().map(words).collect()
    }

    /// Why it cannot be ordered now, where it cannot.
    pub fn refusal(&self) -> Option<Refusal> {
        match &self.order {
            Some(order) => Some(Refusal::Ordered(self.title(), order.reference.clone())),
            None if !self.window.is_open() => Some(Refusal::Window(self.title(), self.window)),
            None => None,
        }
    }

    /// The items that the school has to state before there is a price.
    pub fn missing(&self) -> Vec<&Item> {
        let unknown = unknown_units(&self.published.schedule, &self.buyer.volumes);
        let shape = &self.category.shape;
        let units = shape.units.iter().filter(|unit| unknown.contains(&unit.id.as_str()));
        let wanted: BTreeSet<&String> = units.flat_map(|unit| unit.factors.iter().flatten()).collect();
        shape.items.iter().filter(|item| wanted.contains(&item.id) && item.default.is_none()).collect()
    }
}

/// "Finance support, Gold": what an SLA is called, with its package.
pub fn title_of(version: &::entity::listing_version::Model) -> String {
    match &version.package {
        Some(package) => format!("{}, {package}", version.title),
        None => version.title.clone(),
    }
}

/// Whether every SLA of a package is bought with those chosen or ordered already.
pub fn whole_packages(offered: &[Sla], chosen: &BTreeSet<ListingId>) -> BTreeSet<ListingId> {
    let is_bought = |sla: &&Sla| chosen.contains(&sla.id()) || sla.order.is_some();
    let bought: BTreeSet<ListingId> = offered.iter().filter(is_bought).map(Sla::id).collect();
    let whole = |sla: &&Sla| {
        let beside: Vec<Member> = offered.iter().filter(|other| sla.is_beside(other)).map(Sla::member).collect();
        is_whole(&sla.member(), &beside, &bought)
    };
    offered.iter().filter(|sla| chosen.contains(&sla.id())).filter(whole).map(Sla::id).collect()
}

/// The SLAs offered to a school whose prices have not ended, what closes first before the rest. Eight queries.
pub async fn offered(connection: &impl ConnectionTrait, school: &school::Model, today: NaiveDate) -> Result<Vec<Sla>> {
    let categories = catalogue::categories(connection).await?;
    let ids: Vec<CategoryId> = categories.iter().map(|category| category.id).collect();
    let codes = school.la_code.iter().cloned().collect();
    let published = catalogue::price_lists(connection, &ids, &codes).await?;
    of_published(connection, school, published, &categories, today).await
}

/// As [`offered`], of these price lists alone. Two queries.
pub async fn of_published(
    connection: &impl ConnectionTrait,
    school: &school::Model,
    published: Vec<Published>,
    categories: &[category::Model],
    today: NaiveDate,
) -> Result<Vec<Sla>> {
    let ids: Vec<CategoryId> = published.iter().map(|each| each.listing.category_id).collect();
    let year = year_of(school, today);
    let mut stated = catalogue::stated_volumes(connection, &ids, &[school.id], year).await?;
    let mut stands: HashMap<(ListingId, i32), buy_back_order::Model> = HashMap::new();
    for order in store::of_school(connection, school.id).await?.into_iter().filter(|order| order.stands == Some(true)) {
        stands.insert((order.listing_id, order.financial_year), order);
    }
    let mut buyers: HashMap<CategoryId, Buyer> = HashMap::new();
    for category in categories {
        let stated = stated.remove(&(school.id, category.id)).unwrap_or_default();
        buyers.insert(category.id, buyer(school, volumes(&category.shape, &stated, school.pupils)));
    }
    let sla = |published: Published| {
        let category = categories.iter().find(|category| category.id == published.listing.category_id)?.clone();
        let year = published.version.financial_year?;
        let order = stands.get(&(published.listing.id, year)).cloned();
        let buyer = buyers.get(&category.id)?.clone();
        is_offered(&published, school, today).then(|| Sla {
            window: window(&published.version, today),
            published,
            category,
            buyer,
            order,
        })
    };
    let mut found: Vec<Sla> = published.into_iter().filter_map(sla).collect();
    found.sort_by_key(|sla| {
        (!sla.window.is_open(), sla.published.version.buy_back_to, sla.year(), sla.category.position)
    });
    Ok(found)
}

/// Whether an SLA is for this school and has not ended.
fn is_offered(published: &Published, school: &school::Model, today: NaiveDate) -> bool {
    let version = &published.version;
    let last = version.valid_to.into_iter().chain(version.withdraws_on).min();
    published.is_sla() && published.serves(school) && last.is_none_or(|last| today <= last)
}
