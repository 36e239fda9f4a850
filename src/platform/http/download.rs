//! Files made on request.

use crate::platform::csv_out::{self, Cell};
use crate::platform::error::{Error, Result};
use crate::platform::export::{Form, Sheet};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

/// A CSV file under this name (letters, digits, dashes).
pub fn csv(name: &str, rows: &[Vec<Cell>]) -> Result<Response> {
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let disposition =
        HeaderValue::from_str(&disposition).map_err(|_| Error::internal("a file name with control characters"))?;
    let mut response = csv_out::csv(rows).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
/// A list in the form that the end of its address asks for.
pub fn sheet(form: Form, sheet: &Sheet) -> Result<Response> {
    let name = format!("{}{}", sheet.name, form.ending());
    Ok(attachment(&name, form.media_type(), sheet.bytes(form)?))
}

/// A download that no browser shows in the page and no cache keeps.
pub fn attachment(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
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
