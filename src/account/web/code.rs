//! The second step of signing in: the code, on a page of its own after the password.

use super::{kept, local, signed_in};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::session;
use crate::platform::http::sign_in::Kept;
use crate::platform::http::visit::{Visit, frame};
use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;

const TITLE: &str = "Enter your code";

pub(super) fn routes() -> Routes {
    Routes::new().get("/sign-in/code", Who::Public, show).post("/sign-in/code", Who::Public, enter)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CodePage>()]
}

#[derive(Serialize)]
struct CodePage {
    form: FormView,
    next: String,
    /// The interrupted form, sent again afterwards.
    kept: Vec<Kept>,
}

impl Page for CodePage {
    const TEMPLATE: &'static str = "account/code.html";
    fn samples() -> Vec<Self> {
        let kept = vec![Kept { name: "note".to_owned(), value: "two".to_owned() }];
        let wrong = FormView::default().refusing("code", "Enter the six digits that your app shows now");
        let page = |form, kept| Self { form, next: "/home".to_owned(), kept };
        vec![page(FormView::default(), Vec::new()), page(wrong, kept)]
    }
}

/// After the password: the page of the code, in the session that waits for it.
pub(super) fn ask(visit: &Visit, token: &str, next: String, kept: Vec<Kept>) -> Result<Response> {
    let mut response = if kept.is_empty() {
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        visit.go(format!("/sign-in/code?next={next}"))?
    } else {
        visit.page(frame(TITLE), &CodePage { form: FormView::default(), next, kept })?
    };
    session::set_session(&visit.app, token, response.headers_mut());
    Ok(response)
}

async fn show(visit: Visit, Query(query): Query<super::Next>) -> Result<Response> {
    let next = local(query.next.as_deref());
    if session::find_awaiting(&visit.app, &visit.cookies).await?.is_none() {
        return visit.go(if visit.signed.is_some() { next } else { "/sign-in".to_owned() });
    }
    visit.page(frame(TITLE), &CodePage { form: FormView::default(), next, kept: Vec::new() })
}

async fn enter(visit: Visit, fields: Fields) -> Result<Response> {
    let (next, kept) = (local(fields.get("next")), kept(&fields));
    let Some(waiting) = session::find_awaiting(&visit.app, &visit.cookies).await? else {
        return visit.go_saying("/sign-in", "The code came too late. Sign in again");
    };
    match crate::account::enter_code(&visit, waiting, fields.get("code").unwrap_or_default()).await {
        Ok(token) => signed_in(&visit, &token, &next, kept).await,
        Err(error) => {
            let mut form = fields.refused(error)?;
            form.values.remove("code");
            visit.form_page(frame(TITLE), &form.clone(), &CodePage { form, next, kept })
        }
    }
}
