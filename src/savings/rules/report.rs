//! Before and after, school by school: never counted twice, never added across statuses.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use entity::exact::Exact;

/// How sure a saving is. Savings of different statuses are never added together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Invoiced.
    Realised,
    /// Signed.
    Contracted,
    /// From a tender or a model.
    Forecast,
    /// An idea.
    Potential,
}

impl Status {
    pub const ALL: [Status; 4] = [Status::Realised, Status::Contracted, Status::Forecast, Status::Potential];

    /// The name in data.
    pub fn code(self) -> &'static str {
        match self {
            Status::Realised => "realised",
            Status::Contracted => "contracted",
            Status::Forecast => "forecast",
            Status::Potential => "potential",
        }
    }
}

/// How well today's cost is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// What the school actually pays.
    Measured,
    /// The authority's quotation.
    Quoted,
    /// The median of its peers.
    Benchmark,
}

impl Confidence {
    /// The name in data.
    pub fn code(self) -> &'static str {
        match self {
            Confidence::Measured => "measured",
            Confidence::Quoted => "quoted",
            Confidence::Benchmark => "benchmark",
        }
    }
}

/// What is known of today's yearly cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    pub actual: Option<Exact>,
    pub sla: Option<Exact>,
    pub benchmark: Option<Exact>,
}

impl Baseline {
    /// The first that exists: actual, quotation, benchmark.
    pub fn best(&self) -> Option<(&Exact, Confidence)> {
        let measured = self.actual.as_ref().map(|cost| (cost, Confidence::Measured));
        let quoted = self.sla.as_ref().map(|cost| (cost, Confidence::Quoted));
        let benchmark = self.benchmark.as_ref().map(|cost| (cost, Confidence::Benchmark));
        measured.or(quoted).or(benchmark)
    }
}

/// One school's change in one category, in pounds a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub school: String,
    pub category: String,
    pub baseline: Baseline,
    pub new_cost: Exact,
    pub status: Status,
}

/// An entry with a baseline, and so a saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    pub school: String,
    pub category: String,
    pub status: Status,
    pub baseline: Exact,
    pub confidence: Confidence,
    pub new_cost: Exact,
    /// Negative when the school pays more than now.
    pub saving: Exact,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub baseline: Exact,
    pub new_cost: Exact,
}

impl Totals {
    pub fn saving(&self) -> Exact {
        &self.baseline - &self.new_cost
    }

    /// The saving as a percentage of the baseline; none when the baseline is 0.
    pub fn percent(&self) -> Option<Exact> {
        (self.saving() * Exact::from(100)).over(&self.baseline)
    }

    fn add(&mut self, entry: &Measured) {
        self.baseline += &entry.baseline;
        self.new_cost += &entry.new_cost;
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusTotals {
    pub total: Totals,
    pub by_category: BTreeMap<String, Totals>,
    pub by_school: BTreeMap<String, Totals>,
    pub by_confidence: BTreeMap<Confidence, Totals>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayingMore {
    pub school: String,
    pub category: String,
    pub extra: Exact,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavingsReport {
    /// Every entry with a baseline, in their order.
    pub entries: Vec<Measured>,
    /// Only statuses that occur.
    pub by_status: BTreeMap<Status, StatusTotals>,
    /// Schools whose cost rises, in the order of the entries.
    pub schools_paying_more: Vec<PayingMore>,
    /// (school, category) without any baseline: not measurable, never shown as a saving.
    pub unmeasured: Vec<(String, String)>,
    pub running_costs: Exact,
    pub realised_gross: Exact,
    /// Realised savings less the year's cost of running the cluster.
    pub realised_net: Exact,
    /// Grants and match funding are income: beside the savings, never in them.
    pub funding_not_counted: Exact,
}

/// Two entries for one school and category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotReport {
    DoubleCount { school: String, category: String },
}

impl fmt::Display for CannotReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CannotReport::DoubleCount { school, category } => {
                write!(f, "{school} has two entries for {category}, and one saving must not be counted twice")
            }
        }
    }
}

/// Adds up what is saved, each status by itself.
pub fn savings_report(entries: &[Entry], running_costs: Exact, funding: Exact) -> Result<SavingsReport, CannotReport> {
    refuse_double_count(entries)?;
    let measured: Vec<Measured> = entries.iter().filter_map(measure).collect();
    let mut by_status: BTreeMap<Status, StatusTotals> = BTreeMap::new();
    for entry in &measured {
        let totals = by_status.entry(entry.status).or_default();
        totals.total.add(entry);
        totals.by_category.entry(entry.category.clone()).or_default().add(entry);
        totals.by_school.entry(entry.school.clone()).or_default().add(entry);
        totals.by_confidence.entry(entry.confidence).or_default().add(entry);
    }
    let realised_gross = by_status.get(&Status::Realised).map(|totals| totals.total.saving()).unwrap_or_default();
    let unmeasured = entries.iter().filter(|entry| entry.baseline.best().is_none());
    Ok(SavingsReport {
        schools_paying_more: measured.iter().filter_map(paying_more).collect(),
        unmeasured: unmeasured.map(|entry| (entry.school.clone(), entry.category.clone())).collect(),
        realised_net: &realised_gross - &running_costs,
        entries: measured,
        by_status,
        running_costs,
        realised_gross,
        funding_not_counted: funding,
    })
}

fn refuse_double_count(entries: &[Entry]) -> Result<(), CannotReport> {
    let mut seen = BTreeSet::new();
    match entries.iter().find(|entry| !seen.insert((&entry.school, &entry.category))) {
        Some(again) => {
            Err(CannotReport::DoubleCount { school: again.school.clone(), category: again.category.clone() })
        }
        None => Ok(()),
    }
}

fn measure(entry: &Entry) -> Option<Measured> {
    let (baseline, confidence) = entry.baseline.best()?;
    Some(Measured {
        school: entry.school.clone(),
        category: entry.category.clone(),
        status: entry.status,
        baseline: baseline.clone(),
        confidence,
        new_cost: entry.new_cost.clone(),
        saving: baseline - &entry.new_cost,
    })
}

fn paying_more(entry: &Measured) -> Option<PayingMore> {
    entry.saving.is_negative().then(|| PayingMore {
        school: entry.school.clone(),
        category: entry.category.clone(),
        extra: -&entry.saving,
    })
}
