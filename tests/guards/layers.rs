//! Who may lean on whom: rules on rules, store on rules, verbs on both and on other concepts' verbs and rules, web on
//! its own verbs. Only pages and `platform::http` know axum and tera, and the platform knows no concept.

use crate::imports::{Import, imports};
use crate::source::{Source, files, place, shipped};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Rules,
    Store,
    Verbs,
    Web,
    /// Fields that the pages of several concepts share, such as the price schedule's.
    Form,
    Platform,
    Http,
    /// `lib.rs` and `main.rs`, which put the house together.
    Wiring,
}

/// Where a file or an imported path belongs: the concept and its layer.
#[derive(Debug, PartialEq, Eq)]
struct Home {
    concept: String,
    layer: Layer,
}

/// The home of `src/award/web/vote.rs` or of `crate::award::web::vote::page`, given its parts after `src` or `crate`.
fn home(parts: &[&str]) -> Home {
    let [concept, rest @ ..] = parts else { return Home { concept: String::new(), layer: Layer::Wiring } };
    let layer = match (*concept, rest.first().copied()) {
        ("lib" | "main", _) => Layer::Wiring,
        ("platform", Some("http")) => Layer::Http,
        ("platform", _) => Layer::Platform,
        (_, Some("rules")) => Layer::Rules,
        (_, Some("store")) => Layer::Store,
        (_, Some("web")) => Layer::Web,
        (_, Some("form")) => Layer::Form,
        _ => Layer::Verbs,
    };
    Home { concept: (*concept).to_owned(), layer }
}

fn home_of(source: &Source) -> Home {
    let inside = source.path.trim_start_matches("src/").trim_end_matches(".rs");
    let parts: Vec<&str> = inside.split('/').collect();
    home(&parts)
}

/// An imported path with its leading `super`s resolved to `crate`.
fn resolved(source: &Source, import: &Import) -> Vec<String> {
    let climbs = import.path.iter().take_while(|part| *part == "super").count();
    if climbs == 0 {
        return import.path.clone();
    }
    let inside = source.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let module: Vec<&str> = inside.split('/').collect();
    let above = module[..module.len().saturating_sub(climbs)].iter().map(|part| (*part).to_owned());
    std::iter::once("crate".to_owned()).chain(above).chain(import.path[climbs..].iter().cloned()).collect()
}

/// The sentence that a wrong import gets, or nothing.
fn breach(source: &Source, import: &Import) -> Option<String> {
    let here = home_of(source);
    let path = resolved(source, import);
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let allowed = match path.as_slice() {
        ["axum" | "tera" | "tower_http", ..] => matches!(here.layer, Layer::Web | Layer::Http | Layer::Wiring),
        ["sea_orm", ..] => !matches!(here.layer, Layer::Rules),
        ["crate", inside @ ..] => may_lean(&here, &home(inside), inside),
        _ => true,
    };
    (!allowed).then(|| format!("{:?} of {} may not lean on {}", here.layer, here.concept, path.join("::")))
}

fn may_lean(here: &Home, there: &Home, path: &[&str]) -> bool {
    let own = here.concept == there.concept;
    match (here.layer, there.layer) {
        (Layer::Wiring, _) | (_, Layer::Wiring) => true,
        (Layer::Platform | Layer::Http, to) => matches!(to, Layer::Platform | Layer::Http),
        (Layer::Rules, to) => to == Layer::Rules || is_law(path) || is_words(path) || is_table(path),
        (Layer::Store, Layer::Platform) => !is_change(path),
        (Layer::Store, to) => to == Layer::Rules || own && to == Layer::Store || is_session(path),
        (Layer::Verbs, to) => {
            matches!(to, Layer::Rules | Layer::Verbs | Layer::Platform) || own && to == Layer::Store || is_session(path)
        }
        (Layer::Form, to) => own || matches!(to, Layer::Rules | Layer::Platform | Layer::Http),
        (Layer::Web, to) => own || matches!(to, Layer::Form | Layer::Platform | Layer::Http),
    }
}

/// The law is dated data and pure functions of it.
fn is_law(path: &[&str]) -> bool {
    matches!(path, ["platform", "law", ..])
}

/// How dates and amounts are said: pure functions.
fn is_words(path: &[&str]) -> bool {
    matches!(path, ["platform", "words", ..])
}

/// A table that somebody sent, cell by cell: text and pure functions of it.
fn is_table(path: &[&str]) -> bool {
    matches!(path, ["platform", "table", ..])
}

/// What a query may not do: change the record, tell somebody.
fn is_change(path: &[&str]) -> bool {
    matches!(path, ["platform", "change" | "mail" | "idempotency", ..])
}

/// Sessions are rows that signing in and out writes.
fn is_session(path: &[&str]) -> bool {
    matches!(path, ["platform", "http", "session", ..])
}

#[test]
fn every_layer_leans_only_on_the_layers_below_it() {
    let mut breaches = Vec::new();
    for source in files("src", ".rs") {
        for import in imports(&shipped(&source)) {
            breaches.extend(breach(&source, &import).map(|told| format!("{}: {told}", place(&source, import.line))));
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

/// Marks of one database's dialect, or of SQL written as text.
const DIALECT: [&str; 6] = [
    "DbBackend::",
    "get_database_backend",
    "execute_unprepared",
    "Statement::from_",
    "from_raw_sql",
    "cust_with_values",
];

/// What a database is opened by, what time it has, and how it is copied.
const MAY_TELL_APART: [&str; 3] = ["src/platform/db.rs", "src/platform/clock.rs", "src/platform/backup.rs"];

#[test]
fn databases_are_told_apart_in_the_platform_only() {
    let mut breaches = Vec::new();
    let others = files("src", ".rs").into_iter().filter(|source| !MAY_TELL_APART.contains(&source.path.as_str()));
    for source in others {
        for (line, code) in shipped(&source).lines().enumerate() {
            let marks = DIALECT.iter().filter(|mark| code.contains(**mark));
            breaches.extend(marks.map(|mark| format!("{}: {mark}", place(&source, line))));
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn a_breach_of_each_rule_is_found() {
    let judged = |file: &str, path: &str| {
        let source = Source { path: file.to_owned(), text: String::new() };
        let import = Import { line: 0, path: path.split("::").map(str::to_owned).collect() };
        breach(&source, &import).is_some()
    };
    let wrong = [
        ("src/award/rules.rs", "crate::award::store::find"),
        ("src/award/rules.rs", "super::store::find"),
        ("src/award/rules/vote.rs", "super::super::store::find"),
        ("src/award/rules.rs", "sea_orm::EntityTrait"),
        ("src/award/store.rs", "crate::bid::store::all"),
        ("src/award/store.rs", "crate::award::decide"),
        ("src/award/store.rs", "crate::award::web::Page"),
        ("src/award/store.rs", "crate::platform::change::Change"),
        ("src/award/mod.rs", "crate::bid::store::all"),
        ("src/award/mod.rs", "axum::Router"),
        ("src/award/mod.rs", "crate::platform::http::page"),
        ("src/award/web/vote.rs", "crate::bid::open"),
        ("src/price/form/read.rs", "crate::bid::open"),
        ("src/bid/mod.rs", "crate::price::form::read"),
        ("src/platform/access.rs", "crate::award::rules::may"),
        ("src/platform/clock.rs", "axum::Router"),
        ("src/platform/http/page.rs", "crate::bid::open"),
    ];
    assert_eq!(
        wrong.iter().filter(|(file, path)| !judged(file, path)).collect::<Vec<_>>(),
        Vec::<&(&str, &str)>::new()
    );
    let right = [
        ("src/award/rules.rs", "crate::price::rules::Offer"),
        ("src/award/rules/vote.rs", "entity::money::Money"),
        ("src/award/rules/vote.rs", "super::quorum"),
        ("src/tender/rules.rs", "crate::platform::law::working_days"),
        ("src/award/store.rs", "crate::platform::access::Actor"),
        ("src/award/mod.rs", "crate::bid::open"),
        ("src/award/mod.rs", "super::bid::rules::Bid"),
        ("src/award/web.rs", "crate::award::store::report"),
        ("src/award/web.rs", "axum::extract::State"),
        ("src/bid/web.rs", "crate::price::form::read"),
        ("src/price/form/read.rs", "crate::platform::http::fields::Reader"),
        ("src/lib.rs", "crate::award::web::routes"),
    ];
    assert_eq!(right.iter().filter(|(file, path)| judged(file, path)).collect::<Vec<_>>(), Vec::<&(&str, &str)>::new());
}
