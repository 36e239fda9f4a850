//! `/metrics`: for who holds the token, or without one for this machine alone.

use super::routes::{Routes, Who};
use super::serve::Peer;
use crate::platform::app::App;
use crate::platform::error::{Error, Result};
use crate::platform::mail;
use crate::platform::metrics::Moment;
use axum::extract::{Extension, MatchedPath, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::time::Instant;
use subtle::ConstantTimeEq as _;

const KIND: &str = "text/plain; version=0.0.4; charset=utf-8";
/// Set by what stands between us and another machine: then a loopback address says nothing.
const FORWARDED: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];

pub fn routes() -> Routes {
    Routes::new().get("/metrics", Who::Public, show)
}

async fn show(State(app): State<App>, peer: Option<Extension<Peer>>, headers: HeaderMap) -> Result<Response> {
    if !may_read(app.settings.metrics_token.as_deref(), peer.map(|Extension(peer)| peer), &headers) {
        return Err(Error::NotFound);
    }
    let (waiting, oldest) = mail::backlog(app.db.read(), app.clock.real_now()).await?;
    let moment = Moment { mail_waiting: waiting.div_ceil(10) * 10, lag_seconds: oldest };
    let text = app.metrics.text(app.db.gauge(), moment);
    Ok(([(header::CONTENT_TYPE, KIND)], text).into_response())
}

fn may_read(token: Option<&str>, peer: Option<Peer>, headers: &HeaderMap) -> bool {
    let Some(token) = token else {
        let is_near = peer.is_some_and(|Peer(address)| address.ip().is_loopback());
        return is_near && !FORWARDED.iter().any(|name| headers.contains_key(*name));
    };
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    given.is_some_and(|given| given.ct_eq(token.as_bytes()).into())
}

/// Counts every request when it is answered.
pub async fn measured(State(app): State<App>, request: Request, next: Next) -> Response {
    let pattern = request.extensions().get::<MatchedPath>().map(|matched| matched.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    app.metrics.answered(&method, pattern.as_deref(), response.status().as_u16(), begun.elapsed());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_read_with_the_token_or_from_this_machine_when_there_is_none() {
        let near = Some(Peer(([127, 0, 0, 1], 4000).into()));
        let far = Some(Peer(([192, 0, 2, 7], 4000).into()));
        let mut with_token = HeaderMap::new();
        with_token.insert(header::AUTHORIZATION, "Bearer sixteen-letters-or-more".parse().unwrap());
        let mut forwarded = HeaderMap::new();
        forwarded.insert("x-forwarded-for", "192.0.2.7".parse().unwrap());
        let token = Some("sixteen-letters-or-more");
        assert!(may_read(None, near, &HeaderMap::new()));
        assert!(!may_read(None, far, &HeaderMap::new()));
        assert!(!may_read(None, None, &HeaderMap::new()));
        assert!(!may_read(None, near, &forwarded), "a proxy on this machine asks for somebody else");
        assert!(may_read(token, far, &with_token));
        assert!(!may_read(token, near, &HeaderMap::new()));
        assert!(!may_read(Some("another-sixteen-letters"), near, &with_token));
    }
}
