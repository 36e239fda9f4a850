//! The lot that a request is about: the reference in its path, the number in its query.

use crate::platform::error::{Error, Result};
use crate::tender::LotAddress;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::Deserialize;

#[derive(Deserialize)]
struct InPath {
    reference: String,
}

#[derive(Deserialize)]
struct InQuery {
    lot: Option<i32>,
}

impl<S: Send + Sync> FromRequestParts<S> for LotAddress {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Path(path) = Path::<InPath>::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        let Query(query) = Query::<InQuery>::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        Ok(Self { reference: path.reference, lot: query.lot })
    }
}
