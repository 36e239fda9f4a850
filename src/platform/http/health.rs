//! Is the process alive, and can it work?

use super::routes::{Routes, Who};
use crate::platform::app::App;
use crate::platform::error::Result;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

/// The most that the application's and the database's clocks may differ, in seconds.
const CLOCKS_WITHIN: i64 = 2;

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
    let drift = app.clock.database_now(app.db.read()).await? - app.clock.now();
    if drift.num_seconds().abs() > CLOCKS_WITHIN {
        return Err(crate::platform::error::Error::internal("the database's clock differs from this machine's"));
    }
    let probe = app.files.folder().join(".ready");
    tokio::fs::write(&probe, b"ok").await?;
    Ok(())
}
