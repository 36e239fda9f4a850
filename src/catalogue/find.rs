//! Finding services: by words, in an area, for a phase, cheapest first for the chosen school.
//!
//! A long list is put in order by hundreds: each hundred is chosen by what it would cost a typical school of the same size,
//! and then priced for the school itself. So every page looks at a bounded number of listings, and all can be reached.

use super::categories::held_categories;
use super::compare::offered_to;
use super::rules::found::Size;
use super::rules::words::{self, Read, Reading};
use super::rules::{self, unknown_units};
use super::store::{self, MOST_FOUND, Named, Priceable, Wanted};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words as days;
use crate::price::rules::{Buyer, first_year_only, price_offer};
use crate::provider;
use ::entity::exact::Exact;
use ::entity::listing_area::EVERYWHERE;
use ::entity::price::PriceSchedule;
use ::entity::{category, ids::*, listing, listing_version, school};
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use std::collections::HashMap;

pub const ROWS_OF_A_PAGE: u64 = 20;
/// Priced together, and put in order.
const WINDOW: u64 = 100;
/// A list up to a price looks at so many.
const MOST_PRICED: u64 = 300;

/// What somebody looks for.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    pub words: String,
    pub wanted: Wanted,
    /// Priced for this school, of those the reader acts for.
    pub school: Option<school::Model>,
    /// At most so much a year for the school.
    pub at_most: Option<Exact>,
}

impl Sought {
    /// Narrowed to what is offered to the school, unless something else is asked for.
    #[must_use]
    pub fn for_school(mut self, school: school::Model) -> Self {
        self.wanted.area = self.wanted.area.or_else(|| school.la_code.clone());
        self.wanted.phase = self.wanted.phase.or(Some(school.phase));
        self.wanted.legal_type = Some(school.legal_type);
        self.wanted.size = Size::of(school.pupils);
        self.school = Some(school);
        self
    }
}

/// What a listing costs the school in its first year, by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForSchool {
    Cost(Exact),
    /// The school has not said how much it uses, or the provider cannot serve it.
    Unknown,
    /// Its prices hold from a later day.
    NotYet,
    Expired,
}

impl ForSchool {
    pub fn cost(&self) -> Option<&Exact> {
        match self {
            ForSchool::Cost(cost) => Some(cost),
            ForSchool::Unknown | ForSchool::NotYet | ForSchool::Expired => None,
        }
    }

    /// Known costs first, the least of them before others; what has ended last.
    fn order(&self) -> (u8, Option<&Exact>) {
        match self {
            ForSchool::Cost(cost) => (0, Some(cost)),
            ForSchool::Unknown => (1, None),
            ForSchool::NotYet => (2, None),
            ForSchool::Expired => (3, None),
        }
    }
}

/// One listing of the list.
#[derive(Clone, Debug)]
pub struct Hit {
    pub named: Named,
    /// None where no school is chosen.
    pub for_school: Option<ForSchool>,
}

/// A page of the list.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub hits: Vec<Hit>,
    /// No more than [`MOST_FOUND`] are counted.
    pub total: u64,
    pub is_capped: bool,
    /// How each word was read.
    pub read: Vec<Read>,
}

/// The rows `skipped` to `skipped + most`. The number of queries does not depend on how many there are.
pub async fn list(context: &Context, sought: &Sought, page: impl Fn(u64) -> (u64, u64)) -> Result<List> {
    let connection = context.read();
    if let Some(list) = exactly(context, sought, &page).await? {
        return Ok(list);
    }
    let read = read(connection, &sought.words).await?;
    if read.iter().any(|word| word.reading == Reading::Unknown) {
        return Ok(List { read, ..List::default() });
    }
    let found = Candidates::of(connection, sought, &read).await?;
    shown(context, sought, found, read, &page).await
}

/// The page of what has every word as it was typed; none where nothing has, or no words were asked for.
async fn exactly(context: &Context, sought: &Sought, page: &impl Fn(u64) -> (u64, u64)) -> Result<Option<List>> {
    let read: Vec<Read> = words::asked(&sought.words).iter().map(|word| Read::exactly(word)).collect();
    if read.is_empty() {
        return Ok(None);
    }
    let found = Candidates::of(context.read(), sought, &read).await?;
    if found.total == 0 {
        return Ok(None);
    }
    Ok(Some(shown(context, sought, found, read, page).await?))
}

/// The page of what was found.
async fn shown(
    context: &Context,
    sought: &Sought,
    mut found: Candidates,
    read: Vec<Read>,
    page: &impl Fn(u64) -> (u64, u64),
) -> Result<List> {
    let connection = context.read();
    let (skipped, most) = page(found.total);
    let today = days::london_day(context.now);
    let shown = match (&sought.school, &sought.at_most) {
        (Some(school), Some(limit)) => {
            let ids = found.from(connection, sought, 0, MOST_PRICED).await?;
            let mut priced = priced(context, school, &ids, today).await?;
            priced.retain(|(_, cost)| cost.cost().is_some_and(|cost| cost <= limit));
            found.total = priced.len() as u64;
            let (skipped, most) = page(found.total);
            kept(slice(priced, skipped, most))
        }
        (Some(school), None) => {
            let first = skipped / WINDOW * WINDOW;
            let ids = found.from(connection, sought, first, (skipped + most).next_multiple_of(WINDOW) - first).await?;
            let mut shown = Vec::new();
            for hundred in ids.chunks(WINDOW as usize) {
                shown.extend(priced(context, school, hundred, today).await?);
            }
            kept(slice(shown, skipped - first, most))
        }
        (None, _) => found.from(connection, sought, skipped, most).await?.into_iter().map(|id| (id, None)).collect(),
    };
    let hits = hits(connection, shown).await?;
    Ok(List { hits, total: found.total, is_capped: found.is_capped, read })
}

/// The listings of a category that cost the buyer least by itself, the first hundred of them in order. Three queries.
pub(super) async fn cheapest(
    context: &Context,
    sought: &Sought,
    (category, buyer): (CategoryId, &Buyer),
) -> Result<Vec<ListingId>> {
    let all = Candidates { total: WINDOW, is_capped: false, with_words: None };
    let ids = all.from(context.read(), sought, 0, WINDOW).await?;
    let rows = store::priceable(context.read(), &ids).await?;
    let buyers = HashMap::from([(category, buyer.clone())]);
    let priced = in_order(rows, &buyers, &ids, days::london_day(context.now));
    Ok(priced.into_iter().map(|(id, _)| id).collect())
}

/// Whom a school may ask for quotes: the providers whose listings cost it least by itself, and those of the listings named
/// by the words of their addresses; one listing a provider. The number of queries does not depend on how many there are.
pub async fn to_ask(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    named: &[String],
    most: usize,
) -> Result<Vec<Hit>> {
    let (connection, today) = (context.read(), days::london_day(context.now));
    let sought = offered_to(school, Some(category), today);
    let buyers = buyers(context, school, &[category.id], today).await?;
    let Some(buyer) = buyers.get(&category.id) else { return Ok(Vec::new()) };
    let mut ids = cheapest(context, &sought, (category.id, buyer)).await?;
    ids.truncate(most);
    let codes = school.la_code.iter().cloned().collect();
    let wanted = store::ids_by_slugs(connection, category.id, named).await?;
    let wanted = store::published_of(connection, &wanted, &codes).await?.into_iter();
    let wanted = wanted.filter(|each| each.serves(school) && rules::is_valid_on(&each.version, today));
    let wanted: Vec<ListingId> = wanted.map(|each| each.listing.id).collect();
    ids.extend(wanted.iter().copied().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
    let found = hits(connection, kept(priced(context, school, &ids, today).await?)).await?;
    let is_wanted = |hit: &Hit| wanted.contains(&hit.named.listing.id);
    let chosen: Vec<ProviderId> = found.iter().filter(|hit| is_wanted(hit)).map(|hit| hit.named.provider.id).collect();
    let mut seen = Vec::new();
    let mut once = Vec::new();
    for hit in found {
        let provider = hit.named.provider.id;
        if (is_wanted(&hit) || !chosen.contains(&provider)) && !seen.contains(&provider) {
            seen.push(provider);
            once.push(hit);
        }
    }
    Ok(once)
}

fn kept(rows: Vec<(ListingId, ForSchool)>) -> Vec<(ListingId, Option<ForSchool>)> {
    rows.into_iter().map(|(id, cost)| (id, Some(cost))).collect()
}

fn slice<T>(rows: Vec<T>, skipped: u64, most: u64) -> Vec<T> {
    rows.into_iter().skip(skipped as usize).take(most as usize).collect()
}

async fn hits(connection: &impl ConnectionTrait, shown: Vec<(ListingId, Option<ForSchool>)>) -> Result<Vec<Hit>> {
    let ids: Vec<ListingId> = shown.iter().map(|(id, _)| *id).collect();
    let named = store::named_by_ids(connection, &ids).await?;
    let mut named: HashMap<ListingId, Named> = named.into_iter().map(|each| (each.listing.id, each)).collect();
    let hit = |(id, for_school)| Some(Hit { named: named.remove(&id)?, for_school });
    Ok(shown.into_iter().filter_map(hit).collect())
}

/// What matches, in the order of what it costs a typical school.
struct Candidates {
    total: u64,
    is_capped: bool,
    /// All of them, where words were asked for.
    with_words: Option<Vec<ListingId>>,
}

impl Candidates {
    async fn of(connection: &impl ConnectionTrait, sought: &Sought, read: &[Read]) -> Result<Self> {
        if read.is_empty() {
            let total = store::count_places(connection, &sought.wanted).await?;
            return Ok(Candidates { total: total.min(MOST_FOUND), is_capped: total > MOST_FOUND, with_words: None });
        }
        let groups = read.iter().map(|word| word.terms.clone()).collect();
        let found = store::with_words(connection, &sought.wanted, groups).await?;
        let total = found.len() as u64;
        let ids = found.into_iter().map(|(_, id)| id).collect();
        Ok(Candidates { total, is_capped: total >= MOST_FOUND, with_words: Some(ids) })
    }

    async fn from(
        &self,
        connection: &impl ConnectionTrait,
        sought: &Sought,
        skipped: u64,
        most: u64,
    ) -> Result<Vec<ListingId>> {
        let end = (skipped + most).min(MOST_FOUND);
        if let Some(found) = &self.with_words {
            return Ok(slice(found.clone(), skipped, end.saturating_sub(skipped)));
        }
        let mut found = Vec::new();
        for code in sought.wanted.codes() {
            found.extend(store::places(connection, &sought.wanted, code, end).await?);
        }
        found.sort_unstable();
        let ids = found.into_iter().map(|(_, id)| id).collect();
        Ok(slice(ids, skipped, end.saturating_sub(skipped)))
    }
}

/// What each of these costs the school, the least first. Two queries.
pub(super) async fn priced(
    context: &Context,
    school: &school::Model,
    ids: &[ListingId],
    today: NaiveDate,
) -> Result<Vec<(ListingId, ForSchool)>> {
    let rows = store::priceable(context.read(), ids).await?;
    let mut categories: Vec<CategoryId> = rows.iter().map(|row| row.category_id).collect();
    categories.sort_unstable();
    categories.dedup();
    Ok(in_order(rows, &buyers(context, school, &categories, today).await?, ids, today))
}

/// What each of these costs its buyer, the least first; ties as they stand in `ids`.
fn in_order(
    rows: Vec<Priceable>,
    buyers: &HashMap<CategoryId, Buyer>,
    ids: &[ListingId],
    today: NaiveDate,
) -> Vec<(ListingId, ForSchool)> {
    let place: HashMap<ListingId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut priced: Vec<(ListingId, ForSchool)> =
        rows.into_iter().map(|row| (row.id, for_school(row, buyers, today))).collect();
    priced.sort_by(|(one, left), (other, right)| {
        left.order().cmp(&right.order()).then_with(|| place.get(one).cmp(&place.get(other)))
    });
    priced
}

/// The school with its volumes in each category. One query.
async fn buyers(
    context: &Context,
    school: &school::Model,
    ids: &[CategoryId],
    today: NaiveDate,
) -> Result<HashMap<CategoryId, Buyer>> {
    let categories = held_categories(context).await?;
    let year = rules::year_of(school, today);
    let stated = store::stated_volumes(context.read(), ids, &[school.id], year).await?;
    let none = Default::default();
    let buyer = |id: &CategoryId| {
        let items = stated.get(&(school.id, *id)).unwrap_or(&none);
        let category = categories.iter().find(|category| category.id == *id)?;
        let volumes = rules::volumes(&category.shape, items, school.pupils);
        Some((*id, rules::buyer(school, volumes)))
    };
    Ok(ids.iter().filter_map(buyer).collect())
}

fn for_school(row: Priceable, buyers: &HashMap<CategoryId, Buyer>, today: NaiveDate) -> ForSchool {
    if row.valid_to.is_some_and(|last| last < today) {
        return ForSchool::Expired;
    }
    if row.valid_from > today {
        return ForSchool::NotYet;
    }
    let Some(buyer) = buyers.get(&row.category_id) else { return ForSchool::Unknown };
    let Ok(schedule) = serde_json::from_value::<PriceSchedule>(row.schedule) else { return ForSchool::Unknown };
    if !unknown_units(&schedule, &buyer.volumes).is_empty() {
        return ForSchool::Unknown;
    }
    let priced = price_offer(std::slice::from_ref(buyer), &first_year_only(&schedule));
    priced.map_or(ForSchool::Unknown, |priced| ForSchool::Cost(priced.year_one()))
}

/// What somebody meant by each word: itself, what begins so, or what it is a misspelling of.
async fn read(connection: &impl ConnectionTrait, text: &str) -> Result<Vec<Read>> {
    let asked = words::asked(text);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let known = store::in_use(connection, &asked).await?;
    let mut read = Vec::new();
    for word in asked {
        read.push(match known.contains(&word) {
            true => Read::exactly(&word),
            false => words::read(&word, &store::alike(connection, &word).await?),
        });
    }
    Ok(read)
}

/// Keeps what a listing that was just published is found by.
pub async fn index(
    transaction: &DatabaseTransaction,
    listing: &listing::Model,
    version: &listing_version::Model,
    areas: &[String],
) -> Result<()> {
    let provider = provider::by_id(transaction, listing.provider_id).await?.ok_or(Error::NotFound)?;
    let category = store::category_by_id(transaction, listing.category_id).await?.ok_or(Error::NotFound)?;
    let everywhere = [EVERYWHERE.to_owned()];
    let areas = if areas.is_empty() { &everywhere } else { areas };
    store::put(transaction, (listing, version, areas), &provider, &category).await
}

/// After an organisation changed its name: its listings are found by the new one.
pub async fn index_of_provider(transaction: &DatabaseTransaction, provider: ProviderId) -> Result<()> {
    for named in store::published_by(transaction, provider).await? {
        let areas = rules::areas_of(&named.version)?;
        store::put(transaction, (&named.listing, &named.version, &areas), &named.provider, &named.category).await?;
    }
    Ok(())
}
