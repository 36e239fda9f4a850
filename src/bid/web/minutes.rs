//! The minutes of the opening, to read, print and keep.

use super::files::attachment;
use crate::bid::{self, MinutedBid, Minutes};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const TEAM: Who = Who::May(&[Action::SeeTenderTeam]);

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/opening/minutes", TEAM, show).get(
        "/tenders/{reference}/opening/minutes.txt",
        TEAM,
        download,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<MinutesPage>()]
}

#[derive(Clone, Serialize)]
struct Present {
    name: String,
    school: String,
    at: String,
}

#[derive(Clone, Serialize)]
struct BidRow {
    label: String,
    receipt: String,
    received: String,
    sha256: String,
    is_same: bool,
    /// "Read", "Read, prices open" or why not.
    outcome: String,
}

#[derive(Clone, Serialize)]
struct Proof {
    salt: String,
    recorded: String,
    holds: bool,
}

#[derive(Clone, Serialize)]
struct MinutesPage {
    reference: String,
    title: String,
    deadline: Option<String>,
    /// When the close was recorded: what a deadline ends is ended by the first who comes after it.
    closed: Option<String>,
    opened: Option<String>,
    present: Vec<Present>,
    bids: Vec<BidRow>,
    proof: Option<Proof>,
}

impl Page for MinutesPage {
    const TEMPLATE: &'static str = "bid/minutes.html";
    fn samples() -> Vec<Self> {
        let row = |is_same, outcome: &str| BidRow {
            label: "Provider A".to_owned(),
            receipt: "R-8K2F4M".to_owned(),
            received: "2027-03-15T10:42:00Z".to_owned(),
            sha256: "ab".repeat(32),
            is_same,
            outcome: outcome.to_owned(),
        };
        let proof = |holds| Proof { salt: "cd".repeat(32), recorded: "ef".repeat(32), holds };
        let page = |bids, proof, at: Option<&str>| Self {
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            deadline: at.map(str::to_owned),
            closed: at.map(str::to_owned),
            opened: at.map(str::to_owned),
            present: vec![Present {
                name: "Asha".to_owned(),
                school: "Canal Side Primary".to_owned(),
                at: "2027-03-17T10:42:00Z".to_owned(),
            }],
            bids,
            proof,
        };
        vec![
            page(vec![row(true, "Read"), row(false, "Not read")], Some(proof(false)), Some("2027-03-16T12:00:00Z")),
            page(vec![row(true, "Read")], Some(proof(true)), Some("2027-03-16T12:00:00Z")),
            page(Vec::new(), None, None),
        ]
    }
}

fn outcome(bid: &MinutedBid) -> String {
    match (&bid.fault, bid.priced_at) {
        (Some(fault), _) => format!("Not read: {fault}"),
        (None, None) => "Answers read, prices sealed".to_owned(),
        (None, Some(at)) => format!("Answers read, prices opened {}", words::moment(at)),
    }
}

fn page(minutes: Minutes) -> MinutesPage {
    let present =
        |one: &bid::Confirmed| Present { name: one.name.clone(), school: one.school.clone(), at: one.at.to_rfc3339() };
    let row = |bid: &MinutedBid| BidRow {
        label: bid.label.clone(),
        receipt: bid.receipt.clone(),
        received: bid.received.to_rfc3339(),
        sha256: bid.found.clone(),
        is_same: bid.is_same(),
        outcome: outcome(bid),
    };
    MinutesPage {
        reference: minutes.tender.reference,
        title: minutes.tender.title,
        deadline: minutes.tender.deadline_at.map(|at| at.to_rfc3339()),
        closed: minutes.closed_at.map(|at| at.to_rfc3339()),
        opened: minutes.tender.opened_at.map(|at| at.to_rfc3339()),
        present: minutes.confirmed.iter().map(present).collect(),
        bids: minutes.bids.iter().map(row).collect(),
        proof: minutes.proof.map(|proof| Proof {
            holds: proof.recorded == proof.found,
            salt: proof.salt,
            recorded: proof.recorded,
        }),
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let page = page(bid::minutes(&visit, &reference).await?);
    let back = format!("/tenders/{reference}/opening");
    let head = frame(format!("Minutes of the opening – {reference}")).back(back, "Open the bids");
    visit.page(head.seen_by("the tender's team"), &page)
}

impl MinutesPage {
    fn text(&self) -> String {
        let mut lines = vec![format!("Minutes of the opening of bids, {} {}", self.reference, self.title)];
        lines.extend(self.deadline.iter().map(|at| format!("Deadline {at}")));
        lines.extend(self.closed.iter().map(|at| format!("Close recorded {at}")));
        lines.extend(self.opened.iter().map(|at| format!("Bids opened {at}")));
        let present = |one: &Present| {
            format!("{}, {}, confirmed {}, had declared no interest in any bidder", one.name, one.school, one.at)
        };
        lines.extend(self.present.iter().map(present));
        if self.bids.is_empty() {
            lines.push("No bid was received".to_owned());
        }
        for bid in &self.bids {
            let same = if bid.is_same { "the same as on the receipt" } else { "NOT the same as on the receipt" };
            lines.push(format!("{}, receipt {}, received {}: {}", bid.label, bid.receipt, bid.received, bid.outcome));
            lines.push(format!("  SHA-256 {}, {same}", bid.sha256));
        }
        if let Some(proof) = &self.proof {
            let holds = if proof.holds { "holds" } else { "DOES NOT HOLD" };
            lines.push(format!("Recorded at the close: {} (salt {}), {holds}", proof.recorded, proof.salt));
        }
        lines.push(String::new());
        lines.join("\r\n")
    }
}

async fn download(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let page = page(bid::minutes(&visit, &reference).await?);
    let name = format!("{}-minutes.txt", page.reference);
    Ok(attachment(&name, "text/plain; charset=utf-8", page.text().into_bytes()))
}
