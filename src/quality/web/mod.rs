//! Pages of ratings, replies and concerns.

mod concern;
mod concerns;
mod link;
mod rate;
mod reviews;
mod said;
mod shared;

use crate::platform::access::Action;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use serde::Serialize;

/// Everybody with a role in a school.
const STAFF: Who = Who::May(&[Action::SeeSchool]);
/// Those who keep a school's pages.
const EDITORS: Who = Who::May(&[Action::EditSchool]);
/// Those who speak for an organisation to schools.
const ANSWERERS: Who = Who::May(&[Action::AnswerSchools]);

pub fn routes() -> Routes {
    Routes::new()
        .merge(rate::routes())
        .merge(link::routes())
        .merge(shared::routes())
        .merge(reviews::routes())
        .merge(concerns::routes())
        .merge(concern::routes())
}

pub fn pages() -> Vec<PageSample> {
    [rate::pages(), link::pages(), shared::pages(), reviews::pages(), concerns::pages(), concern::pages()].concat()
}

/// One choice of a list.
#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    text: String,
    hint: String,
}

fn choice(value: impl Into<String>, text: impl Into<String>) -> Choice {
    Choice { value: value.into(), text: text.into(), hint: String::new() }
}
