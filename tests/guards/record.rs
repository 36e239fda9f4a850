//! The record speaks in sentences: every action that the sources write has words, and no words are without an action.

use crate::source::{Source, files};
use clusterbuy::platform::said::{SENTENCES, said};
use std::collections::BTreeSet;

/// Names of files and of settings, which look like actions.
const ENDINGS: [&str; 16] = [
    "rs", "csv", "txt", "pdf", "html", "svg", "key", "db", "sqlite", "pgdump", "xlsx", "json", "jsonl", "css", "exe",
    "tar",
];
const NOT_ACTIONS: [&str; 4] =
    ["law.version", "demonstration.tender", "demonstration.offset_microseconds", "demonstration.every_state"];

/// The texts in quotes that look like an action: "tender.published".
fn actions(source: &Source) -> Vec<String> {
    let looks = |text: &str| {
        let parts: Vec<&str> = text.split('.').collect();
        let word = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        parts.len() == 2 && parts.iter().all(word) && !ENDINGS.contains(&parts[1])
    };
    let mut found = Vec::new();
    let mut before = "";
    for text in source.text.split('"') {
        if looks(text) && !before.ends_with("starts_with(") && !NOT_ACTIONS.contains(&text) {
            found.push(text.to_owned());
        }
        before = text;
    }
    found
}

fn written() -> BTreeSet<String> {
    let sources = files("src", ".rs").into_iter().filter(|source| source.path != "src/platform/said.rs");
    sources.flat_map(|source| actions(&source)).collect()
}

#[test]
fn every_action_of_the_record_has_a_sentence() {
    let without: Vec<String> = written().into_iter().filter(|action| said(action).is_none()).collect();
    assert!(without.is_empty(), "give these a sentence in src/platform/said.rs: {without:#?}");
}

#[test]
fn every_sentence_of_the_record_has_an_action() {
    let written = written();
    let idle: Vec<_> = SENTENCES.iter().filter(|(action, _)| !written.contains(*action)).collect();
    assert!(idle.is_empty(), "nothing writes these actions: {idle:#?}");
}
