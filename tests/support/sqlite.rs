//! A SQLite file of its own for each test, copied from one that was migrated once.

use std::path::Path;

static MIGRATED: tokio::sync::OnceCell<Vec<u8>> = tokio::sync::OnceCell::const_new();

/// The address of a SQLite file that is made when it is missing.
pub fn url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

/// Puts a database with the product's tables into `folder` and tells its address.
pub async fn migrated(folder: &Path) -> String {
    let bytes = MIGRATED.get_or_init(template).await;
    let file = folder.join("clusterbuy.sqlite");
    std::fs::write(&file, bytes).expect("the test's folder takes a file");
    url(&file)
}

/// The bytes are kept, not the file: statics have no destructor to remove a file with.
async fn template() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("template.sqlite");
    crate::migrate(&url(&file)).await;
    std::fs::read(&file).expect("the migrated file")
}
