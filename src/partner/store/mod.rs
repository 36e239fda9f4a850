//! Queries of an authority's pages.

mod appraisal;
mod area;
mod consultation;
mod risk;
mod survey;

pub use appraisal::{appraisal, appraisals, newest, of_authority, versions};
pub use area::{Costlier, MOST_ROWS, authority, clustered, clusters, costlier, joinings, tenders};
pub use consultation::{listing, of_listing, of_tender};
pub use risk::{Alone, Ending, Noted, Withdrawn, alone, ending, noted, outside, under_way, withdrawn};
pub use survey::{answer_of, answers, open_for, survey};
