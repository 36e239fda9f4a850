//! The walk over HTTP.

use super::{Typed, Walker};
use crate::{Person, World};

/// A person's client without JavaScript, in a world.
pub struct OverHttp {
    world: World,
    person: Person,
}

impl OverHttp {
    pub async fn of(world: World) -> OverHttp {
        let person = world.person("Nobody Yet", &[]).await;
        OverHttp { world, person }
    }
}

impl Walker for OverHttp {
    fn world(&self) -> &World {
        &self.world
    }

    async fn becomes(&mut self, name: &str) {
        self.person = self.world.person(name, &[]).await;
    }

    async fn opens(&mut self, path: &str) {
        self.person.get(path).await;
        self.person.gets(200);
    }

    async fn presses(&mut self, button: &str, typed: &[Typed]) {
        let mut form = self.person.form(button);
        for each in typed {
            form = match each {
                Typed::Text(name, value) => form.fill(name, value),
                Typed::Pick(group, value) => form.choose(group, value),
                Typed::Tick(name) => form.tick(name),
                Typed::Day(name, date) => form.date(name, date),
            };
        }
        let status = form.submit().await.status;
        assert!([200, 422].contains(&status), "{status} after “{button}”: {}", self.person.page().text());
    }

    async fn uploads(&mut self, button: &str, field: &str, file: &str, content: &str) {
        self.person.form(button).attach(field, file, content.as_bytes()).submit().await;
        self.person.gets(200);
    }

    async fn reads(&mut self) -> String {
        self.person.page().text()
    }

    async fn path(&mut self) -> String {
        self.person.page().path.clone()
    }

    async fn links(&mut self, start: &str) -> Vec<String> {
        let mut found = Vec::new();
        for link in self.person.page().html().select(&scraper::Selector::parse("main a[href]").expect("a selector")) {
            let href = link.attr("href").unwrap_or_default().to_owned();
            let rest = href.strip_prefix(start).unwrap_or_default();
            if is_deeper(rest) && !found.contains(&href) {
                found.push(href);
            }
        }
        found
    }

    async fn downloads(&mut self, path: &str) -> Vec<u8> {
        self.person.get(path).await;
        self.person.gets(200);
        self.person.page().body.to_vec()
    }

    async fn errors(&mut self) -> Vec<String> {
        self.person.page().errors()
    }
}

/// What follows the start of an address that is looked for: something, and no part of the page.
pub(super) fn is_deeper(rest: &str) -> bool {
    !rest.is_empty() && !rest.contains(['#', '?'])
}
