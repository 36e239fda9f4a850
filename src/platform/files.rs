//! Attachments: kept in the data folder, outside the database, under names that we give.
//!
//! Written, synced, renamed and the folder synced before the row is committed: what is acknowledged is on the disk.

use super::error::{Error, Result};
use super::keys::sha256_hex;
use ::entity::{ids::FileId, stored_file};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt as _;

/// The largest file that is taken: 20 MB.
pub const LARGEST: usize = 20 * 1024 * 1024;

/// What a file is, told by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Docx,
    Xlsx,
    Csv,
}

impl Kind {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv",
        }
    }

    /// Its kind, where both its size and its type may be taken.
    pub fn checked(name: &str, bytes: &[u8]) -> Result<Self> {
        let kind = Self::of(name, bytes).filter(|_| bytes.len() <= LARGEST);
        kind.ok_or_else(|| Error::refused(refusal(bytes.len())))
    }

    /// By content, not by name: only where both agree is the file taken.
    pub fn of(name: &str, bytes: &[u8]) -> Option<Self> {
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        match ending.as_str() {
            "pdf" if bytes.starts_with(b"%PDF-") => Some(Self::Pdf),
            "docx" if bytes.starts_with(b"PK\x03\x04") && holds(b"word/") => Some(Self::Docx),
            "xlsx" if bytes.starts_with(b"PK\x03\x04") && holds(b"xl/") => Some(Self::Xlsx),
            "csv" if !bytes.contains(&0) && !bytes.is_empty() => Some(Self::Csv),
            _ => None,
        }
    }
}

/// The folder of attachments.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    pub fn open(data_dir: &Path) -> std::io::Result<Self> {
        let folder = data_dir.join("files");
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Checks size and type, stores the bytes durably, and answers the row to insert with `keep`.
    pub async fn store(&self, owner: &str, name: &str, bytes: &[u8], now: DateTime<Utc>) -> Result<stored_file::Model> {
        self.write(owner, Kind::checked(name, bytes)?.media_type(), bytes, now).await
    }

    /// Stores what is sealed already: its row names neither owner nor type.
    pub async fn store_sealed(&self, sealed: &[u8], now: DateTime<Utc>) -> Result<stored_file::Model> {
        self.write("sealed", "application/octet-stream", sealed, now).await
    }

    async fn write(
        &self,
        owner: &str,
        media_type: &str,
        bytes: &[u8],
        now: DateTime<Utc>,
    ) -> Result<stored_file::Model> {
        let file = stored_file::Model {
            id: FileId::new(now),
            owner: owner.to_owned(),
            media_type: media_type.to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            sha256: sha256_hex(bytes),
            stored_at: now,
        };
        self.write_durably(file.id, bytes).await?;
        Ok(file)
    }

    async fn write_durably(&self, id: FileId, bytes: &[u8]) -> Result<()> {
        let (target, waiting) = (self.path(id), self.folder.join(format!("{id}.part")));
        let mut file = tokio::fs::File::create(&waiting).await?;
        file.write_all(bytes).await?;
        file.sync_all().await?;
        tokio::fs::rename(&waiting, &target).await?;
        let folder = self.folder.clone();
        let synced = tokio::task::spawn_blocking(move || std::fs::File::open(folder)?.sync_all()).await;
        Ok(synced.map_err(|error| Error::internal(error.to_string()))??)
    }

    pub async fn read(&self, id: FileId) -> Result<Vec<u8>> {
        Ok(tokio::fs::read(self.path(id)).await?)
    }

    /// Where a file lies.
    pub fn path(&self, id: FileId) -> PathBuf {
        self.folder.join(id.to_string())
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Inserts the row of a stored file, inside the change that refers to it.
pub async fn keep(transaction: &impl ConnectionTrait, file: &stored_file::Model) -> Result<()> {
    stored_file::Entity::insert(file.clone().into_active_model()).exec_without_returning(transaction).await?;
    Ok(())
}

/// Forgets a file's row (drafts replace files); the bytes are removed by the caller afterwards.
pub async fn forget(transaction: &impl ConnectionTrait, file: stored_file::Model) -> Result<()> {
    file.into_active_model().delete(transaction).await?;
    Ok(())
}

fn refusal(size: usize) -> &'static str {
    if size > LARGEST {
        "The selected file must be smaller than 20 MB"
    } else {
        "The selected file must be a PDF, DOCX, XLSX or CSV"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_needs_both_its_ending_and_its_content() {
        assert_eq!(Kind::of("menu.PDF", b"%PDF-1.7 x"), Some(Kind::Pdf));
        assert_eq!(Kind::of("menu.pdf", b"MZ\x90"), None);
        assert_eq!(Kind::of("a.csv", b"a,b\n1,2\n"), Some(Kind::Csv));
        assert_eq!(Kind::of("a.csv", b"a\0b"), None);
        assert_eq!(Kind::of("a.exe", b"%PDF-"), None);
    }

    #[tokio::test]
    async fn a_stored_file_reads_back_with_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let row = files.store("tender:1", "a.csv", b"a,b\n", DateTime::UNIX_EPOCH).await.unwrap();
        assert_eq!(files.read(row.id).await.unwrap(), b"a,b\n");
        assert_eq!(row.sha256, sha256_hex(b"a,b\n"));
    }
}
