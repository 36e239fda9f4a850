//! The pages of savings: a school's, a cluster's, and what a cluster has made public.

mod cluster;
mod effects;
mod file;
mod joining;
mod public;
mod school;
mod sharing;
mod terms;
mod view;
mod years;

use super::rules::Status;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;
use ::entity::savings_publication::Stage;

pub fn routes() -> Routes {
    Routes::new()
        .merge(school::routes())
        .merge(cluster::routes())
        .merge(sharing::routes())
        .merge(joining::routes())
        .merge(terms::routes())
}

pub fn pages() -> Vec<PageSample> {
    [school::pages(), cluster::pages(), public::pages(), sharing::pages(), joining::pages(), terms::pages()].concat()
}

/// How sure a saving is, as people say it, and the kind of its tag.
fn stage_words(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Realised => ("Actual", "done"),
        Status::Contracted => ("Contracted", "progress"),
        Status::Forecast => ("Expected", "waiting"),
        Status::Potential => ("Possible", "plain"),
    }
}

fn status_of(stage: Stage) -> Status {
    match stage {
        Stage::Realised => Status::Realised,
        Stage::Contracted => Status::Contracted,
        Stage::Forecast => Status::Forecast,
        Stage::Potential => Status::Potential,
    }
}

/// What a stage means.
fn stage_meaning(status: Status) -> &'static str {
    match status {
        Status::Realised => "From invoices, for the first year of each contract.",
        Status::Contracted => "Signed. Actual spend has not been entered for a whole year.",
        Status::Forecast => "From a tender or a planned offer. Nothing is signed by everybody yet.",
        Status::Potential => "An idea that nobody has decided on.",
    }
}
