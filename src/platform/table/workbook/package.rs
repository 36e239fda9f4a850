//! The zip file that a workbook is: its parts are found, weighed, and unpacked one at a time.

use super::super::{Bytes, TableFault};
use super::Limits;
use flate2::read::DeflateDecoder;
use std::collections::HashMap;
use std::io::{self, Read, SeekFrom};
use zip::{CompressionMethod, ZipArchive};

/// More parts than any workbook has.
const MOST_PARTS: usize = 10_000;

pub(super) struct Package {
    bytes: Option<Box<dyn Bytes>>,
    parts: HashMap<String, Part>,
}

#[derive(Clone, Copy)]
struct Part {
    start: u64,
    packed: u64,
    /// What it says it unpacks to; it may not be more.
    unpacked: u64,
    is_deflated: bool,
}

impl Package {
    /// Reads where the parts are, and refuses those that would be too large before one of them is unpacked.
    pub(super) fn open(bytes: Box<dyn Bytes>, limits: Limits) -> Result<Self, TableFault> {
        let mut archive = ZipArchive::new(bytes).map_err(|_| TableFault::Damaged)?;
        let too_large = || TableFault::TooLarge(limits.unpacked / 1024 / 1024);
        if archive.len() > MOST_PARTS {
            return Err(too_large());
        }
        let (mut parts, mut unpacked) = (HashMap::new(), 0_u64);
        for at in 0..archive.len() {
            let file = archive.by_index_raw(at).map_err(|_| TableFault::Damaged)?;
            let is_deflated = match file.compression() {
                CompressionMethod::Stored => false,
                CompressionMethod::Deflated => true,
                _ => return Err(TableFault::Damaged),
            };
            unpacked = unpacked.saturating_add(file.size());
            let name = file.name().map_err(|_| TableFault::Damaged)?.into_owned();
            let start = file.data_start().ok_or(TableFault::Damaged)?;
            parts.insert(name, Part { start, packed: file.compressed_size(), unpacked: file.size(), is_deflated });
        }
        if unpacked > limits.unpacked {
            return Err(too_large());
        }
        let package = Package { bytes: Some(archive.into_inner()), parts };
        if package.has("xl/workbook.xml") { Ok(package) } else { Err(TableFault::NoTable(package.kind())) }
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.parts.contains_key(part)
    }

    /// What a zip file is that is no workbook of ours.
    fn kind(&self) -> &'static str {
        match () {
            () if self.has("xl/workbook.bin") => "a binary Excel workbook",
            () if self.has("word/document.xml") => "a Word document",
            () if self.has("ppt/presentation.xml") => "a presentation",
            () if self.has("mimetype") => "an OpenDocument file",
            () => "a zip file",
        }
    }

    /// One part as it is unpacked.
    pub(super) fn unpack(&mut self, name: &str) -> Result<Box<dyn Read + Send + '_>, TableFault> {
        let part = *self.parts.get(name).ok_or(TableFault::Damaged)?;
        let bytes = self.bytes.as_mut().ok_or(TableFault::Damaged)?;
        bytes.seek(SeekFrom::Start(part.start)).map_err(TableFault::Read)?;
        Ok(part.unpacked(bytes))
    }

    /// The last part that is wanted; it owns the bytes from then on.
    pub(super) fn unpack_to_the_end(&mut self, name: &str) -> Result<Box<dyn Read + Send>, TableFault> {
        let part = *self.parts.get(name).ok_or(TableFault::Damaged)?;
        let mut bytes = self.bytes.take().ok_or(TableFault::Damaged)?;
        bytes.seek(SeekFrom::Start(part.start)).map_err(TableFault::Read)?;
        Ok(part.unpacked(bytes))
    }
}

impl Part {
    fn unpacked<'a>(self, bytes: impl Read + Send + 'a) -> Box<dyn Read + Send + 'a> {
        let packed = bytes.take(self.packed);
        if self.is_deflated {
            Box::new(Held { bytes: DeflateDecoder::new(packed), left: self.unpacked })
        } else {
            Box::new(Held { bytes: packed, left: self.unpacked })
        }
    }
}

/// A part that may not be larger than it said.
struct Held<R> {
    bytes: R,
    left: u64,
}

impl<R: Read> Read for Held<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or(io::ErrorKind::InvalidData)?;
        Ok(count)
    }
}
