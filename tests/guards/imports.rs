//! Which paths a source file names: its `use` trees written out, and the paths in its code.

/// A named path and the line it stands on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

/// The paths that begin with `crate`, `super` or one of the outside crates that the layers speak of.
const ROOTS: [&str; 9] =
    ["crate", "super", "clusterbuy", "entity", "migration", "axum", "tera", "sea_orm", "tower_http"];

/// Every path that shipped code names, `use` trees expanded.
pub(crate) fn imports(code: &str) -> Vec<Import> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, root)) = next_root(code, at) {
        let line = code[..start].matches('\n').count();
        let (paths, read) = tree(&code[start..]);
        found.extend(paths.into_iter().map(|path| Import { line, path }));
        at = start + read.max(root.len());
    }
    found
}

/// The next root that begins a path: a whole word, not a later part of another path, followed by `::`.
fn next_root(code: &str, from: usize) -> Option<(usize, &'static str)> {
    let begins = |at: usize, root: &str| {
        let before = code[..at].trim_end_matches("::").len();
        let whole = !code[..before].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        whole && code[at + root.len()..].starts_with("::")
    };
    let of = |root: &'static str| {
        let mut places = code[from..].match_indices(root).map(|(at, _)| (from + at, root));
        places.find(|(at, _)| begins(*at, root))
    };
    ROOTS.into_iter().filter_map(of).min()
}

/// The paths of one `use` tree or path, and how many bytes it takes.
fn tree(text: &str) -> (Vec<Vec<String>>, usize) {
    let mut path = Vec::new();
    let mut read = 0;
    loop {
        let word = text[read..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len() - read);
        path.push(text[read..read + word].to_owned());
        read += word;
        if !text[read..].starts_with("::") {
            return (vec![path], read);
        }
        read += 2;
        if text[read..].starts_with('{') {
            let (branches, inside) = branches(&text[read + 1..]);
            let whole = |branch: Vec<String>| path.iter().cloned().chain(branch).collect();
            return (branches.into_iter().map(whole).collect(), read + 1 + inside);
        }
        if !text[read..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return (vec![path], read);
        }
    }
}

/// The branches between braces.
fn branches(text: &str) -> (Vec<Vec<String>>, usize) {
    let mut found = Vec::new();
    let mut read = 0;
    while let Some(c) = text[read..].chars().next() {
        match c {
            '}' => return (found, read + 1),
            _ if c.is_alphanumeric() || c == '_' => {
                let (paths, taken) = tree(&text[read..]);
                found.extend(paths);
                read += taken;
            }
            _ => read += c.len_utf8(),
        }
    }
    (found, read)
}

#[test]
fn a_tree_of_imports_is_written_out() {
    let code = "use crate::{price::rules::{Offer, Line as Row}, platform::clock};\nfn f(x: entity::money::Money) {}\n";
    let found: Vec<String> =
        imports(code).iter().map(|import| format!("{}:{}", import.line, import.path.join("::"))).collect();
    let expected = [
        "0:crate::price::rules::Offer",
        "0:crate::price::rules::Line",
        "0:crate::platform::clock",
        "1:entity::money::Money",
    ];
    // `as Row` is read as a branch of its own, which no rule speaks of.
    assert!(expected.iter().all(|path| found.contains(&(*path).to_owned())), "{found:?}");
}

#[test]
fn a_word_that_only_ends_like_a_root_begins_no_path() {
    assert_eq!(imports("use my_crate::a; use other::entity::b; let c = identity::d();"), Vec::new());
}
