//! Pages of tenders: lists, the builder, the public notice, questions, declarations, the record.

mod address;
mod amend;
mod builder;
mod conflicts;
mod declarations;
mod endings;
mod frameworks;
mod keys;
mod law;
mod lists;
mod meetings;
mod notice;
mod opportunities;
mod participation;
mod questions;
mod record;
mod shared;
mod shortlist;
mod staff;
mod try_out;
mod versions;

use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .merge(lists::routes())
        .merge(opportunities::routes())
        .merge(builder::routes())
        .merge(notice::routes())
        .merge(try_out::routes())
        .merge(questions::routes())
        .merge(amend::routes())
        .merge(versions::routes())
        .merge(participation::routes())
        .merge(shortlist::routes())
        .merge(meetings::routes())
        .merge(endings::routes())
        .merge(declarations::routes())
        .merge(keys::routes())
        .merge(conflicts::routes())
        .merge(staff::routes())
        .merge(record::routes())
        .merge(law::routes())
        .merge(frameworks::routes())
}

pub fn pages() -> Vec<PageSample> {
    [
        lists::pages(),
        opportunities::pages(),
        builder::pages(),
        notice::pages(),
        try_out::pages(),
        questions::pages(),
        amend::pages(),
        versions::pages(),
        participation::pages(),
        shortlist::pages(),
        meetings::pages(),
        endings::pages(),
        declarations::pages(),
        keys::pages(),
        conflicts::pages(),
        staff::pages(),
        record::pages(),
        law::pages(),
        frameworks::pages(),
    ]
    .concat()
}
