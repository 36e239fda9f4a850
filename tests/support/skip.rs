//! What is not installed is skipped aloud, once for each reason; where everything is required it fails instead.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Mutex;

/// Set in `.ci/run`: nothing may be skipped.
pub const REQUIRE_ALL: &str = "CLUSTERBUY_TEST_REQUIRE_ALL";

static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Says what is left out. It writes to standard error itself, because the test runner keeps `eprintln!` of a passing
/// test to itself.
pub fn skip(what: &str) {
    assert!(std::env::var_os(REQUIRE_ALL).is_none(), "{what}, and {REQUIRE_ALL} is set");
    if TOLD.lock().unwrap().insert(what.to_owned()) {
        let line = format!("skipped: {what}\n");
        std::io::stderr().write_all(line.as_bytes()).expect("standard error is open");
    }
}
