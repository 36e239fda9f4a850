//! Source files as the guards read them: without comments, without the text inside quotes, without their unit tests.

use std::path::{Path, PathBuf};

/// A file of the repository.
pub(crate) struct Source {
    /// Relative to the repository, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every file under a folder of the repository whose name ends with `ending`, in order. A missing folder has none.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found: Vec<Source> =
        walk(&root.join(folder)).into_iter().filter_map(|file| read(root, &file, ending)).collect();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn read(root: &Path, file: &Path, ending: &str) -> Option<Source> {
    let path = file.strip_prefix(root).ok()?.to_str()?.to_owned();
    let text = path.ends_with(ending).then(|| std::fs::read_to_string(file).ok()).flatten()?;
    Some(Source { path, text })
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|entry| if entry.is_dir() { walk(&entry) } else { vec![entry] }).collect()
}

/// The code alone: comments and the insides of string literals become spaces, line breaks stay where they are.
pub(crate) fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (kept, hidden) = piece(rest, first);
        code.push_str(&rest[..kept]);
        code.extend(rest[kept..kept + hidden].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[kept + hidden..];
    }
    code
}

/// How many bytes at the front are code, and how many after them are a comment or a literal.
fn piece(rest: &str, first: char) -> (usize, usize) {
    if rest.starts_with("//") {
        return (0, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (0, rest.find("*/").map_or(rest.len(), |end| end + 2));
    }
    if let Some(marks) = raw_string(rest) {
        let end = format!("\"{}", "#".repeat(marks));
        let start = marks + 2;
        return (0, rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len()));
    }
    match first {
        '"' => (0, string(rest)),
        '\'' => (0, character(rest)),
        // A word is one piece, so that the `r` at its end does not begin a raw string.
        _ if first.is_alphanumeric() || first == '_' => {
            (rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()), 0)
        }
        _ => (first.len_utf8(), 0),
    }
}

/// The number of `#` of a raw string that begins here.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let marks = after.len() - after.trim_start_matches('#').len();
    after[marks..].starts_with('"').then_some(marks)
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}

/// A character literal, or one byte of a lifetime.
fn character(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), _) => rest[3..].find('\'').map_or(1, |at| at + 4),
        (Some(c), Some('\'')) => c.len_utf8() + 2,
        _ => 1,
    }
}

/// The code that ships: nothing of a file of unit tests, and without what stands under `#[cfg(test)]`, whose lines
/// become empty.
pub(crate) fn shipped(source: &Source) -> String {
    let mut shipped = String::new();
    let mut hidden = Hidden::No;
    for line in code(&source.text).lines() {
        hidden = hidden.at(line);
        if hidden == Hidden::No && !is_of_tests(&source.path) {
            shipped.push_str(line);
        }
        if hidden == Hidden::LastLine {
            hidden = Hidden::No;
        }
        shipped.push('\n');
    }
    shipped
}

/// Whether the module that holds this file, or a file beside it, declares it for tests only.
fn is_of_tests(path: &str) -> bool {
    let module = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let Some((folder, name)) = module.rsplit_once('/') else { return false };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut holders = beside.chain([root.join(format!("{folder}.rs"))]);
    let declared = [format!("#[cfg(test)]\nmod {name};"), format!("#[cfg(test)]\n#[path = \"{name}.rs\"]")];
    let declares = |text: String| declared.iter().any(|declared| text.contains(declared));
    holders.any(|holder| std::fs::read_to_string(holder).is_ok_and(declares))
}

/// Whether a line stands under `#[cfg(test)]`: after the attribute, inside the braces it opened, or the end of it.
#[derive(PartialEq, Eq)]
enum Hidden {
    No,
    After,
    Until(String),
    LastLine,
}

impl Hidden {
    fn at(self, line: &str) -> Hidden {
        let inner = line.trim();
        match self {
            Hidden::No | Hidden::LastLine if inner.starts_with("#[cfg(test)]") => Hidden::After,
            Hidden::After if inner.ends_with('{') => {
                Hidden::Until(format!("{}}}", " ".repeat(line.len() - line.trim_start().len())))
            }
            Hidden::After if inner.ends_with(';') => Hidden::LastLine,
            Hidden::Until(end) if line.trim_end() == end => Hidden::LastLine,
            unchanged => unchanged,
        }
    }
}

/// `path:line`, for the message of a failed guard.
pub(crate) fn place(source: &Source, line: usize) -> String {
    format!("{}:{}", source.path, line + 1)
}

#[test]
fn comments_and_literals_are_not_code() {
    let text = "let a = \"f64 \\\" f64\"; // f64\nlet b = r#\"f64\"#; /* f64 */ let c = 'f'; fn d<'a>(x: &'a str) {}\n";
    let code = code(text);
    assert!(!code.contains("f64"), "{code}");
    assert!(code.contains("fn d<"), "{code}");
    assert_eq!(code.lines().count(), 2);
}

#[test]
fn what_ships_ends_where_the_unit_tests_begin_and_goes_on_after_them() {
    let text =
        "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}\n";
    let of = |path: &str| shipped(&Source { path: path.to_owned(), text: text.to_owned() });
    let shipped = of("src/award/mod.rs");
    assert!(["fn a()", "fn c()", "fn d()"].iter().all(|name| shipped.contains(name)), "{shipped}");
    assert!(!shipped.contains("fn b()") && !shipped.contains("more"), "{shipped}");
    assert_eq!(shipped.lines().count(), text.lines().count());
    assert_eq!(of("entity/src/exact/tests.rs").trim(), "");
}
