//! No page reads through a table that grows: what it asks is found by an index.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use std::collections::BTreeSet;
use support::World;

/// Tables that stay small however many schools there are, and may be read through; of a subquery its own steps tell.
const SMALL: [&str; 7] =
    ["category", "framework", "law_figure", "seaql_migrations", "setting", "listing_words", "sub_query"];

/// What only the platform's own people ask now and then, and the demonstration of its few tenders.
const SELDOM: [&str; 3] = [
    r#"FROM "account" WHERE "account"."email" LIKE"#,
    r#"FROM "event" WHERE (NOT "event"."chain" LIKE"#,
    r#"FROM "tender" WHERE "tender"."reference" LIKE"#,
];

/// Asks SQLite how it would answer everything that was asked since the last look.
pub(crate) async fn use_an_index(world: &World) {
    let mut through = BTreeSet::new();
    for asked in world.asked().into_iter().filter(|asked| may_read_much(asked)) {
        let plan = Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {asked}"));
        for row in world.app.db.read().query_all_raw(plan).await.unwrap() {
            let step: String = row.try_get("", "detail").unwrap();
            through.extend(scanned(&step).map(|table| format!("{table}: {asked}")));
        }
    }
    assert!(
        through.is_empty(),
        "{} queries read through a table:\n{}",
        through.len(),
        Vec::from_iter(through).join("\n")
    );
}

/// `? = ?` is the condition of an empty list: where it stands alone nothing is read.
fn may_read_much(asked: &str) -> bool {
    let is_question = ["SELECT", "UPDATE", "DELETE"].iter().any(|verb| asked.starts_with(verb));
    let is_page_or_count_of_all =
        !asked.contains(" WHERE ") && (asked.contains(" LIMIT ") || asked.contains("COUNT(*)"));
    let finds_nothing = asked.contains("? = ?") && !asked.contains(" OR ");
    let is_seldom = SELDOM.iter().any(|part| asked.contains(part));
    is_question && !is_page_or_count_of_all && !finds_nothing && !is_seldom
}

/// "SCAN tender USING INDEX …" orders by the index but reads all of it; a search uses it to find.
fn scanned(step: &str) -> Option<&str> {
    let table = step.strip_prefix("SCAN ")?.split(' ').next()?;
    (!SMALL.contains(&table) && !table.starts_with('(')).then_some(table)
}

#[test]
fn a_step_that_reads_a_table_through_is_told_from_a_search() {
    assert_eq!(scanned("SCAN tender"), Some("tender"));
    assert_eq!(scanned("SCAN tender USING COVERING INDEX by_cluster"), Some("tender"));
    assert_eq!(scanned("SEARCH tender USING INDEX by_cluster (cluster_id=?)"), None);
    assert_eq!(scanned("SCAN category"), None);
}
