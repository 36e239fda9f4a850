//! Pages about what is offered: the public lists, a school's comparison, an organisation's listings, the administrator's
//! categories.

mod categories;
mod changes;
mod compare;
mod content_form;
mod level_form;
mod coverage;
mod own;
mod price_list;
mod review;
mod service;
mod services;
mod shown;
mod versions;
mod volumes;
mod withdrawal;
mod write;

pub(super) use compare::page as compare_figures;

use crate::platform::access::Action;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use serde::Serialize;

/// Everybody with a role in a school.
const STAFF: Who = Who::May(&[Action::SeeSchool]);
/// Those who keep a school's pages.
const EDITORS: Who = Who::May(&[Action::EditSchool]);

pub fn routes() -> Routes {
    Routes::new()
        .merge(services::routes())
        .merge(service::routes())
        .merge(changes::routes())
        .merge(compare::routes())
        .merge(volumes::routes())
        .merge(own::routes())
        .merge(coverage::routes())
        .merge(review::routes())
        .merge(price_list::routes())
        .merge(withdrawal::routes())
        .merge(write::routes())
        .merge(categories::routes())
}

pub fn pages() -> Vec<PageSample> {
    [
        services::pages(),
        service::pages(),
        changes::pages(),
        compare::pages(),
        volumes::pages(),
        own::pages(),
        coverage::pages(),
        review::pages(),
        price_list::pages(),
        withdrawal::pages(),
        write::pages(),
        categories::pages(),
    ]
    .concat()
}

/// Who reads a school's own pages.
fn seen_by(school: &::entity::school::Model) -> String {
    format!("{} staff and governors", school.name)
}

/// One choice of a list.
#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    text: String,
}

fn choice(value: impl Into<String>, text: impl Into<String>) -> Choice {
    Choice { value: value.into(), text: text.into() }
}

/// A phase or a type of school as it stands alone: "All-through".
fn school_words(word: &str) -> String {
    let words = crate::price::form::school_word(word);
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
