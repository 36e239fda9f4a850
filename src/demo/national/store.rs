//! Rows written many at a time.

use crate::platform::error::Result;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait};

/// So many rows in one statement: SQLite takes 32,766 values, and the widest table has 36 columns.
const ROWS: usize = 500;

pub(super) async fn keep_all<A>(connection: &impl ConnectionTrait, rows: impl IntoIterator<Item = A>) -> Result<()>
where
    A: ActiveModelTrait + Send,
{
    let mut rows = rows.into_iter();
    loop {
        let some: Vec<A> = rows.by_ref().take(ROWS).collect();
        if some.is_empty() {
            return Ok(());
        }
        <A::Entity as EntityTrait>::insert_many(some).exec_without_returning(connection).await?;
    }
}
