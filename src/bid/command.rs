//! Commands of the program about sealed bids: check a receipt, export what is sealed.

use super::{Verified, export_sealed, verify_receipt};
use crate::platform::db::Db;
use crate::platform::error::Error;
use crate::platform::keys::ServerKey;
use crate::platform::settings::Settings;
use anyhow::Context as _;
use std::path::Path;
use std::process::ExitCode;

/// Checks a receipt with this server's public key or the one given; exit status 3 where it is not genuine.
pub fn check_receipt(settings: &Settings, receipt: &Path, key: Option<String>) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(receipt).with_context(|| format!("cannot read {}", receipt.display()))?;
    let key = match key {
        Some(key) => key,
        None => ServerKey::open(&settings.key_dir)?.signing_public(),
    };
    match verify_receipt(&text, key.trim()) {
        Verified::Genuine(handed) => {
            print!("The receipt is genuine and unchanged. It says:\n{}", handed.text);
            Ok(ExitCode::SUCCESS)
        }
        Verified::Forged => {
            println!("This is not a receipt of the key {key}: it was changed, or signed by another key.");
            Ok(ExitCode::from(3))
        }
        Verified::NoReceipt => {
            println!("{} is no receipt.", receipt.display());
            Ok(ExitCode::from(2))
        }
    }
}

/// Writes an archive of a tender's sealed bids and its wrapped key; refuses to overwrite one.
pub async fn export(settings: &Settings, reference: &str, archive: &Path) -> anyhow::Result<ExitCode> {
    let db = Db::connect(&settings.database_url).await?;
    let files = match export_sealed(db.read(), reference).await {
        Err(Error::NotFound) => {
            println!("There is no tender {reference}.");
            return Ok(ExitCode::from(2));
        }
        files => files?,
    };
    let mut tar = tar::Builder::new(std::fs::File::create_new(archive)?);
    for file in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(file.bytes.len())?);
        header.set_mode(0o600);
        tar.append_data(&mut header, &file.path, file.bytes.as_slice())?;
    }
    tar.into_inner()?.sync_all()?;
    println!(
        "{} holds what is sealed of {reference}. It opens with age and the keys that README.txt in it names.",
        archive.display()
    );
    Ok(ExitCode::SUCCESS)
}
