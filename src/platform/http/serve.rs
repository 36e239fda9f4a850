//! Listening: slow senders are cut off, a stop lets what is under way finish.

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt as _;

const HEADERS_WITHIN: Duration = Duration::from_secs(15);
const STOP_WITHIN: Duration = Duration::from_secs(25);

/// The address that the other side of a connection has.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Waits until `stop` turns true, or nobody is left who could turn it.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    drop(stop.wait_for(|stop| *stop).await);
}

/// Serves until `stop` turns true, then lets open requests finish.
pub async fn serve(listener: TcpListener, router: Router, stop: watch::Receiver<bool>) -> std::io::Result<()> {
    serve_within(listener, router, stop, HEADERS_WITHIN).await
}

/// As `serve`; a sender has so long for a request's headers.
pub async fn serve_within(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
    headers_within: Duration,
) -> std::io::Result<()> {
    let graceful = GracefulShutdown::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => { tracing::warn!("a connection was not accepted: {error}"); tokio::time::sleep(Duration::from_millis(50)).await; continue; }
            },
            () = stopped(&mut stop) => break,
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(axum::body::Body::new);
            request.extensions_mut().insert(Peer(peer));
            router.clone().oneshot(request)
        });
        let mut builder = Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(headers_within);
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection ended early: {error}");
            }
        });
    }
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(STOP_WITHIN) => tracing::warn!("some requests did not finish in time"),
    }
    Ok(())
}
