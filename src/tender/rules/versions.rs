//! Versions of a notice: what it says, part by part, and what is different between two of them, word by word.

use serde::{Deserialize, Serialize};

/// A part of a notice under its heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub title: String,
    pub text: String,
}

impl Part {
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into() }
    }
}

/// Whether words stand in both texts or in this one alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Same,
    Changed,
}

/// Some words of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub mark: Mark,
    pub text: String,
}

/// A part that two versions have in different words. A part that one of them lacks is empty there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub title: String,
    pub old: Vec<Piece>,
    pub new: Vec<Piece>,
}

/// Longer texts are shown whole instead of word by word: the table of the comparison grows with their product.
const MOST_WORDS: usize = 2_000;

/// The parts that differ, in the order of the newer version, then those that it dropped.
pub fn compare(old: &[Part], new: &[Part]) -> Vec<Difference> {
    let text_in = |parts: &[Part], title: &str| {
        parts.iter().find(|part| part.title == title).map(|part| part.text.clone()).unwrap_or_default()
    };
    let dropped = old.iter().filter(|part| !new.iter().any(|kept| kept.title == part.title));
    let titles = new.iter().chain(dropped).map(|part| part.title.clone());
    let difference = |title: String| {
        let (before, after) = (text_in(old, &title), text_in(new, &title));
        let (old, new) = words_apart(&before, &after);
        (before != after).then_some(Difference { title, old, new })
    };
    titles.filter_map(difference).collect()
}

/// Both texts in pieces: the longest common run of words is the same, the rest has changed.
fn words_apart(old: &str, new: &str) -> (Vec<Piece>, Vec<Piece>) {
    let old: Vec<&str> = old.split_inclusive(char::is_whitespace).collect();
    let new: Vec<&str> = new.split_inclusive(char::is_whitespace).collect();
    if old.len() > MOST_WORDS || new.len() > MOST_WORDS {
        return (pieces(&old, &vec![false; old.len()]), pieces(&new, &vec![false; new.len()]));
    }
    let (kept_old, kept_new) = common(&old, &new);
    (pieces(&old, &kept_old), pieces(&new, &kept_new))
}

/// Which words of each text belong to their longest common subsequence.
fn common(old: &[&str], new: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let same = |i: usize, j: usize| old[i].trim_end() == new[j].trim_end();
    let width = new.len() + 1;
    let mut longest = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * width + j] = if same(i, j) {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut kept_old, mut kept_new) = (vec![false; old.len()], vec![false; new.len()]);
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if same(i, j) {
            (kept_old[i], kept_new[j]) = (true, true);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (kept_old, kept_new)
}

fn pieces(words: &[&str], kept: &[bool]) -> Vec<Piece> {
    let mut made: Vec<Piece> = Vec::new();
    for (word, kept) in words.iter().zip(kept) {
        let mark = if *kept { Mark::Same } else { Mark::Changed };
        match made.last_mut() {
            Some(last) if last.mark == mark => last.text.push_str(word),
            _ => made.push(Piece { mark, text: (*word).to_owned() }),
        }
    }
    // The space after changed words belongs to what follows, so that no mark runs on into it.
    for at in 1..made.len() {
        let (before, after) = made.split_at_mut(at);
        if let (Some(one), Some(next)) = (before.last_mut(), after.first_mut())
            && one.mark == Mark::Changed
        {
            let end = one.text.trim_end().len();
            next.text.insert_str(0, &one.text.split_off(end));
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(pieces: &[Piece]) -> String {
        let one = |piece: &Piece| match piece.mark {
            Mark::Same => piece.text.clone(),
            Mark::Changed => format!("[{}]", piece.text),
        };
        pieces.iter().map(one).collect()
    }

    #[test]
    fn only_the_parts_that_differ_are_told_and_only_their_changed_words_are_marked() {
        let old = [Part::new("Need", "Cooked meals every day"), Part::new("Schools", "Nine")];
        let new = [Part::new("Need", "Cooked halal meals each day"), Part::new("Schools", "Nine")];
        let [told] = compare(&old, &new).try_into().unwrap();
        assert_eq!(told.title, "Need");
        assert_eq!(marked(&told.old), "Cooked meals [every] day");
        assert_eq!(marked(&told.new), "Cooked [halal] meals [each] day");
    }

    #[test]
    fn a_part_that_was_added_or_dropped_is_empty_on_the_other_side() {
        let told = compare(&[Part::new("Visits", "In May")], &[Part::new("Documents", "Kitchens")]);
        let told: Vec<_> = told.iter().map(|one| (one.title.as_str(), marked(&one.old), marked(&one.new))).collect();
        let (none, kitchens, may) = (String::new(), "[Kitchens]".to_owned(), "[In May]".to_owned());
        assert_eq!(told, [("Documents", none.clone(), kitchens), ("Visits", may, none)]);
    }

    #[test]
    fn the_same_content_has_no_differences_and_a_line_end_is_no_word() {
        let parts = [Part::new("Need", "Meals")];
        assert!(compare(&parts, &parts).is_empty());
        let (old, new) = words_apart("one\ntwo", "one two");
        assert!(old.iter().chain(&new).all(|piece| piece.mark == Mark::Same));
    }

    #[test]
    fn a_very_long_text_is_shown_whole() {
        let long = "word ".repeat(MOST_WORDS + 1);
        let [told] = compare(&[Part::new("Need", "word")], &[Part::new("Need", long)]).try_into().unwrap();
        assert_eq!((told.old.len(), told.new.len()), (1, 1));
    }
}
