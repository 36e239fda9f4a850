//! HTTP as the concepts use it: pages, their frame and their assets.

pub mod assets;
pub mod chart;
pub mod error_pages;
mod filters;
pub mod form_view;
pub mod page;
pub mod shell;
