//! The pages of a request that was not done: what happened, and what to do next.

use super::page::{Page, PageSample};
use serde::Serialize;

/// 404: nothing is there, or nothing this person may know of.
#[derive(Serialize)]
pub struct NotFoundPage {}

/// 403: known, but not theirs to do.
#[derive(Serialize)]
pub struct ForbiddenPage {
    /// Who can: "You need the chair role to publish. Ask the chair, …".
    pub sentence: String,
}

/// 422 without a form to show again: a rule says no.
#[derive(Serialize)]
pub struct RefusedPage {
    pub sentence: String,
    /// The page to go back to.
    pub back: String,
}

/// 409: somebody else changed it meanwhile.
#[derive(Serialize)]
pub struct StalePage {
    pub sentence: String,
    /// The page that shows the present version.
    pub current: String,
}

/// 500: a fault of ours, found again in the log by its reference.
#[derive(Serialize)]
pub struct InternalPage {
    pub reference: String,
}

/// The pages of this module, for the registry.
pub fn pages() -> Vec<PageSample> {
    vec![
        PageSample::of::<NotFoundPage>(),
        PageSample::of::<ForbiddenPage>(),
        PageSample::of::<RefusedPage>(),
        PageSample::of::<StalePage>(),
        PageSample::of::<InternalPage>(),
    ]
}

impl Page for NotFoundPage {
    const TEMPLATE: &'static str = "error/not_found.html";
    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

impl Page for ForbiddenPage {
    const TEMPLATE: &'static str = "error/forbidden.html";
    fn samples() -> Vec<Self> {
        vec![Self { sentence: "You need the chair role to publish. Ask the chair".to_owned() }]
    }
}

impl Page for RefusedPage {
    const TEMPLATE: &'static str = "error/refused.html";
    fn samples() -> Vec<Self> {
        let sentence = "Bids closed at midday GMT on Tuesday 16 March 2027".to_owned();
        vec![Self { sentence, back: "/tenders/NG-2027-004".to_owned() }]
    }
}

impl Page for StalePage {
    const TEMPLATE: &'static str = "error/stale.html";
    fn samples() -> Vec<Self> {
        let sentence = "The clerk changed this page at 10:40am. Check both versions".to_owned();
        vec![Self { sentence, current: "/tenders/NG-2027-004".to_owned() }]
    }
}

impl Page for InternalPage {
    const TEMPLATE: &'static str = "error/internal.html";
    fn samples() -> Vec<Self> {
        vec![Self { reference: "7f3a9c".to_owned() }]
    }
}
