//! Text search on either database: SQLite's FTS5 and PostgreSQL's text search, behind one condition.
//!
//! A table keeps its words in a column, folded by us and apart by spaces, with an index of the database's own over it. What
//! is asked for is a list of groups: a row matches that has at least one word of every group. The words are ours alone
//! (letters, digits and `_`), so that neither database reads them as more than words, and both find the same rows.

use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{DatabaseBackend, Value};

/// A table whose words are indexed.
#[derive(Clone, Copy, Debug)]
pub struct TextIndex {
    pub table: &'static str,
    /// Its integer key.
    pub key: &'static str,
    pub words: &'static str,
    /// SQLite's table of the index.
    pub index: &'static str,
}

impl TextIndex {
    /// The condition that a row is one of the first `most` that match. A word that is none is left out.
    pub fn matching(&self, backend: DatabaseBackend, groups: &[Vec<String>], most: u32) -> SimpleExpr {
        let TextIndex { table, key, words, index } = self;
        let (asked, condition) = match backend {
            DatabaseBackend::Sqlite => (
                query(groups, '"', " OR ", " AND "),
                format!("{table}.{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT {most})"),
            ),
            _ => (
                query(groups, '\'', " | ", " & "),
                format!(
                    "{table}.{key} IN (SELECT {key} FROM {table} WHERE \
                     array_to_tsvector(string_to_array({words}, ' ')) @@ CAST($1 AS tsquery) LIMIT {most})"
                ),
            ),
        };
        Expr::cust_with_values(condition, [Value::from(asked)])
    }
}

/// The groups in a database's own writing.
fn query(groups: &[Vec<String>], quote: char, or: &str, and: &str) -> String {
    let is_word = |word: &&String| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let group = |words: &Vec<String>| {
        let words: Vec<String> = words.iter().filter(is_word).map(|word| format!("{quote}{word}{quote}")).collect();
        (!words.is_empty()).then(|| format!("({})", words.join(or)))
    };
    groups.iter().filter_map(group).collect::<Vec<_>>().join(and)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_holds_words_and_nothing_that_a_database_would_read_otherwise() {
        let groups =
            [vec!["meal".to_owned(), "_a_335".to_owned()], vec!["a\" OR x".to_owned()], vec!["hot".to_owned()]];
        assert_eq!(query(&groups, '"', " OR ", " AND "), "(\"meal\" OR \"_a_335\") AND (\"hot\")");
        assert_eq!(query(&groups, '\'', " | ", " & "), "('meal' | '_a_335') & ('hot')");
    }
}
