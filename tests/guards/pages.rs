//! Every page renders with its samples, and no variable of its template is left undefined.

use clusterbuy::platform::http::page::{Pages, Shell};
use std::collections::BTreeSet;

#[test]
fn every_page_renders_strictly_with_its_samples() {
    let pages = Pages::load().unwrap();
    let shell = Shell { title: "A page".to_owned(), csrf: Some("token".to_owned()), ..Shell::default() };
    let faults: Vec<String> = clusterbuy::pages()
        .iter()
        .filter_map(|sample| pages.check(sample, &shell).err().map(|error| format!("{}: {error:?}", sample.template)))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_page_stands_in_the_registry_once() {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> = clusterbuy::pages().into_iter().filter(|sample| !seen.insert(sample.template)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
