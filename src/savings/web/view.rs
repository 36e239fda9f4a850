//! Figures of the ledger as pages show them: each with its sum, the costliest change first.

use super::effects::EffectRow;
use super::stage_words;
use crate::platform::http::chart::{BarChart, Heading, Measure};
use crate::platform::words;
use crate::savings::rules::Status;
use crate::savings::rules::ledger::{Before, Line, Sides, Step, UnitChange, by_school, sides, unit_change};
use crate::savings::{Savings, component_name, unit_name};
use ::entity::category;
use ::entity::exact::Exact;
use ::entity::ids::*;
use ::entity::money::{Money, plain_number, plain_price};
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub(super) struct SumLine {
    text: String,
    amount: String,
}

/// A figure in words that opens its sum.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Figure {
    pub(super) figure: String,
    pub(super) lines: Vec<SumLine>,
}

impl Figure {
    pub(super) fn of(amount: &Exact, steps: &[Step]) -> Figure {
        let line = |step: &Step| SumLine { text: step.text.clone(), amount: with_sign(&step.amount) };
        Figure { figure: plain_price(amount), lines: steps.iter().map(line).collect() }
    }

    pub(super) fn before(before: &Before) -> Figure {
        Figure::of(&before.amount, &before.steps)
    }

    pub(super) fn sample() -> Figure {
        let lines = vec![SumLine { text: "12 days × £260".to_owned(), amount: "£3,120".to_owned() }];
        Figure { figure: "£3,120".to_owned(), lines }
    }
}

/// "£420"; what is taken off says so: "£420 off".
fn with_sign(amount: &Exact) -> String {
    match amount.is_negative() {
        true => format!("{} off", plain_price(&amount.abs())),
        false => plain_price(amount),
    }
}

/// One school's change.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SchoolRow {
    pub(super) name: String,
    pub(super) own: bool,
    pub(super) before: Option<Figure>,
    pub(super) after: Figure,
    pub(super) change: Option<String>,
    pub(super) per_unit: Option<String>,
    pub(super) basis: &'static str,
}

/// Both sides of a change, in words of amounts.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SidesView {
    pub(super) paying_less: usize,
    pub(super) less: String,
    pub(super) paying_more: usize,
    pub(super) more: String,
}

impl SidesView {
    pub(super) fn of(sides: &Sides) -> SidesView {
        SidesView {
            paying_less: sides.paying_less,
            less: sides.less.pounds(),
            paying_more: sides.paying_more,
            more: sides.more.pounds(),
        }
    }
}

/// What one unit costs alone and in the cluster.
#[derive(Clone, Debug, Serialize)]
pub(super) struct UnitView {
    /// "Management"; of the whole service "Whole cost".
    pub(super) what: String,
    pub(super) one: String,
    pub(super) many: String,
    pub(super) volume: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) change: String,
}

/// Rounded to a hundredth of a penny.
fn unit_price(exact: &Exact) -> String {
    let places = if exact.abs() < Exact::one() { 4 } else { 2 };
    exact.half_up(places).decimals(places)
}

impl UnitView {
    pub(super) fn of(change: &UnitChange, category: &category::Model) -> UnitView {
        let shape = &category.shape;
        let headline = shape.headline_component.as_ref().filter(|_| change.is_headline);
        let name = headline.map(|component| component_name(shape, component));
        UnitView {
            what: name.unwrap_or_else(|| "Whole cost".to_owned()),
            one: unit_name(shape, &shape.main_unit, &Exact::one()).to_owned(),
            many: unit_name(shape, &shape.main_unit, &change.volume).to_owned(),
            volume: plain_number(&change.volume),
            before: unit_price(&change.before),
            after: unit_price(&change.after),
            change: unit_price(&(&change.after - &change.before)),
        }
    }
}

/// One service in one stage.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) service: String,
    pub(super) title: String,
    pub(super) year: String,
    pub(super) unit_one: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) change: String,
    pub(super) sides: SidesView,
    pub(super) unit: Option<UnitView>,
    pub(super) rows: Vec<SchoolRow>,
    pub(super) unmeasured: Vec<String>,
    pub(super) chart: Option<BarChart>,
    /// Price and quantity apart, for the schools whose invoices say the quantity.
    pub(super) effects: Vec<EffectRow>,
}

/// Everything in one stage.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StageView {
    pub(super) id: &'static str,
    pub(super) stage: &'static str,
    pub(super) kind: &'static str,
    pub(super) meaning: &'static str,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) change: String,
    pub(super) sides: SidesView,
    /// Schools that pay more in one service: "Rowley View: £420 more for finance".
    pub(super) paying_more: Vec<String>,
    /// All services of each school together, where there are several.
    pub(super) by_school: Vec<SchoolTotal>,
    pub(super) chart: Option<BarChart>,
    pub(super) sections: Vec<Section>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct SchoolTotal {
    pub(super) name: String,
    pub(super) own: bool,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) change: String,
}

/// A school's name; its id where its row is gone.
pub(super) fn name_of(savings: &Savings, school: SchoolId) -> String {
    savings.schools.get(&school).map_or_else(|| school.to_string(), |school| school.name.clone())
}

/// The stages that occur, the surest first.
pub(super) fn stages(savings: &Savings, own: Option<SchoolId>) -> Vec<StageView> {
    Status::ALL.into_iter().filter_map(|status| stage(savings, status, own)).collect()
}

fn stage(savings: &Savings, status: Status, own: Option<SchoolId>) -> Option<StageView> {
    let lines: Vec<&Line> = savings.ledger.lines.iter().filter(|line| line.status == status).collect();
    if lines.is_empty() {
        return None;
    }
    let sums = by_school(&lines);
    let changes: Vec<Exact> = sums.values().map(|(before, after)| after - before).collect();
    let sections: Vec<Section> =
        savings.categories_of(status).into_iter().map(|category| section(savings, status, category, own)).collect();
    let several = sections.len() > 1;
    let mut order: Vec<_> = sums.iter().collect();
    order.sort_by_key(|one| std::cmp::Reverse(&one.1.1 - &one.1.0));
    let total = |(school, (before, after)): &(&SchoolId, &(Exact, Exact))| SchoolTotal {
        name: name_of(savings, **school),
        own: own == Some(**school),
        before: before.pounds(),
        after: after.pounds(),
        change: (after - before).pounds(),
    };
    let measures: Vec<(String, Exact)> =
        order.iter().map(|(school, (before, after))| (name_of(savings, **school), after - before)).collect();
    let (words, kind) = stage_words(status);
    Some(StageView {
        id: status.code(),
        stage: words,
        kind,
        meaning: super::stage_meaning(status),
        before: sums.values().map(|(before, _)| before).sum::<Exact>().pounds(),
        after: sums.values().map(|(_, after)| after).sum::<Exact>().pounds(),
        change: changes.iter().sum::<Exact>().pounds(),
        sides: SidesView::of(&sides(&changes)),
        paying_more: paying_more(savings, &lines),
        by_school: if several { order.iter().map(total).collect() } else { Vec::new() },
        chart: several.then(|| chart(status.code(), &format!("{words}, all services by school"), &measures)).flatten(),
        sections,
    })
}

fn paying_more(savings: &Savings, lines: &[&Line]) -> Vec<String> {
    let more = |line: &&Line| {
        let change = line.change().filter(Exact::is_positive)?;
        let category = savings.categories.get(&savings.ledger.deal(line).category)?;
        Some((
            change.clone(),
            format!(
                "{}: {} more for {}",
                name_of(savings, line.school),
                plain_price(&change),
                in_sentence(&category.name)
            ),
        ))
    };
    let mut found: Vec<(Exact, String)> = lines.iter().filter_map(more).collect();
    found.sort_by(|one, other| other.0.cmp(&one.0));
    found.into_iter().map(|(_, words)| words).collect()
}

/// A category inside a sentence: "finance", but "HR".
pub(super) fn in_sentence(name: &str) -> String {
    let is_word = name.chars().skip(1).all(|letter| !letter.is_uppercase());
    if is_word { name.to_lowercase() } else { name.to_owned() }
}

fn section(savings: &Savings, status: Status, category: &category::Model, own: Option<SchoolId>) -> Section {
    let mut lines = savings.lines(status, category.id);
    lines.sort_by_key(|line| std::cmp::Reverse(line.change()));
    let changes: Vec<Exact> = lines.iter().filter_map(|line| line.change()).collect();
    let measured: Vec<&Line> = lines.iter().filter(|line| line.before.is_some()).copied().collect();
    let deal = lines.first().map(|line| savings.ledger.deal(line));
    let one_deal = lines.windows(2).all(|pair| pair[0].deal == pair[1].deal);
    let unit = deal.filter(|_| one_deal).and_then(|deal| unit_change(deal, &lines));
    let (words, _) = stage_words(status);
    let id = format!("{}-{}", status.code(), category.slug);
    let measures: Vec<(String, Exact)> =
        measured.iter().filter_map(|line| Some((name_of(savings, line.school), line.change()?))).collect();
    Section {
        service: category.name.clone(),
        title: deal.map(|deal| format!("{}, {}", deal.title, deal.provider)).unwrap_or_default(),
        year: deal.map(|deal| deal.year.clone()).unwrap_or_default(),
        unit_one: unit_name(&category.shape, &category.shape.main_unit, &Exact::one()).to_owned(),
        before: measured.iter().filter_map(|line| Some(&line.before.as_ref()?.amount)).sum::<Exact>().pounds(),
        after: measured.iter().map(|line| &line.after).sum::<Exact>().pounds(),
        change: changes.iter().sum::<Exact>().pounds(),
        sides: SidesView::of(&sides(&changes)),
        unit: unit.map(|unit| UnitView::of(&unit, category)),
        rows: lines.iter().map(|line| row(savings, line, own)).collect(),
        unmeasured: lines
            .iter()
            .filter(|line| line.before.is_none())
            .map(|line| name_of(savings, line.school))
            .collect(),
        chart: chart(&id, &format!("{words}, {} by school", in_sentence(&category.name)), &measures),
        effects: lines
            .iter()
            .filter_map(|line| {
                let name = name_of(savings, line.school);
                EffectRow::of(name, own == Some(line.school), line, category)
            })
            .collect(),
        id,
    }
}

fn row(savings: &Savings, line: &Line, own: Option<SchoolId>) -> SchoolRow {
    SchoolRow {
        name: name_of(savings, line.school),
        own: own == Some(line.school),
        before: line.before.as_ref().map(Figure::before),
        after: Figure::of(&line.after, &line.after_steps),
        change: line.change().map(|change| change.pounds()),
        per_unit: line.change_per_unit().map(|change| unit_price(&change)),
        basis: line.before.as_ref().map_or("Not known", |before| before.basis),
    }
}

/// Changes either side of zero; `table` is the caption of the table with the same figures.
pub(super) fn chart(id: &str, table: &str, changes: &[(String, Exact)]) -> Option<BarChart> {
    let counted = sides(changes.iter().map(|(_, change)| change));
    let measure = |(label, change): &(String, Exact)| Measure {
        label: label.clone(),
        amount: Money::rounded(change).map(|money| money.0).unwrap_or_default(),
        words: change_words(change),
    };
    let heading = Heading {
        id: format!("chart-{id}"),
        finding: format!("{} pay less, {} more", counted.paying_less, counted.paying_more),
        table: table.to_owned(),
    };
    BarChart::diverging(heading, &changes.iter().map(measure).collect::<Vec<_>>())
}

/// "£4,587 less".
pub(super) fn change_words(change: &Exact) -> String {
    let size = plain_price(&change.abs());
    if change.is_zero() {
        "no change".to_owned()
    } else if change.is_negative() {
        format!("{size} less")
    } else {
        format!("{size} more")
    }
}

/// "£4,587 less than now", "the same as now".
pub(super) fn than_now(change: &Exact) -> String {
    than(change, "now")
}

/// "£50 more than the £15,900 they pay now", "the same as the £15,900 they pay now".
pub(super) fn than(change: &Exact, other: &str) -> String {
    match change.is_zero() {
        true => format!("the same as {other}"),
        false => format!("{} than {other}", change_words(change)),
    }
}

/// "1 school pays", "9 schools pay".
pub(super) fn schools_pay(count: usize) -> String {
    words::plural(i64::try_from(count).unwrap_or(i64::MAX), "school pays", "schools pay")
}
