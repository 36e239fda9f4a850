//! A record to take away: one archive with every entry and every part, as pages, as lines and as tables.

use super::part::shown;
use super::proof::{Head, head};
use crate::platform::archive::{Archive, CHECKSUMS};
use crate::platform::csv_out::{self, Cell};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, Shell};
use crate::platform::http::visit::Visit;
use crate::platform::words as platform_words;
use crate::tender::record::{self, Fact, Part, Scene, Which};
use crate::tender::rules::words;
use crate::tender::store::{self, Entry, Reader, Shown};
use axum::body::Body;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::{Value, json};
use std::fs::File;
use tokio::io::AsyncReadExt as _;

/// How much is read from the disk at once.
const PIECE: usize = 64 * 1024;
/// Entries that the page of the archive lists; the others stand in its tables.
const ON_THE_PAGE: usize = 1_000;
const TIMELINE: [&str; 8] = ["Entry", "When", "What", "Details", "By", "Reason", "Hash before", "Hash"];

#[derive(Serialize)]
struct Table {
    title: &'static str,
    about: String,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

#[derive(Serialize)]
pub(super) struct IndexPage {
    reference: String,
    title: String,
    whole: bool,
    written: String,
    head: Option<Head>,
    /// Entries that are in the tables and not on the page.
    more: usize,
    tables: Vec<Table>,
}

impl Page for IndexPage {
    const TEMPLATE: &'static str = "tender/record_archive.html";
    fn samples() -> Vec<Self> {
        let table = |rows: Vec<Vec<String>>| Table {
            title: "Versions",
            about: "Every version".to_owned(),
            columns: vec!["Version"],
            rows,
        };
        let page = |whole: bool| Self {
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            whole,
            written: "22 November 2026".to_owned(),
            head: whole.then(|| Head { entries: 42, hash: "0".repeat(64) }),
            more: if whole { 5 } else { 0 },
            tables: vec![table(vec![vec!["1".to_owned()]]), table(Vec::new())],
        };
        vec![page(true), page(false)]
    }
}

pub(super) async fn download(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    send(&visit, &reference, Reader::OfTheRecord).await
}

pub(super) async fn download_public(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    send(&visit, &reference, Reader::Public).await
}

async fn send(visit: &Visit, reference: &str, reader: Reader) -> Result<Response> {
    let scene = record::scene(visit, reference, reader).await?;
    let name = format!("{}-{reference}", if scene.is_whole() { "record" } else { "record-public" });
    let file = write(visit, &scene, &name).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/x-tar".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.tar\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, streamed(file)).into_response())
}

/// The file piece by piece.
fn streamed(file: File) -> Body {
    let file = tokio::fs::File::from_std(file);
    Body::from_stream(futures::stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        let mut piece = vec![0; PIECE];
        match file.read(&mut piece).await {
            Ok(0) => None,
            Ok(read) => {
                piece.truncate(read);
                Some((Ok(piece), Some(file)))
            }
            Err(error) => Some((Err(error), None)),
        }
    }))
}

async fn write(visit: &Visit, scene: &Scene, name: &str) -> Result<File> {
    let mut archive = Archive::begin(&visit.app.settings.data_dir, name, visit.now)?;
    let mut parts = Vec::new();
    for which in Which::ALL {
        parts.push(record::part(visit, scene, which).await?);
    }
    let (newest, more) = entries(visit, scene, &mut archive, &parts).await?;
    for part in &parts {
        archive.put(format!("{}.csv", part.which.code()), &table_of(part))?;
    }
    for version in store::versions(visit.read(), scene.tender.id).await? {
        archive.put(format!("version-{}.json", version.number), &version.content)?;
    }
    for (name, text) in record::evaluations(visit, scene).await? {
        archive.put(name, &text)?;
    }
    let page = IndexPage {
        reference: scene.tender.reference.clone(),
        title: scene.tender.title.clone(),
        whole: scene.is_whole(),
        written: platform_words::deadline(visit.now),
        head: head_for(visit, scene).await?,
        more,
        tables: std::iter::once(newest).chain(parts.iter().map(table)).collect(),
    };
    let html = visit.app.pages.render(&page, &Shell::default()).map_err(|error| Error::Internal(error.into()))?;
    archive.put("index.html", &html)?;
    archive.put("README.txt", &readme(scene))?;
    archive.finish()
}

/// The place and the hash of the last entry, which would tell the public of entries that it may not know of yet.
async fn head_for(visit: &Visit, scene: &Scene) -> Result<Option<Head>> {
    if scene.is_whole() || scene.is_told() { head(visit, scene).await } else { Ok(None) }
}

/// Every entry as a line and as a row, then every part as lines. Answers the entries for the page, and how many it leaves out.
async fn entries(visit: &Visit, scene: &Scene, archive: &mut Archive, parts: &[Part]) -> Result<(Table, usize)> {
    let shown = store::shown_to(&scene.tender, scene.reader, scene.is_told());
    let (mut lines, mut rows) = (archive.entry("record.jsonl")?, archive.entry("timeline.csv")?);
    rows.write(&csv_out::csv(&[TIMELINE.map(Cell::text).to_vec()]))?;
    let (mut after, mut newest, mut count) = (0, Vec::new(), 0);
    loop {
        let found = store::entries_after(visit.read(), scene.tender.id, shown, after).await?;
        let Some(last) = found.last() else { break };
        after = last.event.n;
        for entry in &found {
            let facts = entry_facts(scene, entry, shown);
            lines.write(&format!("{}\n", entry_line(scene, entry, shown)))?;
            rows.write(&csv_out::lines(&[facts.iter().map(cell).collect()]))?;
            newest.insert(0, facts.iter().take(6).map(super::part::shown).collect::<Vec<_>>());
            newest.truncate(ON_THE_PAGE);
            count += 1;
        }
    }
    for part in parts {
        for row in &part.rows {
            lines.write(&format!("{}\n", part_line(part, row)))?;
        }
    }
    archive.add(lines)?;
    archive.add(rows)?;
    let more = count - newest.len();
    let about = "Everything that happened, the newest first.".to_owned();
    Ok((Table { title: "Timeline", about, columns: TIMELINE[..6].to_vec(), rows: newest }, more))
}

/// The place in the chain and the hashes stand where every entry is in the file: else they would tell of the others.
fn entry_facts(scene: &Scene, entry: &Entry, shown: Shown) -> Vec<Fact> {
    let event = &entry.event;
    let chained = |text: &str| if shown == Shown::All { Fact::text(text) } else { Fact::Nothing };
    vec![
        if shown == Shown::All { Fact::number(event.n) } else { Fact::Nothing },
        Fact::At(event.at),
        Fact::text(record::title(&event.action)),
        Fact::maybe(record::details(scene, entry)),
        Fact::text(record::by(scene, entry)),
        Fact::maybe(event.reason.clone().filter(|_| has_reason(scene, entry))),
        chained(&event.previous_hash),
        chained(&event.hash),
    ]
}

/// To the public the reasons that were published.
fn has_reason(scene: &Scene, entry: &Entry) -> bool {
    scene.is_whole() || words::PUBLIC.contains(&entry.event.action.as_str())
}

/// The whole record's line holds all that an entry's hash is made of.
fn entry_line(scene: &Scene, entry: &Entry, shown: Shown) -> Value {
    let event = &entry.event;
    let mut line = json!({
        "kind": "event",
        "at": event.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        "said": record::title(&event.action),
        "by": record::by(scene, entry),
        "reason": event.reason.as_ref().filter(|_| has_reason(scene, entry)),
    });
    if shown == Shown::All {
        line["n"] = event.n.into();
        line["previous_hash"] = event.previous_hash.clone().into();
        line["hash"] = event.hash.clone().into();
    }
    if scene.is_whole() {
        line["action"] = event.action.clone().into();
        line["subject"] = event.subject.clone().into();
        line["data"] = event.data.clone().into();
        line["chain"] = event.chain.clone().into();
        line["actor"] = json!(event.actor);
        line["acting_as"] = json!(event.acting_as);
    }
    line
}

fn part_line(part: &Part, row: &[Fact]) -> Value {
    let mut line = json!({ "kind": part.which.code() });
    for (column, fact) in part.columns.iter().zip(row) {
        line[column.to_lowercase()] = match fact {
            Fact::Text(text) | Fact::Number(text) => text.clone().into(),
            Fact::At(instant) => instant.to_rfc3339_opts(SecondsFormat::Micros, true).into(),
            Fact::Nothing => Value::Null,
        };
    }
    line
}

fn cell(fact: &Fact) -> Cell {
    match fact {
        Fact::Text(text) => Cell::text(text.clone()),
        Fact::Number(number) => Cell::number(number),
        Fact::At(instant) => Cell::text(instant.to_rfc3339_opts(SecondsFormat::Secs, true)),
        Fact::Nothing => Cell::empty(),
    }
}

fn table_of(part: &Part) -> String {
    let head = part.columns.iter().map(|column| Cell::text(*column)).collect();
    let rows = part.rows.iter().map(|row| row.iter().map(cell).collect());
    csv_out::csv(&std::iter::once(head).chain(rows).collect::<Vec<_>>())
}

fn table(part: &Part) -> Table {
    Table {
        title: part.which.title(),
        about: part.about.clone(),
        columns: part.columns.to_vec(),
        rows: part.rows.iter().map(|row| row.iter().map(shown).collect()).collect(),
    }
}

fn readme(scene: &Scene) -> String {
    let reference = &scene.tender.reference;
    let how = match scene.is_whole() {
        true => {
            "Each entry's hash is the SHA-256 of the hash before it, a line break and the entry as JSON with its keys in \
             order: acting_as, action, actor, at, chain, data, n, reason, subject. On the server, `clusterbuy verify-audit` \
             checks the whole record.\n"
        }
        false => {
            "This is the public record: people stand in it by their role, bidders that did not win by their label, and their \
             prices, answers and reasons are left out. The hashes are those of the whole record, so that its auditor can \
             show that both are the same.\n"
        }
    };
    format!(
        "The record of tender {reference}.\n\nindex.html holds all of it as a page, record.jsonl as one JSON text a line, the \
         .csv files as tables.\n{how}`sha256sum --check {CHECKSUMS}` checks that these files are as they were written.\n"
    )
}
