//! The sign-in page, also where a session ended under a form: what was typed is kept and comes back after signing in.

use super::fields::Fields;
use super::page::{FormView, Page};
use super::visit::{Visit, frame};
use crate::platform::error::{Error, Result};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

/// The most that is kept of a form under which the session ended.
const LARGEST_KEPT: usize = 256 * 1024;

/// A person of the demonstration who can be signed in with one click.
#[derive(Clone, Debug, Serialize)]
pub struct Persona {
    pub account: String,
    pub name: String,
    pub roles: String,
}

/// One field of an interrupted form.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct SignInPage {
    pub form: FormView,
    /// Where to go afterwards.
    pub next: String,
    /// The interrupted form, sent again afterwards.
    pub kept: Vec<Kept>,
    pub interrupted: bool,
    /// In the demonstration only.
    pub personas: Vec<Persona>,
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "account/sign_in.html";
    fn samples() -> Vec<Self> {
        let kept = vec![Kept { name: "note".to_owned(), value: "two\nlines".to_owned() }];
        let personas = vec![Persona {
            account: "00000000-0000-0000-0000-000000000000".to_owned(),
            name: "A Person".to_owned(),
            roles: "Headteacher, Canal Side Primary".to_owned(),
        }];
        let form = FormView::default()
            .with("email", "a@example.org")
            .refusing("email", "Check your email address and password");
        vec![
            Self { next: "/home".to_owned(), ..Self::default() },
            Self { form, personas, ..Self::default() },
            Self { kept, interrupted: true, ..Self::default() },
        ]
    }
}

/// Somebody not signed in asks for what needs it: a page leads to signing in, a form is kept.
pub async fn refused_post(request: Request) -> Response {
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return Error::internal("the visit was not loaded").into_response();
    };
    if visit.method != axum::http::Method::POST {
        return Error::SignIn.into_response();
    }
    let is_form = request
        .headers()
        .get("content-type")
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form"));
    let body = if is_form {
        axum::body::to_bytes(request.into_body(), LARGEST_KEPT).await.unwrap_or_default()
    } else {
        Default::default()
    };
    interrupted(&visit, &body).unwrap_or_else(axum::response::IntoResponse::into_response)
}

fn interrupted(visit: &Visit, body: &[u8]) -> Result<Response> {
    let mut fields = Fields::default();
    for (name, value) in url::form_urlencoded::parse(body).filter(|(name, _)| name != "csrf") {
        fields.push(name.into_owned(), value.into_owned());
    }
    let kept = fields.pairs().map(|(name, value)| Kept { name: name.to_owned(), value: value.to_owned() }).collect();
    let page = SignInPage { next: visit.path().to_owned(), kept, interrupted: true, ..SignInPage::default() };
    visit.page_with(StatusCode::UNAUTHORIZED, frame("Sign in to send your form"), &page)
}
