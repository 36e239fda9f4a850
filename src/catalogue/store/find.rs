//! Queries that find listings among many: each looks at a bounded number of rows, however large the catalogue is.

use crate::catalogue::rules::found::{
    ALL, Entry, Size, area_mark, category_mark, is_mark, kind_mark, phase_bits, phase_mark, type_bits, type_mark,
};
use crate::catalogue::rules::words::trigrams;
use crate::platform::db::TextIndex;
use crate::platform::error::Result;
use crate::quality::rules::FEWEST_RATERS;
use ::entity::listing::ListingKind;
use ::entity::listing_area::EVERYWHERE;
use ::entity::listing_place::ANYWHERE;
use ::entity::provider::ProviderKind;
use ::entity::school::{LegalType, Phase};
use ::entity::{
    category, ids::*, listing, listing_place, listing_score, listing_search, listing_version, provider, search_trigram,
    search_word,
};
use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait as _, Select,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// No list goes further than this.
pub const MOST_FOUND: u64 = 1_000;
/// Rows written by one statement.
const ROWS: usize = 500;
/// The most words in use that one misspelt word is held against.
const MOST_ALIKE: u64 = 60;

const INDEX: TextIndex = TextIndex { table: "listing_search", key: "number", words: "words", index: "listing_words" };

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub category: Option<(CategoryId, String)>,
    /// DfE's code of an LA.
    pub area: Option<String>,
    pub phase: Option<Phase>,
    pub legal_type: Option<LegalType>,
    pub kind: Option<ProviderKind>,
    /// The day on which its prices must hold.
    pub valid_on: Option<NaiveDate>,
    pub rated: Option<Rated>,
    pub size: Size,
}

/// A score that is shown in a term and is at least so many tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rated {
    pub term: i32,
    pub tenths: i32,
}

impl Rated {
    fn listings(self) -> sea_orm::sea_query::SelectStatement {
        use listing_score::Column::{ListingId, Raters, Tenths, TermNumber};
        listing_score::Entity::find()
            .select_only()
            .column(ListingId)
            .filter(TermNumber.eq(self.term))
            .filter(Tenths.gte(self.tenths))
            .filter(Raters.gte(FEWEST_RATERS))
            .into_query()
    }
}

impl Wanted {
    /// The rows that list what is offered in the area: its own and those of all of England.
    pub fn codes(&self) -> Vec<&str> {
        self.area.as_deref().map_or(vec![ANYWHERE], |code| vec![code, EVERYWHERE])
    }

    fn order(&self) -> listing_place::Column {
        match self.size {
            Size::Small => listing_place::Column::Small,
            Size::Middle => listing_place::Column::Middle,
            Size::Large => listing_place::Column::Large,
        }
    }

    fn query(&self, codes: &[&str]) -> Select<listing_place::Entity> {
        use listing_place::Column;
        let mut query = listing_place::Entity::find().filter(Column::LaCode.is_in(codes.iter().copied()));
        if let Some((category, _)) = &self.category {
            query = query.filter(Column::CategoryId.eq(*category));
        }
        if let Some(phase) = self.phase {
            query = query.filter(has_bit(Column::Phases, phase_bits(&[phase])));
        }
        if let Some(kind) = self.legal_type {
            query = query.filter(has_bit(Column::LegalTypes, type_bits(&[kind])));
        }
        if let Some(kind) = self.kind {
            query = query.filter(Column::ProviderKind.eq(kind));
        }
        if let Some(day) = self.valid_on {
            query = query.filter(Column::ValidFrom.lte(day)).filter(Column::ValidTo.gte(day));
        }
        if let Some(rated) = self.rated {
            query = query.filter(Column::ListingId.in_subquery(rated.listings()));
        }
        query
    }

    /// The marks that the words of a listing must hold, each group one of them.
    fn marks(&self) -> Vec<Vec<String>> {
        let category = self.category.as_ref().map(|(_, slug)| vec![category_mark(slug)]);
        let area = self.area.as_ref().map(|code| vec![area_mark(code), area_mark(EVERYWHERE)]);
        let phase = self.phase.map(|phase| vec![phase_mark(phase.as_str()), phase_mark(ALL)]);
        let legal_type = self.legal_type.map(|kind| vec![type_mark(kind.as_str()), type_mark(ALL)]);
        let kind = self.kind.map(|kind| vec![kind_mark(kind)]);
        [category, area, phase, legal_type, kind].into_iter().flatten().collect()
    }
}

fn has_bit(column: listing_place::Column, bit: i32) -> sea_orm::sea_query::SimpleExpr {
    Expr::col(column).bit_and(bit).ne(0)
}

/// What is offered under one code, what costs a typical school least first.
pub async fn places(
    connection: &impl ConnectionTrait,
    wanted: &Wanted,
    code: &str,
    most: u64,
) -> Result<Vec<(i64, ListingId)>> {
    let found = wanted.query(&[code]).select_only().column(wanted.order()).column(listing_place::Column::ListingId);
    let found = found.order_by_asc(wanted.order()).limit(most);
    Ok(found.into_tuple().all(connection).await?)
}

/// How many there are, counted no further than one past the end of the longest list.
pub async fn count_places(connection: &impl ConnectionTrait, wanted: &Wanted) -> Result<u64> {
    Ok(wanted.query(&wanted.codes()).limit(MOST_FOUND + 1).count(connection).await?)
}

/// How many listings each of the categories has of what is wanted, counted no further than the longest list. One query
/// for each category.
pub async fn count_offered(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    wanted: &Wanted,
) -> Result<HashMap<CategoryId, u64>> {
    let mut counted = HashMap::new();
    for category in categories {
        let wanted = Wanted { category: Some((*category, String::new())), ..wanted.clone() };
        counted.insert(*category, count_places(connection, &wanted).await?);
    }
    Ok(counted)
}

/// The listings that have one word of every group, what costs a typical school least first: one query on either database.
pub async fn with_words(
    connection: &impl ConnectionTrait,
    wanted: &Wanted,
    groups: Vec<Vec<String>>,
) -> Result<Vec<(i64, ListingId)>> {
    let order = match wanted.size {
        Size::Small => listing_search::Column::Small,
        Size::Middle => listing_search::Column::Middle,
        Size::Large => listing_search::Column::Large,
    };
    let groups: Vec<Vec<String>> = groups.into_iter().chain(wanted.marks()).collect();
    let most = u32::try_from(MOST_FOUND).unwrap_or(u32::MAX);
    let mut query = listing_search::Entity::find()
        .select_only()
        .column(order)
        .column(listing_search::Column::ListingId)
        .filter(INDEX.matching(connection, &groups, most));
    if let Some(rated) = wanted.rated {
        query = query.filter(listing_search::Column::ListingId.in_subquery(rated.listings()));
    }
    Ok(query.order_by_asc(order).into_tuple().all(connection).await?)
}

/// Those of the words that a listing uses.
pub async fn in_use(connection: &impl ConnectionTrait, words: &[String]) -> Result<BTreeSet<String>> {
    let found: Vec<String> = search_word::Entity::find()
        .select_only()
        .column(search_word::Column::Word)
        .filter(search_word::Column::Word.is_in(words))
        .filter(search_word::Column::Listings.gt(0))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().collect())
}

/// Words in use that begin like this one or share most of its letters, with the number of listings that use each.
pub async fn alike(connection: &impl ConnectionTrait, word: &str) -> Result<Vec<(String, i32)>> {
    let shared = search_trigram::Column::Trigram.count();
    let near: Vec<String> = search_trigram::Entity::find()
        .select_only()
        .column(search_trigram::Column::Word)
        .filter(search_trigram::Column::Trigram.is_in(trigrams(word, true)))
        .group_by(search_trigram::Column::Word)
        .order_by_desc(shared)
        .order_by_asc(search_trigram::Column::Word)
        .limit(MOST_ALIKE)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(search_word::Entity::find()
        .select_only()
        .columns([search_word::Column::Word, search_word::Column::Listings])
        .filter(search_word::Column::Word.is_in(near))
        .filter(search_word::Column::Listings.gt(0))
        .into_tuple()
        .all(connection)
        .await?)
}

/// What a price for a school rests on.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Priceable {
    pub id: ListingId,
    pub category_id: CategoryId,
    pub schedule: serde_json::Value,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// The prices of these listings. One query.
pub async fn priceable(connection: &impl ConnectionTrait, ids: &[ListingId]) -> Result<Vec<Priceable>> {
    let version: sea_orm::RelationDef = listing::Entity::belongs_to(listing_version::Entity)
        .from(listing::Column::VersionId)
        .to(listing_version::Column::Id)
        .into();
    Ok(listing::Entity::find()
        .select_only()
        .columns([listing::Column::Id, listing::Column::CategoryId])
        .columns([
            listing_version::Column::Schedule,
            listing_version::Column::ValidFrom,
            listing_version::Column::ValidTo,
        ])
        .join(JoinType::InnerJoin, version)
        .filter(listing::Column::Id.is_in(ids.iter().copied()))
        .into_model()
        .all(connection)
        .await?)
}

/// Keeps what a published listing is found by, in place of what was kept.
pub async fn put(
    connection: &impl ConnectionTrait,
    (listing, version, areas): (&listing::Model, &listing_version::Model, &[String]),
    provider: &provider::Model,
    category: &category::Model,
) -> Result<()> {
    let entry = Entry::of(listing, version, areas, provider, category)?;
    let before = take_out(connection, listing.id).await?;
    let words: BTreeSet<String> = real_words(&entry.words);
    add_words(connection, words.difference(&before).cloned().collect()).await?;
    lose_words(connection, before.difference(&words).cloned().collect()).await?;
    let row = search_row(listing.id, &entry);
    listing_search::Entity::insert(row).exec_without_returning(connection).await?;
    let places = place_rows(&entry, listing, version, areas, provider.kind);
    let places = places.into_iter().map(IntoActiveModel::into_active_model);
    listing_place::Entity::insert_many(places).exec_without_returning(connection).await?;
    Ok(())
}

/// What many listings are found by, put together before it is written.
#[derive(Debug, Default)]
pub struct Bulk {
    listings: BTreeMap<String, i32>,
}

impl Bulk {
    /// One listing's row; its words are counted.
    pub fn take(&mut self, listing_id: ListingId, entry: &Entry) -> listing_search::ActiveModel {
        for word in real_words(&entry.words) {
            *self.listings.entry(word).or_default() += 1;
        }
        search_row(listing_id, entry)
    }

    /// How many different words they use.
    pub fn words(&self) -> usize {
        self.listings.len()
    }
}

fn search_row(listing_id: ListingId, entry: &Entry) -> listing_search::ActiveModel {
    let [small, middle, large] = entry.costs;
    listing_search::ActiveModel {
        number: NotSet,
        listing_id: Set(listing_id),
        words: Set(entry.words.clone()),
        small: Set(small),
        middle: Set(middle),
        large: Set(large),
    }
}

/// One row for each area and one for lists without an area.
pub fn place_rows(
    entry: &Entry,
    listing: &listing::Model,
    version: &listing_version::Model,
    areas: &[String],
    provider_kind: ProviderKind,
) -> Vec<listing_place::Model> {
    let [small, middle, large] = entry.costs;
    let row = |code: &str| listing_place::Model {
        la_code: code.to_owned(),
        listing_id: listing.id,
        category_id: listing.category_id,
        is_sla: listing.kind == ListingKind::Sla,
        provider_kind,
        phases: entry.phases,
        legal_types: entry.legal_types,
        valid_from: version.valid_from,
        valid_to: version.valid_to.into_iter().chain(version.withdraws_on).min().unwrap_or_else(last_day),
        small,
        middle,
        large,
    };
    areas.iter().map(String::as_str).chain([ANYWHERE]).map(row).collect()
}

/// 31 December 9999: both databases can keep it.
fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Takes a listing out of what is found.
pub async fn forget(connection: &impl ConnectionTrait, listing: ListingId) -> Result<()> {
    let words = take_out(connection, listing).await?;
    lose_words(connection, words.into_iter().collect()).await
}

/// Removes the rows of a listing; its words, to be counted anew.
async fn take_out(connection: &impl ConnectionTrait, listing: ListingId) -> Result<BTreeSet<String>> {
    let held =
        listing_search::Entity::find().filter(listing_search::Column::ListingId.eq(listing)).one(connection).await?;
    let Some(held) = held else { return Ok(BTreeSet::new()) };
    listing_search::Entity::delete_by_id(held.number).exec(connection).await?;
    listing_place::Entity::delete_many().filter(listing_place::Column::ListingId.eq(listing)).exec(connection).await?;
    Ok(real_words(&held.words))
}

fn real_words(words: &str) -> BTreeSet<String> {
    words.split(' ').filter(|word| !is_mark(word)).map(str::to_owned).collect()
}

/// One more listing uses each of these words.
async fn add_words(connection: &impl ConnectionTrait, words: Vec<String>) -> Result<()> {
    let counted = words.into_iter().map(|word| (word, 1)).collect();
    count_words(connection, &Bulk { listings: counted }).await
}

/// So many more listings use each of these words. Two statements for each few hundred of them.
pub async fn count_words(connection: &impl ConnectionTrait, more: &Bulk) -> Result<()> {
    let held = Expr::col((search_word::Entity, search_word::Column::Listings));
    let sum = held.add(Expr::col((Alias::new("excluded"), search_word::Column::Listings)));
    let count = OnConflict::column(search_word::Column::Word).value(search_word::Column::Listings, sum).to_owned();
    let words: Vec<_> = more.listings.iter().map(|(word, listings)| (word.clone(), *listings)).collect();
    for some in words.chunks(ROWS) {
        let rows =
            some.iter().cloned().map(|(word, listings)| search_word::Model { word, listings }.into_active_model());
        search_word::Entity::insert_many(rows).on_conflict(count.clone()).exec_without_returning(connection).await?;
    }
    let of = |word: &String| trigrams(word, true).into_iter().map(|each| (each, word.clone())).collect::<Vec<_>>();
    let pairs: Vec<(String, String)> = more.listings.keys().flat_map(of).collect();
    let kept =
        OnConflict::columns([search_trigram::Column::Trigram, search_trigram::Column::Word]).do_nothing().to_owned();
    for some in pairs.chunks(ROWS) {
        let rows =
            some.iter().cloned().map(|(trigram, word)| search_trigram::Model { trigram, word }.into_active_model());
        search_trigram::Entity::insert_many(rows).on_conflict(kept.clone()).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// One listing fewer uses each of these words.
async fn lose_words(connection: &impl ConnectionTrait, words: Vec<String>) -> Result<()> {
    let one_less = Expr::col(search_word::Column::Listings).sub(1);
    let query = search_word::Entity::update_many().col_expr(search_word::Column::Listings, one_less);
    query.filter(search_word::Column::Word.is_in(words)).exec(connection).await?;
    Ok(())
}
