//! The pages of reports and of reviews.

mod blocks;
mod file;
mod list;
mod review;
mod reviews;
mod show;

use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;
use ::entity::cluster_report::Audience;

pub fn routes() -> Routes {
    Routes::new().merge(list::routes()).merge(show::routes()).merge(reviews::routes()).merge(review::routes())
}

pub fn pages() -> Vec<PageSample> {
    [list::pages(), show::pages(), reviews::pages(), review::pages()].concat()
}

/// Whom a report is for, in words.
fn audience_words(audience: Audience) -> &'static str {
    match audience {
        Audience::Governors => "Governors",
        Audience::Authority => "The authority's scrutiny",
        Audience::Public => "Everybody",
    }
}

/// A name and the ending that asks for another form: "governors.pdf".
fn with_ending(segment: &str) -> (&str, Option<&str>) {
    match segment.split_once('.') {
        Some((name, ending)) => (name, Some(ending)),
        None => (segment, None),
    }
}
