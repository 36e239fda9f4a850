//! The words by which listings are found: how they are folded, and what somebody meant who spelt one otherwise.

use std::collections::BTreeSet;

/// The most words of one search that are looked at, and the longest of them.
const MOST_WORDS: usize = 8;
const LONGEST_WORD: usize = 40;
/// The most words that a beginning stands for.
const MOST_COMPLETIONS: usize = 20;
/// The most words that a misspelt one is taken for.
const MOST_CORRECTIONS: usize = 3;

/// The words of a text, each once, as they are kept: small letters without accents, plurals as singulars.
pub fn words_of(text: &str) -> Vec<String> {
    let plain: String =
        text.chars().filter(|c| !matches!(c, '\'' | '’')).flat_map(char::to_lowercase).map(folded).collect();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut seen = BTreeSet::new();
    let singular = words.map(|word| singular(word).chars().take(LONGEST_WORD).collect::<String>());
    singular.filter(|word| seen.insert(word.clone())).collect()
}

/// The words that somebody searches for.
pub fn asked(text: &str) -> Vec<String> {
    words_of(text).into_iter().take(MOST_WORDS).collect()
}

/// A small letter without its accents.
fn folded(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'æ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'œ' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ß' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

fn singular(word: &str) -> String {
    match word {
        _ if word.len() <= 3 || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") => word.to_owned(),
        _ if word.len() > 4 && word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// Every three letters that follow one another, with the word's beginning and, unless it is cut short, its end.
pub fn trigrams(word: &str, is_whole: bool) -> Vec<String> {
    let end = if is_whole { "_" } else { "" };
    let letters: Vec<char> = format!("_{word}{end}").chars().collect();
    let found: BTreeSet<String> = letters.windows(3).map(|three| three.iter().collect()).collect();
    found.into_iter().collect()
}

/// How a word that somebody typed was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Exact,
    /// It is how other words begin.
    Beginning,
    /// It is another word, misspelt.
    Corrected,
    Unknown,
}

/// A word that somebody typed and the words that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub typed: String,
    pub reading: Reading,
    /// What is searched for; of an unknown word, those that come nearest.
    pub terms: Vec<String>,
}

impl Read {
    pub fn exactly(word: &str) -> Self {
        Read { typed: word.to_owned(), reading: Reading::Exact, terms: vec![word.to_owned()] }
    }
}

/// Reads a word that no listing uses, by words in use that look like it, each with the number of listings that use it.
pub fn read(typed: &str, alike: &[(String, i32)]) -> Read {
    let known = |reading, terms| Read { typed: typed.to_owned(), reading, terms };
    let words = |found: Vec<&(String, i32)>, most| found.into_iter().take(most).map(|(word, _)| word.clone()).collect();
    let mut begun: Vec<_> = alike.iter().filter(|(word, _)| word.starts_with(typed)).collect();
    if !begun.is_empty() {
        begun.sort_by_key(|(word, listings)| (-listings, word.clone()));
        return known(Reading::Beginning, words(begun, MOST_COMPLETIONS));
    }
    let mut near: Vec<_> = alike.iter().map(|found| (distance(typed, &found.0), found)).collect();
    near.sort_by_key(|(far, (word, listings))| (*far, -listings, word.clone()));
    let least = near.first().map_or(usize::MAX, |(far, _)| *far);
    if least <= most_mistakes(typed) {
        let nearest = near.into_iter().filter(|(far, _)| *far == least).map(|(_, found)| found).collect();
        return known(Reading::Corrected, words(nearest, MOST_CORRECTIONS));
    }
    let hinted = near.into_iter().filter(|(far, _)| *far <= 3).map(|(_, found)| found).collect();
    known(Reading::Unknown, words(hinted, MOST_CORRECTIONS))
}

/// How many letters of a word may be wrong before it is another word.
fn most_mistakes(word: &str) -> usize {
    match word.len() {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    }
}

/// The fewest letters left out, added, changed or swapped with their neighbour that make one word the other.
pub fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows: [Vec<usize>; 3] = [Vec::new(), Vec::new(), (0..=other.len()).collect()];
    for (at, letter) in one.iter().enumerate() {
        rows.rotate_left(1);
        let mut row = vec![at + 1];
        for (place, against) in other.iter().enumerate() {
            let changed = rows[1][place] + usize::from(letter != against);
            let mut least = changed.min(rows[1][place + 1] + 1).min(row[place] + 1);
            if at > 0 && place > 0 && *letter == other[place - 1] && one[at - 1] == *against {
                least = least.min(rows[0][place - 1] + 1);
            }
            row.push(least);
        }
        rows[2] = row;
    }
    rows[2].last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_use() -> Vec<(String, i32)> {
        [("catering", 9), ("caterer", 2), ("meal", 30), ("menu", 4)]
            .map(|(word, count)| (word.to_owned(), count))
            .into()
    }

    #[test]
    fn words_lose_case_accents_apostrophes_and_plurals() {
        assert_eq!(words_of("Café Meals & the school's cafés, MEAL!"), ["cafe", "meal", "the", "school"]);
        assert_eq!(words_of("Policies, glass, bus, gas"), ["policy", "glass", "bus", "gas"]);
        assert_eq!(asked("word1 word2 word3 word4 word5 word6 word7 word8 word9").len(), 8);
    }

    #[test]
    fn a_beginning_stands_for_every_word_that_begins_so_the_commonest_first() {
        let found = read("cater", &in_use());
        assert_eq!(
            (found.reading, found.terms),
            (Reading::Beginning, vec!["catering".to_owned(), "caterer".to_owned()])
        );
    }

    #[test]
    fn a_misspelt_word_is_the_nearest_one_in_use() {
        for (typed, meant) in [("catring", "catering"), ("cattering", "catering"), ("maels", "meal"), ("mael", "meal")]
        {
            let found = read(&asked(typed)[0], &in_use());
            assert_eq!((found.reading, &found.terms[0][..]), (Reading::Corrected, meant), "{typed}");
        }
    }

    #[test]
    fn a_word_like_no_other_is_unknown_and_short_words_are_not_corrected() {
        assert_eq!(read("zebra", &in_use()).reading, Reading::Unknown);
        assert_eq!(read("mea", &[("men".to_owned(), 1)]).reading, Reading::Unknown);
        assert_eq!(read("mea", &[("men".to_owned(), 1)]).terms, ["men"]);
    }

    #[test]
    fn distance_counts_letters_left_out_added_changed_and_swapped() {
        for (one, other, far) in
            [("meal", "meal", 0), ("meal", "mael", 1), ("meal", "mel", 1), ("", "ab", 2), ("ab", "", 2)]
        {
            assert_eq!(distance(one, other), far, "{one} {other}");
        }
        assert_eq!(trigrams("meal", true), ["_me", "al_", "eal", "mea"]);
        assert_eq!(trigrams("meal", false), ["_me", "eal", "mea"]);
    }
}
