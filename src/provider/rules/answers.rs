//! What an organisation keeps for later bids: what an answer must have, and how it is looked up.

use std::fmt;

/// As long as a bid's answer may be.
pub const LONGEST: usize = 60_000;
/// More answers than an organisation looks through.
pub const MOST: u64 = 1_000;
pub const ON_A_PAGE: u64 = 20;
/// The most words of one search.
const MOST_WORDS: usize = 8;

/// An answer to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The question or topic.
    pub topic: String,
    pub text: String,
    /// Apart by commas.
    pub tags: String,
}

/// Why an answer is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoTopic,
    NoText,
    TooMany,
}

impl Refusal {
    pub fn field(self) -> &'static str {
        match self {
            Refusal::NoTopic => "topic",
            Refusal::NoText => "text",
            Refusal::TooMany => "main",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NoTopic => f.write_str("Enter the question or topic"),
            Refusal::NoText => f.write_str("Enter the answer"),
            Refusal::TooMany => write!(f, "You can keep {MOST} answers. Remove one first"),
        }
    }
}

/// Whether an answer can be kept, of an organisation that keeps so many already.
pub fn check(said: &Said, kept: u64) -> Result<(), Refusal> {
    if said.topic.trim().is_empty() {
        return Err(Refusal::NoTopic);
    }
    if said.text.trim().is_empty() {
        return Err(Refusal::NoText);
    }
    if kept >= MOST { Err(Refusal::TooMany) } else { Ok(()) }
}

/// Words as a bid counts them: apart by spaces and line ends.
pub fn words(text: &str) -> i32 {
    i32::try_from(text.split_whitespace().count()).unwrap_or(i32::MAX)
}

/// Each tag once, in small letters, apart by commas.
pub fn tidy(tags: &str) -> String {
    let mut found: Vec<String> = Vec::new();
    for tag in tags.split(',').map(|tag| tag.trim().to_lowercase()).filter(|tag| !tag.is_empty()) {
        if !found.contains(&tag) {
            found.push(tag);
        }
    }
    found.join(", ")
}

/// What an answer is looked up in.
pub fn sought(said: &Said) -> String {
    format!("{} {} {}", said.topic, said.tags, said.text).to_lowercase()
}

/// The words that all have to be found.
pub fn asked(text: &str) -> Vec<String> {
    text.to_lowercase().split_whitespace().take(MOST_WORDS).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_a_topic_and_words() {
        let said =
            |topic: &str, text: &str| Said { topic: topic.to_owned(), text: text.to_owned(), tags: String::new() };
        assert_eq!(check(&said(" ", "x"), 0), Err(Refusal::NoTopic));
        assert_eq!(check(&said("Staff", "\n"), 0), Err(Refusal::NoText));
        assert_eq!(check(&said("Staff", "We train"), MOST), Err(Refusal::TooMany));
        assert_eq!(check(&said("Staff", "We train"), MOST - 1), Ok(()));
        assert_eq!(words("We train\nevery  term"), 4);
    }

    #[test]
    fn tags_stand_once_in_small_letters() {
        assert_eq!(tidy("Staff, TRAINING,,staff ,"), "staff, training");
        assert_eq!(asked("  Staff Training "), ["staff", "training"]);
    }
}
