//! A finished evaluation worked out again: the file, how to use it, and every line of it checked here and now.

use crate::award::{self, Reader, Repeat};
use crate::award::{LotAddress, TenderLot};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::Page;
use crate::platform::http::visit::{Visit, frame};
use ::entity::ids::BidId;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

#[derive(Clone, Serialize)]
struct Line {
    id: String,
    says: String,
    operation: &'static str,
    matches: bool,
}

#[derive(Serialize)]
pub(super) struct RepeatPage {
    reference: String,
    title: String,
    /// The whole file, for the parties.
    party: bool,
    file: String,
    left_out: String,
    lines: Vec<Line>,
    all_match: bool,
}

impl Page for RepeatPage {
    const TEMPLATE: &'static str = "award/repeat.html";
    fn samples() -> Vec<Self> {
        let line = |matches: bool| Line {
            id: "marks".to_owned(),
            says: "The marks of every bid and their ranking: Alder is first".to_owned(),
            operation: "evaluate",
            matches,
        };
        let page = |party: bool, lines: Vec<Line>| Self {
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            party,
            file: "DA-2027-001-evaluation.jsonl".to_owned(),
            left_out: "Answers are left out.".to_owned(),
            all_match: lines.iter().all(|line| line.matches),
            lines,
        };
        vec![page(true, vec![line(true)]), page(false, vec![line(true), line(false)]), page(false, Vec::new())]
    }
}

fn file_name(of: &TenderLot, what: &str) -> String {
    let lot = of.address().lot.map(|lot| format!("-lot-{lot}")).unwrap_or_default();
    format!("{}{lot}-{what}.jsonl", of.tender.reference)
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    let public = award::repeat(&visit, &at, Reader::Public).await?;
    let whole = match award::is_party(&visit, &public.of.tender).await? {
        true => award::repeat(&visit, &at, Reader::Parties).await,
        false => Err(Error::NotFound),
    };
    let (found, party, what) = match whole {
        Ok(whole) => (whole, true, "evaluation"),
        Err(Error::NotFound | Error::Forbidden(_)) => (public, false, "evaluation-public"),
        Err(other) => return Err(other),
    };
    let line = |request: &crate::award::Request| Line {
        id: request.id.clone(),
        says: request.says.clone(),
        operation: request.operation,
        matches: request.matches(),
    };
    let lines: Vec<Line> = found.requests.iter().map(line).collect();
    let page = RepeatPage {
        party,
        file: file_name(&found.of, what),
        left_out: found.about["left_out"].as_str().unwrap_or_default().to_owned(),
        all_match: lines.iter().all(|line| line.matches),
        lines,
        reference: at.reference.clone(),
        title: found.of.title(),
    };
    let reference = &at.reference;
    let frame = frame(format!("Work the result out again – {reference}"))
        .beside(found.of.sections("repeat"))
        .back(format!("/tenders/{reference}"), "Notice");
    let frame = match party {
        true => frame.seen_by(
            "the member schools, the tender team and the auditor. The public sees the winner and the count of the vote",
        ),
        false => frame,
    };
    visit.page(frame, &page)
}

/// For the member schools, the team and the auditor.
pub(super) async fn download(visit: Visit, at: LotAddress) -> Result<Response> {
    let found = award::repeat(&visit, &at, Reader::Parties).await?;
    file(&found, &file_name(&found.of, "evaluation"))
}

pub(super) async fn download_public(visit: Visit, at: LotAddress) -> Result<Response> {
    let found = award::repeat(&visit, &at, Reader::Public).await?;
    file(&found, &file_name(&found.of, "evaluation-public"))
}

pub(super) async fn download_own(visit: Visit, Path(id): Path<BidId>) -> Result<Response> {
    let found = award::repeat_own(&visit, id).await?;
    file(&found, &file_name(&found.of, "own-evaluation"))
}

fn file(found: &Repeat, name: &str) -> Result<Response> {
    let mut response = found.text()?.into_response();
    let value =
        |text: &str| HeaderValue::from_str(text).map_err(|_| Error::internal("a file name with control characters"));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/jsonl; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, value(&format!("attachment; filename=\"{name}\""))?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
