//! What happened to a tender: the public timeline, the whole record part by part with its proof, and both to take away.

mod archive;
mod part;
mod proof;

use super::shared::{PageQuery, Pagination, Tab, sample_tabs, tabs};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender;
use crate::tender::record::{self, Scene, Which};
use crate::tender::store::{self, Entry, Reader, Shown};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use proof::{Proof, proof};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    const RECORD: Who = Who::May(&[Action::ReadTenderRecord]);
    Routes::new()
        .get("/tenders/{reference}/timeline", Who::Public, show_timeline)
        .get("/tenders/{reference}/timeline/{part}", Who::Public, part::show_public)
        .get("/tenders/{reference}/record", RECORD, show_record)
        .get("/tenders/{reference}/record/{part}", RECORD, part::show)
        .get("/tenders/{reference}/record.tar", RECORD, archive::download)
        .get("/tenders/{reference}/record-public.tar", Who::Public, archive::download_public)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TimelinePage>(), PageSample::of::<part::PartPage>(), PageSample::of::<archive::IndexPage>()]
}

/// An entry as the timeline component shows it.
#[derive(Serialize)]
struct Line {
    title: String,
    at: DateTime<Utc>,
    by: Option<String>,
    text: Option<String>,
}

/// A link to a part of the record.
#[derive(Clone, Serialize)]
pub(super) struct Link {
    href: String,
    text: &'static str,
    current: bool,
}

/// The parts of a record with the timeline before them.
fn links(scene: &Scene, current: Option<Which>) -> Vec<Link> {
    let base = format!("/tenders/{}/{}", scene.tender.reference, if scene.is_whole() { "record" } else { "timeline" });
    let first = Link { href: base.clone(), text: "Timeline", current: current.is_none() };
    let link = |which: Which| Link {
        href: format!("{base}/{}", which.code()),
        text: which.title(),
        current: current == Some(which),
    };
    std::iter::once(first).chain(Which::ALL.into_iter().map(link)).collect()
}

fn sample_links() -> Vec<Link> {
    vec![Link { href: "/x".to_owned(), text: "Timeline", current: true }]
}

#[derive(Serialize)]
struct TimelinePage {
    tabs: Vec<Tab>,
    parts: Vec<Link>,
    heading: &'static str,
    reference: String,
    title: String,
    events: Vec<Line>,
    pages: Pagination,
    whole: bool,
    published: bool,
    /// On the record alone.
    proof: Option<Proof>,
    /// Entries about bids are left out until they are opened.
    sealed: bool,
    /// Every bidder was told the outcome, which anybody can work out again.
    told: bool,
}

impl Page for TimelinePage {
    const TEMPLATE: &'static str = "tender/timeline.html";
    fn samples() -> Vec<Self> {
        let line = Line { title: "Published".to_owned(), at: DateTime::UNIX_EPOCH, by: None, text: None };
        let page = |events, proof: Option<Proof>, sealed: bool| Self {
            tabs: sample_tabs(),
            parts: sample_links(),
            heading: "Timeline",
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            events,
            pages: Pagination::new("/tenders/NG-2027-004/record?", 1, 2),
            told: !sealed,
            whole: proof.is_some(),
            published: sealed,
            proof,
            sealed,
        };
        vec![
            page(vec![], None, false),
            page(vec![line], Some(Proof::sample(true)), true),
            page(vec![], Some(Proof::sample(false)), false),
        ]
    }
}

async fn show_timeline(
    visit: Visit,
    Path(reference): Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    render(&visit, &reference, query.number(), Reader::Public).await
}

async fn show_record(visit: Visit, Path(reference): Path<String>, Query(query): Query<PageQuery>) -> Result<Response> {
    render(&visit, &reference, query.number(), Reader::OfTheRecord).await
}

async fn render(visit: &Visit, reference: &str, number: u64, reader: Reader) -> Result<Response> {
    let scene = record::scene(visit, reference, reader).await?;
    let place = tender::place_of(visit.read(), &scene.tender).await?;
    let whole = scene.is_whole();
    let shown = if whole { store::shown_to(&scene.tender, reader, scene.is_told()) } else { Shown::Published };
    let found = store::entries(visit.read(), scene.tender.id, shown, number).await?;
    let (heading, path) = if whole { ("Record", "record") } else { ("Timeline", "timeline") };
    let page = TimelinePage {
        tabs: tabs(visit, &scene.tender, &place, heading),
        parts: links(&scene, None),
        heading,
        reference: reference.to_owned(),
        title: scene.tender.title.clone(),
        pages: Pagination::of(&format!("/tenders/{reference}/{path}?"), &found),
        events: lines(&scene, &found.rows, shown == Shown::All),
        proof: if whole { Some(proof(visit, &scene).await?) } else { None },
        told: scene.is_told(),
        sealed: whole && scene.tender.published_at.is_some() && !scene.is_opened(),
        published: scene.tender.published_at.is_some(),
        whole,
    };
    let frame = frame(format!("{heading} – {reference}")).back(format!("/tenders/{reference}"), "Notice");
    visit.page(if whole { frame.seen_by("the clerk and the auditor") } else { frame }, &page)
}

/// The entries, and where some are missing between two of them, that they are.
fn lines(scene: &Scene, rows: &[Entry], every_one: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut before: Option<&Entry> = None;
    for entry in rows {
        if let (true, Some(later)) = (every_one, before)
            && later.event.n > entry.event.n + 1
        {
            lines.push(gap(entry, later));
        }
        lines.push(line(scene, entry));
        before = Some(entry);
    }
    lines
}

fn gap(earlier: &Entry, later: &Entry) -> Line {
    let (first, last) = (earlier.event.n + 1, later.event.n - 1);
    let which = if first == last { format!("Entry {first} is") } else { format!("Entries {first} to {last} are") };
    Line { title: format!("{which} missing from the record"), at: earlier.event.at, by: None, text: None }
}

/// The public reads what happened and the published reason; the record also says who, and about what.
fn line(scene: &Scene, entry: &Entry) -> Line {
    let texts = [record::details(scene, entry), entry.event.reason.clone()];
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    Line {
        title: record::title(&entry.event.action),
        at: entry.event.at,
        by: scene.is_whole().then(|| record::by(scene, entry)),
        text: (!texts.is_empty()).then(|| texts.join(". ")),
    }
}
