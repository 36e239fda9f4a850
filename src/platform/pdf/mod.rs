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

const BODY: Style = Style { weight: Weight::Regular, size: 1_000, leading: 1_400, above: 0, below: 700 };
const LEAD: Style = Style { weight: Weight::Regular, size: 1_250, leading: 1_700, above: 0, below: 900 };

fn heading(level: u8) -> Style {
    match level {
        1 => Style { weight: Weight::Bold, size: 2_000, leading: 2_500, above: 0, below: 800 },
        2 => Style { weight: Weight::Bold, size: 1_400, leading: 1_800, above: 900, below: 500 },
        _ => Style { weight: Weight::Bold, size: 1_100, leading: 1_500, above: 600, below: 300 },
    }
}

/// The document as the bytes of a tagged PDF. The same document always gives the same bytes.
pub fn render(document: &Document) -> Result<Vec<u8>> {
    let mut canvas = Canvas::new()?;
    title(&mut canvas, document);
    for block in &document.blocks {
        place(&mut canvas, block);
    }
    write::finish(canvas, document)
}

fn title(canvas: &mut Canvas, document: &Document) {
    let node = canvas.tree.add(canvas.tree.root(), Role::H1);
    canvas.mark_heading(1, &document.title, 0);
    canvas.text(node, &document.title, heading(1), 0);
}

fn place(canvas: &mut Canvas, block: &Block) {
    let root = canvas.tree.root();
    match block {
        Block::Heading { level, text, .. } => {
            let style = heading(*level);
            let role = if *level <= 2 { Role::H2 } else { Role::H3 };
            canvas.keep_together(style.above + style.leading + 3 * BODY.leading);
            canvas.mark_heading(*level, text, style.above);
            let node = canvas.tree.add(root, role);
            canvas.text(node, text, style, 0);
        }
        Block::Paragraph { text, lead } => {
            let node = canvas.tree.add(root, Role::P);
            canvas.text(node, text, if *lead { LEAD } else { BODY }, 0);
        }
        Block::List { items } => list(canvas, items),
        Block::Table(table) => table::draw(canvas, table),
        Block::Bars { chart } => chart::bars(canvas, chart),
        Block::Stacked { chart } => chart::stacked(canvas, chart),
        Block::Lines { chart } => chart::lines(canvas, chart),
        Block::PageBreak => canvas.break_page(),
    }
}

fn list(canvas: &mut Canvas, items: &[String]) {
    const INDENT: i64 = 1_200;
    let list = canvas.tree.add(canvas.tree.root(), Role::L);
    let tight = Style { below: 300, ..BODY };
    for item in items {
        let entry = canvas.tree.add(list, Role::LI);
        canvas.keep_together(tight.leading);
        let label = canvas.tree.add(entry, Role::Lbl);
        canvas.beside(label, "•", tight);
        let body = canvas.tree.add(entry, Role::LBody);
        canvas.text(body, item, tight, INDENT);
    }
    canvas.space(400);
}
