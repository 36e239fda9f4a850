//! Files made on request.

use crate::platform::csv_out::{self, Cell};
use crate::platform::error::{Error, Result};
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
