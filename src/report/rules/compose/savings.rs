//! Savings by stage, by service and by school, and who pays more.

use super::Draft;
use crate::report::rules::content::{Column, Grid, GridRow, Section, Spot};
use crate::report::rules::facts::Saving;
use crate::report::rules::figure::{Cited, Unit};
use crate::savings::rules::Status;
use ::entity::exact::Exact;
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub(super) fn stage_words(status: Status) -> &'static str {
    match status {
        Status::Realised => "Actual",
        Status::Contracted => "Contracted",
        Status::Forecast => "Expected",
        Status::Potential => "Possible",
    }
}

/// One school's services of a stage together.
struct Together<'a> {
    of: &'a Saving,
    parts: Vec<&'a Saving>,
    change: Exact,
}

/// The costliest change first.
fn together<'a>(savings: &[&'a Saving]) -> Vec<Together<'a>> {
    let mut schools: BTreeMap<i32, Together> = BTreeMap::new();
    for saving in savings {
        let Some(change) = saving.change() else { continue };
        let school =
            schools.entry(saving.urn).or_insert(Together { of: saving, parts: Vec::new(), change: Exact::zero() });
        school.parts.push(*saving);
        school.change += &change;
    }
    let mut all: Vec<Together> = schools.into_values().collect();
    all.sort_by_key(|school| Reverse(school.change.clone()));
    all
}

pub(super) fn section(draft: &mut Draft<'_>) -> Section {
    let mut made = super::section("savings", "What schools pay in the cluster");
    let all = draft.savings();
    let stages: Vec<(Status, Vec<&Saving>)> = Status::ALL
        .into_iter()
        .map(|status| (status, all.iter().filter(|saving| saving.status == status).copied().collect::<Vec<_>>()))
        .filter(|(_, savings)| !savings.is_empty())
        .collect();
    if stages.is_empty() {
        made.words.push("Nothing was bought together yet, and nothing is planned.".to_owned());
        return made;
    }
    made.words.push(
        "What schools pay in the cluster against what they paid or would pay without it, for the same quantities. Actual: \
         from invoices. Contracted: signed. Expected: from a tender or a planned offer. Possible: nobody has decided on it."
            .to_owned(),
    );
    let rows = stages.iter().map(|(status, savings)| stage_row(draft, *status, savings)).collect();
    made.tables.push(stages_table(rows));
    for (status, savings) in &stages {
        made.tables.push(services_table(draft, *status, savings));
        if !draft.is_public() {
            made.tables.push(schools_table(draft, *status, savings));
        }
    }
    made
}

fn stages_table(rows: Vec<GridRow>) -> Grid {
    Grid {
        id: "stages".to_owned(),
        caption: "Savings by stage".to_owned(),
        note: "All schools together, £ a year, excluding VAT".to_owned(),
        columns: vec![
            Column::text("Stage"),
            Column::number("Before", "£ a year"),
            Column::number("After", "£ a year"),
            Column::number("Difference", "£ a year"),
            Column::number("Pay less", ""),
            Column::number("Less by", "£ a year"),
            Column::number("Pay more", ""),
            Column::number("More by", "£ a year"),
        ],
        rows,
        chart: None,
    }
}

fn stage_row(draft: &mut Draft<'_>, status: Status, savings: &[&Saving]) -> GridRow {
    let (code, words) = (status.code(), stage_words(status));
    let measured: Vec<&Saving> = savings.iter().filter(|saving| saving.before.is_some()).copied().collect();
    let (before, after, change) = (
        draft.rows(&measured, |saving| saving.before.clone()),
        draft.rows(&measured, |saving| Some(saving.after.clone())),
        draft.rows(&measured, Saving::change),
    );
    let mut cells = vec![Spot::words(words)];
    for (id, label, unit, rows) in [
        ("before", "before", Unit::Pounds, before),
        ("after", "after", Unit::Pounds, after),
        ("change", "difference", Unit::Change, change),
    ] {
        cells.push(draft.content.figure(format!("{code}-{id}"), format!("{words}: {label}"), unit, rows));
    }
    let schools = together(savings);
    for (id, label, is_more) in [("less", "pay less", false), ("more", "pay more", true)] {
        let side = |school: &&Together| !school.change.is_zero() && school.change.is_positive() == is_more;
        let side: Vec<&Together> = schools.iter().filter(side).collect();
        let (counts, sums) = side_rows(draft, status, &side);
        let label = format!("{words}: schools that {label}");
        cells.push(draft.content.figure(format!("{code}-{id}-schools"), label.clone(), Unit::Schools, counts));
        cells.push(draft.content.figure(
            format!("{code}-{id}-by"),
            format!("{label}, by how much"),
            Unit::Pounds,
            sums,
        ));
    }
    GridRow { cells, total: false }
}

/// The schools on one side: each by itself, or all together where none is named.
fn side_rows(draft: &Draft<'_>, status: Status, side: &[&Together<'_>]) -> (Vec<Cited>, Vec<Cited>) {
    if draft.is_public() {
        let sum: Exact = side.iter().map(|school| school.change.abs()).sum();
        let source = format!("savings:{}", status.code());
        let row = |amount: &Exact| vec![Cited::new(source.clone(), "All services", amount)];
        return (row(&Exact::from(side.len())), row(&sum));
    }
    let row = |school: &&Together, amount: &Exact| {
        let source = format!("school:{}", school.of.urn);
        Cited::new(source, school.of.school.clone(), amount).of_area(&school.of.area)
    };
    let counts = side.iter().map(|school| row(school, &Exact::one())).collect();
    (counts, side.iter().map(|school| row(school, &school.change.abs())).collect())
}

fn services_table(draft: &mut Draft<'_>, status: Status, savings: &[&Saving]) -> Grid {
    let (code, words) = (status.code(), stage_words(status));
    let mut slugs: Vec<(&str, &str)> = Vec::new();
    for saving in savings {
        if !slugs.contains(&(saving.slug.as_str(), saving.service.as_str())) {
            slugs.push((saving.slug.as_str(), saving.service.as_str()));
        }
    }
    let mut rows = Vec::new();
    for (slug, service) in slugs {
        let own: Vec<&Saving> =
            savings.iter().filter(|saving| saving.slug == slug && saving.before.is_some()).copied().collect();
        let mut cells = vec![Spot::words(service)];
        for (id, unit, of) in [
            ("before", Unit::Pounds, draft.rows(&own, |saving| saving.before.clone())),
            ("after", Unit::Pounds, draft.rows(&own, |saving| Some(saving.after.clone()))),
            ("change", Unit::Change, draft.rows(&own, Saving::change)),
        ] {
            let label = format!("{words}, {service}: {id}");
            cells.push(draft.content.figure(format!("{code}-{slug}-{id}"), label, unit, of));
        }
        rows.push(GridRow { cells, total: false });
    }
    let chart = draft.is_public().then(|| (3, format!("{words}: {{{code}-change}} a year, by service")));
    Grid {
        id: format!("services-{code}"),
        caption: format!("{words}, by service"),
        note: "£ a year, excluding VAT".to_owned(),
        columns: vec![
            Column::text("Service"),
            Column::number("Before", "£ a year"),
            Column::number("After", "£ a year"),
            Column::number("Difference", "£ a year"),
        ],
        rows,
        chart,
    }
}

fn schools_table(draft: &mut Draft<'_>, status: Status, savings: &[&Saving]) -> Grid {
    let (code, words) = (status.code(), stage_words(status));
    let mut rows = Vec::new();
    for school in together(savings) {
        let mut cells = vec![Spot::School(school.of.school.clone(), school.of.area.clone())];
        for (id, unit, of) in [
            ("before", Unit::Pounds, draft.rows(&school.parts, |saving| saving.before.clone())),
            ("after", Unit::Pounds, draft.rows(&school.parts, |saving| Some(saving.after.clone()))),
            ("change", Unit::Change, draft.rows(&school.parts, Saving::change)),
        ] {
            let label = format!("{words}: what a school pays, {id}");
            cells.push(draft.content.figure(format!("{code}-{}-{id}", school.of.urn), label, unit, of));
        }
        rows.push(GridRow { cells, total: false });
    }
    Grid {
        id: format!("schools-{code}"),
        caption: format!("{words}, all services by school"),
        note: "£ a year, excluding VAT. The costliest change first.".to_owned(),
        columns: vec![
            Column::text("School"),
            Column::number("Before", "£ a year"),
            Column::number("After", "£ a year"),
            Column::number("Difference", "£ a year"),
        ],
        rows,
        chart: Some((
            3,
            format!("{words}: who pays less, {{{code}-less-schools}}; who pays more, {{{code}-more-schools}}"),
        )),
    }
}

/// Every service in which a school pays more; for everybody else counts, and who agreed to be named.
pub(super) fn paying_more(draft: &mut Draft<'_>) -> Section {
    let mut made = super::section("paying-more", "Schools that pay more");
    let all = draft.savings();
    let mut more: Vec<(&Saving, Exact)> =
        all.iter().filter_map(|saving| Some((*saving, saving.change().filter(Exact::is_positive)?))).collect();
    more.sort_by_key(|(_, change)| Reverse(change.clone()));
    let named = |(saving, _): &(&Saving, Exact)| !draft.is_public() || saving.agrees;
    let shown: Vec<(&Saving, Exact)> = more.iter().filter(|one| named(one)).cloned().collect();
    if draft.is_public() {
        public_words(draft, &mut made, &more, shown.len());
    } else if more.is_empty() {
        made.words.push("No school pays more for a service than before.".to_owned());
    }
    if !shown.is_empty() {
        made.tables.push(more_table(draft, &shown));
    }
    made
}

/// How often a service costs a school more, by stage, whoever it is.
fn public_words(draft: &mut Draft<'_>, made: &mut Section, more: &[(&Saving, Exact)], named: usize) {
    let mut told = Vec::new();
    for status in Status::ALL {
        let own: Vec<&Exact> = more.iter().filter(|(one, _)| one.status == status).map(|(_, change)| change).collect();
        if !draft.savings().iter().any(|saving| saving.status == status) {
            continue;
        }
        let (code, words) = (status.code(), stage_words(status));
        let source = format!("savings:{code}");
        let rows = |amount: &Exact| vec![Cited::new(source.clone(), "Services that cost a school more", amount)];
        let sum: Exact = own.iter().copied().sum();
        let count = Exact::from(own.len());
        let label = format!("{words}: services that cost a school more");
        draft.content.figure(format!("{code}-dearer-count"), label.clone(), Unit::Number, rows(&count));
        draft.content.figure(format!("{code}-dearer-by"), format!("{label}, by how much"), Unit::Pounds, rows(&sum));
        let by = match own.is_empty() {
            true => String::new(),
            false => format!("; by {{{code}-dearer-by}} a year together"),
        };
        told.push(format!("{words}: services that cost a school more, {{{code}-dearer-count}}{by}."));
    }
    made.words.extend((!told.is_empty()).then(|| told.join("\n")));
    if named == 0 {
        made.words.push("Schools are named only if their governing body agrees.".to_owned());
    }
}

fn more_table(draft: &mut Draft<'_>, more: &[(&Saving, Exact)]) -> Grid {
    let mut rows = Vec::new();
    for (saving, change) in more {
        let cited = Cited::new(saving.source.clone(), format!("{}, {}", saving.school, saving.service), change);
        let id = format!("more-{}-{}", saving.urn, saving.slug);
        let label = format!("What a school pays more for {}", saving.service);
        let figure = draft.content.figure(id, label, Unit::Change, vec![cited.of_area(&saving.area)]);
        rows.push(GridRow {
            cells: vec![
                Spot::School(saving.school.clone(), saving.area.clone()),
                Spot::words(saving.service.clone()),
                Spot::words(stage_words(saving.status)),
                figure,
            ],
            total: false,
        });
    }
    let note = if draft.is_public() { "Those whose governing body agrees to be named" } else { "The costliest first" };
    Grid {
        id: "more".to_owned(),
        caption: "Schools that pay more for a service".to_owned(),
        note: note.to_owned(),
        columns: vec![
            Column::text("School"),
            Column::text("Service"),
            Column::text("Stage"),
            Column::number("Difference", "£ a year"),
        ],
        rows,
        chart: None,
    }
}
