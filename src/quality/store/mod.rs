//! Queries about ratings, scores and concerns.

mod concern;
mod held;
mod rating;
mod score;

pub use concern::{
    by_id as concern_by_id, count_of_provider, locked as locked_concern, of_clusters, of_contract, of_entry,
    of_provider, of_providers_waiting, of_schools, steps,
};
pub use held::{
    acts_for, listing_of_version, part_of, registered_by, schools_by_ids, version, version_named, versions_by_ids,
};
pub use rating::{
    by_id as rating_by_id, counted_of, given, keep_version, last_number, of_held, of_provider as ratings_of_provider,
    replies, shared,
};
pub use score::{keep as keep_score, likes, raters, replace_rater, scores};
