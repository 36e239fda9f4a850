//! Pages as they fill: text and drawings, each inside the mark of the part it belongs to.

use super::Style;
use super::font::{Fonts, Weight};
use super::tree::{Kid, Place, Tree};
use super::wrap;
use crate::platform::error::Result;

/// A4 in hundredths of a point.
pub(super) const PAGE_WIDTH: i64 = 59_528;
pub(super) const PAGE_HEIGHT: i64 = 84_189;
/// 18 mm left and right, 16 mm above, 20 mm below for the footer.
const SIDE: i64 = 5_102;
const TOP: i64 = 4_535;
const BOTTOM: i64 = 5_669;
/// Where text may stand.
pub(super) const LEFT: i64 = SIDE;
pub(super) const WIDTH: i64 = PAGE_WIDTH - 2 * SIDE;
/// How much of a page may be filled.
pub(super) const HEIGHT: i64 = PAGE_HEIGHT - TOP - BOTTOM;

/// Ink, and the tint behind the reader's own row.
pub(super) const INK: &str = "0.08 0.10 0.11";
pub(super) const TINT: &str = "0.93 0.96 0.95";
pub(super) const RULE: &str = "0.72 0.75 0.78";

/// A page's drawing, and the part that each of its marks belongs to.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) content: String,
    pub(super) marks: Vec<Place>,
}

/// A heading's place, for the outline.
#[derive(Clone, Debug)]
pub(super) struct Bookmark {
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) page: usize,
    /// From the bottom of the page.
    pub(super) top: i64,
}

pub(super) struct Canvas {
    pub(super) pages: Vec<Page>,
    pub(super) tree: Tree,
    pub(super) fonts: Fonts,
    pub(super) bookmarks: Vec<Bookmark>,
    /// How far from the bottom of the page the next thing begins.
    y: i64,
}

/// A length as the file writes it.
pub(super) fn number(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
}

impl Canvas {
    pub(super) fn new() -> Result<Self> {
        let (pages, tree, fonts) = (vec![Page::default()], Tree::new(), Fonts::load()?);
        Ok(Self { pages, tree, fonts, bookmarks: Vec::new(), y: PAGE_HEIGHT - TOP })
    }

    pub(super) fn y(&self) -> i64 {
        self.y
    }

    /// What is left of the page.
    pub(super) fn left(&self) -> i64 {
        self.y - BOTTOM
    }

    fn is_fresh(&self) -> bool {
        self.y == PAGE_HEIGHT - TOP
    }

    /// A new page, unless nothing stands on this one.
    pub(super) fn break_page(&mut self) {
        if !self.is_fresh() {
            self.pages.push(Page::default());
            self.y = PAGE_HEIGHT - TOP;
        }
    }

    /// A new page where less than this is left.
    pub(super) fn keep_together(&mut self, height: i64) {
        if self.left() < height {
            self.break_page();
        }
    }

    /// White space, none at the top of a page.
    pub(super) fn space(&mut self, height: i64) {
        if !self.is_fresh() {
            self.y -= height;
        }
    }

    pub(super) fn down(&mut self, height: i64) {
        self.y -= height;
    }

    pub(super) fn mark_heading(&mut self, level: u8, text: &str, above: i64) {
        let (page, top) = (self.pages.len() - 1, self.y - if self.is_fresh() { 0 } else { above } + 600);
        self.bookmarks.push(Bookmark { level, text: wrap::plain(text), page, top });
    }

    fn write(&mut self, text: &str) {
        if let Some(page) = self.pages.last_mut() {
            page.content.push_str(text);
            page.content.push('\n');
        }
    }

    /// Begins content that belongs to a part of the tree.
    pub(super) fn open(&mut self, place: Place) {
        let page = self.pages.len() - 1;
        let mark = self.pages[page].marks.len();
        self.pages[page].marks.push(place);
        self.tree.parts[place].kids.push(Kid::Content(page, mark));
        let role = self.tree.parts[place].role.name();
        self.write(&format!("/{role} <</MCID {mark}>> BDC"));
    }

    /// Begins what is drawn for the eye alone.
    pub(super) fn open_artifact(&mut self) {
        self.write("/Artifact BMC");
    }

    pub(super) fn close(&mut self) {
        self.write("EMC");
    }

    /// One line of text with its baseline there.
    pub(super) fn line(&mut self, text: &str, weight: Weight, size: i64, (x, baseline): (i64, i64)) {
        let hex = self.fonts.of_mut(weight).encode(text);
        let font = if weight == Weight::Bold { "B" } else { "R" };
        let (size, x, baseline) = (number(size), number(x), number(baseline));
        self.write(&format!("{INK} rg BT /{font} {size} Tf 1 0 0 1 {x} {baseline} Tm <{hex}> Tj ET"));
    }

    pub(super) fn fill(&mut self, colour: &str, x: i64, y: i64, width: i64, height: i64) {
        let [x, y, width, height] = [x, y, width, height].map(number);
        self.write(&format!("{colour} rg {x} {y} {width} {height} re f"));
    }

    pub(super) fn outline(&mut self, x: i64, y: i64, width: i64, height: i64) {
        let [x, y, width, height] = [x, y, width, height].map(number);
        self.write(&format!("{INK} RG 0.8 w {x} {y} {width} {height} re S"));
    }

    /// A line through points; dashed for what is expected only.
    pub(super) fn stroke(&mut self, colour: &str, width: i64, dashed: bool, points: &[(i64, i64)]) {
        let dash = if dashed { "[4 3] 0 d" } else { "[] 0 d" };
        let mut path = format!("{colour} RG {} w {dash}", number(width));
        for (at, (x, y)) in points.iter().enumerate() {
            path.push_str(&format!(" {} {} {}", number(*x), number(*y), if at == 0 { "m" } else { "l" }));
        }
        self.write(&format!("{path} S"));
    }

    /// How high a text is, without the space above and below it.
    pub(super) fn height(&self, text: &str, style: Style, indent: i64) -> i64 {
        let lines = wrap::lines(self.fonts.of(style.weight), text, style.size, WIDTH - indent);
        i64::try_from(lines.len()).unwrap_or(1) * style.leading
    }

    /// A text over as many lines and pages as it needs, all of them of one part.
    pub(super) fn text(&mut self, place: Place, text: &str, style: Style, indent: i64) {
        self.space(style.above);
        let lines = wrap::lines(self.fonts.of(style.weight), text, style.size, WIDTH - indent);
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            self.keep_together(style.leading);
            let fitting = usize::try_from(self.left() / style.leading).unwrap_or(1).clamp(1, rest.len());
            let (now, later) = rest.split_at(fitting);
            self.open(place);
            for (at, line) in now.iter().enumerate() {
                self.y -= style.leading;
                let baseline = self.y + (style.leading - style.size) / 2 + style.size / 5;
                let is_last = later.is_empty() && at + 1 == now.len();
                let line = wrap::going_on(line, is_last);
                self.line(&line, style.weight, style.size, (LEFT + indent, baseline));
            }
            self.close();
            rest = later;
        }
        self.space(style.below);
    }

    /// A label on the line where the next text will begin.
    pub(super) fn beside(&mut self, place: Place, label: &str, style: Style) {
        let baseline = self.y - style.leading + (style.leading - style.size) / 2 + style.size / 5;
        self.open(place);
        self.line(label, style.weight, style.size, (LEFT + 200, baseline));
        self.close();
    }

    /// The title and the page's number under every page.
    pub(super) fn footers(&mut self, title: &str) {
        const SIZE: i64 = 800;
        let count = self.pages.len();
        for page in 0..count {
            let number = format!("Page {} of {count}", page + 1);
            let end = LEFT + WIDTH - self.fonts.of(Weight::Regular).width(&number, SIZE);
            let room = end - LEFT - 1_000;
            let short = wrap::lines(self.fonts.of(Weight::Regular), title, SIZE, room).swap_remove(0);
            let baseline = BOTTOM - 2_000;
            let mut drawing = String::from("/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n");
            for (text, x) in [(short, LEFT), (number, end)] {
                let hex = self.fonts.of_mut(Weight::Regular).encode(&text);
                let at = format!("{} {}", self::number(x), self::number(baseline));
                drawing.push_str(&format!("{INK} rg BT /R 8 Tf 1 0 0 1 {at} Tm <{hex}> Tj ET\n"));
            }
            self.pages[page].content.push_str(&drawing);
            self.pages[page].content.push_str("EMC\n");
        }
    }
}
