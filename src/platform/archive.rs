//! One file of many, made to be handed over: what goes into it is written to the disk piece by piece, so that it takes no
//! more memory the larger it is, and its last file lists the SHA-256 of every other.

use super::error::Result;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The list of checksums, in the form that `sha256sum --check` reads.
pub const CHECKSUMS: &str = "SHA256SUMS";

/// An archive (tar) being written.
pub struct Archive {
    tar: tar::Builder<File>,
    /// Where unnamed files are made.
    scratch: PathBuf,
    /// The folder that it unpacks into.
    folder: String,
    at: DateTime<Utc>,
    checksums: String,
}

/// One file of an archive while it is written.
pub struct Entry {
    name: String,
    file: File,
    hash: Sha256,
    size: u64,
}

impl Entry {
    pub fn write(&mut self, text: &str) -> Result<()> {
        self.file.write_all(text.as_bytes())?;
        self.hash.update(text.as_bytes());
        self.size += u64::try_from(text.len()).unwrap_or_default();
        Ok(())
    }
}

impl Archive {
    /// Begins an archive whose files are dated `at`.
    pub fn begin(scratch: &Path, folder: impl Into<String>, at: DateTime<Utc>) -> Result<Self> {
        Ok(Self {
            tar: tar::Builder::new(tempfile::tempfile_in(scratch)?),
            scratch: scratch.to_owned(),
            folder: folder.into(),
            at,
            checksums: String::new(),
        })
    }

    /// A file to write, added by [`Archive::add`].
    pub fn entry(&self, name: impl Into<String>) -> Result<Entry> {
        let file = tempfile::tempfile_in(&self.scratch)?;
        Ok(Entry { name: name.into(), file, hash: Sha256::new(), size: 0 })
    }

    pub fn add(&mut self, entry: Entry) -> Result<()> {
        let Entry { name, mut file, hash, size } = entry;
        self.checksums.push_str(&format!("{}  {name}\n", hex::encode(hash.finalize())));
        file.seek(SeekFrom::Start(0))?;
        self.append(&name, size, file)
    }

    /// A whole file at once.
    pub fn put(&mut self, name: impl Into<String>, text: &str) -> Result<()> {
        let mut entry = self.entry(name)?;
        entry.write(text)?;
        self.add(entry)
    }

    fn append(&mut self, name: &str, size: u64, content: impl std::io::Read) -> Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o644);
        header.set_mtime(u64::try_from(self.at.timestamp()).unwrap_or_default());
        self.tar.append_data(&mut header, format!("{}/{name}", self.folder), content)?;
        Ok(())
    }

    /// Writes the list of checksums and hands over the file, at its beginning.
    pub fn finish(mut self) -> Result<File> {
        let sums = std::mem::take(&mut self.checksums);
        let size = u64::try_from(sums.len()).unwrap_or_default();
        self.append(CHECKSUMS, size, sums.as_bytes())?;
        let mut file = self.tar.into_inner()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::keys::sha256_hex;
    use std::io::Read as _;

    #[test]
    fn every_file_of_an_archive_stands_in_its_checksums() {
        let folder = tempfile::tempdir().unwrap();
        let mut archive = Archive::begin(folder.path(), "record", DateTime::UNIX_EPOCH).unwrap();
        archive.put("a.txt", "one").unwrap();
        let mut long = archive.entry("b.txt").unwrap();
        long.write("two ").unwrap();
        long.write("pieces").unwrap();
        archive.add(long).unwrap();
        let mut read = tar::Archive::new(archive.finish().unwrap());
        let mut files = Vec::new();
        for entry in read.entries().unwrap() {
            let mut entry = entry.unwrap();
            let name = entry.path().unwrap().display().to_string();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            files.push((name, text));
        }
        let sums = format!("{}  a.txt\n{}  b.txt\n", sha256_hex(b"one"), sha256_hex(b"two pieces"));
        let expected = [("record/a.txt", "one"), ("record/b.txt", "two pieces"), ("record/SHA256SUMS", sums.as_str())];
        assert_eq!(files, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
}
