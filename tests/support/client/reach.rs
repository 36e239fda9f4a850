//! How a request gets to the product: by a call in this process, or over a socket.

use super::Request;
use super::page::Page;
use axum::body::{Body, to_bytes};
use axum::http::{self, header};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tower::ServiceExt;

#[derive(Clone, Debug)]
pub(super) enum Reach {
    Router(axum::Router),
    Address(SocketAddr),
}

impl Reach {
    pub(super) async fn send(&self, request: Request, cookies: &str) -> Result<Page, String> {
        let path = request.path.clone();
        let request = self.built(request, cookies);
        let response = match self {
            Reach::Router(router) => router.clone().oneshot(request).await.unwrap_or_else(|never| match never {}),
            Reach::Address(address) => over_a_socket(*address, request).await?,
        };
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.map_err(|error| format!("{path}: {error}"))?;
        Ok(Page { status: parts.status.as_u16(), path, headers: parts.headers, body: body.to_vec() })
    }

    fn host(&self) -> String {
        match self {
            Reach::Router(_) => "localhost".to_owned(),
            Reach::Address(address) => address.to_string(),
        }
    }

    fn built(&self, request: Request, cookies: &str) -> http::Request<Body> {
        let mut built = http::Request::builder()
            .method(request.method)
            .uri(&request.path)
            .header(header::HOST, self.host())
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_LENGTH, request.body.len());
        if let Some(content_type) = request.content_type {
            built = built.header(header::CONTENT_TYPE, content_type);
        }
        if !cookies.is_empty() {
            built = built.header(header::COOKIE, cookies);
        }
        built.body(Body::from(request.body)).unwrap_or_else(|error| panic!("{}: {error}", request.path))
    }
}

async fn over_a_socket(address: SocketAddr, request: http::Request<Body>) -> Result<http::Response<Body>, String> {
    let told = |error: &dyn std::error::Error| format!("{address}: {error}");
    let stream = TcpStream::connect(address).await.map_err(|error| told(&error))?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| told(&error))?;
    // A connection that breaks shows in the request that waits on it.
    tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(|error| told(&error))?;
    Ok(response.map(Body::new))
}
