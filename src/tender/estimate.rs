//! What the schools pay now, and what the tender is therefore worth.

use super::dossier::Dossier;
use super::rules::route;
use crate::catalogue::baseline;
use crate::platform::error::Result;
use ::entity::exact::Exact;
use ::entity::money::Money;
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

/// What one school pays now a year, net of VAT.
#[derive(Clone, Debug)]
pub struct Paid {
    pub school: String,
    pub amount: Exact,
    /// "Invoices", "SLA price list", "Estimate".
    pub source: &'static str,
}

/// What the buyers pay now a year, each with its source, and those of whom nobody knows.
#[derive(Clone, Debug, Default)]
pub struct PaidNow {
    pub known: Vec<Paid>,
    pub unknown: Vec<String>,
}

/// What the tender's buyers pay now, as of a day.
pub async fn paid_now(connection: &impl ConnectionTrait, dossier: &Dossier, today: NaiveDate) -> Result<PaidNow> {
    let buyers: Vec<_> = dossier.buyers().into_iter().cloned().collect();
    let mut baselines = baseline::of_schools(connection, &dossier.category, &buyers, today).await?;
    let mut paid = PaidNow::default();
    for school in buyers {
        match baselines.remove(&school.id) {
            Some(known) => {
                paid.known.push(Paid { school: school.name, amount: known.amount, source: known.source_words });
            }
            None => paid.unknown.push(school.name),
        }
    }
    Ok(paid)
}

impl PaidNow {
    /// All of them together in a year, once every school's is known.
    pub fn yearly(&self) -> Option<Exact> {
        (self.unknown.is_empty() && !self.known.is_empty()).then(|| self.known.iter().map(|paid| &paid.amount).sum())
    }

    /// Whole life, VAT included.
    pub fn whole_life(&self, term_years: i32) -> Option<Money> {
        route::whole_life(&self.yearly()?, term_years)
    }

    /// Whole life, net: the price that a benchmark gives no marks.
    pub fn ceiling(&self, term_years: i32) -> Option<Money> {
        Money::rounded(&(self.yearly()? * Exact::from(term_years)))
    }
}
