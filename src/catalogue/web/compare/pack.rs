//! A saved comparison as governors get it on paper: the figures first, then what each offer is and how its cost comes about.

use crate::catalogue::saved::Saved;
use crate::platform::error::Result;
use crate::platform::http::chart::BarChart;
use crate::platform::pdf::{Block, Column, Document, Row, Table};
use crate::platform::words;
use ::entity::school;
use serde::Deserialize;

/// The figures as they were kept.
#[derive(Deserialize)]
struct Kept {
    volume: Option<Volume>,
    /// None in what was kept before it had a name of its own.
    now_head: Option<String>,
    now_source: Option<String>,
    running: Option<String>,
    cluster: Option<String>,
    caption: String,
    heads: Vec<Head>,
    rows: Vec<KeptRow>,
    buying_more: Vec<More>,
    chart: Option<BarChart>,
}

#[derive(Deserialize)]
struct Volume {
    words: String,
    year: String,
}

#[derive(Deserialize)]
struct Head {
    name: String,
    title: String,
    source: String,
    is_guide: bool,
    lines: Vec<Line>,
    total: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    amount: String,
}

#[derive(Deserialize)]
struct KeptRow {
    label: String,
    note: Option<String>,
    /// What is paid now, then the offers in their order.
    cells: Vec<Cell>,
    is_words: bool,
}

#[derive(Deserialize)]
struct Cell {
    text: String,
    note: Option<String>,
}

#[derive(Deserialize)]
struct More {
    text: String,
}

pub(super) fn document(school: &school::Model, saved: &Saved) -> Result<Document> {
    let kept: Kept = serde_json::from_value(saved.row.content.clone())?;
    let mut blocks = front(school, saved, &kept);
    blocks.push(Block::PageBreak);
    blocks.push(Block::heading(2, "offers", "Appendix A: what each offer is"));
    for (at, head) in kept.heads.iter().enumerate() {
        blocks.push(Block::heading(3, format!("offer-{at}"), format!("{}: {}", head.name, head.title)));
        blocks.push(Block::paragraph(format!("{}.", head.source)));
        blocks.extend(said(&kept, at));
    }
    blocks.push(Block::heading(2, "costs", "Appendix B: how the cost in year 1 is worked out"));
    blocks.extend(kept.heads.iter().enumerate().map(|(at, head)| worked_out(at, head)));
    Ok(Document { title: format!("Governors' pack: {}", saved.row.title), blocks })
}

fn front(school: &school::Model, saved: &Saved, kept: &Kept) -> Vec<Block> {
    let by = saved.by.as_deref().map(|name| format!(" by {name}")).unwrap_or_default();
    let on = words::short_date(words::london_day(saved.row.saved_at));
    let mut blocks = vec![Block::paragraph(format!(
        "For the governing body of {}. Saved{by} on {on}: the figures are those of that day. Amounts exclude VAT.",
        school.name
    ))];
    blocks.extend(kept.chart.as_ref().map(|chart| Block::lead(format!("{}.", chart.heading.finding))));
    blocks.extend(saved.row.note.iter().map(|note| Block::paragraph(format!("Why it was saved: {note}"))));
    blocks.extend(kept.volume.iter().map(|used| Block::paragraph(format!("{} in the {}.", used.words, used.year))));
    blocks.extend(kept.running.iter().chain(&kept.cluster).map(Block::paragraph));
    blocks.push(Block::heading(2, "figures", "What each offer would cost"));
    blocks.push(Block::Table(table(kept)));
    let notes = kept.rows.iter().filter(|row| !row.is_words);
    let notes: Vec<String> = notes.filter_map(|row| Some(format!("{}: {}.", row.label, row.note.as_ref()?))).collect();
    let more = kept.buying_more.iter().map(|more| more.text.clone());
    let notes: Vec<String> = notes.into_iter().chain(more).collect();
    if !notes.is_empty() {
        blocks.push(Block::list(notes));
    }
    blocks.extend(kept.chart.clone().map(|chart| Block::Bars { chart, of_changes: false }));
    blocks.push(Block::heading(2, "minute", "Draft minute"));
    blocks.push(Block::paragraph(format!(
        "The governing body of {} considered “{}”, with figures of {on}.\nInterests declared at this meeting: \
         ____.\nResolved: ____.\nFor ____ Against ____ Abstained ____. Minute ____.",
        school.name, saved.row.title
    )));
    blocks
}

/// A figure with what stands under it.
fn text(cell: &Cell) -> String {
    match &cell.note {
        Some(note) => format!("{}\n{note}", cell.text),
        None => cell.text.clone(),
    }
}

fn table(kept: &Kept) -> Table {
    let head = kept.now_head.as_deref().unwrap_or("You pay now");
    let now = kept.now_source.clone().unwrap_or_else(|| "not known".to_owned());
    let offers = kept.heads.iter().map(|head| Column::number(head.name.clone(), head.title.clone()));
    let rows = kept.rows.iter().filter(|row| !row.is_words);
    let cells = |row: &KeptRow| Row::plain(std::iter::once(row.label.clone()).chain(row.cells.iter().map(text)));
    Table {
        id: "pack-offers".to_owned(),
        caption: kept.caption.clone(),
        note: "£ a year unless it says otherwise, excluding VAT".to_owned(),
        columns: [Column::text("Figure"), Column::number(head, now)].into_iter().chain(offers).collect(),
        rows: rows.map(cells).collect(),
    }
}

/// What the provider says of an offer.
fn said(kept: &Kept, at: usize) -> Option<Block> {
    let words = kept.rows.iter().filter(|row| row.is_words);
    let said: Vec<String> = words
        .filter_map(|row| {
            let cell = row.cells.get(at + 1).filter(|cell| cell.text != "–")?;
            Some(format!("{}: {}", row.label, cell.text))
        })
        .collect();
    (!said.is_empty()).then(|| Block::list(said))
}

fn worked_out(at: usize, head: &Head) -> Block {
    let lines: Vec<&Line> = head.lines.iter().filter(|line| !line.amount.is_empty()).collect();
    match &head.total {
        Some(total) if !lines.is_empty() => {
            let rows = lines.iter().map(|line| Row::plain([line.text.clone(), line.amount.clone()]));
            Block::Table(Table {
                id: format!("pack-sum-{at}"),
                caption: format!("{}: {}", head.name, head.title),
                note: String::new(),
                columns: vec![Column::text("Charge"), Column::number("Amount", "£")],
                rows: rows.chain([Row::total(["Cost in year 1".to_owned(), total.clone()])]).collect(),
            })
        }
        _ if head.is_guide => Block::paragraph(format!(
            "{}: a guide price. The provider shows its rates to nobody here. Ask it for a firm price.",
            head.name
        )),
        _ => Block::paragraph(format!("{}: what it costs is not known.", head.name)),
    }
}
