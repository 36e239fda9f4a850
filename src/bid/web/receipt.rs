//! The receipt: what was received, when, with which checksums; and taking a bid back.

use super::files::{attachment, size};
use super::wizard::{Strip, desk, sample_strips, strip};
use super::{OWN, SEEN_BY};
use crate::bid::rules::Step;
use crate::bid::{self, Desk, Receipt};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use ::entity::bid_submission;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/bids/{id}/receipt", OWN, show)
        .get("/bids/{id}/receipt.txt", OWN, download)
        .get("/bids/{id}/withdraw", OWN, ask)
        .post("/bids/{id}/withdraw", OWN, withdraw)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ReceiptPage>(), PageSample::of::<WithdrawPage>()]
}

#[derive(Clone, Serialize)]
struct FileRow {
    name: String,
    size: String,
    sha256: String,
}

#[derive(Clone, Serialize)]
struct Earlier {
    href: String,
    receipt: String,
    received: String,
    state: &'static str,
}

#[derive(Clone, Serialize)]
struct ReceiptPage {
    strip: Strip,
    number: i32,
    receipt: String,
    /// "received", "replaced" or "taken back".
    state: &'static str,
    received: String,
    exactly: String,
    sha256: String,
    /// "Entry 4 of bid:0198…".
    entry: String,
    signature: String,
    /// The receipt as it can be checked.
    text: String,
    files: Vec<FileRow>,
    all: Vec<Earlier>,
}

impl Page for ReceiptPage {
    const TEMPLATE: &'static str = "bid/receipt.html";
    fn samples() -> Vec<Self> {
        let file = FileRow { name: "Menus.pdf".to_owned(), size: "12 KB".to_owned(), sha256: "ab".repeat(32) };
        let earlier = |state| Earlier {
            href: "/bids/1/receipt?number=1".to_owned(),
            receipt: "R-8K2F4M".to_owned(),
            received: "2027-03-15T10:42:00Z".to_owned(),
            state,
        };
        let page = |strip, state, files: Vec<FileRow>| Self {
            strip,
            number: 1,
            receipt: "R-8K2F4M".to_owned(),
            state,
            received: "2027-03-15T10:42:00Z".to_owned(),
            exactly: "2027-03-15T10:42:00.123456Z".to_owned(),
            sha256: "ab".repeat(32),
            entry: "Entry 12 of bid:1".to_owned(),
            signature: "cd".repeat(64),
            text: "Receipt: R-8K2F4M".to_owned(),
            files,
            all: vec![earlier("Counts"), earlier("Replaced")],
        };
        let strip = |at: usize| sample_strips(Step::Check).remove(at);
        let alone = Self { all: vec![earlier("Counts")], ..page(strip(0), "received", Vec::new()) };
        vec![
            page(strip(1), "received", vec![file]),
            page(strip(0), "replaced", Vec::new()),
            page(strip(0), "taken back", Vec::new()),
            alone,
        ]
    }
}

#[derive(Serialize)]
struct WithdrawPage {
    strip: Strip,
}

impl Page for WithdrawPage {
    const TEMPLATE: &'static str = "bid/withdraw.html";
    fn samples() -> Vec<Self> {
        sample_strips(Step::Check).into_iter().map(|strip| Self { strip }).collect()
    }
}

#[derive(Deserialize)]
struct Which {
    number: Option<i32>,
    /// Of the form that was sent: did you get my bid?
    key: Option<String>,
}

fn page(visit: &Visit, desk: &Desk, receipt: Receipt, all: &[bid_submission::Model]) -> Result<ReceiptPage> {
    let submission = &receipt.submission;
    let file = |document: &crate::bid::rules::Document| FileRow {
        name: document.name.clone(),
        size: size(document.size),
        sha256: document.sha256.clone(),
    };
    let earlier = |one: &bid_submission::Model| Earlier {
        href: format!("/bids/{}/receipt?number={}", desk.bid.id, one.number),
        receipt: one.receipt.clone(),
        received: one.received_at.to_rfc3339(),
        state: match (desk.bid.submission_id == Some(one.id), one.withdrawn_at) {
            (true, _) => "Counts",
            (_, Some(_)) => "Taken back",
            (_, None) => "Replaced",
        },
    };
    Ok(ReceiptPage {
        strip: strip(visit, desk, Step::Check)?,
        number: submission.number,
        receipt: submission.receipt.clone(),
        state: match (receipt.counts, submission.withdrawn_at) {
            (true, _) => "received",
            (_, Some(_)) => "taken back",
            (_, None) => "replaced",
        },
        received: submission.received_at.to_rfc3339(),
        exactly: submission.received_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        sha256: submission.sha256.clone(),
        entry: format!("Entry {} of {}", receipt.statement.position, receipt.statement.chain),
        signature: submission.signature.clone(),
        text: receipt.signed(),
        files: receipt.documents.iter().map(file).collect(),
        all: all.iter().map(earlier).collect(),
    })
}

async fn found(visit: &Visit, id: &str, which: &Which) -> Result<ReceiptPage> {
    let desk = desk(visit, id).await?;
    let number = match &which.key {
        Some(key) => Some(bid::received_by_key(visit, &desk, key).await?.ok_or(Error::NotFound)?),
        None => which.number,
    };
    let (receipt, all) = bid::receipt(visit, &desk, number).await?;
    page(visit, &desk, receipt, &all)
}

async fn show(visit: Visit, Path(id): Path<String>, Query(which): Query<Which>) -> Result<Response> {
    let page = found(&visit, &id, &which).await?;
    let back = page.strip.path().to_owned();
    visit.page(frame(format!("Receipt {}", page.receipt)).back(back, "Your bid").seen_by(SEEN_BY), &page)
}

impl ReceiptPage {
    /// The receipt as a text to keep: first what is signed, then the files, which the sealed bid holds.
    fn to_keep(&self) -> String {
        let mut lines: Vec<String> = self.text.lines().map(str::to_owned).collect();
        lines.push(format!("Submission {}: {}. {}", self.number, self.state, self.strip.what_for()));
        lines.extend(
            self.files.iter().map(|file| format!("File {}, {}, SHA-256 {}", file.name, file.size, file.sha256)),
        );
        lines.push(String::new());
        lines.join("\r\n")
    }
}

async fn download(visit: Visit, Path(id): Path<String>, Query(which): Query<Which>) -> Result<Response> {
    let page = found(&visit, &id, &which).await?;
    Ok(attachment(&format!("{}.txt", page.receipt), "text/plain; charset=utf-8", page.to_keep().into_bytes()))
}

async fn ask(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    let back = format!("/bids/{}", desk.bid.id);
    let page = WithdrawPage { strip: strip(&visit, &desk, Step::Check)? };
    visit.page(frame("Take your bid back").back(back, "Your bid").seen_by(SEEN_BY), &page)
}

async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    drop(fields);
    let desk = desk(&visit, &id).await?;
    bid::withdraw(&visit, desk.bid.id).await?;
    visit.go_saying(format!("/bids/{}", desk.bid.id), "Your bid is taken back. The draft is kept")
}
