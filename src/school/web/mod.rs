//! Pages about schools.

mod import;
mod paste;
mod people;
mod profile;
mod register;
mod terms;

use crate::platform::access::Action;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};

/// Everybody with a role in a school.
const STAFF: Who = Who::May(&[Action::SeeSchool]);
/// Those who keep a school's pages.
const EDITORS: Who = Who::May(&[Action::EditSchool]);

pub fn routes() -> Routes {
    Routes::new()
        .merge(profile::routes())
        .merge(people::routes())
        .merge(register::routes())
        .merge(terms::routes())
        .merge(paste::routes())
        .merge(import::routes())
}

pub fn pages() -> Vec<PageSample> {
    [profile::pages(), people::pages(), register::pages(), terms::pages(), paste::pages(), import::pages()].concat()
}

/// Who reads a school's own pages.
fn seen_by(school: &::entity::school::Model) -> String {
    format!("{} staff and governors", school.name)
}
