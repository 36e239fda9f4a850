//! Reads the small dated tables that hold the law; they are part of the program, so a broken one is found by its test.

use serde::de::DeserializeOwned;

/// Every row of a table whose first line is a comment naming its source.
pub(super) fn table<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let rows: Result<Vec<T>, csv::Error> = reader.deserialize().collect();
    #[expect(clippy::expect_used, reason = "the tables are compiled in; every one is read by a test")]
    rows.expect("a table of the law can be read")
}
