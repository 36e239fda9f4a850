//! One listing of the list, on a page and in a file.

use crate::catalogue::find::{ForSchool, Hit};
use crate::catalogue::rules::{PriceSight, price_sight};
use crate::catalogue::{Score, kind_words};

use crate::platform::csv_out::Cell;
use crate::platform::error::Result;
use crate::platform::export::Sheet;
use crate::price::form::guide;
use ::entity::listing::ListingKind;
use ::entity::money::plain_price;
use ::entity::school;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Row {
    pub(super) href: String,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) provider: String,
    pub(super) provider_href: String,
    pub(super) kind: &'static str,
    pub(super) category: String,
    pub(super) is_sla: bool,
    /// "from 3p a meal".
    pub(super) price: Option<String>,
    pub(super) is_expired: bool,
    /// The prices hold from a later day.
    pub(super) from: Option<NaiveDate>,
    /// It is withdrawn after this day.
    pub(super) last_day_offered: Option<NaiveDate>,
    /// "£5,092.90": what the school would pay by itself in the first year.
    pub(super) cost: Option<String>,
    /// "4.3 of 5 from 12 schools".
    rating: String,
    #[serde(skip)]
    mean: Option<String>,
    #[serde(skip)]
    plain: Option<String>,
    #[serde(skip)]
    last_day: Option<NaiveDate>,
}

impl Row {
    pub(super) fn of(score: Score, hit: Hit, is_of_a_school: bool, today: NaiveDate) -> Result<Self> {
        let found = hit.named;
        let schedule = serde_json::from_value(found.version.schedule)?;
        let sight = price_sight(found.listing.price_visibility, is_of_a_school, false);
        let cost = hit.for_school.as_ref().and_then(ForSchool::cost);
        Ok(Row {
            href: format!("/services/{}/{}", found.category.slug, found.listing.slug),
            slug: found.listing.slug,
            title: found.version.title,
            summary: found.version.summary,
            provider_href: format!("/providers/{}", found.provider.slug),
            kind: kind_words(found.provider.kind),
            provider: found.provider.name,
            is_sla: found.listing.kind == ListingKind::Sla,
            price: guide(&schedule, &found.category.shape).filter(|_| sight != PriceSight::SignIn),
            category: found.category.name,
            is_expired: found.version.valid_to.is_some_and(|last| last < today),
            from: Some(found.version.valid_from).filter(|first| *first > today),
            last_day_offered: found.version.withdraws_on,
            cost: cost.map(|cost| plain_price(&cost.half_up(2))),
            plain: cost.map(|cost| cost.pounds()),
            rating: score.words(),
            mean: score.mean().filter(|_| score.is_shown()).map(|mean| mean.decimals(1)),
            last_day: found.version.valid_to.into_iter().chain(found.version.withdraws_on).min(),
        })
    }

    pub(super) fn sample(is_full: bool) -> Self {
        Row {
            href: "/services/catering/meals".to_owned(),
            slug: "meals".to_owned(),
            title: "Meals".to_owned(),
            summary: "Meals cooked in school".to_owned(),
            provider: "Provider A".to_owned(),
            provider_href: "/providers/a".to_owned(),
            kind: "Firm",
            category: "Catering".to_owned(),
            is_sla: is_full,
            price: is_full.then(|| "from 3p a meal".to_owned()),
            is_expired: is_full,
            from: is_full.then(NaiveDate::default),
            last_day_offered: is_full.then(NaiveDate::default),
            cost: is_full.then(|| "£5,092.90".to_owned()),
            plain: None,
            rating: Score { raters: 3, total: 13 }.words(),
            mean: None,
            last_day: None,
        }
    }

    fn cells(self, has_school: bool) -> Vec<Cell> {
        let words = |is_so: bool| Cell::text(if is_so { "yes" } else { "no" });
        let cost = self.plain.map_or_else(Cell::empty, Cell::number);
        let last_day = self.last_day.map(|day| day.to_string()).unwrap_or_default();
        let mut cells = vec![
            Cell::text(self.title),
            Cell::text(self.provider),
            Cell::text(self.kind),
            Cell::text(self.category),
            Cell::text(self.summary),
            words(self.is_sla),
            Cell::text(self.price.unwrap_or_default()),
            Cell::text(last_day),
            self.mean.map_or_else(Cell::empty, Cell::number),
            Cell::text(self.href),
        ];
        if has_school {
            cells.insert(7, cost);
        }
        cells
    }
}

/// The list as a file.
pub(super) fn sheet(name: &str, rows: Vec<Row>, school: Option<&school::Model>, mut notes: Vec<String>) -> Sheet {
    let columns = [
        "Title",
        "Provider",
        "Kind of provider",
        "Service",
        "Summary",
        "SLA",
        "Price",
        "Prices end",
        "Rating",
        "Address",
    ];
    let mut columns: Vec<String> = columns.map(str::to_owned).into();
    if let Some(school) = school {
        columns.insert(7, "Cost in year 1".to_owned());
        notes.push(format!(
            "Cost in year 1: what {} would pay by itself in the first year, in pounds, excluding VAT.",
            school.name
        ));
    }
    let rows = rows.into_iter().map(|row| row.cells(school.is_some())).collect();
    Sheet { name: name.to_owned(), columns, rows, notes }
}
