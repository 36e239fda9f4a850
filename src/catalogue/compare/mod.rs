//! What each offer would cost one school, on its own volumes, against what it pays now: alone and in its cluster.
//!
//! Offers are the listings and the LA's price list. Any other priced schedule becomes a further [`OfferColumn`] by
//! [`Comparison::add`].

mod break_even;
mod column;
mod cost;
mod group;
mod leaving;

pub use break_even::{BreakEven, Measured, Size, break_even};
pub use column::{Offer, OfferColumn, price_alone};
pub use cost::{Cost, Part};
pub use group::{Group, cheapest_for, of_members};
pub use leaving::TwoLeave;

pub use crate::price::rules::BuyingMore;

use super::baseline::{self, Facts};
use super::categories::{held_categories, held_category};
use super::find::{self, Sought};
use super::rules::{self, Baseline};
use super::store::{self, Published, Wanted};
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::price::rules::{Buyer, buying_more};
use crate::provider;
use crate::quality::{self, Opinion};
use crate::school as schools;
use ::entity::category::{Item, Unit};
use ::entity::exact::Exact;
use ::entity::listing::PriceVisibility;
use ::entity::{category, ids::*, school};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// So many offers stand side by side.
pub const MOST_COMPARED: usize = 6;

/// One school, one category, the offers side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub school: school::Model,
    pub category: category::Model,
    /// The school with its yearly volumes.
    pub buyer: Buyer,
    pub year: i32,
    /// What has to be stated before anything can be priced; empty when it can.
    pub missing: Vec<Item>,
    pub baseline: Option<Baseline>,
    /// The cluster's contract that the school buys under already, with its part of it.
    pub running: Option<store::Running>,
    /// The cluster's schools that use this service, where the school is one of several.
    pub group: Option<Group>,
    /// The longest term shown, in years: shorter offers repeat their last year.
    pub horizon: u32,
    pub columns: Vec<OfferColumn>,
    /// How many offers there are, of which these are set side by side.
    pub offered: u64,
    /// The columns were chosen, and are not the cheapest.
    pub are_chosen: bool,
}

/// The order of the columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Cost,
    Name,
}

impl Comparison {
    pub fn main_unit(&self) -> Option<&Unit> {
        self.category.shape.units.iter().find(|unit| unit.id == self.category.shape.main_unit)
    }

    /// The school's yearly volume in the main unit, if it is known.
    pub fn volume(&self) -> Option<&Exact> {
        self.buyer.volumes.get(&self.category.shape.main_unit)
    }

    /// Who makes an offer; with its title where the same provider makes several.
    pub fn name_of(&self, column: &OfferColumn) -> String {
        let offer = &column.offer;
        match self.columns.iter().filter(|other| other.offer.name == offer.name).count() {
            0 | 1 => offer.name.clone(),
            _ => format!("{}, {}", offer.name, offer.title),
        }
    }

    /// What is compared by the unit: the headline component, where the category has one.
    pub fn measured(&self) -> Measured<'_> {
        let shape = &self.category.shape;
        Measured { component: shape.headline_component.as_deref(), unit: &shape.main_unit }
    }

    /// The two schools whose leaving would cost this one most under an offer, and how much.
    pub fn two_leave(&self, column: &OfferColumn) -> Option<TwoLeave> {
        leaving::two_leave(column.joint.as_ref()?, self.group.as_ref()?)
    }

    /// The charges of an offer at a volume at which buying more is cheaper: of the cluster where there is one, and of this
    /// school's own use.
    pub fn buying_more(&self, column: &OfferColumn) -> Vec<BuyingMore> {
        let buyers = match (&self.group, &column.joint) {
            (Some(group), Some(_)) => group.buyers.clone(),
            _ => vec![self.buyer.clone()],
        };
        let mut found = buying_more(&buyers, &column.offer.schedule);
        found.retain(|one| one.school.as_ref().is_none_or(|school| *school == self.buyer.id));
        found
    }

    /// Prices further offers and puts all columns in order.
    pub fn add(&mut self, offers: Vec<Offer>, sort: Sort) {
        let longest = offers.iter().map(|offer| offer.schedule.term_years).max().unwrap_or(1);
        let held = std::mem::take(&mut self.columns).into_iter().map(|column| column.offer);
        let offers: Vec<Offer> = held.chain(offers).collect();
        self.horizon = self.horizon.max(longest);
        let price = |offer| OfferColumn::priced(offer, &self.buyer, self.group.as_ref(), self.horizon);
        self.columns = offers.into_iter().map(price).collect();
        match sort {
            Sort::Cost => self.columns.sort_by_key(|column| (column.year_one().is_none(), column.year_one().cloned())),
            Sort::Name => self.columns.sort_by_key(|column| column.offer.name.to_lowercase()),
        }
    }
}

/// The comparison for a school that the actor may see. A fixed number of queries for any number of offers.
///
/// Of the offers named by the words of their addresses, or else of those that cost the school least by itself.
pub async fn of(context: &Context, urn: i32, slug: &str, chosen: &[String], sort: Sort) -> Result<Comparison> {
    let school = schools::seen(context, urn).await?;
    let category = held_category(context, slug).await?.ok_or(Error::NotFound)?;
    let today = words::london_day(context.now);
    let wanted = offered_to(&school, Some(&category), today);
    let offered = store::count_places(context.read(), &wanted.wanted).await?;
    let (facts, group) = around(context, &school, &category).await?;
    let baseline = match &group {
        Some(group) => group.baselines.get(&school.id).cloned(),
        None => known(context, &facts, &school, &category).await?,
    };
    let volumes = facts.volumes(&school, &category);
    let running = facts.running(&school, &category).cloned();
    let mut comparison = Comparison {
        year: rules::year_of(&school, today),
        missing: missing(&category, &volumes),
        buyer: rules::buyer(&school, volumes),
        school,
        category,
        baseline,
        running,
        group,
        horizon: 1,
        columns: Vec::new(),
        offered,
        are_chosen: !chosen.is_empty(),
    };
    let offers = offers(context, &comparison, &wanted, chosen).await?;
    let evidence = evidence_of(context, &offers).await?;
    let rated: Vec<ListingId> = offers.iter().filter(|one| one.listing.is_rated).map(|one| one.listing.id).collect();
    let mut opinions = quality::opinions(context, &comparison.school, &rated).await?;
    let offer = |(one, evidence): (&Published, String)| {
        let opinion = opinions.remove(&one.listing.id).unwrap_or_default();
        Ok(Offer { evidence, ..offer_of(one, opinion)? })
    };
    let offers = offers.iter().zip(evidence).map(offer).collect::<Result<Vec<Offer>>>()?;
    comparison.add(offers, sort);
    Ok(comparison)
}

/// What is stored of the school and of those of its cluster, and the group that it compares in: of the cluster it joined
/// first, if at least one other school there uses the service too.
async fn around(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
) -> Result<(Facts, Option<Group>)> {
    let (connection, today) = (context.read(), words::london_day(context.now));
    let own = std::slice::from_ref(category);
    let Some((cluster, members)) = group::around(connection, school.id).await? else {
        return Ok((Facts::load(connection, own, std::slice::from_ref(school), today).await?, None));
    };
    let facts = Facts::load(connection, own, &members, today).await?;
    let group = group::of_facts(connection, &facts, &cluster, members, category).await?;
    let place = |group: &Group| group.schools.iter().position(|member| member.id == school.id);
    Ok((facts, group.and_then(|group| Some(Group { place: place(&group)?, ..group }))))
}

async fn known(
    context: &Context,
    facts: &Facts,
    school: &school::Model,
    category: &category::Model,
) -> Result<Option<Baseline>> {
    let (categories, schools) = (std::slice::from_ref(category), std::slice::from_ref(school));
    Ok(facts.known(context.read(), categories, schools).await?.remove(&(school.id, category.id)))
}

/// The comparison of offers that no listing makes, on the volumes given, against what the school pays now. Who may see it
/// is for the caller to ask.
pub async fn of_offers(
    context: &Context,
    school: school::Model,
    category: category::Model,
    volumes: BTreeMap<String, Exact>,
    offers: Vec<Offer>,
) -> Result<Comparison> {
    let today = words::london_day(context.now);
    let mut comparison = Comparison {
        buyer: rules::buyer(&school, volumes),
        year: rules::year_of(&school, today),
        missing: Vec::new(),
        baseline: baseline::of_school(context.read(), &category, &school, today).await?,
        running: None,
        group: None,
        horizon: 1,
        columns: Vec::new(),
        offered: offers.len() as u64,
        are_chosen: true,
        school,
        category,
    };
    comparison.add(offers, Sort::Cost);
    Ok(comparison)
}

/// What is offered to a school on a day.
pub(super) fn offered_to(school: &school::Model, category: Option<&category::Model>, today: NaiveDate) -> Sought {
    let category = category.map(|category| (category.id, category.slug.clone()));
    let wanted = Wanted { category, valid_on: Some(today), ..Wanted::default() };
    Sought { wanted, ..Sought::default() }.for_school(school.clone())
}

/// The offers to set side by side: those chosen, or the cheapest; the price list that is paid now is a column already.
async fn offers(
    context: &Context,
    comparison: &Comparison,
    sought: &Sought,
    chosen: &[String],
) -> Result<Vec<Published>> {
    let connection = context.read();
    let today = words::london_day(context.now);
    let ids = match chosen.is_empty() {
        true => find::cheapest(context, sought, (comparison.category.id, &comparison.buyer)).await?,
        false => store::ids_by_slugs(connection, comparison.category.id, chosen).await?,
    };
    let few = &ids[..ids.len().min(MOST_COMPARED + 1)];
    let place = |each: &Published| ids.iter().position(|id| *id == each.listing.id);
    let codes = comparison.school.la_code.iter().cloned().collect();
    let mut found = store::published_of(connection, few, &codes).await?;
    let is_now = |each: &Published| {
        comparison.baseline.as_ref().is_some_and(|now| now.priced.is_some() && now.source == each.cited())
    };
    found.retain(|each| each.serves(&comparison.school) && !is_now(each) && rules::is_valid_on(&each.version, today));
    found.sort_by_key(place);
    found.truncate(MOST_COMPARED);
    Ok(found)
}

/// The items of the main unit that the school has to state.
fn missing(category: &category::Model, volumes: &BTreeMap<String, Exact>) -> Vec<Item> {
    if volumes.contains_key(&category.shape.main_unit) {
        return Vec::new();
    }
    let main = category.shape.units.iter().find(|unit| unit.id == category.shape.main_unit);
    let wanted: BTreeSet<&String> = main.iter().flat_map(|unit| unit.factors.iter().flatten()).collect();
    let all = rules::missing_items(&category.shape, volumes);
    all.into_iter().filter(|item| wanted.contains(&item.id)).cloned().collect()
}

/// The certificates that each rests on as they are today, and what it says besides. One query at most.
async fn evidence_of(context: &Context, offers: &[Published]) -> Result<Vec<String>> {
    let today = words::london_day(context.now);
    let mut ids: Vec<Vec<ProviderEvidenceId>> = Vec::new();
    for offer in offers {
        ids.push(serde_json::from_value(offer.version.evidence_ids.clone())?);
    }
    let held = provider::certificates(context.read(), &ids.concat()).await?;
    let of_one = |(offer, ids): (&Published, &Vec<ProviderEvidenceId>)| {
        let own = held.iter().filter(|held| ids.contains(&held.first_id));
        let lines = own.map(|held| certificate_words(&held.name, held.expires_on, today));
        let said = Some(offer.version.evidence.clone()).filter(|said| !said.is_empty());
        lines.chain(said).collect::<Vec<_>>().join("\n")
    };
    Ok(offers.iter().zip(&ids).map(of_one).collect())
}

/// "Food hygiene, expired on 1 June 2026".
fn certificate_words(name: &str, expires_on: Option<NaiveDate>, today: NaiveDate) -> String {
    match expires_on {
        Some(day) if day < today => format!("{name}, expired on {}", words::short_date(day)),
        Some(day) => format!("{name}, expires on {}", words::short_date(day)),
        None => name.to_owned(),
    }
}

fn offer_of(published: &Published, opinion: Opinion) -> Result<Offer> {
    let is_guide = published.listing.price_visibility == PriceVisibility::Guide;
    Ok(Offer {
        name: published.provider.name.clone(),
        title: published.version.title.clone(),
        source: published.version_words(),
        schedule: published.schedule.clone(),
        is_sla: published.is_sla(),
        is_guide,
        slug: Some(published.listing.slug.clone()),
        included: published.version.included.clone(),
        not_included: published.version.not_included.clone(),
        term: published.version.term.clone(),
        notice: published.version.notice.clone(),
        evidence: published.version.evidence.clone(),
        service_levels: rules::levels_of(&published.version.service_levels)?,
        opinion,
    })
}

/// One category in the list of what can be compared.
#[derive(Clone, Debug)]
pub struct Choice {
    pub category: category::Model,
    pub baseline: Option<Baseline>,
    /// The cluster's contract that it is bought under, with the school's part.
    pub running: Option<store::Running>,
    pub offers: u64,
}

/// Every category with what the school pays now and how many offers there are. A fixed number of queries.
pub async fn choices(context: &Context, school: &school::Model) -> Result<Vec<Choice>> {
    let categories = held_categories(context).await?.to_vec();
    let today = words::london_day(context.now);
    let ids: Vec<CategoryId> = categories.iter().map(|category| category.id).collect();
    let offered = store::count_offered(context.read(), &ids, &offered_to(school, None, today).wanted).await?;
    let own = std::slice::from_ref(school);
    let facts = Facts::load(context.read(), &categories, own, today).await?;
    let mut known = facts.known(context.read(), &categories, own).await?;
    let choice = |category: category::Model| Choice {
        baseline: known.remove(&(school.id, category.id)),
        running: facts.running(school, &category).cloned(),
        offers: offered.get(&category.id).copied().unwrap_or_default(),
        category,
    };
    Ok(categories.into_iter().map(choice).collect())
}

/// The services of which the actor's school does not know the cost, though there is something to compare.
pub async fn without_cost(context: &Context) -> Result<Vec<(school::Model, category::Model)>> {
    let today = words::london_day(context.now);
    let mut open = Vec::new();
    for school in schools::own(context).await? {
        if !context.actor.may(Action::EditSchool, &schools::place_of(school)) {
            continue;
        }
        let mut categories = held_categories(context).await?.to_vec();
        let own = std::slice::from_ref(school);
        let known = baseline::of_categories(context.read(), &categories, own, today).await?;
        categories.retain(|category| !known.contains_key(&(school.id, category.id)));
        let ids: Vec<CategoryId> = categories.iter().map(|category| category.id).collect();
        let offered = store::count_offered(context.read(), &ids, &offered_to(school, None, today).wanted).await?;
        categories.retain(|category| offered.get(&category.id).is_some_and(|offers| *offers > 0));
        open.extend(categories.into_iter().map(|category| (school.clone(), category)));
    }
    Ok(open)
}
