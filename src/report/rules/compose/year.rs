//! The computed part of a year's review: who took part, what was saved, what schools thought.

use super::{Draft, money, quality, savings};
use crate::platform::words;
use crate::report::rules::content::{Column, Content, Grid, GridRow, Section, Spot};
use crate::report::rules::facts::{Attended, Facts};
use crate::report::rules::figure::{Cited, Unit};
use ::entity::cluster_report::Audience;
use ::entity::exact::Exact;

/// What a review of a year rests on besides the cluster's own objectives.
pub fn compose_year(facts: &Facts, votes: &[Attended], meetings: &[Attended]) -> Content {
    let content = Content {
        title: format!("{}, {}: review of effectiveness", facts.cluster, words::in_sentence(&facts.period)),
        standing: super::standing(facts),
        ..Content::default()
    };
    let mut draft = Draft { facts, audience: Audience::Governors, content };
    let taking_part = taking_part(&mut draft, votes, meetings);
    draft.content.sections.push(taking_part);
    for section in [savings::section, savings::paying_more, money::running, money::funding, quality::section] {
        let made = section(&mut draft);
        draft.content.sections.push(made);
    }
    draft.content
}

/// Who came to meetings, and who voted.
fn taking_part(draft: &mut Draft<'_>, votes: &[Attended], meetings: &[Attended]) -> Section {
    let mut made = super::section("attendance", "Who took part");
    if meetings.is_empty() {
        made.words.push("No meeting of the committee in the year has published minutes yet.".to_owned());
    } else {
        let held = meetings.iter().map(|one| Cited::new(one.source.clone(), when(one), &Exact::one())).collect();
        draft.content.figure("meetings-held", "Meetings of the committee", Unit::Number, held);
        made.words.push("Meetings of the committee in the year with published minutes: {meetings-held}.".to_owned());
        made.tables.push(Attendance::MEETINGS.table(draft, meetings));
    }
    if votes.is_empty() {
        made.words.push("No vote on an award was recorded in the year.".to_owned());
    } else {
        made.tables.push(Attendance::VOTES.table(draft, votes));
    }
    made
}

fn when(one: &Attended) -> String {
    format!("{}, {}", one.question, words::short_date(one.on))
}

/// What is counted, in the table's words.
struct Attendance {
    id: &'static str,
    caption: &'static str,
    note: &'static str,
    unit: &'static str,
    /// Name in a figure's id, head of the column, and in the figure's label.
    took_part: (&'static str, &'static str, &'static str),
    held: (&'static str, &'static str),
}

impl Attendance {
    const MEETINGS: Self = Self {
        id: "meetings",
        caption: "Meetings of the committee that each school came to",
        note: "By its representative or its substitute, while the school was a member.",
        unit: "meetings",
        took_part: ("came", "Came to", "meetings that it came to"),
        held: ("Held", "meetings held"),
    };
    const VOTES: Self = Self {
        id: "attendance",
        caption: "Votes that each school took part in",
        note: "By its representative or its substitute. Who withdrew because of an interest did not take part.",
        unit: "votes",
        took_part: ("took", "Took part", "votes taken part in"),
        held: ("Had a vote", "votes held"),
    };

    fn table(&self, draft: &mut Draft<'_>, all: &[Attended]) -> Grid {
        let mut schools: Vec<&str> = Vec::new();
        for (school, _) in all.iter().flat_map(|one| &one.schools) {
            if !schools.contains(&school.as_str()) {
                schools.push(school);
            }
        }
        let rows = schools.iter().enumerate().map(|(at, school)| self.row(draft, all, (at, school))).collect();
        Grid {
            id: self.id.to_owned(),
            caption: self.caption.to_owned(),
            note: self.note.to_owned(),
            columns: vec![
                Column::text("School"),
                Column::number(self.took_part.1, self.unit),
                Column::number(self.held.0, self.unit),
            ],
            rows,
            chart: None,
        }
    }

    fn row(&self, draft: &mut Draft<'_>, all: &[Attended], (at, school): (usize, &str)) -> GridRow {
        let (mut took_part, mut had) = (Vec::new(), Vec::new());
        for one in all {
            let Some((_, took)) = one.schools.iter().find(|(name, _)| name == school) else { continue };
            took_part.push(Cited::new(one.source.clone(), when(one), &Exact::from(i32::from(*took))));
            had.push(Cited::new(one.source.clone(), when(one), &Exact::one()));
        }
        let id = |which: &str| format!("{}-{at}-{which}", self.id);
        let label = |what: &str| format!("{school}: {what}");
        let took = draft.content.figure(id(self.took_part.0), label(self.took_part.2), Unit::Number, took_part);
        let had = draft.content.figure(id("had"), label(self.held.1), Unit::Number, had);
        GridRow { cells: vec![Spot::words(school), took, had], total: false }
    }
}
