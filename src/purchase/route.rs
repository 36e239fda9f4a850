//! Which route a purchase takes, with everything that the page tells beside it.

use super::limits::{InForce, in_force};
use super::rules::{Found, Purchase, route, split};
use super::store;
use crate::cluster;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::law::{self, PurchaseBand};
use crate::platform::words;
use crate::tender::{self, Offered};
use ::entity::money::Money;
use ::entity::{category, cluster as cluster_table, school};
use chrono::{Days, Months, NaiveDate};

/// Another purchase of the same within the year.
#[derive(Clone, Debug)]
pub struct Other {
    pub title: String,
    /// "On the register", "Quotes asked for", "Waits for approval".
    pub standing: &'static str,
    pub since: Option<NaiveDate>,
    /// For the whole time, where it is known.
    pub value: Option<Money>,
    /// Its page below the school's.
    pub path: String,
}

/// What the page tells of a purchase.
#[derive(Clone, Debug)]
pub struct Advice {
    pub purchase: Purchase,
    pub found: Found,
    pub limits: InForce,
    pub band: PurchaseBand,
    pub frameworks: Vec<Offered>,
    pub others: Vec<Other>,
    /// The route of all together, where it is another one.
    pub together: Option<Found>,
    pub clusters: Vec<cluster_table::Model>,
}

/// A fixed number of queries.
pub async fn advise(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    purchase: Purchase,
) -> Result<Advice> {
    let today = words::london_day(context.now);
    let too_much = || Error::field("yearly", "Enter an amount that can be bought by a school");
    let value = purchase.value().ok_or_else(too_much)?;
    let limits = in_force(context.read(), school.id, today).await?;
    let codes = &category.shape.cpv_codes;
    let found = route(value, &limits.limits, codes, today).map_err(Error::refused)?;
    let others = others(context, school, category, today).await?;
    let known: Money = others.iter().filter_map(|other| other.value).sum();
    let together = split(value, known, &limits.limits, codes, today).map_err(Error::refused)?;
    let whole_pounds = value.0.div_euclid(10_i64.pow(Money::DECIMALS));
    Ok(Advice {
        purchase,
        found,
        limits,
        band: law::purchase_band(whole_pounds, today).map_err(Error::refused)?,
        frameworks: tender::frameworks_for(context, &category.slug).await?,
        others,
        together,
        clusters: cluster::clusters_of(context.read(), school.id).await?,
    })
}

/// What the school bought of the category in the last 12 months, or is about to.
async fn others(
    context: &Context,
    school: &school::Model,
    category: &category::Model,
    today: NaiveDate,
) -> Result<Vec<Other>> {
    let since = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let instant = context.now.checked_sub_days(Days::new(366)).unwrap_or(context.now);
    let found = store::beside(context.read(), school.id, category.id, since, instant).await?;
    let entries = found.entries.into_iter().map(|entry| Other {
        standing: "On the register",
        since: entry.starts_on,
        value: entry.total_value.or(entry.yearly_amount),
        path: format!("spend/{}/rating", entry.id),
        title: entry.title,
    });
    let quotes = found.quotes.into_iter().map(|quote| Other {
        standing: "Quotes asked for",
        since: Some(words::london_day(quote.asked_at)),
        value: Purchase { yearly: quote.estimate, years: quote.term_years, is_one_off: false }.value(),
        path: format!("quotes/{}", quote.id),
        title: quote.title,
    });
    let purchases = found.purchases.into_iter().map(|made| Other {
        standing: "Waits for approval",
        since: Some(words::london_day(made.recorded_at)),
        value: Purchase { yearly: made.yearly, years: made.term_years, is_one_off: false }.value(),
        path: format!("purchases/{}", made.id),
        title: made.title,
    });
    Ok(entries.chain(quotes).chain(purchases).collect())
}
