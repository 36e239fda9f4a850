//! What came back, as a reader has it.

use axum::http::HeaderMap;
use scraper::{ElementRef, Html, Node, Selector};

/// Elements whose text runs on in the sentence around them.
const INLINE: [&str; 12] = ["a", "abbr", "b", "cite", "code", "em", "i", "q", "small", "span", "strong", "time"];
/// Elements nobody reads.
const UNREAD: [&str; 4] = ["head", "script", "style", "template"];

/// A response: a page of HTML, a file, or an empty answer.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub status: u16,
    /// Path and query of the request that this answers.
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Page {
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.body_text())
    }

    /// Everything a reader can read, white space collapsed.
    pub fn text(&self) -> String {
        read(self.html().root_element())
    }

    pub fn says(&self, text: &str) -> bool {
        self.text().contains(&collapsed(text))
    }

    /// The text of every element that matches a CSS selector.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.html().select(&selector(css)).map(read).collect()
    }

    /// The text of the only `h1`.
    #[track_caller]
    pub fn heading(&self) -> String {
        let headings = self.texts("h1");
        assert_eq!(headings.len(), 1, "the headings of {}", self.described());
        headings.concat()
    }

    pub fn title(&self) -> String {
        self.html().select(&selector("title")).map(|title| collapsed(&title.text().collect::<String>())).collect()
    }

    /// The sentences of the summary of errors.
    pub fn errors(&self) -> Vec<String> {
        self.texts(".error-summary li")
    }

    /// Whether the summary leads to a field for this error.
    pub(super) fn has_field_for(&self, error: &str) -> bool {
        self.texts(".error-summary li a").iter().any(|told| told == error)
    }

    /// The rows of the table with this caption: the text of each cell, heads included.
    #[track_caller]
    pub fn table(&self, caption: &str) -> Vec<Vec<String>> {
        let html = self.html();
        let captioned = |table: &ElementRef| table.select(&selector("caption")).any(|it| read(it).contains(caption));
        let found = html.select(&selector("table")).find(captioned);
        let table = found.unwrap_or_else(|| panic!("no table “{caption}” on {}", self.described()));
        let cells = |row: ElementRef| row.select(&selector("th, td")).map(read).collect();
        table.select(&selector("tr")).map(cells).collect()
    }

    /// The value beside a key of a summary list (`dt`, `dd`).
    #[track_caller]
    pub fn value_of(&self, key: &str) -> String {
        let html = self.html();
        let found = html.select(&selector("dt")).find(|dt| read(*dt) == key).and_then(|dt| {
            let next = dt.next_siblings().filter_map(ElementRef::wrap).find(|sibling| sibling.value().name() == "dd");
            next.map(read)
        });
        found.unwrap_or_else(|| panic!("no “{key}” in a summary list on {}", self.described()))
    }

    /// Text and address of every link.
    pub fn links(&self) -> Vec<(String, String)> {
        let html = self.html();
        html.select(&selector("a[href]")).map(|a| (read(a), a.attr("href").unwrap_or_default().to_owned())).collect()
    }

    /// The address of the link with this text; several links with the text must lead to one address.
    #[track_caller]
    pub fn link(&self, text: &str) -> String {
        let mut found: Vec<String> =
            self.links().into_iter().filter(|(name, _)| name == text).map(|(_, href)| self.resolved(&href)).collect();
        found.dedup();
        assert_eq!(found.len(), 1, "the links “{text}” are {found:?} on {}", self.described());
        found.concat()
    }

    /// The address of the link with this text in the smallest place that also says `near`.
    #[track_caller]
    pub fn link_near(&self, near: &str, text: &str) -> String {
        let html = self.html();
        let links: Vec<ElementRef> = html.select(&selector("a[href]")).filter(|a| read(*a) == text).collect();
        let found = nearest(&links, near);
        let link = found.unwrap_or_else(|| panic!("no link “{text}” near “{near}” on {}", self.described()));
        self.resolved(link.attr("href").unwrap_or_default())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(super) fn all_headers(&self, name: &str) -> Vec<String> {
        self.headers.get_all(name).iter().map(|value| value.to_str().expect("a readable header").to_owned()).collect()
    }

    /// Where a redirect leads to: path and query.
    pub fn location(&self) -> Option<String> {
        let location = (300..400).contains(&self.status).then(|| self.header("location")).flatten()?;
        Some(self.resolved(location))
    }

    /// An address as this page means it: its path and query, without the fragment.
    pub(super) fn resolved(&self, href: &str) -> String {
        let here = url::Url::parse("http://localhost").and_then(|base| base.join(&self.path)).expect("a path");
        let there = here.join(href).unwrap_or_else(|error| panic!("{href}: {error}"));
        let query = there.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", there.path())
    }

    /// For the message of a failed assertion.
    pub fn described(&self) -> String {
        format!("{} ({}):\n{}\n", self.path, self.status, self.text())
    }
}

/// A CSS selector that a test wrote.
pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

/// What a reader reads of an element, white space collapsed.
pub fn read(element: ElementRef) -> String {
    let mut text = String::new();
    gather(element, &mut text);
    collapsed(&text)
}

fn gather(element: ElementRef, text: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(words) => text.push_str(words),
            Node::Element(tag) if !UNREAD.contains(&tag.name()) && tag.attr("hidden").is_none() => {
                let apart = if INLINE.contains(&tag.name()) { "" } else { " " };
                text.push_str(apart);
                gather(ElementRef::wrap(child).expect("an element"), text);
                text.push_str(apart);
            }
            _ => {}
        }
    }
}

pub(super) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Of several alike elements the one whose surroundings, up to where another one's begin, say `near`.
pub(super) fn nearest<'a>(alike: &[ElementRef<'a>], near: &str) -> Option<ElementRef<'a>> {
    let inside = |place: ElementRef, other: &ElementRef| other.ancestors().any(|ancestor| ancestor.id() == place.id());
    let says = |element: &&ElementRef<'a>| {
        let mut places = element.ancestors().filter_map(ElementRef::wrap);
        let alone = |place: &ElementRef| alike.iter().filter(|other| inside(*place, other)).count() == 1;
        places.by_ref().take_while(alone).any(|place| read(place).contains(near))
    };
    alike.iter().find(says).copied()
}
