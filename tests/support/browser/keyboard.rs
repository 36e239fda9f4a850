//! The product by keyboard alone.

use super::page::Browser;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

const TABS_AT_MOST: usize = 200;

/// What the element with the focus is called: its text, label or value, as a screen reader would say it.
const FOCUSED: &str = "const it = document.activeElement; if (!it || it === document.body) return '';
    const label = it.labels && it.labels.length ? it.labels[0].innerText : '';
    const name = label || it.getAttribute('aria-label') || it.innerText || it.textContent || it.value || '';
    return name.replace(/\\s+/g, ' ').trim()";

/// Notes what the Tab key will reach, and answers how much that is. Radio buttons of one name are one stop.
const EXPECT: &str = "const shown = it => it.tabIndex >= 0 && !it.disabled && it.checkVisibility({ visibilityProperty: true });
    const stop = it => it.type === 'radio' ? `${it.form?.action} ${it.name}` : it;
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(shown);
    window.waited = new Map(all.map(it => [stop(it), it]));
    window.unmarked = [];
    document.addEventListener('focusin', event => {
        const it = event.target, style = getComputedStyle(it);
        if (window.waited.delete(stop(it)) && style.outlineStyle === 'none' && style.boxShadow === 'none') {
            window.unmarked.push(it);
        }
    });
    return window.waited.size";
/// What was not reached, and what looks the same with the focus as without.
const MISSED: &str = "const said = it => it.outerHTML.slice(0, 120);
    return [...window.waited.values()].map(it => `Tab does not reach ${said(it)}`)
        .concat(window.unmarked.map(it => `the focus does not show on ${said(it)}`)).slice(0, 5)";
/// Scrolling regions are stops too.
const FURTHER_STOPS: usize = 10;

impl Browser {
    /// Goes through the page with the Tab key. Answers what it does not reach, and where the focus does not show.
    pub async fn out_of_reach(&self) -> Vec<String> {
        let stops =
            self.script(EXPECT).await.as_u64().and_then(|stops| usize::try_from(stops).ok()).unwrap_or_default();
        let mut tabs = KeyActions::new("keyboard".to_owned());
        for _ in 0..stops + FURTHER_STOPS {
            let value = Key::Tab.into();
            tabs = tabs.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(tabs).await.unwrap_or_else(|error| panic!("the Tab key: {error}"));
        let missed = self.script(MISSED).await;
        missed.as_array().into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
    }

    /// Presses Tab until the element called `name` has the focus.
    pub async fn tab_to(&self, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..TABS_AT_MOST {
            self.key(Key::Tab.into()).await;
            let focused = self.focused().await;
            if focused == name {
                return;
            }
            passed.push(focused);
        }
        panic!("no “{name}” on the way of the Tab key, which passed {passed:?} on {}", self.path().await);
    }

    /// The name of the element with the focus.
    pub async fn focused(&self) -> String {
        self.script(FOCUSED).await.as_str().unwrap_or_default().to_owned()
    }

    /// Tabs to a link or button, presses Enter, and waits for the page it leads to.
    pub async fn enter(&self, name: &str) {
        self.tab_to(name).await;
        self.leaving(self.key(Key::Enter.into())).await;
    }

    /// Tabs to a field and types in place of what stands there.
    pub async fn type_into(&self, label: &str, text: &str) {
        self.tab_to(label).await;
        self.script("document.activeElement.select && document.activeElement.select()").await;
        for character in text.chars() {
            self.key(character).await;
        }
    }

    /// Tabs to the radio buttons that this one belongs to and goes to it with the arrow keys.
    pub async fn arrow_to(&self, label: &str) {
        let group = format!(
            "const it = [...document.querySelectorAll('input[type=radio]')].find(it =>
            it.labels[0].innerText.trim() === {label:?}); return it && it.name === document.activeElement.name"
        );
        for _ in 0..TABS_AT_MOST {
            if self.script(&group).await == true {
                break;
            }
            self.key(Key::Tab.into()).await;
        }
        for _ in 0..TABS_AT_MOST {
            if self.focused().await == label {
                return self.key(' ').await;
            }
            self.key(Key::Down.into()).await;
        }
        panic!("the arrow keys did not reach “{label}” on {}", self.path().await);
    }

    /// Tabs to a check box and presses Space.
    pub async fn space_on(&self, label: &str) {
        self.tab_to(label).await;
        self.key(' ').await;
    }

    /// Presses one key.
    pub async fn key(&self, key: char) {
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.client.perform_actions(press).await.unwrap_or_else(|error| panic!("the key {key:?}: {error}"));
    }
}
