//! What a cluster tells of itself: the pack for a decision, a term's report for each audience, the review of a year.

mod figures;
mod pack;
mod paper;
mod review;
mod termly;
