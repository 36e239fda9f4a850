//! One archive of the database and the attachments, without the server key; and its way back.
//!
//! SQLite is copied by `VACUUM INTO`, which is consistent under load (a copied file is not); PostgreSQL by `pg_dump`.

use super::settings::Settings;
use anyhow::{Context as _, bail};
use sea_orm::ConnectionTrait as _;
use std::fs::File;
use std::path::{Path, PathBuf};

const SQLITE_ENTRY: &str = "database.sqlite";
const POSTGRES_ENTRY: &str = "database.pgdump";

/// Writes the archive; refuses to overwrite one.
pub async fn backup(settings: &Settings, archive: &Path) -> anyhow::Result<()> {
    if archive.exists() {
        bail!("{} is there already; name another file", archive.display());
    }
    let folder = tempfile::tempdir()?;
    let dump = dump_database(settings, folder.path()).await?;
    let mut tar = tar::Builder::new(File::create_new(archive)?);
    let entry = dump.file_name().context("the dump has a name")?.to_owned();
    tar.append_path_with_name(&dump, entry)?;
    let files = settings.data_dir.join("files");
    if files.exists() {
        tar.append_dir_all("files", files)?;
    }
    tar.into_inner()?.sync_all()?;
    Ok(())
}

async fn dump_database(settings: &Settings, folder: &Path) -> anyhow::Result<PathBuf> {
    if settings.database_url.starts_with("sqlite:") {
        let target = folder.join(SQLITE_ENTRY);
        let db = super::db::Db::connect(&settings.database_url).await?;
        let path = target.display().to_string().replace('\'', "''");
        db.for_maintenance().execute_unprepared(&format!("VACUUM INTO '{path}'")).await?;
        Ok(target)
    } else {
        let target = folder.join(POSTGRES_ENTRY);
        run("pg_dump", &["--format=custom", "--file", &target.display().to_string(), &settings.database_url]).await?;
        Ok(target)
    }
}

/// Puts an archive back into an empty place of the same kind of database.
pub async fn restore(settings: &Settings, archive: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    tar::Archive::new(File::open(archive).with_context(|| format!("cannot open {}", archive.display()))?)
        .unpack(folder.path())?;
    let (sqlite, postgres) = (folder.path().join(SQLITE_ENTRY), folder.path().join(POSTGRES_ENTRY));
    match (settings.database_url.starts_with("sqlite:"), sqlite.exists(), postgres.exists()) {
        (true, true, _) => restore_sqlite(settings, &sqlite)?,
        (false, _, true) => {
            let url = &settings.database_url;
            run("pg_restore", &["--no-owner", "--exit-on-error", "--dbname", url, &postgres.display().to_string()])
                .await?;
        }
        _ => bail!("the archive is of the other kind of database, or is no backup of clusterbuy"),
    }
    restore_files(&folder.path().join("files"), &settings.data_dir.join("files"))
}

fn restore_sqlite(settings: &Settings, source: &Path) -> anyhow::Result<()> {
    let path = settings.database_url.trim_start_matches("sqlite:").trim_start_matches("//");
    let target = PathBuf::from(path.split('?').next().unwrap_or(path));
    if target.exists() {
        bail!("{} is there already; restore goes into an empty place", target.display());
    }
    if let Some(parent) = target.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::copy(source, &target)?;
    Ok(File::open(&target)?.sync_all()?)
}

fn restore_files(source: &Path, target: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(target)?;
    if !source.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(source)? {
        let entry = entry?;
        std::fs::copy(entry.path(), target.join(entry.file_name()))?;
    }
    Ok(())
}

async fn run(program: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let status = tokio::process::Command::new(program).args(arguments).status().await;
    let status = status.with_context(|| format!("{program} is not installed; install PostgreSQL's client programs"))?;
    if !status.success() {
        bail!("{program} failed: {status}");
    }
    Ok(())
}
