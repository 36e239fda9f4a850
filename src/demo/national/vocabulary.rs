//! The words of invented listings: some thousands, the commonest in nearly every listing and most in few (Zipf's law).

use super::dice::Dice;

const WORDS: usize = 4_000;
/// Real words first, so that the commonest read as a listing does.
const COMMON: [&str; 40] = [
    "school",
    "service",
    "support",
    "staff",
    "visit",
    "termly",
    "advice",
    "planning",
    "training",
    "review",
    "report",
    "menus",
    "healthy",
    "fresh",
    "local",
    "kitchen",
    "helpline",
    "policy",
    "casework",
    "payroll",
    "pension",
    "budget",
    "closing",
    "forecast",
    "audit",
    "line",
    "router",
    "filter",
    "monitor",
    "repair",
    "onsite",
    "remote",
    "weekly",
    "insurance",
    "allergen",
    "vegetarian",
    "breakfast",
    "holiday",
    "equipment",
    "safeguarding",
];
const ONSETS: [&str; 14] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st"];
const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
const ENDS: [&str; 5] = ["n", "r", "l", "m", "d"];

/// The words by rank, with the running sum of what each weighs.
pub struct Vocabulary {
    words: Vec<String>,
    weights: Vec<usize>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self::new()
    }
}

impl Vocabulary {
    pub fn new() -> Self {
        let words: Vec<String> = (0..WORDS).map(word).collect();
        let mut sum = 0;
        let weights = (1..=WORDS).map(|rank| {
            sum += 10_000_000 / rank;
            sum
        });
        Vocabulary { weights: weights.collect(), words }
    }

    /// So many words, drawn by their weight.
    pub(super) fn draw(&self, dice: &mut Dice, count: usize) -> String {
        let all = self.weights.last().copied().unwrap_or(1);
        let word = |_| {
            let drawn = dice.below(all);
            self.words[self.weights.partition_point(|sum| *sum <= drawn)].as_str()
        };
        (0..count).map(word).collect::<Vec<_>>().join(" ")
    }
}

/// The word of a rank: a real one, or syllables that spell the rank.
fn word(rank: usize) -> String {
    match COMMON.get(rank) {
        Some(common) => (*common).to_owned(),
        None => {
            let syllable = |part: usize| format!("{}{}", ONSETS[part % 14], VOWELS[part / 14 % 5]);
            format!("{}{}{}", syllable(rank % 70), syllable(rank / 70), ENDS[rank % 5])
        }
    }
}

/// Two words that about one listing in 200 has both of: those of middling rank.
pub fn searched(seed: usize) -> String {
    format!("{} {}", word(34 + seed % 15), word(50 + (seed * 7) % 19))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_is_another_and_the_first_are_drawn_most() {
        let words = Vocabulary::new();
        assert_eq!(words.words.iter().collect::<BTreeSet<_>>().len(), WORDS);
        let text = words.draw(&mut Dice::new(1), 4_000);
        let count = |word: &str| text.split(' ').filter(|each| *each == word).count();
        assert!(count("school") > 4 * count("helpline") && count("helpline") > 0, "{}", count("school"));
        assert_eq!(text, words.draw(&mut Dice::new(1), 4_000), "the same seed draws the same words");
    }
}
