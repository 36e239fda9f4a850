//! An authority's pages, the surveys that schools answer, and consultations.

mod appraisal;
mod appraisals;
mod consultations;
mod oversight;
mod survey;
mod surveys;

use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .merge(oversight::routes())
        .merge(appraisals::routes())
        .merge(appraisal::routes())
        .merge(surveys::routes())
        .merge(survey::routes())
        .merge(consultations::routes())
}

pub fn pages() -> Vec<PageSample> {
    [
        oversight::pages(),
        appraisals::pages(),
        appraisal::pages(),
        surveys::pages(),
        survey::pages(),
        consultations::pages(),
    ]
    .concat()
}
