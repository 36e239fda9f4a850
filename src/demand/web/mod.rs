//! The pages of demand: a school's sheets, one sheet, a cluster's matrix.

mod cluster;
mod list;
mod page;
mod sheet;

use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;
use ::entity::demand::{self, DemandState};

pub fn routes() -> Routes {
    Routes::new().merge(list::routes()).merge(sheet::routes()).merge(cluster::routes())
}

pub fn pages() -> Vec<PageSample> {
    [list::pages(), sheet::pages(), cluster::pages()].concat()
}

/// Where a sheet stands, in words, and the kind of its tag.
fn standing(sheet: &demand::Model) -> (&'static str, &'static str) {
    match sheet.state {
        DemandState::Draft => ("To fill in", "waiting"),
        DemandState::Sent => ("With the headteacher", "progress"),
        DemandState::Signed if sheet.is_committed() => ("Committed", "done"),
        DemandState::Signed => ("Signed off, no mandate yet", "progress"),
        DemandState::NotTakingPart => ("Not taking part", "plain"),
    }
}
