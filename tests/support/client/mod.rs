//! A person at the product over HTTP: keeps cookies, follows redirects, reads pages, fills the forms that are there.
//!
//! It can do nothing that a page does not offer, unless a test says so (`post`, `Form::with`): a form that lost its
//! button, its label or its token fails the test.

pub mod form;
pub mod page;
mod reach;

use form::Form;
use page::Page;
use reach::Reach;
use std::collections::BTreeMap;

const REDIRECTS_AT_MOST: usize = 10;

/// A browser without JavaScript.
#[derive(Clone, Debug)]
pub struct Client {
    reach: Reach,
    cookies: BTreeMap<String, String>,
    page: Page,
    page_loads: usize,
    stops_at_redirects: bool,
}

/// One request: method, path with query, content type and body.
pub(crate) struct Request {
    pub method: &'static str,
    pub path: String,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
}

impl Client {
    /// Talks to the router in this process.
    pub fn of(router: axum::Router) -> Client {
        Client::through(Reach::Router(router))
    }

    /// Talks to a server that listens.
    pub fn at(address: std::net::SocketAddr) -> Client {
        Client::through(Reach::Address(address))
    }

    fn through(reach: Reach) -> Client {
        Client { reach, cookies: BTreeMap::new(), page: Page::default(), page_loads: 0, stops_at_redirects: false }
    }

    /// From now on a redirect is the page ([`Page::location`] tells where to).
    pub fn stop_at_redirects(&mut self) -> &mut Client {
        self.stops_at_redirects = true;
        self
    }

    /// Opens an address, as if typed.
    pub async fn get(&mut self, path: &str) -> &Page {
        self.send(Request { method: "GET", path: path.to_owned(), content_type: None, body: Vec::new() }).await
    }

    /// Posts fields that no page offered.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> &Page {
        let body = serde_urlencoded::to_string(fields).expect("pairs of text encode").into_bytes();
        let content_type = Some(form::URL_ENCODED.to_owned());
        self.send(Request { method: "POST", path: path.to_owned(), content_type, body }).await
    }

    /// Posts fields and a file, by its field, name and content, that no page offered.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> &Page {
        let (content_type, body) = form::with_a_file(fields, file);
        self.send(Request { method: "POST", path: path.to_owned(), content_type: Some(content_type), body }).await
    }

    /// Posts fields that no page offered, with the token of the open page: what a tampered form sends.
    pub async fn tamper(&mut self, path: &str, fields: &[(&str, &str)]) -> &Page {
        let token = self.form("Sign out").value("csrf");
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        self.post(path, &fields).await
    }

    /// Clicks the link with this text.
    pub async fn follow(&mut self, link: &str) -> &Page {
        let path = self.page.link(link);
        self.get(&path).await
    }

    /// Clicks the link with this text in the row, list item or section that also says `near`.
    pub async fn follow_near(&mut self, near: &str, link: &str) -> &Page {
        let path = self.page.link_near(near, link);
        self.get(&path).await
    }

    /// The form with this button, this action, or this heading or legend; a page with several is a mistake.
    pub fn form(&mut self, name: &str) -> Form<'_> {
        let found = form::find(&self.page, name, None);
        Form::new(self, found)
    }

    /// The form with this button in the row, list item or section that also says `near`.
    pub fn form_near(&mut self, near: &str, name: &str) -> Form<'_> {
        let found = form::find(&self.page, name, Some(near));
        Form::new(self, found)
    }

    /// Whether the page offers such a form.
    pub fn offers(&self, name: &str) -> bool {
        form::is_there(&self.page, name)
    }

    /// The page that is open.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// How many pages were opened so far; a redirect on the way is none.
    pub fn page_loads(&self) -> usize {
        self.page_loads
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Gives this client a cookie, to try a stolen or an ended session with.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Fails unless the page says `text` (white space does not count).
    #[track_caller]
    pub fn sees(&self, text: &str) -> &Client {
        assert!(self.page.says(text), "“{text}” is not on {}", self.page.described());
        self
    }

    /// Fails if the page says `text`.
    #[track_caller]
    pub fn does_not_see(&self, text: &str) -> &Client {
        assert!(!self.page.says(text), "“{text}” is on {}", self.page.described());
        self
    }

    /// Fails unless the page has this status.
    #[track_caller]
    pub fn gets(&self, status: u16) -> &Client {
        assert_eq!(self.page.status, status, "the status of {}", self.page.described());
        self
    }

    /// Fails unless the open page has this address (path and query).
    #[track_caller]
    pub fn is_at(&self, path: &str) -> &Client {
        assert_eq!(self.page.path, path, "the address of {}", self.page.described());
        self
    }

    /// Fails unless the input was refused: status 422, this sentence in the summary of errors and, where the summary
    /// leads to a field, beside that field too.
    #[track_caller]
    pub fn is_told(&self, error: &str) -> &Client {
        self.gets(422);
        let summary = self.page.errors();
        let described = self.page.described();
        assert!(summary.iter().any(|told| told == error), "“{error}” is not among {summary:?} of {described}");
        let times = self.page.text().matches(error).count();
        let beside = !self.page.has_field_for(error) || times > 1;
        assert!(beside, "“{error}” is in the summary alone, not beside its field, on {described}");
        self
    }

    pub(crate) async fn send(&mut self, request: Request) -> &Page {
        let mut page = self.once(request).await;
        for _ in 0..REDIRECTS_AT_MOST {
            let Some(location) = page.location().filter(|_| !self.stops_at_redirects) else {
                self.page_loads += 1;
                self.page = page;
                return &self.page;
            };
            page = self.once(Request { method: "GET", path: location, content_type: None, body: Vec::new() }).await;
        }
        panic!("more than {REDIRECTS_AT_MOST} redirects, the last to {}", page.path);
    }

    async fn once(&mut self, request: Request) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let page = self.reach.send(request, &cookies.join("; ")).await.unwrap_or_else(|error| panic!("{error}"));
        for cookie in page.all_headers("set-cookie") {
            self.keep(&cookie);
        }
        page
    }

    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split("; ");
        let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("a cookie is name=value");
        if parts.any(|part| part.eq_ignore_ascii_case("max-age=0")) {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// The status of an address, or nothing when the server does not answer.
    pub(crate) async fn try_get(&self, path: &str) -> Option<u16> {
        let request = Request { method: "GET", path: path.to_owned(), content_type: None, body: Vec::new() };
        self.reach.send(request, "").await.ok().map(|page| page.status)
    }
}
