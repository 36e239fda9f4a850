//! Invented providers and what they list; LAs among them, with a price list a category each.

use super::store::keep_all;
use super::{Making, written};
use crate::catalogue::rules::found::Entry;
use crate::catalogue::{Bulk, count_words, place_rows};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::Result;
use ::entity::listing::{ListingKind, ListingState, PriceVisibility};
use ::entity::listing_area::{self, EVERYWHERE};
use ::entity::listing_phase::{self, EVERY_PHASE};
use ::entity::provider::ProviderKind;
use ::entity::{category, ids::*, listing, listing_version, provider};
use chrono::{Datelike as _, NaiveDate};
use sea_orm::IntoActiveModel as _;
use serde_json::{Value, json};

/// One provider in so many is an LA.
const AUTHORITIES: usize = 8;

pub(super) async fn providers(context: &Context, making: &mut Making) -> Result<Vec<provider::Model>> {
    let authorities = making.areas.len().min(making.sizes.providers.div_ceil(AUTHORITIES));
    let rows: Vec<provider::Model> = (0..making.sizes.providers)
        .map(|place| provider::Model {
            id: ProviderId::new(making.now),
            slug: format!("invented-provider-{}", place + 1),
            name: format!("Invented provider {} {}", making.words.draw(&mut making.dice, 1), place + 1),
            kind: if place < authorities { ProviderKind::Authority } else { ProviderKind::Firm },
            la_code: (place < authorities).then(|| making.areas[place].to_owned()),
            urn: None,
            company_number: None,
            address: None,
            contact_name: None,
            contact_email: None,
            description: making.words.draw(&mut making.dice, 12),
            created_at: making.now,
        })
        .collect();
    let change = Change::begin(context).await?;
    keep_all(change.tx(), rows.iter().cloned().map(|row| row.into_active_model())).await?;
    written(change, "providers", rows.len()).await?;
    Ok(rows)
}

/// A listing with its one version and where it is offered.
struct Made {
    listing: listing::Model,
    version: listing_version::Model,
    areas: Vec<String>,
    entry: Entry,
    provider_kind: ProviderKind,
}

pub(super) async fn listings(context: &Context, making: &mut Making, providers: &[provider::Model]) -> Result<()> {
    let mut bulk = Bulk::default();
    let mut from = 0;
    while from < making.sizes.listings {
        let to = (from + 1_000).min(making.sizes.listings);
        let made: Result<Vec<Made>> = (from..to).map(|place| listed(making, providers, place)).collect();
        let change = Change::begin(context).await?;
        keep(&change, made?, &mut bulk).await?;
        written(change, "listings", to - from).await?;
        from = to;
    }
    let change = Change::begin(context).await?;
    count_words(change.tx(), &bulk).await?;
    written(change, "words", bulk.words()).await
}

async fn keep(change: &Change, made: Vec<Made>, bulk: &mut Bulk) -> Result<()> {
    let rows = |each: &Made| place_rows(&each.entry, &each.listing, &each.version, &each.areas, each.provider_kind);
    let places: Vec<_> = made.iter().flat_map(rows).collect();
    let areas: Vec<_> = made
        .iter()
        .flat_map(|each| {
            let area = |code: &String| listing_area::Model { listing_id: each.listing.id, la_code: code.clone() };
            each.areas.iter().map(area).collect::<Vec<_>>()
        })
        .collect();
    let phase = |each: &Made| listing_phase::Model { listing_id: each.listing.id, phase: EVERY_PHASE.to_owned() };
    let phases: Vec<_> = made.iter().map(phase).collect();
    let searched: Vec<_> = made.iter().map(|each| bulk.take(each.listing.id, &each.entry)).collect();
    let (listings, versions): (Vec<_>, Vec<_>) = made.into_iter().map(|each| (each.listing, each.version)).unzip();
    keep_all(change.tx(), listings.into_iter().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), versions.into_iter().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), areas.into_iter().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), phases.into_iter().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), places.into_iter().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), searched).await
}

fn listed(making: &mut Making, providers: &[provider::Model], place: usize) -> Result<Made> {
    let category = making.categories[place % making.categories.len()].clone();
    let authorities = providers.iter().filter(|each| each.kind == ProviderKind::Authority).count();
    let first = place / making.categories.len();
    let is_sla = first < authorities;
    let provider = if is_sla { &providers[first] } else { &providers[making.dice.below(providers.len())] };
    let areas = match &provider.la_code {
        Some(code) => vec![code.clone()],
        None if making.dice.below(10) == 0 => vec![EVERYWHERE.to_owned()],
        None => some_areas(making),
    };
    let listing = listing_of(making, provider, &category, (place, is_sla));
    let mut version = version_of(making, &listing, &category, is_sla);
    version.areas = json!(areas.iter().filter(|code| *code != EVERYWHERE).collect::<Vec<_>>());
    let entry = Entry::of(&listing, &version, &areas, provider, &category)?;
    Ok(Made { provider_kind: provider.kind, listing, version, areas, entry })
}

/// One to five LAs.
fn some_areas(making: &mut Making) -> Vec<String> {
    let count = making.dice.below(5) + 1;
    let mut areas: Vec<String> =
        (0..count).filter_map(|_| making.dice.one_of(&making.areas)).map(str::to_owned).collect();
    areas.sort_unstable();
    areas.dedup();
    areas
}

fn listing_of(
    making: &Making,
    provider: &provider::Model,
    category: &category::Model,
    (place, is_sla): (usize, bool),
) -> listing::Model {
    let visibility = match place % 5 {
        0 => PriceVisibility::Guide,
        1 => PriceVisibility::Schools,
        _ => PriceVisibility::Public,
    };
    let id = ListingId::new(making.now);
    listing::Model {
        id,
        provider_id: provider.id,
        category_id: category.id,
        slug: format!("invented-{}", place + 1),
        kind: if is_sla { ListingKind::Sla } else { ListingKind::Offer },
        state: ListingState::Published,
        price_visibility: if is_sla { PriceVisibility::Public } else { visibility },
        version_id: Some(ListingVersionId(id.0)),
        draft: None,
        sent_by: None,
        sent_at: None,
        sent_back: None,
        next_version_id: None,
        withdrawal_reason: None,
        is_rated: false,
        created_at: making.now,
    }
}

fn version_of(
    making: &mut Making,
    listing: &listing::Model,
    category: &category::Model,
    is_sla: bool,
) -> listing_version::Model {
    let year = if making.today.month() >= 4 { making.today.year() } else { making.today.year() - 1 };
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    let mut draw = |count| making.words.draw(&mut making.dice, count);
    let (title, summary, included, not_included) = (draw(3), draw(10), draw(14), draw(4));
    listing_version::Model {
        minimum_provision: None,
        pooled_cover: None,
        withdraws_on: None,
        service_levels: json!([]),
        id: ListingVersionId(listing.id.0),
        listing_id: listing.id,
        number: 1,
        title,
        summary,
        included,
        not_included,
        term: "Three years".to_owned(),
        notice: "Six months".to_owned(),
        evidence: "Invented".to_owned(),
        phases: json!([]),
        legal_types: json!([]),
        package: None,
        financial_year: is_sla.then_some(year),
        buy_back_from: None,
        buy_back_to: None,
        valid_from: day(year, 4, 1).unwrap_or_default(),
        valid_to: day(year + 1, 3, 31).filter(|_| is_sla),
        areas: json!([]),
        evidence_ids: json!([]),
        schedule: schedule(making, category),
        published_at: making.now,
        written_by: None,
        published_by: None,
    }
}

/// A charge a year and one for each main unit; in one listing of four with bands.
fn schedule(making: &mut Making, category: &category::Model) -> Value {
    let unit = &category.shape.main_unit;
    let component = category.shape.components.first().map(|component| component.id.as_str()).unwrap_or("service");
    let fee = making.dice.between(200, 4_000).to_string();
    let pence = if unit == "meal" { making.dice.between(2, 12) } else { making.dice.between(500, 9_000) };
    let rate = |pence: i64| format!("{}.{:02}", pence / 100, pence % 100);
    let by_use = match making.dice.below(4) {
        0 => json!({ "id": "use", "component": component, "scope": "cluster", "kind": "graduated", "unit": unit,
            "bands": [{ "up_to": "100", "rate": rate(pence) }, { "up_to": null, "rate": rate(pence / 2) }] }),
        _ => json!({ "id": "use", "component": component, "scope": "school", "kind": "unit", "unit": unit,
            "rate": rate(pence) }),
    };
    let fixed = json!({ "id": "fee", "component": component, "scope": "school", "kind": "fixed", "amount": fee });
    json!({ "term_years": making.dice.between(1, 4), "charges": [fixed, by_use] })
}
