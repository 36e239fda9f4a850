//! A version of a listing as a page shows it, to the public and to its own provider.

use super::school_words;
use crate::catalogue::rules::{PriceSight, content_of, financial_year_words, target_words};
use crate::catalogue::{Spread, areas_in_words, certificates, spread, standing};
use crate::platform::error::Result;
use crate::platform::http::visit::Visit;
use crate::platform::words::{self, capitalised};
use crate::price::form::{describe, guide};
use ::entity::category::CategoryShape;
use ::entity::ids::ProviderEvidenceId;
use ::entity::listing::{Content, Model as Listing, PooledCover, ServiceLevel};
use ::entity::listing_version::Model as Version;
use ::entity::money::plain_price;
use ::entity::provider_evidence;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// A certificate as everybody sees it: its name and the day it expires.
#[derive(Clone, Serialize)]
pub(super) struct CertificateRow {
    name: String,
    expires_on: Option<NaiveDate>,
    /// "Expired", "Expires soon".
    warning: Option<&'static str>,
}

impl CertificateRow {
    pub(super) fn of(held: &provider_evidence::Model, today: NaiveDate) -> Self {
        let warning = standing(held.expires_on, today).words();
        Self { name: held.name.clone(), expires_on: held.expires_on, warning }
    }
}

/// A promise by which it is rated.
#[derive(Serialize)]
struct Level {
    measure: String,
    target: String,
}

/// What a listing says.
#[derive(Serialize)]
pub(super) struct Shown {
    title: String,
    summary: String,
    included: String,
    not_included: String,
    term: String,
    notice: String,
    evidence: String,
    /// Certificates that it rests on.
    certificates: Vec<CertificateRow>,
    /// "Walsall and Dudley", "All of England".
    area: String,
    /// The same, region by region.
    spread: Vec<Spread>,
    phases: String,
    types: String,
    package: Option<String>,
    financial_year: Option<String>,
    buy_back_from: Option<NaiveDate>,
    buy_back_to: Option<NaiveDate>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    /// The prices have ended.
    is_expired: bool,
    /// The prices hold from a later day.
    is_ahead: bool,
    /// "Supply cover, up to £5,000 a year for one school, after 3 days".
    pooled_cover: Option<String>,
    minimum_provision: Option<String>,
    withdraws_on: Option<NaiveDate>,
    levels: Vec<Level>,
    prices: Vec<String>,
    /// "from 3p a meal", where only a guide is shown.
    guide: Option<String>,
    asks_to_sign_in: bool,
}

impl Shown {
    /// A published version, its prices as far as the reader sees them.
    pub(super) fn of(
        listing: &Listing,
        version: Version,
        shape: &CategoryShape,
        sight: PriceSight,
        today: NaiveDate,
    ) -> Result<Self> {
        Ok(Self::content(content_of(listing, version)?, shape, sight, today))
    }

    /// A published version with the certificates that it rests on, as they are today. One query more.
    pub(super) async fn with_certificates(
        visit: &Visit,
        listing: &Listing,
        version: Version,
        shape: &CategoryShape,
        sight: PriceSight,
    ) -> Result<Self> {
        let ids: Vec<ProviderEvidenceId> = serde_json::from_value(version.evidence_ids.clone())?;
        let held = certificates(visit.read(), &ids).await?;
        let today = words::london_day(visit.now);
        Ok(Self::of(listing, version, shape, sight, today)?.resting_on(&held, today))
    }

    /// For samples of pages.
    pub(super) fn sample(is_full: bool, sight: PriceSight) -> Self {
        let today = if is_full { NaiveDate::MAX } else { NaiveDate::MIN };
        let shown = Self::content(sample_content(is_full), &sample_shape(), sight, today);
        Self { certificates: if is_full { sample_certificates() } else { Vec::new() }, ..shown }
    }

    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// With the certificates that it rests on.
    pub(super) fn resting_on(mut self, held: &[provider_evidence::Model], today: NaiveDate) -> Self {
        self.certificates = held.iter().map(|held| CertificateRow::of(held, today)).collect();
        self
    }

    pub(super) fn content(content: Content, shape: &CategoryShape, sight: PriceSight, today: NaiveDate) -> Self {
        let seen = |wanted: PriceSight| sight == wanted;
        let words = |list: Vec<String>, all: &str| if list.is_empty() { all.to_owned() } else { list.join(", ") };
        let level = |level: &ServiceLevel| Level { measure: level.measure.clone(), target: target_words(level) };
        let codes: BTreeSet<String> = content.areas.iter().cloned().collect();
        let area = capitalised(&areas_in_words(&codes).join(", "));
        Shown {
            prices: if seen(PriceSight::Full) { describe(&content.schedule, shape) } else { Vec::new() },
            guide: guide(&content.schedule, shape).filter(|_| seen(PriceSight::Guide)),
            asks_to_sign_in: seen(PriceSight::SignIn),
            area: if codes.is_empty() { "All of England".to_owned() } else { area },
            spread: spread(&codes),
            certificates: Vec::new(),
            phases: words(content.phases.iter().map(|phase| school_words(phase.as_str())).collect(), "All phases"),
            types: words(content.legal_types.iter().map(|kind| school_words(kind.as_str())).collect(), "All types"),
            pooled_cover: content.pooled_cover.as_ref().map(cover_words),
            minimum_provision: content.minimum_provision,
            withdraws_on: content.withdraws_on,
            levels: content.service_levels.iter().map(level).collect(),
            is_expired: content.valid_to.is_some_and(|last| last < today),
            is_ahead: content.valid_from > today,
            financial_year: content.financial_year.map(financial_year_words),
            title: content.title,
            summary: content.summary,
            included: content.included,
            not_included: content.not_included,
            term: content.term,
            notice: content.notice,
            evidence: content.evidence,
            package: content.package,
            buy_back_from: content.buy_back_from,
            buy_back_to: content.buy_back_to,
            valid_from: content.valid_from,
            valid_to: content.valid_to,
        }
    }
}

/// What pooled cover pays, in one line.
pub(super) fn cover_words(cover: &PooledCover) -> String {
    let most = cover.most.map(|most| format!(", up to {} a year for one school", plain_price(&most.exact())));
    let after = cover.waiting_days.map(|days| format!(", after {}", words::plural(i64::from(days), "day", "days")));
    format!("{}{}{}", cover.covers, most.unwrap_or_default(), after.unwrap_or_default())
}

/// One in force and one that has expired, for samples of pages.
fn sample_certificates() -> Vec<CertificateRow> {
    let row = |expires_on, warning| CertificateRow { name: "Food hygiene".to_owned(), expires_on, warning };
    vec![row(Some(NaiveDate::default()), Some("Expired")), row(None, None)]
}

/// A listing's content for samples of pages: every fact given, or none that may be left out.
pub(super) fn sample_content(is_full: bool) -> Content {
    let day = |text: &str| text.parse::<NaiveDate>().ok().filter(|_| is_full);
    let text = |text: &str| if is_full { text.to_owned() } else { String::new() };
    Content {
        title: "Meals".to_owned(),
        summary: "Meals cooked in school".to_owned(),
        included: "Food and staff".to_owned(),
        not_included: text("Repairs"),
        term: text("3 years"),
        notice: text("6 months"),
        evidence: text("Hygiene rating 5, to 1 June 2027"),
        areas: is_full.then(|| "335".to_owned()).into_iter().collect(),
        phases: Vec::new(),
        legal_types: Vec::new(),
        price_visibility: ::entity::listing::PriceVisibility::Public,
        package: is_full.then(|| "Gold".to_owned()),
        financial_year: is_full.then_some(2026),
        buy_back_from: day("2027-01-04"),
        buy_back_to: day("2027-02-26"),
        valid_from: NaiveDate::default(),
        valid_to: day("1970-03-31"),
        schedule: sample_schedule(),
        pooled_cover: is_full.then(|| ::entity::listing::PooledCover {
            covers: "Supply cover".to_owned(),
            most: Some(::entity::money::Money(50_000_000)),
            waiting_days: Some(3),
        }),
        minimum_provision: is_full.then(|| "12 visits a year".to_owned()),
        withdraws_on: day("2027-08-31"),
        service_levels: is_full
            .then(|| ServiceLevel {
                measure: "Heat".to_owned(),
                target: "Hot when served".to_owned(),
                figure: Some(::entity::listing::TargetFigure {
                    direction: ::entity::listing::Direction::AtLeast,
                    number: ::entity::money::Quantity(63_000),
                    unit: "°C".to_owned(),
                }),
            })
            .into_iter()
            .collect(),
        evidence_ids: Vec::new(),
    }
}

/// 3p a meal.
fn sample_schedule() -> ::entity::price::PriceSchedule {
    use ::entity::price::{Charge, ChargeKind, PriceSchedule, Scope};
    let rate = ::entity::exact::Exact::scaled(3, 2);
    let charge = Charge {
        id: "meal".to_owned(),
        label: None,
        component: "management".to_owned(),
        scope: Scope::School,
        kind: ChargeKind::Unit { unit: "meal".to_owned(), rate },
        applies_to: None,
        minimum: None,
        maximum: None,
        indexed: true,
        vat_percent: None,
    };
    PriceSchedule {
        term_years: 3,
        index_percent: Vec::new(),
        discount_percent: None,
        max_members: None,
        max_volume: Vec::new(),
        lot_discount: None,
        discounts: Vec::new(),
        charges: vec![charge],
    }
}

/// The shape of a category for samples of pages.
pub(super) fn sample_shape() -> CategoryShape {
    let given = crate::catalogue::given::given();
    given.into_iter().next().map(|category| category.shape).unwrap_or_else(|| CategoryShape {
        items: Vec::new(),
        units: Vec::new(),
        main_unit: String::new(),
        components: Vec::new(),
        headline_component: None,
        cpv_codes: Vec::new(),
        cost_codes: Vec::new(),
        criteria: Vec::new(),
    })
}
