//! One part of a record as a table.

use super::super::shared::{PageQuery, Pagination, Tab, sample_tabs, tabs};
use super::{Link, links, sample_links};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::Page;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::tender;
use crate::tender::record::{self, Fact, Which};
use crate::tender::store::Reader;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Serialize;

const ON_A_PAGE: usize = 50;

#[derive(Serialize)]
struct Column {
    text: &'static str,
    numeric: bool,
}

#[derive(Serialize)]
pub(super) struct PartPage {
    tabs: Vec<Tab>,
    parts: Vec<Link>,
    reference: String,
    title: String,
    heading: &'static str,
    about: String,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    pages: Pagination,
    whole: bool,
}

impl Page for PartPage {
    const TEMPLATE: &'static str = "tender/record_part.html";
    fn samples() -> Vec<Self> {
        let page = |whole: bool, rows: Vec<Vec<String>>| Self {
            tabs: sample_tabs(),
            parts: sample_links(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            heading: "Versions",
            about: "The tender as it was published.".to_owned(),
            columns: vec![Column { text: "Version", numeric: true }, Column { text: "What changed", numeric: false }],
            rows,
            pages: Pagination::new("/tenders/NG-2027-004/record/versions?", 1, 2),
            whole,
        };
        vec![page(true, vec![vec!["1".to_owned(), "As published".to_owned()]]), page(false, Vec::new())]
    }
}

pub(super) async fn show(
    visit: Visit,
    Path((reference, part)): Path<(String, String)>,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    render(&visit, &reference, &part, query.number(), Reader::OfTheRecord).await
}

pub(super) async fn show_public(
    visit: Visit,
    Path((reference, part)): Path<(String, String)>,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    render(&visit, &reference, &part, query.number(), Reader::Public).await
}

async fn render(visit: &Visit, reference: &str, code: &str, number: u64, reader: Reader) -> Result<Response> {
    let which = Which::of_code(code).ok_or(Error::NotFound)?;
    let scene = record::scene(visit, reference, reader).await?;
    let place = tender::place_of(visit.read(), &scene.tender).await?;
    let part = record::part(visit, &scene, which).await?;
    let whole = scene.is_whole();
    let tab = if whole { "Record" } else { "Timeline" };
    let pages = part.rows.len().div_ceil(ON_A_PAGE).max(1);
    let page = usize::try_from(number).unwrap_or(1).clamp(1, pages);
    let path = format!("/tenders/{reference}/{}/{code}?", tab.to_lowercase());
    let numeric = |place: usize| {
        let mut known =
            part.rows.iter().filter_map(|row| row.get(place)).filter(|fact| **fact != Fact::Nothing).peekable();
        known.peek().is_some() && known.all(|fact| matches!(fact, Fact::Number(_)))
    };
    let columns =
        part.columns.iter().enumerate().map(|(place, text)| Column { text, numeric: numeric(place) }).collect();
    let of_the_page = part.rows.iter().skip((page - 1) * ON_A_PAGE).take(ON_A_PAGE);
    let view = PartPage {
        tabs: tabs(visit, &scene.tender, &place, tab),
        parts: links(&scene, Some(which)),
        reference: reference.to_owned(),
        title: scene.tender.title.clone(),
        heading: which.title(),
        about: part.about.clone(),
        columns,
        rows: of_the_page.map(|row| row.iter().map(shown).collect()).collect(),
        pages: Pagination::new(&path, page as u64, pages as u64),
        whole,
    };
    let frame = frame(format!("{} – {reference}", which.title())).back(format!("/tenders/{reference}"), "Notice");
    visit.page(if whole { frame.seen_by("the clerk and the auditor") } else { frame }, &view)
}

/// A fact as a page shows it.
pub(super) fn shown(fact: &Fact) -> String {
    match fact {
        Fact::Text(text) | Fact::Number(text) => text.clone(),
        Fact::At(instant) => words::moment(*instant),
        Fact::Nothing => "–".to_owned(),
    }
}
