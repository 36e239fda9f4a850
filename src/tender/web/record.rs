//! What happened to a tender: the public timeline, and the whole record with its proof.

use super::shared::{PageQuery, Pagination, Tab, sample_tabs, tabs};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::event::{self, Chain, Verdict};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender;
use crate::tender::rules::words;
use crate::tender::store::{self, Entry, Reader};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/timeline", Who::Public, show_timeline).get(
        "/tenders/{reference}/record",
        Who::May(&[Action::ReadTenderRecord]),
        show_record,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TimelinePage>()]
}

/// An entry as the timeline component shows it.
#[derive(Serialize)]
struct Line {
    title: String,
    at: DateTime<Utc>,
    by: Option<String>,
    text: Option<String>,
}

/// Whether the record is as it was written.
#[derive(Serialize)]
struct Proof {
    unbroken: bool,
    words: String,
}

#[derive(Serialize)]
struct TimelinePage {
    tabs: Vec<Tab>,
    heading: &'static str,
    reference: String,
    title: String,
    events: Vec<Line>,
    pages: Pagination,
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
        let page = |events, proof, sealed: bool| Self {
            tabs: sample_tabs(),
            heading: "Timeline",
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            events,
            pages: Pagination::new("/tenders/NG-2027-004/record?", 1, 2),
            told: !sealed,
            proof,
            sealed,
        };
        let proof = |unbroken| Proof { unbroken, words: "The record is unbroken".to_owned() };
        vec![
            page(vec![], None, false),
            page(vec![line], Some(proof(true)), true),
            page(vec![], Some(proof(false)), false),
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
    let tender = tender::by_reference(visit.read(), reference).await?;
    let place = tender::visible_to(visit.read(), &visit.actor, &tender).await?;
    let is_record = reader == Reader::OfTheRecord;
    if is_record {
        visit.actor.require(Action::ReadTenderRecord, &place)?;
    } else if tender.published_at.is_none() {
        return Err(Error::NotFound);
    }
    let found = store::entries(visit.read(), &tender, reader, number).await?;
    let (heading, path) = if is_record { ("Record", "record") } else { ("Timeline", "timeline") };
    let page = TimelinePage {
        tabs: tabs(visit, &tender, &place, heading),
        heading,
        reference: reference.to_owned(),
        title: tender.title.clone(),
        pages: Pagination::of(&format!("/tenders/{reference}/{path}?"), &found),
        events: found.rows.into_iter().map(|entry| line(entry, is_record)).collect(),
        proof: if is_record { Some(proof(visit, tender.id).await?) } else { None },
        told: tender::lots(visit.read(), tender.id).await?.iter().any(tender::is_told),
        sealed: is_record && tender.published_at.is_some() && tender.opened_at.is_none(),
    };
    let frame = frame(format!("{heading} – {reference}")).back(format!("/tenders/{reference}"), "Notice");
    visit.page(if is_record { frame.seen_by("The clerk and the auditor") } else { frame }, &page)
}

/// The public reads what happened and the published reason; the record also says who.
fn line(entry: Entry, is_record: bool) -> Line {
    Line {
        title: words::title(&entry.event.action),
        at: entry.event.at,
        by: entry.by.filter(|_| is_record),
        text: entry.event.reason,
    }
}

async fn proof(visit: &Visit, id: ::entity::ids::TenderId) -> Result<Proof> {
    Ok(match event::verify_chain(visit.read(), Chain::Tender(id)).await? {
        Verdict::Unbroken { .. } => {
            Proof { unbroken: true, words: "Every entry is as it was written, and none is missing.".to_owned() }
        }
        Verdict::Broken { n, why, .. } => Proof { unbroken: false, words: format!("Entry {n}: {why}.") },
    })
}
