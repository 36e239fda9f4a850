//! The linear programme behind least core and nucleolus, solved exactly.
//!
//! maximise w with x(S) + w ≤ c(S) for the active groups S, x(T) = v(T) for the settled groups, xᵢ ≤ capᵢ.
//!
//! It is solved through its dual by the revised simplex method. Every column there is a group's 0/1 vector, so the scaled
//! inverse of a basis holds small whole numbers (minors of a 0/1 matrix) that are updated without any division error;
//! the most violated group is found by adding up shares over all groups.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Signed;

/// After so many steps without progress the first, not the most violated, column enters, which cannot cycle.
const PATIENCE: usize = 40;

/// More steps than any programme of sixteen schools has been seen to need.
const MOST_STEPS: usize = 200_000;

/// Whole numbers large enough for the costs at hand.
pub(super) trait Number: Integer + Signed + Clone + From<i128> {}

impl Number for i128 {}
impl Number for BigInt {}

/// A dual variable, that is a constraint of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// x(S) + w ≤ c(S), by bit mask.
    Group(usize),
    /// xᵢ ≤ capᵢ.
    Cap(usize),
    /// x(T) = v(T), by position among the settled groups.
    Settled(usize),
}

pub(super) struct Programme<'a, N> {
    pub(super) schools: usize,
    /// By bit mask, in whole units.
    pub(super) costs: &'a [N],
    pub(super) active: &'a [bool],
    pub(super) settled: &'a [(usize, N)],
    pub(super) caps: Option<&'a [N]>,
}

/// The optimum: shares and w in units ÷ `scale`, and the constraints that hold it (positive multipliers).
pub(super) struct Optimum<N> {
    pub(super) scale: i128,
    pub(super) shares: Vec<N>,
    pub(super) w: N,
    pub(super) holding: Vec<Column>,
}

/// A basis with its inverse times its determinant.
struct Basis {
    columns: Vec<Option<Column>>,
    inverse: Vec<Vec<i128>>,
    scale: i128,
}

impl<N: Number> Programme<'_, N> {
    pub(super) fn solve(&self) -> Option<Optimum<N>> {
        let mut basis = self.start()?;
        let mut stalled = 0;
        for _ in 0..MOST_STEPS {
            let prices = self.prices(&basis);
            let Some(entering) = self.violated(&basis, &prices, stalled > PATIENCE) else {
                return Some(self.optimum(&basis, prices));
            };
            let direction = basis.times(self.rows(entering));
            let leaving = basis.leaving(&direction)?;
            stalled = if basis.value(leaving) == 0 { stalled + 1 } else { 0 };
            basis.pivot(leaving, &direction, entering);
        }
        None
    }

    /// The rows of a column: the schools by bit mask, and whether the last row (the sum of multipliers).
    fn rows(&self, column: Column) -> (usize, bool) {
        match column {
            Column::Group(group) => (group, true),
            Column::Cap(school) => (1 << school, false),
            Column::Settled(i) => (self.settled[i].0, false),
        }
    }

    fn bound(&self, column: Column) -> N {
        match column {
            Column::Group(group) => self.costs[group].clone(),
            Column::Cap(school) => self.caps.map_or_else(N::zero, |caps| caps[school].clone()),
            Column::Settled(i) => self.settled[i].1.clone(),
        }
    }

    /// A feasible basis: the settled groups, an active group and its complement (half each), and whatever completes it.
    fn start(&self) -> Option<Basis> {
        let everyone = (1 << self.schools) - 1;
        let first = (1..everyone).find(|&group| self.active[group])?;
        let mut basis = Basis::empty(self.schools + 1);
        let settled = (0..self.settled.len()).map(Column::Settled);
        let halves = [Column::Group(first), Column::Group(everyone ^ first)];
        let caps = (0..self.schools).filter(|_| self.caps.is_some()).map(Column::Cap);
        let singles = (0..self.schools).map(|school| 1 << school).filter(|&group| self.active[group]);
        for column in settled.chain(halves).chain(caps).chain(singles.map(Column::Group)) {
            let direction = basis.times(self.rows(column));
            if let Some(row) = basis.free_row(&direction) {
                basis.pivot(row, &direction, column);
            }
        }
        basis.is_complete().then_some(basis)
    }

    /// The shares and w of a basis, times its scale.
    fn prices(&self, basis: &Basis) -> Vec<N> {
        let mut prices = vec![N::zero(); self.schools + 1];
        for (row, column) in basis.columns.iter().enumerate() {
            let Some(bound) = column.map(|column| self.bound(column)).filter(|bound| !bound.is_zero()) else {
                continue;
            };
            for (price, &entry) in prices.iter_mut().zip(&basis.inverse[row]).filter(|(_, entry)| **entry != 0) {
                *price = price.clone() + bound.clone() * N::from(entry);
            }
        }
        prices
    }

    /// A constraint that the shares break: the most violated one, or simply the first.
    fn violated(&self, basis: &Basis, prices: &[N], take_first: bool) -> Option<Column> {
        let scale = N::from(basis.scale);
        let mut worst: Option<(N, Column)> = None;
        let mut consider = |slack: N, column: Column| {
            let worse = slack.is_negative() && worst.as_ref().is_none_or(|(least, _)| slack < *least && !take_first);
            if worse {
                worst = Some((slack, column));
            }
        };
        for (school, cap) in self.caps.into_iter().flatten().enumerate() {
            consider(scale.clone() * cap.clone() - prices[school].clone(), Column::Cap(school));
        }
        let w = &prices[self.schools];
        let mut sums = vec![N::zero(); 1 << self.schools];
        for group in 1..sums.len() - 1 {
            sums[group] = sums[group & (group - 1)].clone() + prices[group.trailing_zeros() as usize].clone();
            if self.active[group] {
                let bound = scale.clone() * self.costs[group].clone();
                consider(bound - sums[group].clone() - w.clone(), Column::Group(group));
            }
        }
        worst.map(|(_, column)| column)
    }

    fn optimum(&self, basis: &Basis, mut prices: Vec<N>) -> Optimum<N> {
        let holds = |(row, column): (usize, &Option<Column>)| {
            let column = (*column)?;
            let held = basis.value(row) > 0 && !matches!(column, Column::Settled(_));
            held.then_some(column)
        };
        let holding = basis.columns.iter().enumerate().filter_map(holds).collect();
        let w = prices.pop().unwrap_or_else(N::zero);
        Optimum { scale: basis.scale, shares: prices, w, holding }
    }
}

impl Basis {
    /// No columns yet: the identity in their place.
    fn empty(rows: usize) -> Basis {
        let unit = |row: usize| (0..rows).map(|column| i128::from(column == row)).collect();
        Basis { columns: vec![None; rows], inverse: (0..rows).map(unit).collect(), scale: 1 }
    }

    fn is_complete(&self) -> bool {
        self.columns.iter().all(Option::is_some)
    }

    /// The inverse × a column, times the scale.
    fn times(&self, (schools, last): (usize, bool)) -> Vec<i128> {
        let rows = self.inverse.iter();
        rows.map(|row| {
            let (groups, total) = row.split_at(row.len() - 1);
            let members = groups.iter().enumerate().filter(|(i, _)| schools >> i & 1 == 1).map(|(_, entry)| entry);
            members.sum::<i128>() + if last { total[0] } else { 0 }
        })
        .collect()
    }

    /// The multiplier of the row's column, times the scale.
    fn value(&self, row: usize) -> i128 {
        self.inverse[row][self.columns.len() - 1]
    }

    fn free_row(&self, direction: &[i128]) -> Option<usize> {
        (0..direction.len()).find(|&row| self.columns[row].is_none() && direction[row] != 0)
    }

    /// The row that reaches 0 first as the new column grows; a settled group's multiplier has no sign. Ties go to the
    /// column that comes first, caps before groups, so that the first-column rule cannot cycle.
    fn leaving(&self, direction: &[i128]) -> Option<usize> {
        let order = |row: usize| match self.columns[row] {
            Some(Column::Cap(school)) => Some((0, school)),
            Some(Column::Group(group)) => Some((1, group)),
            Some(Column::Settled(_)) | None => None,
        };
        let candidates = (0..direction.len()).filter(|&row| direction[row] > 0 && order(row).is_some());
        candidates.min_by(|&a, &b| {
            let ratios = (self.value(a) * direction[b]).cmp(&(self.value(b) * direction[a]));
            ratios.then_with(|| order(a).cmp(&order(b)))
        })
    }

    /// Puts the column into the row; every entry stays a whole number.
    fn pivot(&mut self, row: usize, direction: &[i128], column: Column) {
        let pivot = direction[row];
        let pivot_row = self.inverse[row].clone();
        for (i, entries) in self.inverse.iter_mut().enumerate().filter(|(i, _)| *i != row) {
            for (entry, from) in entries.iter_mut().zip(&pivot_row) {
                *entry = (pivot * *entry - direction[i] * from) / self.scale;
            }
        }
        self.scale = pivot;
        if pivot < 0 {
            self.scale = -pivot;
            self.inverse.iter_mut().flatten().for_each(|entry| *entry = -*entry);
        }
        self.columns[row] = Some(column);
    }
}
