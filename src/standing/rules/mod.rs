//! Which schools are alike, which medians may be shown, and which contracts could start again together.

mod aligned;
mod bands;
mod groups;

pub use aligned::{Common, Ending, Expected, best_common, expected, month_words};
pub use bands::{Kind, MealsBand, SizeBand, phase_words};
pub use groups::{
    FEWEST_APART, FEWEST_BODIES, FEWEST_SCHOOLS, Figure, Group, Own, SAMPLE, Stands, Withheld, of_cluster, similar,
    stands,
};
