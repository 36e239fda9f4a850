//! What was bought and decided in the term, and what comes next.

use super::Draft;
use crate::platform::words;
use crate::report::rules::content::{Column, Grid, GridRow, Section, Spot};
use crate::report::rules::facts::{Bought, Coming, Decided};
use crate::report::rules::figure::{Cited, Unit};
use ::entity::cluster_report::Audience;
use ::entity::exact::Exact;

pub(super) fn section(draft: &mut Draft<'_>) -> Section {
    let facts = draft.facts;
    let title = format!("What was bought and decided in the {}", words::in_sentence(&facts.period));
    let mut made = super::section("decided", title);
    let bought: Vec<Cited> = facts
        .bought
        .iter()
        .map(|one| Cited::new(one.source.clone(), format!("{}, {}", one.title, one.provider), &Exact::one()))
        .collect();
    let is_member = draft.audience == Audience::Governors;
    let decided: Vec<&Decided> = facts.decided.iter().filter(|one| one.is_told || is_member).collect();
    let votes = decided.iter().map(|one| Cited::new(one.source.clone(), one.question.clone(), &Exact::one())).collect();
    draft.content.figure("bought-contracts", "Contracts signed in the term", Unit::Number, bought);
    draft.content.figure("decided-votes", "Votes of the schools recorded in the term", Unit::Number, votes);
    made.words.push(
        "Contracts signed in the term: {bought-contracts}. Votes recorded in the term: {decided-votes}.".to_owned(),
    );
    if !facts.bought.is_empty() {
        let rows = facts.bought.iter().enumerate().map(|(at, one)| bought_row(draft, at, one)).collect();
        made.tables.push(Grid {
            id: "bought".to_owned(),
            caption: "Contracts signed in the term".to_owned(),
            note: "All schools together, excluding VAT".to_owned(),
            columns: vec![
                Column::text("Contract"),
                Column::text("Provider"),
                Column::text("Signed"),
                Column::number("Schools", ""),
                Column::number("Cost", "£ a year"),
            ],
            rows,
            chart: None,
        });
    }
    if !decided.is_empty() {
        made.tables.push(votes_table(&decided));
    }
    made
}

fn bought_row(draft: &mut Draft<'_>, at: usize, one: &Bought) -> GridRow {
    let parts = one.parts.iter();
    let (counts, costs): (Vec<Cited>, Vec<Cited>) = if draft.is_public() {
        let cost: Exact = parts.clone().map(|(_, _, _, cost)| cost).sum();
        let count = Exact::from(one.parts.len());
        (
            vec![Cited::new(one.source.clone(), one.title.clone(), &count)],
            vec![Cited::new(one.source.clone(), one.title.clone(), &cost)],
        )
    } else {
        parts
            .map(|(source, school, area, cost)| {
                let row = |amount: &Exact| Cited::new(source.clone(), school.clone(), amount).of_area(area);
                (row(&Exact::one()), row(cost))
            })
            .unzip()
    };
    let label = |what: &str| format!("{}: {what}", one.title);
    let schools = draft.content.figure(format!("bought-{at}-schools"), label("schools"), Unit::Number, counts);
    let cost = draft.content.figure(format!("bought-{at}-cost"), label("cost a year"), Unit::Pounds, costs);
    let cells = vec![
        Spot::words(one.title.clone()),
        Spot::words(one.provider.clone()),
        Spot::words(words::short_date(one.on)),
        schools,
        cost,
    ];
    GridRow { cells, total: false }
}

fn votes_table(decided: &[&Decided]) -> Grid {
    let row = |one: &&Decided| GridRow {
        cells: vec![
            Spot::words(one.question.clone()),
            Spot::words(words::short_date(one.on)),
            Spot::words(one.outcome.clone()),
        ],
        total: false,
    };
    Grid {
        id: "votes".to_owned(),
        caption: "Votes recorded in the term".to_owned(),
        note: String::new(),
        columns: vec![Column::text("Question"), Column::text("Recorded"), Column::text("Outcome")],
        rows: decided.iter().map(row).collect(),
        chart: None,
    }
}

pub(super) fn coming(draft: &mut Draft<'_>) -> Section {
    let mut made = super::section("next", "What comes next");
    let meetings = draft.facts.meetings.iter().filter(|_| draft.audience != Audience::Public);
    let mut coming: Vec<&Coming> = draft.facts.under_way.iter().chain(&draft.facts.coming).chain(meetings).collect();
    coming.sort_by_key(|one| one.on);
    if coming.is_empty() {
        made.words.push("Nothing has a day in the next half year.".to_owned());
        return made;
    }
    let row = |one: &&Coming| GridRow {
        cells: vec![Spot::words(words::short_date(one.on)), Spot::words(one.what.clone())],
        total: false,
    };
    made.tables.push(Grid {
        id: "coming".to_owned(),
        caption: "Days to come".to_owned(),
        note: String::new(),
        columns: vec![Column::text("Day"), Column::text("What")],
        rows: coming.iter().map(row).collect(),
        chart: None,
    });
    made
}
