//! Documents for paper and for screens that read aloud: blocks become pages of a tagged PDF.
//!
//! The same blocks are shown as HTML by the component `document_blocks`, so that a page and its PDF cannot differ. The PDF
//! has a title, a language, an outline and a tag for everything that is read; what is drawn for the eye alone is an artifact.
//! Lengths are whole hundredths of a point.

mod block;
mod canvas;
mod chart;
mod font;
mod outline;
mod table;
mod tree;
mod wrap;
mod write;

pub use block::{Block, Cell, Column, Document, Line, Row, RowKind, Table};

use super::error::Result;
use canvas::Canvas;
use font::Weight;
use tree::Role;

/// The media type of what [`render`] gives.
pub const MEDIA_TYPE: &str = "application/pdf";

/// How a piece of text looks.
#[derive(Clone, Copy, Debug)]
struct Style {
    weight: Weight,
    size: i64,
    /// From one line to the next.
    leading: i64,
    /// Above and below the whole piece.
    above: i64,
    below: i64,
}

const BODY: Style = Style { weight: Weight::Regular, size: 1_000, leading: 1_400, above: 0, below: 600 };
const LEAD: Style = Style { weight: Weight::Regular, size: 1_250, leading: 1_700, above: 0, below: 900 };

/// A paragraph of so many lines is not taken apart.
const MOST_KEPT: i64 = 8;
/// How far the items of a list stand in.
const INDENT: i64 = 1_200;

fn heading(level: u8) -> Style {
    match level {
        1 => Style { weight: Weight::Bold, size: 2_000, leading: 2_500, above: 0, below: 800 },
        2 => Style { weight: Weight::Bold, size: 1_400, leading: 1_800, above: 900, below: 400 },
        _ => Style { weight: Weight::Bold, size: 1_100, leading: 1_500, above: 600, below: 300 },
    }
}

/// The document as the bytes of a tagged PDF. The same document always gives the same bytes.
pub fn render(document: &Document) -> Result<Vec<u8>> {
    let mut canvas = Canvas::new()?;
    title(&mut canvas, document);
    for (at, block) in document.blocks.iter().enumerate() {
        place(&mut canvas, block, &document.blocks[at + 1..]);
    }
    write::finish(canvas, document)
}

fn title(canvas: &mut Canvas, document: &Document) {
    let node = canvas.tree.add(canvas.tree.root(), Role::H1);
    canvas.mark_heading(1, &document.title, 0);
    canvas.text(node, &document.title, heading(1), 0);
}

/// How much of a page these blocks need where they begin, so that no heading stands above nothing.
fn least(canvas: &Canvas, blocks: &[Block]) -> i64 {
    match blocks {
        [Block::Heading { level, .. }, rest @ ..] => {
            let style = heading(*level);
            style.above + style.leading + style.below + least(canvas, rest)
        }
        [Block::Table(table), ..] => 300 + table::least(&canvas.fonts, table),
        [Block::Bars { chart, .. }, ..] => chart::height(chart.bars.len()),
        [Block::Stacked { chart }, ..] => chart::height(chart.bars.len()),
        [Block::Lines { .. }, ..] => chart::height_of_lines(),
        [Block::Paragraph { text, lead }, ..] => {
            let style = if *lead { LEAD } else { BODY };
            canvas.height(text, style, 0).min(MOST_KEPT * style.leading)
        }
        [Block::List { items }, ..] => items.first().map_or(0, |item| canvas.height(item, BODY, INDENT)),
        [Block::PageBreak, ..] | [] => 0,
    }
}

/// `next` is what follows: a heading stands on the page of what it is above.
fn place(canvas: &mut Canvas, block: &Block, next: &[Block]) {
    let root = canvas.tree.root();
    match block {
        Block::Heading { level, text, .. } => {
            let style = heading(*level);
            let role = if *level <= 2 { Role::H2 } else { Role::H3 };
            let above = canvas.height(text, style, 0);
            canvas.keep_together(style.above + above + style.below + least(canvas, next));
            canvas.mark_heading(*level, text, style.above);
            let node = canvas.tree.add(root, role);
            canvas.text(node, text, style, 0);
        }
        Block::Paragraph { text, lead } => {
            let node = canvas.tree.add(root, Role::P);
            let style = if *lead { LEAD } else { BODY };
            // A short paragraph stands on one page.
            let height = canvas.height(text, style, 0);
            canvas.keep_together(if height <= MOST_KEPT * style.leading { height } else { style.leading });
            canvas.text(node, text, style, 0);
        }
        Block::List { items } => list(canvas, items),
        Block::Table(table) => table::draw(canvas, table),
        Block::Bars { chart, of_changes } => chart::bars(canvas, chart, *of_changes),
        Block::Stacked { chart } => chart::stacked(canvas, chart),
        Block::Lines { chart } => chart::lines(canvas, chart),
        Block::PageBreak => canvas.break_page(),
    }
}

fn list(canvas: &mut Canvas, items: &[String]) {
    let list = canvas.tree.add(canvas.tree.root(), Role::L);
    let tight = Style { below: 250, ..BODY };
    for item in items {
        let entry = canvas.tree.add(list, Role::LI);
        canvas.keep_together(canvas.height(item, tight, INDENT).min(MOST_KEPT * tight.leading));
        let label = canvas.tree.add(entry, Role::Lbl);
        canvas.beside(label, "•", tight);
        let body = canvas.tree.add(entry, Role::LBody);
        canvas.text(body, item, tight, INDENT);
    }
    canvas.space(350);
}
