//! Files and functions stay short enough to be read at one sitting.

use crate::source::{Source, code, files};

const LINES_OF_A_FILE: usize = 400;
const LINES_OF_A_FUNCTION: usize = 60;
const FOLDERS: [&str; 4] = ["src", "entity", "migration", "tests"];

fn every_source() -> Vec<Source> {
    let sources: Vec<Source> = FOLDERS.iter().flat_map(|folder| files(folder, ".rs")).collect();
    assert!(sources.len() > FOLDERS.len(), "the sources were not found");
    sources
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let lines = |source: &Source| source.text.lines().count();
    let long = every_source().into_iter().filter(|source| lines(source) > LINES_OF_A_FILE);
    let told: Vec<String> = long.map(|source| format!("{}: {} lines", source.path, lines(&source))).collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

#[test]
fn no_function_is_longer_than_60_lines() {
    let told: Vec<String> =
        every_source().iter().flat_map(|source| long_functions(source, LINES_OF_A_FUNCTION)).collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

/// A function ends at the first closing brace with the indent it began with, as rustfmt writes it.
fn long_functions(source: &Source, most: usize) -> Vec<String> {
    let code = code(&source.text);
    let lines: Vec<&str> = code.lines().collect();
    let mut told = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        let length = lines[start..].iter().position(|line| line.trim_end() == end).map_or(1, |at| at + 1);
        if length > most && !line.trim_end().ends_with(';') {
            told.push(format!("{}:{} {name}: {length} lines", source.path, start + 1));
        }
    }
    told
}

/// The name of the function that begins on a line and does not end on it.
fn function(line: &str) -> Option<&str> {
    let mut words = line
        .split_whitespace()
        .skip_while(|word| word.starts_with("pub") || word.ends_with(')') || ["async", "const", "in"].contains(word));
    (words.next()? == "fn" && !line.trim_end().ends_with('}')).then(|| words.next()?.split(['(', '<']).next()).flatten()
}

#[test]
fn a_long_function_is_found_and_a_short_one_is_not() {
    let text = "    pub(crate) async fn long(\n        a: u8,\n    ) {\n        a;\n    }\n\n    fn short() {\n    }\n";
    let source = Source { path: "a.rs".to_owned(), text: text.to_owned() };
    assert_eq!(long_functions(&source, 4), ["a.rs:1 long: 5 lines"]);
    assert_eq!(long_functions(&source, 5), Vec::<String>::new());
}
