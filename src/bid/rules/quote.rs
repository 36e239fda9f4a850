//! What a schedule costs each school of the tender: worked out here, never typed by a bidder.

use crate::price::rules::{Buyer, CannotPrice, price_offer};
use entity::exact::Exact;
use entity::price::PriceSchedule;

/// A schedule priced for the tender's demand, in pounds, net of VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// First year, each school's own charges, in the order of the buyers.
    pub schools: Vec<Exact>,
    /// First year, charges for the cluster as a whole, which the schools share by their own rule.
    pub shared: Exact,
    pub first_year: Exact,
    pub whole_life: Exact,
}

/// The quote for exactly these schools.
pub fn by_school(buyers: &[Buyer], schedule: &PriceSchedule) -> Result<Quote, CannotPrice> {
    let priced = price_offer(buyers, schedule)?;
    let lines = || priced.years.first().into_iter().flat_map(|year| &year.lines);
    let of =
        |school: Option<&str>| lines().filter(|line| line.school.as_deref() == school).map(|line| &line.amount).sum();
    Ok(Quote {
        schools: buyers.iter().map(|buyer| of(Some(&buyer.id))).collect(),
        shared: of(None),
        first_year: priced.year_one(),
        whole_life: priced.whole_life,
    })
}
