//! The walk in a browser.

use super::over_http::is_deeper;
use super::{Typed, Walker};
use crate::World;
use crate::browser::page::Browser;
use crate::world::Listening;
use serde_json::{Value, json};

/// A browser at a world that listens.
pub struct InBrowser {
    world: World,
    site: Listening,
    browser: Browser,
}

impl InBrowser {
    pub async fn of(browser: Browser) -> InBrowser {
        let world = World::on_sqlite().await;
        let site = world.listen().await;
        InBrowser { world, site, browser }
    }
}

impl Walker for InBrowser {
    fn world(&self) -> &World {
        &self.world
    }

    async fn becomes(&mut self, name: &str) {
        let person = self.world.person(name, &[]).await;
        self.browser.sign_in(&self.site, &person).await;
    }

    async fn opens(&mut self, path: &str) {
        self.browser.open(&self.site.url(path)).await;
    }

    async fn presses(&mut self, button: &str, typed: &[Typed]) {
        let fields: Vec<Value> = typed.iter().flat_map(written).collect();
        self.browser.type_into_form(button, &Value::from(fields)).await;
        self.browser.press(button).await;
    }

    async fn uploads(&mut self, button: &str, field: &str, file: &str, content: &str) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(file);
        std::fs::write(&path, content).expect("the folder takes a file");
        self.browser.attach(field, &path).await;
        self.browser.press(button).await;
    }

    async fn reads(&mut self) -> String {
        self.browser.text().await
    }

    async fn path(&mut self) -> String {
        self.browser.path().await
    }

    async fn links(&mut self, start: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for href in self.browser.texts_of("main a[href]", "getAttribute('href')").await {
            if is_deeper(href.strip_prefix(start).unwrap_or_default()) && !found.contains(&href) {
                found.push(href);
            }
        }
        found
    }

    async fn downloads(&mut self, path: &str) -> Vec<u8> {
        self.browser.download(path).await
    }

    async fn errors(&mut self) -> Vec<String> {
        self.browser.texts_of(".error-summary li", "innerText").await
    }
}

/// How a field is filled, its name, its value.
fn written(typed: &Typed) -> Vec<Value> {
    match typed {
        Typed::Text(name, value) => vec![json!(["text", name, value])],
        Typed::Pick(group, value) => vec![json!(["radio", group, value])],
        Typed::Tick(name) => vec![json!(["checkbox", name, name])],
        Typed::Day(name, date) => {
            let parts = ["day", "month", "year"].into_iter().zip(date.split(' '));
            parts.map(|(part, value)| json!(["text", format!("{name}-{part}"), value])).collect()
        }
    }
}
