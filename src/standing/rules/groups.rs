//! The medians beside a school's own unit cost, and when they may be shown.
//!
//! Nothing is shown that would tell one school's figure. A group is made of other schools' figures only, none of the
//! reader's own body and none that is withheld; it needs five schools of three bodies. Two groups that differ by fewer than
//! three schools would tell, one held against the other, what the difference pays: then only one of them is shown. The
//! group of similar schools is chosen without a look at the cluster, so that every page shows the same one.

use std::collections::BTreeSet;
use std::fmt;

use entity::exact::{Exact, median};
use entity::ids::SchoolId;
use entity::unit_cost::{self, CostBasis};

use super::bands::{Kind, MealsBand, SizeBand, phase_words};
use crate::platform::words;

/// Fewer other schools make no group.
pub const FEWEST_SCHOOLS: usize = 5;
/// They belong to at least so many bodies: one trust's schools know one another's figures.
pub const FEWEST_BODIES: usize = 3;
/// Two groups that are shown differ by at least so many schools.
pub const FEWEST_APART: usize = 3;
/// So many schools of a phase are looked at for one service: drawn by lot, the same each time.
pub const SAMPLE: u64 = 600;

/// What one school pays for a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub school: SchoolId,
    pub body: String,
    pub kind: Kind,
    pub year: i32,
    pub basis: CostBasis,
    pub withheld: bool,
    pub amount: Exact,
    pub volume: Exact,
}

impl Figure {
    pub fn of(row: &unit_cost::Model) -> Self {
        Figure {
            school: row.school_id,
            body: row.body.clone(),
            kind: Kind {
                phase: row.phase,
                size: row.size_band.parse().unwrap_or(SizeBand::Unknown),
                meals: row.meals_band.parse().unwrap_or(MealsBand::Unknown),
            },
            year: row.year,
            basis: row.basis,
            withheld: row.withheld,
            amount: row.amount.exact(),
            volume: row.volume.exact(),
        }
    }

    /// Exact; none without a volume.
    pub fn unit_cost(&self) -> Option<Exact> {
        self.amount.over(&self.volume)
    }
}

/// The reader's school, as far as groups are chosen by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own<'a> {
    pub school: SchoolId,
    pub body: &'a str,
    pub kind: Kind,
}

/// Schools whose median may be shown, and on what it rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub schools: BTreeSet<SchoolId>,
    /// Exact.
    pub median: Exact,
    /// "14 primary schools of 200 to 399 pupils with average free meals; prices 2026 to 2027; from contract registers".
    pub rests_on: String,
}

/// Why a median is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    TooFew,
    TooAlike,
    NoCluster,
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Withheld::TooFew => write!(
                f,
                "Not shown: it takes {FEWEST_SCHOOLS} other schools of {FEWEST_BODIES} bodies, so that no school's figure can be told"
            ),
            Withheld::TooAlike => f.write_str(
                "Not shown: it is of nearly the same schools as the other median, and the two would tell what one school pays",
            ),
            Withheld::NoCluster => f.write_str("Your school is in no cluster"),
        }
    }
}

/// Those of the figures that may be in a group for this school.
fn others<'a>(own: &Own<'_>, figures: &'a [Figure]) -> Vec<&'a Figure> {
    let may = |figure: &&Figure| !figure.withheld && figure.school != own.school && figure.body != own.body;
    figures.iter().filter(may).filter(|figure| figure.unit_cost().is_some()).collect()
}

/// The group of these figures, if it is large and mixed enough.
fn group(figures: &[&Figure], which: &str) -> Option<Group> {
    let schools: BTreeSet<SchoolId> = figures.iter().map(|figure| figure.school).collect();
    let bodies: BTreeSet<&str> = figures.iter().map(|figure| figure.body.as_str()).collect();
    if schools.len() < FEWEST_SCHOOLS || bodies.len() < FEWEST_BODIES {
        return None;
    }
    let costs: Vec<Exact> = figures.iter().filter_map(|figure| figure.unit_cost()).collect();
    let rests_on = format!("{} {which}; {}; {}", schools.len(), prices(figures), sources(figures));
    Some(Group { median: median(&costs)?, schools, rests_on })
}

/// "prices 2026 to 2027".
fn prices(figures: &[&Figure]) -> String {
    let first = figures.iter().map(|figure| figure.year).min().unwrap_or_default();
    let last = figures.iter().map(|figure| figure.year).max().unwrap_or_default();
    format!("prices {first} to {}", last + 1)
}

/// "from contract registers and cluster contracts".
fn sources(figures: &[&Figure]) -> String {
    let has = |basis: CostBasis| figures.iter().any(|figure| figure.basis == basis);
    let named = [
        (CostBasis::Register, "contract registers"),
        (CostBasis::Order, "SLA orders"),
        (CostBasis::Cluster, "cluster contracts"),
    ];
    let named: Vec<&str> = named.into_iter().filter(|(basis, _)| has(*basis)).map(|(_, words)| words).collect();
    format!("from {}", words::listed(&named))
}

/// The other schools of the cluster.
pub fn of_cluster(own: &Own<'_>, members: &[Figure]) -> Option<Group> {
    group(&others(own, members), "other schools of your cluster")
}

/// The narrowest group of similar schools that is enough: of the phase, size and free meals of this one, then without free
/// meals, then of the phase alone.
pub fn similar(own: &Own<'_>, of_phase: &[Figure]) -> Option<Group> {
    let Kind { phase, size, meals } = own.kind;
    let others = others(own, of_phase);
    let alike: Vec<&Figure> = others.into_iter().filter(|figure| figure.kind.phase == phase).collect();
    let some = |is_like: &dyn Fn(&Kind) -> bool| -> Vec<&Figure> {
        alike.iter().copied().filter(|figure| is_like(&figure.kind)).collect()
    };
    let name = phase_words(phase);
    let narrow = || {
        let figures = some(&|kind| kind.size == size && kind.meals == meals);
        group(&figures, &format!("{name} schools {} {}", size.words(), meals.words()))
    };
    let wider = || group(&some(&|kind| kind.size == size), &format!("{name} schools {}", size.words()));
    let widest = || group(&alike, &format!("{name} schools of any size"));
    narrow().or_else(wider).or_else(widest)
}

/// What stands beside a school's own figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    pub cluster: Result<Group, Withheld>,
    pub similar: Result<Group, Withheld>,
}

/// The two medians, or why one is not shown. The cluster's gives way.
pub fn stands(own: &Own<'_>, members: Option<&[Figure]>, of_phase: &[Figure]) -> Stands {
    let similar = similar(own, of_phase).ok_or(Withheld::TooFew);
    let cluster = match members {
        None => Err(Withheld::NoCluster),
        Some(members) => of_cluster(own, members).ok_or(Withheld::TooFew),
    };
    let is_apart =
        |one: &Group, other: &Group| one.schools.symmetric_difference(&other.schools).count() >= FEWEST_APART;
    let cluster = match (cluster, &similar) {
        (Ok(cluster), Ok(similar)) if !is_apart(&cluster, similar) => Err(Withheld::TooAlike),
        (cluster, _) => cluster,
    };
    Stands { cluster, similar }
}

#[cfg(test)]
#[path = "groups_test.rs"]
mod tests;
