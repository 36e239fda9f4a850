//! The versions of a notice: what each said, and what changed between two of them.

use crate::platform::error::{Error, Result};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::versions::{Difference, Mark, Part, Piece, compare};
use crate::tender::{self, Dossier, store};
use ::entity::{tender_amendment, tender_version};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/versions", Who::Public, show_all).get(
        "/tenders/{reference}/versions/{number}",
        Who::Public,
        show_one,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<VersionsPage>(), PageSample::of::<VersionPage>()]
}

/// A version, or a correction between two versions.
#[derive(Serialize)]
struct Step {
    title: String,
    href: Option<String>,
    at: DateTime<Utc>,
    text: String,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
}

/// Two versions side by side.
#[derive(Serialize)]
struct Compared {
    from: String,
    to: String,
    differences: Vec<Difference>,
}

#[derive(Serialize)]
struct VersionsPage {
    form: FormView,
    reference: String,
    title: String,
    steps: Vec<Step>,
    choices: Vec<Choice>,
    compared: Option<Compared>,
}

impl Page for VersionsPage {
    const TEMPLATE: &'static str = "tender/versions.html";
    fn samples() -> Vec<Self> {
        let now = DateTime::UNIX_EPOCH;
        let step = |href: Option<&str>| Step {
            title: "Version 2".to_owned(),
            href: href.map(str::to_owned),
            at: now,
            text: "Halal meals too".to_owned(),
        };
        let piece = |mark| Piece { mark, text: "Meals ".to_owned() };
        let difference = |old: Vec<Piece>| Difference {
            title: "What is needed".to_owned(),
            old,
            new: vec![piece(Mark::Same), piece(Mark::Changed)],
        };
        let compared = |differences| Compared { from: "Version 1".to_owned(), to: "Version 2".to_owned(), differences };
        let page = |choices: usize, compared| Self {
            form: FormView::default().with("from", "1").with("to", "2"),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            steps: vec![step(Some("/x")), step(None)],
            choices: (1..=choices).map(|n| Choice { value: n.to_string(), text: format!("Version {n}") }).collect(),
            compared,
        };
        let both = difference(vec![piece(Mark::Same), piece(Mark::Changed)]);
        vec![
            page(1, None),
            page(2, Some(compared(vec![both, difference(Vec::new())]))),
            page(2, Some(compared(Vec::new()))),
        ]
    }
}

#[derive(Serialize)]
struct VersionPage {
    reference: String,
    title: String,
    number: i32,
    at: DateTime<Utc>,
    sha256: String,
    newest: bool,
    parts: Vec<Part>,
}

impl Page for VersionPage {
    const TEMPLATE: &'static str = "tender/version.html";
    fn samples() -> Vec<Self> {
        let page = |newest| Self {
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            number: 1,
            at: DateTime::UNIX_EPOCH,
            sha256: "ab".repeat(32),
            newest,
            parts: vec![Part::new("What is needed", "Meals\nevery day"), Part::new("Documents", "")],
        };
        vec![page(true), page(false)]
    }
}

#[derive(Deserialize)]
struct Pair {
    from: Option<String>,
    to: Option<String>,
}

/// The word for the notice as it stands, with the corrections since its newest version.
const NOW: &str = "now";

async fn published(visit: &Visit, reference: &str) -> Result<Dossier> {
    let (dossier, _) = tender::open_dossier(visit, reference).await?;
    if dossier.tender.published_at.is_none() { Err(Error::NotFound) } else { Ok(dossier) }
}

async fn show_all(visit: Visit, Path(reference): Path<String>, Query(pair): Query<Pair>) -> Result<Response> {
    let dossier = published(&visit, &reference).await?;
    let versions = store::versions(visit.read(), dossier.tender.id).await?;
    let amendments = store::amendments(visit.read(), dossier.tender.id).await?;
    let corrected = amendments.first().is_some_and(|last| last.version.is_none());
    let choices = choices(&versions, corrected);
    let chosen = |given: Option<String>, usual: usize| {
        let known = given.filter(|given| choices.iter().any(|choice| choice.value == *given));
        known.or_else(|| choices.get(usual).map(|choice| choice.value.clone()))
    };
    let (from, to) =
        (chosen(pair.from, choices.len().saturating_sub(2)), chosen(pair.to, choices.len().saturating_sub(1)));
    let compared = match (from, to) {
        (Some(from), Some(to)) if choices.len() > 1 => Some(compared(&visit, &dossier, &versions, from, to).await?),
        _ => None,
    };
    let form = compared.iter().fold(FormView::default(), |form, made| form.with("from", &made.0).with("to", &made.1));
    let page = VersionsPage {
        form,
        title: dossier.tender.title.clone(),
        steps: steps(&reference, &versions, &amendments),
        choices,
        compared: compared.map(|(_, _, compared)| compared),
        reference: reference.clone(),
    };
    let frame = frame(format!("Versions – {reference}")).back(format!("/tenders/{reference}"), "Notice");
    visit.page(frame, &page)
}

/// The versions in the order they were made, and the notice as it stands where it was corrected since.
fn choices(versions: &[tender_version::Model], corrected: bool) -> Vec<Choice> {
    let version =
        |one: &tender_version::Model| Choice { value: one.number.to_string(), text: format!("Version {}", one.number) };
    let now = corrected.then(|| Choice { value: NOW.to_owned(), text: "As it stands now, corrected".to_owned() });
    versions.iter().rev().map(version).chain(now).collect()
}

async fn compared(
    visit: &Visit,
    dossier: &Dossier,
    versions: &[tender_version::Model],
    from: String,
    to: String,
) -> Result<(String, String, Compared)> {
    let (old, new) = (parts(visit, dossier, versions, &from).await?, parts(visit, dossier, versions, &to).await?);
    let name = |word: &str| if word == NOW { "As it stands now".to_owned() } else { format!("Version {word}") };
    let compared = Compared { from: name(&from), to: name(&to), differences: compare(&old, &new) };
    Ok((from, to, compared))
}

async fn parts(visit: &Visit, dossier: &Dossier, versions: &[tender_version::Model], word: &str) -> Result<Vec<Part>> {
    if word == NOW {
        return tender::as_it_stands(visit, dossier).await;
    }
    let found = versions.iter().find(|version| version.number.to_string() == word).ok_or(Error::NotFound)?;
    tender::parts_of(found)
}

/// Versions and corrections, the newest first.
fn steps(reference: &str, versions: &[tender_version::Model], amendments: &[tender_amendment::Model]) -> Vec<Step> {
    let version = |number: i32| format!("/tenders/{reference}/versions/{number}");
    let amendment = |made: &tender_amendment::Model| Step {
        title: match made.version {
            Some(number) => format!("Version {number}: a material change, amendment {}", made.number),
            None => format!("Correction, amendment {}", made.number),
        },
        href: made.version.map(version),
        at: made.made_at,
        text: made.text.clone(),
    };
    let first = versions.iter().filter(|one| one.amendment.is_none()).map(|one| Step {
        title: format!("Version {}", one.number),
        href: Some(version(one.number)),
        at: one.made_at,
        text: "As it was published".to_owned(),
    });
    amendments.iter().map(amendment).chain(first).collect()
}

async fn show_one(visit: Visit, Path((reference, number)): Path<(String, String)>) -> Result<Response> {
    let number: i32 = number.parse().map_err(|_| Error::NotFound)?;
    let dossier = published(&visit, &reference).await?;
    let version = store::version(visit.read(), dossier.tender.id, number).await?;
    let page = VersionPage {
        title: dossier.tender.title.clone(),
        number,
        at: version.made_at,
        sha256: version.sha256.clone(),
        newest: number == dossier.tender.public_version,
        parts: tender::parts_of(&version)?,
        reference: reference.clone(),
    };
    let frame = frame(format!("Version {number} – {reference}"));
    visit.page(frame.back(format!("/tenders/{reference}/versions"), "All versions"), &page)
}
