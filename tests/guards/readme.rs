//! What the documents say is so: the tests that the promises name, the settings that exist.

use crate::source::files;
use std::collections::BTreeSet;
use std::path::Path;

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The words between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The settings that a text names; those of the tests are none of the product's.
fn settings(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_uppercase() && c != '_');
    let ours = |word: &&str| word.starts_with("CLUSTERBUY_") && !word.starts_with("CLUSTERBUY_TEST_");
    words.filter(ours).filter(|word| !["CLUSTERBUY_", "CLUSTERBUY_AXE"].contains(word)).collect()
}

#[test]
fn every_promise_of_the_readme_names_tests_that_are_there() {
    let readme = document("README.md");
    let (_, promises) = readme.split_once("## Promises").unwrap();
    let rows = promises.split("\n## ").next().unwrap().lines().filter(|line| line.starts_with("| "));
    let named: Vec<&str> = rows.skip(1).flat_map(|row| quoted(row.rsplit_once(" | ").unwrap().1)).collect();
    assert!(named.len() > 10, "the promises were not found");
    let sources = ["src", "entity", "tests"].iter().flat_map(|folder| files(folder, ".rs"));
    let code: String = sources.map(|source| source.text).collect();
    let missing: Vec<&str> = named.into_iter().filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "no such test: {missing:?}");
}

#[test]
fn every_setting_stands_in_the_readme_and_in_the_example() {
    let known = document("src/platform/settings.rs");
    let known = known.split_once("const KNOWN").unwrap().1.split_once("];").unwrap().0;
    let (readme, example) = (document("README.md"), document(".env.example"));
    assert_eq!(settings(&readme), settings(known));
    assert_eq!(settings(&example), settings(known));
}
