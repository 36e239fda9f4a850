//! The two pages that every governor reads: what is recommended, what it means for the school, what is asked of them.

use super::Facts;
use crate::award::web::decision::view::{ReportView, SchoolRow};
use crate::platform::pdf::{Block, Cell, Column, Row, Table};
use crate::platform::words;
use rust_decimal::Decimal;

/// So many schools stand on the two pages: the reader's own and those whose cost rises most. An appendix has them all.
const MOST_SCHOOLS: usize = 10;

pub(super) fn blocks(facts: &Facts) -> Vec<Block> {
    let report = &facts.report;
    let mut blocks = vec![
        Block::paragraph(for_whom(facts)),
        Block::lead(report.sentence.clone()),
        Block::paragraph(facts.reasons.clone()),
    ];
    blocks.extend(facts.own().map(|own| own_school(facts, own)).unwrap_or_default());
    blocks.push(Block::heading(2, "all-schools", "What every school would pay"));
    blocks.push(Block::paragraph(effect(report)));
    blocks.push(Block::Table(schools(report, MOST_SCHOOLS)));
    blocks.push(Block::heading(2, "scores", "How the bids were scored"));
    blocks.push(Block::Table(scores(report)));
    blocks.push(Block::heading(2, "risks", "Risks and checks"));
    blocks.push(Block::list(report.risks.iter().cloned()));
    blocks.push(Block::heading(2, "declarations", "Declarations of interest"));
    blocks.extend(declarations(report));
    blocks.push(Block::heading(2, "asked", "What governors are asked to decide"));
    blocks.push(Block::paragraph(asked(facts)));
    blocks.extend(facts.past.iter().map(|vote| {
        Block::paragraph(format!("Vote {}: {} {}. {}.", vote.number, vote.question, vote.result, vote.outcome))
    }));
    blocks.push(Block::heading(3, "minute", "Draft minute"));
    blocks.push(Block::paragraph(minute(facts)));
    blocks
}

fn for_whom(facts: &Facts) -> String {
    let body = facts.own().map_or_else(
        || "For the governing bodies of the member schools".to_owned(),
        |own| format!("For the governing body of {}", own.name),
    );
    format!(
        "{body}. {}, tender {}. Figures as they stood on {}; amounts exclude VAT.",
        facts.cluster,
        facts.reference,
        words::short_date(facts.today)
    )
}

fn amount(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}

/// "£1,697.64".
pub(super) fn pounds(text: &str) -> String {
    words::pounds(amount(text))
}

fn known(text: Option<&String>) -> String {
    text.map_or_else(|| "Not known".to_owned(), |text| pounds(text))
}

fn change(text: Option<&String>) -> String {
    text.map_or_else(|| "–".to_owned(), |text| words::difference(amount(text)))
}

fn own_school(facts: &Facts, own: &SchoolRow) -> Vec<Block> {
    let difference = match &own.change {
        Some(change) if amount(change).is_zero() => "as much as it pays now".to_owned(),
        Some(change) => format!("{} than it pays now", words::difference(amount(change))),
        None => "and what it pays now is not known".to_owned(),
    };
    let limit = own.mandate_limit.as_deref().map_or_else(
        || "The governing body has not authorised an amount.".to_owned(),
        |limit| format!("The governing body authorised up to {} a year.", pounds(limit)),
    );
    let source =
        own.source.as_deref().map(|source| format!(" Source of what it pays now: {source}.")).unwrap_or_default();
    vec![
        Block::heading(2, "our-school", format!("What it means for {}", own.name)),
        Block::paragraph(format!(
            "{} would pay {} in year 1 for {}, {difference}. {limit}{source}",
            own.name,
            pounds(&own.share),
            words::in_sentence(&facts.subject),
        )),
    ]
}

fn effect(report: &ReportView) -> String {
    let dearer = match report.dearer.as_slice() {
        [] => String::new(),
        some => format!(" Paying more: {}.", some.join(", ")),
    };
    format!("{}.{dearer} The joint bill is shared {}.", report.effect, report.rule)
}

/// Every school, where there are more than stand on the two pages.
pub(super) fn all_schools(report: &ReportView) -> Option<Table> {
    let table = schools(report, usize::MAX);
    (report.schools.len() > MOST_SCHOOLS).then(|| Table { id: "pack-every-school".to_owned(), ..table })
}

/// The reader's own school, and of the others those whose cost rises most, as many as there is room for.
fn schools(report: &ReportView, most: usize) -> Table {
    let mut room = most.saturating_sub(report.schools.iter().filter(|school| school.own).count());
    let shown = move |school: &&SchoolRow| {
        let has_room = room > 0;
        room = room.saturating_sub(usize::from(!school.own));
        school.own || has_room
    };
    let order = "The costliest change first. Excluding VAT.";
    let note = match report.schools.len() {
        all if all > most => format!("{order} {most} of {all} schools: Appendix D has them all."),
        _ => order.to_owned(),
    };
    let row = |school: &SchoolRow| {
        let authorised = match school.mandate_limit.as_deref() {
            Some(limit) => format!("{}: {}", pounds(limit), words::in_sentence(school.mandate)),
            None => school.mandate.to_owned(),
        };
        let cells = [
            school.name.clone(),
            known(school.now.as_ref()),
            pounds(&school.share),
            change(school.change.as_ref()),
            authorised,
        ];
        Row::of_school(school.own, cells)
    };
    let total = &report.total;
    let last = [
        "All schools".to_owned(),
        known(total.now.as_ref()),
        pounds(&total.price),
        change(total.change.as_ref()),
        String::new(),
    ];
    Table {
        id: "pack-schools".to_owned(),
        caption: "What each school would pay in year 1".to_owned(),
        note,
        columns: vec![
            Column::text("School"),
            Column::number("Pays now", "£ a year"),
            Column::number("Would pay", "£ a year"),
            Column::number("Difference", "£ a year"),
            Column::text("Authorised up to"),
        ],
        rows: report.schools.iter().filter(shown).map(row).chain([Row::total(last)]).collect(),
    }
}

fn scores(report: &ReportView) -> Table {
    let columns = report.providers.iter().map(|provider| Column::number(provider.clone(), ""));
    let rows = report.scores.iter().map(|row| {
        let cells = std::iter::once(row.label.clone()).chain(row.cells.iter().map(|cell| cell.text.clone()));
        let cells: Vec<Cell> = cells.map(Cell::from).collect();
        if row.total { Row::total(cells) } else { Row::plain(cells) }
    });
    Table {
        id: "pack-scores".to_owned(),
        caption: "Scores".to_owned(),
        note: "A mark is weight × score ÷ scale; the total is the sum of the marks.".to_owned(),
        columns: std::iter::once(Column::text("Criterion")).chain(columns).collect(),
        rows: rows.collect(),
    }
}

fn declarations(report: &ReportView) -> Vec<Block> {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let people = words::plural(count(report.declared), "person", "people");
    let interests = words::plural(count(report.interests.len()), "interest", "interests");
    let mut blocks = vec![Block::paragraph(format!(
        "{people} declared, {interests} among them. Who declared an interest neither scored nor votes."
    ))];
    if !report.interests.is_empty() {
        blocks.push(Block::list(report.interests.iter().cloned()));
    }
    blocks
}

fn asked(facts: &Facts) -> String {
    let vote = match facts.poll.as_ref().filter(|poll| poll.open) {
        Some(poll) => format!(
            "1. How the school's representative votes on “{}”. Voting closes at {}.",
            poll.ballot.question,
            words::deadline(poll.ballot.closes_at)
        ),
        None => format!("1. How the school's representative votes on “{}”, when the vote is open.", facts.heading),
    };
    format!(
        "{vote}\n2. Whether the school joins, and up to how much a year. A school whose share is inside what its body \
         authorised is in.\nA vote accepts this bid, sends it back for a recorded scoring error, or ends the tender; it \
         never picks another bid."
    )
}

/// What the clerk of a governing body can put into its minutes; the blanks are filled at the meeting.
fn minute(facts: &Facts) -> String {
    let school = facts.own().map_or("____", |own| own.name.as_str());
    let paying = facts.own().map_or_else(String::new, |own| {
        let against =
            own.change.as_ref().map(|_| format!(", {} than now", change(own.change.as_ref()))).unwrap_or_default();
        format!(" {school} would pay {} a year{against}.", pounds(&own.share))
    });
    format!(
        "The governing body of {school} considered the recommendation that {} award {} to {} (tender {}).{paying} It noted \
         that {}.\nInterests declared at this meeting: ____.\nResolved: the school's representative votes ____ (for / \
         against / abstain). The school ____ (joins / does not join) and the governing body authorises up to £____ a year, \
         excluding VAT.\nFor ____ Against ____ Abstained ____. Minute ____.",
        facts.cluster,
        words::in_sentence(&facts.subject),
        facts.provider,
        facts.reference,
        facts.report.effect,
    )
}
