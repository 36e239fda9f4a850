//! Files of a bid on their way to a reader.

pub(super) use crate::platform::http::download::attachment;

/// "1,204 KB": thousands of bytes, rounded up.
pub(super) fn size(bytes: i64) -> String {
    let kilobytes = bytes.max(0).unsigned_abs().div_ceil(1000);
    format!("{} KB", crate::platform::words::number(kilobytes.into()))
}
