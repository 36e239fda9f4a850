//! The public pages about the service itself.

use super::store::{OpenTender, PublishedSaving};
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use axum::response::Response;
use serde::Serialize;

pub fn routes() -> Routes {
    Routes::new()
        .get("/", Who::Public, start)
        .get("/help", Who::Public, help)
        .get("/accessibility", Who::Public, accessibility)
        .get("/privacy", Who::Public, privacy)
        .get("/cookies", Who::Public, cookies)
}

async fn start(visit: Visit) -> Result<Response> {
    let tenders = super::store::open_tenders(visit.read(), visit.now).await?;
    let savings = super::store::published_savings(visit.read()).await?;
    visit.page(frame("Schools buying services together"), &StartPage { tenders, savings })
}

async fn help(visit: Visit) -> Result<Response> {
    visit.page(frame("Help"), &HelpPage { contact: None })
}

async fn accessibility(visit: Visit) -> Result<Response> {
    visit.page(frame("Accessibility"), &AccessibilityPage { contact: None })
}

async fn privacy(visit: Visit) -> Result<Response> {
    visit.page(frame("Privacy"), &PrivacyPage { contact: None })
}

async fn cookies(visit: Visit) -> Result<Response> {
    let prefix = if visit.app.settings.is_secure() { "__Host-" } else { "" };
    let cookie = |name: &str, purpose: &str, lasts: &str| Cookie {
        name: format!("{prefix}{name}"),
        purpose: purpose.to_owned(),
        lasts: lasts.to_owned(),
    };
    let cookies = vec![
        cookie("session", "Keeps you signed in", "14 days, or until you sign out"),
        cookie("form", "Makes sure that a form came from this site", "Until you close your browser"),
        cookie("flash", "Tells you on the next page what was done", "1 minute"),
    ];
    visit.page(frame("Cookies"), &CookiesPage { cookies })
}

/// What the service does, for whom, the tenders open now and the savings published.
#[derive(Serialize)]
pub struct StartPage {
    pub tenders: Vec<OpenTender>,
    pub savings: Vec<PublishedSaving>,
}

/// How to do the main tasks, and whom to ask.
#[derive(Serialize)]
pub struct HelpPage {
    /// The operator's address for questions, where one is set.
    pub contact: Option<String>,
}

/// How far everyone can use the service, and how to say that they cannot.
#[derive(Serialize)]
pub struct AccessibilityPage {
    pub contact: Option<String>,
}

/// What is kept about people, why, and who sees it.
#[derive(Serialize)]
pub struct PrivacyPage {
    pub contact: Option<String>,
}

/// The cookies the service sets.
#[derive(Serialize)]
pub struct CookiesPage {
    pub cookies: Vec<Cookie>,
}

#[derive(Serialize)]
pub struct Cookie {
    pub name: String,
    pub purpose: String,
    pub lasts: String,
}

/// The pages of this module, for the registry.
pub fn pages() -> Vec<PageSample> {
    vec![
        PageSample::of::<StartPage>(),
        PageSample::of::<HelpPage>(),
        PageSample::of::<AccessibilityPage>(),
        PageSample::of::<PrivacyPage>(),
        PageSample::of::<CookiesPage>(),
    ]
}

impl Page for StartPage {
    const TEMPLATE: &'static str = "public/start.html";
    fn samples() -> Vec<Self> {
        let tender = OpenTender {
            reference: "NG-2027-004".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            cluster: "Northgate cluster".to_owned(),
            schools: 9,
            closes_at: "2027-03-16T12:00:00Z".to_owned(),
        };
        let saving = PublishedSaving {
            href: "/clusters/northgate/savings".to_owned(),
            cluster: "Northgate cluster".to_owned(),
            service: "Catering".to_owned(),
            year: "2027 to 2028".to_owned(),
            change: "-31240".to_owned(),
            paying_less: 7,
            paying_more: 2,
            stage: "Contracted".to_owned(),
        };
        vec![Self { tenders: Vec::new(), savings: Vec::new() }, Self { tenders: vec![tender], savings: vec![saving] }]
    }
}

/// With an address to write to, and without one.
fn contacts() -> [Option<String>; 2] {
    [Some("help@clusterbuy.example".to_owned()), None]
}

impl Page for HelpPage {
    const TEMPLATE: &'static str = "public/help.html";
    fn samples() -> Vec<Self> {
        contacts().map(|contact| Self { contact }).into()
    }
}

impl Page for AccessibilityPage {
    const TEMPLATE: &'static str = "public/accessibility.html";
    fn samples() -> Vec<Self> {
        contacts().map(|contact| Self { contact }).into()
    }
}

impl Page for PrivacyPage {
    const TEMPLATE: &'static str = "public/privacy.html";
    fn samples() -> Vec<Self> {
        contacts().map(|contact| Self { contact }).into()
    }
}

impl Page for CookiesPage {
    const TEMPLATE: &'static str = "public/cookies.html";
    fn samples() -> Vec<Self> {
        let cookie = Cookie {
            name: "session".to_owned(),
            purpose: "Keeps you signed in".to_owned(),
            lasts: "Until you sign out".to_owned(),
        };
        vec![Self { cookies: vec![cookie] }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::page::{Pages, Shell};

    #[test]
    fn every_public_page_renders_with_its_samples() {
        let pages = Pages::load().unwrap();
        for sample in super::pages() {
            pages.check(&sample, &Shell::default()).unwrap();
        }
    }

    #[test]
    fn a_published_saving_names_both_sides_of_it() {
        let pages = Pages::load().unwrap();
        let html = pages.render(&StartPage::samples()[1], &Shell::default()).unwrap();
        assert!(html.contains("£31,240 less") && html.contains("7 schools pay less, 2 schools pay more"));
    }
}
