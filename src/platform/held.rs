//! What hardly ever changes and every page reads: kept in memory for a second, so that what another process changes holds
//! here by then.

use crate::platform::error::Result;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex};

/// A value as it was last read.
pub struct Held<T>(Mutex<Option<(DateTime<Utc>, Arc<T>)>>);

impl<T> Default for Held<T> {
    fn default() -> Self {
        Held(Mutex::new(None))
    }
}

impl<T> Held<T> {
    /// The value as of `now`: what is kept if it was read within the second before, else what `read` finds.
    pub async fn now(&self, now: DateTime<Utc>, read: impl AsyncFnOnce() -> Result<T>) -> Result<Arc<T>> {
        let held = self.lock().clone();
        if let Some((at, value)) = held
            && (at..at + TimeDelta::seconds(1)).contains(&now)
        {
            return Ok(value);
        }
        let value = Arc::new(read().await?);
        *self.lock() = Some((now, Arc::clone(&value)));
        Ok(value)
    }

    /// The next who asks reads again: it was changed here.
    pub fn forget(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(DateTime<Utc>, Arc<T>)>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::Held;
    use chrono::{DateTime, TimeDelta};
    use std::cell::Cell;

    #[tokio::test]
    async fn a_value_is_read_again_after_a_second_or_when_it_is_forgotten() {
        let (held, reads) = (Held::default(), Cell::new(0));
        let at = |milliseconds| DateTime::UNIX_EPOCH + TimeDelta::milliseconds(milliseconds);
        let read = async || {
            reads.set(reads.get() + 1);
            Ok(reads.get())
        };
        let mut seen = Vec::new();
        for now in [at(0), at(999), at(1_000), at(500)] {
            seen.push(*held.now(now, read).await.unwrap());
        }
        held.forget();
        seen.push(*held.now(at(500), read).await.unwrap());
        assert_eq!(seen, [1, 1, 2, 3, 4]);
    }
}
