//! Tables over as many pages as they need; their headings stand on each.

use super::block::{Row, RowKind, Table};
use super::canvas::{Canvas, HEIGHT, INK, LEFT, RULE, TINT, WIDTH};
use super::font::{Fonts, Weight};
use super::tree::{Place, Role, Scope};
use super::{BODY, Style, wrap};

/// Inside each cell, left and right.
const PADDING: i64 = 350;
/// Between figures and the words on their right, besides.
const APART: i64 = 900;
/// Above and below the lines of a row.
const AROUND: i64 = 250;
/// Columns from which on the letters are smaller.
const MANY: usize = 6;
/// A table that is no higher stands on one page.
const SHORT: i64 = HEIGHT * 2 / 5;

/// The measures of one table.
struct Measures {
    size: i64,
    leading: i64,
    widths: Vec<i64>,
    numeric: Vec<bool>,
    /// How far words stand off from the figures on their left.
    indents: Vec<i64>,
}

/// A row broken into lines.
struct Laid {
    weight: Weight,
    cells: Vec<Vec<String>>,
}

impl Laid {
    fn count(&self) -> usize {
        self.cells.iter().map(Vec::len).max().unwrap_or_default()
    }
}

const CAPTION: Style = Style { weight: Weight::Bold, below: 150, ..BODY };
const NOTE: Style = Style { size: 850, leading: 1_150, below: 200, ..BODY };

/// A table broken into lines.
struct Whole {
    measures: Measures,
    head: Laid,
    rows: Vec<Laid>,
    /// From the top of the caption to under the head.
    start: i64,
}

fn whole(fonts: &Fonts, table: &Table) -> Whole {
    let measures = measures(fonts, table);
    let headings: Vec<String> = table.columns.iter().map(|column| heading(&column.text, &column.unit)).collect();
    let head = lay(fonts, &measures, &headings, Weight::Bold);
    let row = |row: &Row| {
        let weight = if row.kind == RowKind::Plain { Weight::Regular } else { Weight::Bold };
        let cells: Vec<String> =
            row.cells.iter().enumerate().map(|(at, cell)| shown(row.kind, at, &cell.text)).collect();
        lay(fonts, &measures, &cells, weight)
    };
    let rows = table.rows.iter().map(row).collect();
    let note = if table.note.is_empty() { 0 } else { NOTE.leading + NOTE.below };
    let start = CAPTION.leading + CAPTION.below + note + measures.height(head.count());
    Whole { measures, head, rows, start }
}

/// The reader's own school is marked in words too.
fn shown(kind: RowKind, at: usize, text: &str) -> String {
    if kind == RowKind::Own && at == 0 { format!("{text} (your school)") } else { text.to_owned() }
}

impl Whole {
    /// What must stand on one page: all of a table that is short, of a long one its first two rows.
    fn least(&self) -> i64 {
        let heights: Vec<i64> = self.rows.iter().map(|row| self.measures.height(row.count())).collect();
        let all = self.start + heights.iter().sum::<i64>();
        if all <= SHORT { all } else { (self.start + heights.iter().take(2).sum::<i64>()).min(SHORT) }
    }
}

/// How much of a page a table needs at least where it begins.
pub(super) fn least(fonts: &Fonts, table: &Table) -> i64 {
    whole(fonts, table).least()
}

pub(super) fn draw(canvas: &mut Canvas, table: &Table) {
    let whole = whole(&canvas.fonts, table);
    let place = canvas.tree.add(canvas.tree.root(), Role::Table);
    let caption = canvas.tree.add(place, Role::Caption);
    canvas.space(300);
    canvas.keep_together(whole.least());
    canvas.text(caption, &table.caption, CAPTION, 0);
    if !table.note.is_empty() {
        canvas.text(caption, &table.note, NOTE, 0);
    }
    let Whole { measures, head, rows, .. } = whole;
    head_row(canvas, &measures, &head, Some(place));
    let body = canvas.tree.add(place, Role::TBody);
    for (row, laid) in table.rows.iter().zip(rows) {
        if canvas.left() < measures.height(laid.count()) && measures.height(laid.count()) < HEIGHT / 2 {
            canvas.break_page();
            head_row(canvas, &measures, &head, None);
        }
        let parts = parts(canvas, body, &laid);
        body_row(canvas, &measures, &head, &laid, (&parts, row.kind));
    }
    canvas.space(600);
}

fn heading(text: &str, unit: &str) -> String {
    match unit.chars().count() {
        0 => text.to_owned(),
        1 | 2 => format!("{text} {unit}"),
        _ => format!("{text}\n{unit}"),
    }
}

/// The first cell is the row's heading.
fn parts(canvas: &mut Canvas, body: Place, laid: &Laid) -> Vec<Place> {
    let row = canvas.tree.add(body, Role::TR);
    let role = |at: usize| if at == 0 { Role::TH(Scope::Row) } else { Role::TD };
    (0..laid.cells.len()).map(|at| canvas.tree.add(row, role(at))).collect()
}

impl Measures {
    fn height(&self, lines: usize) -> i64 {
        i64::try_from(lines).unwrap_or(1) * self.leading + 2 * AROUND
    }
}

fn lay(fonts: &Fonts, measures: &Measures, cells: &[String], weight: Weight) -> Laid {
    let font = fonts.of(weight);
    let widths = measures.widths.iter().zip(&measures.indents).map(|(width, indent)| width - indent - 2 * PADDING);
    let cell = |(text, width): (&String, i64)| wrap::lines(font, text, measures.size, width);
    Laid { weight, cells: cells.iter().zip(widths.chain(std::iter::repeat(0))).map(cell).collect() }
}

/// The headings: tagged where the table begins, drawn again for the eye on its further pages.
fn head_row(canvas: &mut Canvas, measures: &Measures, head: &Laid, table: Option<Place>) {
    let parts = table.map(|table| {
        let head_part = canvas.tree.add(table, Role::THead);
        let row = canvas.tree.add(head_part, Role::TR);
        (0..head.cells.len()).map(|_| canvas.tree.add(row, Role::TH(Scope::Column))).collect::<Vec<_>>()
    });
    draw_lines(canvas, measures, head, parts.as_deref(), 0..head.count());
    rule(canvas, INK, 100);
}

fn body_row(canvas: &mut Canvas, measures: &Measures, head: &Laid, laid: &Laid, (parts, kind): (&[Place], RowKind)) {
    let mut from = 0;
    while from < laid.count() {
        let room = (canvas.left() - 2 * AROUND) / measures.leading;
        let fitting = usize::try_from(room).unwrap_or_default();
        if fitting == 0 {
            canvas.break_page();
            head_row(canvas, measures, head, None);
            continue;
        }
        let to = laid.count().min(from + fitting);
        if kind == RowKind::Own {
            let height = measures.height(to - from);
            canvas.open_artifact();
            canvas.fill(TINT, LEFT, canvas.y() - height, WIDTH, height);
            canvas.close();
        }
        if kind == RowKind::Total && from == 0 {
            rule(canvas, INK, 80);
        }
        draw_lines(canvas, measures, laid, Some(parts), from..to);
        rule(canvas, RULE, 50);
        from = to;
    }
}

/// Some lines of every cell, and down past them.
fn draw_lines(
    canvas: &mut Canvas,
    measures: &Measures,
    laid: &Laid,
    parts: Option<&[Place]>,
    lines: std::ops::Range<usize>,
) {
    let top = canvas.y() - AROUND;
    let mut x = LEFT;
    for (at, cell) in laid.cells.iter().enumerate() {
        match parts {
            Some(parts) => canvas.open(parts[at]),
            None => canvas.open_artifact(),
        }
        let shown = cell.iter().skip(lines.start).take(lines.len());
        for (line, (place, text)) in (1..).zip(shown.enumerate()) {
            let is_last = lines.start + place + 1 == cell.len();
            let width = canvas.fonts.of(laid.weight).width(text, measures.size);
            let end = x + measures.widths[at] - PADDING - width;
            let start = if measures.numeric[at] { end } else { x + PADDING + measures.indents[at] };
            let baseline = top - line * measures.leading + (measures.leading - measures.size) / 2 + measures.size / 5;
            let text = wrap::going_on(text, is_last);
            canvas.line(&text, laid.weight, measures.size, (start, baseline));
        }
        canvas.close();
        x += measures.widths[at];
    }
    canvas.down(measures.height(lines.len()));
}

fn rule(canvas: &mut Canvas, colour: &str, width: i64) {
    canvas.open_artifact();
    canvas.stroke(colour, width, false, &[(LEFT, canvas.y()), (LEFT + WIDTH, canvas.y())]);
    canvas.close();
}

/// Every column as wide as its widest word at least; what is left goes to those that would break otherwise.
fn measures(fonts: &Fonts, table: &Table) -> Measures {
    let (size, leading) = if table.columns.len() > MANY { (800, 1_050) } else { (900, 1_200) };
    let numeric: Vec<bool> = table.columns.iter().map(|one| one.numeric).collect();
    let after_figures = |at: usize| at > 0 && numeric[at - 1] && !numeric[at];
    let indents: Vec<i64> = (0..numeric.len()).map(|at| if after_figures(at) { APART } else { 0 }).collect();
    let columns = table.columns.iter().enumerate();
    let wanted: Vec<(i64, i64)> = columns
        .map(|(at, column)| {
            let head = heading(&column.text, &column.unit);
            let cells = table.rows.iter().filter_map(|row| Some(shown(row.kind, at, &row.cells.get(at)?.text)));
            let texts: Vec<String> = std::iter::once(head).chain(cells).collect();
            let bold = fonts.of(Weight::Bold);
            let widest = |text: &String| text.lines().map(|line| bold.width(line, size)).max().unwrap_or_default();
            let least = texts.iter().map(|text| wrap::widest_word(bold, text, size)).max().unwrap_or_default();
            let most = texts.iter().map(widest).max().unwrap_or_default();
            (least + 2 * PADDING + indents[at], most.max(least) + 2 * PADDING + indents[at])
        })
        .collect();
    Measures { size, leading, widths: widths(&wanted), numeric, indents }
}

/// Widths that add up to the page's: `wanted` are the least and the most of each column.
fn widths(wanted: &[(i64, i64)]) -> Vec<i64> {
    let columns = i64::try_from(wanted.len()).unwrap_or_default();
    let least: i64 = wanted.iter().map(|(least, _)| least).sum();
    let most: i64 = wanted.iter().map(|(_, most)| most).sum();
    let mut widths: Vec<i64> = if most <= WIDTH {
        wanted.iter().map(|(_, most)| *most).collect()
    } else if least >= WIDTH {
        wanted.iter().map(|(own, _)| own * WIDTH / least.max(1)).collect()
    } else {
        let room = WIDTH - least;
        wanted.iter().map(|(own, want)| own + (want - own) * room / (most - least).max(1)).collect()
    };
    let left = WIDTH - widths.iter().sum::<i64>();
    // The first column takes a double part of what is left, and what does not divide.
    let part = left / (columns + 1);
    for (at, width) in widths.iter_mut().enumerate() {
        *width += if at == 0 { left - part * (columns - 1) } else { part };
    }
    widths
}
