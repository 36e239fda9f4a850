//! Everything that a thief of the database and the files would have in hand.

use crate::World;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use std::path::Path;
use std::process::Command;

impl World {
    /// The bytes of the database and of every file in the data folder, but not of the key folder: SQLite as its files are on
    /// disk, PostgreSQL as `pg_dump` writes it.
    pub async fn at_rest(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        if self.app.db.is_sqlite() {
            let url = self.app.settings.database_url.trim_start_matches("sqlite://");
            let file = url.split('?').next().unwrap_or(url).to_owned();
            for name in [file.clone(), format!("{file}-wal")] {
                all.extend(std::fs::read(&name).ok().map(|bytes| (name, bytes)));
            }
        } else {
            all.push(("pg_dump".to_owned(), dump(&self.app.settings.database_url)));
        }
        read_all(&self.app.settings.data_dir, &mut all);
        all
    }

    /// Every row of every table as one line of text, identifiers as hexadecimal digits or as they are printed.
    pub async fn rows_at_rest(&self) -> Vec<String> {
        if !self.app.db.is_sqlite() {
            let dump = String::from_utf8(dump(&self.app.settings.database_url)).expect("a dump is text");
            return dump.lines().filter(|line| line.starts_with("INSERT INTO")).map(str::to_lowercase).collect();
        }
        let tables = "SELECT name AS line FROM sqlite_master WHERE type = 'table'";
        let mut rows = Vec::new();
        for table in self.lines(tables).await {
            let columns = self.lines(&format!("SELECT name AS line FROM pragma_table_info('{table}')")).await;
            let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            let query = format!("SELECT '{table} ' || {} AS line FROM \"{table}\"", quoted.join(" || ' ' || "));
            rows.extend(self.lines(&query).await.iter().map(|line| line.to_lowercase()));
        }
        rows
    }

    async fn lines(&self, query: &str) -> Vec<String> {
        let statement = Statement::from_string(DatabaseBackend::Sqlite, query);
        let rows = self.app.db.read().query_all_raw(statement).await.expect("the rows are read");
        rows.iter().map(|row| row.try_get("", "line").expect("a line")).collect()
    }
}

fn dump(url: &str) -> Vec<u8> {
    let output = Command::new("pg_dump").args(["--inserts", url]).output().expect("pg_dump is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn read_all(folder: &Path, all: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_all(&path, all);
        } else {
            all.extend(std::fs::read(&path).ok().map(|bytes| (path.display().to_string(), bytes)));
        }
    }
}

/// The text as it would stand in a file: plain, as hexadecimal digits, or in base64 wherever its groups begin.
pub fn traces(text: &str) -> Vec<Vec<u8>> {
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut traces = vec![text.as_bytes().to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()];
    traces.extend((0..3).filter_map(|start| base64(text.as_bytes().get(start..)?)));
    traces
}

/// The whole groups of three bytes; too few of them would be found by chance.
fn base64(bytes: &[u8]) -> Option<Vec<u8>> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks_exact(3).flat_map(|group| {
        let bits = u32::from(group[0]) << 16 | u32::from(group[1]) << 8 | u32::from(group[2]);
        [18, 12, 6, 0].map(|shift| LETTERS[(bits >> shift & 63) as usize])
    });
    let text: Vec<u8> = groups.collect();
    (text.len() >= 8).then_some(text)
}

/// Where one of the texts stands in what is at rest, in any of its forms.
pub fn found(at_rest: &[(String, Vec<u8>)], texts: &[&str]) -> Vec<String> {
    let holds = |bytes: &[u8], trace: &[u8]| bytes.windows(trace.len()).any(|window| window == trace);
    let mut told = Vec::new();
    for text in texts {
        for trace in traces(text) {
            let places = at_rest.iter().filter(|(_, bytes)| holds(bytes, &trace));
            told.extend(places.map(|(place, _)| format!("{text} as {} in {place}", String::from_utf8_lossy(&trace))));
        }
    }
    told
}
