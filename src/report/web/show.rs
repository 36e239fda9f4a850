//! One report: its page, its PDF, its figures with their rows as a spreadsheet, and its publication.

use super::blocks::blocks;
use super::{audience_words, file, with_ending};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Frame, Visit, frame};
use crate::platform::pdf::{self, Document};
use crate::report::rules::{Cited, Column, Content, Figure, Grid, GridRow, How, Section, Since, Spot, Unit};
use crate::report::{self, Seen, TermOf};
use ::entity::cluster_report::Audience;
use ::entity::contract_rating::Term;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/reports/{term}/{audience}", Who::Public, show).post(
        "/clusters/{slug}/reports/{term}/{audience}/publish",
        Who::May(&[Action::PublishReport]),
        publish,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ReportPage>()]
}

#[derive(Serialize)]
struct SinceRow {
    label: String,
    then: String,
    now: String,
}

#[derive(Serialize)]
struct ReportPage {
    form: FormView,
    href: String,
    document: Document,
    /// None: a draft.
    published_at: Option<DateTime<Utc>>,
    edition: i32,
    /// Addresses of the other editions.
    editions: Vec<i32>,
    since: Vec<SinceRow>,
    may_publish: bool,
    audience: &'static str,
}

/// A small report with every kind of block.
fn sample() -> Content {
    let mut content = Content { title: "Northgate: report".to_owned(), ..Content::default() };
    let rows = |amount: &str| {
        vec![Cited { source: "a:1".to_owned(), text: "A".to_owned(), amount: amount.to_owned(), area: None }; 2]
    };
    let change = content.figure("change", "Difference", Unit::Change, rows("-10.00"));
    let mean = content.keep("mean", Figure::new("Mean", Unit::Score, How::Mean, rows("4")));
    let cells = vec![Spot::School("Rose Hill".to_owned(), "335".to_owned()), change, mean];
    content.sections.push(Section {
        id: "savings".to_owned(),
        title: "Savings".to_owned(),
        words: vec!["Together {change} a year.".to_owned()],
        tables: vec![Grid {
            id: "schools".to_owned(),
            caption: "By school".to_owned(),
            note: "£ a year".to_owned(),
            columns: vec![Column::text("School"), Column::number("Difference", "£"), Column::number("Mean", "")],
            rows: vec![GridRow { cells: cells.clone(), total: false }, GridRow { cells, total: true }],
            chart: Some((1, "Who pays less: {change}".to_owned())),
        }],
    });
    content
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "report/show.html";
    fn samples() -> Vec<Self> {
        let page = |published: bool, may_publish: bool| Self {
            form: FormView::default(),
            href: "/clusters/northgate/reports/2026-autumn/governors".to_owned(),
            document: document(&sample()),
            published_at: published.then_some(DateTime::UNIX_EPOCH),
            edition: 2,
            editions: if published { vec![1] } else { Vec::new() },
            since: if published {
                vec![SinceRow { label: "Saved".to_owned(), then: "£1".to_owned(), now: "£2".to_owned() }]
            } else {
                Vec::new()
            },
            may_publish,
            audience: "Governors",
        };
        vec![page(true, true), page(false, true), page(false, false), page(true, false)]
    }
}

#[derive(Deserialize)]
struct Asked {
    edition: Option<i32>,
}

/// "2026-autumn".
fn term_of(key: &str) -> Result<TermOf> {
    let (year, term) = key.split_once('-').ok_or(Error::NotFound)?;
    let year = year.parse().ok().filter(|year| (2000..=2100).contains(year)).ok_or(Error::NotFound)?;
    let term: Term = term.parse().map_err(|_| Error::NotFound)?;
    Ok(TermOf { year, term })
}

pub(super) fn document(content: &Content) -> Document {
    Document { title: content.title.clone(), blocks: blocks(content) }
}

async fn show(
    visit: Visit,
    Path((slug, key, segment)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (audience, ending) = with_ending(&segment);
    let audience: Audience = audience.parse().map_err(|_| Error::NotFound)?;
    let term = term_of(&key)?;
    let seen = report::seen(&visit, &slug, term, audience, asked.edition).await?;
    let name = format!("{slug}-{key}-{audience}");
    match ending {
        None => render(&visit, &key, audience, seen, FormView::default()),
        Some("pdf") => {
            let bytes = pdf::render(&document(&seen.content))?;
            Ok(download::attachment(&format!("{name}.pdf"), pdf::MEDIA_TYPE, bytes))
        }
        Some("csv") => download::csv(&name, &file::rows(&seen.content)),
        Some(_) => Err(Error::NotFound),
    }
}

fn render(visit: &Visit, key: &str, audience: Audience, seen: Seen, form: FormView) -> Result<Response> {
    let href = format!("/clusters/{}/reports/{key}/{audience}", seen.cluster.slug);
    let frame = framed(audience, &seen);
    let edition = seen.published.map_or(0, |(edition, _)| edition);
    let since = |one: Since| SinceRow {
        label: one.label,
        then: one.then,
        now: one.now.unwrap_or_else(|| "no longer there".to_owned()),
    };
    let page = ReportPage {
        form: form.clone(),
        href,
        document: document(&seen.content),
        published_at: seen.published.map(|(_, at)| at),
        edition,
        editions: (1..=seen.editions).filter(|one| *one != edition).collect(),
        since: seen.since.into_iter().map(since).collect(),
        may_publish: seen.may_publish,
        audience: audience_words(audience),
    };
    visit.form_page(frame, &form, &page)
}

fn framed(audience: Audience, seen: &Seen) -> Frame {
    let name = &seen.cluster.name;
    let frame = frame(seen.content.title.clone());
    let frame = frame.back(format!("/clusters/{}/reports", seen.cluster.slug), format!("Reports of {name}"));
    match (audience, seen.published) {
        (_, None) => frame.seen_by(format!("people of {name} and its member schools: it is a draft")),
        (Audience::Governors, _) => frame.seen_by(format!("people of {name} and its member schools")),
        (Audience::Authority, _) => {
            frame.seen_by(format!("people of {name}, its member schools and officers of their authority"))
        }
        (Audience::Public, _) => frame,
    }
}

async fn publish(
    visit: Visit,
    Path((slug, key, audience)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response> {
    let audience: Audience = audience.parse().map_err(|_| Error::NotFound)?;
    let term = term_of(&key)?;
    match report::publish(&visit, &slug, term, audience).await {
        Ok(_) => visit.go_saying(format!("/clusters/{slug}/reports/{key}/{audience}"), "The report is published"),
        Err(error) => {
            let form = fields.refused(error)?;
            let seen = report::seen(&visit, &slug, term, audience, None).await?;
            render(&visit, &key, audience, seen, form)
        }
    }
}
