//! The rows of the comparison: one figure of every offer beside the school's own.

use super::figures::{Cell, SumLine, each, pounds};
use super::more::MOST_SCHOOLS;
use super::now;
use super::quality;
use crate::catalogue::compare::{self, BreakEven, Comparison, Cost, Offer, OfferColumn, Part, Size};
use crate::catalogue::rules::{Baseline, Step, component_name};
use crate::platform::words::capitalised;
use ::entity::category::Unit;
use ::entity::exact::Exact;
use ::entity::money::plain_number;
use serde::Serialize;

/// What two leavers cost, and how many schools it takes, is worked out for so many offers: it prices each offer many times.
const MOST_WEIGHED: usize = 30;

/// A row: the first cell is what is paid now, the others are the offers in their order.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) note: Option<String>,
    pub(super) cells: Vec<Cell>,
    /// Sentences instead of figures.
    pub(super) is_words: bool,
}

/// Every row of the table.
pub(super) fn rows(comparison: &Comparison) -> Vec<Row> {
    let table = Table { comparison, unit: comparison.main_unit() };
    let mut rows = vec![table.year_one(), table.against_now()];
    rows.extend(table.components());
    rows.extend(table.per_unit());
    rows.push(table.fixed());
    rows.push(table.whole_term());
    rows.extend(table.alone());
    rows.extend(table.if_two_leave());
    rows.extend(table.all_schools());
    rows.extend(table.below_own());
    rows.extend(table.vat());
    rows.extend(table.terms());
    rows.extend(quality::rows(comparison));
    rows
}

struct Table<'a> {
    comparison: &'a Comparison,
    unit: Option<&'a Unit>,
}

impl Table<'_> {
    fn words(&self) -> &'static now::Words {
        now::words(self.comparison)
    }

    fn now(&self) -> Option<&Baseline> {
        self.comparison.baseline.as_ref()
    }

    fn row(&self, label: impl Into<String>, now: Cell, offer: impl Fn(&OfferColumn) -> Cell) -> Row {
        let cells = std::iter::once(now).chain(self.comparison.columns.iter().map(offer)).collect();
        Row { label: label.into(), note: None, cells, is_words: false }
    }

    fn costed(&self, label: impl Into<String>, now: Cell, cell: impl Fn(&OfferColumn, &Cost) -> Cell) -> Row {
        self.row(label, now, |column| column.cost().map_or_else(Cell::nothing, |cost| cell(column, cost)))
    }

    /// A part of a cost, with its price for one unit of the school's own volume.
    fn part(&self, part: &Part, of: String, source: &str) -> Cell {
        Cell::opening(part, of, source).noting(self.each(&part.amount))
    }

    /// A figure of an offer that opens its sum; a guide price is a figure alone, for its rates are not shown.
    fn sum(&self, column: &OfferColumn, part: &Part, of: String) -> Cell {
        match column.offer.is_guide {
            true => Cell::money(&part.amount),
            false => Cell::opening(part, of, &column.offer.source),
        }
    }

    fn each(&self, amount: &Exact) -> Option<String> {
        Some(each(&amount.over(self.comparison.volume()?)?, &self.unit?.one))
    }

    fn year_one(&self) -> Row {
        let now = self.now().map_or_else(
            || Cell::words("Not known"),
            |now| {
                let part = Part { amount: now.amount.clone(), steps: now.working.clone() };
                Cell::opening(&part, self.words().what.to_owned(), &now.source)
            },
        );
        let mut row = self.row("Cost in year 1", now, |column| match (column.cost(), column.refusal()) {
            (Some(cost), _) => {
                let of = format!("the cost with {}", column.offer.name);
                self.sum(column, &cost.year_one, of).noting(only_alone(column))
            }
            (None, refusal) => Cell::words("Not known").noting(refusal.map(str::to_owned)),
        });
        mark_best(&mut row);
        row
    }

    fn against_now(&self) -> Row {
        let change = |cost: &Cost| self.now().map(|now| &cost.year_one.amount - &now.amount);
        let cell = |cost: &Cost| change(cost).map_or_else(Cell::nothing, |change| Cell::change(&change));
        self.costed(self.words().against, Cell::nothing(), |_, cost| cell(cost))
    }

    /// One row for each component that anything shown has, in the category's order, others after them.
    fn components(&self) -> Vec<Row> {
        let mut ids: Vec<String> =
            self.comparison.category.shape.components.iter().map(|component| component.id.clone()).collect();
        let costs: Vec<&Cost> = self.comparison.columns.iter().filter_map(OfferColumn::cost).collect();
        for id in costs.iter().flat_map(|cost| cost.components.iter().map(|(id, _)| id)) {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        let is_there =
            |id: &String| costs.iter().any(|cost| cost.component(id).is_some()) || self.now_part(id).is_some();
        ids.into_iter().filter(is_there).map(|id| self.component(&id)).collect()
    }

    fn component(&self, id: &str) -> Row {
        let label = component_name(&self.comparison.category.shape, id);
        let now = match (self.now_part(id), self.now()) {
            (Some(part), Some(now)) => self.part(&part, format!("{} for {label}", self.words().what), &now.source),
            _ => Cell::nothing(),
        };
        self.costed(label.clone(), now, |column, cost| {
            let of = format!("{label} with {}", column.offer.name);
            match cost.component(id) {
                _ if column.offer.is_guide => Cell::nothing(),
                Some(part) => self.part(part, of, &column.offer.source),
                None => Cell::money(&Exact::zero()),
            }
        })
    }

    /// What is paid now for a component, where today's cost can be taken apart.
    fn now_part(&self, id: &str) -> Option<Part> {
        Cost::of_price_list(self.now()?.priced.as_ref()?).component(id).cloned()
    }

    fn per_unit(&self) -> Option<Row> {
        let unit = self.unit?;
        let volume = self.comparison.volume()?;
        let cell = |amount: &Exact| {
            amount.over(volume).map_or_else(Cell::nothing, |amount| Cell::per_unit(&amount, &unit.one))
        };
        let now = self.now().map_or_else(Cell::nothing, |now| cell(&now.amount));
        let mut row = self.costed(format!("Everything, per {}", unit.one), now, |_, cost| cell(&cost.year_one.amount));
        mark_best(&mut row);
        Some(row)
    }

    fn fixed(&self) -> Row {
        let now = match self.now().and_then(|now| Some((now, now.priced.as_ref()?))) {
            Some((now, priced)) => {
                let fixed = Cost::of_price_list(priced).fixed;
                Cell::opening(&fixed, self.words().fixed.to_owned(), &now.source)
            }
            None => Cell::nothing(),
        };
        self.costed("Fixed charges", now, |column, cost| {
            let of = format!("the fixed charges of {}", column.offer.name);
            if column.offer.is_guide { Cell::nothing() } else { Cell::opening(&cost.fixed, of, &column.offer.source) }
        })
    }

    fn whole_term(&self) -> Row {
        let years = self.comparison.horizon;
        let label = if years == 1 { "Whole term, 1 year".to_owned() } else { format!("Whole {years} years") };
        let now = self.now().map_or_else(Cell::nothing, |now| {
            let steps =
                (1..=years).map(|year| Step { text: format!("Year {year}, as now"), amount: now.amount.clone() });
            let part = Part { amount: &now.amount * &Exact::from(years), steps: steps.collect() };
            Cell::opening(&part, format!("{} over the term", self.words().what), &now.source)
        });
        let mut row = self.costed(label, now, |column, cost| {
            let of = format!("the whole cost with {}", column.offer.name);
            let note = cost.is_assumed.then(|| {
                let offered = column.offer.schedule.term_years;
                format!("offered for {offered} {}, the rest assumed", if offered == 1 { "year" } else { "years" })
            });
            self.sum(column, &cost.whole_term, of).noting(note)
        });
        mark_best(&mut row);
        row
    }

    fn alone(&self) -> Option<Row> {
        self.comparison.group.as_ref()?;
        let mut row = self.row("Alone, not in cluster", Cell::nothing(), |column| match &column.alone {
            Ok(cost) => {
                let of = format!("the cost alone with {}", column.offer.name);
                self.sum(column, &cost.year_one, of).noting(self.each(&cost.year_one.amount))
            }
            Err(sentence) => Cell::words("Not known").noting(Some(sentence.clone())),
        });
        row.note = Some("The same provider's price for your school by itself, in year 1".to_owned());
        mark_best(&mut row);
        Some(row)
    }

    /// The cost of one unit for all schools of the cluster together: of the leading component, and of everything.
    fn all_schools(&self) -> Vec<Row> {
        let (Some(group), Some(unit)) = (&self.comparison.group, self.unit) else { return Vec::new() };
        let volume = group.volume(&unit.id);
        let per_unit = |amount: Option<Exact>| match amount.and_then(|amount| amount.over(&volume)) {
            Some(amount) => Cell::per_unit(&amount, &unit.one),
            None => Cell::nothing(),
        };
        let schools = group.schools.len();
        let row = |what: &str, now: Option<Exact>, of: &dyn Fn(&OfferColumn) -> Option<Exact>| {
            let mut row =
                self.row(format!("{what} per {}, all {schools} schools", unit.one), per_unit(now), |column| {
                    per_unit(of(column))
                });
            mark_best(&mut row);
            row
        };
        let headline = self.comparison.category.shape.headline_component.as_deref();
        let headline = headline.map(|id| {
            let name = component_name(&self.comparison.category.shape, id);
            row(&name, group.now_for(id), &|column| column.joint_component(id))
        });
        let all = row("Everything", group.now(), &OfferColumn::joint_year_one);
        let same = |one: &Row| one.cells.iter().map(|cell| &cell.text).eq(all.cells.iter().map(|cell| &cell.text));
        match headline {
            Some(headline) if same(&headline) => vec![headline],
            Some(headline) => vec![headline, all],
            None => vec![all],
        }
    }

    /// What each provider says it gives, on what terms and on what evidence; only what one of them says.
    fn terms(&self) -> Vec<Row> {
        type Said = fn(&Offer) -> &String;
        let said: [(&str, Said); 5] = [
            ("Included", |offer| &offer.included),
            ("Not included", |offer| &offer.not_included),
            ("Length", |offer| &offer.term),
            ("Notice", |offer| &offer.notice),
            ("Evidence", |offer| &offer.evidence),
        ];
        let row = |(label, text): (&str, Said)| {
            let cell = |column: &OfferColumn| match text(&column.offer).as_str() {
                "" => Cell::nothing(),
                said => Cell::words(said),
            };
            let row = Row { is_words: true, ..self.row(label, Cell::nothing(), cell) };
            self.comparison.columns.iter().any(|column| !text(&column.offer).is_empty()).then_some(row)
        };
        said.into_iter().filter_map(row).collect()
    }

    /// Is it among the first offers?
    fn is_weighed(&self, column: &OfferColumn) -> bool {
        self.comparison.columns.iter().take(MOST_WEIGHED).any(|first| std::ptr::eq(first, column))
    }

    /// What it costs this school if two others leave: those two whose leaving costs it most.
    fn if_two_leave(&self) -> Option<Row> {
        let mut row = self.row("If 2 schools leave", Cell::nothing(), |column| {
            let leave = self.is_weighed(column).then(|| self.comparison.two_leave(column)).flatten();
            let Some(leave) = leave else { return Cell::nothing() };
            let [one, two] = &leave.names;
            let of = format!("the change with {} if two schools leave", column.offer.name);
            let sum = Cell::opening(&leave.part, of, &column.offer.source);
            let lines = if column.offer.is_guide { Vec::new() } else { sum.lines };
            Cell { lines, of: sum.of, result: "Difference", ..Cell::change(&leave.change) }.noting(Some(
                match leave.is_surest {
                    true => format!("{one} and {two}"),
                    false => format!("{one} and {two}, found one after the other, so another pair could cost more"),
                },
            ))
        });
        row.note =
            Some("What you would pay more in year 1 without the two schools whose leaving costs you most".to_owned());
        row.cells.iter().any(|cell| cell.number.is_some()).then_some(row)
    }

    /// From how many schools an offer's price of a unit is below the school's own.
    fn below_own(&self) -> Option<Row> {
        let (group, unit) = (self.comparison.group.as_ref()?, self.unit?);
        if group.schools.len() > MOST_SCHOOLS {
            return None;
        }
        let measured = self.comparison.measured();
        let found: Vec<Option<BreakEven>> = self
            .comparison
            .columns
            .iter()
            .map(|column| {
                column.joint.as_ref().filter(|_| self.is_weighed(column))?;
                compare::break_even(&column.offer.schedule, group, group.place, measured)
            })
            .collect();
        let own = found.iter().flatten().next()?.own.clone();
        let cell = |(column, found): (&OfferColumn, &Option<BreakEven>)| {
            found.as_ref().map_or_else(Cell::nothing, |found| below_own_cell(found, column, unit))
        };
        let cells =
            std::iter::once(Cell::nothing()).chain(self.comparison.columns.iter().zip(&found).map(cell)).collect();
        let what = measured.component.map_or_else(
            || "Everything".to_owned(),
            |component| component_name(&self.comparison.category.shape, component),
        );
        let note = Some("As schools join you in the cluster's order".to_owned());
        Some(Row {
            label: format!("{what}: below your own {} from", each(&own, &unit.one)),
            note,
            cells,
            is_words: false,
        })
    }

    fn vat(&self) -> Option<Row> {
        let row = self.costed("VAT in year 1, not included above", Cell::nothing(), |_, cost| Cell::money(&cost.vat));
        let any = self.comparison.columns.iter().filter_map(OfferColumn::cost).any(|cost| cost.vat.is_positive());
        any.then_some(row)
    }
}

/// "2 schools", with what every number of schools would pay for a unit.
fn below_own_cell(found: &BreakEven, column: &OfferColumn, unit: &Unit) -> Cell {
    let size_words = |size: &Size| {
        let schools = if size.schools == 1 { "You alone".to_owned() } else { format!("{} schools", size.schools) };
        let text = format!("{schools}: {} for {} {}", pounds(&size.cost), plain_number(&size.units), unit.many);
        SumLine { text, amount: each(&size.each, &unit.one) }
    };
    let at = found.from.and_then(|from| found.sizes.get(from));
    let (text, note) = match at {
        Some(size) => {
            let schools = if size.schools == 1 { "you alone".to_owned() } else { format!("{} schools", size.schools) };
            let with_all = found
                .units_with_all
                .as_ref()
                .map(|least| format!("; with all {} schools, from {}", found.sizes.len(), least_units(least, unit)));
            let units = format!("{} {}", plain_number(&size.units), unit.many);
            (capitalised(&schools), Some(format!("{units}{}", with_all.unwrap_or_default())))
        }
        None => ("Not with these schools".to_owned(), None),
    };
    let lines = if column.offer.is_guide { Vec::new() } else { found.sizes.iter().map(size_words).collect() };
    let of = format!("from how many schools {} is cheaper", column.offer.name);
    Cell { lines, of, result: "Below your own from", ..Cell::words(text) }.noting(note)
}

/// "34,891 meals"; from the first one on it is any number.
pub(super) fn least_units(least: &Exact, unit: &Unit) -> String {
    match *least == Exact::one() {
        true => format!("any number of {}", unit.many),
        false => format!("{} {}", plain_number(least), unit.many),
    }
}

/// Why the figure is the price alone, though the school is in a cluster.
fn only_alone(column: &OfferColumn) -> Option<String> {
    match &column.together {
        Some(Err(sentence)) => Some(format!("Alone. {sentence}")),
        _ => None,
    }
}

/// The least figure of the offers is bold.
fn mark_best(row: &mut Row) {
    let least = row.cells.iter().skip(1).filter_map(|cell| cell.number.clone()).min();
    for cell in row.cells.iter_mut().skip(1) {
        cell.is_best = least.is_some() && cell.number == least;
    }
}
