//! Is the process alive, and can it work?

use super::routes::{Routes, Who};
use crate::platform::app::App;
use crate::platform::error::Result;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Duration, Utc};

/// The most that the application's and the database's clocks may differ.
const CLOCKS_WITHIN: Duration = Duration::seconds(2);

pub fn routes() -> Routes {
    Routes::new().get("/health/live", Who::Public, live).get("/health/ready", Who::Public, ready)
}

async fn live() -> &'static str {
    "alive\n"
}

async fn ready(State(app): State<App>) -> Response {
    match check(&app).await {
        Ok(()) => (StatusCode::OK, "ready\n").into_response(),
        Err(error) => {
            tracing::error!("not ready: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

/// Database answers and agrees about the time, files can be written.
async fn check(app: &App) -> Result<()> {
    app.db.read().ping().await?;
    if !agree(app.clock.database_now(app.db.read()).await?, app.clock.now()) {
        return Err(crate::platform::error::Error::internal("the database's clock differs from this machine's"));
    }
    let probe = app.files.folder().join(".ready");
    tokio::fs::write(&probe, b"ok").await?;
    Ok(())
}

/// Do the two clocks tell the same time, as near as deadlines need it?
fn agree(database: DateTime<Utc>, own: DateTime<Utc>) -> bool {
    (database - own).abs() <= CLOCKS_WITHIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_differ_by_more_than_two_seconds_either_way_do_not_agree() {
        let own = DateTime::UNIX_EPOCH;
        assert!(agree(own + Duration::milliseconds(2_000), own));
        assert!(!agree(own + Duration::milliseconds(2_001), own));
        assert!(!agree(own - Duration::milliseconds(2_900), own));
    }
}
