//! The demonstration's one button: the next step of its story.

use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use axum::response::Response;

pub fn routes() -> Routes {
    Routes::new().post("/demo/step", Who::Public, step)
}

/// Outside the demonstration there is no such page.
async fn step(visit: Visit, _: Fields) -> Result<Response> {
    if !visit.app.is_demonstration {
        return Err(Error::NotFound);
    }
    super::step(&visit.app).await?;
    let banner = visit.app.banner.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
    let told = banner.map(|banner| banner.step).unwrap_or_default();
    visit.go_saying(visit.came_from.clone().unwrap_or_else(|| "/".to_owned()), &told)
}
