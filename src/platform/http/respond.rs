//! What every response has: the visit behind it, error pages, security headers, a request id, limits of time.

use super::error_pages::{ForbiddenPage, InternalPage, NotFoundPage, RefusedPage, StalePage};
use super::visit::{Visit, frame};
use crate::platform::app::App;
use crate::platform::error::{Error, Result};
use crate::platform::{law, words};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// An error on its way to the page that shows it.
#[derive(Clone)]
struct Failure(Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Failure(Arc::new(self)));
        response
    }
}

/// Loads the visit, runs the handler, and turns an error into its page.
pub async fn with_visit(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = match Visit::load(&app, &parts).await {
        Ok(visit) => visit,
        Err(error) => return last_resort(&error),
    };
    if parts.uri.to_string().contains("%00") {
        // No address has a NUL in it, and PostgreSQL takes none.
        return show(&visit, &Error::NotFound);
    }
    let law = match app.law.now(app.db.read(), app.clock.real_now()).await {
        Ok(law) => law,
        Err(error) => return last_resort(&error),
    };
    parts.extensions.insert(visit.clone());
    let response = law::by(law, words::london_day(visit.now), next.run(Request::from_parts(parts, body))).await;
    let failure = response.extensions().get::<Failure>().cloned();
    match failure {
        Some(Failure(error)) => show(&visit, &error),
        None if is_bare(&response) => no_page(&visit, response),
        None => response,
    }
}

/// Said by the router itself: no such path, an address that does not parse, a method that the path does not take.
fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    matches!(response.status(), StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)
        && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

/// The page for it, with the router's own status and `Allow`.
fn no_page(visit: &Visit, bare: Response) -> Response {
    let mut response = show(visit, &Error::NotFound);
    *response.status_mut() = bare.status();
    if let Some(allowed) = bare.headers().get(header::ALLOW) {
        response.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    response
}

fn show(visit: &Visit, error: &Error) -> Response {
    if let Error::SignIn = error {
        let next: String = url::form_urlencoded::byte_serialize(visit.uri.path().as_bytes()).collect();
        return visit.go(format!("/sign-in?next={next}")).unwrap_or_else(|error| last_resort(&error));
    }
    if let (Error::SecondFactor(_), &Method::GET) = (error, &visit.method) {
        let next: String = url::form_urlencoded::byte_serialize(visit.uri.path().as_bytes()).collect();
        let page = format!("/account/second-step?next={next}");
        return visit.go_saying(page, &error.to_string()).unwrap_or_else(|error| last_resort(&error));
    }
    let reference = crate::platform::keys::secret()[..8].to_owned();
    if let Error::Internal(cause) = error {
        tracing::error!(reference, path = visit.path(), "{cause:#}");
    }
    error_page(visit, error, reference).unwrap_or_else(|error| last_resort(&error))
}

fn error_page(visit: &Visit, error: &Error, reference: String) -> Result<Response> {
    let back = visit.came_from.clone().unwrap_or_else(|| "/home".to_owned());
    match error {
        Error::NotFound | Error::SignIn => {
            visit.page_with(StatusCode::NOT_FOUND, frame("Page not found"), &NotFoundPage {})
        }
        Error::Forbidden(_) | Error::SecondFactor(_) => visit.page_with(
            StatusCode::FORBIDDEN,
            frame("You cannot do this"),
            &ForbiddenPage { sentence: error.to_string() },
        ),
        Error::Refused { sentence, .. } => {
            let page = RefusedPage { sentence: sentence.clone(), back };
            visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, frame("This was not done"), &page)
        }
        Error::Stale(sentence) => {
            let page = StalePage { sentence: sentence.clone(), current: back };
            visit.page_with(StatusCode::CONFLICT, frame("This page has changed"), &page)
        }
        Error::Internal(_) => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            visit.page_with(status, frame("Something went wrong"), &InternalPage { reference })
        }
    }
}

/// Where not even the error page can be made.
fn last_resort(error: &Error) -> Response {
    tracing::error!("{error}");
    (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. Try again in a minute.").into_response()
}

/// After a panic: the connection is answered, the process goes on.
pub fn after_panic(_: Box<dyn std::any::Any + Send>) -> Response {
    last_resort(&Error::internal("a handler panicked"))
}

/// The headers that every response carries.
pub async fn with_headers(request: Request, next: Next) -> Response {
    const CSP: &str = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'";
    let mut response = next.run(request).await;
    let fixed: [(HeaderName, &'static str); 5] = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
