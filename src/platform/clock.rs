//! The only place that asks what time it is. Everything else is handed an instant.

use chrono::{DateTime, Duration, SubsecRound, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

/// Tells the product's time: real time plus an offset (the demonstration's), or a time that a test sets.
#[derive(Clone, Debug)]
pub struct Clock {
    fixed: Option<Arc<Mutex<DateTime<Utc>>>>,
    offset_microseconds: Arc<AtomicI64>,
}

impl Clock {
    /// Real time.
    pub fn system() -> Self {
        Self { fixed: None, offset_microseconds: Arc::default() }
    }

    /// A time that moves only by `set` and `advance`.
    pub fn fixed(instant: DateTime<Utc>) -> Self {
        Self { fixed: Some(Arc::new(Mutex::new(instant))), offset_microseconds: Arc::default() }
    }

    /// Now, to the microsecond (PostgreSQL keeps no more).
    pub fn now(&self) -> DateTime<Utc> {
        self.real_now() + self.offset()
    }

    /// Real time without the demonstration's offset: what sessions live in.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is handed")]
    pub fn real_now(&self) -> DateTime<Utc> {
        let now = match &self.fixed {
            Some(fixed) => *fixed.lock().unwrap_or_else(|poisoned| poisoned.into_inner()),
            None => Utc::now(),
        };
        now.trunc_subsecs(6)
    }

    pub fn offset(&self) -> Duration {
        Duration::microseconds(self.offset_microseconds.load(Ordering::SeqCst))
    }

    pub fn set_offset(&self, offset: Duration) {
        self.offset_microseconds.store(offset.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }

    /// Sets a fixed clock; a system clock does not move.
    pub fn set(&self, instant: DateTime<Utc>) {
        if let Some(fixed) = &self.fixed {
            *fixed.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = instant;
        }
    }

    pub fn advance(&self, by: Duration) {
        self.set(self.real_now() + by);
    }

    /// The instant of a receipt: the database's clock, read inside the transaction when the request is complete. On
    /// SQLite, which is this process, and under a test's fixed clock it is this clock. `now()` of PostgreSQL would be the
    /// transaction's start, before it waited for a lock: hence `clock_timestamp()`.
    pub async fn database_now(&self, transaction: &impl ConnectionTrait) -> Result<DateTime<Utc>, sea_orm::DbErr> {
        if self.fixed.is_some() || transaction.get_database_backend() != DatabaseBackend::Postgres {
            return Ok(self.now());
        }
        let statement = Statement::from_string(DatabaseBackend::Postgres, "SELECT clock_timestamp() AS instant");
        let row = transaction.query_one_raw(statement).await?;
        let instant: DateTime<Utc> =
            row.ok_or_else(|| sea_orm::DbErr::RecordNotFound("instant".to_owned()))?.try_get("", "instant")?;
        Ok(instant.trunc_subsecs(6) + self.offset())
    }
}
