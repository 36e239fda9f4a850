//! A form with one file that may be large: it goes to disk as it arrives, and never into memory whole.

use super::fields::{Fields, malformed, sender, too_large};
use crate::platform::app::App;
use crate::platform::error::{Error, Result};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use std::fs::File;
use std::io::Seek as _;
use tokio::io::AsyncWriteExt as _;

/// The fields of a form and its file, if one was chosen.
#[derive(Debug)]
pub struct Spool {
    pub fields: Fields,
    pub file: Option<SpooledFile>,
}

/// A file without a name on disk: the system removes it with its last handle, even after a crash.
#[derive(Debug)]
pub struct SpooledFile {
    pub name: String,
    file: File,
}

impl SpooledFile {
    /// The bytes from the beginning. Handles share their place in the file: read one to its end before the next.
    pub fn open(&self) -> std::io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.rewind()?;
        Ok(file)
    }
}

impl FromRequest<App> for Spool {
    type Rejection = Error;

    /// The token stands first in every form, so that it is checked before a byte of the file is kept.
    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Error> {
        let (visit, cross_site) = sender(&request)?;
        let mut parts = Multipart::from_request(request, app).await.map_err(|_| malformed())?;
        let mut spool = Spool { fields: Fields::default(), file: None };
        let mut checked = false;
        while let Some(part) = parts.next_field().await.map_err(|_| malformed())? {
            if part.file_name().is_none() {
                let field = part.name().unwrap_or_default().to_owned();
                spool.fields.push(field, part.text().await.map_err(|_| too_large())?);
                continue;
            }
            if !checked {
                spool.fields.check_token(&visit, cross_site)?;
                checked = true;
            }
            spool.file = keep(app, part).await?.or(spool.file);
        }
        if !checked {
            spool.fields.check_token(&visit, cross_site)?;
        }
        Ok(spool)
    }
}

/// Writes one file as it arrives; none if no file was chosen.
async fn keep(app: &App, mut part: Field<'_>) -> Result<Option<SpooledFile>> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let file = tempfile::tempfile_in(&app.settings.data_dir)?;
    let mut to = tokio::fs::File::from_std(file.try_clone()?);
    let mut empty = true;
    while let Some(piece) = part.chunk().await.map_err(|_| too_large())? {
        empty &= piece.is_empty();
        to.write_all(&piece).await?;
    }
    to.flush().await?;
    Ok((!name.is_empty() || !empty).then_some(SpooledFile { name, file }))
}
