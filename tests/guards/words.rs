//! Words that must not stand in the sources: floats, the machine's clock, unfinished work, other people's brands.

use crate::source::{Source, code, files, place, shipped};

/// The lines of a text that hold one of the words: as a whole word, in this case.
fn lines_with(source: &Source, text: &str, words: &[&str]) -> Vec<String> {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    let whole = |line: &str, word: &str| {
        line.match_indices(word)
            .any(|(at, _)| apart(line[..at].chars().next_back()) && apart(line[at + word.len()..].chars().next()))
    };
    let lines = text.lines().enumerate();
    let found =
        lines.flat_map(|(line, code)| words.iter().filter(move |word| whole(code, word)).map(move |word| (line, word)));
    found.map(|(line, word)| format!("{}: {word}", place(source, line))).collect()
}

#[track_caller]
fn none(told: Vec<String>) {
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

#[test]
fn no_figure_is_ever_a_float() {
    let sources = ["src", "entity", "migration"].iter().flat_map(|folder| files(folder, ".rs"));
    none(sources.flat_map(|source| lines_with(&source, &code(&source.text), &["f32", "f64"])).collect());
}

#[test]
fn the_time_comes_from_the_clock_that_is_handed_over() {
    let sources = ["src", "entity", "migration"].iter().flat_map(|folder| files(folder, ".rs"));
    let others = sources.filter(|source| source.path != "src/platform/clock.rs");
    let clocks = ["Utc::now", "Local::now", "SystemTime::now", "Uuid::now_v7", "current_timestamp"];
    none(others.flat_map(|source| lines_with(&source, &code(&source.text), &clocks)).collect());
}

#[test]
fn nothing_is_left_for_later() {
    let sources = ["src", "entity", "migration", "tests"].iter().flat_map(|folder| files(folder, ".rs"));
    let unfinished = ["todo!", "unimplemented!", "dbg!", "#[ignore]", "#[ignore"];
    let in_code = sources.flat_map(|source| unfinished_in(&source, &unfinished));
    none(in_code.collect());
}

fn unfinished_in(source: &Source, marks: &[&str]) -> Vec<String> {
    let code = code(&source.text);
    let found = code.lines().enumerate().filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)));
    found.map(|(line, text)| format!("{}: {}", place(source, line), text.trim())).collect()
}

#[test]
fn shipped_code_does_not_unwrap() {
    let sources = ["src", "entity"].iter().flat_map(|folder| files(folder, ".rs"));
    let unwraps = |source: Source| {
        let code = shipped(&source);
        let lines: Vec<&str> = code.lines().collect();
        let bare = |at: usize| lines[at].contains(".unwrap()") || lines[at].contains(".expect(");
        // `#[expect(clippy::unwrap_used, reason = "…")]` on the function says why it cannot fail.
        let excused = |at: usize| lines[..at].iter().rev().take(12).any(|line| line.contains("#[expect(clippy::"));
        let found = (0..lines.len()).filter(|at| bare(*at) && !excused(*at));
        found.map(|at| format!("{}: {}", place(&source, at), lines[at].trim())).collect::<Vec<_>>()
    };
    none(sources.flat_map(unwraps).collect());
}

/// The identity of the government's own services, which clusterbuy is not.
const RESTRICTED: [&str; 3] = ["gds transport", "crest", "crown"];

#[test]
fn nothing_that_is_served_bears_a_restricted_name() {
    let restricted = |source: Source| {
        let text = source.text.to_lowercase();
        let lines = text.lines().enumerate().map(|(line, text)| (line, text.to_owned())).collect::<Vec<_>>();
        let found = lines.into_iter().filter(|(_, text)| RESTRICTED.iter().any(|name| text.contains(name)));
        found.map(|(line, text)| format!("{}: {}", place(&source, line), text.trim())).collect::<Vec<_>>()
    };
    none(files("templates", "").into_iter().flat_map(restricted).collect());
}
