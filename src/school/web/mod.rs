//! Pages about schools.

mod import;

use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;

pub fn routes() -> Routes {
    Routes::new().merge(import::routes())
}

pub fn pages() -> Vec<PageSample> {
    import::pages()
}
