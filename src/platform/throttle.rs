//! Limits how often somebody may try: sign-in by account and by address. Kept in memory and bounded.

use chrono::{DateTime, Duration, Utc};
use std::collections::HashMap;
use std::sync::Mutex;

const WINDOW_MINUTES: i64 = 15;
const MOST_KEYS: usize = 20_000;

/// Failures by key within the window.
#[derive(Default)]
pub struct Throttle {
    failures: Mutex<HashMap<String, Vec<DateTime<Utc>>>>,
}

impl Throttle {
    /// Has `key` failed `limit` times within the window?
    pub fn is_blocked(&self, key: &str, limit: usize, now: DateTime<Utc>) -> bool {
        let failures = self.failures.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        failures.get(key).is_some_and(|times| times.iter().filter(|time| is_recent(**time, now)).count() >= limit)
    }

    /// Records a failure.
    pub fn failed(&self, key: &str, now: DateTime<Utc>) {
        let mut failures = self.failures.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if failures.len() >= MOST_KEYS {
            failures.retain(|_, times| times.iter().any(|time| is_recent(*time, now)));
        }
        if failures.len() < MOST_KEYS || failures.contains_key(key) {
            let times = failures.entry(key.to_owned()).or_default();
            times.retain(|time| is_recent(*time, now));
            times.push(now);
        }
    }

    /// Forgets the failures of `key`, after a success.
    pub fn succeeded(&self, key: &str) {
        self.failures.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).remove(key);
    }
}

fn is_recent(time: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - time < Duration::minutes(WINDOW_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_failures_block_until_the_window_is_over() {
        let throttle = Throttle::default();
        let start = DateTime::UNIX_EPOCH;
        for _ in 0..5 {
            throttle.failed("a", start);
        }
        assert!(throttle.is_blocked("a", 5, start));
        assert!(!throttle.is_blocked("b", 5, start));
        assert!(!throttle.is_blocked("a", 5, start + Duration::minutes(WINDOW_MINUTES)));
    }

    #[test]
    fn a_success_forgets() {
        let throttle = Throttle::default();
        throttle.failed("a", DateTime::UNIX_EPOCH);
        throttle.succeeded("a");
        assert!(!throttle.is_blocked("a", 1, DateTime::UNIX_EPOCH));
    }
}
