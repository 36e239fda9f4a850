//! Lines of a text that fit a width.

use super::font::Font;

/// Arrows and the like that the face lacks, in words.
pub(super) fn plain(text: &str) -> String {
    text.replace('→', "to").replace('▸', "").replace('\t', " ")
}

/// The text broken into lines no wider than `width` at a size: at its own line ends, between words, and inside a word that
/// is wider than a line.
pub(super) fn lines(font: &Font, text: &str, size: i64, width: i64) -> Vec<String> {
    let mut all = Vec::new();
    for paragraph in plain(text).split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace().flat_map(|word| pieces(font, word, size, width)) {
            let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
            if line.is_empty() || font.width(&longer, size) <= width {
                line = longer;
            } else {
                all.push(std::mem::replace(&mut line, word));
            }
        }
        all.push(line);
    }
    all
}

/// A line as it is written: with a space at its end unless it is the last, so that words are told apart without their places.
pub(super) fn going_on(line: &str, is_last: bool) -> String {
    if is_last { line.to_owned() } else { format!("{line} ") }
}

/// A word in as many pieces as it needs to fit the width.
fn pieces(font: &Font, word: &str, size: i64, width: i64) -> Vec<String> {
    if font.width(word, size) <= width {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let Some(last) = pieces.last_mut() else { break };
        let longer = format!("{last}{letter}");
        if last.is_empty() || font.width(&longer, size) <= width {
            *last = longer;
        } else {
            pieces.push(letter.to_string());
        }
    }
    pieces
}

/// The width of the widest word.
pub(super) fn widest_word(font: &Font, text: &str, size: i64) -> i64 {
    plain(text).split_whitespace().map(|word| font.width(word, size)).max().unwrap_or_default()
}
