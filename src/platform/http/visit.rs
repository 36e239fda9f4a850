//! A visit: one request by somebody, and how it is answered.

use super::page::{Page, Shell};
use super::session::{Cookies, Signed};
use super::shell::{Demonstration, Flash, FlashKind, Link, SignedIn};
use super::{navigation, session};
use crate::platform::app::App;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::sections::Sections;
use crate::platform::words;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse as _, Response};
use std::ops::Deref;
use std::sync::Arc;

/// Who asks for what, and the context that commands take.
#[derive(Clone)]
pub struct Visit {
    context: Context,
    pub signed: Option<Arc<Signed>>,
    pub method: Method,
    pub uri: Uri,
    pub cookies: Cookies,
    /// The page of this site that the request came from.
    pub came_from: Option<String>,
}

impl Deref for Visit {
    type Target = Context;
    fn deref(&self) -> &Context {
        &self.context
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Error> {
        parts.extensions.get::<Visit>().cloned().ok_or_else(|| Error::internal("the visit was not loaded"))
    }
}

/// What surrounds a page besides what every page has.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    title: String,
    back: Option<Link>,
    who_can_see: Option<String>,
    sections: Sections,
}

/// A page's frame: its title first.
pub fn frame(title: impl Into<String>) -> Frame {
    Frame { title: title.into(), ..Frame::default() }
}

impl Frame {
    #[must_use]
    pub fn back(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.back = Some(Link { href: href.into(), text: text.into() });
        self
    }

    /// The pages beside this one, such as those of the other lots.
    #[must_use]
    pub fn beside(mut self, sections: Sections) -> Self {
        self.sections = sections;
        self
    }

    /// Who may read this restricted page, in words.
    #[must_use]
    pub fn seen_by(mut self, who: impl Into<String>) -> Self {
        self.who_can_see = Some(who.into());
        self
    }
}

impl Visit {
    /// Reads the cookies and the session behind them.
    pub async fn load(app: &App, parts: &Parts) -> Result<Self> {
        let cookies = Cookies::of(&parts.headers);
        let signed = session::find(app, &cookies).await?.map(Arc::new);
        let actor = signed.as_ref().map(|signed| signed.actor.clone()).unwrap_or_default();
        let context = Context::new(app, actor);
        let came_from = came_from(parts);
        Ok(Self { context, signed, method: parts.method.clone(), uri: parts.uri.clone(), cookies, came_from })
    }

    pub fn context(&self) -> &Context {
        &self.context
    }

    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The school that the hat in use is worn in.
    pub fn own_urn(&self) -> Option<i32> {
        self.signed.as_ref()?.acting_path.strip_prefix("/schools/")?.parse().ok()
    }

    /// The page, status 200.
    pub fn page<P: Page>(&self, frame: Frame, page: &P) -> Result<Response> {
        self.page_with(StatusCode::OK, frame, page)
    }

    /// The page with a form: 422 where the form has errors, else 200.
    pub fn form_page<P: Page>(&self, frame: Frame, form: &super::page::FormView, page: &P) -> Result<Response> {
        let status = if form.is_sound() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.page_with(status, frame, page)
    }

    /// The page with a status of its own.
    pub fn page_with<P: Page>(&self, status: StatusCode, frame: Frame, page: &P) -> Result<Response> {
        let csrf = self.signed.as_ref().map(|signed| signed.csrf.clone()).unwrap_or_else(|| self.cookies.form_token());
        let shell = self.shell(frame, csrf.clone());
        let html = self.app.pages.render(page, &shell).map_err(|error| Error::Internal(error.into()))?;
        let mut response = (status, Html(html)).into_response();
        if self.signed.is_none() {
            self.cookies.keep_form_token(&self.app, &csrf, response.headers_mut());
        }
        if self.cookies.flash.is_some() {
            session::drop_flash(&self.app, response.headers_mut());
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }

    /// After a POST: go on to a page.
    pub fn go(&self, path: impl AsRef<str>) -> Result<Response> {
        let location =
            HeaderValue::from_str(path.as_ref()).map_err(|_| Error::internal("a path with control characters"))?;
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
    }

    /// After a POST: go on, and say there what was done.
    pub fn go_saying(&self, path: impl AsRef<str>, sentence: &str) -> Result<Response> {
        let mut response = self.go(path)?;
        session::set_flash(&self.app, sentence, response.headers_mut());
        Ok(response)
    }

    fn shell(&self, frame: Frame, csrf: String) -> Shell {
        Shell {
            title: frame.title,
            path: self.path().to_owned(),
            csrf: Some(csrf),
            signed_in: self.signed.as_ref().map(|signed| SignedIn {
                name: self.actor.name.clone(),
                acting_as: signed.acting_label.clone(),
                can_switch: signed.can_switch,
            }),
            navigation: navigation::links(self.signed.as_deref(), self.path()),
            flash: self.cookies.flash.clone().map(|text| Flash { kind: FlashKind::Success, text }),
            demonstration: self.demonstration(),
            error_count: 0,
            back: frame.back,
            who_can_see: frame.who_can_see,
            sections: frame.sections,
        }
    }

    fn demonstration(&self) -> Option<Demonstration> {
        let banner = self.app.banner.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()?;
        Some(Demonstration { now_words: words::moment(self.now), step: banner.step, next_step: banner.next_step })
    }
}

/// Path and query of the referring page, if it is one of this site's.
fn came_from(parts: &Parts) -> Option<String> {
    let host = parts.headers.get(header::HOST)?.to_str().ok()?;
    let referer = url::Url::parse(parts.headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let authority = referer.port().map_or_else(
        || referer.host_str().map(str::to_owned),
        |port| Some(format!("{}:{port}", referer.host_str()?)),
    )?;
    (authority == host).then(|| referer[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
}
