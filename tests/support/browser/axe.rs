//! axe-core's opinion of the open page.

use super::page::Browser;
use std::sync::OnceLock;

/// The file `axe.min.js`; `.ci/run` fetches it.
const FILE: &str = "CLUSTERBUY_AXE";

/// Rules of WCAG 2.2 AA and axe's good practice. Runs in the page and hands over one line for each violation.
const RUN: &str = "const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: tags }).then(
        found => done(found.violations.flatMap(it => it.nodes.map(node => it.id + ': ' + it.help + ': ' + node.html))),
        error => done(['axe did not run: ' + error]));";

static SOURCE: OnceLock<Option<String>> = OnceLock::new();

impl Browser {
    /// One line for each violation that axe finds, or nothing when there is no axe to ask.
    pub async fn violations(&self) -> Vec<String> {
        let Some(axe) = SOURCE.get_or_init(source) else {
            crate::skip::skip(&format!("axe-core: {FILE} does not name its file"));
            return Vec::new();
        };
        self.script(axe).await;
        let found = self.client.execute_async(RUN, Vec::new()).await.expect("axe answers");
        serde_json::from_value(found).expect("axe answers with lines")
    }

    /// Fails with every violation that axe finds.
    pub async fn has_no_violation(&self) {
        let found = self.violations().await;
        assert!(found.is_empty(), "axe finds on {}:\n{}", self.path().await, found.join("\n"));
    }
}

fn source() -> Option<String> {
    let file = std::env::var_os(FILE)?;
    Some(std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{FILE}: {}: {error}", file.display())))
}
