//! Files of a bid on their way to a reader.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

/// A download that no browser shows in the page and no cache keeps.
pub(super) fn attachment(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || ".-_ ".contains(letter) { letter } else { '_' };
    let name: String = name.chars().map(plain).collect();
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let disposition = format!("attachment; filename=\"{name}\"");
    for (header, value) in [(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, disposition.as_str())] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(header, value);
        }
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// "1,204 KB": thousands of bytes, rounded up.
pub(super) fn size(bytes: i64) -> String {
    let kilobytes = bytes.max(0).unsigned_abs().div_ceil(1000);
    format!("{} KB", crate::platform::words::number(kilobytes.into()))
}
