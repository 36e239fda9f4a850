//! HTTP as the concepts use it: routes, visits, forms, pages, their frame and their assets.

pub mod assets;
pub mod chart;
pub mod download;
pub mod error_pages;
pub mod fields;
mod filters;
pub mod form_view;
pub mod health;
pub mod letter;
pub mod metrics;
pub mod navigation;
pub mod page;
pub mod paging;
pub mod respond;
pub mod routes;
pub mod rows;
pub mod serve;
pub mod session;
pub mod shell;
pub mod sign_in;
pub mod spool;
pub mod visit;
