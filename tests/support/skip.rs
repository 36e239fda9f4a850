//! What is not installed is skipped aloud, once for each reason; where everything is required it fails instead.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Mutex;

/// Set in `.ci/run`: nothing may be skipped.
pub const REQUIRE_ALL: &str = "CLUSTERBUY_TEST_REQUIRE_ALL";

/// Set where the large files of real data stand beside the repository: their tests may not be skipped either.
pub const REQUIRE_SHARED: &str = "CLUSTERBUY_TEST_REQUIRE_SHARED";

static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Something that can be installed is not there.
pub fn skip(what: &str) {
    assert!(std::env::var_os(REQUIRE_ALL).is_none(), "{what}, and {REQUIRE_ALL} is set");
    tell(what);
}

/// A large file is not there. A machine that has everything installed may still stand alone.
pub fn skip_file(name: &str) {
    assert!(std::env::var_os(REQUIRE_SHARED).is_none(), "{name} is required");
    tell(&format!("{name} is not beside the repository"));
}

/// Says what is left out. It writes to standard error itself, because the test runner keeps `eprintln!` of a passing
/// test to itself.
fn tell(what: &str) {
    if TOLD.lock().unwrap().insert(what.to_owned()) {
        let line = format!("skipped: {what}\n");
        std::io::stderr().write_all(line.as_bytes()).expect("standard error is open");
    }
}
