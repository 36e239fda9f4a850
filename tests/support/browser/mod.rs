//! A real browser: one driver for the test binary, a session with a fresh profile for each test.

mod axe;
mod keyboard;
pub mod page;

use crate::guardian::{Guardian, find_program, start};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use page::Browser;
use serde_json::json;
use std::sync::OnceLock;

/// Starts the driver on a free port in a folder of its own. All that it starts is in the shell's process group, which
/// ends as a whole, and then the folder goes.
const SCRIPT: &str = r#"
driver=$1
folder=$(mktemp -d "${TMPDIR:-/tmp}/clusterbuy-browser-XXXXXX") || exit 1
export TMPDIR="$folder" HOME="$folder" XDG_CONFIG_HOME="$folder" XDG_CACHE_HOME="$folder"
"$driver" --port=0 >"$folder/log" 2>&1 &
until port=$(sed -n 's/.*started successfully on port \([0-9]*\).*/\1/p' "$folder/log") && [ -n "$port" ]; do
  kill -0 $! 2>/dev/null || { tail -n 3 "$folder/log"; rm -rf "$folder"; exit 1; }
  sleep 0.05
done
echo "ready $port"
cat >/dev/null
trap '' TERM
kill -TERM 0
wait
rm -rf "$folder" || { sleep 1; rm -rf "$folder"; }
"#;

const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// How many browsers run at once: more only slow each other down.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);
static DRIVER: OnceLock<Result<Guardian, String>> = OnceLock::new();

/// Emits a browser test. It gets a [`Browser`] that is closed afterwards, however the test ends; a failed test leaves a
/// screenshot. Without chromium and chromedriver the test is skipped.
#[macro_export]
macro_rules! in_browser {
    ($( $(#[$meta:meta])* async fn $name:ident($browser:ident : Browser) $body:block )+) => { $(
        $(#[$meta])*
        #[tokio::test]
        async fn $name() {
            async fn test($browser: $crate::browser::page::Browser) $body
            $crate::browser::run(stringify!($name), test).await;
        }
    )+ };
}

/// Runs one test in a session of its own.
pub async fn run<T: Future<Output = ()>>(name: &str, test: impl FnOnce(Browser) -> T) {
    let driver = match DRIVER.get_or_init(driver) {
        Ok(driver) => driver,
        Err(reason) => return crate::skip::skip(&format!("tests in a browser: {reason}")),
    };
    let _permit = AT_ONCE.acquire().await.expect("the semaphore is never closed");
    let client = session(&driver.told).await;
    let browser = Browser::of(client.clone());
    let outcome = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(test(browser.clone()))).await;
    if outcome.is_err() {
        browser.screenshot(&format!("failed-{name}")).await;
    }
    client.close().await.expect("the session closes");
    outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

fn driver() -> Result<Guardian, String> {
    let driver = find_program("chromedriver", &[]).ok_or("chromedriver is not installed")?;
    chromium().ok_or("chromium is not installed")?;
    start(&[], SCRIPT, &[&driver.to_string_lossy()]).map_err(|printed| format!("chromedriver did not start: {printed}"))
}

fn chromium() -> Option<std::path::PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| find_program(name, &[]))
}

async fn session(port: &str) -> Client {
    let options = json!({ "binary": chromium(), "args": FLAGS });
    let capabilities = [("browserName".to_owned(), json!("chrome")), ("goog:chromeOptions".to_owned(), options)];
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities.into_iter().collect());
    let connected = builder.connect(&format!("http://127.0.0.1:{port}")).await;
    connected.unwrap_or_else(|error| panic!("no browser session: {error}"))
}
