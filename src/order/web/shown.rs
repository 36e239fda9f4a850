//! An order as its pages show it, to the school and to the authority.

use super::{pounds, state_words, years_words};
use crate::order::rules::rows_of_year;
use crate::order::{self, Held};
use ::entity::buy_back_line::Model as Line;
use ::entity::category::Model as Category;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::BTreeSet;

/// One charge in one year.
#[derive(Serialize)]
struct LineView {
    charge: String,
    component: String,
    working: String,
    net: String,
    vat: String,
}

/// The charges of one financial year.
#[derive(Serialize)]
pub(super) struct YearView {
    /// Of the table: letters, digits, dashes.
    id: String,
    caption: String,
    lines: Vec<LineView>,
    net: String,
    vat: String,
}

impl YearView {
    /// Every year of an order.
    pub(super) fn all(lines: &[Line], category: &Category, title: &str) -> Vec<Self> {
        let years: BTreeSet<i32> = lines.iter().map(|line| line.financial_year).collect();
        let of_year = |year: i32| {
            let (rows, net, vat) = rows_of_year(lines, year);
            let line = |line: &&Line| LineView {
                charge: line.charge.clone(),
                component: order::component_name(&category.shape, &line.component),
                working: line.working.clone(),
                net: pounds(&line.amount.exact()),
                vat: pounds(&line.vat.exact()),
            };
            YearView {
                id: format!("{}-{year}", order::slug_of(title)),
                caption: format!("{title}, {year} to {}", year + 1),
                lines: rows.iter().map(line).collect(),
                net: pounds(&net.exact()),
                vat: pounds(&vat.exact()),
            }
        };
        years.into_iter().map(of_year).collect()
    }

    pub(super) fn sample() -> Self {
        let line = LineView {
            charge: "Posts".to_owned(),
            component: "Service".to_owned(),
            working: "£26.01 × 10 employees".to_owned(),
            net: "£260.10".to_owned(),
            vat: "£52.02".to_owned(),
        };
        YearView {
            id: "hr-2027".to_owned(),
            caption: "HR advice, 2027 to 2028".to_owned(),
            lines: vec![line],
            net: "£260.10".to_owned(),
            vat: "£52.02".to_owned(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) reference: String,
    title: String,
    service: String,
    provider: String,
    school: String,
    urn: i32,
    state: &'static str,
    kind: &'static str,
    length: String,
    starts: NaiveDate,
    ends: NaiveDate,
    whole_package: bool,
    ground: String,
    placed_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    reason: Option<String>,
    window: String,
    /// "Version 2, published 3 May 2026": what was ordered, for good.
    version: String,
    version_href: String,
    /// The number of the version that is offered now, where that is a later one.
    newer: Option<i32>,
    newer_href: String,
    is_withdrawn: bool,
    withdraws_on: Option<NaiveDate>,
    years: Vec<YearView>,
    net: String,
    vat: String,
    gross: String,
}

impl Shown {
    pub(super) fn of(held: &Held) -> Self {
        let order = &held.order;
        let (state, kind) = state_words(order.state);
        let (net, vat) = (order.net.exact(), order.vat.exact());
        let listing = format!("/services/{}/{}", held.category.slug, held.listing_slug);
        let version = &held.version;
        Shown {
            reference: order.reference.clone(),
            title: held.title(),
            service: held.category.name.clone(),
            provider: held.provider.name.clone(),
            school: held.school.name.clone(),
            urn: held.school.urn,
            state,
            kind,
            length: years_words(order.years.into()),
            starts: order.starts_on,
            ends: order.ends_on,
            whole_package: order.whole_package,
            ground: order.ground.clone(),
            placed_at: order.placed_at,
            confirmed_at: order.confirmed_at,
            ended_at: order.ended_at,
            reason: order.reason.clone(),
            window: held.window.to_string(),
            version: format!("Version {}, published {}", version.number, version.published_at.format("%-d %B %Y")),
            version_href: format!("{listing}?version={}", version.number),
            newer: held.newer.as_ref().map(|newer| newer.number),
            newer_href: listing,
            is_withdrawn: held.is_withdrawn,
            withdraws_on: held.withdraws_on,
            years: YearView::all(&held.lines, &held.category, &held.title()),
            gross: pounds(&(&net + &vat)),
            net: pounds(&net),
            vat: pounds(&vat),
        }
    }

    pub(super) fn sample(is_full: bool) -> Self {
        let words = |text: &str| text.to_owned();
        Shown {
            reference: words("BB27-7K2FQX"),
            title: words("HR advice, Gold"),
            service: words("HR"),
            provider: words("Provider A"),
            school: words("Canal Side Primary"),
            urn: 100_123,
            state: "Confirmed",
            kind: "done",
            length: words("1 year"),
            starts: NaiveDate::default(),
            ends: NaiveDate::default(),
            whole_package: is_full,
            ground: words("Below our limit"),
            placed_at: DateTime::UNIX_EPOCH,
            confirmed_at: is_full.then_some(DateTime::UNIX_EPOCH),
            ended_at: is_full.then_some(DateTime::UNIX_EPOCH),
            reason: is_full.then(|| words("Ordered twice")),
            window: words("Open"),
            version: words("Version 1, published 3 May 2026"),
            version_href: words("/services/hr/advice?version=1"),
            newer: is_full.then_some(2),
            newer_href: words("/services/hr/advice"),
            is_withdrawn: is_full,
            withdraws_on: is_full.then(NaiveDate::default),
            years: vec![YearView::sample()],
            net: words("£260.10"),
            vat: words("£52.02"),
            gross: words("£312.12"),
        }
    }
}
