//! Pages about offers: a school's comparison and the volumes it goes by.

mod compare;
mod volumes;

use crate::platform::access::Action;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};

/// Everybody with a role in a school.
const STAFF: Who = Who::May(&[Action::SeeSchool]);
/// Those who keep a school's pages.
const EDITORS: Who = Who::May(&[Action::EditSchool]);

pub fn routes() -> Routes {
    Routes::new().merge(compare::routes()).merge(volumes::routes())
}

pub fn pages() -> Vec<PageSample> {
    [compare::pages(), volumes::pages()].concat()
}

/// Who reads a school's own pages.
fn seen_by(school: &::entity::school::Model) -> String {
    format!("{} staff and governors", school.name)
}
