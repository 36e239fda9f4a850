//! What an operator watches: requests by route pattern, their time, the database's time. Never a value of a path.
//!
//! Whatever a bidder does on the way to a submission is counted under `other`, together with sign-ins, assets and unknown
//! addresses: no number here tells how many bids there are.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the histogram, in milliseconds.
const BOUNDS: [u64; 7] = [10, 50, 100, 250, 1_000, 5_000, 30_000];
/// Beginnings of patterns that are not told apart.
const UNTOLD: [&str; 7] = ["/bids", "/organisation", "/sign", "/reset", "/invitation", "/assets", "/account"];
const OTHER: &str = "other";

/// The database's time and statements.
#[derive(Debug, Default)]
pub struct Gauge {
    statements: AtomicU64,
    microseconds: AtomicU64,
}

impl Gauge {
    pub fn add(&self, elapsed: Duration) {
        self.statements.fetch_add(1, Ordering::Relaxed);
        let microseconds = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.fetch_add(microseconds, Ordering::Relaxed);
    }
}

#[derive(Clone, Debug, Default)]
struct Timing {
    count: u64,
    milliseconds: u64,
    within: [u64; BOUNDS.len()],
}

/// Counts since the process started.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), u64>>,
    durations: Mutex<BTreeMap<String, Timing>>,
}

/// What is read at the moment of the question.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    /// Mail that waits, rounded up to tens: a single letter is nobody's business.
    pub mail_waiting: u64,
    /// How long the oldest mail that is due has waited.
    pub lag_seconds: i64,
}

impl Metrics {
    /// One answered request. `pattern` is the route's, as it was written down in the program.
    pub fn answered(&self, method: &str, pattern: Option<&str>, status: u16, took: Duration) {
        let route = told(pattern);
        let class = status / 100;
        let mut requests = self.requests.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *requests.entry((route.to_owned(), method.to_owned(), class)).or_default() += 1;
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let mut durations = self.durations.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let timing = durations.entry(route.to_owned()).or_default();
        timing.count += 1;
        timing.milliseconds = timing.milliseconds.saturating_add(milliseconds);
        for (within, bound) in timing.within.iter_mut().zip(BOUNDS) {
            *within += u64::from(milliseconds <= bound);
        }
    }

    /// Prometheus's text format, version 0.0.4.
    pub fn text(&self, database: &Gauge, moment: Moment) -> String {
        let mut text = String::new();
        self.write_requests(&mut text);
        self.write_durations(&mut text);
        let seconds = thousandths(database.microseconds.load(Ordering::Relaxed) / 1_000);
        let rows = [
            ("database_statements_total", "counter", database.statements.load(Ordering::Relaxed).to_string()),
            ("database_seconds_total", "counter", seconds),
            ("outbox_waiting_rounded_up_to_tens", "gauge", moment.mail_waiting.to_string()),
            ("job_lag_seconds", "gauge", moment.lag_seconds.to_string()),
        ];
        for (name, kind, value) in rows {
            line(&mut text, format_args!("# TYPE clusterbuy_{name} {kind}\nclusterbuy_{name} {value}"));
        }
        let version = env!("CARGO_PKG_VERSION");
        line(
            &mut text,
            format_args!("# TYPE clusterbuy_build_info gauge\nclusterbuy_build_info{{version=\"{version}\"}} 1"),
        );
        text
    }

    fn write_requests(&self, text: &mut String) {
        line(text, format_args!("# TYPE clusterbuy_http_requests_total counter"));
        let requests = self.requests.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        for ((route, method, class), count) in &*requests {
            let labels = format_args!("route=\"{route}\",method=\"{method}\",status=\"{class}xx\"").to_string();
            line(text, format_args!("clusterbuy_http_requests_total{{{labels}}} {count}"));
        }
    }

    fn write_durations(&self, text: &mut String) {
        const NAME: &str = "clusterbuy_http_request_seconds";
        line(text, format_args!("# TYPE {NAME} histogram"));
        let durations = self.durations.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        for (route, timing) in &*durations {
            for (within, bound) in timing.within.iter().zip(BOUNDS) {
                let bound = thousandths(bound);
                line(text, format_args!("{NAME}_bucket{{route=\"{route}\",le=\"{bound}\"}} {within}"));
            }
            line(text, format_args!("{NAME}_bucket{{route=\"{route}\",le=\"+Inf\"}} {}", timing.count));
            line(text, format_args!("{NAME}_sum{{route=\"{route}\"}} {}", thousandths(timing.milliseconds)));
            line(text, format_args!("{NAME}_count{{route=\"{route}\"}} {}", timing.count));
        }
    }
}

fn told(pattern: Option<&str>) -> &str {
    let pattern = pattern.unwrap_or(OTHER);
    let is_untold = UNTOLD.iter().any(|beginning| pattern.starts_with(beginning)) || pattern.contains("/bid");
    if is_untold { OTHER } else { pattern }
}

/// 1234 as "1.234".
fn thousandths(number: u64) -> String {
    format!("{}.{:03}", number / 1_000, number % 1_000)
}

fn line(text: &mut String, written: std::fmt::Arguments<'_>) {
    if writeln!(text, "{written}").is_err() {
        tracing::error!("a metric was not written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_told_by_its_pattern_and_what_a_bidder_does_is_not_told_apart() {
        let metrics = Metrics::default();
        metrics.answered("GET", Some("/tenders/{reference}"), 200, Duration::from_millis(40));
        metrics.answered("POST", Some("/bids/{id}/submit"), 303, Duration::from_millis(4));
        metrics.answered("POST", Some("/tenders/{reference}/bid"), 303, Duration::from_millis(4));
        metrics.answered("POST", None, 303, Duration::from_millis(1_500));
        let text = metrics.text(&Gauge::default(), Moment::default());
        let requests = "clusterbuy_http_requests_total";
        let told = "{route=\"/tenders/{reference}\",method=\"GET\",status=\"2xx\"} 1";
        assert!(text.contains(&format!("{requests}{told}")), "{text}");
        assert!(text.contains("{route=\"other\",method=\"POST\",status=\"3xx\"} 3"), "{text}");
        assert!(text.contains("_bucket{route=\"/tenders/{reference}\",le=\"0.050\"} 1"), "{text}");
        assert!(text.contains("_sum{route=\"other\"} 1.508"), "{text}");
        assert!(!text.contains("submit"));
    }

    #[test]
    fn the_databases_time_adds_up() {
        let gauge = Gauge::default();
        gauge.add(Duration::from_micros(1_500));
        gauge.add(Duration::from_micros(2_500));
        let text = Metrics::default().text(&gauge, Moment { mail_waiting: 10, lag_seconds: 7 });
        assert!(text.contains("clusterbuy_database_seconds_total 0.004"), "{text}");
        assert!(text.contains("clusterbuy_database_statements_total 2"), "{text}");
        assert!(text.contains("clusterbuy_job_lag_seconds 7"), "{text}");
    }
}
