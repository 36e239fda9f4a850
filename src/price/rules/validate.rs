//! What a person must put right in a price schedule, in sentences for a form.

use std::collections::BTreeSet;

use entity::exact::Exact;
use entity::price::{Band, Charge, ChargeKind, PriceSchedule, Tier};

/// The longest term a provider may offer, in years.
const LONGEST_OFFER: u32 = 10;
/// The most charges one schedule may have.
const MOST_CHARGES: usize = 60;

/// One thing to put right: the path of the field (`charges.2.bands.0.rate`) and a sentence to show beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub path: String,
    pub sentence: String,
}

/// Everything wrong with a schedule; empty when it can be published.
pub fn validate(schedule: &PriceSchedule) -> Vec<Fault> {
    let mut faults = Faults::default();
    if !(1..=LONGEST_OFFER).contains(&schedule.term_years) {
        faults.add("term_years", "Enter a term of 1 to 10 years");
    }
    if schedule.charges.is_empty() {
        faults.add("charges", "Add at least one charge");
    }
    if schedule.charges.len() > MOST_CHARGES {
        faults.add("charges", "Use at most 60 charges");
    }
    terms(schedule, &mut faults);
    let mut seen = BTreeSet::new();
    for (i, each) in schedule.charges.iter().enumerate() {
        let at = format!("charges.{i}");
        if !seen.insert(&each.id) {
            faults.add(&format!("{at}.id"), "Give every charge a name of its own");
        }
        charge(each, &at, &mut faults);
    }
    faults.0
}

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, path: &str, sentence: &str) {
        self.0.push(Fault { path: path.to_owned(), sentence: sentence.to_owned() });
    }

    fn not_negative(&mut self, path: &str, value: &Exact) {
        if value.is_negative() {
            self.add(path, "Enter 0 or more");
        }
    }

    fn positive(&mut self, path: &str, value: &Exact) {
        if !value.is_positive() {
            self.add(path, "Enter more than 0");
        }
    }
}

fn terms(schedule: &PriceSchedule, faults: &mut Faults) {
    let reasonable = |percent: &Exact| (Exact::from(-50)..=Exact::from(100)).contains(percent);
    if schedule.index_percent.len() > schedule.term_years as usize {
        faults.add("index_percent", "Enter at most one price rise for each contract year");
    }
    for (i, percent) in schedule.index_percent.iter().enumerate() {
        if !reasonable(percent) {
            faults.add(&format!("index_percent.{i}"), "Enter a price rise between -50% and 100%");
        }
    }
    if schedule.discount_percent.as_ref().is_some_and(|percent| !reasonable(percent) || percent.is_negative()) {
        faults.add("discount_percent", "Enter a discount rate between 0% and 100%");
    }
    if schedule.max_members == Some(0) {
        faults.add("max_members", "Enter at least 1 school, or leave it empty");
    }
    for (i, discount) in schedule.discounts.iter().enumerate() {
        if !discount.percent.is_positive() || discount.percent > Exact::from(100) {
            faults.add(&format!("discounts.{i}.percent"), "Enter a discount above 0% and up to 100%");
        }
    }
    for (i, limit) in schedule.max_volume.iter().enumerate() {
        faults.positive(&format!("max_volume.{i}.limit"), &limit.limit);
    }
}

fn charge(charge: &Charge, at: &str, faults: &mut Faults) {
    if charge.id.trim().is_empty() {
        faults.add(&format!("{at}.id"), "Enter a name for the charge");
    }
    if charge.component.trim().is_empty() {
        faults.add(&format!("{at}.component"), "Choose what the charge pays for");
    }
    if charge.kind.unit().is_some_and(|unit| unit.trim().is_empty()) {
        faults.add(&format!("{at}.unit"), "Choose a unit");
    }
    limits(charge, at, faults);
    let size = charge.applies_to.as_ref().and_then(|filter| filter.size.as_ref());
    if size.is_some_and(|size| size.from.as_ref().zip(size.to.as_ref()).is_some_and(|(from, to)| from > to)) {
        faults.add(&format!("{at}.applies_to"), "A band of sizes must end where it starts, or higher");
    }
    match &charge.kind {
        ChargeKind::Fixed { amount } | ChargeKind::OneOff { amount, .. } => {
            faults.not_negative(&format!("{at}.amount"), amount);
        }
        ChargeKind::Unit { rate, .. } => faults.not_negative(&format!("{at}.rate"), rate),
        ChargeKind::Graduated { bands, .. } => check_bands(bands, at, faults),
        ChargeKind::AllUnits { tiers, .. } => check_tiers(tiers, at, faults),
        ChargeKind::Step { block, amount, .. } => {
            faults.positive(&format!("{at}.block"), block);
            faults.not_negative(&format!("{at}.amount"), amount);
        }
    }
}

fn limits(charge: &Charge, at: &str, faults: &mut Faults) {
    for (field, limit) in [("minimum", &charge.minimum), ("maximum", &charge.maximum)] {
        if let Some(limit) = limit {
            faults.not_negative(&format!("{at}.{field}"), limit);
        }
    }
    if let (Some(minimum), Some(maximum)) = (&charge.minimum, &charge.maximum)
        && minimum > maximum
    {
        faults.add(&format!("{at}.maximum"), "The most charged must not be below the least charged");
    }
    if charge.vat_percent.as_ref().is_some_and(|vat| vat.is_negative() || *vat > Exact::from(100)) {
        faults.add(&format!("{at}.vat_percent"), "Enter a VAT rate between 0% and 100%");
    }
}

fn check_bands(bands: &[Band], at: &str, faults: &mut Faults) {
    if bands.last().is_none_or(|last| last.up_to.is_some()) {
        faults.add(&format!("{at}.bands"), "Leave the end of the last band open");
    }
    let mut below = Exact::zero();
    for (i, band) in bands.iter().enumerate() {
        faults.not_negative(&format!("{at}.bands.{i}.rate"), &band.rate);
        let path = format!("{at}.bands.{i}.up_to");
        match &band.up_to {
            Some(up_to) if *up_to <= below => faults.add(&path, "Each band must end higher than the one before"),
            Some(up_to) => below = up_to.clone(),
            None if i + 1 < bands.len() => faults.add(&path, "Only the last band may be open"),
            None => {}
        }
    }
}

fn check_tiers(tiers: &[Tier], at: &str, faults: &mut Faults) {
    if tiers.first().is_none_or(|first| !first.from.is_zero()) {
        faults.add(&format!("{at}.tiers"), "Start the first tier at 0");
    }
    for (i, tier) in tiers.iter().enumerate() {
        faults.not_negative(&format!("{at}.tiers.{i}.rate"), &tier.rate);
        if i > 0 && tier.from <= tiers[i - 1].from {
            faults.add(&format!("{at}.tiers.{i}.from"), "Each tier must start higher than the one before");
        }
    }
}
