//! The pages of funds.

mod budget;
mod list;
mod movements;
mod needs;
mod new;
mod one;
mod payment;
mod payments;
mod pool;
mod posts;
mod record;
mod statements;

use crate::fund::rules::financial_year;
use crate::fund::{self, Evidence, Member, NewMovement, Seen};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::fields::{Reader, Upload};
use crate::platform::http::page::{FormView, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Frame, Visit, frame};
use crate::platform::sections::{Section, Sections};
use crate::platform::words;
use ::entity::fund::{FundKind, FundState};
use ::entity::ids::*;
use ::entity::{cluster, fund::Model as Fund};
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::HashMap;

/// People of the cluster and its schools, and auditors.
const SEE: Who = Who::May(&[Action::SeeCluster]);
const KEEP: Who = Who::May(&[Action::KeepFund]);
const BANK: Who = Who::May(&[Action::BankFund]);
const ASK: Who = Who::May(&[Action::AskFundPayment]);
const DECIDE: Who = Who::May(&[Action::DecideFundPayment]);

/// The largest form with a file: the file and what is typed beside it.
const WITH_FILE: usize = crate::platform::files::LARGEST + 1024 * 1024;
const ROWS_OF_A_PAGE: u64 = 25;

pub fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(new::routes())
        .merge(one::routes())
        .merge(record::routes())
        .merge(movements::routes())
        .merge(statements::routes())
        .merge(budget::routes())
        .merge(payments::routes())
        .merge(payment::routes())
        .merge(pool::routes())
        .merge(posts::routes())
        .merge(needs::routes())
}

pub fn pages() -> Vec<PageSample> {
    [
        list::pages(),
        new::pages(),
        one::pages(),
        record::pages(),
        movements::pages(),
        statements::pages(),
        budget::pages(),
        payments::pages(),
        payment::pages(),
        pool::pages(),
        posts::pages(),
        needs::pages(),
    ]
    .concat()
}

/// An answer to choose.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    text: String,
    hint: Option<String>,
}

fn choice(value: impl ToString, text: impl Into<String>) -> Choice {
    Choice { value: value.to_string(), text: text.into(), hint: None }
}

/// A financial year to look at.
#[derive(Clone, Debug, Serialize)]
struct Year {
    href: String,
    text: String,
    current: bool,
}

/// The address of a fund.
type InFund = (String, String);

/// The fund of the address, for whoever may see inside its cluster.
async fn opened(visit: &Visit, (slug, id): &InFund) -> Result<Seen> {
    fund::seen(visit, slug, parsed(id)?).await
}

/// An id of an address; what is none leads nowhere.
fn parsed<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::NotFound)
}

fn path_of(seen: &Seen) -> String {
    format!("/clusters/{}/funds/{}", seen.cluster.slug, seen.fund.id)
}

fn seen_by(cluster: &cluster::Model) -> String {
    format!("people of {}, its member schools, and auditors", cluster.name)
}

/// The frame of a page of one fund, with the pages beside it.
fn inside(title: &str, seen: &Seen, current: &str) -> Frame {
    let path = path_of(seen);
    let item = |(page, text): (&str, &str)| Section {
        href: if page.is_empty() { path.clone() } else { format!("{path}/{page}") },
        text: text.to_owned(),
        current: page == current,
    };
    let pool = (seen.fund.kind == FundKind::Pool).then_some(("premiums", "Premiums"));
    let all = [("", "Fund"), ("payments", "Payments"), ("budget", "Budget"), ("statements", "Statements")];
    let all = all.into_iter().chain([("movements", "Movements"), ("posts", "Posts")]).chain(pool);
    let beside = Sections { label: seen.fund.name.clone(), items: all.map(item).collect(), keep: String::new() };
    frame(format!("{title}, {}", seen.fund.name))
        .back(format!("/clusters/{}/funds", seen.cluster.slug), "Funds")
        .beside(beside)
        .seen_by(seen_by(&seen.cluster))
}

fn kind_words(kind: FundKind) -> &'static str {
    match kind {
        FundKind::Running => "Running the cluster",
        FundKind::Match => "Match fund",
        FundKind::Delegated => "Delegated money",
        FundKind::Pool => "Insurance pool",
    }
}

fn state_words(state: FundState) -> (&'static str, &'static str) {
    match state {
        FundState::Proposed => ("Proposed", "waiting"),
        FundState::Open => ("Open", "done"),
        FundState::Closed => ("Closed", "plain"),
    }
}

fn today(visit: &Visit) -> NaiveDate {
    words::london_day(visit.now)
}

fn this_year(visit: &Visit) -> i32 {
    financial_year(today(visit))
}

/// The names of the schools that are or were in the cluster.
async fn school_names(visit: &Visit, cluster: ClusterId) -> Result<HashMap<SchoolId, String>> {
    let all = fund::all_members(visit.read(), cluster).await?;
    Ok(all.into_iter().map(|member| (member.school.id, member.school.name)).collect())
}

fn school_choices(members: &[Member]) -> Vec<Choice> {
    members.iter().map(|member| choice(member.school.urn, member.school.name.clone())).collect()
}

/// The school with this URN among the cluster's.
fn by_urn(members: &[Member], urn: &str) -> Option<SchoolId> {
    members.iter().find(|member| member.school.urn.to_string() == urn).map(|member| member.school.id)
}

/// A school of the cluster from a list; an error beside the field where it is none.
fn school_field(form: &Reader, name: &str, members: &[Member]) -> SchoolId {
    by_urn(members, &form.text(name)).unwrap_or_else(|| {
        form.error(name, "Choose a school");
        members.first().map_or(SchoolId(Default::default()), |member| member.school.id)
    })
}

/// The file that came in the field `file`.
fn file_of(upload: &mut Upload) -> Option<Evidence> {
    let at = upload.files.iter().position(|file| file.field == "file")?;
    let file = upload.files.swap_remove(at);
    Some(Evidence { name: file.name, bytes: file.bytes })
}

/// What is said of a movement.
fn movement(form: &Reader) -> NewMovement {
    NewMovement {
        day: form.date("day", "Enter the day"),
        reason: form.required("reason", "Enter what it is for"),
        evidence: form.required("evidence", "Enter the reference of what shows it, such as an invoice or a minute"),
        file: None,
    }
}

fn with_day(form: FormView, name: &str, day: NaiveDate) -> FormView {
    form.with(format!("{name}-day"), day.day().to_string())
        .with(format!("{name}-month"), day.month().to_string())
        .with(format!("{name}-year"), day.year().to_string())
}

/// The file that was kept as evidence, if there is one.
async fn attached(visit: &Visit, file: Option<FileId>, name: Option<String>) -> Result<Response> {
    let (file, name) = file.zip(name).ok_or(Error::NotFound)?;
    let (media_type, bytes) = fund::read_evidence(visit, file).await?;
    Ok(download::attachment(&name, &media_type, bytes))
}

/// A kind of fund or another closed set as choices.
fn fund_choices(funds: &[Fund]) -> Vec<Choice> {
    funds.iter().map(|fund| choice(fund.id, fund.name.clone())).collect()
}
