//! Every change that a cluster's contracts, tenders and plans make for its schools, each school and service once.

use std::collections::{BTreeMap, BTreeSet};

use ::entity::exact::{Exact, in_pennies};
use ::entity::ids::*;
use ::entity::money::plain_price;

use super::{Baseline, Confidence, Entry, Outturn, Status};

/// A line of a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub text: String,
    pub amount: Exact,
}

impl Step {
    pub fn new(text: impl Into<String>, amount: &Exact) -> Step {
        Step { text: text.into(), amount: amount.clone() }
    }
}

/// The parts of a share in whole pennies, with a line for the penny that rounding all shares together gave or took.
pub fn adding_up(parts: Vec<(String, Exact)>, share: &Exact) -> Vec<Step> {
    let exact: Vec<Exact> = parts.iter().map(|(_, amount)| amount.clone()).collect();
    let pennies = in_pennies(&exact);
    let left = share - pennies.iter().sum::<Exact>();
    let step = |((text, _), amount): ((String, Exact), Exact)| Step { text, amount };
    let mut steps: Vec<Step> = parts.into_iter().zip(pennies).map(step).collect();
    if !left.is_zero() {
        steps.push(Step::new("Rounded, so that all shares add up", &left));
    }
    steps
}

/// What a school paid or would pay without the cluster, in pounds a year, net of VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    pub amount: Exact,
    pub confidence: Confidence,
    /// "Invoices", "Contract", "SLA price list", "Estimate".
    pub basis: &'static str,
    pub steps: Vec<Step>,
    /// The part of it that is the category's headline component, where it can be taken apart.
    pub headline: Option<Exact>,
}

/// Where a change comes from. A contract counts before a tender, a tender before a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    Contract(ContractId),
    /// A tender's reference.
    Tender(String),
    Plan,
}

/// What one offer is to its schools together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    pub category: CategoryId,
    pub origin: Origin,
    pub title: String,
    pub provider: String,
    /// "2026 to 2027".
    pub year: String,
    /// The headline component per main unit for all its schools together; none where there is no such component.
    pub headline_unit: Option<Exact>,
    /// Whether every charge is of the headline component, so that what is paid is too.
    pub is_all_headline: bool,
    /// May its totals be made public? Not while the prices of its tender are for the schools alone.
    pub may_be_public: bool,
}

/// One school's change by one deal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub school: SchoolId,
    /// Place in the ledger's deals.
    pub deal: usize,
    pub status: Status,
    /// None: not measurable.
    pub before: Option<Before>,
    pub after: Exact,
    pub after_steps: Vec<Step>,
    /// The yearly volume in the category's main unit, where it is known.
    pub volume: Option<Exact>,
    /// Of a year that is paid and whose quantity is known; `before` and `volume` are then of that quantity.
    pub outturn: Option<Outturn>,
}

impl Line {
    /// After minus before.
    pub fn change(&self) -> Option<Exact> {
        Some(&self.after - &self.before.as_ref()?.amount)
    }

    /// The same for one unit.
    pub fn change_per_unit(&self) -> Option<Exact> {
        self.change()?.over(self.volume.as_ref().filter(|volume| volume.is_positive())?)
    }
}

/// All deals of a cluster with what each changes for its schools.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub deals: Vec<Deal>,
    pub lines: Vec<Line>,
}

impl Ledger {
    /// Adds a deal with its lines, whose `deal` is set here.
    pub fn add(&mut self, deal: Deal, lines: impl IntoIterator<Item = Line>) {
        let place = self.deals.len();
        self.deals.push(deal);
        self.lines.extend(lines.into_iter().map(|line| Line { deal: place, ..line }));
    }

    pub fn deal(&self, line: &Line) -> &Deal {
        &self.deals[line.deal]
    }

    /// Each school and category once: of several contracts the first that was added, a contract before a tender. A plan
    /// ends where a contract or a tender for the same service begins.
    #[must_use]
    pub fn once(self) -> Ledger {
        let begun: BTreeSet<CategoryId> =
            self.deals.iter().filter(|deal| deal.origin != Origin::Plan).map(|deal| deal.category).collect();
        let plan_is_over =
            |line: &Line| self.deal(line).origin == Origin::Plan && begun.contains(&self.deal(line).category);
        let mut order: Vec<&Line> = self.lines.iter().filter(|line| !plan_is_over(line)).collect();
        order.sort_by_key(|line| rank(&self.deal(line).origin));
        let mut seen = BTreeSet::new();
        order.retain(|line| seen.insert((line.school, self.deal(line).category)));
        order.sort_by_key(|line| line.deal);
        Ledger { lines: order.into_iter().cloned().collect(), deals: self.deals }
    }

    /// As the report's rule takes them; `names` gives a school's and a category's name in the report.
    pub fn entries(&self, names: impl Fn(SchoolId, CategoryId) -> (String, String)) -> Vec<Entry> {
        let entry = |line: &Line| {
            let (school, category) = names(line.school, self.deal(line).category);
            let baseline = line.before.as_ref().map(baseline).unwrap_or_default();
            Entry { school, category, baseline, new_cost: line.after.clone(), status: line.status }
        };
        self.lines.iter().map(entry).collect()
    }
}

fn rank(origin: &Origin) -> u8 {
    match origin {
        Origin::Contract(_) => 0,
        Origin::Tender(_) => 1,
        Origin::Plan => 2,
    }
}

fn baseline(before: &Before) -> Baseline {
    let amount = Some(before.amount.clone());
    match before.confidence {
        Confidence::Measured => Baseline { actual: amount, ..Baseline::default() },
        Confidence::Quoted => Baseline { sla: amount, ..Baseline::default() },
        Confidence::Benchmark => Baseline { benchmark: amount, ..Baseline::default() },
    }
}

/// Both sides of some changes: who pays less and who pays more, and how much together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    pub paying_less: usize,
    pub less: Exact,
    pub paying_more: usize,
    pub more: Exact,
}

/// Counts changes (after minus before) by their direction.
pub fn sides<'a>(changes: impl IntoIterator<Item = &'a Exact>) -> Sides {
    let mut sides = Sides::default();
    for change in changes {
        if change.is_negative() {
            sides.paying_less += 1;
            sides.less += &change.abs();
        } else if change.is_positive() {
            sides.paying_more += 1;
            sides.more += change;
        }
    }
    sides
}

/// Before, after and change of each school, several services added up; schools without a baseline are left out.
pub fn by_school(lines: &[&Line]) -> BTreeMap<SchoolId, (Exact, Exact)> {
    let mut schools: BTreeMap<SchoolId, (Exact, Exact)> = BTreeMap::new();
    for line in lines {
        let Some(before) = &line.before else { continue };
        let sums = schools.entry(line.school).or_default();
        sums.0 += &before.amount;
        sums.1 += &line.after;
    }
    schools
}

/// What one unit costs without the cluster and in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitChange {
    /// Of the headline component alone, or of the whole service.
    pub is_headline: bool,
    pub before: Exact,
    pub after: Exact,
    pub volume: Exact,
}

/// For the lines of one deal: Σ before ÷ Σ volume → after ÷ Σ volume, of the headline component where every school's
/// baseline can be taken apart, else of the whole service. None where a baseline or a volume is not known.
pub fn unit_change(deal: &Deal, lines: &[&Line]) -> Option<UnitChange> {
    let volume: Exact = lines.iter().map(|line| line.volume.clone()).sum::<Option<Exact>>()?;
    let before: Exact = lines.iter().map(|line| Some(line.before.as_ref()?.amount.clone())).sum::<Option<Exact>>()?;
    let after: Exact = lines.iter().map(|line| &line.after).sum();
    let headline = lines.iter().map(|line| line.before.as_ref()?.headline.clone()).sum::<Option<Exact>>();
    let is_paid = lines.iter().any(|line| line.status == Status::Realised);
    let headline_after = match deal.is_all_headline {
        true => after.over(&volume),
        false if is_paid => None,
        false => deal.headline_unit.clone(),
    };
    if let (Some(headline), Some(after)) = (headline, headline_after) {
        return Some(UnitChange { is_headline: true, before: headline.over(&volume)?, after, volume });
    }
    Some(UnitChange { is_headline: false, before: before.over(&volume)?, after: after.over(&volume)?, volume })
}

/// How a share of a joint bill comes about, as one line of a sum.
pub fn share_step(joint: &Exact, schools: usize, own: Option<&Exact>, all: Option<&Exact>, share: &Exact) -> Step {
    let text = match (own, all) {
        (Some(own), Some(all)) => format!(
            "{} together × {} of the {} that all {schools} schools pay now",
            plain_price(joint),
            plain_price(own),
            plain_price(all)
        ),
        _ => format!(
            "A share of {} for {schools} schools together, by what the offer costs each alone",
            plain_price(joint)
        ),
    };
    Step { text, amount: share.clone() }
}
