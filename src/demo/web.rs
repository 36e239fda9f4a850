//! The demonstration's one button: the next step of its story; and the page of its tenders in every state.

mod every_state;
mod headlines;

use crate::platform::app::App;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

pub fn routes() -> Routes {
    Routes::new().post("/demo/step", Who::Public, step).merge(every_state::routes()).merge(headlines::routes())
}

pub fn pages() -> Vec<PageSample> {
    [every_state::pages(), headlines::pages()].concat()
}

/// The banner says where the story is, also after what people did by hand.
pub async fn keep_banner(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_page = request.method() == Method::GET && !request.uri().path().starts_with("/assets/");
    if app.is_demonstration
        && is_page
        && let Err(error) = super::refresh(&app).await
    {
        tracing::warn!("the place in the story could not be found: {error}");
    }
    next.run(request).await
}

/// Outside the demonstration there is no such page.
async fn step(visit: Visit, _: Fields) -> Result<Response> {
    if !visit.app.is_demonstration {
        return Err(Error::NotFound);
    }
    if let Err(error) = super::step(&visit.app).await {
        tracing::warn!("the next step of the story could not be taken: {error}");
        let sentence = "This step could not be taken after what was done by hand. Finish it by hand, then go on";
        return visit.go_saying(visit.came_from.clone().unwrap_or_else(|| "/".to_owned()), sentence);
    }
    let banner = visit.app.banner.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
    let told = banner.map(|banner| banner.step).unwrap_or_default();
    visit.go_saying(visit.came_from.clone().unwrap_or_else(|| "/".to_owned()), &told)
}
