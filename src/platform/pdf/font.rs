//! The two faces that documents are set in, Noto Sans regular and bold (Apache Licence 2.0): what a text measures, and
//! the few letters of it that go into the file.

use crate::platform::error::{Error, Result};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId};

/// A weight of the one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// A face with the letters that were used so far.
pub(super) struct Font {
    data: &'static [u8],
    face: Face<'static>,
    glyphs: GlyphRemapper,
    /// New number of a glyph → the letter and its width in thousandths of the size.
    pub(super) used: BTreeMap<u16, (char, i64)>,
}

/// Both faces.
pub(super) struct Fonts {
    regular: Font,
    bold: Font,
}

impl Fonts {
    pub(super) fn load() -> Result<Self> {
        Ok(Self { regular: Font::load(ttf_noto_sans::REGULAR)?, bold: Font::load(ttf_noto_sans::BOLD)? })
    }

    pub(super) fn of(&self, weight: Weight) -> &Font {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    pub(super) fn of_mut(&mut self, weight: Weight) -> &mut Font {
        match weight {
            Weight::Regular => &mut self.regular,
            Weight::Bold => &mut self.bold,
        }
    }
}

/// Heights of a face in thousandths of the size.
pub(super) struct Heights {
    pub(super) ascent: i64,
    pub(super) descent: i64,
    pub(super) capital: i64,
    /// Left, bottom, right, top of all its letters.
    pub(super) bounds: [i64; 4],
}

impl Font {
    fn load(data: &'static [u8]) -> Result<Self> {
        let face = Face::parse(data, 0).map_err(|error| Error::internal(format!("the font: {error}")))?;
        Ok(Self { data, face, glyphs: GlyphRemapper::new(), used: BTreeMap::new() })
    }

    /// A letter that the face lacks is shown as a question mark.
    fn glyph(&self, letter: char) -> GlyphId {
        self.face.glyph_index(letter).or_else(|| self.face.glyph_index('?')).unwrap_or_default()
    }

    fn thousandths(&self, units: i64) -> i64 {
        units * 1_000 / i64::from(self.face.units_per_em())
    }

    fn advance(&self, glyph: GlyphId) -> i64 {
        self.thousandths(self.face.glyph_hor_advance(glyph).unwrap_or_default().into())
    }

    /// How wide a text is at a size.
    pub(super) fn width(&self, text: &str, size: i64) -> i64 {
        let advances: i64 = text.chars().map(|letter| self.advance(self.glyph(letter))).sum();
        advances * size / 1_000
    }

    /// The text as the file writes it: the numbers of its glyphs in hexadecimal.
    pub(super) fn encode(&mut self, text: &str) -> String {
        let mut hex = String::with_capacity(text.len() * 4);
        for letter in text.chars() {
            let glyph = self.glyph(letter);
            let number = self.glyphs.remap(glyph.0);
            let width = self.advance(glyph);
            self.used.entry(number).or_insert((letter, width));
            hex.push_str(&format!("{number:04X}"));
        }
        hex
    }

    pub(super) fn heights(&self) -> Heights {
        let bounds = self.face.global_bounding_box();
        let of = |units: i16| self.thousandths(units.into());
        Heights {
            ascent: of(self.face.ascender()),
            descent: of(self.face.descender()),
            capital: of(self.face.capital_height().unwrap_or(self.face.ascender())),
            bounds: [of(bounds.x_min), of(bounds.y_min), of(bounds.x_max), of(bounds.y_max)],
        }
    }

    /// The face with the used letters alone.
    pub(super) fn subset(&self) -> Result<Vec<u8>> {
        subsetter::subset(self.data, 0, &self.glyphs).map_err(|error| Error::internal(format!("the font: {error}")))
    }
}
