//! Charts as drawings with a text that is read instead of them; the table beside has the same figures.

use super::canvas::{Canvas, INK, LEFT, RULE, WIDTH};
use super::font::{Font, Weight};
use super::tree::Role;
use super::{BODY, Style, wrap};
use crate::platform::http::chart::{Bar, BarChart, Heading, LineChart, StackedBar, StackedChart};

const ROW: i64 = 1_700;
const BAR: i64 = 1_000;
const SIZE: i64 = 850;
/// Labels stand left of the plot, words right of it.
const LABEL: i64 = WIDTH * 34 / 100;
const WORDS: i64 = WIDTH * 22 / 100;
const PLOT: i64 = WIDTH - LABEL - WORDS;
/// The height of a chart of lines.
const LINES: i64 = 9_000;
/// Room for the sentence above a chart.
const SENTENCE: i64 = 2 * BODY.leading + 600;

/// Begins a drawing of this height, with the sentence that says what it shows.
fn begin(canvas: &mut Canvas, heading: &Heading, key: &str, drawn: i64) {
    canvas.space(300);
    canvas.keep_together(SENTENCE + ROW + drawn);
    let place = canvas.tree.add(canvas.tree.root(), Role::Figure);
    let caption = canvas.tree.add(canvas.tree.root(), Role::P);
    canvas.text(caption, &heading.finding, Style { weight: Weight::Bold, below: 200, ..BODY }, 0);
    let bounds = [LEFT, canvas.y() - drawn - ROW, LEFT + WIDTH, canvas.y()];
    let read = format!("Chart: {}. The table “{}” has the same figures.", heading.finding, heading.table);
    canvas.tree.parts[place].alternative = Some((read, bounds));
    canvas.open(place);
    let baseline = canvas.y() - ROW + 500;
    canvas.line(&wrap::plain(key), Weight::Regular, SIZE, (LEFT, baseline));
    canvas.down(ROW);
}

fn end(canvas: &mut Canvas) {
    canvas.close();
    canvas.space(700);
}

/// "12.5%" of the plot's width.
fn along(percentage: &str) -> i64 {
    let digits: String = percentage.chars().filter(char::is_ascii_digit).collect();
    digits.parse::<i64>().unwrap_or_default() * PLOT / 1_000
}

/// As much of a text as fits.
fn short(font: &Font, text: &str, width: i64) -> String {
    wrap::lines(font, text, SIZE, width).swap_remove(0)
}

/// The label and the words of a row, then its bar by `draw`, which gets where the plot begins and the bar's lower edge.
fn row(canvas: &mut Canvas, label: &str, words: &str, draw: impl FnOnce(&mut Canvas, i64, i64)) {
    let font = canvas.fonts.of(Weight::Regular);
    let (label, words) = (short(font, label, LABEL - 400), short(font, words, WORDS - 400));
    let baseline = canvas.y() - ROW + 500;
    canvas.line(&label, Weight::Regular, SIZE, (LEFT, baseline));
    canvas.line(&words, Weight::Regular, SIZE, (LEFT + LABEL + PLOT + 400, baseline));
    draw(canvas, LEFT + LABEL, canvas.y() - ROW + (ROW - BAR) / 2);
    canvas.down(ROW);
}

/// Of a chart of so many rows, with its sentence and its key.
pub(super) fn height(rows: usize) -> i64 {
    SENTENCE + ROW + drawn(rows)
}

/// Of a chart of lines, with its sentence and its key.
pub(super) fn height_of_lines() -> i64 {
    SENTENCE + ROW + LINES + ROW
}

fn drawn(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or_default() * ROW
}

pub(super) fn bars(canvas: &mut Canvas, chart: &BarChart, of_changes: bool) {
    let key = match &chart.mark_words {
        Some(words) => format!("Dashed line: {words}"),
        None if of_changes => "Outlined: less. Solid: more.".to_owned(),
        None => String::new(),
    };
    begin(canvas, &chart.heading, &key, drawn(chart.bars.len()));
    let top = canvas.y();
    for bar in &chart.bars {
        row(canvas, &bar.label, &bar.words, |canvas, left, low| one_bar(canvas, bar, left, low));
    }
    let zero = LEFT + LABEL + along(&chart.zero);
    canvas.stroke(INK, 60, false, &[(zero, top), (zero, canvas.y())]);
    if let Some(mark) = &chart.mark {
        let at = LEFT + LABEL + along(mark);
        canvas.stroke(INK, 100, true, &[(at, top), (at, canvas.y())]);
    }
    end(canvas);
}

fn one_bar(canvas: &mut Canvas, bar: &Bar, left: i64, low: i64) {
    let (x, width) = (left + along(&bar.start), along(&bar.length));
    if bar.below {
        canvas.outline(x, low, width, BAR);
    } else {
        canvas.fill(INK, x, low, width, BAR);
    }
}

pub(super) fn stacked(canvas: &mut Canvas, chart: &StackedChart) {
    let key = format!("Solid: {}. Outlined: {}.", chart.first_name, chart.second_name);
    begin(canvas, &chart.heading, &key, drawn(chart.bars.len()));
    for bar in &chart.bars {
        row(canvas, &bar.label, &bar.words, |canvas, left, low| two_parts(canvas, bar, left, low));
    }
    end(canvas);
}

fn two_parts(canvas: &mut Canvas, bar: &StackedBar, left: i64, low: i64) {
    let first = along(&bar.first);
    canvas.fill(INK, left, low, first, BAR);
    canvas.outline(left + first, low, along(&bar.second), BAR);
}

pub(super) fn lines(canvas: &mut Canvas, chart: &LineChart) {
    let key = format!("Dashed: {}. Solid: {}.", chart.expected_words, chart.actual_words);
    begin(canvas, &chart.heading, &key, LINES + ROW);
    let low = canvas.y() - LINES;
    let point = |text: &str| {
        let (x, y) = text.split_once(',')?;
        let (x, y): (i64, i64) = (x.parse().ok()?, y.parse().ok()?);
        Some((LEFT + x * WIDTH / 1_000, low + (300 - y) * LINES / 300))
    };
    let path = |points: &str| points.split(' ').filter_map(point).collect::<Vec<_>>();
    let zero = low + (300 - chart.zero) * LINES / 300;
    canvas.stroke(RULE, 60, false, &[(LEFT, zero), (LEFT + WIDTH, zero)]);
    for (points, dashed) in [(&chart.expected, true), (&chart.actual, false)] {
        let points = path(points);
        if !points.is_empty() {
            canvas.stroke(INK, 150, dashed, &points);
        }
    }
    let last = i64::try_from(chart.periods.len()).unwrap_or(1).max(2) - 1;
    for (at, period) in (0..).zip(&chart.periods) {
        let width = canvas.fonts.of(Weight::Regular).width(period, SIZE);
        let x = (LEFT + at * WIDTH / last - width / 2).clamp(LEFT, LEFT + WIDTH - width);
        canvas.line(period, Weight::Regular, SIZE, (x, low - 1_100));
    }
    canvas.down(LINES + ROW);
    end(canvas);
}
