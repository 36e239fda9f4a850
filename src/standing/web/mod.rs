//! Pages of where a school stands, what it withholds, and what a cluster could buy together again.

mod aligned;
mod consent;
mod standing;

use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;

pub fn routes() -> Routes {
    Routes::new().merge(standing::routes()).merge(consent::routes()).merge(aligned::routes())
}

pub fn pages() -> Vec<PageSample> {
    [standing::pages(), consent::pages(), aligned::pages()].concat()
}
