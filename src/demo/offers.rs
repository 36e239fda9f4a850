//! Who sells in the demonstration, their listings, the authority's price lists, and what the cluster plans on.

use super::people::{ADMINISTRATOR, FIRMS, Firm, LA_OFFICER, LA_SELLER, email};
use super::scenario::{LA_CODE, LA_NAME};
use super::stage::{Stage, day};
use crate::catalogue;
use crate::cluster;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::provider::{self, Facts, Invited, NewProvider};
use ::entity::cluster as cluster_table;
use ::entity::cluster_plan::PlanStatus;
use ::entity::ids::*;
use ::entity::listing::{Content, Direction, ListingKind, PriceVisibility, ServiceLevel, TargetFigure};
use ::entity::membership::Role;
use ::entity::money::Quantity;
use ::entity::provider::ProviderKind;
use ::entity::school::LegalType;

const LISTED: &str = "2026-02-02T09:00:00Z";

/// Category and name of each of the authority's price lists, and the scenario's offer that it holds.
const PRICE_LISTS: [(&str, &str, &str); 5] = [
    ("catering", "Catering management SLA", "catering_la"),
    ("finance", "Finance support SLA", "finance_la"),
    ("hr", "HR and legal SLA", "hr_la"),
    ("payroll", "Payroll SLA", "payroll_la"),
    ("broadband", "Broadband SLA", "broadband_la"),
];

/// Category, firm, title and offer of each listing to clusters.
const LISTINGS: [(&str, &str, &str, &str); 7] = [
    ("catering", "alder", "Catering management for a cluster", "catering_cluster"),
    ("catering", "birch", "Kitchen management at low cost", "catering_birch"),
    ("catering", "cedar", "School meals with dieticians", "catering_cedar"),
    ("finance", "day-finance", "A finance officer by the day", "finance_cluster"),
    ("hr", "people-desk", "HR and legal advice for a cluster", "hr_cluster"),
    ("payroll", "people-desk", "Payroll for a cluster", "payroll_cluster"),
    ("broadband", "net-line", "One internet contract for a cluster", "broadband_cluster"),
];

/// An offer of the demonstration's own, beside the scenario's: with its nine schools it lies just where buying more is cheaper.
const LARGER_LINE: &str = r#"{"term_years":3,"charges":[
    {"id":"site","component":"service","scope":"school","kind":"fixed","amount":"300"},
    {"id":"mbps","component":"service","scope":"cluster","kind":"all_units","unit":"mbps",
     "tiers":[{"from":"0","rate":"150"},{"from":"150","rate":"100"}]}]}"#;

/// Years for which the authority has published its prices.
const YEARS: [i32; 3] = [2026, 2027, 2028];

pub fn authority_name() -> String {
    format!("{LA_NAME} Council (illustrative prices)")
}

pub async fn providers(stage: &mut Stage) -> Result<()> {
    stage.go_to(LISTED)?;
    let administrator = stage.person(ADMINISTRATOR).await?;
    let authority = NewProvider {
        name: authority_name(),
        kind: ProviderKind::Authority,
        la_code: Some(LA_CODE.to_owned()),
        urn: None,
    };
    let id = provider::register(&administrator, authority, invited(LA_SELLER)).await?;
    let row = provider::by_id(administrator.read(), id).await?.ok_or_else(|| Error::internal("no authority"))?;
    let seller = stage.person(LA_SELLER).await?;
    provider::invite(&seller, &row, &invited(LA_OFFICER), Role::LaOfficer).await?;
    firms(stage, &administrator, &FIRMS).await
}

/// Registers firms, each described by the one who writes its bids.
pub async fn firms(stage: &Stage, administrator: &Context, firms: &[Firm]) -> Result<()> {
    for firm in firms {
        let new = NewProvider { name: firm.name.to_owned(), kind: ProviderKind::Firm, la_code: None, urn: None };
        let id = provider::register(administrator, new, invited(firm.person)).await?;
        let facts = Facts {
            name: firm.name.to_owned(),
            description: firm.about.to_owned(),
            company_number: None,
            address: Some("1 Demonstration Way, Darlaston".to_owned()),
            contact_name: Some(firm.person.to_owned()),
            contact_email: Some(email(firm.person)),
        };
        provider::describe(&stage.person(firm.person).await?, id, facts).await?;
    }
    Ok(())
}

pub fn invited(name: &str) -> Invited {
    Invited { name: name.to_owned(), email: email(name) }
}

pub async fn listings(stage: &Stage) -> Result<()> {
    for year in YEARS {
        for (category, title, offer) in PRICE_LISTS {
            let title = format!("{title} {year} to {}", year + 1);
            let content = Content {
                financial_year: Some(year),
                areas: vec![LA_CODE.to_owned()],
                legal_types: maintained(),
                notice: "Six months, to the end of a financial year".to_owned(),
                term: "One financial year".to_owned(),
                buy_back_from: Some(day(year, 1, 4)),
                buy_back_to: Some(day(year, 2, 26)),
                ..content(stage, &title, offer)?
            };
            publish(&stage.person(LA_SELLER).await?, category, ListingKind::Sla, content).await?;
        }
    }
    for (category, firm, title, offer) in LISTINGS {
        let person = FIRMS.iter().find(|one| one.id == firm).map_or("", |one| one.person);
        publish(&stage.person(person).await?, category, ListingKind::Offer, content(stage, title, offer)?).await?;
    }
    let title = "A larger line, priced by its size";
    let larger =
        Content { schedule: serde_json::from_str(LARGER_LINE)?, ..content(stage, title, "broadband_cluster")? };
    let person = FIRMS.iter().find(|one| one.id == "net-line").map_or("", |one| one.person);
    publish(&stage.person(person).await?, "broadband", ListingKind::Offer, larger).await?;
    Ok(())
}

/// The authority's price lists are for the schools that it maintains.
fn maintained() -> Vec<LegalType> {
    vec![
        LegalType::Community,
        LegalType::VoluntaryAided,
        LegalType::VoluntaryControlled,
        LegalType::Foundation,
        LegalType::Nursery,
        LegalType::Special,
    ]
}

fn content(stage: &Stage, title: &str, offer: &str) -> Result<Content> {
    Ok(Content {
        title: title.to_owned(),
        summary: "Prices are illustrative: they say nothing about a real provider.".to_owned(),
        included: "A named person for each school, all visits, and training.".to_owned(),
        not_included: "Food, kitchen staff and equipment; what the law asks of the school itself.".to_owned(),
        term: "Three years".to_owned(),
        notice: "Six months".to_owned(),
        evidence: "References from two clusters, until 31 August 2028.".to_owned(),
        areas: Vec::new(),
        phases: Vec::new(),
        legal_types: Vec::new(),
        price_visibility: PriceVisibility::Public,
        package: None,
        financial_year: None,
        buy_back_from: None,
        buy_back_to: None,
        valid_from: day(2026, 1, 1),
        valid_to: None,
        pooled_cover: None,
        minimum_provision: None,
        withdraws_on: None,
        service_levels: service_levels(offer),
        evidence_ids: Vec::new(),
        schedule: stage.scenario.offer(offer)?.clone(),
    })
}

/// What the demonstration's providers promise: the same measures, so that they can be compared.
fn service_levels(offer: &str) -> Vec<ServiceLevel> {
    let level = |measure: &str, target: &str, figure: Option<(Direction, i64, &str)>| ServiceLevel {
        measure: measure.to_owned(),
        target: target.to_owned(),
        figure: figure.map(|(direction, number, unit)| TargetFigure {
            direction,
            number: Quantity(number * Quantity::ONE.0),
            unit: unit.to_owned(),
        }),
    };
    let days = if offer.ends_with("_la") { 5 } else { 2 };
    vec![
        level(
            "Answering",
            "Every question is answered by a named person",
            Some((Direction::AtMost, days, "working days")),
        ),
        level("Being there", "Agreed visits take place on the agreed day", Some((Direction::AtLeast, 95, "%"))),
        level("Putting right", "What went wrong is put right at no charge", None),
    ]
}

/// A listing's content as the others' are, with this offer's prices.
pub fn draft_like(stage: &Stage, title: &str, offer: &str) -> Result<Content> {
    content(stage, title, offer)
}

pub async fn category_of(person: &Context, slug: &str) -> Result<CategoryId> {
    let category = catalogue::category_by_slug(person.read(), slug).await?;
    category.map(|category| category.id).ok_or_else(|| Error::internal("a category is missing"))
}

/// The person's own published listing with this title.
pub async fn listing_titled(person: &Context, title: &str) -> Result<ListingId> {
    let provider = provider::own(person).await?;
    let published = catalogue::published_by(person.read(), provider.id).await?;
    let found = published.into_iter().find(|each| each.version.title == title);
    found.map(|each| each.listing.id).ok_or_else(|| Error::internal(format!("no listing {title}")))
}

async fn publish(person: &Context, category: &str, kind: ListingKind, content: Content) -> Result<ListingVersionId> {
    let category = catalogue::category_by_slug(person.read(), category).await?;
    let category = category.ok_or_else(|| Error::internal("a category is missing"))?;
    let provider = provider::own(person).await?;
    let id = catalogue::listing::draft(person, &provider, category.id, kind, content).await?;
    catalogue::listing::publish(person, id).await
}

/// Expected from the catering tender, possible with payroll: what the listings would cost the cluster.
pub async fn plans(stage: &Stage, clerk: &Context, cluster: &cluster_table::Model) -> Result<()> {
    let plans = [
        ("catering", "Catering management for a cluster", PlanStatus::Forecast, "The tender is being prepared"),
        ("payroll", "Payroll for a cluster", PlanStatus::Potential, "An idea: 300 staff at £40 instead of £70"),
    ];
    for (category, title, status, note) in plans {
        let version = version_of(stage, category, title).await?;
        cluster::plan(clerk, cluster, version, status, note).await?;
    }
    Ok(())
}

/// The published version of the listing with this title.
pub async fn version_of(stage: &Stage, category: &str, title: &str) -> Result<ListingVersionId> {
    let (_, offers) = cluster::offers(&stage.platform(), category).await?;
    let found = offers.into_iter().find(|offer| offer.version.title == title);
    found.map(|offer| offer.version.id).ok_or_else(|| Error::internal(format!("no listing {title}")))
}
