//! The receipt as a text that anybody can check: what it says, and the server's signature under it.

use chrono::{DateTime, SecondsFormat, Utc};
use std::fmt::Write as _;

/// What a receipt says, one fact a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// "R-8K2F4M".
    pub receipt: String,
    /// The tender's reference.
    pub tender: String,
    pub tender_version: i32,
    pub received: DateTime<Utc>,
    /// Of the sealed bid, hex.
    pub sha256: String,
    /// The chain of the record and the entry in it that this submission is.
    pub chain: String,
    pub position: i64,
}

/// How the line of the signature begins.
const SIGNATURE: &str = "Signature (Ed25519): ";
/// How the line of the signing key begins.
const KEY: &str = "Signed by the key: ";

impl Statement {
    /// The lines that are signed.
    pub fn text(&self) -> String {
        let received = self.received.to_rfc3339_opts(SecondsFormat::Micros, true);
        let mut text = String::new();
        for (name, value) in [
            ("Receipt", self.receipt.clone()),
            ("Tender", format!("{}, version {}", self.tender, self.tender_version)),
            ("Received (UTC)", received),
            ("SHA-256 of the sealed bid", self.sha256.clone()),
            ("In the record", format!("Entry {} of {}", self.position, self.chain)),
        ] {
            let _ = writeln!(text, "{name}: {value}");
        }
        text
    }

    /// The whole receipt: what is signed, the signature, the key.
    pub fn signed(&self, signature: &str, key: &str) -> String {
        format!("{}{SIGNATURE}{signature}\n{KEY}{key}\n", self.text())
    }
}

/// A receipt as somebody handed it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    pub text: String,
    pub signature: String,
    pub key: String,
}

/// Takes a receipt apart, however its lines end; none where it is no receipt.
pub fn read(receipt: &str) -> Option<Handed> {
    let lines: Vec<&str> = receipt.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let first = lines.iter().position(|line| line.starts_with("Receipt: "))?;
    let at = lines.iter().position(|line| line.starts_with(SIGNATURE)).filter(|at| *at > first)?;
    let text = lines[first..at].iter().map(|line| format!("{line}\n")).collect();
    let key = lines.get(at + 1)?.strip_prefix(KEY)?;
    Some(Handed { text, signature: lines[at].strip_prefix(SIGNATURE)?.to_owned(), key: key.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_reads_back_as_it_was_signed_however_its_lines_end() {
        let statement = Statement {
            receipt: "R-8K2F4M".to_owned(),
            tender: "NG-2027-001".to_owned(),
            tender_version: 3,
            received: DateTime::UNIX_EPOCH,
            sha256: "ab".repeat(32),
            chain: "bid:1".to_owned(),
            position: 4,
        };
        let handed = read(&statement.signed("cd", "ef").replace('\n', "\r\n")).unwrap();
        assert_eq!(handed.text, statement.text());
        assert_eq!((handed.signature.as_str(), handed.key.as_str()), ("cd", "ef"));
        assert!(handed.text.contains("Received (UTC): 1970-01-01T00:00:00.000000Z\n"));
        assert_eq!(read("Receipt: R-1\n"), None);
        assert_eq!(read(""), None);
    }
}
