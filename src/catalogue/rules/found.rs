//! What a list of services is narrowed and ordered by before anything is priced: the words of a listing, the schools it is
//! for, and what it would cost a typical one.

use super::volumes;
use super::words::words_of;
use crate::price::rules::{Buyer, first_year_only, price_offer};
use entity::category::{self, CategoryShape};
use entity::exact::Exact;
use entity::listing::{self, Content, ListingKind};
use entity::listing_version;
use entity::money::Quantity;
use entity::price::PriceSchedule;
use entity::provider::{self, ProviderKind};
use entity::school::{LegalType, Phase};
use std::collections::BTreeMap;

/// Stands for every area, phase or legal type in a mark.
pub const ALL: &str = "all";

/// Where nothing can be worked out: after every listing that can.
pub const NO_COST: i64 = i64::MAX;

/// How large a school is, as far as the order of a long list goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    Small,
    #[default]
    Middle,
    Large,
}

impl Size {
    const ALL: [Size; 3] = [Size::Small, Size::Middle, Size::Large];

    pub fn of(pupils: Option<i32>) -> Self {
        match pupils {
            Some(..=150) => Size::Small,
            Some(600..) => Size::Large,
            _ => Size::Middle,
        }
    }

    /// The pupils of a typical school of this size.
    fn pupils(self) -> i32 {
        match self {
            Size::Small => 90,
            Size::Middle => 280,
            Size::Large => 1_050,
        }
    }
}

/// A bit for every phase; no phase named: all of them.
pub fn phase_bits(phases: &[Phase]) -> i32 {
    bits(Phase::ALL, phases)
}

/// A bit for every legal type; none named: all of them.
pub fn type_bits(types: &[LegalType]) -> i32 {
    bits(LegalType::ALL, types)
}

fn bits<T: PartialEq>(all: &[T], named: &[T]) -> i32 {
    let set = (0..).zip(all).filter(|(_, each)| named.is_empty() || named.contains(each));
    set.map(|(place, _): (u32, _)| 1 << place).sum()
}

/// What is kept of a published listing, so that it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub words: String,
    pub phases: i32,
    pub legal_types: i32,
    /// The first year of a typical school of each size, in 1/10,000 £.
    pub costs: [i64; 3],
}

impl Entry {
    pub fn of(
        listing: &listing::Model,
        version: &listing_version::Model,
        areas: &[String],
        provider: &provider::Model,
        category: &category::Model,
    ) -> Result<Self, serde_json::Error> {
        let schedule: PriceSchedule = serde_json::from_value(version.schedule.clone())?;
        let phases: Vec<Phase> = serde_json::from_value(version.phases.clone())?;
        let types: Vec<LegalType> = serde_json::from_value(version.legal_types.clone())?;
        let typical = |size: Size| typical_cost(&schedule, &category.shape, size, (&phases, &types));
        Ok(Entry {
            words: words(listing, version, (areas, &phases, &types), provider, category).join(" "),
            phases: phase_bits(&phases),
            legal_types: type_bits(&types),
            costs: Size::ALL.map(typical),
        })
    }
}

/// The first year of a typical school by itself, in 1/10,000 £.
fn typical_cost(schedule: &PriceSchedule, shape: &CategoryShape, size: Size, to: (&[Phase], &[LegalType])) -> i64 {
    let buyer = Buyer {
        id: String::new(),
        phase: to.0.first().unwrap_or(&Phase::Primary).as_str().to_owned(),
        legal_type: to.1.first().unwrap_or(&LegalType::Community).as_str().to_owned(),
        volumes: typical_volumes(shape, size),
    };
    let priced = price_offer(&[buyer], &first_year_only(schedule)).ok();
    priced.and_then(|priced| i64::try_from(priced.year_one().half_up_mantissa(4)).ok()).unwrap_or(NO_COST)
}

/// What a draft would cost typical schools in the first year, in 1/10,000 £, each with its pupils.
pub fn typical_costs(content: &Content, shape: &CategoryShape) -> Vec<(i32, i64)> {
    let to = (content.phases.as_slice(), content.legal_types.as_slice());
    Size::ALL.iter().map(|size| (size.pupils(), typical_cost(&content.schedule, shape, *size, to))).collect()
}

/// Everything that has no usual figure is taken to be one for ten pupils: close enough for an order, never shown.
fn typical_volumes(shape: &CategoryShape, size: Size) -> BTreeMap<String, Exact> {
    let tenth = Quantity(i64::from(size.pupils()) * Quantity::ONE.0 / 10);
    let open = shape.items.iter().filter(|item| item.default.is_none());
    let items = open.map(|item| (item.id.clone(), tenth)).collect();
    volumes(shape, &items, Some(size.pupils()))
}

/// What is said of the listing, and the marks of what it is for.
fn words(
    listing: &listing::Model,
    version: &listing_version::Model,
    (areas, phases, types): (&[String], &[Phase], &[LegalType]),
    provider: &provider::Model,
    category: &category::Model,
) -> Vec<String> {
    let said = [&version.title, &version.summary, &version.included, &provider.name, &category.name];
    let package = version.package.clone().unwrap_or_default();
    let kind = if listing.kind == ListingKind::Sla { "SLA" } else { "" };
    let text: Vec<&str> = said.into_iter().map(String::as_str).chain([package.as_str(), kind]).collect();
    let marks = areas.iter().map(|code| area_mark(code));
    let mut words = words_of(&text.join(" "));
    words.extend([category_mark(&category.slug), kind_mark(provider.kind)]);
    words.extend(marks);
    words.extend(or_all(phases.iter().map(|phase| phase_mark(phase.as_str())), phase_mark(ALL)));
    words.extend(or_all(types.iter().map(|kind| type_mark(kind.as_str())), type_mark(ALL)));
    words
}

fn or_all(marks: impl Iterator<Item = String>, all: String) -> Vec<String> {
    let marks: Vec<String> = marks.collect();
    if marks.is_empty() { vec![all] } else { marks }
}

/// A mark begins with `_`, which no word does.
fn mark(kind: char, what: &str) -> String {
    let plain = what.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    format!("_{kind}_{}", plain.collect::<String>())
}

pub fn is_mark(word: &str) -> bool {
    word.starts_with('_')
}

pub fn category_mark(slug: &str) -> String {
    mark('c', slug)
}

pub fn area_mark(code: &str) -> String {
    mark('a', code)
}

pub fn phase_mark(phase: &str) -> String {
    mark('p', phase)
}

pub fn type_mark(legal_type: &str) -> String {
    mark('t', legal_type)
}

pub fn kind_mark(kind: ProviderKind) -> String {
    mark('k', kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::given::given;

    #[test]
    fn no_phase_named_is_every_phase() {
        assert_eq!(phase_bits(&[Phase::Nursery, Phase::Middle]), 0b101);
        assert_eq!(phase_bits(&[]), (1 << Phase::ALL.len()) - 1);
        assert_ne!(type_bits(&[]) & type_bits(&[LegalType::Other]), 0);
    }

    #[test]
    fn a_typical_school_uses_something_of_every_unit_and_a_large_one_more() {
        for category in given() {
            let (small, large) =
                (typical_volumes(&category.shape, Size::Small), typical_volumes(&category.shape, Size::Large));
            let main = &category.shape.main_unit;
            assert!(small[main].is_positive() && large[main] > small[main], "{}", category.slug);
        }
    }
}
