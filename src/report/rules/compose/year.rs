//! The computed part of a year's review: who took part, what was saved, what schools thought.

use super::{Draft, money, quality, savings};
use crate::platform::words;
use crate::report::rules::content::{Column, Content, Grid, GridRow, Section, Spot};
use crate::report::rules::facts::{Attended, Facts};
use crate::report::rules::figure::{Cited, Unit};
use ::entity::cluster_report::Audience;
use ::entity::exact::Exact;

/// What a review of a year rests on besides the cluster's own objectives.
pub fn compose_year(facts: &Facts, attended: &[Attended]) -> Content {
    let content = Content {
        title: format!("{}, {}: review of effectiveness", facts.cluster, facts.period),
        standing: format!(
            "Figures as they stood on {}. Amounts exclude VAT. Actual, contracted, expected and possible savings are never \
             added together.",
            words::short_date(facts.today)
        ),
        ..Content::default()
    };
    let mut draft = Draft { facts, audience: Audience::Governors, content };
    let taking_part = attendance(&mut draft, attended);
    draft.content.sections.push(taking_part);
    for section in [savings::section, savings::paying_more, money::running, money::funding, quality::section] {
        let made = section(&mut draft);
        draft.content.sections.push(made);
    }
    draft.content
}

fn attendance(draft: &mut Draft<'_>, attended: &[Attended]) -> Section {
    let mut made = super::section("attendance", "Who took part in votes");
    if attended.is_empty() {
        made.words.push("No vote was recorded in the year.".to_owned());
        return made;
    }
    let mut schools: Vec<&str> = Vec::new();
    for (school, _) in attended.iter().flat_map(|vote| &vote.schools) {
        if !schools.contains(&school.as_str()) {
            schools.push(school);
        }
    }
    let rows = schools.iter().enumerate().map(|(at, school)| row(draft, attended, at, school)).collect();
    made.tables.push(Grid {
        id: "attendance".to_owned(),
        caption: "Votes that each school took part in".to_owned(),
        note: "By its representative or its substitute. Who withdrew because of an interest did not take part."
            .to_owned(),
        columns: vec![
            Column::text("School"),
            Column::number("Took part", "votes"),
            Column::number("Had a vote", "votes"),
        ],
        rows,
        chart: None,
    });
    made
}

fn row(draft: &mut Draft<'_>, attended: &[Attended], at: usize, school: &str) -> GridRow {
    let mut took_part = Vec::new();
    let mut had = Vec::new();
    for vote in attended {
        let Some((_, took)) = vote.schools.iter().find(|(name, _)| name == school) else { continue };
        let text = format!("{}, {}", vote.question, words::short_date(vote.on));
        took_part.push(Cited::new(vote.source.clone(), text.clone(), &Exact::from(i32::from(*took))));
        had.push(Cited::new(vote.source.clone(), text, &Exact::one()));
    }
    let label = |what: &str| format!("{school}: votes {what}");
    let took = draft.content.figure(format!("attendance-{at}-took"), label("taken part in"), Unit::Number, took_part);
    let had = draft.content.figure(format!("attendance-{at}-had"), label("held"), Unit::Number, had);
    GridRow { cells: vec![Spot::words(school), took, had], total: false }
}
